"""`./do demo`, with the toy in place of Cordée and the current interpreter in place of the virtual one."""

import sys
from pathlib import Path

import psycopg

from gestures import commands, environment, instance, serving
from gestures.tests.toy.config.wsgi import CREATE


def prepare(served, *, again=True):
    with psycopg.connect(served.owner_url, autocommit=True) as connection:
        connection.execute(CREATE)
    return "Compte : essai"


environment.python = lambda: sys.executable
environment.ensure = lambda *arguments, **options: None
instance.Instance.prepare = prepare
instance.ROOT = serving.ROOT = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.exit(commands.main(sys.argv[1:]))
