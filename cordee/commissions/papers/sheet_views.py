"""The sheet of a situation on the screen and on paper; those of a whole sitting in one PDF."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cordee.commissions import fetch, reading
from cordee.commissions.models import Sitting
from cordee.commissions.papers import anonymising
from cordee.commissions.papers.access import ROLES
from cordee.commissions.papers.composing import names_of, sheet_of
from cordee.commissions.papers.gathering import Gathered, gather
from cordee.commissions.papers.printing import printed
from cordee.commissions.papers.sheets import Sheet
from cordee.commissions.sitting_views import crumbs_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming

ANONYMOUS = "sansnom"


@page(roles=ROLES["sheet:read"])
def sheet(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """One situation, whole: what everybody present may read."""
    actor = request.actor  # type: ignore[attr-defined]
    found, one, place = _one(request, pk, item)
    access_log.record(actor, what="commission.sheet", person=one.item.person_id, detail=str(one.item.pk))
    shown = _sheet(actor, one, place, ANONYMOUS in request.GET)
    context = {
        "sitting": found,
        "item": one.item,
        "sheet": shown,
        "is_anonymous": ANONYMOUS in request.GET,
        "crumbs": crumbs_of(actor, found, (shown.name, "")),
    }
    return render(request, "commissions/papers/sheet.html", context)


@page(roles=ROLES["sheet:read"])
def sheet_pdf(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """The same on one page."""
    actor = request.actor  # type: ignore[attr-defined]
    found, one, place = _one(request, pk, item)
    access_log.record(actor, what="commission.printed", person=one.item.person_id, detail=str(one.item.pk))
    shown = _sheet(actor, one, place, ANONYMOUS in request.GET)
    return _given(actor, found, [shown], together=False)


@page(roles=ROLES["sheet:print_all"])
def sheets_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every situation of a sitting, a page each, in the order of the agenda."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    told = gather(actor, reading.items_of(actor, found))
    people = sorted({one.item.person_id for one in told if one.item.person_id is not None})
    access_log.record_each(actor, people, what="commission.printed", detail=str(found.pk))
    hidden = ANONYMOUS in request.GET
    sheets = [_sheet(actor, one, place, hidden) for place, one in enumerate(told, start=1)]
    return _given(actor, found, sheets, together=True)


def _one(request: HttpRequest, pk: UUID, item: UUID) -> tuple[Sitting, Gathered, int]:
    """The sitting, what is known of the situation, its place. Raises Http404."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    return found, gather(actor, [row])[0], row.position


def _sheet(actor: Any, one: Gathered, place: int, hidden: bool) -> Sheet:
    shown = sheet_of(actor, one, number=place)
    if not hidden:
        return shown
    return anonymising.anonymous(shown, names_of(actor, one), ages=one.ages(actor.today), number=place)


def _given(actor: Any, sitting: Sitting, sheets: Sequence[Sheet], *, together: bool) -> HttpResponse:
    content = printed(sheets, sitting, house=str(actor.organisation), together=together)
    label = _("Fiches de la séance") if together else _("Fiche %(name)s") % {"name": sheets[0].name}
    return giving.attachment(
        content, naming.offered(f"{label} {sitting.day:%Y-%m-%d}", "pdf"), "application/pdf"
    )
