"""The relays of the house: what did they answer, whom to call again; and whom to orient, from a partner's page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cordee.people.access import name_of
from cordee.people.search import find_people
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.relays import fetch, panels
from cordee.relays.access import SENDERS
from cordee.relays.enums import Dimension, State
from cordee.relays.fetch import PAGE, Asked
from cordee.relays.forms import WhoForm
from cordee.ui.shapes import Cell, Column, Crumb, Tab, Table

SHOWN = {
    "out": _("En cours"),
    "answered": _("Ont répondu"),
    "prepared": _("En préparation"),
    "over": _("Terminés"),
    "all": _("Tous"),
}
MOST_FOUND = 20


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; what makes no sense is left out."""
    asked = request.GET
    shown = asked.get("voir", "out")
    dimension = asked.get("pour", "")
    start = asked.get("rang", "")
    try:
        partner = UUID(asked["partenaire"]) if asked.get("partenaire") else None
    except ValueError:
        partner = None
    return Asked(
        shown if shown in SHOWN else "out",
        partner,
        dimension if dimension in Dimension.values else "",
        asked.get("retard") == "1",
        asked.get("miens") == "1",
        int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0,
    )


def address_for(asked: Asked, **changes: Any) -> str:
    told = {**vars(asked), "start": 0} | changes
    query = {
        "voir": told["shown"] if told["shown"] != "out" else "",
        "partenaire": told["partner"] or "",
        "pour": told["dimension"],
        "retard": "1" if told["late"] else "",
        "miens": "1" if told["mine"] else "",
        "rang": told["start"] or "",
    }
    return f"{reverse('relays')}?{urlencode({name: value for name, value in query.items() if value})}"


@page(roles=SENDERS)
def relays(request: HttpRequest) -> HttpResponse:
    """What waits the longest first; by state, partner, late."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = asked_of(request)
    found = fetch.list_of(actor, asked)
    partner = fetch.partner_named(actor, str(asked.partner)) if asked.partner else None
    access_log.record(actor, what="relay.listed", holder=actor.organisation.pk, detail=asked.shown)
    lines = [
        panels.line_of(told, actor.today, name=name_of(actor, found.people[told.row.person_id]))
        for told in fetch.told_of(found)
    ]
    context = {
        "table": table_of(lines),
        "asked": asked,
        "partner": partner,
        "tabs": [
            Tab(str(label), address_for(asked, shown=code), code == asked.shown)
            for code, label in SHOWN.items()
        ],
        "mine_url": address_for(asked, mine=not asked.mine),
        "late_url": address_for(asked, late=not asked.late),
        "any_partner_url": address_for(asked, partner=None),
        "next_url": address_for(asked, start=asked.start + PAGE) if found.has_more else "",
        "first_url": address_for(asked) if asked.start else "",
        "crumbs": [Crumb(str(_("Partenaires")), reverse("partners")), Crumb(str(_("Relais")))],
    }
    return render(request, "relays/list.html", context)


def table_of(lines: list[panels.Line]) -> Table:
    return Table(
        str(_("Relais")),
        [Column(str(label)) for label in (_("Personne"), _("Vers"), _("État"), _("Depuis"), _("Suivi par"))],
        [
            [
                Cell(line.name, url=line.url, detail=line.need),
                Cell(
                    line.towards,
                    detail=", ".join(part for part in (line.what, line.to) if part),
                    badge=line.closed,
                ),
                Cell("", badge=line.late or line.badge, detail=line.badge.label if line.late else ""),
                Cell(line.when),
                Cell(line.follower),
            ]
            for line in lines
        ],
    )


@page(roles=SENDERS)
def figures(request: HttpRequest) -> HttpResponse:
    """How many relays, by partner, by what for, by answer: each figure opens its rows."""
    actor = request.actor  # type: ignore[attr-defined]
    counts = fetch.counts_of(actor, Asked("all"))
    by_partner: dict[Any, tuple[str, int]] = {}
    by_dimension: dict[str, int] = {}
    by_state: dict[str, int] = {}
    for partner, name, dimension, state, many in counts:
        if state in (State.PREPARED, State.DECLINED):
            continue
        _name, before = by_partner.get(partner, (name, 0))
        by_partner[partner] = (name, before + many)
        by_dimension[dimension] = by_dimension.get(dimension, 0) + many
        by_state[state] = by_state.get(state, 0) + many
    access_log.record(actor, what="relay.listed", holder=actor.organisation.pk, detail="figures")
    every = Asked("all")
    partners = sorted(by_partner.items(), key=lambda one: (-one[1][1], one[1][0].casefold()))
    context = {
        "partners": [
            (name or _("Hors répertoire"), many, address_for(every, partner=pk) if pk else "")
            for pk, (name, many) in partners
        ],
        "dimensions": [
            (Dimension(code).label, many, address_for(every, dimension=code))
            for code, many in sorted(by_dimension.items(), key=lambda one: -one[1])
        ],
        "states": [(State(code).label, by_state[code]) for code in State.values if code in by_state],
        "total": sum(by_state.values()),
        "crumbs": [Crumb(str(_("Relais")), reverse("relays")), Crumb(str(_("En chiffres")))],
    }
    return render(request, "relays/figures.html", context)


@page(roles=SENDERS)
def orient(request: HttpRequest) -> HttpResponse:
    """Whom to orient: a name, then their own page; the partner comes along when its page was left for this one."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WhoForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    partner = fetch.partner_named(actor, request.GET.get("partenaire", ""))
    along = f"?{urlencode({'partenaire': partner.pk})}" if partner else ""
    found = [
        (name_of(actor, one.person), f"{reverse('new_relay', args=[one.person.pk])}{along}")
        for one in find_people(actor, typed, wanted=MOST_FOUND, at_worst=True)
    ]
    if typed:
        access_log.record_search(actor, typed)
    context = {
        "form": form,
        "found": found,
        "typed": typed,
        "partner": partner,
        "crumbs": [Crumb(str(_("Relais")), reverse("relays")), Crumb(str(_("Orienter vers un partenaire")))],
    }
    return render(request, "relays/who.html", context)
