"""Somebody on the waiting list of a board: does it still hold, a place offered, what was answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.commissions import fetch, lining, panels, reading
from cordee.commissions.access import ROLES, can, reason_against
from cordee.commissions.board_views import crumbs
from cordee.commissions.enums import OfferAnswer
from cordee.commissions.forms import LineDayForm, OfferAnswerForm, RoomForm
from cordee.commissions.models import ItemDecision
from cordee.commissions.rules import in_turn
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.verdict import examine
from cordee.pathways.fetch import Choices
from cordee.people.access import name_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.addresses import address

CONFIRMERS, OFFERERS = ROLES["line:confirm"], ROLES["line:offer"]


@page(roles=CONFIRMERS)
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Their place, what was said since, what may be noted."""
    return _shown(request, fetch.line_for(request.actor, pk), {})  # type: ignore[attr-defined]


@page(roles=CONFIRMERS, only_writes=True)
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It still holds."""

    def write(row: ItemDecision, kept: dict[str, Any]) -> str:
        lining.confirm_interest(row, by=request.actor, on=kept["on"])  # type: ignore[attr-defined]
        return _("C’est noté\u202f: la demande tient toujours.")

    return _noted(request, pk, "confirm_form", write)


@page(roles=OFFERERS, only_writes=True)
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A place frees itself: it is offered to them."""

    def write(row: ItemDecision, kept: dict[str, Any]) -> str:
        lining.offer_place(row, by=request.actor, on=kept["on"])  # type: ignore[attr-defined]
        return _("Place proposée\u202f: notez sa réponse dès que vous l’avez.")

    return _noted(request, pk, "offer_form", write)


@page(roles=CONFIRMERS, only_writes=True)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What they answered."""

    def write(row: ItemDecision, kept: dict[str, Any]) -> str:
        actor = request.actor  # type: ignore[attr-defined]
        lining.note_offer_answer(row, by=actor, answer=kept["answer"], on=kept["on"])
        return SAID[kept["answer"]]()

    return _noted(request, pk, "answer_form", write)


SAID = {
    OfferAnswer.ACCEPTED: lambda: _("Réponse notée. L’admission se prononce sur son parcours."),
    OfferAnswer.STAYS: lambda: _("Réponse notée\u202f: la personne garde son rang."),
    OfferAnswer.GIVES_UP: lambda: _("Réponse notée\u202f: la personne n’est plus sur la liste d’attente."),
}


def _noted(request: HttpRequest, pk: UUID, name: str, write: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.line_for(actor, pk)
    form = FORMS[name](request.POST, today=actor.today, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            said = write(row, form.cleaned_data)
        except (BadInput, StaleState) as error:
            form.take(error)
        else:
            messages.success(request, said)
            has_left = form.cleaned_data.get("answer") == OfferAnswer.GIVES_UP
            return HttpResponseRedirect(board_of(row) if has_left else address("line", row.pk))
    return _shown(request, row, {name: form})


def board_of(row: ItemDecision) -> str:
    return f"{reverse('board', args=[row.item.sitting.board_id])}#attente"


FORMS: dict[str, Any] = {
    "confirm_form": LineDayForm,
    "offer_form": LineDayForm,
    "answer_form": OfferAnswerForm,
}


def _shown(request: HttpRequest, row: ItemDecision, sent: dict[str, RoomForm]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    board = row.item.sitting.board
    in_line: list[Any] = [
        one for one in fetch.waiting_list(actor, board) if one.item.programme_id == row.item.programme_id
    ]
    places = [one.pk for one in in_line]
    known = reading.known_of(actor, [row.item])
    person = known.people.get(row.person_id) if row.person_id else None
    access_log.record(
        actor, what="commission.item", person=row.person_id, holder=row.organisation_id if row.person_id else None,
        detail=str(row.item_id),
    )  # fmt: skip
    name = name_of(actor, person) if person else known.name(row.item)
    waits = row.pk in places
    rank = places.index(row.pk) if waits else 0
    since = in_line[rank].since if waits else row.decided_on
    before = sum(1 for one in in_line[:rank] if not one.is_offered and not one.offer_answer)
    forms = {
        key: sent.get(key) or kind(None, today=actor.today, auto_id=f"{key}_%s")
        for key, kind in FORMS.items()
    }
    definition = Choices(actor).definition_for(row.item.programme_id)
    context = {
        "row": row,
        "name": name,
        "rank": rank + 1,
        "how_many": len(in_line),
        "waits": waits,
        "line": panels.waiting_line(row, rank + 1, known, actor, definition, since=since),
        "examination": examine([in_turn(before)]) if waits and not row.is_offered else None,
        "may_offer": can(actor, "line:offer"),
        "why_not": reason_against(actor, "line:offer"),
        "accepted": row.offer_answer == OfferAnswer.ACCEPTED,
        "pathway_url": address("pathway", row.item.pathway_id) if row.item.pathway_id else "",
        "back": board_of(row),
        "crumbs": crumbs((board.label, reverse("board", args=[board.pk])), (name, "")),
        **forms,
    }
    return render(request, "commissions/line.html", context, status=422 if sent else 200)
