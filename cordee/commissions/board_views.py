"""The boards of the house: the list with its rhythm, one of them, its seats and who holds them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.team import at_work
from cordee.commissions import boards, fetch, panels, planning, reading
from cordee.commissions.access import MEMBERS, PEN, READERS, ROLES, can, reason_against
from cordee.commissions.forms import (
    BoardForm,
    CollegeForm,
    ContactForm,
    HolderForm,
    LeaveForm,
    SeatForm,
    SittingForm,
    board_initial,
)
from cordee.commissions.models import Board
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.pathways.fetch import Choices
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb

CHANGERS = ROLES["board:change"]


def crumbs(*more: tuple[str, str]) -> list[Crumb]:
    return [Crumb(_("Commissions"), reverse("commissions")), *(Crumb(label, url) for label, url in more)]


@page(roles=MEMBERS)
def commissions(request: HttpRequest) -> HttpResponse:
    """The boards of the house and their rhythm; for a member of a board, the sittings they were called to."""
    actor = request.actor  # type: ignore[attr-defined]
    if not can(actor, "commission:see"):
        rows = fetch.own_sittings(actor)
        own = {"sittings": [panels.sitting_line(one, with_board=True) for one in rows]}
        return render(request, "commissions/own.html", own)
    kept = fetch.boards_of(actor)
    choices = Choices(actor)
    context = {
        "boards": [panels.board_card(one, actor) for one in kept],
        "offered": _offered(choices, kept) if can(actor, "board:change") else [],
        "why_not": reason_against(actor, "board:change"),
    }
    return render(request, "commissions/list.html", context)


def _offered(choices: Choices, kept: list[Any]) -> list[tuple[str, str]]:
    """Programmes that describe a board nobody has made yet."""
    made = {one.board.from_programme_id for one in kept}
    return [
        (str(version.programme_id), choices.definition_for(version.programme_id).label)  # type: ignore[union-attr]
        for version in choices.versions
        if version.programme_id not in made
        and choices.definition_for(version.programme_id).admission.mode == "board"  # type: ignore[union-attr]
    ]


@page(roles=CHANGERS, only_writes=True)
def board_from_programme(request: HttpRequest) -> HttpResponse:
    """The board a programme describes, in one gesture."""
    actor = request.actor  # type: ignore[attr-defined]
    choices = Choices(actor)
    version = choices.version_of(request.POST.get("programme", ""))
    definition = choices.definition_for(version.programme_id) if version else None
    if version is None or definition is None:
        messages.error(request, _("Ce dispositif n’est plus proposé."))
        return HttpResponseRedirect(reverse("commissions"))
    try:
        wanted, seats = boards.wanted_from(definition, version.programme_id)
        board = boards.make_board(wanted, seats, by=actor, on=actor.today)
    except BadInput as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("commissions"))
    messages.success(request, _("Commission créée avec ses collèges. Il reste à dire qui y siège."))
    return HttpResponseRedirect(reverse("board", args=[board.pk]))


def _board_form(request: HttpRequest, choices: Choices, board: Board | None) -> BoardForm:
    data = request.POST if request.method == "POST" else None
    form = BoardForm(data, initial=board_initial(board) if board else None, today=choices.actor.today)
    form.choose("serves", choices.programmes)
    return form


@page(roles=CHANGERS, writes=True)
def new_board(request: HttpRequest) -> HttpResponse:
    """A board made by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    choices = Choices(actor)
    form = _board_form(request, choices, None)
    if request.method == "POST" and form.is_valid():
        known = {pk: UUID(pk) for pk, _label in choices.programmes}
        try:
            board = boards.make_board(form.wanted(known), by=actor, on=actor.today)
        except BadInput as error:
            form.take(error)
        else:
            messages.success(request, _("Commission créée. Nommez maintenant ses collèges."))
            return HttpResponseRedirect(reverse("board", args=[board.pk]))
    context = {"form": form, "crumbs": crumbs((_("Nouvelle commission"), "")), "back": reverse("commissions")}
    return render(request, "commissions/board_form.html", context, status=422 if form.errors else 200)


