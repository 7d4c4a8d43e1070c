"""Monthly partitions of the append-only tables, made a few months ahead each time the database is prepared."""

from datetime import date
from typing import Any

from cordee.kernel.dates import add_months

BY_MONTH = ("plumbing_accesslog",)
AHEAD = 3  # months


def make_partitions(cursor: Any, *, on: date) -> int:
    """Make this month's partition and the next ones where they are missing. Run as owner.

    A month whose lines already fell in the default partition is left there: they are found all the same.
    """
    made = 0
    first = on.replace(day=1)
    for table in BY_MONTH:
        for start in (add_months(first, ahead) for ahead in range(AHEAD + 1)):
            made += _make(cursor, table, start)
    return made


def _make(cursor: Any, table: str, start: date) -> int:
    name, end = f"{table}_{start:%Y_%m}", add_months(start, 1)
    cursor.execute("SELECT to_regclass(%s)", [name])
    if cursor.fetchone()[0]:
        return 0
    # The name of the table comes from the list above, never from a user.
    cursor.execute(f"SELECT count(*) FROM {table}_other WHERE at >= %s AND at < %s", [start, end])  # noqa: S608
    if cursor.fetchone()[0]:
        return 0
    cursor.execute(f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ('{start}') TO ('{end}')")
    return 1
