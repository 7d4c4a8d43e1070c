"""The directory and its figures, taken out. What is sensitive (ECO-06) never leaves: its name would tell something.

A cell is a text, never a formula: the writers of `spreadsheets` see to it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.words import french_list
from cordee.partners import fetch, panels, vocabulary
from cordee.partners.access import can
from cordee.partners.counting import counts_of
from cordee.partners.counting_views import labels
from cordee.partners.forms import PartnerFilters, typed_hours
from cordee.partners.identifiers import shown_phone
from cordee.partners.models import Partner, PartnerService
from cordee.spreadsheets.outgoing import ExportKind, Table
from cordee.spreadsheets.writers import OutColumn

AT_ONCE = 500


def table(actor: Any, asked: QueryDict) -> Table:
    """The list of its page, with the same filters, but those that are kept in."""
    form = PartnerFilters(asked, towns=fetch.places_of(actor))
    wanted = form.wanted()
    columns = (
        (_("Structure"), 30), (_("Sigle"), 12), (_("Nature"), 24), (_("Domaines"), 30), (_("Adresse"), 30),
        (_("Code postal"), 10), (_("Commune"), 20), (_("Téléphone"), 18), (_("Courriel"), 28), (_("Site web"), 28),
        (_("Horaires"), 30), (_("Territoire"), 24), (_("Référent"), 24), (_("Fonction"), 22),
        (_("Téléphone du référent"), 18), (_("Courriel du référent"), 28), (_("Besoins"), 40), (_("SIRET"), 16),
    )  # fmt: skip
    return Table(
        [
            *(OutColumn(label, width=width) for label, width in columns),
            OutColumn(_("Dernier contact"), "day", 12),
        ],
        _rows(actor, wanted),
        _told(form),
        lambda most: fetch.matching(actor, wanted)[:most].count(),
    )


def _told(form: PartnerFilters) -> list[str]:
    """The filters in force, in words."""
    return [
        f"{form.fields[name].label}\u202f: {panels.filter_words(form, name, value)}"
        for name, value in form.cleaned_data.items()
        if value
    ]


def leaving(actor: Any, wanted: fetch.Wanted) -> Iterator[Partner]:
    """Those that may leave in a file, in the order of the list."""
    rows = fetch.matching(actor, wanted).order_by("sort_key", "pk")
    return (row for row in rows.iterator(chunk_size=AT_ONCE) if not row.is_kept_in)


def _rows(actor: Any, wanted: fetch.Wanted) -> Iterator[Sequence[Any]]:
    partners = list(leaving(actor, wanted))
    referents, themes = fetch.referents_of(actor, partners), _themes(actor, partners)
    for row in partners:
        whom = referents.get(row.pk, [])
        yield [
            row.name,
            row.short_name,
            panels.kinds_words(row),
            panels.domains_words(row),
            ", ".join(part for part in (row.street, row.extra) if part),
            row.postcode,
            row.town,
            shown_phone(row.phone),
            row.email,
            row.website,
            typed_hours(row.opening_hours),
            row.territory,
            french_list([one.name for one in whom]),
            ", ".join(one.function for one in whom if one.function),
            ", ".join(shown_phone(one.phone) for one in whom if one.phone),
            ", ".join(one.email for one in whom if one.email),
            ", ".join(vocabulary.labels("themes", themes.get(row.pk, ()))),
            row.siret,
            row.last_contact_on,
        ]


def _themes(actor: Any, partners: Sequence[Partner]) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    rows = fetch.seen(PartnerService, actor).filter(closed_on=None, partner__in=[one.pk for one in partners])
    for partner, themes in rows.values_list("partner_id", "themes"):
        found.setdefault(partner, set()).update(themes)
    return found


def figures(actor: Any, asked: QueryDict) -> Table:
    """The network in figures, as its page shows it."""
    counts = counts_of(actor)
    unsaid = _("non renseigné")
    rows: list[Sequence[Any]] = [[_("Ensemble"), "", *(one.value for one in counts.total.figures)]]
    for label, told in ((_("Domaine"), counts.domains), (_("Commune"), counts.towns)):
        rows += [[label, row.label or unsaid, *(one.value for one in row.figures)] for row in told]
    return Table(
        [
            OutColumn(_("Par"), width=14),
            OutColumn(_("Lequel"), width=30),
            *(OutColumn(one, "number", 14) for one in labels()),
        ],
        rows,
        counted=lambda most: min(most, len(rows)),
    )


PARTNERS_LIST = ExportKind(
    "partenaires", lazy("Partenaires"), lambda actor: can(actor, "partner:read"), table
)
NETWORK_COUNTS = ExportKind(
    "reseau", lazy("Le réseau en chiffres"), lambda actor: can(actor, "partner:report"), figures
)
