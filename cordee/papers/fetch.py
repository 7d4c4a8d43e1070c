"""Fetching for the pages of papers: everything through `visible_to` or `of_person`, hidden and absent alike."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404

from cordee.dossier.models import Fact
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS, Partition
from cordee.papers.models import PAPER_MODELS, BasePaper, HealthPaper, Paper, ProtectedPaper
from cordee.people.keys import key_from, key_of, unseal_text
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable

MOST = 300
TOLD = ("paper_added", "paper_removed", "paper_restored")


def person_with_key(actor: Any, pk: UUID) -> Person:
    """The person, their key and what the actor's grounds open. Raises Http404."""
    rows = Person.objects.visible_to(actor).filter(pk=pk).with_key().with_grounds_of(actor)
    person = rows.first()
    if person is None:
        raise Http404
    return person


def papers_of(actor: Any, person: Person) -> list[BasePaper]:
    """The papers the actor may read, the last one first, each with `author_name`. One query for the three tables."""
    open_ones, *restricted = (
        model.objects.of_person(actor, person)
        .filter(removed_at=None)
        .annotate(author_name=F("author__display_name"))
        for model in (Paper, HealthPaper, ProtectedPaper)
    )
    rows = open_ones.union(*restricted, all=True).order_by("-added_at")[:MOST]
    return [_of_its_table(row) for row in rows]


def _of_its_table(row: Any) -> BasePaper:
    """A row of a union comes as the first table's: its seal is tied to its own."""
    row.__class__ = PAPER_MODELS[Partition(row.partition)]
    return row


def labels_of(papers: list[BasePaper], person: Person) -> dict[UUID, str]:
    """The label of each that still opens. No query: the person comes `with_key`."""
    try:
        key = key_from(person)
        return {paper.pk: unseal_text(key, paper, "sealed_text", person.pk) for paper in papers}
    except Unreadable:
        return {}


def label_of(paper: BasePaper, person: Person) -> str:
    try:
        return unseal_text(key_of(person), paper, "sealed_text", person.pk)
    except Unreadable:
        return ""


def paper_for(actor: Any, person: Person, sector: str, pk: UUID, *, removed: bool = False) -> Any:
    """A paper of this person, in the table of its part. Raises Http404."""
    partition = CODES.get(sector)
    if partition is None or partition not in PAPER_MODELS:
        raise Http404
    rows: Any = PAPER_MODELS[partition].objects  # type: ignore[attr-defined]
    found = (
        rows.visible_to(actor)
        .filter(pk=pk, person=person, partition=int(partition), removed_at__isnull=not removed)
        .select_related("person", "author")
        .first()
    )
    if found is None:
        raise Http404
    return found


def known_only(actor: Any, person: Person, read: set[UUID]) -> int:
    """How many papers of a restricted part the actor may only know of. read: those they read. One query, or none."""
    parts = person.opened_to(actor, titles=True) & ~person.opened_to(actor) & RESTRICTED_PARTITIONS
    if not parts:
        return 0
    closed = [int(part) for part in Partition if part & parts]
    facts = Fact.objects.of_person(actor, person).filter(kind__in=TOLD, partition__in=closed)
    latest: dict[Any, str] = {}
    for thing, kind in facts.order_by("pk").values_list("thing_id", "kind"):
        latest[thing] = kind
    return sum(1 for thing, kind in latest.items() if kind != "paper_removed" and thing not in read)
