"""Who is asking: the user and the actor of each request, in one query; sleep and waking of sessions.

The session holds the user, the membership chosen, and when it was last used (written once a minute at
most). After `IDLE_SECONDS` it goes to sleep: nothing is lost, the page asks for the password or a code and
comes back with the text typed. After twelve hours it ends.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cordee.accounts import unlocking
from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import User
from cordee.plumbing.context import NOBODY, apply

MEMBER_KEY = "member"
SEEN_KEY = "seen"
STARTED_KEY = "started"
TOUCHED_EVERY = 60  # seconds
ABSOLUTE_SECONDS = 12 * 3600


class ActorMiddleware:
    """Sets request.user and request.actor, tells PostgreSQL, puts idle sessions to sleep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        request.actor = None  # type: ignore[attr-defined]
        request.asleep = None  # type: ignore[attr-defined]
        user, actor = identify(request)
        if user is not None:
            if asleep(request):
                request.asleep = user  # type: ignore[attr-defined]
                if unlocking.must_wake(request):
                    return unlocking.send_to_sleep(request, user)
            else:
                request.user, request.actor = user, actor  # type: ignore[attr-defined]
                touch(request)
        context = request.actor.context() if request.actor else NOBODY  # type: ignore[attr-defined]
        apply(context)
        connection.cordee_context = context  # type: ignore[attr-defined]
        return self.get_response(request)


def identify(request: HttpRequest) -> tuple[User | None, Actor | None]:
    """The user of the session and the actor they are, checked against the password in force."""
    user_id = request.session.get(SESSION_KEY)
    if not user_id or request.session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None, None
    today = timezone.localdate()
    actor = actor_for(user_id, request.session.get(MEMBER_KEY), today)
    if actor is None and request.session.get(MEMBER_KEY):
        actor = actor_for(user_id, None, today)
    user = actor.user if actor else User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not still_valid(request, user):
        request.session.flush()
        return None, None
    return user, actor


def still_valid(request: HttpRequest, user: User) -> bool:
    """The session was made with the password still in force, less than twelve hours ago."""
    kept = request.session.get(HASH_SESSION_KEY) or ""
    fresh = time.time() - request.session.get(STARTED_KEY, time.time()) < ABSOLUTE_SECONDS
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return fresh and any(constant_time_compare(kept, known) for known in hashes)


def asleep(request: HttpRequest) -> bool:
    seen = request.session.get(SEEN_KEY)
    return seen is not None and time.time() - seen > settings.IDLE_SECONDS


def touch(request: HttpRequest) -> None:
    """Remember that the session lives, once a minute at most: each time is a write."""
    now = int(time.time())
    request.session.setdefault(STARTED_KEY, now)
    if now - request.session.get(SEEN_KEY, 0) >= TOUCHED_EVERY:
        request.session[SEEN_KEY] = now
