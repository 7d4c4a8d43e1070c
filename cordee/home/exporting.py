"""The people list, taken out: the lists of the page, with its filters, a column for each thing its reader may know.

Read in bulk: a few statements for ten thousand lines, never one per person. Protected addresses are in no file, nor
is anything of a restricted partition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.home import listing
from cordee.home.forms import PeopleFilters
from cordee.kernel.dates import BirthDate
from cordee.people.access import can
from cordee.people.models import ContactPoint, Person
from cordee.programmes.cached import definition_of, stage_label
from cordee.spreadsheets.outgoing import ExportKind, Table
from cordee.spreadsheets.writers import OutColumn

NAMES = ("first_names", "usage_name", "birth_name", "alias")
IN_FULL = (
    *NAMES,
    "birth",
    "languages",
    "needs_interpreter",
    "external_number",
    "created_on",
    "last_contact_on",
    "has_protected_contact",
)
CONTACTS = ("phone", "email", "address")


def table(actor: Any, asked: QueryDict) -> Table:
    """What this actor sees of the list its page shows with these filters."""
    from cordee.home.list_views import asked_for, view_tabs, views_open_to

    views = views_open_to(actor)
    wanted, form = asked_for(actor, asked, views)
    label = next(tab.label for tab in view_tabs(views, wanted.view) if tab.is_current)
    filters = [str(label), *_told(form)]
    if wanted.view in listing.BY_PATHWAY:
        rows, found = _pathway_rows(actor, wanted), listing.pathways(actor, wanted)
    else:
        rows, found = _person_rows(actor, wanted), listing.people_rows(actor, wanted)
    columns = _columns(actor, by_pathway=wanted.view in listing.BY_PATHWAY)
    return Table(columns, rows, filters, lambda most: found.order_by()[:most].count())


def _told(form: PeopleFilters) -> list[str]:
    told = []
    for name, value in form.cleaned_data.items():
        if value and name not in form.SETTINGS:
            label = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
            told.append(f"{form.fields[name].label}\u202f: {label}")
    return told


def _columns(actor: Any, *, by_pathway: bool = False) -> list[OutColumn]:
    pathway = [
        OutColumn(_("Dispositif"), width=28),
        OutColumn(_("Étape"), width=24),
        OutColumn(_("Ouvert le"), "day", 12),
        OutColumn(_("Suivie par"), width=24),
    ]
    if not can(actor, "identity:read"):
        return [
            OutColumn(_("Personne"), width=24),
            *(pathway if by_pathway else []),
            OutColumn(_("Dernier contact"), "day", 14),
        ]
    return [
        OutColumn(_("Nom d’usage"), width=22),
        OutColumn(_("Prénoms"), width=22),
        OutColumn(_("Nom de naissance")),
        OutColumn(_("Naissance"), "day", 12),
        OutColumn(_("Téléphone"), width=20),
        OutColumn(_("Courriel"), width=28),
        OutColumn(_("Adresse"), width=36),
        OutColumn(_("Langues")),
        OutColumn(_("Interprète"), width=10),
        OutColumn(_("Numéro"), width=12),
        OutColumn(_("Arrivée"), "day", 12),
        *(pathway if by_pathway else []),
        OutColumn(_("Dernier contact"), "day", 14),
    ]


def _person_rows(actor: Any, wanted: listing.Wanted) -> Iterator[Sequence[Any]]:
    people = listing.people_rows(actor, wanted).order_by(listing.PERSON_ORDERS[wanted.order], "pk")
    found = list(people.values_list("pk", *IN_FULL))
    contacts = _contacts(actor, None if wanted.view == "dossiers" else [row[0] for row in found])
    line = _lines(actor, contacts)
    yield from (line(row, ()) for row in found)


def _pathway_rows(actor: Any, wanted: listing.Wanted) -> Iterator[Sequence[Any]]:
    pathways = listing.pathways(actor, wanted).order_by(listing.ORDERS[wanted.order], "person_id", "pk")
    rows = list(
        pathways.values_list(
            "person_id", "programme_version_id", "stage", "opened_on", "referent__display_name"
        )
    )
    wanted_people = {row[0] for row in rows}
    people = {
        row[0]: row
        for row in Person.objects.visible_to(actor).filter(pk__in=wanted_people).values_list("pk", *IN_FULL)
    }
    line = _lines(actor, _contacts(actor, list(people)))
    for person, version, stage, opened_on, referent in rows:
        if person in people:
            pathway = (definition_of(version).label, stage_label(version, stage), opened_on, referent or "")
            yield line(people[person], pathway)


def _contacts(actor: Any, people: list[UUID] | None) -> dict[UUID, dict[str, str]]:
    """The standing ways to reach people, by person and kind; of all the house when nobody is named."""
    if not can(actor, "identity:read"):
        return {}
    points = ContactPoint.objects.visible_to(actor).filter(ended_on=None, kind__in=CONTACTS)
    points = (
        points.filter(organisation=actor.organisation) if people is None else points.filter(person__in=people)
    )
    found: dict[UUID, dict[str, str]] = {}
    for person, kind, value in points.order_by().values_list("person_id", "kind", "value"):
        kept = found.setdefault(person, {})
        kept[kind] = f"{kept[kind]} / {value}" if kind in kept else value
    return found


def _lines(actor: Any, contacts: dict[UUID, dict[str, str]]) -> Callable[..., list[Any]]:
    """How a row of people is written for this actor, with what stands of its pathway. Asked ten thousand times: what
    does not depend on the row is settled before."""
    yes, nothing = _("oui"), dict[str, str]()

    def in_full(row: Sequence[Any], pathway: Sequence[Any]) -> list[Any]:
        pk, first, usage, birth_name, _alias, birth, languages, interpreter, number, since, last, hidden = row
        reach = nothing if hidden else contacts.get(pk, nothing)
        return [
            usage or birth_name,
            first,
            birth_name,
            _birth(birth),
            reach.get("phone", ""),
            reach.get("email", ""),
            reach.get("address", ""),
            ", ".join(languages),
            yes if interpreter else "",
            number,
            since,
            *pathway,
            last,
        ]

    def in_short(row: Sequence[Any], pathway: Sequence[Any]) -> list[Any]:
        told = dict(zip(("pk", *IN_FULL), row, strict=True))
        name = Person(**{name: told[name] for name in NAMES}).short_name
        return [name, *pathway, told["last_contact_on"]]

    return in_full if can(actor, "identity:read") else in_short


def _birth(code: str) -> Any:
    """A real day when it is known in full, what is known of it otherwise."""
    return date.fromisoformat(code) if len(code) == 10 else BirthDate.from_code(code).typed


def _may(actor: Any) -> bool:
    from cordee.home.list_views import READERS

    return bool(actor.roles & READERS)


PEOPLE_LIST = ExportKind("personnes", lazy("Personnes accompagnées"), _may, table)
