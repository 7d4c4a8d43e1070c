"""Three houses and their dossiers, committed, with a row of every guarded table in each dossier.

- `open_house`: an open team, with everybody; persons `known`, `sealed`
- `other_house`: another open team, whose person is `theirs`
- `caseload_house`: works by caseload; person `followed` by its referent, `unfollowed` by nobody

The rows are written by a connection no policy holds; they are read by the application role, with plain SQL.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection, connections
from django.utils import timezone

from cordee.accounts.enums import Role, Sharing
from cordee.kernel.partitions import Partition
from cordee.people.models import Person, Seal
from cordee.plumbing.context import NOBODY, DatabaseContext
from tests import factories
from tests.rows import Spot, guarded_models, make_row
from tests.worlds import UNGUARDED, unguarded_url

EVERY_ROLE = {role.value: role for role in Role}
FIRST = ("people.Ground", "people.Seal")  # made by hand where a test wants them
TABLES = [model for model in guarded_models() if model._meta.label not in FIRST]


@dataclass
class LockWorld:
    open_house: factories.House
    other_house: factories.House
    caseload_house: factories.House
    persons: dict[str, Person] = field(default_factory=dict)
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["persons"][name]
        except KeyError:
            raise AttributeError(name) from None

    def row(self, model: Any, person: str) -> Any:
        return self.rows[model._meta.label, person]

    def house_of(self, person: str) -> factories.House:
        houses = (self.open_house, self.other_house, self.caseload_house)
        return next(
            house for house in houses if house.organisation.pk == self.persons[person].organisation_id
        )

    def spot(self, person: str, author: Any = None) -> Spot:
        house = self.house_of(person)
        return Spot(
            house.organisation, self.persons[person], (author or house.team["author"]).member, house.version
        )


@contextmanager
def superuser() -> Iterator[str]:
    """A connection no policy holds, each statement committed at once."""
    connections.databases[UNGUARDED] = unguarded_url()
    try:
        yield UNGUARDED
    finally:
        connections[UNGUARDED].close()
        del connections[UNGUARDED]
        del connections.databases[UNGUARDED]


def build() -> LockWorld:
    team = {"author": Role.COUNSELLOR, "second_counsellor": Role.COUNSELLOR, **EVERY_ROLE}
    small = {"author": Role.COUNSELLOR, "referent": Role.COUNSELLOR, "coordinator": Role.COORDINATOR}
    world = LockWorld(
        factories.house("Maison ouverte", team=team),
        factories.house("Autre maison", team=small),
        factories.house("Maison par suivi", team=small, sharing=Sharing.CASELOAD),
    )
    with superuser() as using:
        for name, house in {
            "known": world.open_house,
            "sealed": world.open_house,
            "theirs": world.other_house,
            "followed": world.caseload_house,
            "unfollowed": world.caseload_house,
        }.items():
            world.persons[name] = _person(house, using)
            fill(world, name, using)
        Seal(organisation=world.open_house.organisation, person=world.sealed, reason="essai").save(
            using=using
        )
        give(world, "followed", world.caseload_house.referent, partitions=7, using=using)
    return world


def _person(house: factories.House, using: str) -> Person:
    person = Person(
        organisation=house.organisation,
        first_names="Canari",
        usage_name="Secret",
        created_on=factories.today(),
        search_key=" canari secret ",
        sound_key=" canari ",
        sort_key="secret canari",
    )
    person.save(using=using, force_insert=True)
    person._state.db = "default"  # what tests make for it comes from either connection
    return person


def fill(world: LockWorld, person: str, using: str) -> None:
    """A row of every guarded table in this dossier, written by the house's author, for the house."""
    made: dict[Any, Any] = {}
    for model in TABLES:
        if model is Person:
            row: Any = world.persons[person]
        else:
            pointed = {
                field_.name: made[field_.related_model]
                for field_ in model._meta.concrete_fields
                if field_.is_relation and field_.related_model in made and field_.related_model is not Person
            }
            row = make_row(model, world.spot(person), using=using, **pointed)
        made[model] = world.rows[model._meta.label, person] = row


def give(
    world: LockWorld, person: str, to: Any, *, partitions: int, using: str = UNGUARDED, **dates: Any
) -> Any:
    """A ground of access on a dossier, given to a member; dates: starts_at, ends_at."""
    from cordee.people.models import Ground

    house = world.house_of(person)
    ground = Ground(
        organisation=house.organisation,
        person=world.persons[person],
        member=to.member,
        kind="follows",
        partitions=int(partitions),
        **dates,
    )
    ground.save(using=using, force_insert=True)
    return ground


class Database:
    """The application role's own connection, as plain SQL would use it."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(os.environ["DATABASE_URL"])

    @contextmanager
    def acting(self, who: Any) -> Iterator[psycopg.Cursor]:
        """A transaction in the context of an actor (or none), rolled back at the end."""
        context: DatabaseContext = who.context() if who is not None else NOBODY
        try:
            with self.connection.cursor() as cursor:
                for name, value in context.settings().items() if who is not None else ():
                    cursor.execute("SELECT set_config(%s, %s, true)", [f"cordee.{name}", value])
                yield cursor
        finally:
            self.connection.rollback()

    def count(self, who: Any, table: str, *, where: str = "true", values: Any = ()) -> int:
        with self.acting(who) as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {where}', values)
            return cursor.fetchone()[0]

    def shows(self, who: Any, row: Any) -> bool:
        """Does the database show this row to this actor?"""
        key = row._meta.pk.column
        return self.count(who, row._meta.db_table, where=f'"{key}" = %s', values=[row.pk]) == 1

    def refused(self, who: Any, statement: str, values: Any = ()) -> str:
        """The error PostgreSQL answers (its code and its words); empty when it accepts."""
        with self.acting(who) as cursor:
            try:
                cursor.execute(statement, values)
            except psycopg.Error as error:
                return f"{error.sqlstate} {str(error).splitlines()[0]}"
        return ""

    def close(self) -> None:
        self.connection.close()


def insertion(row: Any) -> tuple[str, list[Any]]:
    """The INSERT of a model's row, as plain SQL."""
    fields = [field_ for field_ in row._meta.concrete_fields if not field_.generated]
    columns = ", ".join(f'"{field_.column}"' for field_ in fields)
    given = [field_.pre_save(row, True) for field_ in fields]
    plain = [timezone.now() if hasattr(value, "resolve_expression") else value for value in given]
    values = [field_.get_db_prep_save(value, connection) for field_, value in zip(fields, plain, strict=True)]
    marks = ", ".join(["%s"] * len(values))
    return f'INSERT INTO "{row._meta.db_table}" ({columns}) VALUES ({marks})', values


WORK = int(Partition.IDENTITY | Partition.SOCIAL | Partition.EMPLOYMENT)
