"""The desk: somebody at the door, the waiting list, where orientations come from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.pathways.fetch import Choices
from cordee.pathways.gestures import attempt
from cordee.pathways.views import gone_to
from cordee.plumbing.access import page
from cordee.referrals import actions, fetch, lining_up
from cordee.referrals.access import WELCOME
from cordee.referrals.decisions.panels import tabs
from cordee.referrals.enums import Door, StructureKind
from cordee.referrals.forms import AlikeForm, WalkInForm
from cordee.referrals.models import Referral
from cordee.referrals.origins import origins_of
from cordee.ui.shapes import Crumb

FARTHEST = 100_000  # lines: beyond it an address was altered


@page(roles=WELCOME, writes=True)
def walk_in(request: HttpRequest) -> HttpResponse:
    """Somebody comes by themselves: noted in one minute, with a first name."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WalkInForm(request.POST or None, choices=Choices(actor), today=actor.today)
    alike_form, alike = AlikeForm(request.POST or None), fetch.Alike()
    answered = True
    if request.method == "POST" and form.is_valid():
        alike = fetch.alike(actor, {**form.cleaned_data, "birth": ""})
        person, answered = alike_form.chosen(alike)
        taken = attempt(form, lambda kept: noted(actor, form, person)) if answered else None
        if taken is not None:
            messages.success(request, _("Venue notée."))
            return gone_to(request, reverse("referral", args=[taken.pk]))
    context = {
        "form": form,
        "today": actor.today,
        "alike": alike,
        "alike_form": alike_form,
        "must_choose": not answered,
        "crumbs": [Crumb(_("Orientations"), reverse("referrals")), Crumb(_("Venue à la permanence"))],
    }
    return render(request, "referrals/walk_in.html", context, status=422 if form.is_bound else 200)


def noted(actor: Any, form: WalkInForm, person: Any) -> Referral:
    """She came by herself: she agrees, and no structure is named."""
    return actions.take_referral(
        by=actor,
        received_on=actor.today,
        person=person,
        channel=Door.WALK_IN,
        structure_kind=StructureKind.PERSON,
        person_agrees=True,
        **form.described,
    )


@page(roles=WELCOME)
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits, since when, in which order, and what is to be asked of them."""
    actor = request.actor  # type: ignore[attr-defined]
    rank = request.GET.get("rang", "")
    start = min(int(rank), FARTHEST) if rank.isascii() and rank.isdigit() and len(rank) < 9 else 0
    found = lining_up.waiting_list(actor, Choices(actor), request.GET.get("dispositif", ""), start)
    context = {
        "today": actor.today,
        "list": found,
        "tabs": tabs(actor, "waiting_list"),
    }
    return render(request, "referrals/waiting_list.html", context)


@page(roles=WELCOME)
def origins(request: HttpRequest) -> HttpResponse:
    """How many came, by which channel, from which kind of structure."""
    actor = request.actor  # type: ignore[attr-defined]
    found = origins_of(actor, Choices(actor), request.GET.get("annee", ""))
    context = {
        "origins": found,
        "sees_all": actor.rights.intake,
        "tabs": tabs(actor, "origins"),
    }
    return render(request, "referrals/origins.html", context)
