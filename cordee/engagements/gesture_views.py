"""Gestures on a contract, from its own page: reviewed, amended, ended, proposed, taken back; its social lane."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.engagements import actions, fetch
from cordee.engagements.access import MAKERS
from cordee.engagements.fetch import ToldContract, person_with_key
from cordee.engagements.forms import AmendForm, EndForm, ReviewForm
from cordee.engagements.lane import actions as lane_actions
from cordee.engagements.lane.forms import LaneForm, LaneReviewForm
from cordee.engagements.views import gestures, shown
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.people.models import Person
from cordee.plumbing.access import page


def _gesture(
    request: HttpRequest,
    pk: UUID,
    contract_id: UUID,
    form_class: Any,
    code: str,
    do: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """One gesture of the page: done and told, or shown again with what is wrong."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    form = form_class(request.POST, today=actor.today)
    if form.is_valid():
        try:
            do(told.row, person, by=actor, **form.cleaned_data)
        except BadInput as error:
            form.take(error)
        except RuleBroken as error:
            form.add_error(None, error.message)
        except StaleState as error:
            messages.error(request, str(error))
            return _back(person, told)
        else:
            messages.success(request, said)
            return _back(person, told)
    if getattr(request, "htmx", False):
        gesture = next((one for one in gestures(actor, person, told, form, code) if one.code == code), None)
        if gesture is not None:
            return render(request, "ui/gesture.html", {"gesture": gesture}, status=422)
    return shown(request, person, told, form=form, code=code)


def _back(person: Person, told: ToldContract) -> HttpResponse:
    return HttpResponseRedirect(reverse("contract", args=[person.pk, told.row.pk]))


@page(roles=MAKERS, only_writes=True)
def amend(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Begin an amendment."""
    said = _("L’avenant est en préparation\u202f: le contrat signé tient jusqu’à sa signature.")
    return _gesture(request, pk, contract_id, AmendForm, "avenant", actions.amend_contract, said)


@page(roles=MAKERS, only_writes=True)
def review(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Note that the contract was looked at together."""
    said = _("Le point est noté, le prochain est sur la journée de qui suit.")
    return _gesture(request, pk, contract_id, ReviewForm, "point", actions.review_contract, said)


@page(roles=MAKERS, only_writes=True)
def end(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Say that it is over."""
    return _gesture(
        request, pk, contract_id, EndForm, "terminer", actions.end_contract, _("Le contrat est terminé.")
    )


@page(roles=MAKERS, only_writes=True)
def note_lane_review(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Note that the situation was looked at again, in the social lane."""
    said = _("C’est noté\u202f: le prochain réexamen est sur la journée de qui suit.")
    return _gesture(request, pk, contract_id, LaneReviewForm, "reexamen", lane_actions.note_lane_review, said)


@page(roles=MAKERS, only_writes=True)
def extend_lane(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Twelve months instead of six, with a ground of the text."""
    said = _("Le réexamen est porté à douze mois.")
    return _gesture(request, pk, contract_id, LaneForm, "prolonger", lane_actions.extend_lane, said)


@page(roles=MAKERS, only_writes=True)
def propose(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Freeze the text: it is what will be signed."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    text = request.POST.get("edit", "")
    edit = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    try:
        actions.propose_contract(told.row, person, by=actor, edit=edit)
    except RuleBroken:
        return shown(request, person, told, code="proposer")
    except (StaleState, BadInput) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Le texte est figé\u202f: il peut être signé."))
    return _back(person, told)


def _simple(
    request: HttpRequest, pk: UUID, contract_id: UUID, do: Callable[..., Any], said: str, **more: Any
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    try:
        do(told.row, person, by=actor, **more)
    except (StaleState, RuleBroken, BadInput) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return _back(person, told)


@page(roles=MAKERS, only_writes=True)
def take_back(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Write again a text that was proposed."""
    text = request.POST.get("seen", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    said = _("Le texte s’écrit à nouveau.")
    return _simple(request, pk, contract_id, actions.take_back_contract, said, seen=seen)


@page(roles=MAKERS, only_writes=True)
def drop(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Give up what is being prepared."""
    return _simple(request, pk, contract_id, actions.drop_contract, _("La préparation est abandonnée."))
