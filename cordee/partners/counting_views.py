"""The network in figures, each of which opens its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cordee.partners.access import COUNTERS, can
from cordee.partners.counting import Counts, Row, counts_of
from cordee.partners.hooks import tabs_at
from cordee.partners.views import crumbs
from cordee.plumbing.access import page
from cordee.ui.shapes import Cell, Column, Crumb, Table


@page(roles=COUNTERS)
def counts(request: HttpRequest) -> HttpResponse:
    """How many partners, by domain and by town: with somebody named, alive, asleep."""
    actor = request.actor  # type: ignore[attr-defined]
    found = counts_of(actor)
    opens = can(actor, "partner:read")
    context = {
        "counts": found,
        "opens": opens,
        "stats": _stats(found, opens),
        "tables": [
            table_of(_("Par domaine"), _("Domaine"), [row for row in found.domains if row.has_some], opens),
            table_of(_("Par commune"), _("Commune"), found.towns, opens),
        ],
        "without": [row.label for row in found.domains if not row.has_some],
        "today": actor.today,
        "tabs": tabs_at("partner_counts") if opens else [],
        "crumbs": crumbs(Crumb(_("Chiffres"))) if opens else [],
    }
    return render(request, "partners/counts.html", context)


def labels() -> list[str]:
    """The columns of the figures, as counting.COLUMNS orders them."""
    return [
        _("Partenaires"), _("Avec un référent"), _("Sans référent"), _("Lien vivant"), _("En sommeil"),
        _("Aucun contact noté"),
    ]  # fmt: skip


def _stats(found: Counts, opens: bool) -> list[tuple[int, str, str]]:
    """(value, label, address) of the figures of the whole."""
    return [
        (figure.value, label.lower(), figure.url if opens else "")
        for figure, label in zip(found.total.figures, labels(), strict=True)
    ]


def table_of(caption: str, first: str, rows: list[Row], opens: bool) -> Table:
    """opens: each figure leads to its rows, for who may read them."""
    unsaid = _("non renseigné")
    return Table(
        caption,
        [Column(first), *(Column(label, kind="number") for label in labels())],
        [
            [
                Cell(row.label or unsaid),
                *(Cell(one.value, url=one.url if opens and one.value else "") for one in row.figures),
            ]
            for row in rows
        ],
        is_titled=True,
    )
