"""New rows written by statements that are built once and that PostgreSQL keeps planned.

Django builds each INSERT again, and PostgreSQL plans it again with the policies of its table: for a gesture that leaves
ten rows, half of its time. `insert` writes what `save(force_insert=True)` writes, history and policies as always;
several rows of a model go in one statement, a hundred at a time: one takes 65,535 values at most, and few lengths
make few statements to keep.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connections, models
from django.db.models.expressions import DatabaseDefault, Value

from cordee.plumbing.prepared import server_cursor

Written = tuple[str, list[Any]]
AT_ONCE = 100
LENGTH = re.compile(r"\(\d+\)")


def insert(*rows: models.Model, using: str = "default") -> None:
    """Add rows of one model, their identifiers made already. Nothing to add is no statement."""
    for first in range(0, len(rows), AT_ONCE):
        _insert(rows[first : first + AT_ONCE], using)


def _insert(rows: Sequence[models.Model], using: str) -> None:
    connection = connections[using]
    model = type(rows[0])
    columns = [field for field in model._meta.local_concrete_fields if not field.generated]
    marks: list[str] = []
    values: list[Any] = []
    for row in rows:
        for field in columns:
            mark, given = _mark_of(field, row, connection)
            marks.append(mark)
            values += given
    with server_cursor(connection) as cursor:
        cursor.execute(_statement(model, tuple(columns), tuple(marks), connection), values)
    for row in rows:
        row._state.adding, row._state.db = False, using


def _mark_of(field: Any, row: models.Model, connection: Any) -> Written:
    """A value given, or what the database works out (an instant of its own, a first value)."""
    value = field.pre_save(row, True)
    if isinstance(value, DatabaseDefault):
        value = field._db_default_expression
    if isinstance(value, Value):
        value = value.value
    if hasattr(value, "as_sql"):
        sql, given = value.as_sql(_Compiler(connection), connection)
        return sql, list(given)
    # A list says its type, as Django's own statements have it do; but not how long its items may be: said here, what
    # is longer would be cut without a word, where the column itself refuses it.
    own = getattr(field, "get_placeholder", None)
    mark = own(value, _Compiler(connection), connection) if own else "%s"
    return LENGTH.sub("", mark), [field.get_db_prep_save(value, connection=connection)]


class _Compiler:
    """What an expression asks of a compiler, when it has no column in it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def compile(self, node: Any) -> Any:
        return node.as_sql(self, self.connection)


def _statement(
    model: type[models.Model], columns: tuple[Any, ...], marks: tuple[str, ...], connection: Any
) -> str:
    kept: dict[Any, str] = connection.__dict__.setdefault("cordee_inserts", {})
    key = (model, marks)
    if key not in kept:
        quoted = ", ".join(connection.ops.quote_name(field.column) for field in columns)
        width = len(columns)
        lines = ", ".join(
            f"({', '.join(marks[start : start + width])})" for start in range(0, len(marks), width)
        )
        table = connection.ops.quote_name(model._meta.db_table)
        kept[key] = f"INSERT INTO {table} ({quoted}) VALUES {lines}"  # noqa: S608 - names of our own columns
    return kept[key]
