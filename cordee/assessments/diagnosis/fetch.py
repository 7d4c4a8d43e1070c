"""Fetching for the pages of diagnoses: everything through `visible_to` or `of_person`, hidden and absent alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef
from django.http import Http404

from cordee.assessments.diagnosis.entries import NOTHING, Entry, entry_of
from cordee.assessments.diagnosis.models import ENTRY_MODELS, Diagnosis, DiagnosisEntry
from cordee.assessments.diagnosis.section import Form, form_of
from cordee.kernel.partitions import CODES
from cordee.pathways.models import Pathway
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.joined import array_of, rebuilt
from cordee.programmes.cached import definition_of

MOST_LAST = 4  # those the first page of a file looks at
MOST = 40  # diagnoses of somebody: one every six months for twenty years


@dataclass(frozen=True)
class Told:
    """A diagnosis with what the reader may read of it. entries, versions: by code of its form."""

    row: Any
    form: Form
    entries: dict[str, Entry] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def said(self, code: str) -> Entry:
        return self.entries.get(code, NOTHING)


def diagnoses_of(actor: Any, person: Person) -> list[Told]:
    """Every diagnosis of a person, the latest first, with its open parts. Two queries."""
    listed = list(_named(_of(actor, person)).order_by("-day", "-begun_at")[:MOST])
    told = {row.pk: Told(row, form) for row in listed if (form := _form(row)) is not None}
    if told:
        entries = DiagnosisEntry.objects.of_person(actor, person).filter(diagnosis__in=list(told))
        _read(entries, told, person)
    return list(told.values())


def last_ones(actor: Any) -> Any:
    """For a query of people: their last diagnoses, the latest first, with what they say in the open parts, as one
    array. Told by `last_told`."""
    entries = DiagnosisEntry.objects.visible_to(actor).filter(
        organisation=OuterRef("organisation"), diagnosis=OuterRef("pk")
    )
    rows = Diagnosis.objects.visible_to(actor).filter(
        organisation=OuterRef("organisation"), person=OuterRef("pk")
    )
    return array_of(rows.order_by("-day", "-begun_at")[:MOST_LAST], told_entries=array_of(entries))


def last_told(person: Any) -> list[Told]:
    """The diagnoses a person was fetched with (`last_ones`), the latest first. No query."""
    found = []
    for told in person.told_diagnoses:
        row = rebuilt(Diagnosis, told)
        form = _form(row)
        if form is not None:
            one = Told(row, form)
            _read([rebuilt(DiagnosisEntry, entry) for entry in row.told_entries], {row.pk: one}, person)
            found.append(one)
    return found


def diagnosis_for(actor: Any, person: Person, pk: UUID, part: str = "") -> Told:
    """One diagnosis, with its open parts or one restricted part. Two queries. Raises Http404."""
    row = _named(_of(actor, person).filter(pk=pk)).first()
    form = _form(row) if row is not None else None
    if row is None or form is None:
        raise Http404
    return _with_entries(row, form, actor, person, part)


def one_before(actor: Any, person: Person, told: Told, part: str = "") -> Told | None:
    """The diagnosis closed before this one on the same pathway, to compare. Two queries at most."""
    rows = _of(actor, person).filter(pathway_id=told.row.pathway_id, closed_on__isnull=False)
    row = _named(rows.filter(begun_at__lt=told.row.begun_at)).order_by("-day", "-begun_at").first()
    form = _form(row) if row is not None else None
    return _with_entries(row, form, actor, person, part) if row is not None and form is not None else None


def _of(actor: Any, person: Person) -> Any:
    return Diagnosis.objects.visible_to(actor).filter(organisation=person.organisation_id, person=person)


def _with_entries(row: Any, form: Form, actor: Any, person: Person, part: str) -> Told:
    told = Told(row, form)
    model: Any = ENTRY_MODELS[CODES[part]] if part else DiagnosisEntry
    _read(model.objects.of_person(actor, person).filter(diagnosis=row), {row.pk: told}, person)
    return told


def _form(row: Any) -> Form | None:
    return form_of(definition_of(row.programme_version_id))


def _named(rows: Any) -> Any:
    return rows.annotate(author_name=F("author__display_name"))


def _read(rows: Iterable[Any], told: dict[UUID, Told], person: Person) -> None:
    """Open what each row says, for the diagnosis it belongs to; what no longer opens is left out."""
    try:
        key = key_from(person)
    except Unreadable:
        return
    for row in rows:
        one = told[row.diagnosis_id]
        one.entries[row.code], one.versions[row.code] = entry_of(row, key), row.version


def pathway_for(actor: Any, person: Person, pk: str) -> Pathway:
    """A running pathway of this person. Raises Http404."""
    try:
        wanted = UUID(pk)
    except ValueError:
        raise Http404 from None
    found = running_pathways(actor, person).filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def running_pathways(actor: Any, person: Person) -> Any:
    rows = Pathway.objects.filter(organisation=person.organisation_id, person=person).running()
    return rows.visible_to(actor).order_by("opened_on", "pk")
