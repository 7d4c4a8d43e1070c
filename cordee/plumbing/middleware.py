"""The transaction around each request, the pages' declarations, read-only GET, private headers.

Order (config/settings.py): `Boundary` outside everything that touches the database, then the session,
then the actor (accounts.middleware), then `DeclaredPages`. Architecture, recipes 1, 2 and 10.
"""

import logging
import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cordee.kernel.errors import NotAllowed, StaleState
from cordee.plumbing import access_log, once
from cordee.plumbing.access import SAFE, page_above, policy_of, undeclared_pages
from cordee.plumbing.context import NOBODY, apply
from cordee.plumbing.policies import OpenTable, declarations

log = logging.getLogger("cordee.boundary")
Next = Callable[[HttpRequest], HttpResponse]

# What a GET may write: who read what, and the session itself.
WRITING = re.compile(
    r"\s*(?:/\*.*?\*/\s*|--[^\n]*\n\s*)*"
    r"(?:(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|COPY)\s+(?:ONLY\s+)?\"?(?P<table>\w+)"
    r"|TRUNCATE|CREATE|ALTER|DROP|GRANT|REVOKE|DO\b|CALL\b|LOCK\b"
    r"|WITH\b.*?\b(?:INSERT\s+INTO|UPDATE\s+\"?\w+\"?\s+SET|DELETE\s+FROM|MERGE\s+INTO))",
    re.IGNORECASE | re.DOTALL,
)
WRITABLE_ON_GET = re.compile(r"plumbing_accesslog$|django_session$|axes_")
REDIRECTIONS = (301, 302, 303)
UNREADABLE = (400, 413)  # what the browser sent could not be read: nothing of it may be kept
INSUFFICIENT_PRIVILEGE = "42501"


class Boundary:
    """One transaction around the whole response, template included; rolled back on an error or a refusal.

    The context is local to the transaction. A refusal (404, 403) is logged afterwards, in a short
    transaction of its own, since its own has been rolled back.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.once_key = request.before_view = None  # type: ignore[attr-defined]
        connection.cordee_context = NOBODY  # type: ignore[attr-defined]
        nested = connection.in_atomic_block
        with transaction.atomic(), connection.execute_wrapper(watch_context):
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            status = response.status_code
            undone = status >= 500 or status in UNREADABLE or getattr(response, "refusal", False)
            if undone:
                transaction.set_rollback(True)
            if nested and not undone:
                apply(NOBODY)
        if nested and undone:
            apply(NOBODY)
        if getattr(response, "refusal", False):
            self.remember(request, response)
        connection.cordee_context = NOBODY  # type: ignore[attr-defined]
        return response

    def remember(self, request: HttpRequest, response: HttpResponse) -> None:
        actor = getattr(request, "actor", None)
        if actor is None:
            return
        try:
            access_log.record_refusal(actor, request, response.status_code)
        except DatabaseError:
            log.exception("a refusal could not be logged")


def refusal_page(request: HttpRequest, reason: str) -> HttpResponse:
    """The interface stands above: its pages are named in the settings, as Django's own handlers are."""
    return import_string(settings.REFUSAL_PAGE)(request, reason)


def stale_page(request: HttpRequest, text: str) -> HttpResponse:
    return import_string(settings.STALE_PAGE)(request, text)


def closed_page(request: HttpRequest, methods: list[str]) -> HttpResponse:
    """405. Reloaded or pasted, the address of a form shows where its page is, rather than nothing at all."""
    shown = request.method == "GET"
    content = import_string(settings.CLOSED_PAGE)(page_above(request.path_info)) if shown else ""
    return HttpResponseNotAllowed(methods, content)


