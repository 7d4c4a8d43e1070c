"""The delays of the programme, kept in step with what happens to a person: told by `dossier` of each fact."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from cordee.accounts.models import Member
from cordee.dossier import clocks
from cordee.dossier.clocks import Watch, Watched
from cordee.dossier.gesture import REGISTERED, facts_together
from cordee.dossier.models import Fact
from cordee.pathways.enums import Status
from cordee.pathways.gathering import events_of
from cordee.pathways.models import CirclePlace, Pathway
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.prepared import prepared
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition, ProgrammeClock


class Gesture:
    """What one gesture did: the facts it left, the pathways whose delays it asked to work out again."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.pathways: dict[UUID, Pathway] = {}

    def catch_up(self) -> None:
        """Each pathway once, whatever the number of facts. Whoever has just arrived has no other."""
        new = {fact.person_id for fact in self.facts if fact.kind == REGISTERED}
        for pathway in self.pathways.values():
            _refresh(pathway, is_new=pathway.person_id in new)
        concerned = {
            (fact.organisation_id, fact.person_id) for fact in self.facts if fact.person_id not in new
        }
        for organisation, person in concerned:
            for pathway in running_of(organisation, person):
                if pathway.pk not in self.pathways and any(_concerns(fact, pathway) for fact in self.facts):
                    _refresh(pathway)


@prepared
def running_of(organisation: UUID, person: UUID) -> QuerySet[Pathway]:
    return Pathway.objects.filter(organisation=organisation, person=person).running()


_gesture: ContextVar[Gesture | None] = ContextVar("gesture", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Several facts of one gesture: they are written together, and the delays worked out once, when it is done."""
    if _gesture.get() is not None:
        yield  # part of a larger gesture, which will do it
        return
    gesture = Gesture()
    token = _gesture.set(gesture)
    try:
        with facts_together():
            yield
    finally:
        _gesture.reset(token)
    gesture.catch_up()


def after_fact(fact: Fact) -> None:
    """Refresh the delays of the person's pathways that this kind of fact may change."""
    with together():
        gesture = _gesture.get()
        if gesture is not None:
            gesture.facts.append(fact)


def _concerns(fact: Fact, pathway: Pathway) -> bool:
    if fact.person_id != pathway.person_id or fact.pathway_id not in (None, pathway.pk):
        return False
    clocks_of = definition_of(pathway.programme_version_id).clocks
    return any(fact.kind in item.clock.listens_to for item in clocks_of)


def refresh(pathway: Pathway) -> None:
    """Open, move and close the deadlines of a pathway. A suspended pathway waits: its delays do too."""
    with together():
        gesture = _gesture.get()
        if gesture is not None:
            gesture.pathways[pathway.pk] = pathway


def _refresh(pathway: Pathway, *, is_new: bool = False) -> None:
    with for_the_holder(pathway.organisation_id):
        _keep(pathway, definition_of(pathway.programme_version_id), is_new=is_new)


def _keep(pathway: Pathway, definition: Definition, *, is_new: bool) -> None:
    on_pathway = [item for item in definition.clocks if item.subject != "referral"]
    if pathway.status != Status.OPEN:
        clocks.close_all(pathway.pk, on=pathway.status_since, closing=pathway.status)
        return
    holders = places(pathway)
    watches = [
        Watch(item.code, item.label, item.clock, item.source, in_charge(item, pathway, holders))
        for item in on_pathway
    ]
    watched = Watched(pathway.organisation_id, "pathway", pathway.pk, pathway.person_id, pathway.pk)
    clocks.keep_time(watched, watches, events_of(pathway, definition), is_new=is_new)


def places(pathway: Pathway) -> dict[str, UUID]:
    """Who holds each role of the circle now, members only."""
    return dict(held_on(pathway.pk))


@prepared
def held_on(pathway: UUID) -> QuerySet[CirclePlace, tuple[str, UUID]]:
    held = CirclePlace.objects.filter(pathway=pathway, until_on=None).exclude(member=None)
    return held.order_by("from_on").values_list("role", "member_id")


def in_charge(item: ProgrammeClock, pathway: Pathway, holders: dict[str, UUID]) -> UUID | None:
    """The first role filled: around the person, else in the house; the referent when none is."""
    for role in item.in_charge:
        if role in holders:
            return holders[role]
    return pathway.referent_id or somebody(pathway.organisation_id, item.in_charge)


def somebody(organisation_id: UUID, roles: tuple[str, ...]) -> UUID | None:
    """A member of the house who holds one of these roles today, the oldest in post."""
    members = Member.objects.filter(
        organisation=organisation_id, until_on=None, roles__role__in=roles, roles__until_on=None
    )
    return members.order_by("from_on", "pk").values_list("pk", flat=True).first()


def after_contact(person: Person, day: date) -> None:
    """The last contact, repeated on the pathways for the lists that read them."""
    Pathway.objects.filter(Q(last_contact_on=None) | Q(last_contact_on__lt=day), person=person).update(
        last_contact_on=day
    )


def after_rename(person: Person) -> None:
    Pathway.objects.filter(person=person).update(sort_key=person.sort_key)
