"""A sitting as its pages read it: its situations, those they name, what was said of each, who sits, who comes.

Everything through `visible_to`. A page that needs several of these asks them in one statement, as `agenda_of` and
`session_of` do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.accounts.team import at_work
from cordee.commissions.enums import ON_AGENDA, SittingState
from cordee.commissions.models import (
    BoardSeat,
    Convocation,
    ItemDecision,
    ItemGuest,
    Presence,
    Sitting,
    SittingItem,
    Withdrawal,
)
from cordee.people.models import Person
from cordee.plumbing.at_once import at_once
from cordee.plumbing.prepared import prepared
from cordee.referrals.models import Referral

MOST_ITEMS = 250
Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True)
class Known:
    """The people and orientations of an agenda: what the lines name."""

    people: dict[UUID, Person]
    referrals: dict[UUID, Referral]

    def name(self, item: Any) -> str:
        person = self.people.get(item.person_id)
        if person is not None:
            return person.full_name
        referral = self.referrals.get(item.referral_id)
        return referral.full_name if referral is not None else "…"


@dataclass
class Chair:
    """A college on the day of a sitting: who may speak for it, who does."""

    seat: BoardSeat
    attendance: str
    who: str
    holders: list[tuple[UUID, str]] = field(default_factory=list)


Decided = dict[UUID, dict[str, ItemDecision]]


@dataclass(frozen=True)
class Lists:
    """What a page reads of a sitting, what it did not ask for left empty. decisions: what stands, level by level."""

    items: list[SittingItem]
    known: Known
    decisions: Decided = field(default_factory=dict)
    guests: dict[UUID, list[ItemGuest]] = field(default_factory=dict)
    calls: list[Convocation] = field(default_factory=list)
    withdrawn: dict[UUID, list[Withdrawal]] = field(default_factory=dict)
    room: list[Chair] = field(default_factory=list)


# Queries


@prepared
def every_item(actor: Actor, sitting: UUID, states: tuple[str, ...]) -> QuerySet[SittingItem]:
    """In the order of the agenda, with who presents each."""
    rows = SittingItem.objects.visible_to(actor).filter(sitting=sitting, state__in=states)
    return rows.select_related("presenter").order_by("position", "pk")[:MOST_ITEMS]


@prepared
def every_person(actor: Actor, sitting: UUID, states: tuple[str, ...], with_keys: bool) -> QuerySet[Person]:
    """with_keys: each with what opens its sealed texts."""
    named = SittingItem.objects.filter(sitting=sitting, state__in=states).exclude(person=None)
    rows = Person.objects.visible_to(actor).filter(pk__in=named.values("person"))
    return rows.with_key() if with_keys else rows


@prepared
def every_referral(actor: Actor, sitting: UUID, states: tuple[str, ...]) -> QuerySet[Referral]:
    """The orientations that have no dossier yet."""
    bare = SittingItem.objects.filter(sitting=sitting, state__in=states, person=None)
    return Referral.objects.visible_to(actor).filter(pk__in=bare.exclude(referral=None).values("referral"))


@prepared
def every_decision(actor: Actor, sitting: UUID) -> QuerySet[ItemDecision]:
    rows = ItemDecision.objects.visible_to(actor).filter(item__sitting=sitting, undone_at=None)
    return rows.order_by("level", "pk")[: MOST_ITEMS * 2]


@prepared
def every_guest(actor: Actor, sitting: UUID) -> QuerySet[ItemGuest]:
    rows = ItemGuest.objects.visible_to(actor).filter(item__sitting=sitting, removed_at=None)
    return rows.order_by("name", "pk")


@prepared
def every_withdrawal(actor: Actor, sitting: UUID) -> QuerySet[Withdrawal]:
    rows = Withdrawal.objects.visible_to(actor).filter(item__sitting=sitting, undone_at=None)
    return rows.select_related("holder__seat").order_by("noted_at", "pk")


@prepared
def every_call(actor: Actor, sitting: UUID) -> QuerySet[Convocation]:
    rows = Convocation.objects.visible_to(actor).filter(sitting=sitting).select_related("holder__seat")
    return rows.order_by("holder__seat__order", "holder__seat__label", "holder__rank", "holder__name", "pk")


@prepared
def every_chair(actor: Actor, board: UUID, sitting: UUID, day: date) -> QuerySet[BoardSeat]:
    """A college as many times as it has holders that day, once when it has none."""
    noted = Presence.objects.visible_to(actor).filter(sitting=sitting, seat=OuterRef("pk"))
    sits = Q(holders__until_on=None) | Q(holders__until_on__gte=day)
    return (
        BoardSeat.objects.visible_to(actor)
        .filter(Q(closed_on=None) | Q(closed_on__gt=day), board=board)
        .annotate(sitter=FilteredRelation("holders", condition=Q(holders__from_on__lte=day) & sits))
        .annotate(sitter_pk=F("sitter__pk"), sitter_name=F("sitter__name"))
        .annotate(attendance=Subquery(noted.values("attendance")[:1]), who=Subquery(noted.values("name")[:1]))
        .order_by("order", "label", "pk", "sitter__rank", "sitter__name", "sitter__pk")
    )


# A whole page, in one statement


def agenda_of(actor: Any, sitting: Sitting, *, with_calls: bool) -> Lists:
    """Its situations with who is invited for each. with_calls: who was called too, college by college."""
    pk = sitting.pk
    items, people, referrals, decisions, guests, calls = at_once(
        every_item.of(actor, pk, ON_AGENDA),
        every_person.of(actor, pk, ON_AGENDA, False),
        every_referral.of(actor, pk, ON_AGENDA),
        every_decision.of(actor, pk) if not sitting.is_coming else None,
        every_guest.of(actor, pk),
        every_call.of(actor, pk) if with_calls and sitting.state != SittingState.PLANNED else None,
    )
    return Lists(items, known_as(people, referrals), by_level(decisions), guests=by_item(guests), calls=calls)


def session_of(actor: Any, sitting: Sitting) -> Lists:
    """Its situations with what was said, who sits, who withdrew; people come with the key of their texts."""
    pk = sitting.pk
    items, people, referrals, decisions, withdrawn, chairs = at_once(
        every_item.of(actor, pk, ON_AGENDA),
        every_person.of(actor, pk, ON_AGENDA, True),
        every_referral.of(actor, pk, ON_AGENDA),
        every_decision.of(actor, pk) if not sitting.is_coming else None,
        every_withdrawal.of(actor, pk),
        every_chair.of(actor, sitting.board_id, pk, sitting.day),
    )
    return Lists(
        items,
        known_as(people, referrals),
        by_level(decisions),
        withdrawn=by_item(withdrawn),
        room=chairs_in(chairs),
    )


def beside(actor: Any, item: SittingItem, *, with_accounts: bool) -> tuple[Any, Any, list[Member]]:
    """Of one situation: its guests, what stands of it, the members of the house at work today by name."""
    sitting = item.sitting
    guests, decisions, accounts = at_once(
        every_guest.of(actor, sitting.pk),
        every_decision.of(actor, sitting.pk) if not sitting.is_coming else None,
        at_work.of(actor) if with_accounts else None,
    )
    said = by_level(decisions).get(item.pk, {})
    return by_item(guests).get(item.pk, []), said.values(), accounts


# One thing at a time


def items_of(actor: Any, sitting: Sitting) -> list[SittingItem]:
    """What is on the agenda, in order, with who presents each. One query."""
    return every_item(actor, sitting.pk, ON_AGENDA)


def known_of(actor: Any, items: Iterable[SittingItem]) -> Known:
    """Those a few situations name, with the key of their texts. Two queries at most."""
    items = list(items)
    wanted = {item.person_id for item in items if item.person_id is not None}
    bare = {item.referral_id for item in items if item.person_id is None and item.referral_id}
    people = Person.objects.visible_to(actor).filter(pk__in=wanted).with_key() if wanted else ()
    return known_as(people, Referral.objects.visible_to(actor).filter(pk__in=bare) if bare else ())


def decisions_of(actor: Any, sitting: Sitting) -> Decided:
    """What stands for each situation. One query; none before the sitting, when nothing is decided."""
    return by_level([] if sitting.is_coming else every_decision(actor, sitting.pk))


def guests_by_item(actor: Any, sitting: Sitting) -> dict[UUID, list[ItemGuest]]:
    """One query."""
    return by_item(every_guest(actor, sitting.pk))


def room_of(actor: Any, sitting: Sitting) -> list[Chair]:
    """The colleges of the board that day, who holds them, who was noted. One query."""
    return chairs_in(every_chair(actor, sitting.board_id, sitting.pk, sitting.day))


# Rows put in order


def known_as(people: Iterable[Person], referrals: Iterable[Referral]) -> Known:
    return Known({one.pk: one for one in people}, {one.pk: one for one in referrals})


def by_level(rows: Iterable[ItemDecision]) -> Decided:
    found: Decided = defaultdict(dict)
    for row in rows:
        found[row.item_id][row.level] = row
    return found


def by_item(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def chairs_in(rows: Iterable[Any]) -> list[Chair]:
    """rows: of `every_chair`."""
    found: dict[UUID, Chair] = {}
    for row in rows:
        chair = found.setdefault(row.pk, Chair(row, row.attendance or "", row.who or ""))
        if row.sitter_pk is not None:
            chair.holders.append((row.sitter_pk, row.sitter_name))
    return list(found.values())
