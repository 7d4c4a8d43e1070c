"""A sitting prepared: its agenda, what may be admitted, who is called, moved, cancelled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.commissions import agenda, fetch, lines, panels, planning, reading, waiting
from cordee.commissions.access import MEMBERS, PEN, ROLES, can
from cordee.commissions.board_views import crumbs
from cordee.commissions.enums import ItemKind, SittingState
from cordee.commissions.forms import AnswerForm, CancelForm, SittingForm
from cordee.commissions.minutes import access as minutes
from cordee.commissions.models import Sitting
from cordee.commissions.movements import movements_of
from cordee.commissions.news import access as news
from cordee.commissions.papers import access as papers
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.people.search import find_people
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo

PROPOSERS = ROLES["item:propose"]
MOST_FOUND = 8


def site_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def here(sitting: Sitting) -> str:
    return reverse("sitting", args=[sitting.pk])


def crumbs_of(actor: Any, sitting: Sitting, *more: tuple[str, str]) -> list[Any]:
    board = reverse("board", args=[sitting.board_id]) if can(actor, "commission:see") else ""
    own = (panels.day_label(sitting), here(sitting) if more else "")
    return crumbs((sitting.board.label, board), own, *more)


@page(roles=MEMBERS)
def sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda, what can be admitted, who comes. A member of the board reads the agenda alone."""
    actor = request.actor  # type: ignore[attr-defined]
    return _shown(request, actor, fetch.sitting_for(actor, pk))


def _shown(
    request: HttpRequest, actor: Any, found: Sitting, cancel: CancelForm | None = None
) -> HttpResponse:
    """cancel: what was typed to cancel it, when it was refused."""
    whole = reading.agenda_of(actor, found, with_calls=can(actor, "commission:see"))
    access_log.record(actor, what="commission.opened", detail=str(found.pk))
    prepares = can(actor, "sitting:prepare") and found.may_be_prepared
    shown = lines.Agenda(
        actor=actor,
        sitting=found,
        items=whole.items,
        known=whole.known,
        decisions=whole.decisions,
        guests=whole.guests,
        may_move=prepares and found.is_coming,
        may_take_off=can(actor, "item:propose") and found.is_coming,
    )
    context = {
        "sitting": found,
        "board": found.board,
        "badge": panels.state_badge(found),
        "shown": shown,
        "totals": shown.totals,
        "prepares": prepares,
        "proposes": can(actor, "item:propose") and found.may_be_prepared,
        "is_coming": found.is_coming,
        "holds": can(actor, "sitting:hold") and found.state != SittingState.CANCELLED,
        "may_open": found.is_coming and found.day <= actor.today,
        "why_not_open": panels.why_not_open(found, actor),
        "today": actor.today,
        "prints": papers.can(actor, "sheet:print_all"),
        "gives_news": found.state in (SittingState.CLOSED, SittingState.APPROVED)
        and news.can(actor, "news:give"),
        "reads_minutes": found.is_held and minutes.can(actor, "minutes:read"),
        "crumbs": crumbs_of(actor, found),
    }
    if can(actor, "commission:see"):
        context |= _of_the_team(actor, found, whole, cancel)
    return render(request, "commissions/sitting.html", context, status=422 if cancel else 200)


def _of_the_team(
    actor: Any, found: Sitting, whole: reading.Lists, cancel: CancelForm | None
) -> dict[str, Any]:
    """What the house prepares the sitting with: movements, calls."""
    asked = [item.programme_id for item in whole.items if item.kind == ItemKind.ADMISSION]
    return {
        "movements": movements_of(actor, found.board, on=found.day, asked=asked)
        if found.may_be_prepared
        else [],
        "calls": [panels.call_line(one, found, actor) for one in whole.calls],
        "cancel_form": cancel or CancelForm(initial={"version": found.version}, auto_id="annuler_%s"),
    }


@page(roles=PROPOSERS, writes=True)
def offers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What waits for this sitting; what is ticked goes on its agenda in one gesture."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    candidates = waiting.candidates(actor, found.board, on=found.day)
    if request.method == "POST":
        chosen = waiting.chosen(candidates, request.POST.getlist("chosen"))
        try:
            if not chosen:
                raise BadInput("chosen", _("Cochez au moins une situation."))
            made = agenda.put_on_agenda(found, chosen, by=actor)
        except (BadInput, StaleState) as error:
            messages.error(request, str(error))
        else:
            said = ngettext("%d situation inscrite.", "%d situations inscrites.", len(made)) % len(made)
            messages.success(request, said)
            return HttpResponseRedirect(here(found))
    typed = request.GET.get("q", "").strip()
    access_log.record(actor, what="commission.waiting", detail=str(found.pk))
    people = find_people(actor, typed, wanted=MOST_FOUND, at_worst=True) if typed else []
    if typed:
        access_log.record_search(actor, typed)
    context = {
        "sitting": found,
        "groups": lines.offered(candidates, actor),
        "count": len(candidates),
        "typed": typed,
        "people": [one.person for one in people if one.person.organisation_id == actor.organisation.pk],
        "kinds": [(kind.value, kind.label) for kind in ItemKind if found.board.may(kind)],
        "may_add": found.may_be_prepared,
        "crumbs": crumbs_of(actor, found, (_("Ce qui attend"), "")),
    }
    return render(request, "commissions/offers.html", context)