@page(roles=CHANGERS, writes=True)
def change_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    board = fetch.board_for(actor, pk)
    choices = Choices(actor)
    form = _board_form(request, choices, board)
    url = reverse("board", args=[board.pk])
    if request.method == "POST" and form.is_valid():
        known = {code: UUID(code) for code, _label in choices.programmes}
        try:
            boards.change_board(
                board, form.wanted(known), by=actor, version=form.cleaned_data["version"] or 0
            )
        except (BadInput, StaleState) as error:
            form.take(error)
        else:
            messages.success(request, _("Modifications enregistrées."))
            return HttpResponseRedirect(url)
    context = {
        "form": form,
        "board": board,
        "back": url,
        "crumbs": crumbs((board.label, url), (_("Modifier"), "")),
    }
    return render(request, "commissions/board_form.html", context, status=422 if form.errors else 200)


@page(roles=CHANGERS, only_writes=True)
def close_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It meets no more; what it decided stays."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.board_for(actor, pk)
    try:
        boards.close_board(found, by=actor, on=actor.today)
    except BadInput as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("board", args=[found.pk]))
    messages.success(
        request,
        _("%(board)s ne se réunit plus. Ses séances et ses décisions restent.") % {"board": found.label},
    )
    return HttpResponseRedirect(reverse("commissions"))


@page(roles=READERS)
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Seats and holders, the rhythm, its sittings."""
    actor = request.actor  # type: ignore[attr-defined]
    return _shown(request, actor, fetch.board_for(actor, pk))


def _shown(request: HttpRequest, actor: Any, found: Board, seat: SeatForm | None = None) -> HttpResponse:
    """seat: the college that could not be added, as typed."""
    whole = fetch.whole_of(actor, found)
    kept = fetch.Kept(found)
    for sitting in whole.sittings:
        if sitting.state != "cancelled":
            kept.shelve(sitting)
    changes = can(actor, "board:change")
    context = {
        "board": found,
        "card": panels.board_card(kept, actor),
        "facts": panels.board_facts(found, Choices(actor)),
        "colleges": [panels.college_of(one, actor) for one in whole.colleges],
        "coming": [panels.sitting_line(one) for one in reversed(whole.sittings) if one.is_coming],
        "past": [panels.sitting_line(one) for one in whole.sittings if not one.is_coming],
        "waiting": _in_line(actor, whole.in_line),
        "may_change": changes,
        "why_not": reason_against(actor, "board:change"),
        "seat_form": (seat or SeatForm()) if changes else None,
        "may_plan": can(actor, "sitting:prepare"),
        "crumbs": crumbs((found.label, "")),
    }
    return render(request, "commissions/board.html", context, status=422 if seat else 200)


def _in_line(actor: Any, rows: Sequence[Any]) -> list[panels.WaitingLine]:
    """Those the board put on its waiting list, by rank; what it said since takes them off."""
    known = reading.known_of(actor, [row.item for row in rows])
    choices = Choices(actor)
    return [
        panels.waiting_line(
            row, rank, known, actor, choices.definition_for(row.item.programme_id), since=row.since
        )
        for rank, row in enumerate(rows, start=1)
    ]


@page(roles=CHANGERS, only_writes=True)
def add_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.board_for(actor, pk)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _shown(request, actor, found, form)
    boards.add_seat(found, by=actor, label=form.cleaned_data["label"])
    messages.success(request, _("Collège ajouté."))
    return HttpResponseRedirect(reverse("board", args=[found.pk]))


@page(roles=CHANGERS, only_writes=True)
def close_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The college leaves the board."""
    actor = request.actor  # type: ignore[attr-defined]
    seat = fetch.seat_for(actor, pk)
    boards.close_seat(seat, by=actor, on=actor.today)
    messages.success(
        request, _("Ce collège ne fait plus partie de la commission. Les séances passées le gardent.")
    )
    return HttpResponseRedirect(reverse("board", args=[seat.board_id]))


