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
    return Appointment.objects.held_by(member).filter(status=Status.UNKNOWN, starts_at__gte=since)


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
    return _passed(rows, leaving, heir)


def _passed(rows: QuerySet[Appointment], leaving: Member, heir: Member) -> int:
    """Each keeps who else holds it; held with the heir already, it is held by the heir alone."""
    changed: dict[str, Any] = {"changed_at": timezone.now(), "version": F("version") + 1}
    held, helped = rows.filter(member=leaving), rows.filter(colleague=leaving)
    done = held.filter(colleague=heir).update(member=heir, colleague=None, **changed)
    done += held.update(member=heir, **changed)
    done += helped.filter(member=heir).update(colleague=None, **changed)
    return done + helped.update(colleague=heir, **changed)


def left(leaving: Member, by: Any, on: date) -> None:
    """Nobody reads the agenda of somebody who is gone; a meeting they only helped to hold is held without them."""
    CalendarFeed.objects.live().filter(member=leaving).update(revoked_at=timezone.now())
    since = datetime.combine(on, time.min, tzinfo=zone(leaving.organisation.time_zone))
    helped = Appointment.objects.filter(colleague=leaving, status=Status.UNKNOWN, starts_at__gte=since)
    helped.update(colleague=None, changed_at=timezone.now(), version=F("version") + 1)
