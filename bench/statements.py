"""How many statements a page takes, and how PostgreSQL goes about each: plans that read far more than is shown.

In this very process, with the same session, database and role as the server measured.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages import Ask
from bench.visits import Visit
from bench.wire import Refused
from cordee.plumbing.context import acting_in

SHOWN = 25  # lines of a page
TOO_FAR = 10  # times the lines shown that a plan may read
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET CONSTRAINTS")
READING_LOG = '"plumbing_accesslog"'


@dataclass(frozen=True)
class Counted:
    """statements: without the reading log, which is counted apart. kb: of HTML before compression."""

    statements: list[str]
    logged: int

    @property
    def count(self) -> int:
        return len(self.statements)


def client_of(visit: Visit) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies["cordee-session"] = visit.session
    return client


def statements_of(visit: Visit, ask: Ask) -> Counted:
    """What a page asks of the database once warm: session, user, context and all."""
    client = client_of(visit)
    headers = {"HX-Request": "true"} if ask.fragment else {}
    client.get(ask.path, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(ask.path, headers=headers)
    if answer.status_code != 200:
        raise Refused(f"{ask.path}: {answer.status_code}")
    told = [query["sql"] for query in captured.captured_queries]
    real = [sql for sql in told if not sql.startswith(TRANSACTION)]
    logged = [sql for sql in real if sql.startswith("INSERT") and READING_LOG in sql]
    return Counted([sql for sql in real if sql not in logged], len(logged))


@dataclass(frozen=True)
class Scan:
    """A node of a plan that read much more than it gave. rows: read, in all."""

    statement: str
    node: str
    rows: int
    milliseconds: float


def far_scans(visit: Visit, statements: list[str], shown: int = SHOWN) -> list[Scan]:
    """The nodes that read more than ten times the lines shown, slowest statement first."""
    found: list[Scan] = []
    with acting_in(visit.actor.context()), connection.cursor() as cursor:
        for statement in statements:
            if statement.startswith("SELECT") and "set_config" not in statement:
                plan, took = explained(cursor, statement)
                found += [
                    Scan(told(statement), name, rows, took)
                    for name, rows in scans(plan)
                    if rows > TOO_FAR * shown
                ]
    return sorted(found, key=lambda scan: -scan.rows)


def explained(cursor: Any, statement: str) -> tuple[dict[str, Any], float]:
    cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement.replace("%", "%%"), [])
    answer = cursor.fetchone()[0]
    content = (json.loads(answer) if isinstance(answer, str) else answer)[0]
    return content["Plan"], float(content["Execution Time"])


def scans(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """(what is scanned, rows read in all) of each scan of a plan."""
    if "Relation Name" in node:
        removed = sum(
            node.get(name, 0) for name in ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        index = node.get("Index Name", "")
        name = f"{node['Node Type']} {node['Relation Name']} {index}".strip()
        yield name, int((node["Actual Rows"] + removed) * node["Actual Loops"])
    for child in node.get("Plans", []):
        yield from scans(child)


def told(statement: str) -> str:
    """A statement short enough to be read: what it selects is left out."""
    return re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", re.sub(r"\s+", " ", statement))[:140]
