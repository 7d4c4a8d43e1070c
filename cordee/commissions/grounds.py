"""What a member of a board, or a guest with an account, reads: the situations of their sitting, from the call to the
end of its day, never more (DPO-10).

Each is a ground of access on one dossier, given by the situation: taken off the agenda, withdrawn from, the sitting
moved or cancelled, the seat left, it ends at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from cordee.accounts.actor import Actor
from cordee.accounts.enums import Sharing
from cordee.accounts.models import Member
from cordee.accounts.rules import rights_of
from cordee.commissions.enums import SittingState
from cordee.commissions.models import ItemGuest, SeatHolder, Sitting, SittingItem, Withdrawal
from cordee.commissions.models.sittings import window_of
from cordee.kernel.partitions import OPEN_PARTITIONS
from cordee.people.actions import Passing, end_passing_grounds, give_passing_grounds
from cordee.people.enums import GroundKind

READING = (SittingState.CONVENED, SittingState.OPEN, SittingState.CLOSED)


def open_items(sitting: Sitting, items: Sequence[SittingItem], *, by: Actor) -> int:
    """Open these situations to those who sit, and to the guests of each, until the end of the day. How many grounds.

    Nothing before the call, nor once the day is over. An orientation without a dossier opens nothing: its row is read
    by who welcomes alone.
    """
    if sitting.state not in READING or sitting.day < by.today:
        return 0
    items = [item for item in items if item.person_id is not None and item.is_on_agenda]
    if not items:
        return 0
    wanted = _wanted(sitting, items, by)
    until = window_of(sitting, by.organisation.time_zone)
    return give_passing_grounds(
        wanted, organisation=sitting.organisation_id, kind=GroundKind.COMMISSION, by=by, until=until
    )


def _wanted(sitting: Sitting, items: Sequence[SittingItem], by: Actor) -> list[Passing]:
    gone = set(
        Withdrawal.objects.filter(item__in=items, undone_at=None).values_list("item_id", "holder__member_id")
    )
    readers = {(item.pk, member) for item in items for member in members_of(sitting)}
    readers |= set(
        ItemGuest.objects.filter(item__in=items, removed_at=None)
        .exclude(member=None)
        .values_list("item_id", "member_id")
    )
    readers -= gone
    opened = opened_to({member for _item, member in readers}, by)
    whose = {item.pk: item.person_id for item in items if item.person_id is not None}
    return [
        Passing(whose[item], member, opened[member], item)
        for item, member in sorted(readers)
        if opened.get(member) and item in whose
    ]


def members_of(sitting: Sitting) -> set[UUID]:
    """The accounts of those who hold a seat of the board on the day of the sitting."""
    return set(
        SeatHolder.objects.on(sitting.day)
        .filter(seat__board=sitting.board_id, seat__closed_on=None)
        .exclude(member=None)
        .values_list("member_id", flat=True)
    )


def opened_to(members: Iterable[UUID], by: Actor) -> dict[UUID, int]:
    """What a ground opens to each: what their roles read of those they follow, the open parts only.

    Who reads every dossier of the house already needs none.
    """
    team = Member.objects.filter(pk__in=list(members), organisation=by.organisation).with_roles(by.today)
    found = {}
    for member in team:
        roles: frozenset[str] = frozenset(member.current_roles)  # type: ignore[attr-defined]
        rights = rights_of(roles, open_team=by.sharing == Sharing.OPEN_TEAM, matrix=by.matrix)
        partitions = rights.following & OPEN_PARTITIONS
        if partitions and partitions & ~rights.house:
            found[member.pk] = int(partitions)
    return found


def open_anew(sitting: Sitting, items: Sequence[SittingItem], *, by: Actor) -> None:
    """Open these situations to whoever may read them now, and to nobody else: nobody holds two reasons."""
    close_items(items)
    open_items(sitting, items, by=by)


def open_board_anew(board: UUID, *, by: Actor) -> None:
    """Who sits has changed: the sittings already called are opened to those of now, closed to those who left."""
    for sitting in Sitting.objects.filter(board=board, state__in=READING, day__gte=by.today).order_by("pk"):
        open_anew(sitting, list(SittingItem.objects.filter(sitting=sitting).on_agenda()), by=by)


def close_items(items: Iterable[SittingItem], *, member: UUID | None = None) -> int:
    """End at once what these situations opened, to everybody or to one member. How many grounds."""
    things = {item.pk: item.person_id for item in items if item.person_id is not None}
    return end_passing_grounds(things, member=member) if things else 0


def sits_at(actor: Any, sitting: Sitting) -> bool:
    """Does the actor hold a seat of this board on the day of the sitting?"""
    return actor.member.pk in members_of(sitting)


def sittings_of(actor: Any, on: date) -> list[UUID]:
    """The sittings a member of a board may open today: called, and not over."""
    holds = SeatHolder.objects.of_member(actor).filter(
        Q(until_on=None) | Q(until_on__gte=on), seat__closed_on=None
    )
    boards = set(holds.values_list("seat__board_id", flat=True))
    rows = Sitting.objects.visible_to(actor).filter(board__in=boards, day__gte=on, state__in=READING)
    return list(rows.values_list("pk", flat=True))
