"""Several prepared queries in one statement: a page that reads ten tables goes to the database once for all of them.

    items, guests = at_once(_items.of(actor, pk), _guests.of(actor, pk))

Each query stays what it is, with its order, its limit and its policies; its rows come back in columns of their own,
beside nothing of the others, with their own types. None may wait for the rows of another: what depends on them is
written as a subquery, or asked afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from cordee.plumbing.prepared import Asking, Written, as_the_queryset_would, server_cursor

PLACE, END = "cordee_place", "cordee_end"  # of a row among those of its query; after its last column
MOST_ROWS = 1_000_000  # of one query


def at_once(*asked: Asking[Any] | None, using: str = "default") -> list[list[Any]]:
    """The rows of each query, in the order they were asked; of None, none. One statement; none at all when no shape can
    find anything."""
    connection = connections[using]
    each = [(number, *one.written(connection)) for number, one in enumerate(asked) if one is not None]
    real = [one for one in each if not one[1].empty]
    found: list[list[Any]] = [[] for _one in asked]
    if not real:
        return found
    parameters = [value for _number, written, values in real for value in written.parameters(values)]
    with server_cursor(connection) as cursor:
        cursor.execute(_together([written for _number, written, _values in real]), parameters)
        cuts = _cuts(cursor.description)
        raw = _sorted_out(cursor.fetchall(), cuts)
    for (number, written, _values), rows in zip(real, raw, strict=True):
        found[number] = as_the_queryset_would(written, rows, connection)
    return found


def _together(queries: Sequence[Written]) -> str:
    """Outer joins on a place no two queries share: no row meets another, and PostgreSQL keeps each column's type."""
    first, *others = (
        f"(SELECT {number * MOST_ROWS} + row_number() OVER () AS {PLACE}, q.*, 1 AS {END} FROM ({one.sql}) q) q{number}"  # noqa: S608 - Django's own SQL, values apart
        for number, one in enumerate(queries)
    )
    joined = "".join(f" FULL JOIN {other} USING ({PLACE})" for other in others)
    return f"SELECT * FROM {first}{joined} ORDER BY {PLACE}"  # noqa: S608 - the same


@dataclass(frozen=True)
class Cut:
    """The columns of a query in a row of all."""

    first: int
    end: int


def _cuts(columns: Any) -> list[Cut]:
    found, first = [], 1
    for place, column in enumerate(columns):
        if column.name == END:
            found.append(Cut(first, place))
            first = place + 1
    return found


def _sorted_out(rows: Sequence[Any], cuts: Sequence[Cut]) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _cut in cuts]
    for row in rows:
        number = (row[0] - 1) // MOST_ROWS
        found[number].append(row[cuts[number].first : cuts[number].end])
    return found
