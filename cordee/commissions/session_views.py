"""In session, on a projected screen: presences, situation after situation, each decision in seconds.

Everything is a form and a link: the keyboard alone holds a sitting, with or without scripts. What is typed is kept as a
draft; two secretaries at once see each other's words rather than write over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.commissions import deciding, fetch, holding, lines, panels, reading, sealing
from cordee.commissions.access import PEN
from cordee.commissions.enums import SITTING, ItemState, Level, SittingState
from cordee.commissions.forms import ATTENDANCES, DecisionForm
from cordee.commissions.models import ItemDecision, Sitting, SittingItem
from cordee.commissions.rules import OUTCOMES, quorum
from cordee.commissions.sitting_views import crumbs_of, here, version_of
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.verdict import examine
from cordee.people import drafts
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo


def session_url(sitting: Sitting, item: Any = None) -> str:
    url = reverse("session", args=[sitting.pk])
    return f"{url}?situation={item.pk}" if item is not None else url


@page(roles=PEN, only_writes=True)
def open_sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It begins."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    try:
        holding.open_sitting(found, by=actor, version=version_of(request))
    except (BadInput, StaleState) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(here(found))
    return HttpResponseRedirect(session_url(found))


@page(roles=PEN, only_writes=True)
def close_sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is over; what was not examined waits again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    try:
        left = holding.close_sitting(found, by=actor, version=version_of(request))
    except StaleState as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(session_url(found))
    said = _("Séance close.")
    if left:
        said = ngettext(
            "Séance close. Une situation n’a pas été examinée\u202f: elle attend de nouveau.",
            "Séance close. %d situations n’ont pas été examinées\u202f: elles attendent de nouveau.",
            left,
        )
    messages.success(request, said % left if "%d" in said else said)
    return HttpResponseRedirect(here(found))


@page(roles=PEN, only_writes=True)
def reopen_sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Closed too soon."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    try:
        holding.reopen_sitting(found, by=actor, version=version_of(request))
    except StaleState as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(here(found))
    return HttpResponseRedirect(session_url(found))


@page(roles=PEN)
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The situation being examined, the others beside it, who is in the room."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    return _shown(request, actor, found, request.GET.get("situation", ""))


def _shown(
    request: HttpRequest,
    actor: Any,
    sitting: Sitting,
    wanted: str,
    form: DecisionForm | None = None,
    theirs: Sequence[ItemDecision] = (),
) -> HttpResponse:
    whole = reading.session_of(actor, sitting)
    items, room = whole.items, whole.room
    shown = lines.Agenda(
        actor=actor, sitting=sitting, items=items, known=whole.known, decisions=whole.decisions
    )
    current = _current(items, wanted)
    access_log.record(
        actor,
        what="commission.session",
        person=current.person_id if current else None,
        holder=sitting.organisation_id if current and current.person_id else None,
        detail=str(sitting.pk),
    )
    done = sum(item.state == ItemState.DECIDED for item in items)
    context = {
        "sitting": sitting,
        "board": sitting.board,
        "badge": panels.state_badge(sitting),
        "is_open": sitting.state == SittingState.OPEN,
        "may_decide": sitting.may_be_decided,
        "rows": [_row(shown, item, number, current) for number, item in enumerate(items, start=1)],
        "progress": _("%(done)s sur %(all)s") % {"done": done, "all": len(items)},
        "all_done": bool(items) and done == len(items),
        "current": _examined(actor, shown, current, whole, form, theirs, afresh="vide" in request.GET)
        if current
        else None,
        "crumbs": crumbs_of(actor, sitting, (_("En séance"), "")),
        **_room(sitting, room),
    }
    return render(request, "commissions/session.html", context, status=422 if form is not None else 200)


def _current(items: Sequence[SittingItem], wanted: str) -> SittingItem | None:
    """The one asked for, else the first still to examine, else the first."""
    chosen = next((item for item in items if str(item.pk) == wanted), None)
    waiting = next((item for item in items if item.state != ItemState.DECIDED), None)
    return chosen or waiting or (items[0] if items else None)


@dataclass(frozen=True)
class Row:
    """A situation in the margin of the screen."""

    number: int
    name: str
    url: str
    is_current: bool
    badges: Sequence[Any]


def _row(shown: lines.Agenda, item: SittingItem, number: int, current: SittingItem | None) -> Row:
    decided = shown.decisions.get(item.pk, {})
    return Row(
        number,
        shown.name(item),
        session_url(shown.sitting, item),
        current is not None and item.pk == current.pk,
        [
            panels.decision_badge(decided[level])
            for level in (Level.OPINION, Level.DECISION)
            if level in decided
        ],
    )


@dataclass(frozen=True)
class Examined:
    """The situation on the screen. level: what is to be written now, empty when everything is."""

    item: SittingItem
    name: str
    kind: str
    meta: str
    notes: str
    level: str
    heading: str
    form: DecisionForm | None
    resumed: Any
    draft_url: str
    fresh_url: str
    decided: Sequence[Any]
    theirs: Sequence[str]
    withdrawn: Sequence[Any]
    holders: Sequence[tuple[str, str]]


def _examined(
    actor: Any,
    shown: lines.Agenda,
    item: SittingItem,
    whole: reading.Lists,
    form: DecisionForm | None,
    theirs: Sequence[ItemDecision],
    *,
    afresh: bool = False,
) -> Examined:
    sitting = shown.sitting
    item.sitting = sitting
    person = shown.known.people.get(item.person_id) if item.person_id else None
    standing = list(shown.decisions.get(item.pk, {}).values())
    key = sealing.key_for(item, person) if standing or item.sealed_notes else b""
    is_open = sitting.may_be_decided and item.state != ItemState.DECIDED
    level = deciding.next_level(item, standing) if is_open or form is not None else ""
    resumed = drafts.NOTHING
    if level and form is None:
        resumed = drafts.NOTHING if afresh else drafts.resumed(actor, draft_of(item), person)
        form = decision_form(actor, item, level, typed=resumed.typed)
        form.awaits_choice = any(chair.attendance for chair in whole.room)
    minutes = ngettext("%d minute", "%d minutes", item.minutes) % item.minutes
    presenter = lines.presenter_of(item)
    withdrawn = whole.withdrawn.get(item.pk, [])
    gone = {one.holder_id for one in withdrawn}
    seated = [(pk, f"{name} ({chair.seat.label})") for chair in whole.room for pk, name in chair.holders]
    return Examined(
        item=item,
        name=shown.name(item),
        kind=panels.kind_words(item),
        meta=" · ".join(part for part in (presenter, minutes) if part),
        notes=sealing.read(item, "sealed_notes", key=key) if item.sealed_notes else "",
        level=level,
        heading=panels.level_heading(sitting.board, level),
        form=form,
        resumed=resumed,
        draft_url=_draft_url(item),
        fresh_url=f"{reverse('session', args=[sitting.pk])}?situation={item.pk}&vide",
        decided=[panels.told_decision(one, key) for one in standing],
        theirs=[panels.decision_words(one) for one in theirs],
        withdrawn=withdrawn,
        holders=[(str(pk), label) for pk, label in seated if pk not in gone],
    )


def draft_of(item: SittingItem) -> str:
    return f"seance-{item.pk}"


def _draft_url(item: SittingItem) -> str:
    if item.person_id is not None:
        return reverse("person_draft", args=[item.person_id, draft_of(item)])
    return reverse("draft", args=[draft_of(item)])


def decision_form(
    actor: Any, item: SittingItem, level: str, data: Any = None, typed: dict[str, Any] | None = None
) -> DecisionForm:
    """What may be written of this situation now. typed: what was, before the network or the session dropped."""
    kept = {name: value for name, value in (typed or {}).items() if name != "version"}
    board = item.sitting.board
    initial = {"version": item.version, "effective_from": item.sitting.day, **kept}
    form = DecisionForm(data, initial=initial, today=actor.today)
    by_authority = board.is_two_level and level == Level.DECISION
    answers = item.referral_id is not None and item.pathway_id is None and level == Level.DECISION
    form.offer(OUTCOMES[item.kind], by_authority=by_authority, answers_orientation=answers)
    return form


@page(roles=PEN, only_writes=True)
def decide(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Write down what was pronounced, and go to the next situation."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    standing = list(reading.decisions_of(actor, found).get(row.pk, {}).values())
    level = request.POST.get("niveau", "")
    if level not in Level.values:
        level = deciding.next_level(row, standing)
    form = decision_form(actor, row, level, data=request.POST)
    theirs: Sequence[ItemDecision] = ()
    if form.is_valid():
        try:
            made = deciding.record_decision(
                row, by=actor, wanted=form.told(level), version=form.cleaned_data["version"]
            )
        except (BadInput, RuleBroken) as error:
            form.take(error)
        except StaleState as error:
            form.take(error)
            theirs = standing
        else:
            person = fetch.person_for(actor, row.person_id) if row.person_id else None
            drafts.drop_draft(actor, draft_of(row), person)
            offer_undo(request, _("C’est noté."), _undo_url(found, made.item))
            return HttpResponseRedirect(session_url(found, _after(actor, found, row)))
    return _shown(request, actor, found, str(row.pk), form, theirs)


def _undo_url(sitting: Sitting, row: SittingItem) -> str:
    """Where what was just written is taken back, from the situation that follows."""
    return f"{reverse('undo_decision', args=[sitting.pk, row.pk])}?version={row.version}"


def _after(actor: Any, sitting: Sitting, row: SittingItem) -> Any:
    """The next one still to examine, this one when it still has a decision to come, else the page as it is."""
    items = reading.items_of(actor, sitting)
    places = [item.pk for item in items]
    start = places.index(row.pk) if row.pk in places else 0
    turned = [*items[start:], *items[:start]]
    following = [item for item in turned if item.state == ItemState.WAITING]
    opined = [item for item in turned if item.state == ItemState.OPINED]
    return next(iter(following or opined), None)


@page(roles=PEN, only_writes=True)
def undo_decision(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Take back what was written last."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    try:
        deciding.undo_decision(row, by=actor, version=version_of(request))
    except StaleState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Repris\u202f: rien de ce qui avait été noté ne compte plus."))
    return HttpResponseRedirect(session_url(found, row))


# Who is in the room


@dataclass(frozen=True)
class SeatLine:
    """A college and who speaks for it. other: the name of whoever sat without holding the seat."""

    pk: Any
    label: str
    attendance: str
    who: str
    other: str
    holders: Sequence[tuple[str, str]]
    is_there: bool


def _room(sitting: Sitting, room: Sequence[reading.Chair]) -> dict[str, Any]:
    there = {chair.seat.pk for chair in room if chair.attendance in SITTING}
    noted = any(chair.attendance for chair in room)
    verdict = quorum(
        holding.room_of(sitting, [chair.seat for chair in room], there, noted=noted),
        source=sitting.board.source or _("Composition de la commission"),
    )
    rows = [
        SeatLine(
            chair.seat.pk,
            chair.seat.label,
            chair.attendance,
            chair.who,
            chair.who if chair.who not in dict(chair.holders).values() else "",
            [(str(pk), name) for pk, name in chair.holders],
            chair.seat.pk in there,
        )
        for chair in room
    ]
    return {
        "seats": rows,
        "attendances": ATTENDANCES,
        "examination": examine([verdict]),
        "room_words": _("%(there)s collèges sur %(all)s") % {"there": len(there), "all": len(rows)},
        "asks_presences": not noted,
    }


@page(roles=PEN, only_writes=True)
def note_presences(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every college in one sending; those left blank are not said."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    seated = {str(one.pk): one for one in fetch.seated(actor, found)}
    try:
        for number, seat in enumerate(holding.seats_on(found)):
            attendance = request.POST.get(f"presence-{number}", "")
            if not attendance:
                continue
            chosen = seated.get(request.POST.get(f"titulaire-{number}", ""))
            name = request.POST.get(f"nom-{number}", "")
            holding.note_presence(found, seat, by=actor, attendance=attendance, holder=chosen, name=name)
    except (BadInput, StaleState) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Présences notées."))
    return HttpResponseRedirect(session_url(found))


@page(roles=PEN, only_writes=True)
def withdraw_holder(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """A member leaves the room for this situation."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    holder = fetch.holder_for(actor, request.POST.get("holder", ""))
    try:
        holding.withdraw_holder(row, holder, by=actor)
    except (BadInput, StaleState) as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Noté\u202f: %(name)s ne prend pas part à cette situation.") % {"name": holder.name}
        )
    return HttpResponseRedirect(session_url(found, row))


@page(roles=PEN, only_writes=True)
def undo_withdrawal(request: HttpRequest, pk: UUID, item: UUID, gone: UUID) -> HttpResponse:
    """Noted by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    try:
        holding.undo_withdrawal(fetch.withdrawal_for(actor, row, gone), by=actor)
    except StaleState as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(session_url(found, row))
