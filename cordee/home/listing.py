"""The people list: what a line shows, the filters, the three orders, one page at a time.

A list of pathways (mine, the house's) is read from one index of the pathways; the list of all dossiers from
one of the persons. No exact count above a thousand, no page number: the last line of a page is the start
of the next (keyset).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from cordee.accounts.models import Member, Site
from cordee.dossier.models import Deadline
from cordee.kernel.errors import BadInput
from cordee.pathways.enums import Status
from cordee.pathways.models import Pathway
from cordee.people.models import Ground, Person
from cordee.programmes.cached import definition_of, stage_label
from cordee.programmes.models import Programme

PAGE = 25
COUNT_UP_TO = 1000
VIEWS = ("mes", "maison", "dossiers", "partages")
ORDERS = {"nom": "sort_key", "contact": "last_contact_on", "arrivee": "opened_on"}
PERSON_ORDERS = {"nom": "sort_key", "contact": "last_contact_on", "arrivee": "created_on"}
STATES = {"": Status.OPEN, "suspendu": Status.SUSPENDED, "termine": Status.CLOSED}


@dataclass(frozen=True)
class Wanted:
    """What the address asks for. after: (value of the order, identifier) of the last line of the page before."""

    view: str = "mes"
    order: str = "nom"
    programme: UUID | None = None
    stage: str = ""
    referent: UUID | None = None
    site: UUID | None = None
    state: str = ""
    after: tuple[str, UUID] | None = None


@dataclass
class Line:
    """A line of the list."""

    person_id: UUID
    name: str
    birth_year: str
    programme: str = ""
    stage: str = ""
    referent: str = ""
    last_contact_on: date | None = None
    next_label: str = ""
    next_due: date | None = None
    next_late: date | None = None
    is_protected: bool = False


@dataclass
class Page:
    """A page of the list: its lines, what follows, how many there are (up to a thousand and one)."""

    lines: list[Line] = field(default_factory=list)
    after: str = ""
    count: int = 0


def page_of(actor: Any, wanted: Wanted) -> Page:
    """Three queries: the lines, their next deadlines, the count."""
    by_person = wanted.view in ("dossiers", "partages")
    rows = people(actor, wanted) if by_person else pathways(actor, wanted)
    column = (PERSON_ORDERS if by_person else ORDERS)[wanted.order]
    found = list(_after(rows, column, wanted.after)[: PAGE + 1])
    lines = [_line_of_person(row) if by_person else _line_of_pathway(row) for row in found[:PAGE]]
    _add_next(actor, lines)
    after = _cursor(found[PAGE - 1], column) if len(found) > PAGE else ""
    return Page(lines, after, count_of(rows))


def pathways(actor: Any, wanted: Wanted) -> QuerySet[Pathway]:
    """The pathways asked for, within what the actor may list."""
    rows = Pathway.objects.filter(status=STATES.get(wanted.state, Status.OPEN))
    if wanted.view == "mes":
        rows = rows.filter(referent=actor.member).visible_to(actor)
    else:
        rows = rows.in_house(actor).visible_to(actor)
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.referent and wanted.view != "mes":
        rows = rows.filter(referent=wanted.referent)
    if wanted.site:
        rows = rows.filter(site=wanted.site)
    return rows.select_related("person", "referent").defer("programme_version")


def people(actor: Any, wanted: Wanted) -> QuerySet[Person]:
    """The dossiers of the house, or those opened to the actor one by one by another house."""
    if wanted.view == "dossiers":
        return Person.objects.in_house(actor)
    grounds = Ground.objects.live().held_by(actor).exclude(organisation=actor.organisation)
    return Person.objects.filter(pk__in=grounds.values("person")).visible_to(actor)


def _after(rows: QuerySet[Any], column: str, after: tuple[str, UUID] | None) -> QuerySet[Any]:
    """Lines after a cursor, in an order an index gives. Lines without a date come last."""
    tie = "pk" if rows.model is Person else "person_id"
    ordered = rows.order_by(F(column).asc(nulls_last=True), tie)
    if after is None:
        return ordered
    value, last = after
    if not value:
        return ordered.filter(**{f"{column}__isnull": True, f"{tie}__gt": last})
    beyond = Q(**{f"{column}__gt": value}) | Q(**{column: value, f"{tie}__gt": last})
    if column == "sort_key":
        return ordered.filter(**{f"{column}__gte": value}).filter(beyond)
    return ordered.filter(beyond | Q(**{f"{column}__isnull": True}))


def _cursor(row: Any, column: str) -> str:
    value = getattr(row, column)
    tie = row.pk if isinstance(row, Person) else row.person_id
    return f"{tie}{value.isoformat() if isinstance(value, date) else value or ''}"


def read_cursor(text: str, order: str) -> tuple[str, UUID] | None:
    """The cursor of an address. Raises BadInput when it was altered."""
    if not text:
        return None
    try:
        last, value = UUID(text[:36]), text[36:]
        if value and order != "nom":
            date.fromisoformat(value)
    except ValueError as error:
        raise BadInput("apres", "cursor") from error
    return value, last


def count_of(rows: QuerySet[Any]) -> int:
    """How many lines, no further than a thousand and one: an honest « plus de 1 000 »."""
    return rows.order_by().values("pk")[: COUNT_UP_TO + 1].count()


def _line_of_person(person: Person) -> Line:
    return Line(
        person_id=person.pk,
        name=person.full_name,
        birth_year=person.birth[:4],
        last_contact_on=person.last_contact_on,
        is_protected=person.has_protected_contact,
    )


def _line_of_pathway(pathway: Pathway) -> Line:
    line = _line_of_person(pathway.person)
    definition = definition_of(pathway.programme_version_id)
    line.programme = definition.header.short_label or definition.label
    line.stage = stage_label(pathway.programme_version_id, pathway.stage)
    line.referent = pathway.referent.display_name if pathway.referent else ""
    return line


def _add_next(actor: Any, lines: Sequence[Line]) -> None:
    """The nearest deadline of each line, in one query."""
    standing = (
        Deadline.objects.standing()
        .filter(person__in=[line.person_id for line in lines])
        .visible_to(actor)
        .order_by("person_id", "due_on")
        .distinct("person_id")
    )
    nearest = {row.person_id: row for row in standing}
    for line in lines:
        if row := nearest.get(line.person_id):
            line.next_label, line.next_due, line.next_late = row.label, row.due_on, row.late_on


@dataclass(frozen=True)
class Choices:
    """What the filters offer."""

    programmes: list[tuple[str, str]]
    sites: list[tuple[str, str]]
    members: list[tuple[str, str]]


def choices_of(actor: Any, on: date) -> Choices:
    """Programmes, sites and colleagues of the house, in one query."""
    house = actor.organisation
    parts = [
        _choice("programme", Programme.objects.for_organisation(house), "label"),
        _choice("site", Site.objects.filter(organisation=house, closed_on=None), "name"),
        _choice("member", Member.objects.filter(organisation=house).active_on(on), "display_name"),
    ]
    found: dict[str, list[tuple[str, str]]] = {"programme": [], "site": [], "member": []}
    for kind, pk, label in parts[0].union(*parts[1:], all=True).order_by("label_"):
        found[kind].append((pk, label))
    return Choices(found["programme"], found["site"], found["member"])


def _choice(kind: str, rows: QuerySet[Any], label: str) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .annotate(kind_=Value(kind, CharField()), pk_=Cast("pk", CharField()), label_=Cast(label, CharField()))
        .values_list("kind_", "pk_", "label_")
    )
