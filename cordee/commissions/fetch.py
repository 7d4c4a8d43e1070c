"""Fetching for the pages: everything through `visible_to`, hidden and absent alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from cordee.accounts.actor import Actor
from cordee.commissions import grounds
from cordee.commissions.access import can
from cordee.commissions.enums import ON_AGENDA, Outcome, Power, SittingState
from cordee.commissions.models import (
    Board,
    BoardSeat,
    Convocation,
    ItemDecision,
    ItemGuest,
    SeatHolder,
    Sitting,
    SittingItem,
    Withdrawal,
)
from cordee.commissions.models.sittings import COMING, HELD
from cordee.commissions.rules import Rhythm
from cordee.commissions.waiting import SETTLED, waits_at
from cordee.pathways.enums import Status
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.people.models import Person
from cordee.plumbing.at_once import at_once
from cordee.plumbing.prepared import prepared
from cordee.programmes.cached import definition_of
from cordee.referrals.enums import State
from cordee.referrals.models import Referral

MOST_SITTINGS = 60
MOST_IN_LINE = 300


# Boards


@dataclass
class Kept:
    """A board and the sittings that matter today. waiting: how many situations wait for it."""

    board: Board
    last: Sitting | None = None
    coming: list[Sitting] = field(default_factory=list)
    under_way: list[Sitting] = field(default_factory=list)
    waiting: int = 0

    @property
    def rhythm(self) -> Rhythm:
        planned = self.coming[0].day if self.coming else None
        return Rhythm(self.board.every_months, self.last.day if self.last else None, planned)

    def shelve(self, sitting: Sitting) -> None:
        """Put a sitting where it belongs; they come the latest first."""
        if sitting.state in HELD and self.last is None:
            self.last = sitting
        if sitting.state in COMING:
            self.coming.insert(0, sitting)
        if sitting.state in (SittingState.OPEN, SittingState.CLOSED):
            self.under_way.append(sitting)


def boards_of(actor: Any) -> list[Kept]:
    """The boards of the house with their sittings and what waits. Four queries."""
    boards = list(Board.objects.standing().visible_to(actor).order_by("label", "pk"))
    kept = {board.pk: Kept(board) for board in boards}
    for sitting in _sittings_of(actor, list(kept)):
        kept[sitting.board_id].shelve(sitting)
    counted = waiting_by_programme(actor, {one for board in boards for one in board.programmes})
    for one in kept.values():
        if one.board.may(Power.ADMISSION):
            one.waiting = sum(counted.get(programme, 0) for programme in one.board.programmes)
    return list(kept.values())


def _sittings_of(actor: Any, boards: list[UUID]) -> QuerySet[Sitting]:
    on_agenda = Count("items", filter=Q(items__state__in=ON_AGENDA))
    rows = Sitting.objects.visible_to(actor).filter(board__in=boards).exclude(state=SittingState.CANCELLED)
    return rows.annotate(situations=on_agenda).order_by("-day", "-pk")[: MOST_SITTINGS * 4]


def waiting_by_programme(actor: Any, programmes: set[UUID]) -> dict[UUID, int]:
    """How many situations wait for an admission, programme by programme. Two queries."""
    counted: dict[UUID, int] = defaultdict(int)
    wanted = sorted(programmes)
    referrals = Referral.objects.visible_to(actor).filter(
        programme__in=wanted, state=State.TO_BOARD, pathway_id=None
    )
    for programme, number in referrals.order_by().values_list("programme_id").annotate(Count("pk")):
        if programme is not None:
            counted[programme] += number
    last = AdmissionDecision.objects.standing().filter(pathway=OuterRef("pk")).order_by("-decided_on", "-id")
    rows = (
        Pathway.objects.visible_to(actor)
        .filter(programme__in=wanted, status=Status.OPEN)
        .annotate(admission=Subquery(last.values("outcome")[:1]))
        .exclude(admission__isnull=False, admission__in=SETTLED)
        .order_by()
        .values_list("programme_id", "programme_version_id", "stage")
        .annotate(Count("pk"))
    )
    for programme, version, stage, number in rows:
        if stage in waits_at(definition_of(version)):
            counted[programme] += number
    return counted


def board_for(actor: Any, pk: UUID) -> Board:
    """Raises Http404 when hidden or absent alike."""
    board = Board.objects.visible_to(actor).filter(pk=pk).first()
    if board is None:
        raise Http404
    return board


@dataclass(frozen=True)
class College:
    """A seat, who holds it today, who held it."""

    seat: BoardSeat
    present: list[SeatHolder]
    gone: list[SeatHolder]


@dataclass(frozen=True)
class WholeBoard:
    """What the page of a board reads: its colleges, its sittings the latest first, who waits with a rank."""

    colleges: list[College]
    sittings: list[Sitting]
    in_line: list[ItemDecision]


def whole_of(actor: Any, board: Board) -> WholeBoard:
    """One query."""
    seats, holders, sittings, in_line = at_once(
        _seats.of(actor, board.pk),
        _holders.of(actor, board.pk),
        _sittings.of(actor, board.pk),
        _in_line.of(actor, board.pk),
    )
    return WholeBoard(_colleges(seats, holders, actor.today), sittings, in_line)


@prepared
def _seats(actor: Actor, board: UUID) -> QuerySet[BoardSeat]:
    return BoardSeat.objects.visible_to(actor).filter(board=board).order_by("order", "label", "pk")


@prepared
def _holders(actor: Actor, board: UUID) -> QuerySet[SeatHolder]:
    rows = SeatHolder.objects.visible_to(actor).filter(seat__board=board).select_related("member")
    return rows.order_by("rank", "name", "-from_on", "pk")


@prepared
def _sittings(actor: Actor, board: UUID) -> QuerySet[Sitting]:
    """The latest first, those that did not take place included."""
    on_agenda = Count("items", filter=Q(items__state__in=ON_AGENDA))
    rows = Sitting.objects.visible_to(actor).filter(board=board).annotate(situations=on_agenda)
    return rows.order_by("-day", "-pk")[:MOST_SITTINGS]


@prepared
def _in_line(actor: Actor, board: UUID) -> QuerySet[ItemDecision]:
    """Those who wait with a rank, programme by programme, first come first. since: the day this board first put them
    there, which a later sitting does not make younger."""
    first = ItemDecision.objects.standing().filter(
        Q(item__pathway=OuterRef("item__pathway"))
        | Q(item__pathway=None, item__referral=OuterRef("item__referral")),
        item__sitting__board=board,
        outcome=Outcome.WAITING,
    )
    since = Subquery(first.order_by("decided_on").values("decided_on")[:1])
    rows = ItemDecision.objects.in_line(board).visible_to(actor).select_related("item")
    rows = rows.annotate(since=Coalesce(since, "decided_on"))
    return rows.order_by("item__programme_id", "rank", "since", "pk")[:MOST_IN_LINE]


def _colleges(seats: Iterable[BoardSeat], rows: Iterable[SeatHolder], today: date) -> list[College]:
    holders: dict[UUID, list[SeatHolder]] = defaultdict(list)
    for row in rows:
        holders[row.seat_id].append(row)
    return [
        College(
            seat,
            [one for one in holders[seat.pk] if one.until_on is None or one.until_on >= today],
            [one for one in holders[seat.pk] if one.until_on is not None and one.until_on < today],
        )
        for seat in seats
    ]


def seat_for(actor: Any, pk: Any) -> BoardSeat:
    seat = BoardSeat.objects.visible_to(actor).filter(pk=uuid_of(pk)).select_related("board").first()
    if seat is None:
        raise Http404
    return seat


def holder_for(actor: Any, pk: Any) -> SeatHolder:
    rows = SeatHolder.objects.visible_to(actor).filter(pk=uuid_of(pk))
    holder = rows.select_related("seat__board", "member").first()
    if holder is None:
        raise Http404
    return holder


# Sittings


def own_sittings(actor: Any) -> list[Sitting]:
    """Those a member of a board was called to, the nearest first. Two queries."""
    wanted = grounds.sittings_of(actor, actor.today)
    on_agenda = Count("items", filter=Q(items__state__in=ON_AGENDA))
    rows = Sitting.objects.visible_to(actor).filter(pk__in=wanted).select_related("board")
    return list(rows.annotate(situations=on_agenda).order_by("day", "pk"))


@prepared
def _sitting(actor: Actor, pk: UUID) -> QuerySet[Sitting]:
    return Sitting.objects.visible_to(actor).filter(pk=pk).select_related("board")


def sitting_for(actor: Any, pk: UUID) -> Sitting:
    """A sitting the actor may open: any of the house for the team, one's own for a member. Raises Http404."""
    sitting = next(iter(_sitting(actor, pk)), None)
    if sitting is None:
        raise Http404
    if not can(actor, "commission:see") and sitting.pk not in grounds.sittings_of(actor, actor.today):
        raise Http404
    return sitting