def led_by_htmx(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirection, in the way htmx follows with a whole page: by itself it would put that page inside this one.

    Back on the page one is on, the fragment is left out: with it, the browser would only scroll.
    """
    if "HX-Request" not in request.headers or response.status_code not in REDIRECTIONS:
        return response
    address = response.headers["Location"]
    page, _mark, _fragment = address.partition("#")
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    same = urlunsplit(("", "", here.path, here.query, "")) == page
    answer = HttpResponse(status=204, headers={"HX-Redirect": page if same else address})
    answer.cookies = response.cookies
    return answer


def read_only(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Refuse to write while answering a GET, but for the access log and the session."""
    if (found := WRITING.match(sql)) and not WRITABLE_ON_GET.match(found["table"] or ""):
        raise ReadOnly(sql[:120])
    return execute(sql, params, many, context)


def watch_context(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Say in the log that a guarded table is asked by nobody: it would show no row, and say nothing."""
    nobody = connection.cordee_context.organisation is None  # type: ignore[attr-defined]
    if nobody and (found := guarded_tables().search(sql)):
        log.error("no context: %s was asked by nobody in particular", found[1])
    return execute(sql, params, many, context)


@cache
def guarded_tables() -> re.Pattern[str]:
    """The names of the tables no row of which is shown without a context."""
    names = (table for table, declared in declarations() if not isinstance(declared, OpenTable))
    return re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(' + "|".join(names) + r")\b")


def writes_on_get(path: str) -> str:
    """Why a library's page may write on GET, when it does (rare: an account page)."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    policy = policy_of(match.func, match.url_name)
    return policy.writes_on_get if policy else ""


class ReadOnly(RuntimeError):
    """A page asked by GET tried to write: a fault of ours, found by the tests."""


class DeclaredPages:
    """Let the request in, or answer: sign-in, 403, 405; then guard what the view may do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.checked = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.checked:
            if missing := undeclared_pages():
                raise ImproperlyConfigured("views without a declared policy: " + ", ".join(missing))
            self.checked = True
        with self.guard(request):
            response = self.get_response(request)
        once.remember(request, response)
        return led_by_htmx(request, response)

    def guard(self, request: HttpRequest) -> AbstractContextManager[None]:
        if request.method not in SAFE or writes_on_get(request.path_info):
            return nullcontext()
        return connection.execute_wrapper(read_only)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        policy = policy_of(view, name)
        if policy is None:
            raise ImproperlyConfigured(f"no policy for {name}")
        if request.method not in policy.methods:
            return closed_page(request, sorted(policy.methods))
        if policy.public:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not policy.signed_in_only:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None or not policy.admits(actor.roles):
                return refusal_page(request, _("Cette page ne fait pas partie de vos fonctions."))
        if request.method not in SAFE:
            request.before_view = transaction.savepoint()  # type: ignore[attr-defined]
        return once.replay(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, StaleState):
            return stale_page(request, str(error))
        if isinstance(error, NotAllowed):
            return refusal_page(request, error.reason)
        if isinstance(error, DatabaseError) and request.before_view is not None:  # type: ignore[attr-defined]
            return self.refused_by_the_database(request, error)
        return None

    def refused_by_the_database(self, request: HttpRequest, error: DatabaseError) -> HttpResponse | None:
        """Faults of ours that the database stopped, told as what they are for the user. Nothing is kept.

        The second lock closed on what a view let through; two people wrote the same thing at once.
        """
        transaction.savepoint_rollback(request.before_view)  # type: ignore[attr-defined]
        transaction.set_rollback(False)
        if getattr(error.__cause__, "sqlstate", "") == INSUFFICIENT_PRIVILEGE:
            log.error("the database refused what a page allowed: %s: %s", request.path, error)
            return refusal_page(request, _("Ce geste ne vous est pas ouvert dans ce dossier."))
        if isinstance(error, IntegrityError):
            log.error("two gestures at once, or a rule no form knows: %s: %s", request.path, error)
            return stale_page(
                request, _("Un collègue a enregistré la même chose au même moment. Rien n’a été perdu.")
            )
        return None


def private_headers(get_response: Next) -> Next:
    """Nothing of a signed-in page stays in a cache; nothing is told to another site."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
        )
        return response

    return middleware


def new_key() -> str:
    """A key for a form that must have one effect however many times it is sent."""
    return str(uuid.uuid4())
