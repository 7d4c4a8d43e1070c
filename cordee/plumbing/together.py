"""Many rows in one statement, under the policies: COPY is refused there (architecture, recipe 7).

The rows travel as one JSON value, which PostgreSQL turns back into typed columns; the history writes them in one
statement too. Each policy still answers for each row.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from cordee.plumbing.context import SAID

AT_ONCE = 5_000  # rows in a statement


def insert_together(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows given by column name, all with the same columns. How many."""
    if not rows:
        return 0
    names = list(rows[0])
    types = column_types(model)
    quoted = ", ".join(f'"{name}"' for name in names)
    typed = ", ".join(f'"{name}" {types[name]}' for name in names)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({quoted})'  # noqa: S608 - names of our own columns
        f" SELECT {quoted} FROM jsonb_to_recordset(%s::jsonb) AS given ({typed})"
    )
    return _in_blocks(statement, rows)


def update_together(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, key: str = "id", more: str = ""
) -> int:
    """Set columns of rows named by their key, all with the same columns. more: a further assignment. How many."""
    if not rows:
        return 0
    names = [name for name in rows[0] if name != key]
    types = column_types(model)
    typed = ", ".join(f'"{name}" {types[name]}' for name in [key, *names])
    changes = ", ".join([*(f'"{name}" = given."{name}"' for name in names), *([more] if more else [])])
    statement = (
        f'UPDATE "{model._meta.db_table}" AS kept SET {changes}'  # noqa: S608 - names of our own columns
        f' FROM jsonb_to_recordset(%s::jsonb) AS given ({typed}) WHERE kept."{key}" = given."{key}"'
    )
    return _in_blocks(statement, rows)


def column_types(model: type[models.Model]) -> dict[str, str]:
    """The type of each column, without its length: a text too long is still refused by the table."""
    found: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
        found[str(field.column)] = str(kind)
    return found


def _in_blocks(statement: str, rows: Sequence[Mapping[str, Any]]) -> int:
    touched = 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SAID}")
        for start in range(0, len(rows), AT_ONCE):
            given = json.dumps([dict(row) for row in rows[start : start + AT_ONCE]], default=_plain)
            cursor.execute(statement, [given])
            touched += cursor.rowcount
    return touched


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    raise TypeError(f"no column holds a {type(value).__name__}")
