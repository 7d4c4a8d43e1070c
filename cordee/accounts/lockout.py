"""Slowing down guesses: after five wrong passwords or codes, one waits 1 minute, then 2, 4… up to an hour.

Counted by axes in the database, for one account from one address, so that a colleague elsewhere is not kept
out by somebody's guesses. Guesses coming from many addresses are counted for the account as a whole. An
account that does not exist is counted and answered in the same way as one that does.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cordee.accounts.rules import FAILURES_ALLOWED, cool_off_seconds

FORGOTTEN_AFTER = timedelta(hours=24)
FROM_EVERYWHERE = 50  # failures for one account from all addresses, before they slow everybody down


def account_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address typed, whoever asks: the sign-in form, allauth, the signal of a wrong password."""
    known = credentials or {}
    typed = known.get("email") or known.get("login") or request.POST.get("login") or ""
    return str(typed).strip().lower()[:255].replace("\0", "")


def client_address(request: HttpRequest) -> str | None:
    """Where the request really comes from, through the proxies the instance trusts; None when it is not said.

    Each trusted proxy adds one address at the right of X-Forwarded-For; what stands further left was written
    by the client, and means nothing.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    given = forwarded[-proxies] if 0 < proxies <= len(forwarded) else ""
    try:
        return str(ip_address((given or request.META.get("REMOTE_ADDR", "")).strip()))
    except ValueError:
        return None


def cool_off(request: HttpRequest | None = None) -> timedelta:
    """How long axes remembers a failure. The waiting itself is `waits_until`."""
    return FORGOTTEN_AFTER


def waits_until(account: str, address: str | None, now: datetime) -> datetime | None:
    """The instant from which this account may be tried again from this address; None when it may now."""
    here = Q(ip_address=address)
    counted = AccessAttempt.objects.filter(
        username=account, attempt_time__gt=now - FORGOTTEN_AFTER
    ).aggregate(
        here=Sum("failures_since_start", filter=here),
        last_here=Max("attempt_time", filter=here),
        everywhere=Sum("failures_since_start"),
        last=Max("attempt_time"),
    )
    everywhere = (counted["everywhere"] or 0) - FROM_EVERYWHERE + FAILURES_ALLOWED
    ends = [
        last + timedelta(seconds=cool_off_seconds(failures))
        for failures, last in ((counted["here"] or 0, counted["last_here"]), (everywhere, counted["last"]))
        if last is not None
    ]
    latest = max(ends, default=None)
    return latest if latest and latest > now else None


def address_of(request: HttpRequest) -> str | None:
    """Where the request comes from, as axes noted it."""
    return getattr(request, "axes_ip_address", None)


class Handler(AxesDatabaseHandler):
    """Axes' own counting, with our waiting."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return waits_until(account_of(request, credentials), address_of(request), timezone.now()) is not None

    def get_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        since = timezone.now() - FORGOTTEN_AFTER
        return [
            attempts.filter(attempt_time__gt=since)
            for attempts in self.filter_user_attempts(request, credentials)
        ]

    def clean_expired_user_attempts(
        self, request: HttpRequest | None = None, credentials: dict[str, Any] | None = None
    ) -> int:
        old = AccessAttempt.objects.filter(attempt_time__lte=timezone.now() - FORGOTTEN_AFTER)
        return int(old.delete()[0])


def is_waiting(request: HttpRequest, account: str) -> bool:
    """Must this account wait? The answer to the request then says until when, whatever the view does."""
    if AxesProxyHandler.is_allowed(request, {"email": account}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = {"email": account}  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, account: str) -> None:
    """A wrong code counts like a wrong password."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"email": account}, request=request)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that says when to try again. What was typed is not repeated: it is a password."""
    now = timezone.now()
    end = waits_until(account_of(request, credentials), address_of(request), now) or now + timedelta(
        minutes=1
    )
    seconds = int((end - now).total_seconds()) + 1
    page = render(request, "accounts/locked.html", {"end": end, "minutes": -(-seconds // 60)}, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
