"""Fetching for the pages of relays: everything through `visible_to` or `of_person`, hidden and absent alike."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.kernel.partitions import CODES, Partition
from cordee.partners.models import InstitutionalReferent, Partner, PartnerService
from cordee.pathways.models import Pathway
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.at_once import at_once
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.prepared import prepared
from cordee.relays.contents import ExchangeSaid, Recipient, Wanted, exchange_said, wanted_of
from cordee.relays.enums import OUT, State
from cordee.relays.models import (
    EXCHANGE_MODELS,
    EXCHANGE_TABLES,
    RELAY_MODELS,
    RELAY_TABLES,
    BaseExchange,
    BaseRelay,
)
from cordee.relays.rules import is_late

MOST, PAGE = 200, 40
MOST_PARTNERS = 600


def person_for(actor: Any, pk: UUID) -> Person:
    """The person with their key, the ways to reach them and what the actor's grounds open. Raises Http404."""
    rows = Person.objects.visible_to(actor).filter(pk=pk)
    person: Person | None = rows.with_key().with_grounds_of(actor).with_contacts().first()
    if person is None:
        raise Http404
    return person


def person_named(actor: Any, pk: UUID) -> Person | None:
    """Whom an address names, with the ways to reach them and what the actor's grounds open; None when hidden or absent
    alike."""
    rows = Person.objects.visible_to(actor).filter(pk=pk)
    return rows.with_grounds_of(actor).with_contacts().first()


@dataclass(frozen=True)
class ToldRelay:
    """A relay with what was chosen; empty once the key was destroyed."""

    row: Any
    wanted: Wanted

    @property
    def recipient(self) -> Recipient:
        return self.wanted.recipient

    @property
    def towards(self) -> str:
        """The structure, as the directory or the one who wrote calls it."""
        if self.row.partner_id is None:
            return self.wanted.recipient.structure
        return str(getattr(self.row, "partner_label", "") or self.row.partner.named)

    @property
    def is_left_alone(self) -> bool:
        """Something is prepared for, or awaited from, a partner that has closed."""
        if not (self.row.is_out or self.row.state == State.PREPARED) or self.row.partner_id is None:
            return False
        known = hasattr(self.row, "partner_closed_on")
        return (self.row.partner_closed_on if known else self.row.partner.closed_on) is not None

    @property
    def follower(self) -> str:
        return str(getattr(self.row, "charge_name", None) or self.row.in_charge or "")


def _told(row: Any, key: bytes) -> ToldRelay:
    try:
        return ToldRelay(row, wanted_of(row, key))
    except Unreadable:
        return ToldRelay(row, Wanted())


JOINED = ("partner__turn_to", "service", "author", "in_charge", "consent_by")


def relays_of(actor: Any, person: Person) -> list[ToldRelay]:
    """Those of this person that the actor may read, the latest first. One query."""
    key = key_from(person)
    rows = together([_rows(model).of_person(actor, person) for model in RELAY_TABLES])
    return [_told(_of_its_table(row), key) for row in rows.order_by("-recorded_at", "-pk")[:MOST]]


def _rows(model: Any) -> Any:
    return model.objects


def together(tables: list[Any]) -> Any:
    """The rows of the three tables in one query, each with its partner's name and end, and who follows it."""
    told = {
        "partner_label": F("partner__name"),
        "partner_closed_on": F("partner__closed_on"),
        "charge_name": F("in_charge__display_name"),
    }
    first, *others = (rows.annotate(**told) for rows in tables)
    return first.union(*others, all=True)


def _of_its_table(row: Any) -> Any:
    """A row of a union comes as the first table's: its seals are tied to its own."""
    row.__class__ = RELAY_MODELS[Partition(row.partition)]
    return row


def relay_for(actor: Any, person: Person, pk: UUID) -> ToldRelay:
    """Raises Http404 when hidden or absent alike."""
    for model in RELAY_TABLES:
        rows: Any = model.objects  # type: ignore[attr-defined]
        found = rows.visible_to(actor).filter(pk=pk, person=person).select_related(*JOINED).first()
        if found is not None:
            return _told(found, key_from(person))
    raise Http404


@dataclass(frozen=True)
class ToldExchange:
    row: Any
    said: ExchangeSaid


def exchanges_of(actor: Any, person: Person) -> list[ToldExchange]:
    """Those standing that the actor may read, the latest first."""
    key = key_from(person)
    first, *others = (
        _rows(model).of_person(actor, person).filter(withdrawn_at=None) for model in EXCHANGE_TABLES
    )
    found = []
    for row in first.union(*others, all=True).order_by("-day", "-pk")[:MOST]:
        row.__class__ = EXCHANGE_MODELS[Partition(row.partition)]
        found.append(ToldExchange(row, _said(row, key)))
    return found


def exchange_for(actor: Any, person: Person, pk: UUID) -> ToldExchange:
    """Raises Http404 when hidden, taken back or absent alike."""
    for model in EXCHANGE_TABLES:
        rows: Any = model.objects  # type: ignore[attr-defined]
        mine = rows.visible_to(actor).filter(pk=pk, person=person, withdrawn_at=None)
        if (found := mine.select_related("author").first()) is not None:
            return ToldExchange(found, _said(found, key_from(person)))
    raise Http404


def _said(row: BaseExchange, key: bytes) -> ExchangeSaid:
    try:
        return exchange_said(row, key)
    except Unreadable:
        return ExchangeSaid()


# The directory


def partners_to_choose(actor: Any) -> list[Partner]:
    """Those open, by name."""
    rows: Any = Partner.objects.visible_to(actor)
    return list(rows.open().order_by("sort_key", "pk").only("name", "short_name", "town")[:MOST_PARTNERS])


