"""A random world of houses, grounds and seals, and the two locks asked the same question about it.

The world is built by a connection that no policy holds (`unguarded`, a superuser of the throwaway cluster).
Then each actor asks twice: `visible_to(actor)` with the policies asleep, and every row with `visible_to`
left out, as the application role. Everything happens in one transaction, undone at the end.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.functions import TransactionNow
from django.db import DatabaseError, connections, models, transaction
from django.db.models.functions import Now

from cordee.accounts.actor import Actor
from cordee.accounts.enums import Sharing
from cordee.accounts.models import Member, Organisation, User
from cordee.accounts.rules import MATRIX
from cordee.appointments.models import Appointment, HealthMatter, Matter, ProtectedMatter
from cordee.assessments.models import (
    Diagnosis,
    DiagnosisEntry,
    HealthDiagnosisEntry,
    HealthItem,
    ProtectedDiagnosisEntry,
    ProtectedItem,
    SituationItem,
)
from cordee.dossier.models import Deadline
from cordee.engagements.models import (
    Breach,
    Contract,
    ContractVersion,
    LaneReview,
    Sanction,
    Signature,
    SigningLink,
)
from cordee.kernel.partitions import ALL_PARTITIONS, CODES, Partition
from cordee.people.models import Ground, Person, Seal
from cordee.plumbing.context import NOBODY, DatabaseContext, apply, system_context
from cordee.plumbing.models import AccessLog, Draft, PersonKey, Submission
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.policies import OpenTable, PersonRows
from cordee.referrals.models import Referral, ReferralPaper
from tests import factories
from tests.rows import Spot, guarded_models, make_row, rows_declared

UNGUARDED = "unguarded"
ROLES = [*MATRIX, ""]
SHARINGS = [Sharing.OPEN_TEAM, Sharing.CASELOAD]
AUDIENCES = ["house", "circle", "author"]
ANSWERS = (SituationItem, HealthItem, ProtectedItem)
CONTRACTS = (Contract, ContractVersion, Signature, SigningLink, Breach, Sanction, LaneReview)
ENTRIES = (DiagnosisEntry, HealthDiagnosisEntry, ProtectedDiagnosisEntry)
MATTERS = (Matter, HealthMatter, ProtectedMatter)
SECOND = timedelta(seconds=1)


def unguarded_url() -> dict[str, Any]:
    """The settings of the superuser's connection to this process's own database."""
    from config.settings import database

    name = connections["default"].settings_dict["NAME"]
    options = database(os.environ["CORDEE_TEST_CLUSTER"].replace("/postgres?", f"/{name}?"))
    return {**connections["default"].settings_dict, **options}


@contextmanager
def unguarded() -> Iterator[str]:
    """The name of a connection no policy holds, for the time of a block, in a transaction that is undone."""
    connections.databases[UNGUARDED] = unguarded_url()
    try:
        with transaction.atomic(using=UNGUARDED):
            yield UNGUARDED
            transaction.set_rollback(True, using=UNGUARDED)
    finally:
        connections[UNGUARDED].close()
        del connections[UNGUARDED]
        del connections.databases[UNGUARDED]


@dataclass
class World:
    """What was drawn: actors, persons, rows by model."""

    using: str
    chance: random.Random
    actors: list[Actor] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    houses: list[tuple[Organisation, str, Any]] = field(default_factory=list)

    def draw(self, *, houses: int = 2, members: int = 4, persons: int = 3) -> "World":
        for _number in range(houses):
            self._house(members, persons)
        for person in self.persons:
            self._open_and_close(person)
        fate = self.chance.getrandbits(64)
        for number, person in enumerate(self.persons):
            self._fill(person, f"{fate} {number}")
        with connections[self.using].cursor() as cursor:  # or no table could be altered in this transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return self

    def _house(self, members: int, persons: int) -> None:
        number = next(factories.numbers)
        house = Organisation(code=f"monde-{number}", name=f"Maison {number}", kind="association")
        house.save(using=self.using)
        sharing = self.chance.choice(SHARINGS)
        version = self._programme(house)
        self.houses.append((house, sharing, version))
        team = [self._actor(house, sharing) for _member in range(members)]
        self.actors += team
        for _number in range(persons):
            self._person(house)

    def _person(self, house: Organisation) -> Person:
        person = Person(
            organisation=house,
            first_names="Canari",
            created_on=factories.today(),
            search_key=" canari ",
            sound_key=" canari ",
            sort_key="canari",
        )
        person.save(using=self.using, force_insert=True)
        self.persons.append(person)
        return person

    def _programme(self, house: Organisation) -> Any:
        from cordee.programmes.models import Programme, ProgrammeVersion, VersionDraft

        programme = Programme(organisation=house, code="essai", label="Essai")
        programme.save(using=self.using)
        version = ProgrammeVersion(
            programme=programme, valid_from=factories.LONG_AGO, text="", digest="essai"
        )
        version.save(using=self.using)
        VersionDraft(organisation=house, programme=programme, label="Essai", text="").save(using=self.using)
        return version

    def _actor(self, house: Organisation, sharing: str) -> Actor:
        number = next(factories.numbers)
        user = User(email=f"monde{number}@exemple.invalid", password="!")
        user.save(using=self.using)
        member = Member(
            organisation=house, user=user, display_name=f"Membre {number}", from_on=factories.LONG_AGO
        )
        member.save(using=self.using)
        drawn = {self.chance.choice(ROLES) for _role in range(self.chance.choice([1, 1, 2]))} - {""}
        matrix = {role: self._kept() for role in sorted(drawn) if self.chance.random() < 0.4}
        return Actor(member, house, frozenset(drawn), factories.today(), sharing, matrix)

    def _kept(self) -> dict[str, list[str]]:
        """What a house may keep of a role: some partitions of what it opens by default."""
        return {
            name: [code for code in CODES if self.chance.random() < 0.6]
            for name in self.chance.choice([["following"], ["house"], ["house", "following"]])
        }

    def add_what_is_rare(self) -> "World":
        """What chance alone seldom draws: a member whose house keeps their role from the dossier a ground opens to
        them; one whose only ground was given by a house that does not hold the dossier."""
        (house, _sharing, _version), (other, *_rest) = self.houses[:2]
        self._followed(house, {"workshop_leader": {"following": []}}, giver=house)
        self._followed(house, None, giver=other)
        self._sealed(house)
        return self

    def _sealed(self, house: Organisation) -> None:
        """A dossier closed to an open team whose coordinator reads all the others: every row there is names somebody."""
        actor = self._actor(house, Sharing.OPEN_TEAM)
        self.actors.append(replace(actor, roles=frozenset({"coordinator"}), matrix=None))
        person = self._person(house)
        self._fill(person, "sealed", is_named=True)
        Seal(organisation=house, person=person, reason="essai", sealed_by=actor.member).save(
            using=self.using, force_insert=True
        )

    def _followed(self, house: Organisation, matrix: dict[str, Any] | None, *, giver: Organisation) -> None:
        sharing = next(sharing for one, sharing, _version in self.houses if one == house)
        actor = replace(self._actor(house, sharing), roles=frozenset({"workshop_leader"}), matrix=matrix)
        person = next(person for person in self.persons if person.organisation_id == house.pk)
        Ground(
            organisation=giver,
            person=person,
            member=actor.member,
            kind="follows",
            partitions=int(ALL_PARTITIONS),
            starts_at=Now() - 30 * timedelta(days=1),
        ).save(using=self.using, force_insert=True)
        self.actors.append(actor)

    def _open_and_close(self, person: Person) -> None:
        """Grounds of every age, some given by a house that does not hold the dossier; a seal now and then."""
        for _ground in range(self.chance.randrange(5)):
            actor = self.chance.choice(self.actors)
            to_house = self.chance.random() < 0.3
            starts, ends = self.chance.choice(_ages())
            giver = person.organisation if self.chance.random() < 0.85 else self.chance.choice(self.houses)[0]
            ground = Ground(
                organisation=giver,
                person=person,
                member=None if to_house else actor.member,
                grantee_organisation=actor.organisation if to_house else None,
                kind="follows",
                partitions=self.chance.randrange(1, int(ALL_PARTITIONS) + 1),
                starts_at=starts,
                ends_at=ends,
            )
            ground.save(using=self.using, force_insert=True)
        if self.chance.random() < 0.35:
            lifted = self.chance.random() < 0.3
            by = self.chance.choice(self.actors).member
            Seal(
                organisation=person.organisation
                if self.chance.random() < 0.8
                else self.chance.choice(self.houses)[0],
                person=person,
                reason="essai",
                sealed_by=by,
                lifted_at=TransactionNow() if lifted else None,
                lifted_by=by if lifted else None,
            ).save(using=self.using, force_insert=True)

    def _fill(self, person: Person, fate: str, *, is_named: bool = False) -> None:
        """A row or two of every guarded table, in this dossier. Each table has draws of its own: one more table
        changes nothing in the others. is_named: none of them is left without a person."""
        version = next(
            version for house, _sharing, version in self.houses if house.pk == person.organisation_id
        )
        made: dict[str, Any] = {}
        for model in guarded_models():
            if model in (Person, Ground, Seal, Message, Diagnosis, *CONTRACTS, *ANSWERS, *ENTRIES, *MATTERS):
                continue
            chance = random.Random(f"{fate} {model._meta.label}")  # noqa: S311
            for _copy in range(1 if _one_per_person(model) else 2):
                author = chance.choice(self.actors)
                spot = Spot(person.organisation, person, author.member, version)
                whims = self._whims(model, made, author, chance)
                if is_named:
                    whims.pop("person_id", None)
                made[model._meta.label] = make_row(model, spot, using=self.using, **whims)
        self._write_about(person, version)

    def _write_about(self, person: Person, version: Any) -> None:
        """What has shapes of its own; nothing is drawn, so that the world stays what it was.

        A message of the dossier, and one of no dossier. What is known of a life, part by part. Papers of each restricted part with every orientation.
        """
        spot = Spot(person.organisation, person, self.actors[0].member, version)
        for given in ({}, {"person_id": None}):
            make_row(Message, spot, using=self.using, **given)
        for referral in Referral.objects.using(self.using).filter(organisation=person.organisation):
            for partition in (Partition.HEALTH, Partition.PROTECTED):
                for member in (None, self.actors[-1].member):
                    make_row(
                        ReferralPaper,
                        spot,
                        using=self.using,
                        referral=referral,
                        partition=int(partition),
                        added_by=member,
                    )
        for model in ANSWERS:
            for partition in model.PARTITIONS:
                make_row(model, spot, using=self.using, partition=int(partition), slot=int(partition))
        for model in MATTERS:
            for partition in model.PARTITIONS:
                about = make_row(Appointment, spot, using=self.using)
                make_row(model, spot, using=self.using, appointment=about, partition=int(partition))
        contract = make_row(Contract, spot, using=self.using)
        text = make_row(ContractVersion, spot, using=self.using, contract=contract)
        make_row(Signature, spot, using=self.using, version=text)
        make_row(SigningLink, spot, using=self.using, contract=contract, version=text)
        breach = make_row(Breach, spot, using=self.using, contract=contract)
        make_row(Sanction, spot, using=self.using, breach=breach)
        make_row(LaneReview, spot, using=self.using, contract=contract)
        diagnosis = make_row(Diagnosis, spot, using=self.using)
        for model in ENTRIES:
            for partition in model.PARTITIONS:
                said = {
                    "diagnosis": diagnosis,
                    "partition": int(partition),
                    "code": f"theme-{int(partition)}",
                }
                make_row(model, spot, using=self.using, **said)

    def _whims(
        self, model: type[models.Model], made: dict[str, Any], author: Actor, chance: random.Random
    ) -> dict[str, Any]:
        """What a row of this table may be beside its usual self."""
        given: dict[str, Any] = {}
        names = {field.name for field in model._meta.concrete_fields}
        for field_ in model._meta.concrete_fields:
            if field_.is_relation and field_.related_model._meta.label in made and not field_.null:
                given[field_.name] = made[field_.related_model._meta.label]
        if "audience" in names:
            given["audience"] = chance.choice(AUDIENCES)
        declared = rows_declared(model)
        if isinstance(declared, PersonRows) and declared.partition_column:
            known = getattr(model, "PARTITIONS", ()) or tuple(Partition)
            given["partition"] = int(chance.choice(known))
        if model is Deadline:
            given["in_charge"] = author.member
            if chance.random() < 0.5:
                given["person_id"] = None
        if "item" in names and chance.random() < 0.3:
            given["person_id"] = None  # of an orientation still without a dossier
        if "handled_by" in names:
            given["handled_by"] = chance.choice([author.member, None])
            if chance.random() < 0.5:
                given["person_id"] = None
        return given

    def as_application(self, actor: Actor | None, model: type[models.Model]) -> set[Any]:
        """What the database lets the application role read of a table, whatever the code asks."""
        return self._shown(actor.context() if actor else NOBODY, model)

    def as_house(self, house: Any, model: type[models.Model]) -> set[Any]:
        """The same, for a job of an organisation itself."""
        return self._shown(system_context(house.pk, because="world"), model)

    def _shown(self, context: DatabaseContext, model: type[models.Model]) -> set[Any]:
        with connections[self.using].cursor() as cursor:
            apply(context, using=self.using)
            cursor.execute("SET LOCAL ROLE cordee_app")
            rows = set(model._default_manager.using(self.using).values_list("pk", flat=True))
            cursor.execute("RESET ROLE")
        return rows

    def as_removed(self, actor: Actor, model: type[models.Model]) -> set[Any]:
        """What the database lets the application role remove of a table by a bare DELETE, then put back.

        Nothing when the history refuses to be written: its policy is the second thing that holds.
        """
        rows = model._default_manager.using(self.using).values_list("pk", flat=True)
        gone: set[Any] = set()
        with suppress(DatabaseError), transaction.atomic(using=self.using):
            before = set(rows)
            apply(actor.context(), using=self.using)
            with connections[self.using].cursor() as cursor:
                cursor.execute("SET LOCAL ROLE cordee_app")
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
                cursor.execute("RESET ROLE")
            gone = before - set(rows.all())
            transaction.set_rollback(True, using=self.using)
        return gone

    def as_asked(self, actor: Actor, model: type[models.Model]) -> set[Any]:
        """What the code asks for, with no policy behind it."""
        asked = model._default_manager.using(self.using).visible_to(actor)
        return set(asked.values_list("pk", flat=True))


# No page lists these tables: they are reached by a door that starts from something already visible.
THROUGH_A_DOOR = {
    AccessLog: "people.fetch.readings_of, for a dossier fetched visible_to",
    Draft: "people.drafts, by member and form",
    PersonKey: "people.keys.key_of, for a person fetched visible_to",
    Submission: "plumbing.once, by key and member",
}


def listed_models():
    return [model for model in guarded_models() if model not in THROUGH_A_DOOR]


def disagreements(world: World, models_asked: Any = None) -> list[str]:
    """Where the two locks answer differently, in words."""
    found = []
    for actor in world.actors:
        for model in models_asked or listed_models():
            asked, allowed = world.as_asked(actor, model), world.as_application(actor, model)
            if asked != allowed:
                who = f"{sorted(actor.roles)} {actor.sharing}"
                found.append(
                    f"{model._meta.label} for {who}: the code alone shows {len(asked - allowed)} more,"
                    f" the database alone {len(allowed - asked)} more"
                )
    return found


def open_models() -> list[type[models.Model]]:
    """Models no policy holds, whose rows belong to an organisation and are listed by pages."""
    return [
        model
        for model in apps.get_models()
        if isinstance(getattr(model, "rows", None), OpenTable)
        and hasattr(model._default_manager.none(), "visible_to")
    ]


# How a row says whose it is, where it is not by its own column.
HOUSE_OF = {"programmes.ProgrammeVersion": "programme__organisation"}


def open_leaks(world: World) -> list[str]:
    """Rows of another organisation that `visible_to` would show, where it is the only lock."""
    found = []
    for model in open_models():
        for actor in world.actors:
            shown = model._default_manager.using(world.using).visible_to(actor)
            house = HOUSE_OF.get(model._meta.label, "organisation")
            if shown.exclude(**{house: actor.organisation}).exists():
                found.append(f"{model._meta.label}: rows of another house are shown")
                break
    return found


def _one_per_person(model: type[models.Model]) -> bool:
    if any(field_.is_relation and field_.unique for field_ in model._meta.concrete_fields):
        return True
    return any(isinstance(rule, models.UniqueConstraint) for rule in model._meta.constraints)


def _ages() -> list[tuple[Any, Any]]:
    now, long_ago, later = TransactionNow(), Now() - 30 * timedelta(days=1), Now() + 30 * timedelta(days=1)
    just = TransactionNow() - timedelta(milliseconds=1)
    return [
        (long_ago, None),  # standing
        (long_ago, later),  # until a day to come
        (now, None),  # from this instant
        (later, None),  # not started
        (TransactionNow() + timedelta(milliseconds=1), None),  # starts in a moment
        (long_ago, now),  # ended at this instant
        (long_ago, just),  # ended in the same second
        (long_ago, Now() - timedelta(days=1)),  # ended yesterday
    ]
