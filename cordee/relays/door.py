"""What a partner sees without an account: a code first, then what was sent to them, and their answer.

The page names nobody, nor the house, before the code; once over, it says so and nothing else.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.doors import coding
from cordee.doors.coding import REFUSED, TOO_MANY
from cordee.doors.forms import CodeForm
from cordee.doors.guarding import count
from cordee.doors.tracking import hidden
from cordee.kernel.errors import BadInput, StaleState
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming
from cordee.relays import links, panels
from cordee.relays.forms import AnswerForm, explain
from cordee.relays.links import Seen
from cordee.relays.models import BaseRelay

KNOWN = "relays.links"
MOST_KNOWN = 50
GONE, UNKNOWN = 410, 404


def recognise(request: HttpRequest, relay: BaseRelay) -> None:
    """This browser has shown that it opens the mailbox it was sent to, for the link last given."""
    known = [*request.session.get(KNOWN, []), mark(relay)]
    request.session[KNOWN] = list(dict.fromkeys(known))[-MOST_KNOWN:]


def mark(relay: BaseRelay) -> str:
    return f"{relay.pk}:{relay.token_digest[:16]}"


def is_recognised(request: HttpRequest, relay: BaseRelay) -> bool:
    return mark(relay) in request.session.get(KNOWN, [])


def closed(request: HttpRequest, seen: Seen) -> HttpResponse:
    """A link never given, or one that no longer serves; neither says what it was about."""
    if seen.relay is None:
        return render(request, "relays/dead.html", status=UNKNOWN)
    return render(request, "relays/over.html", status=GONE)


def opened(request: HttpRequest, token: str) -> tuple[Seen, bool]:
    """(what the link opens, whether this browser has shown its code)."""
    seen = links.look(token)
    return seen, seen.is_open and seen.relay is not None and is_recognised(request, seen.relay)


@page(public=True)
def shared(request: HttpRequest, token: str) -> HttpResponse:
    seen, is_known = opened(request, token)
    if not seen.is_open or seen.relay is None:
        return closed(request, seen)
    if not is_known:
        return ask_code(request, seen, token, CodeForm())
    return sheet(request, seen, token, AnswerForm())


def ask_code(request: HttpRequest, seen: Seen, token: str, form: Any, status: int = 200) -> HttpResponse:
    relay: Any = seen.relay
    context = {
        "token": token,
        "form": form,
        "hint": hidden(links.address_of(relay)),
        "is_sent": relay.has_code,
    }
    return render(request, "relays/code.html", context, status=status)


def sheet(request: HttpRequest, seen: Seen, token: str, form: AnswerForm, status: int = 200) -> HttpResponse:
    """What left, and what they answered."""
    relay: Any = seen.relay
    found = links.shown(relay)
    if found is None:
        return closed(request, Seen(relay, seen.house, is_over=True))
    context = {
        "token": token,
        "house": seen.house,
        "sent": found.sent,
        "lines": panels.sent_lines(found.sent),
        "more": panels.more_lines(found.sent),
        "answers": panels.answer_lines(found.answers),
        "until": relay.consent_until,
        "form": form,
    }
    return render(request, "relays/shared.html", context, status=status)


@page(public=True, only_writes=True)
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a code, or give it: giving the right one says that it was read."""
    seen, _known = opened(request, token)
    relay = seen.relay
    if not seen.is_open or relay is None or seen.house is None:
        return closed(request, seen)
    form, refused = coding.take(
        request,
        seen.house,
        send=lambda: links.send_code(relay),
        try_code=lambda typed: links.try_code(relay, typed),
    )
    if refused:
        return ask_code(request, seen, token, form, status=refused)
    if "envoyer" not in request.POST:
        recognise(request, relay)
    return HttpResponseRedirect(reverse("shared_relay", args=[token]))


@page(public=True, only_writes=True)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What they answer, as many times as it goes."""
    seen, is_known = opened(request, token)
    relay = seen.relay
    if not is_known or relay is None or seen.house is None:
        return closed(request, seen if not seen.is_open else Seen())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return sheet(request, seen, token, form, status=REFUSED)
    if reason := count(request, seen.house, "follow").reason:
        form.add_error(None, reason)
        return sheet(request, seen, token, form, status=TOO_MANY)
    try:
        links.answer(relay, **form.cleaned_data)
    except (BadInput, StaleState) as error:
        explain(form, error)
        return sheet(request, seen, token, form, status=REFUSED)
    messages.success(request, _("Merci, c’est transmis. Vous pouvez répondre à nouveau par ce lien."))
    return HttpResponseRedirect(reverse("shared_relay", args=[token]))


@page(public=True)
def paper(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """A paper that was sent."""
    seen, is_known = opened(request, token)
    if not is_known or seen.relay is None:
        return closed(request, seen if not seen.is_open else Seen())
    content, one, media = links.paper(seen.relay, place)
    return giving.attachment(content, naming.offered(one.label, one.extension), media)