def partner_named(actor: Any, text: str) -> Partner | None:
    """The partner an address names, when the actor may see it."""
    try:
        return Partner.objects.visible_to(actor).filter(pk=UUID(text)).first() if text else None
    except ValueError:
        return None


def offered_by(
    actor: Any, partner: Partner | None
) -> tuple[list[InstitutionalReferent], list[PartnerService]]:
    """Those who answer for it today, and what it still offers. One query, none without a partner."""
    if partner is None:
        return [], []
    referents, services = at_once(_referents.of(actor, partner.pk), _services.of(actor, partner.pk))
    return referents, services


@prepared
def _referents(actor: Actor, partner: UUID) -> QuerySet[InstitutionalReferent]:
    rows: Any = InstitutionalReferent.objects.visible_to(actor)
    return rows.on(actor.today).filter(partner=partner)


@prepared
def _services(actor: Actor, partner: UUID) -> QuerySet[PartnerService]:
    rows = PartnerService.objects.visible_to(actor).filter(partner=partner, closed_on=None)
    return rows.order_by("name", "pk")


# The list of the house


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for. shown: a group of states; late, mine: those only."""

    shown: str = "out"
    partner: UUID | None = None
    dimension: str = ""
    late: bool = False
    mine: bool = False
    start: int = 0


SHOWN: dict[str, tuple[str, ...]] = {
    "out": OUT,
    "answered": ("accepted", "needs_more", "refused"),
    "prepared": ("prepared",),
    "over": ("done", "refused", "withdrawn", "expired", "declined"),
    "all": (),
}


@dataclass
class Found:
    rows: list[Any] = field(default_factory=list)
    has_more: bool = False
    people: dict[UUID, Person] = field(default_factory=dict)


def matching(actor: Any, model: type[BaseRelay], asked: Asked) -> Any:
    rows: Any = model.objects.visible_to(actor).filter(organisation=actor.organisation)  # type: ignore[attr-defined]
    if states := SHOWN[asked.shown]:
        rows = rows.filter(state__in=states)
    if asked.partner:
        rows = rows.filter(partner=asked.partner)
    if asked.dimension:
        rows = rows.filter(dimension=asked.dimension)
    if asked.mine:
        rows = rows.filter(Q(in_charge=actor.member) | Q(in_charge=None, author=actor.member))
    return rows


def list_of(actor: Any, asked: Asked) -> Found:
    """A page of those the actor may read, what waits the longest first. Two queries."""
    wanted = MOST if asked.late else asked.start + PAGE + 1
    ordered = together([matching(actor, model, asked) for model in RELAY_TABLES]).order_by(
        "state_since", "pk"
    )
    rows = [_of_its_table(row) for row in ordered[:wanted]]
    if asked.late:
        rows = [row for row in rows if row_is_late(row, actor.today)]
    shown = rows[asked.start : asked.start + PAGE]
    people = Person.objects.visible_to(actor).filter(pk__in={row.person_id for row in shown}).with_key()
    return Found(shown, len(rows) > asked.start + PAGE, {one.pk: one for one in people})


def row_is_late(row: Any, today: date) -> bool:
    if row.sent_on is None:
        return False
    return is_late(row.state, row.state_since, row.sent_on, row.consent_until, today=today)


def counts_of(actor: Any, asked: Asked) -> list[tuple[UUID | None, str, str, str, int]]:
    """(partner, its name, dimension, state, how many) over what the actor may read. A query for each table."""
    found: Counter[tuple[UUID | None, str, str, str]] = Counter()
    for model in RELAY_TABLES:
        rows = matching(actor, model, asked)
        grouped = rows.values_list("partner_id", "partner__name", "dimension", "state").order_by()
        for partner, name, dimension, state, pk in grouped.annotate(one=F("pk")):
            found[partner, name or "", dimension, state] += bool(pk)
    return [(*known, many) for known, many in found.items()]


def out_towards(actor: Any, partner: Partner) -> int:
    """How many relays that the actor may read are under way with this partner."""
    asked = Asked("out", partner.pk)
    first, *others = (matching(actor, model, asked).values("pk") for model in RELAY_TABLES)
    found: int = first.union(*others, all=True).count()
    return found


def told_of(found: Found) -> list[ToldRelay]:
    """Each row with what was chosen, where its person's key still opens."""
    told = []
    for row in found.rows:
        person = found.people.get(row.person_id)
        if person is not None:
            told.append(_opened(row, person))
    return told


def _opened(row: Any, person: Person) -> ToldRelay:
    try:
        return _told(row, key_from(person))
    except Unreadable:
        return ToldRelay(row, Wanted())


def restricted_words(partition: int) -> list[str]:
    """The codes of restricted parts in a mask."""
    return [code for code in ("health", "protected") if CODES[code] & Partition(partition)]


def names_of(said: ExchangeSaid) -> dict[str, str]:
    """Members of the house by their identifier: those who were there, those who have something to do. One query."""
    wanted = {*said.members, *(task.member for task in said.tasks if task.member)}
    return {
        str(pk): name for pk, name in Member.objects.filter(pk__in=wanted).values_list("pk", "display_name")
    }


def pathway_of(actor: Any, person: Person) -> UUID | None:
    """The running pathway this belongs to, the latest opened; None when there is none the actor sees."""
    rows: Any = Pathway.objects.filter(organisation=person.organisation_id, person=person).running()
    mine = rows.visible_to(actor).order_by("-opened_on", "pk")
    found: UUID | None = mine.values_list("pk", flat=True).first()
    return found
