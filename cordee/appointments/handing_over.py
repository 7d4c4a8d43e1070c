"""A colleague leaves: their appointments to come pass to whoever takes over; their calendar address dies with them.

`accounts` calls these in a context that sees the whole house (accounts.hooks).
"""

from datetime import date, datetime, time
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.hooks import Followed
from cordee.accounts.models import Member, zone
from cordee.appointments.asking import uuid_of as is_uuid
from cordee.appointments.enums import Status
from cordee.appointments.models import Appointment, CalendarFeed
from cordee.pathways.models import CirclePlace


def coming(member: Member, since: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(member=member, status=Status.UNKNOWN, starts_at__gte=since)


def followed(member: Member) -> list[Followed]:
    """What the departure page counts: they pass together, as a diary does."""
    return [Followed(_("rendez-vous à venir"), coming(member, timezone.now()).count())]


def hand_over(
    leaving: Member, heir: Member, by: Actor, on: date, *, only: frozenset[str] | None = None
) -> int:
    """Give the appointments from that day on to the heir; each person's follow the place held around them (`only`:
    the keys of these places)."""
    rows = coming(leaving, datetime.combine(on, time.min, tzinfo=zone(by.organisation.time_zone)))
    if only is not None:
        places = CirclePlace.objects.filter(pk__in=[key for key in only if is_uuid(key)])
        rows = rows.filter(person__in=places.values("person"))
    return rows.update(member=heir, changed_at=timezone.now(), version=F("version") + 1)


def left(leaving: Member, by: Any, on: date) -> None:
    """Nobody reads the agenda of somebody who is gone."""
    CalendarFeed.objects.live().filter(member=leaving).update(revoked_at=timezone.now())
