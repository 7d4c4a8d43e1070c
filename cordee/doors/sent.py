"""Orientations sent to another house of the instance: making one, following it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cordee.doors import fetch, shared
from cordee.doors.access import SENDERS
from cordee.doors.fetch import SENDINGS
from cordee.doors.forms import SendForm, attempt
from cordee.doors.models import Sending
from cordee.doors.sending import send_referral
from cordee.kernel.words import french_day
from cordee.plumbing.access import page
from cordee.referrals.access import ANSWER, WELCOME, can
from cordee.referrals.decisions.panels import tabs
from cordee.referrals.enums import State
from cordee.referrals.fetch import referral_for
from cordee.referrals.hooks import SharedWith
from cordee.referrals.panels import state_badge
from cordee.ui.shapes import Badge, Crumb


@dataclass(frozen=True)
class Line:
    pk: UUID
    name: str
    towards: str
    sent_on: date
    sent_by: str
    state: Badge
    since: date
    is_accepted: bool = False


def line_of(row: Sending) -> Line:
    return Line(
        row.pk,
        str(row),
        row.towards,
        row.sent_on,
        row.sent_by.display_name,
        state_badge(row.state),
        row.state_since,
        row.state == State.ACCEPTED,
    )


@page(roles=SENDERS)
def sent(request: HttpRequest) -> HttpResponse:
    """What the house, or oneself, sent elsewhere, and what was answered."""
    actor = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("rang", "")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    rows = fetch.sendings_of(actor, start)
    context = {
        "lines": [line_of(row) for row in rows[:SENDINGS]],
        "today": actor.today,
        "tabs": tabs(actor, "sent_referrals") if actor.roles & WELCOME else [],
        "next_url": f"?rang={start + SENDINGS}" if len(rows) > SENDINGS else "",
        "first_url": "?" if start else "",
    }
    return render(request, "doors/sent.html", context)


@page(roles=SENDERS, writes=True)
def send(request: HttpRequest) -> HttpResponse:
    """Orient somebody towards another house."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_to_send(actor, request.GET.get("personne", ""))
    form = SendForm(
        request.POST or None,
        destinations=fetch.destinations_for(actor),
        today=actor.today,
        initial=known_of(person),
    )
    if request.method == "POST" and attempt(
        form, lambda: send_referral(by=actor, person=person, **form.described)
    ):
        messages.success(request, _("Orientation envoyée. Vous verrez ici ce qui est répondu."))
        return HttpResponseRedirect(reverse("sent_referrals"))
    context = {
        "form": form,
        "person": person,
        "crumbs": [Crumb(_("Orientations envoyées"), reverse("sent_referrals")), Crumb(_("Orienter vers…"))],
    }
    return render(request, "doors/send.html", context, status=422 if form.errors else 200)


def known_of(person: Any) -> dict[str, str]:
    """What the dossier already says: it is not typed again."""
    if person is None:
        return {}
    return {
        "first_names": person.first_names,
        "usage_name": person.usage_name,
        "birth": "/".join(reversed(person.birth.split("-"))) if person.birth else "",
    }


@page(roles=SENDERS)
def sending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One orientation sent: state and milestones, as the person agreed."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sending_for(actor, pk)
    context = {
        "line": line_of(found),
        "steps": [
            (date.fromisoformat(step["on"]), str(State(step["state"]).label))
            for step in reversed(found.steps)
        ],
        "shown": [(date.fromisoformat(told["on"]), told["words"]) for told in reversed(found.shown)],
        "is_shown": found.is_shown,
        "shown_until": found.shown_until,
        "person_id": found.person_id,
        "follows": found.follows,
        "today": actor.today,
        "crumbs": [Crumb(_("Orientations envoyées"), reverse("sent_referrals")), Crumb(str(found))],
    }
    return render(request, "doors/sending.html", context)


def shared_words(actor: Any, referral: Any) -> SharedWith | None:
    """What the house that received reads of it: who is told, until when, and where to stop it."""
    until = shared.shared_until(actor, referral)
    if until is None:
        return None
    words = _(
        "%(who)s suit les étapes de la personne, avec son accord, jusqu’au %(day)s. Rien d’autre de son dossier."
    )
    stop = reverse("stop_sharing", args=[referral.pk]) if can(actor, "referral:answer") else ""
    return SharedWith(words % {"who": referral.structure, "day": french_day(localtime(until).date())}, stop)


@page(roles=ANSWER, only_writes=True)
def stop_sharing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person no longer wishes that whoever oriented them follows their stages."""
    actor = request.actor  # type: ignore[attr-defined]
    found = referral_for(actor, pk)
    if shared.stop(found, by=actor):
        messages.success(request, _("C’est arrêté\u202f: qui a orienté ne voit plus les étapes."))
    return HttpResponseRedirect(reverse("referral", args=[found.pk]))
