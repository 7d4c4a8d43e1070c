"""Who is asking: the user and the actor of each request, in one query; sleep and waking of sessions.

The session holds the user, the membership chosen, and when it was last used (written once a minute at
most). After `IDLE_SECONDS` it goes to sleep: nothing is lost, the page asks for the password or a code and
comes back with the text typed. After twelve hours it ends, and the same is done after a full sign-in.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cordee.accounts import sessions, unlocking
from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import User, zone
from cordee.accounts.sessions import ABSOLUTE_SECONDS, MEMBER_KEY, SEEN_KEY, STARTED_KEY
from cordee.plumbing.access import PagePolicy, policy_of
from cordee.plumbing.context import NOBODY, apply
from cordee.ui.typed import giving_back

TOUCHED_EVERY = 60  # seconds
# What somebody who has no second factor yet may reach: setting it up, proving who they are, leaving.
BEFORE_SECOND_FACTOR = frozenset(
    {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate", "account_logout", "still_here"}
)


class ActorMiddleware:
    """Sets request.user and request.actor, tells PostgreSQL, puts idle sessions to sleep.

    request.asleep: the user of a session that sleeps. request.ended: the one of a session that has just
    ended, good for nothing but giving their text back. Both are anonymous to every view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        request.actor = request.asleep = request.ended = None  # type: ignore[attr-defined]
        user, actor = identify(request)
        if user is not None and asleep(request):
            request.asleep = user  # type: ignore[attr-defined]
        elif user is not None:
            request.user, request.actor = user, actor  # type: ignore[attr-defined]
            touch(request)
        context = request.actor.context() if request.actor else NOBODY  # type: ignore[attr-defined]
        apply(context)
        connection.cordee_context = context  # type: ignore[attr-defined]
        return self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, what had been typed before given back to its form."""
        known = request.user if request.user.is_authenticated else None
        data = unlocking.fetch(request, known)
        here = by_the_clock_of(request.actor)  # type: ignore[attr-defined]
        with here, giving_back(data) if data is not None else nullcontext() as typed:
            request.parked = typed  # type: ignore[attr-defined]
            response = self.get_response(request)
        if typed is None or typed.was_used or 300 <= response.status_code < 400:
            return response
        return unlocking.text_to_copy(request, typed.data)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = (match.url_name if match else None) or ""
        policy = policy_of(view, name)
        if policy is None or policy.public:
            return None
        if not request.user.is_authenticated:
            return doorstep(request)
        if not sessions.second_factor_proved(request) and name not in BEFORE_SECOND_FACTOR:
            return ask_second_factor(request)
        if request.parked is not None:  # type: ignore[attr-defined]
            messages.info(
                request,
                _("Voici ce que vous aviez écrit. Rien n’est encore enregistré : relisez, puis envoyez."),
            )
        return without_house(request, policy)


def by_the_clock_of(actor: Actor | None) -> AbstractContextManager[Any]:
    """Days and hours are shown as they are where the house is."""
    return timezone.override(zone(actor.organisation.time_zone)) if actor else nullcontext()


def identify(request: HttpRequest) -> tuple[User | None, Actor | None]:
    """The user of the session and the actor they are, checked against the password in force."""
    user_id, member_id = kept_id(request, SESSION_KEY), kept_id(request, MEMBER_KEY)
    if user_id is None or request.session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None, None
    today = timezone.localdate()
    actor = actor_for(user_id, member_id, today)
    if actor is None and member_id is not None:
        actor = actor_for(user_id, None, today)
    user = actor.user if actor else User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not password_unchanged(request, user):
        request.session.flush()
        return None, None
    if time.time() - request.session.get(STARTED_KEY, time.time()) >= ABSOLUTE_SECONDS:
        # Kept as it is until the next sign-in: each tab still open may have a text to give back.
        request.ended = user  # type: ignore[attr-defined]
        return None, None
    return user, actor


def kept_id(request: HttpRequest, key: str) -> UUID | None:
    """An identifier the session holds."""
    kept = request.session.get(key)
    return UUID(str(kept)) if kept else None


def password_unchanged(request: HttpRequest, user: User) -> bool:
    """The session was made with the password still in force."""
    kept = request.session.get(HASH_SESSION_KEY) or ""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(kept, known) for known in hashes)


def asleep(request: HttpRequest) -> bool:
    seen = request.session.get(SEEN_KEY)
    return seen is not None and time.time() - seen > settings.IDLE_SECONDS


def touch(request: HttpRequest) -> None:
    """Remember that the session lives, once a minute at most: each time is a write."""
    now = int(time.time())
    if STARTED_KEY not in request.session:
        request.session[STARTED_KEY] = now
    if now - request.session.get(SEEN_KEY, 0) >= TOUCHED_EVERY:
        request.session[SEEN_KEY] = now


def doorstep(request: HttpRequest) -> HttpResponse | None:
    """Nobody is signed in: wake the session that sleeps, or sign in; what was typed waits."""
    if request.asleep is not None:  # type: ignore[attr-defined]
        return unlocking.ask_to_wake(request, request.asleep, page="unlock")  # type: ignore[attr-defined]
    return unlocking.ask_to_wake(request, request.ended, page=settings.LOGIN_URL)  # type: ignore[attr-defined]


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """Set it up before anything else; or prove it, when another browser has set it up meanwhile."""
    if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
        user = request.user
        request.session.flush()
        return unlocking.ask_to_wake(request, user, page=settings.LOGIN_URL)  # type: ignore[arg-type]
    return unlocking.ask_to_wake(request, None, page="mfa_activate_totp")


def without_house(request: HttpRequest, policy: PagePolicy) -> HttpResponse | None:
    """Signed in, but at work nowhere today: say so, rather than that the page is not for them."""
    if policy.signed_in_only or request.actor is not None:  # type: ignore[attr-defined]
        return None
    return render(request, "accounts/no_house.html", {"profile_url": reverse("profile")}, status=403)
