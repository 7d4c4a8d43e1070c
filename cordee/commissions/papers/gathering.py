"""Everything the sheets of a sitting need, in a number of queries that does not grow with the situations.

Each table is read once for everybody, through `visible_to`, all in one statement: what the reader may not read is not
there.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cordee.accounts.actor import Actor
from cordee.assessments.diagnosis.entries import Entry, entry_of
from cordee.assessments.diagnosis.models import Diagnosis, DiagnosisEntry
from cordee.assessments.diagnosis.section import Form, form_of
from cordee.commissions import sealing
from cordee.commissions.lines import presenter_of
from cordee.commissions.models import SittingItem
from cordee.goals.contents import ForeseenSaid, GoalSaid, goal_said
from cordee.goals.fetch import foreseen_told, projects_told, with_projects
from cordee.goals.models import Goal
from cordee.kernel.partitions import OPEN_PARTITIONS, Partition
from cordee.pathways.models import Pathway
from cordee.pathways.story import Story, with_story
from cordee.people.keys import key_from, organisation_key
from cordee.people.models import Person
from cordee.plumbing.at_once import at_once
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.prepared import prepared
from cordee.programmes.cached import definition_of
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason


@dataclass
class Gathered:
    """A situation with all a sheet may say of it. person: nobody while an orientation has no dossier.

    opened: the open parts this reader may read of them. entries: of the latest diagnosis, by code of its form.
    projects: life and career, in the person's words. goals: those under way, with the version of their programme.
    """

    item: SittingItem
    person: Any = None
    opened: Partition = Partition(0)
    story: Story | None = None
    referral: Referral | None = None
    reason: str = ""
    notes: str = ""
    presenter: str = ""
    form: Form | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)
    goals: list[tuple[Any, GoalSaid]] = field(default_factory=list)
    foreseen: list[tuple[Any, ForeseenSaid]] = field(default_factory=list)

    @property
    def name(self) -> str:
        if self.person is not None:
            return str(self.person.full_name)
        return self.referral.full_name if self.referral is not None else "…"

    def ages(self, on: date) -> tuple[int, int] | None:
        """The ages they may have that day, as far as their birth is known."""
        known = self.person or self.referral
        return known.birth_date.age_range(on) if known is not None else None


def gather(actor: Any, items: Sequence[SittingItem]) -> list[Gathered]:
    """items: seen by the actor, in the order of their sheets. One query whatever their number, and the key of the house
    when an orientation says why."""
    found = [Gathered(item) for item in items]
    wanted = sorted({item.person_id for item in items if item.person_id is not None})
    pathways = sorted({item.pathway_id for item in items if item.pathway_id is not None})
    referrals = sorted({item.referral_id for item in items if item.referral_id is not None})
    people, stories, oriented, goals, entries = at_once(
        _people.of(actor, wanted) if wanted else None,
        _stories.of(actor, pathways) if pathways else None,
        _referrals.of(actor, referrals, pathways) if referrals or pathways else None,
        _goals.of(actor, wanted) if wanted else None,
        _entries.of(actor, wanted) if wanted else None,
    )
    _give_people(actor, found, people)
    told = {row.pk: Story(row) for row in stories}
    for one in found:
        one.story = told.get(one.item.pathway_id) if one.item.pathway_id else None
    _give_referrals(actor, found, oriented)
    known: dict[UUID, Gathered] = {}
    for one in found:
        if one.person is not None:
            known.setdefault(one.person.pk, one)
    _give_accompaniment(known, goals, entries)
    _told_twice(found, known)
    for one in found:
        one.presenter = presenter_of(one.item)
        _notes(one)
    return found


@prepared
def _people(actor: Actor, wanted: list[UUID]) -> QuerySet[Person]:
    rows = Person.objects.visible_to(actor).filter(pk__in=wanted)
    return with_projects(rows.with_key().with_grounds_of(actor).with_contacts(), actor)


@prepared
def _stories(actor: Actor, wanted: list[UUID]) -> QuerySet[Pathway]:
    return with_story(Pathway.objects.visible_to(actor).filter(pk__in=wanted), actor)


@prepared
def _referrals(actor: Actor, wanted: list[UUID], pathways: list[UUID]) -> QuerySet[Referral]:
    """Who orients, and why: for those who welcome orientations, who alone read them."""
    began = Pathway.objects.filter(pk__in=pathways).exclude(referral_id=None).values("referral_id")
    return Referral.objects.visible_to(actor).filter(Q(pk__in=wanted) | Q(pk__in=began))


@prepared
def _goals(actor: Actor, people: list[UUID]) -> QuerySet[Goal]:
    rows = Goal.objects.standing().visible_to(actor).filter(state__in=("under_way", "held"))
    return rows.filter(organisation=actor.organisation.pk, person__in=people).order_by("-set_on", "pk")


@prepared
def _entries(actor: Actor, people: list[UUID]) -> QuerySet[DiagnosisEntry]:
    """What the latest diagnosis of each says in the open parts."""
    whose = {"organisation": actor.organisation.pk, "person__in": people}
    latest = Diagnosis.objects.visible_to(actor).filter(**whose)
    latest = latest.order_by("person_id", "-day", "-begun_at").distinct("person_id")
    rows = DiagnosisEntry.objects.visible_to(actor).filter(**whose, diagnosis__in=latest.values("pk"))
    return rows.select_related("diagnosis").order_by("pk")


def _give_people(actor: Any, found: list[Gathered], rows: Iterable[Person]) -> None:
    people = {one.pk: one for one in rows}
    for one in found:
        one.person = people.get(one.item.person_id)  # type: ignore[arg-type]
        if one.person is not None:
            one.opened = one.person.opened_to(actor) & OPEN_PARTITIONS


def _give_referrals(actor: Any, found: list[Gathered], rows: Iterable[Referral]) -> None:
    known = {row.pk: row for row in rows}
    house = organisation_key(actor.organisation.pk) if known else b""
    for one in found:
        wanted = one.item.referral_id or (one.story.row.referral_id if one.story else None)
        one.referral = known.get(wanted)  # type: ignore[arg-type]
        if one.referral is not None:
            one.reason = read_reason(one.referral, key=house)


def _give_accompaniment(
    known: dict[UUID, Gathered], goals: Iterable[Goal], entries: Iterable[DiagnosisEntry]
) -> None:
    """Projects, goals and diagnoses; whose key cannot be opened stays without these words."""
    keys: dict[UUID, bytes] = {}
    for pk, one in known.items():
        with suppress(Unreadable):
            keys[pk] = key_from(one.person)
            one.projects = {kind: told.words for kind, told in projects_told(one.person).items()}
            one.foreseen = [(told.row, told.said) for told in foreseen_told(one.person)]
    for goal in goals:
        if goal.person_id in keys:
            known[goal.person_id].goals.append((goal, goal_said(goal, keys[goal.person_id])))
    for row in entries:
        if row.person_id in keys:
            one = known[row.person_id]
            one.form = one.form or form_of(definition_of(row.diagnosis.programme_version_id))
            one.entries[row.code] = entry_of(row, keys[row.person_id])


def _told_twice(found: list[Gathered], known: dict[UUID, Gathered]) -> None:
    """Somebody twice on an agenda, for two reasons: what was read once is said on both sheets."""
    for one in found:
        first = known.get(one.person.pk, one) if one.person is not None else one
        if first is not one:
            one.form, one.entries = first.form, first.entries
            one.projects, one.goals, one.foreseen = first.projects, first.goals, first.foreseen


def _notes(one: Gathered) -> None:
    """What the presenter wants said."""
    if one.item.sealed_notes is None:
        return
    try:
        key = key_from(one.person) if one.person else organisation_key(one.item.organisation_id)
    except Unreadable:
        return
    one.notes = sealing.read(one.item, "sealed_notes", key=key)
