"""Many rows at once, as owner: the one place where row policies sleep, for one transaction and counted.

Under FORCE the owner sees no row at all, silently: a data migration would "succeed" on nothing. COPY is
refused altogether. So the tables named here stop being forced on their owner (nobody else gains anything:
the application role is still held by its policies, and waits behind the lock), their history triggers may
sleep too, and every statement says how many rows it must touch. Architecture, recipe 7.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction


class Miscounted(RuntimeError):
    """A statement did not touch the rows it was written for; everything is rolled back."""


@dataclass
class Bulk:
    """What may be done meanwhile. Each method raises Miscounted, and the whole transaction goes."""

    cursor: Any

    def execute(self, statement: str, parameters: Sequence[Any] = (), *, rows: int | range) -> int:
        """Run one statement. rows: how many it must touch, or the range it must fall in."""
        self.cursor.execute(statement, parameters)
        return check_count(statement[:80], self.cursor.rowcount, rows)

    def copy(
        self, table: str, columns: Sequence[str], blocks: Iterable[bytes], *, rows: int, frozen: bool = False
    ) -> int:
        """COPY blocks of text lines (columns apart by tabs) into a table. rows: how many there must be.

        frozen: the table was emptied in this very transaction, so its rows need never be looked at again.
        """
        named = ", ".join(f'"{column}"' for column in columns)
        options = " (FREEZE)" if frozen else ""
        with self.cursor.copy(f'COPY "{table}" ({named}) FROM STDIN{options}') as stream:
            for block in blocks:
                stream.write(block)
        return check_count(f"COPY {table}", self.cursor.rowcount, rows)


def check_count(what: str, touched: int, wanted: int | range) -> int:
    held = touched in wanted if isinstance(wanted, range) else touched == wanted
    if not held:
        raise Miscounted(f"{what}: {touched} rows, {wanted} were expected")
    return touched


@contextmanager
def with_policies_off(*tables: str, using: str = "owner", history: bool = True) -> Iterator[Bulk]:
    """One transaction as owner in which these tables do not force their policies on it.

    history: the triggers that write the history stay awake (a data migration); False for a load of invented
    rows. On the way out everything is put back, and checked in PostgreSQL's own catalogue before the commit.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            if not history:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield Bulk(cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still due cannot be altered
        for table in tables:
            if _has_policies(cursor, table):
                cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            if not history:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        if left := _left_open(cursor, tables):
            raise Miscounted("left without their locks: " + ", ".join(left))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _has_policies(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(%s)", [table])
    return bool(cursor.fetchone()[0])


def _left_open(cursor: Any, tables: Sequence[str]) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class c WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace"
        " AND (relrowsecurity AND NOT relforcerowsecurity OR EXISTS (SELECT FROM pg_trigger t"
        " WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled = 'D'))",
        [list(tables)],
    )
    return [name for (name,) in cursor.fetchall()]
