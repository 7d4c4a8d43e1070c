"""A generated set, into the tables: one transaction as owner, row policies and history asleep, all counted.

Indexes and foreign keys are taken down and put back, as restoring a backup does: keeping them up to date row by
row takes ten times longer, and putting them back checks every row all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections

from bench.generate import SHAPES, Made
from cordee.plumbing.bulk import Bulk, with_policies_off

# What putting an index back may use: nothing else runs meanwhile.
ROOM = "SET LOCAL maintenance_work_mem = '512MB'"


def load(made: Made, *, using: str = "owner") -> int:
    """Empty the tables, fill them, look at their statistics. Returns how many rows were written."""
    tables = list(SHAPES)
    written = 0
    with with_policies_off(*tables, using=using, history=False) as bulk:
        bulk.cursor.execute(ROOM)
        with bare(bulk, tables):
            bulk.cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            for table, shape in SHAPES.items():
                written += bulk.copy(
                    table, shape.columns, made.blocks(table), rows=made.rows(table), frozen=True
                )
    with connections[using].cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
    return written


@contextmanager
def bare(bulk: Bulk, tables: Sequence[str]) -> Iterator[None]:
    """Without the foreign keys and the indexes that no constraint needs; put back at the end."""
    keys, indexes = _foreign_keys(bulk.cursor, tables), _indexes(bulk.cursor, tables)
    for table, name, _definition in keys:
        bulk.cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        bulk.cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in indexes:
        bulk.cursor.execute(definition)
    for table, name, definition in keys:
        bulk.cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def _foreign_keys(cursor: Any, tables: Sequence[str]) -> list[tuple[str, str, str]]:
    cursor.execute(
        "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
        " JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND c.relname = ANY(%s)"
        " AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2",
        [list(tables)],
    )
    return list(cursor.fetchall())


def _indexes(cursor: Any, tables: Sequence[str]) -> list[tuple[str, str]]:
    """Name and definition of those behind no primary key or unique constraint."""
    cursor.execute(
        "SELECT i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
        " JOIN pg_class c ON c.oid = x.indrelid WHERE c.relname = ANY(%s)"
        " AND c.relnamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid) ORDER BY 1",
        [list(tables)],
    )
    return list(cursor.fetchall())
