"""The people list: what a line shows, the filters, the three orders, one page at a time.

A list of pathways (mine, the house's) is read from one index of the pathways; the list of all dossiers from
one of the persons; that of the dossiers a ground opens starts from the grounds. No exact count above a thousand, no
page number: the last line of a page is the start of the next (keyset).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast, JSONObject

from cordee.accounts.models import Member, Site
from cordee.dossier.models import Deadline
from cordee.kernel.errors import BadInput
from cordee.pathways.enums import Status
from cordee.pathways.models import Pathway
from cordee.people.access import can, name_of
from cordee.people.models import Person
from cordee.plumbing.prepared import Given, Parts, counted, planned_each_time, prepared, taken_apart
from cordee.programmes.cached import definition_of, stage_label
from cordee.programmes.models import Programme, ProgrammeVersion

PAGE = 25
COUNT_UP_TO = 1000
BY_PATHWAY = ("mes", "maison")  # the other lists, all dossiers and those one works with, are of persons
ORDERS = {"nom": "sort_key", "contact": "last_contact_on", "arrivee": "opened_on"}
PERSON_ORDERS = {"nom": "sort_key", "contact": "last_contact_on", "arrivee": "created_on"}
# What a line shows, and no more: a page of 25 lines reads 25 short rows.
PERSON_COLUMNS = (
    "organisation",
    "organisation__name",
    "first_names",
    "usage_name",
    "birth_name",
    "alias",
    "birth",
    "sort_key",
    "last_contact_on",
    "created_on",
)
PATHWAY_COLUMNS = (
    "person_id",
    "programme_version_id",
    "stage",
    "sort_key",
    "last_contact_on",
    "opened_on",
    "referent__display_name",
)
STATES = {"": Status.OPEN, "suspendu": Status.SUSPENDED, "termine": Status.CLOSED}


@dataclass(frozen=True)
class Cursor:
    """The last line of a page: its value in the order, its person, itself (a person may have several pathways)."""

    value: str | date | None
    person: UUID
    row: UUID

    @classmethod
    def of(cls, row: Any, column: str) -> "Cursor":
        return cls(getattr(row, column), row.pk if isinstance(row, Person) else row.person_id, row.pk)

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value or ""
        return f"{self.person}{self.row}{value}"


@dataclass(frozen=True)
class Wanted:
    """What the address asks for. after: where the page before ended."""

    view: str = "mes"
    order: str = "nom"
    programme: UUID | None = None
    stage: str = ""
    referent: UUID | None = None
    site: UUID | None = None
    state: str = ""
    after: Cursor | None = None


def _apart(wanted: Wanted) -> Parts:
    """What is asked for as a prepared query sees it: which filters are set shapes it, what they say are values."""
    filters = {"programme": wanted.programme, "referent": wanted.referent, "site": wanted.site}
    given: dict[str, Any] = {name: value for name, value in filters.items() if value}
    if wanted.stage:
        given["stage"] = Given(wanted.stage)
    names, values, after = tuple(given), list(given.values()), wanted.after
    dated = after is not None and after.value is not None
    if after is not None:
        value = Given(after.value) if isinstance(after.value, str) else after.value
        values += [*([value] if dated else []), after.person, after.row]

    def rebuilt(values: list[Any]) -> Wanted:
        kept, rest = values[: len(names)], values[len(names) :]
        cursor = None if after is None else Cursor(*rest) if dated else Cursor(None, *rest)
        blank = replace(wanted, programme=None, stage="", referent=None, site=None, after=cursor)
        return replace(blank, **dict(zip(names, kept, strict=True)))

    return Parts(
        (Wanted, wanted.view, wanted.order, wanted.state, names, after is None, dated), values, rebuilt
    )


taken_apart(Wanted, _apart)


@dataclass
class Line:
    """A line of the list."""

    person_id: UUID
    name: str
    birth_year: str
    house: str = ""
    programme: str = ""
    stage: str = ""
    referent: str = ""
    last_contact_on: date | None = None
    next_label: str = ""
    next_due: date | None = None
    is_late: bool = False


@dataclass
class Page:
    """A page of the list: its lines, what follows, how many there are (up to a thousand and one)."""

    lines: list[Line] = field(default_factory=list)
    after: str = ""
    count: int = 0


def page_of(actor: Any, wanted: Wanted) -> Page:
    """The lines, the people of pathways, the count: three queries at most, four where the dated lines end."""
    by_pathway = wanted.view in BY_PATHWAY
    found = _found(actor, wanted)
    lines = _lines_of_pathways(found[:PAGE], actor) if by_pathway else _lines_of_people(found[:PAGE], actor)
    after = str(Cursor.of(found[PAGE - 1], _column(wanted))) if len(found) > PAGE else ""
    return Page(lines, after, count_of(actor, replace(wanted, after=None)))


def _column(wanted: Wanted) -> str:
    return (ORDERS if wanted.view in BY_PATHWAY else PERSON_ORDERS)[wanted.order]


def pathways(actor: Any, wanted: Wanted) -> QuerySet[Pathway]:
    """The pathways asked for, within what the actor may list.

    Their people are fetched apart: joined, PostgreSQL believes that it pays a policy's subquery for each of
    them, and reads every person of every house instead.
    """
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
    return rows.select_related("referent").only(*PATHWAY_COLUMNS)


def people(actor: Any, wanted: Wanted) -> QuerySet[Person]:
    """The dossiers of the house, or those a ground opens to the actor: a place in a circle, a dossier shared by
    another house."""
    return _told(people_rows(actor, wanted), actor)


def people_rows(actor: Any, wanted: Wanted) -> Any:
    """The same, as plain rows."""
    if wanted.view == "dossiers":
        return Person.objects.in_house(actor)
    return Person.objects.followed_by(actor).visible_to(actor)


def _told(rows: Any, actor: Any) -> QuerySet[Person]:
    """What a line shows of people, with the nearest deadline of each."""
    standing = (
        Deadline.objects.standing()
        .filter(organisation=OuterRef("organisation"), person=OuterRef("pk"))
        .visible_to(actor)
        .order_by("due_on", "pk")
    )
    nearest = standing.values(told=JSONObject(label="label", due="due_on", late="late_on"))[:1]
    return rows.select_related("organisation").only(*PERSON_COLUMNS).annotate(nearest=Subquery(nearest))


def rows_of(actor: Any, wanted: Wanted) -> QuerySet[Any]:
    return pathways(actor, wanted) if wanted.view in BY_PATHWAY else people(actor, wanted)


def _found(actor: Any, wanted: Wanted) -> list[Any]:
    """A page of lines and one more, after a cursor, in an order an index gives. Lines without a date come last.

    They are asked apart, where the dated ones end: together, the index would be read again from its beginning.
    """
    found = _lines_after(actor, wanted, PAGE + 1)
    is_dated = wanted.after is not None and isinstance(wanted.after.value, date)
    if is_dated and len(found) <= PAGE:
        found += _undated(actor, replace(wanted, after=None), PAGE + 1)[: PAGE + 1 - len(found)]
    return found


@planned_each_time  # a filter may leave three lines or three thousand
def _lines_after(actor: Any, wanted: Wanted, most: int) -> QuerySet[Any]:
    rows, column, after = rows_of(actor, wanted), _column(wanted), wanted.after
    if after is not None:
        further = _further(_ties(rows), after)
        if after.value is None:
            rows = rows.filter(further, **{f"{column}__isnull": True})
        else:
            beyond = Q(**{f"{column}__gt": after.value}) | Q(**{column: after.value}) & further
            rows = rows.filter(beyond, **{f"{column}__gte": after.value})
    return rows.order_by(F(column).asc(nulls_last=True), *_ties(rows))[:most]


@prepared
def _undated(actor: Any, wanted: Wanted, most: int) -> QuerySet[Any]:
    rows = rows_of(actor, wanted)
    return rows.filter(**{f"{_column(wanted)}__isnull": True}).order_by(*_ties(rows))[:most]


def _ties(rows: QuerySet[Any]) -> tuple[str, ...]:
    return ("pk",) if rows.model is Person else ("person_id", "pk")


def _further(ties: tuple[str, ...], after: Cursor) -> Q:
    """Among lines of one value: the persons after, or another pathway of the same one."""
    if ties == ("pk",):
        return Q(pk__gt=after.row)
    return Q(person_id__gt=after.person) | Q(person_id=after.person, pk__gt=after.row)


def read_cursor(text: str, order: str) -> Cursor | None:
    """The cursor of an address. Raises BadInput when it was altered."""
    if not text:
        return None
    try:
        value = text[72:].replace("\0", "")
        day = None if order == "nom" or not value else date.fromisoformat(value)
        return Cursor(value if order == "nom" else day, UUID(text[:36]), UUID(text[36:72]))
    except ValueError as error:
        raise BadInput("apres", "cursor") from error


@counted
def count_of(actor: Any, wanted: Wanted) -> QuerySet[Any, Any]:
    """How many lines, no further than a thousand and one: an honest « plus de 1 000 »."""
    return rows_of(actor, wanted).order_by().values("pk")[: COUNT_UP_TO + 1]


def _lines_of_people(rows: Sequence[Any], actor: Any) -> list[Line]:
    return [_line_of(row, actor) for row in rows]


def _lines_of_pathways(rows: Sequence[Pathway], actor: Any) -> list[Line]:
    """One line each, in the order of the pathways; their people in one query."""
    wanted = sorted({row.person_id for row in rows})
    people = {person.pk: person for person in _people_among(actor, wanted)} if rows else {}
    return [_line_of_pathway(row, people[row.person_id], actor) for row in rows if row.person_id in people]


@prepared
def _people_among(actor: Any, wanted: list[UUID]) -> QuerySet[Person]:
    return _told(Person.objects.filter(pk__in=wanted).visible_to(actor), actor)


def _line_of(person: Any, actor: Any) -> Line:
    elsewhere = person.organisation_id != actor.organisation.pk
    line = Line(
        person_id=person.pk,
        name=name_of(actor, person),
        birth_year=person.birth[:4] if can(actor, "identity:read") else "",
        house=person.organisation.name if elsewhere else "",
        last_contact_on=person.last_contact_on,
    )
    if person.nearest:
        line.next_label, line.next_due = person.nearest["label"], date.fromisoformat(person.nearest["due"])
        line.is_late = date.fromisoformat(person.nearest["late"]) <= actor.today
    return line


def _line_of_pathway(pathway: Pathway, person: Person, actor: Any) -> Line:
    line = _line_of(person, actor)
    definition = definition_of(pathway.programme_version_id)
    line.programme = definition.header.short_label or definition.label
    line.stage = stage_label(pathway.programme_version_id, pathway.stage)
    line.referent = pathway.referent.display_name if pathway.referent else ""
    return line


@dataclass(frozen=True)
class Choices:
    """What the filters offer. versions: the version in force of each programme, which says its stages."""

    programmes: list[tuple[str, str]] = field(default_factory=list)
    sites: list[tuple[str, str]] = field(default_factory=list)
    members: list[tuple[str, str]] = field(default_factory=list)
    versions: dict[str, UUID] = field(default_factory=dict)


NO_CHOICE = Choices()


def choices_of(actor: Any, on: date) -> Choices:
    """Programmes, sites and colleagues of the house, in one query."""
    found: dict[str, list[tuple[str, str]]] = {"programme": [], "site": [], "member": []}
    versions = {}
    for kind, pk, label, in_force in _every_choice(actor, on):
        found[kind].append((pk, label))
        if in_force:
            versions[pk] = in_force
    return Choices(found["programme"], found["site"], found["member"], versions)


@prepared
def _every_choice(actor: Any, on: date) -> QuerySet[Any, Any]:
    house = actor.organisation
    version = ProgrammeVersion.objects.filter(programme=OuterRef("pk"), valid_from__lte=on)
    latest = Subquery(version.order_by("-valid_from", "-loaded_at").values("pk")[:1])
    parts = [
        _choice("programme", Programme.objects.for_organisation(house), "label", latest),
        _choice("site", Site.objects.filter(organisation=house, closed_on=None), "name"),
        _choice("member", Member.objects.filter(organisation=house).active_on(on), "display_name"),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("label_")


def _choice(kind: str, rows: QuerySet[Any], label: str, version: Any = None) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .annotate(
            kind_=Value(kind, CharField()),
            pk_=Cast("pk", CharField()),
            label_=Cast(label, CharField()),
            version_=Cast(version if version is not None else Value(None), UUIDField()),
        )
        .values_list("kind_", "pk_", "label_", "version_")
    )
