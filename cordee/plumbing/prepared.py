"""Queries written once: built and planned the first time, given other values afterwards.

Building a queryset and turning it into SQL takes Django longer than PostgreSQL takes to answer it, and PostgreSQL
plans it again at each call. `@prepared` keeps both: the function is called with stand-ins the first time a *shape*
of its arguments is met, its SQL is kept, and later calls only change the values.

    @prepared
    def deadlines(actor: Actor, pk: UUID) -> QuerySet[Deadline]:
        return Deadline.objects.visible_to(actor).filter(person=pk)

    rows = deadlines(actor, pk)  # a list

A UUID, a date, a moment, a text that is `Given` and a list of UUIDs are values: a different one changes nothing in
the SQL. Anything else (a role, a number, a filter left out) belongs to the shape: another one is another query. An
object is taken apart by what its class declared with `taken_apart`. A moment or an identifier the function fetched by
itself, and that would stay in the SQL for ever, is refused: it must be an argument.

PostgreSQL plans a query for whatever values (`plan_cache_mode`, set with the context of each transaction): planning
the large ones of a dossier takes it longer than running them. Where the right plan depends on the values (a stage
where three people stand, or three thousand), say `@planned_each_time`: only Django's part is kept.

Rights are not cached here: the shape holds everything an actor's rights are made of, and the policies of the
database are asked as always.

Queries that do not wait for one another's rows are asked `at_once` (`plumbing.at_once`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper, wraps
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections, models

Row = TypeVar("Row")
KEPT = 400  # queries of one connection
PADDED = (1, 4, 12, 32, 64)  # lists are made as long as one of these, so that few lengths make few queries
FIRST_UUID, FIRST_DAY = 0xC0DE << 112, 1  # stand-ins: no row has them


class Given(str):
    """A text that is a value (a name, a code from an address), and not one of a few words that shape a query."""


class Unprepared(TypeError):
    """A query that cannot be written once: its value would stay in the SQL."""


@dataclass
class Parts:
    """An argument taken apart. shape: what the SQL depends on; values: what it is given; rebuilt: the argument
    again, from other values of the same number and kinds. many: its values are a list, nothing compares them."""

    shape: Any
    values: list[Any]
    rebuilt: Callable[[list[Any]], Any]
    many: bool = False


TAKEN_APART: dict[type, Callable[[Any], Parts]] = {}


def taken_apart(kind: type, parts: Callable[[Any], Parts]) -> None:
    """Declare how objects of a class are taken apart."""
    TAKEN_APART[kind] = parts


def bare(model: type[models.Model], pk: Any) -> Any:
    """An object of which only the identifier is known: asking it anything else fails."""
    return model.from_db(None, [model._meta.pk.attname], [pk])


def parts_of(value: Any) -> Parts:
    declared = TAKEN_APART.get(type(value))
    if declared is not None:
        return declared(value)
    if isinstance(value, UUID) or type(value) in (date, datetime, Given):
        return Parts(type(value), [value], lambda given: given[0])
    if isinstance(value, list):
        padded = _padded(value)
        return Parts((list, len(padded)), padded, list, many=True)
    return Parts(value, [], lambda given: value)


def _padded(values: Sequence[UUID]) -> list[UUID]:
    """The same list, its last one repeated up to a usual length."""
    if not values:
        return []
    size = next((size for size in PADDED if size >= len(values)), len(values))
    return [*values, *[values[-1]] * (size - len(values))]


@dataclass
class Written:
    """A query as one connection keeps it. slots: for each parameter, the place of its value, or None and the value
    itself. empty: the shape of the arguments is enough to know that nothing can be found."""

    sql: str = ""
    slots: list[tuple[int | None, Any]] = field(default_factory=list)
    queryset: Any = None
    compiler: Any = None
    empty: bool = False

    def parameters(self, values: Sequence[Any]) -> list[Any]:
        return [kept if place is None else _plain(values[place]) for place, kept in self.slots]


@dataclass(frozen=True)
class Asking(Generic[Row]):
    """A query and the values it will be given: what `at_once` asks with others."""

    build: Callable[..., models.QuerySet[Any, Row]]
    arguments: tuple[Any, ...]

    def written(self, connection: Any) -> tuple[Written, list[Any]]:
        return _written(self.build, self.arguments, connection)


class Prepared(Generic[Row]):
    """A queryset written once. Called, it gives its rows; `of` keeps what it would be called with, for `at_once`."""

    def __init__(
        self, build: Callable[..., models.QuerySet[Any, Row]], ask: Callable[..., list[Any]]
    ) -> None:
        self.build, self.ask = build, ask
        update_wrapper(self, build)

    def __call__(self, *arguments: Any, using: str = "default") -> list[Row]:
        connection = connections[using]
        written, values = _written(self.build, arguments, connection)
        if written.empty:
            return []
        found = self.ask(written.sql, written.parameters(values), connection)
        return as_the_queryset_would(written, found, connection)

    def of(self, *arguments: Any) -> Asking[Row]:
        return Asking(self.build, arguments)


def prepared(build: Callable[..., models.QuerySet[Any, Row]]) -> Prepared[Row]:
    """The rows of a queryset whose SQL and plan are kept. See the module."""
    return Prepared(build, fetched)


def planned_each_time(build: Callable[..., models.QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """The rows of a queryset whose SQL is kept, and not its plan. See the module."""
    return Prepared(build, _fetched_anew)


def counted(build: Callable[..., models.QuerySet[Any, Any]]) -> Callable[..., int]:
    """How many rows a queryset has, its SQL kept in the same way. Cut it to count no further than needed."""

    @wraps(build)
    def number(*arguments: Any, using: str = "default") -> int:
        connection = connections[using]
        written, values = _written(build, arguments, connection)
        if written.empty:
            return 0
        counted = f"SELECT count(*) FROM ({written.sql}) counted"  # noqa: S608 - Django's own SQL, values apart
        ((found,),) = fetched(counted, written.parameters(values), connection)
        return int(found)

    return number


def _written(
    build: Callable[..., Any], arguments: Sequence[Any], connection: Any
) -> tuple[Written, list[Any]]:
    """The query for arguments of this shape, and their values."""
    parts = [parts_of(argument) for argument in arguments]
    same = _which_are_the_same(parts)
    kept = connection.__dict__.setdefault("cordee_prepared", {})
    key = (build, same, *(one.shape for one in parts))
    written = kept.get(key)
    if written is None:
        if len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        written = kept[key] = _write(build, parts, same, connection)
    return written, [value for one in parts for value in one.values]


def _which_are_the_same(parts: Sequence[Parts]) -> tuple[int, ...]:
    """For each value, the place of the first one equal to it: a function may well ask whether two are (is this
    person of the actor's house?), so stand-ins must answer alike."""
    first: dict[Any, int] = {}
    place, same = 0, []
    for one in parts:
        for value in one.values:
            same.append(place if one.many else first.setdefault(value, place))
            place += 1
    return tuple(same)


def _write(
    build: Callable[..., Any], parts: Sequence[Parts], same: Sequence[int], connection: Any
) -> Written:
    """Call the function with stand-ins, and find them again in the parameters of its SQL."""
    numbers = iter(same)
    stand_ins = [[_stand_in(value, next(numbers)) for value in one.values] for one in parts]
    queryset = build(*(one.rebuilt(given) for one, given in zip(parts, stand_ins, strict=True)))
    if queryset._prefetch_related_lookups:
        raise Unprepared(f"{build.__qualname__}: prefetches are other queries")
    places = {
        given: place for place, given in zip(same, (one for group in stand_ins for one in group), strict=True)
    }
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Written(empty=True)
    slots = [_slot(parameter, places, build) for parameter in parameters]
    return Written(sql, slots, queryset, compiler)


def _stand_in(value: Any, number: int) -> Any:
    """A value of the same kind that no row holds, different from every other."""
    if isinstance(value, UUID):
        return UUID(int=FIRST_UUID + number)
    if type(value) is date:
        return date.fromordinal(FIRST_DAY + number)
    if type(value) is datetime:
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    if isinstance(value, Given):
        return Given(f"\x01{number}")
    raise Unprepared(f"{value!r} is neither a UUID, nor a date, nor a moment, nor a text that is given")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Given) else value


