"""The contracts of the house: the old ones to replace first, those to sign, those that run."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cordee.engagements import fetch, panels
from cordee.engagements.access import MAKERS
from cordee.engagements.fetch import EVERY, OLD, RUNNING, TO_SIGN
from cordee.engagements.rules import everybody_by
from cordee.engagements.texts import Text
from cordee.people.access import name_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.shapes import Badge, Cell, Column, Crumb, Tab, Table

SHOWN = {
    OLD: _("Anciens, à remplacer"),
    TO_SIGN: _("À signer"),
    RUNNING: _("Signés"),
    EVERY: _("Tous"),
}


@page(roles=MAKERS)
def contract_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for something first: the old contracts, with the day they must be replaced by (RSA-20)."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = request.GET.get("voir", OLD)
    shown = shown if shown in SHOWN else OLD
    mine = request.GET.get("miens") == "1"
    after = request.GET.get("apres", "")
    found = fetch.page_of(actor, shown, mine=mine, after=after)
    access_log.record(actor, what="contract.listed", person=None, holder=actor.organisation.pk, detail=shown)
    lines = [line_of(actor, row) for row in found.rows]
    context = {
        "crumbs": [Crumb(str(_("Personnes")), reverse("people")), Crumb(str(_("Contrats")))],
        "table": table_of([line for line in lines if line is not None]),
        "tabs": [Tab(str(SHOWN[one]), _address(one, mine), one == shown) for one in SHOWN],
        "mine": mine,
        "mine_url": _address(shown, not mine),
        "shown": shown,
        "is_old": shown == OLD,
        "by": everybody_by(),
        "today": actor.today,
        "is_late": shown == OLD and actor.today > everybody_by(),
        "next_url": _address(shown, mine, found.after) if found.after else "",
        "first_url": _address(shown, mine) if after else "",
    }
    return render(request, "engagements/list.html", context)


def _address(shown: str, mine: bool, after: str = "") -> str:
    asked = {"voir": shown, **({"miens": "1"} if mine else {}), **({"apres": after} if after else {})}
    return f"{reverse('contract_list')}?{urlencode(asked)}"


def line_of(actor: Any, row: Any) -> panels.Row | None:
    """A contract of the list; none when its programme no longer knows it."""
    kind = fetch.kind_known(row)
    if kind is None:
        return None
    text = Text(from_on=row.from_on, until_on=row.until_on, review_on=None if row.is_old else row.review_on)
    late = row.is_old and row.status == "signed" and actor.today > everybody_by()
    return panels.Row(
        url=reverse("contract", args=[row.person_id, row.pk]),
        label=kind.label,
        badge=Badge(str(_("En retard")), "late") if late else panels.status_badge(row),
        detail=panels.days_words(text),
        name=name_of(actor, row.person),
    )


def table_of(lines: list[panels.Row]) -> Table:
    return Table(
        str(_("Contrats")),
        [
            Column(str(_("Personne"))),
            Column(str(_("Contrat"))),
            Column(str(_("Dates"))),
            Column(str(_("État"))),
        ],
        [
            [Cell(line.name, url=line.url), Cell(line.label), Cell(line.detail), Cell("", badge=line.badge)]
            for line in lines
        ],
    )
