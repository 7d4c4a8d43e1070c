"""Fetching for the pages of contracts: everything through `visible_to` or `of_person`, hidden and absent alike."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404

from cordee.assessments.fetch import person_with_key
from cordee.engagements.enums import Status, VersionState
from cordee.engagements.models import Contract, ContractVersion, LaneReview, Signature
from cordee.engagements.section import Kind, contracts_of
from cordee.engagements.texts import Text, text_of
from cordee.goals.fetch import ToldGoal, goals_of
from cordee.kernel.partitions import Partition
from cordee.pathways.models import Pathway
from cordee.people.keys import key_from, unseal_text
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable
from cordee.programmes.cached import definition_of

__all__ = [
    "ToldContract",
    "ToldSignature",
    "ToldVersion",
    "contract_for",
    "contracts_of_person",
    "person_with_key",
]
HELD = (VersionState.SIGNED, VersionState.REPLACED)  # texts everybody signed
MOST = 60
PAGE = 50


@dataclass(frozen=True)
class ToldSignature:
    """A signature with the name and the drawing it holds."""

    row: Any
    name: str
    drawing: str = ""


@dataclass
class ToldVersion:
    """A text with its signatures; nothing of it when the key was destroyed.

    amends: how many texts held before it; none for the first to hold, however often it was written again.
    """

    row: Any
    text: Text
    reason: str = ""
    amends: int = 0
    signatures: list[ToldSignature] = field(default_factory=list)


@dataclass(frozen=True)
class Lane:
    """The period in the social lane, for whoever reads the social part."""

    started_on: date
    ground: str


@dataclass
class ToldContract:
    """A contract, its kind, its versions the latest first. left_on: the day its pathway ended."""

    row: Any
    kind: Kind
    versions: list[ToldVersion] = field(default_factory=list)
    lane: Lane | None = None
    left_on: date | None = None

    def _in(self, *states: str) -> ToldVersion | None:
        return next((one for one in self.versions if one.row.state in states), None)

    @property
    def in_force(self) -> ToldVersion | None:
        return self._in(VersionState.SIGNED)

    @property
    def under_way(self) -> ToldVersion | None:
        return self._in(VersionState.DRAFT, VersionState.PROPOSED)

    @property
    def shown(self) -> ToldVersion | None:
        """What is read first: the text being prepared, else the one that holds, else the last one."""
        return self.under_way or self.in_force or next(iter(self.versions), None)

    def numbered(self, number: int) -> ToldVersion | None:
        return next((one for one in self.versions if one.row.number == number), None)


def contracts_of_person(actor: Any, person: Person) -> list[Any]:
    """The contracts of a person with their kind, the running ones first, without their texts. One query."""
    rows = Contract.objects.of_person(actor, person).annotate(author_name=F("author__display_name"))
    found = []
    for row in rows.order_by("-created_at")[:MOST]:
        kind = kind_known(row)
        if kind is not None:
            found.append(ToldContract(row, kind))
    return sorted(found, key=lambda one: not one.row.is_running)


def amends_of(version: ContractVersion) -> int:
    """How many texts held before it. One query, none for a first text."""
    if version.number == 1:
        return 0
    before = ContractVersion.objects.filter(
        organisation=version.organisation_id, contract=version.contract_id, number__lt=version.number
    )
    return before.filter(state__in=HELD).count()


def kind_known(row: Any) -> Kind | None:
    kinds = contracts_of(definition_of(row.programme_version_id))
    return kinds.kind(row.kind) if kinds else None


def contract_for(actor: Any, person: Person, pk: UUID) -> ToldContract:
    """One contract, its texts and its signatures. Two queries. Raises Http404."""
    rows = ContractVersion.objects.of_person(actor, person).filter(contract=pk).select_related("contract")
    lane = LaneReview.objects.filter(
        organisation=person.organisation_id, contract=OuterRef("contract"), held_on=None, ended_on=None
    )
    named = rows.annotate(
        author_name=F("author__display_name"),
        lane_from=Subquery(lane.values("started_on")[:1]),
        lane_ground=Subquery(lane.values("ground")[:1]),
        pathway_closed_on=Subquery(
            Pathway.objects.filter(
                organisation=person.organisation_id, pk=OuterRef("contract__pathway_id")
            ).values("closed_on")[:1]
        ),
    )
    versions = list(named.order_by("-number"))
    row = versions[0].contract if versions else None
    kind = kind_known(row) if row is not None else None
    if row is None or kind is None:
        raise Http404
    told = ToldContract(row, kind, left_on=versions[0].pathway_closed_on)
    if person.opened_to(actor) & Partition.SOCIAL and versions[0].lane_from:
        told.lane = Lane(versions[0].lane_from, versions[0].lane_ground)
    key = _key(person)
    if key is None:
        return told
    for version in versions:
        version.contract = row
        reason = unseal_text(key, version, "sealed_reason", person.pk)
        amends = sum(one.state in HELD and one.number < version.number for one in versions)
        told.versions.append(ToldVersion(version, text_of(version, key), reason, amends))
    if any(one.row.is_frozen for one in told.versions):
        with_signatures(told, person, key)
    return told


def contract_alone(actor: Any, person: Person, pk: UUID) -> ToldContract:
    """One contract without its texts. One query. Raises Http404."""
    row = Contract.objects.of_person(actor, person).filter(pk=pk).first()
    kind = kind_known(row) if row is not None else None
    if row is None or kind is None:
        raise Http404
    return ToldContract(row, kind)


def with_signatures(told: ToldContract, person: Person, key: bytes) -> None:
    """Read the signatures under the texts of a contract. One query."""
    by_version = {one.row.pk: one for one in told.versions}
    rows = Signature.objects.filter(organisation=person.organisation_id, version__in=list(by_version))
    for row in rows.annotate(collected_by=F("recorded_by__display_name")).order_by("recorded_at"):
        name = unseal_text(key, row, "sealed_name", person.pk)
        drawing = unseal_text(key, row, "sealed_drawing", person.pk)
        by_version[row.version_id].signatures.append(ToldSignature(row, name, drawing))


def _key(person: Person) -> bytes | None:
    try:
        return key_from(person)
    except Unreadable:
        return None


def pathways_of(actor: Any, person: Person) -> list[Pathway]:
    """The running pathways on which a contract may be begun. One query."""
    rows = Pathway.objects.filter(organisation=person.organisation_id, person=person).running()
    return list(rows.visible_to(actor).order_by("opened_on", "pk"))


def pathway_for(actor: Any, person: Person, pk: str) -> Pathway:
    """One of them, by its identifier as a form sends it. Raises Http404."""
    found = next((one for one in pathways_of(actor, person) if str(one.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def open_goals(actor: Any, person: Person, pathway_id: UUID) -> list[ToldGoal]:
    """The goals under way of a pathway, in the open parts the actor reads. One query."""
    return [told for told in goals_of(actor, person, pathway=pathway_id) if told.row.is_open]


# The list of the house

OLD, TO_SIGN, RUNNING, EVERY = "anciens", "a-signer", "en-cours", "tous"


@dataclass
class Page:
    """A page of the list: its rows, where the next begins."""

    rows: list[Any] = field(default_factory=list)
    after: str = ""


def page_of(actor: Any, shown: str, *, mine: bool, after: str) -> Page:
    """The contracts of the house by name, from where the page before ended. One query."""
    rows = _shown(Contract.objects.visible_to(actor), shown)
    if mine:
        rows = rows.filter(Q(referent=actor.member) | Q(author=actor.member))
    key, pk = _cursor(after)
    if pk is not None:
        rows = rows.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=pk))
    found = list(rows.select_related("person").order_by("sort_key", "pk")[: PAGE + 1])
    page = Page(found[:PAGE])
    if len(found) > PAGE:
        last = page.rows[-1]
        page.after = f"{last.pk}{last.sort_key}"
    return page


def _shown(rows: Any, shown: str) -> Any:
    if shown == OLD:
        return rows.filter(status=Status.SIGNED, is_old=True)
    if shown == TO_SIGN:
        return rows.filter(status=Status.PROPOSED)
    if shown == RUNNING:
        return rows.filter(status=Status.SIGNED, is_old=False)
    return rows.exclude(status=Status.DROPPED)


def _cursor(text: str) -> tuple[str, UUID | None]:
    """(sort key, identifier) of the last line of the page before; none when it was made up."""
    try:
        return text[36:200], UUID(text[:36]) if text else None
    except ValueError:
        return "", None
