"""`python -m bench.preparing`: tables, policies and search brought up to date, as `./do migrate` does."""

from __future__ import annotations

import django


def prepare(*, verbosity: int) -> None:
    from cordee.home.management.commands import prepare_database

    prepare_database.prepare(verbosity=verbosity)


if __name__ == "__main__":
    django.setup()
    prepare(verbosity=1)
