"""Sleeping and ended sessions: nothing typed is lost.

After an hour without a gesture a session sleeps; after twelve it ends. The next request is sent to a page
that asks for the password or a code, then comes back where it was going. A form sent meanwhile is set aside:
sealed, kept a day, given back to its author alone, in the form it came from, not saved.

- ask_to_wake      the answer to a request that cannot be let in
- set_aside        keep the fields of a form, give the token of `?reprise=`
- parked           what had been typed, for the view that shows the form
"""

import json
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from cordee.accounts.models import User
from cordee.accounts.sealing import key_for
from cordee.plumbing.access import page_above, policy_of
from cordee.plumbing.crypto import Unreadable, seal, unseal
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import ParkedForm

KEPT = timedelta(days=1)
TOKEN = "reprise"  # noqa: S105 (the name of a parameter)
FORM_NAME = "_form"
PARKED = "parked-form"
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "_once", "secret", "code"})


def ask_to_wake(request: HttpRequest, user: User | None, *, page: str) -> HttpResponse:
    """Send to `page` (unlocking or sign-in), which comes back here. user: whose text is set aside."""
    address = where_from(request)
    if request.method == "POST" and user is not None:
        address = without_token(address)
        address = with_token(address, set_aside(request.POST, user=user, address=address))
    target = f"{reverse(page)}?{urlencode({'next': address})}"
    if not is_fragment(request):
        return HttpResponseRedirect(target)
    answer = HttpResponse(status=401)
    # What was typed is on its way back: the page may go. Otherwise the script decides, knowing what it holds.
    if request.method == "POST" and "X-Draft" not in request.headers:
        answer.headers["HX-Redirect"] = target
    return answer


def is_fragment(request: HttpRequest) -> bool:
    """Did a script ask, rather than a person going to a page?"""
    return "HX-Request" in request.headers or "X-Draft" in request.headers


def where_from(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one that shows the form when it has no page of its own."""
    match = request.resolver_match
    policy = policy_of(match.func, match.url_name) if match else None
    if not is_fragment(request) and (policy is None or "GET" in policy.methods):
        return request.get_full_path()
    nearest = "/" if is_fragment(request) else request.path
    origin = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or nearest
    path, mark, query = safe_address(request, origin).partition("?")
    shown = page_above(path)  # a form refused stands at its own address, which takes sendings alone
    return f"{shown}{mark}{query}" if shown == path else shown


def safe_address(request: HttpRequest, address: str) -> str:
    """An address of this site, as a path; the first page for anything else."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(address)
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def with_token(address: str, token: UUID) -> str:
    return f"{address}{'&' if '?' in address else '?'}{TOKEN}={token}"


def without_token(address: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != TOKEN]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def set_aside(typed: QueryDict, *, user: User, address: str) -> UUID:
    """Keep the fields of a form, but secrets and keys. What was kept for the same page before is replaced."""
    now = timezone.now()
    token = new_id()
    ParkedForm.objects.filter(user=user, path=address).delete()
    ParkedForm.objects.filter(at__lt=now - KEPT).delete()
    fields = [[name, values] for name, values in typed.lists() if is_kept(name)]
    sealed = seal(key_for(PARKED), json.dumps(fields).encode(), f"{PARKED}|{token}|{user.pk}")
    ParkedForm.objects.create(token=token, user=user, path=address, sealed=sealed, at=now)
    return token


def is_kept(name: str) -> bool:
    return name not in NEVER_KEPT and "password" not in name.lower()


def parked(request: HttpRequest, form_name: str | None = None) -> QueryDict | None:
    """What the author of this very request had typed in this page, named by `?reprise=`; None without.

    form_name: where a page holds several forms, the value of the hidden field `_form` of the one asked for.
    """
    typed = getattr(request, "parked", None)
    if typed is None or (form_name is not None and typed.data.get(FORM_NAME, form_name) != form_name):
        return None
    typed.was_used = True
    return typed.data


def fetch(request: HttpRequest, user: User | None) -> QueryDict | None:
    """The fields kept under the token in the address, for their author and their page only."""
    token = request.GET.get(TOKEN)
    if token is None or user is None or request.method != "GET" or is_fragment(request):
        return None
    try:
        kept = ParkedForm.objects.filter(token=UUID(token), user=user, at__gt=timezone.now() - KEPT).first()
        if kept is None or urlsplit(kept.path).path != request.path:
            return None
        fields = json.loads(unseal(key_for(PARKED), bytes(kept.sealed), f"{PARKED}|{kept.token}|{user.pk}"))
    except (ValueError, Unreadable):
        return None
    data = QueryDict(mutable=True)
    for name, values in fields:
        data.setlist(name, values)
    return data


def text_to_copy(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """No form took what was typed (the page changed, or closed): show it, to be copied."""
    list(messages.get_messages(request))  # they spoke of the form
    kept = [
        (name, value) for name in data for value in data.getlist(name) if value.strip() and name != FORM_NAME
    ]
    address = without_token(request.get_full_path())
    return render(request, "accounts/text_to_copy.html", {"kept": kept, "address": address})