def _slot(parameter: Any, places: dict[Any, int], build: Callable[..., Any]) -> tuple[int | None, Any]:
    try:
        place = places.get(parameter)
    except TypeError:
        return None, parameter
    if place is None and isinstance(parameter, (UUID, date)):
        raise Unprepared(f"{build.__qualname__}: {parameter!r} would stay in the query for ever")
    return place, None if place is not None else parameter


class ServerCursor(psycopg.Cursor[Any]):
    """A cursor whose statements PostgreSQL keeps planned. Django's own put the values in the text."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True, **options)


class ToldCursor(ServerCursor):
    """The same where Django notes the statements (tests, measures): it reads their text in `_query`."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        answer = super().execute(query, params, **options)
        told = psycopg.ClientCursor(self.connection).mogrify(query, params)
        self._query = SimpleNamespace(query=told.encode())  # type: ignore[assignment]
        return answer


def server_cursor(connection: Any) -> Any:
    """A cursor whose statements PostgreSQL keeps planned, watched as Django's own are."""
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 5
    return connection._prepare_cursor(ToldCursor(raw) if connection.queries_logged else ServerCursor(raw))


def fetched(sql: str, parameters: Sequence[Any], connection: Any) -> list[Any]:
    """The rows PostgreSQL answers."""
    with server_cursor(connection) as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _fetched_anew(sql: str, parameters: Sequence[Any], connection: Any) -> list[Any]:
    """The same, its values in the text as Django puts them: PostgreSQL plans for these very ones."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def as_the_queryset_would(written: Written, found: list[Any], connection: Any) -> list[Any]:
    """Objects, dictionaries or tuples, with Django's own code."""
    compiler = _Answered(written.compiler, found)
    stage = SimpleNamespace(
        db=connection.alias,
        query=_Query(written.queryset.query, compiler),
        model=written.queryset.model,
        _known_related_objects={},
        _fields=written.queryset._fields,
    )
    return list(written.queryset._iterable_class(stage, chunk_size=max(len(found), 1)))


class _Answered:
    """The compiler of a query that has been run: its rows instead of a second run."""

    def __init__(self, compiler: Any, rows: list[Any]) -> None:
        self._compiler, self._rows = compiler, rows

    def execute_sql(self, *arguments: Any, **options: Any) -> Any:
        return [self._rows]

    def results_iter(self, results: Any = None, **options: Any) -> Any:
        for name in ("chunked_fetch", "chunk_size"):
            options.pop(name, None)
        return self._compiler.results_iter([self._rows] if results is None else results, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiler, name)


class _Query:
    """The query of a queryset, which hands over that compiler."""

    def __init__(self, query: Any, compiler: _Answered) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *arguments: Any, **options: Any) -> _Answered:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)