@page(roles=PROPOSERS, only_writes=True)
def add_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One situation by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    kind = request.POST.get("kind", "")
    person = fetch.person_for(actor, request.POST.get("person", ""))
    pathway = fetch.pathway_of(actor, person, found.board)
    try:
        agenda.add_by_hand(found, by=actor, kind=kind, person=person, pathway=pathway)
    except (BadInput, StaleState) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("sitting_offers", args=[found.pk]))
    messages.success(request, _("Situation inscrite."))
    return HttpResponseRedirect(here(found))


@page(roles=PEN, writes=True)
def change_sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another day, hour or place."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    data = request.POST if request.method == "POST" else None
    initial = {
        "day": found.day, "at": found.at, "minutes": found.minutes, "where": found.place, "version": found.version,
    }  # fmt: skip
    form = SittingForm(data, initial=initial, today=actor.today)
    if data is not None and form.is_valid():
        kept = form.cleaned_data
        try:
            planning.change_sitting(
                found,
                by=actor,
                version=kept["version"] or 0,
                day=kept["day"],
                at=kept["at"],
                minutes=kept["minutes"],
                place=kept["where"],
                site=site_of(request),
            )
        except (BadInput, StaleState) as error:
            form.take(error)
        else:
            messages.success(request, _("Séance modifiée."))
            return HttpResponseRedirect(here(found))
    context = {
        "form": form,
        "board": found.board,
        "sitting": found,
        "back": here(found),
        "crumbs": crumbs_of(actor, found, (_("Changer"), "")),
    }
    return render(request, "commissions/sitting_form.html", context, status=422 if form.errors else 200)


def version_of(request: HttpRequest) -> int:
    """The version a form was shown with; of the offer to undo, that of its address."""
    text = request.POST.get("version") or request.GET.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


@page(roles=PEN, only_writes=True)
def convene(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call everybody who sits, in one gesture."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    try:
        called = planning.convene(found, by=actor, version=version_of(request), site=site_of(request))
    except (BadInput, StaleState) as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "Séance convoquée\u202f: un courriel part.",
            "Séance convoquée\u202f: %d courriels partent.",
            called.written,
        )
        if called.written == 0 and not called.failed:
            said = _("Séance convoquée\u202f: personne n’a d’adresse, prévenez-les autrement.")
        messages.success(request, said % called.written if "%d" in said else said)
        if called.failed:
            said = _(
                "Leur adresse ne convient pas, rien ne leur est parti\u202f: %(names)s. Corrigez, puis convoquez."
            )
            messages.warning(request, said % {"names": ", ".join(called.failed)})
    return HttpResponseRedirect(here(found))


@page(roles=PEN, only_writes=True)
def cancel_sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It does not take place: its situations wait again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    form = CancelForm(request.POST, auto_id="annuler_%s")
    if not form.is_valid():
        return _shown(request, actor, found, form)
    try:
        number = planning.cancel_sitting(
            found, by=actor, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
        )
    except (BadInput, StaleState) as error:
        messages.error(request, str(error))
    else:
        said = _("Séance annulée. Rien n’est perdu.")
        if number:
            said = ngettext(
                "Séance annulée\u202f: sa situation attend de nouveau.",
                "Séance annulée\u202f: ses %d situations attendent de nouveau.",
                number,
            )
        messages.success(request, said % number if "%d" in said else said)
    return HttpResponseRedirect(here(found))


@page(roles=PEN, writes=True)
def note_answer(request: HttpRequest, pk: UUID, call: UUID) -> HttpResponse:
    """An answer heard on the phone."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    convocation = fetch.convocation_for(actor, found, call)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, initial={"choice": convocation.answer, "replaced_by": convocation.substitute})
    if data is not None and form.is_valid():
        kept = form.cleaned_data
        planning.note_answer(convocation, by=actor, answer=kept["choice"], substitute=kept["replaced_by"])
        messages.success(request, _("Réponse notée."))
        return HttpResponseRedirect(here(found))
    context = {
        "form": form,
        "holder": convocation.holder,
        "back": here(found),
        "crumbs": crumbs_of(actor, found, (convocation.holder.name, "")),
    }
    return render(request, "commissions/answer.html", context, status=422 if form.errors else 200)


@page(roles=PEN, only_writes=True)
def move_item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Up, down, or to a place."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    place = request.POST.get("rang", "")
    try:
        agenda.move_item(
            row, by=actor, to=int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 1
        )
    except StaleState as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(f"{here(found)}#situation-{row.pk}")


@page(roles=PROPOSERS, only_writes=True)
def take_off(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Off the agenda; it waits again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    try:
        agenda.take_off(row, by=actor, version=row.version)
    except (NotAllowed, StaleState) as error:
        messages.error(request, str(error))
    else:
        undo = reverse("put_back_item", args=[found.pk, row.pk])
        offer_undo(request, _("Situation ôtée de l’ordre du jour\u202f: elle attend de nouveau."), undo)
    return HttpResponseRedirect(here(found))


@page(roles=PROPOSERS, only_writes=True)
def put_back(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """On the agenda again, at its end."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    try:
        agenda.put_back(row, by=actor)
    except (BadInput, NotAllowed, StaleState) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Situation remise à la fin de l’ordre du jour."))
    return HttpResponseRedirect(here(found))
