"""Pages reached by a link, without an account: a convocation answered, an invitation read on its day and no other.

Nothing else of the house is shown. A situation is told with a first name and an initial, and only while it lasts.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.commissions import answering, tokens
from cordee.commissions.answering import TODAY, Called, Invited
from cordee.commissions.enums import Answer, ItemKind, SittingState
from cordee.commissions.forms import OwnAnswerForm
from cordee.commissions.models import Sitting
from cordee.doors.guarding import count
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.words import capital
from cordee.plumbing.access import page

UNKNOWN, GONE, TOO_MANY = 404, 410, 429


def dead(request: HttpRequest) -> HttpResponse:
    """A link never given, or cut: the same page as every dead link, to the byte."""
    return render(request, "doors/dead_link.html", status=UNKNOWN)


@page(public=True, writes=True)
def convocation(request: HttpRequest, token: str) -> HttpResponse:
    """I come, somebody comes for me, I shall not come."""
    link = tokens.read_token(tokens.CONVOCATION, token)
    seen = answering.look_convocation(link)
    if link is None or seen is None:
        return dead(request)
    if seen.is_over or seen.is_old:
        return render(request, "commissions/call_over.html", _about(seen), status=GONE)
    given = seen.convocation.answer
    initial = {"choice": "" if given == Answer.NONE else given, "replaced_by": seen.convocation.substitute}
    form = OwnAnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    beyond = ""
    if request.method == "POST" and form.is_valid():
        beyond = _beyond(request, seen.sitting)
        try:
            if not beyond:
                kept = form.cleaned_data
                answering.answer(link, choice=kept["choice"], substitute=kept["replaced_by"])
                messages.success(request, _("C’est noté. Merci d’avoir répondu."))
                return HttpResponseRedirect(reverse("convocation", args=[token]))
            form.add_error(None, beyond)
        except (BadInput, StaleState) as error:
            form.take(error)
    context = {**_about(seen), "form": form, "has_answered": given != Answer.NONE}
    status = TOO_MANY if beyond else 422 if form.errors else 200
    return render(request, "commissions/call.html", context, status=status)


def _beyond(request: HttpRequest, sitting: Sitting) -> str:
    """Too many knocks came from here: what to say, or nothing. Counts this one."""
    return count(request, Organisation(pk=sitting.organisation_id), "follow").reason


def _about(seen: Called) -> dict[str, object]:
    return {
        "house": seen.board.organisation,
        "board": seen.board,
        "sitting": seen.sitting,
        "holder": seen.convocation.holder,
        "is_cancelled": seen.sitting.state == "cancelled",
    }


@page(public=True, writes=True)
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """One situation, on the day of its sitting, once asked for; before, when to come; after, thanks.

    Asked for by a button: what opens the links of a mail by itself (a filter, a preview) is shown nobody.
    """
    seen = answering.look_guest(tokens.read_token(tokens.GUEST, token))
    if seen is None:
        return dead(request)
    is_asked = seen.when == TODAY and request.method == "POST"
    beyond = _beyond(request, seen.sitting) if is_asked else ""
    is_read = is_asked and not beyond
    context = {
        "house": seen.board.organisation,
        "board": seen.board,
        "sitting": seen.sitting,
        "guest": seen.guest,
        "is_read": is_read,
        "beyond": beyond,
        "when": seen.when,
        "is_cancelled": seen.sitting.state == SittingState.CANCELLED,
        "has_met": seen.has_met,
        "is_today": seen.when == TODAY,
        "situation": _situation(seen) if is_read else {"name": "", "kind": "", "notes": ""},
    }
    status = GONE if seen.when == "after" else TOO_MANY if beyond else 200
    return render(request, "commissions/guest.html", context, status=status)


def _situation(seen: Invited) -> dict[str, str]:
    """What a guest without an account reads: whom it is about, as they know them, and why."""
    name, notes = answering.told_to_guest(seen)
    return {"name": name, "kind": capital(str(ItemKind(seen.item.kind).label)), "notes": notes}
