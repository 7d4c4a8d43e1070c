"""The first floor: a WSGI program that holds a pool, sets the context, runs the statement, writes the rows.

Its visitors' contexts come in a file (CORDEE_BENCH_CONTEXTS): it knows neither session nor page.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from psycopg_pool import ConnectionPool

from bench.floors import STATEMENTS, parameters, rendered

CONTEXTS = "CORDEE_BENCH_CONTEXTS"


@lru_cache(maxsize=1)
def pool() -> ConnectionPool:
    return ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=8, open=True)


@lru_cache(maxsize=1)
def contexts() -> dict[str, dict[str, str]]:
    """What each visitor's transaction says of them, by role."""
    told: dict[str, dict[str, str]] = json.loads(Path(os.environ[CONTEXTS]).read_text(encoding="utf-8"))
    return told


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """/plancher/<what>?role=…"""
    what = environ["PATH_INFO"].rpartition("/")[2]
    given = dict(parse_qsl(environ["QUERY_STRING"]))
    if what not in STATEMENTS:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    settings = contexts()[given.pop("role")]
    told = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with pool().connection() as connection:
        connection.execute(f"SELECT {told}", [part for pair in settings.items() for part in pair])
        rows = connection.execute(STATEMENTS[what], parameters(what, given)).fetchall()
    body = rendered(rows).encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
