"""Sessions: opened at sign-in, listed, closed one by one or all at once.

What a session holds, beside Django's own keys:
- member         the membership chosen
- started, seen  instants in seconds; `seen` is written once a minute at most
- second_factor  the second factor was proved in this session
- demo           opened by one click; means nothing outside a demonstration

The key of a session changes at each sign-in and each new proof, so that one stolen earlier opens nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from cordee.accounts.devices import device_words
from cordee.accounts.models import Member, SessionRecord, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MEMBER_KEY = "member"
SEEN_KEY = "seen"
STARTED_KEY = "started"
SECOND_FACTOR_KEY = "second_factor"
DEMO_KEY = "demo"
ABSOLUTE_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A line of the list of one's sessions. seen_at: to the minute."""

    id: UUID
    device: str
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


def sign_in(
    request: HttpRequest, user: User, *, second_factor: bool, member: Member | None = None, demo: bool = False
) -> None:
    """Open the session of somebody whose proofs have been checked. A new key, always."""
    before = request.session.session_key
    login(request, user, backend=BACKEND)
    if request.session.session_key == before:  # the same user again: Django would keep the key
        request.session.cycle_key()
    now = int(time.time())
    request.session.update(
        {STARTED_KEY: now, SEEN_KEY: now, SECOND_FACTOR_KEY: second_factor, DEMO_KEY: demo}
    )
    if member is not None:
        request.session[MEMBER_KEY] = str(member.pk)
    if not request.session.session_key:
        request.session.create()
    forget_closed(user)
    device = device_words(request.META.get("HTTP_USER_AGENT", ""))
    SessionRecord.objects.create(session_key=str(request.session.session_key), user=user, device=device)


def second_factor_proved(request: HttpRequest) -> bool:
    """In this very session; or a demonstration opened by one click."""
    return bool(request.session.get(SECOND_FACTOR_KEY) or is_demo_session(request))


def is_demo_session(request: HttpRequest) -> bool:
    return bool(settings.DEMO and request.session.get(DEMO_KEY))


def rotate(request: HttpRequest) -> None:
    """A new key for the same session, after a new proof of who is there."""
    with same_record(request):
        request.session.cycle_key()


@contextmanager
def same_record(request: HttpRequest) -> Iterator[None]:
    """Whatever happens to the session's key inside, the list of sessions follows it."""
    before = request.session.session_key
    yield
    SessionRecord.objects.filter(session_key=before).update(session_key=request.session.session_key)


def sessions_of(user: User, *, here: str | None) -> list[OpenSession]:
    """The sessions that are really open, the last used first. here: the key of the one that asks."""
    records = {record.session_key: record for record in SessionRecord.objects.filter(user=user)}
    alive = Session.objects.filter(session_key__in=records, expire_date__gt=timezone.now())
    found = [_line(records[kept.session_key], kept.get_decoded(), here) for kept in alive]
    return sorted(
        (line for line in found if line), key=lambda line: (line.is_this_one, line.seen_at), reverse=True
    )


def _line(record: SessionRecord, content: dict[str, Any], here: str | None) -> OpenSession | None:
    """None once twelve hours have passed: the session opens nothing any more."""
    started = content.get(STARTED_KEY, 0)
    if time.time() - started >= ABSOLUTE_SECONDS:
        return None
    seen = datetime.fromtimestamp(content.get(SEEN_KEY, started), tz=UTC)
    return OpenSession(record.pk, record.device, record.started_at, seen, record.session_key == here)


def close_session(user: User, session_id: UUID) -> bool:
    """Close one of one's own sessions, wherever it is. False when it is not theirs, or closed already."""
    keys = list(SessionRecord.objects.filter(user=user, pk=session_id).values_list("session_key", flat=True))
    return bool(_close(keys))


def close_sessions(user: User, *, but: str | None = None) -> int:
    """Close every session of somebody, but one if its key is given."""
    keys = (
        SessionRecord.objects.filter(user=user)
        .exclude(session_key=but or "")
        .values_list("session_key", flat=True)
    )
    return _close(list(keys))


def close_this_one(request: HttpRequest) -> None:
    """Sign out: nothing of the session remains."""
    if request.session.session_key:
        _close([request.session.session_key])


def _close(keys: list[str]) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    return SessionRecord.objects.filter(session_key__in=keys).delete()[0]


def forget_closed(user: User) -> None:
    """Records whose session is no more."""
    kept = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    SessionRecord.objects.filter(user=user).exclude(session_key__in=kept).delete()