def removed_of(actor: Any, sitting: Sitting) -> list[SittingItem]:
    """Those taken off, to be put back. One query."""
    rows = SittingItem.objects.visible_to(actor).filter(sitting=sitting, state="removed")
    return list(rows.order_by("position", "pk")[:50])


def item_for(actor: Any, sitting: Sitting, pk: Any) -> SittingItem:
    """A situation of this sitting. Raises Http404 when hidden or absent alike."""
    rows = SittingItem.objects.visible_to(actor).filter(sitting=sitting, pk=uuid_of(pk))
    item = rows.select_related("presenter").first()
    if item is None:
        raise Http404
    item.sitting = sitting
    return item


def guest_for(actor: Any, item: SittingItem, pk: Any) -> ItemGuest:
    guest = ItemGuest.objects.visible_to(actor).filter(item=item, pk=uuid_of(pk), removed_at=None).first()
    if guest is None:
        raise Http404
    return guest


def withdrawal_for(actor: Any, item: SittingItem, pk: Any) -> Withdrawal:
    rows = Withdrawal.objects.visible_to(actor).filter(item=item, pk=uuid_of(pk), undone_at=None)
    found = rows.select_related("holder").first()
    if found is None:
        raise Http404
    return found


def convocation_for(actor: Any, sitting: Sitting, pk: Any) -> Convocation:
    rows = Convocation.objects.visible_to(actor).filter(sitting=sitting, pk=uuid_of(pk))
    found = rows.select_related("holder").first()
    if found is None:
        raise Http404
    return found


