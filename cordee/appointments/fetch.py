"""Fetching for the pages: everything through `visible_to`, hidden and absent alike."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member, Place
from cordee.accounts.team import at_work
from cordee.appointments.access import SEERS
from cordee.appointments.enums import Status
from cordee.appointments.models import Appointment, CalendarFeed
from cordee.people.models import Person
from cordee.plumbing.at_once import at_once
from cordee.plumbing.prepared import prepared

MOST = 400  # appointments of a page: a week of a large team
MOST_NEXT, MOST_PAST = 6, 60
MOST_DAY = 30
LONGEST_OPEN_DAYS = 60  # how far back what is to be settled is looked for


def person_with_key(actor: Any, pk: UUID) -> Person:
    """The person, their key and what the actor's grounds open. Raises Http404."""
    rows = Person.objects.visible_to(actor).filter(pk=pk).with_key().with_grounds_of(actor)
    person = rows.first()
    if person is None:
        raise Http404
    return person


def appointment_for(actor: Any, pk: UUID) -> Appointment:
    """Raises Http404 when hidden or absent alike."""
    rows = Appointment.objects.visible_to(actor).filter(pk=pk)
    found = rows.select_related("member", "colleague", "place", "series", "booked_by", "settled_by").first()
    if found is None:
        raise Http404
    return found


def agenda(
    actor: Any, start: datetime, end: datetime, *, member: UUID | None = None, place: UUID | None = None
) -> list[Appointment]:
    """What a time holds, of the house the actor works in. One query."""
    rows = Appointment.objects.visible_to(actor).filter(organisation=actor.organisation).between(start, end)
    if member is not None:
        rows = rows.held_by(member)
    if place is not None:
        rows = rows.filter(place=place)
    return list(rows.select_related("member", "colleague", "place")[:MOST])


def people_of(actor: Actor, rows: Iterable[Appointment]) -> dict[UUID, Person]:
    """The people of these rows, fetched apart. One query."""
    wanted = sorted({row.person_id for row in rows})
    return {person.pk: person for person in _people(actor, wanted)} if wanted else {}


@prepared
def _people(actor: Actor, wanted: list[UUID]) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).filter(pk__in=wanted)


@prepared
def _places(actor: Actor) -> QuerySet[Place]:
    return Place.objects.visible_to(actor).filter(closed_on=None).order_by("name")


def team_and_places(actor: Any) -> tuple[list[Member], list[Place]]:
    """Those who hold appointments today, oneself first; the places of the house still in use. One query."""
    team, places = at_once(at_work.of(actor), _places.of(actor))
    holders = [one for one in team if SEERS & set(one.current_roles)]
    return sorted(holders, key=lambda one: one.pk != actor.member.pk), places


@prepared
def day_of(actor: Actor, since: datetime, until: datetime) -> QuerySet[Appointment]:
    """One's own, today's and those passed that nobody has qualified. One query."""
    rows = Appointment.objects.visible_to(actor).held_by(actor.member)
    rows = rows.filter(status=Status.UNKNOWN, starts_at__lt=until, starts_at__gte=since)
    return rows.select_related("member", "colleague").order_by("starts_at", "pk")[:MOST_DAY]


@prepared
def next_of(actor: Actor, holder: UUID, person: UUID, now: datetime) -> QuerySet[Appointment]:
    """The next ones of a person. One query."""
    rows = Appointment.objects.visible_to(actor).filter(
        organisation=holder, person=person, status=Status.UNKNOWN, ends_at__gt=now
    )
    return rows.select_related("member", "colleague", "place").order_by("starts_at", "pk")[:MOST_NEXT]


def all_of(actor: Any, person: Person) -> list[Appointment]:
    """Those of a person, the latest first. One query."""
    rows = Appointment.objects.of_person(actor, person).select_related(
        "member", "colleague", "place", "settled_by"
    )
    return list(rows.order_by("-starts_at", "-pk")[:MOST_PAST])


def feed_of(actor: Any) -> CalendarFeed | None:
    """One's own live address. One query."""
    return CalendarFeed.objects.visible_to(actor).live().first()