@page(roles=CHANGERS, writes=True)
def new_holder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody holds a seat. pk: of the college."""
    actor = request.actor  # type: ignore[attr-defined]
    seat = fetch.seat_for(actor, pk)
    url = reverse("board", args=[seat.board_id])
    accounts = at_work(actor)
    data = request.POST if request.method == "POST" else None
    form = HolderForm(data, initial={"on": actor.today}, today=actor.today)
    form.choose("account", [("", _("Aucun")), *((str(one.pk), one.display_name) for one in accounts)])
    if data is not None and form.is_valid():
        member = next((one for one in accounts if str(one.pk) == form.cleaned_data["account"]), None)
        try:
            boards.seat_holder(seat, form.wanted(member), by=actor, on=form.cleaned_data["on"])
        except BadInput as error:
            form.take(error)
        else:
            messages.success(request, _("Membre ajouté."))
            return HttpResponseRedirect(url)
    context = {
        "form": form,
        "seat": seat,
        "back": url,
        "crumbs": crumbs((seat.board.label, url), (_("Nouveau membre"), "")),
    }
    return render(request, "commissions/holder_form.html", context, status=422 if form.errors else 200)


@page(roles=CHANGERS, writes=True)
def holder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who sits is written down right, changes college, or leaves; what was stays written."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.holder_for(actor, pk)
    url = reverse("board", args=[found.seat.board_id])
    asked = next((name for name in ("quitter", "corriger") if name in request.POST), "changer")
    shown = _holder_forms(request, found, asked)
    form = shown[asked]
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _do_to_holder(actor, found, asked, form))
        except BadInput as error:
            form.take(error)
        else:
            return HttpResponseRedirect(url)
    context = {
        "holder": found,
        "contact": shown["corriger"],
        "college": shown["changer"],
        "leave": shown["quitter"],
        "back": url,
        "crumbs": crumbs((found.seat.board.label, url), (found.name, "")),
    }
    return render(request, "commissions/holder.html", context, status=422 if form.errors else 200)


def _holder_forms(request: HttpRequest, found: Any, asked: str) -> dict[str, Any]:
    """The three forms of the page; what was sent goes to the one it was typed in."""
    actor = request.actor  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    known = {"name": found.name, "structure": found.structure, "email": found.email}
    moved = {"rank": found.rank, "on": max(actor.today, found.from_on + timedelta(days=1))}
    kinds: dict[str, tuple[Any, dict[str, Any]]] = {
        "corriger": (ContactForm, known),
        "changer": (CollegeForm, moved),
        "quitter": (LeaveForm, {"on": actor.today}),
    }
    shown = {
        name: kind(sent if name == asked else None, initial=first, today=actor.today, auto_id=f"{name}_%s")
        for name, (kind, first) in kinds.items()
    }
    seats = [
        one.seat for one in fetch.whole_of(actor, found.seat.board).colleges if one.seat.closed_on is None
    ]
    shown["changer"].choose("seat", [(str(seat.pk), seat.label) for seat in seats])
    return shown


def _do_to_holder(actor: Any, found: Any, asked: str, form: Any) -> str:
    """Do what the form asks; the sentence that says so. Raises BadInput."""
    kept = form.cleaned_data
    if asked == "corriger":
        boards.correct_holder(found, by=actor, **kept)
        return _("Coordonnées corrigées. Si une convocation était partie sans réponse, convoquez de nouveau.")
    if asked == "quitter":
        boards.end_holder(found, by=actor, on=kept["on"])
        return _("Fin notée. Son nom reste dans les séances passées.")
    seat = fetch.seat_for(actor, kept["seat"])
    boards.change_college(found, by=actor, seat=seat, on=kept["on"], rank=kept["rank"])
    return _("Nouveau collège noté. L’ancien reste dans l’histoire de la commission.")


@page(roles=PEN, writes=True)
def plan_sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sitting to come, or one of before that is written down."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.board_for(actor, pk)
    url = reverse("board", args=[found.pk])
    data = request.POST if request.method == "POST" else None
    initial = {"at": found.at, "minutes": found.minutes, "where": found.place}
    form = SittingForm(data, initial=initial, today=actor.today)
    if data is not None and form.is_valid():
        kept = form.cleaned_data
        try:
            made = planning.plan_sitting(
                found, by=actor, day=kept["day"], at=kept["at"], minutes=kept["minutes"], place=kept["where"]
            )
        except (BadInput, RuleBroken) as error:
            form.take(error)
        else:
            messages.success(request, _("Séance prévue. Voici ce qui l’attend."))
            return HttpResponseRedirect(reverse("sitting", args=[made.pk]))
    context = {
        "form": form,
        "board": found,
        "back": url,
        "crumbs": crumbs((found.label, url), (_("Nouvelle séance"), "")),
    }
    return render(request, "commissions/sitting_form.html", context, status=422 if form.errors else 200)
