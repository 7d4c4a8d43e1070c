"""Everything the sheets of a sitting need, in a number of queries that does not grow with the situations.

Each table is read once for everybody, through `visible_to`: what the reader may not read is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

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
from cordee.plumbing.crypto import Unreadable
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
    """items: seen by the actor, in the order of their sheets. Seven queries at most, whatever their number."""
    found = [Gathered(item) for item in items]
    _people(actor, found)
    _pathways(actor, found)
    _referrals(actor, found)
    known: dict[UUID, Gathered] = {}
    for one in found:
        if one.person is not None:
            known.setdefault(one.person.pk, one)
    if known:
        readers = _Readers(actor, known)
        readers.projects()
        readers.goals()
        readers.diagnoses()
        _told_twice(found, known)
    for one in found:
        one.presenter = presenter_of(one.item)
        _notes(one)
    return found


def _told_twice(found: list[Gathered], known: dict[UUID, Gathered]) -> None:
    """Somebody twice on an agenda, for two reasons: what was read once is said on both sheets."""
    for one in found:
        first = known.get(one.person.pk, one) if one.person is not None else one
        if first is not one:
            one.form, one.entries = first.form, first.entries
            one.projects, one.goals, one.foreseen = first.projects, first.goals, first.foreseen


def _people(actor: Any, found: list[Gathered]) -> None:
    wanted = {one.item.person_id for one in found if one.item.person_id is not None}
    rows = Person.objects.visible_to(actor).filter(pk__in=wanted)
    people = {
        one.pk: one for one in with_projects(rows.with_key().with_grounds_of(actor).with_contacts(), actor)
    }
    for one in found:
        one.person = people.get(one.item.person_id)
        if one.person is not None:
            one.opened = one.person.opened_to(actor) & OPEN_PARTITIONS


def _pathways(actor: Any, found: list[Gathered]) -> None:
    wanted = {one.item.pathway_id for one in found if one.item.pathway_id is not None}
    rows = with_story(Pathway.objects.visible_to(actor).filter(pk__in=wanted), actor)
    stories = {row.pk: Story(row) for row in rows}
    for one in found:
        one.story = stories.get(one.item.pathway_id) if one.item.pathway_id else None


def _referrals(actor: Any, found: list[Gathered]) -> None:
    """Who orients, and why: for those who welcome orientations, who alone read them."""
    wanted = {
        one.item.pk: one.item.referral_id or (one.story.row.referral_id if one.story else None)
        for one in found
    }
    rows = Referral.objects.visible_to(actor).filter(pk__in={pk for pk in wanted.values() if pk})
    known = {row.pk: row for row in rows}
    house = organisation_key(actor.organisation.pk) if known else b""
    for one in found:
        one.referral = known.get(wanted[one.item.pk])  # type: ignore[arg-type]
        if one.referral is not None:
            one.reason = read_reason(one.referral, key=house)


def _notes(one: Gathered) -> None:
    """What the presenter wants said."""
    if one.item.sealed_notes is None:
        return
    try:
        key = key_from(one.person) if one.person else organisation_key(one.item.organisation_id)
    except Unreadable:
        return
    one.notes = sealing.read(one.item, "sealed_notes", key=key)


class _Readers:
    """Rows of everybody, table by table; a situation is found by its person."""

    def __init__(self, actor: Any, known: dict[UUID, Gathered]) -> None:
        self.actor = actor
        self.known = known
        self.keys: dict[UUID, bytes] = {}
        for pk, one in known.items():
            try:
                self.keys[pk] = key_from(one.person)
            except Unreadable:
                continue  # nothing sealed of theirs can be read: they stay without these words

    def _rows(self, model: Any) -> Any:
        return model.objects.visible_to(self.actor).filter(
            organisation=self.actor.organisation.pk, person__in=list(self.keys)
        )

    def projects(self) -> None:
        """What came with the person: their projects, where they think of going. No query."""
        for pk in self.keys:
            one = self.known[pk]
            one.projects = {kind: told.words for kind, told in projects_told(one.person).items()}
            one.foreseen = [(told.row, told.said) for told in foreseen_told(one.person)]

    def goals(self) -> None:
        rows = self._rows(Goal).standing().filter(state__in=("under_way", "held"))
        for row in rows.order_by("-set_on", "pk"):
            self.known[row.person_id].goals.append((row, goal_said(row, self.keys[row.person_id])))

    def diagnoses(self) -> None:
        """What the latest diagnosis of each says in the open parts."""
        latest = self._rows(Diagnosis).order_by("person_id", "-day", "-begun_at").distinct("person_id")
        rows = (
            self._rows(DiagnosisEntry).filter(diagnosis__in=latest.values("pk")).select_related("diagnosis")
        )
        for row in rows.order_by("pk"):
            one = self.known[row.person_id]
            one.form = one.form or form_of(definition_of(row.diagnosis.programme_version_id))
            one.entries[row.code] = entry_of(row, self.keys[row.person_id])
