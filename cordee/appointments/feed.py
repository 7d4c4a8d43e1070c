"""The agenda of a member as calendar programs read it, at a secret address: hours, and nothing else.

No name, no theme, no place: the same « Rendez-vous » for everybody (T1, T10). The address is a secret of 256 bits, kept
as a digest; whoever has it reads these hours until it is revoked, at once.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cordee.accounts.actor import Actor, actor_of_member
from cordee.accounts.models import zone
from cordee.appointments.access import can, reason_against
from cordee.appointments.feed_zone import zone_component
from cordee.appointments.models import Appointment, CalendarFeed
from cordee.kernel.errors import NotAllowed
from cordee.plumbing import access_log
from cordee.plumbing.context import acting_in

BEHIND, AHEAD = timedelta(days=31), timedelta(days=400)
LONGEST_TOKEN = 80
MOST = 2_000
PRODUCT = "-//Cordee//Agenda//FR"
REFRESH = timedelta(minutes=30)


def digest_of(token: str) -> str:
    return hashlib.sha256(f"cordee.feed {token}".encode()).hexdigest()


@transaction.atomic
def open_feed(*, by: Actor) -> str:
    """A new secret address for one's own agenda; the one before is dead at once. Returns the token, shown once.

    Raises NotAllowed.
    """
    if not can(by, "feed:keep"):
        raise NotAllowed(reason_against(by, "feed:keep"))
    close_feed(by=by)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(organisation=by.organisation, member=by.member, digest=digest_of(token))
    access_log.record(by, what="feed.opened")
    return token


@transaction.atomic
def close_feed(*, by: Actor) -> bool:
    """Revoke one's own address. False when there was none."""
    closed = CalendarFeed.objects.visible_to(by).live().update(revoked_at=timezone.now())
    if closed:
        access_log.record(by, what="feed.closed")
    return bool(closed)


def owner_of(token: str) -> Actor | None:
    """Whose address this is; None when it was never given, is revoked, or its owner is no longer there."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = CalendarFeed.objects.live().filter(digest=digest_of(token)).first()
    if found is None:
        return None
    actor = actor_of_member(found.organisation_id, found.member_id)
    return actor if actor is not None and can(actor, "feed:keep") else None


@dataclass(frozen=True)
class Feed:
    """content: the bytes; etag: of the content; changed_at: when anything in it last changed."""

    content: bytes
    etag: str
    changed_at: datetime | None


def feed_of(actor: Actor, now: datetime, page_of: Any) -> Feed:
    """One's own appointments around now. page_of: the address of one, which asks to sign in."""
    with acting_in(actor.context(because="feed")):
        rows = list(
            Appointment.objects.visible_to(actor)
            .held_by(actor.member)
            .filter(starts_at__gt=now - BEHIND, starts_at__lt=now + AHEAD)
            .order_by("starts_at", "pk")[:MOST]
        )
    standing = [row for row in rows if row.status not in ("excused", "revoked")]
    content = written(standing, actor, page_of)
    changed = max((row.changed_at for row in rows), default=None)
    return Feed(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"', changed)


def written(rows: Sequence[Any], actor: Actor, page_of: Any) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Agenda"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    first = rows[0].starts_at.year if rows else actor.today.year
    calendar.add_component(zone_component(actor.organisation.time_zone, first - 1))
    for row in rows:
        calendar.add_component(event_of(row, actor, page_of))
    return bytes(calendar.to_ical())


def event_of(row: Any, actor: Actor, page_of: Any) -> Event:
    here = zone(actor.organisation.time_zone)
    event = Event()
    event.add("uid", uid_of(row))
    event.add("summary", _("Rendez-vous"))
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("sequence", row.version - 1)
    event.add("dtstart", row.starts_at.astimezone(here))
    event.add("dtend", row.ends_at.astimezone(here))
    event.add("class", "PRIVATE")
    event.add("url", page_of(row))
    return event


def uid_of(row: Any) -> str:
    """The same for ever, and nothing of the person."""
    return f"{row.pk}@cordee"