def seated(actor: Any, sitting: Sitting) -> list[SeatHolder]:
    """Those who hold a seat of the board that day, college by college. One query."""
    rows = SeatHolder.objects.visible_to(actor).filter(
        Q(until_on=None) | Q(until_on__gte=sitting.day),
        seat__board=sitting.board_id,
        from_on__lte=sitting.day,
    )
    return list(rows.select_related("seat").order_by("seat__order", "rank", "name", "pk"))


def waiting_list(actor: Any, board: Board) -> list[ItemDecision]:
    """Those who wait with a rank, programme by programme, first come first. One query."""
    return _in_line(actor, board.pk)


def line_for(actor: Any, pk: UUID) -> ItemDecision:
    """A decision of the waiting list, with its situation and its board. Raises Http404."""
    rows = ItemDecision.objects.standing().visible_to(actor).filter(outcome=Outcome.WAITING, pk=pk)
    found = rows.select_related("item__sitting__board", "item__person").first()
    if found is None:
        raise Http404
    return found


def uuid_of(value: Any) -> UUID:
    """Raises Http404 on anything but an identifier."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise Http404 from None


def person_for(actor: Any, pk: Any) -> Person:
    """Somebody of the house the actor sees. Raises Http404."""
    rows = Person.objects.visible_to(actor).filter(pk=uuid_of(pk), organisation=actor.organisation)
    person = rows.first()
    if person is None:
        raise Http404
    return person


def pathway_of(actor: Any, person: Person, board: Board) -> Pathway | None:
    """Their running pathway in a programme the board serves, the latest; any when it serves none in particular."""
    rows = Pathway.objects.visible_to(actor).filter(person=person).running()
    if board.programmes:
        rows = rows.filter(programme__in=board.programmes)
    return rows.order_by("-opened_on", "-pk").first()
