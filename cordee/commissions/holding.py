"""The sitting itself: opened, who is there college by college, who withdraws from a situation, closed."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.commissions import grounds
from cordee.commissions.boards import check
from cordee.commissions.enums import SITTING, Attendance, ItemState, SittingState
from cordee.commissions.locking import locked, locked_item
from cordee.commissions.models import (
    BoardSeat,
    Presence,
    SeatHolder,
    Sitting,
    SittingItem,
    Withdrawal,
)
from cordee.commissions.rules import Room, quorum
from cordee.commissions.states import become, item_becomes
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.verdict import Verdict


@transaction.atomic
def open_sitting(sitting: Sitting, *, by: Actor, version: int) -> Sitting:
    """It begins; or it began without Cordée, and is written down. Raises NotAllowed, BadInput, StaleState."""
    check(by, "sitting:hold")
    kept = locked(sitting, version)
    if kept.day > by.today:
        raise BadInput("day", _("Cette séance n’est pas encore venue\u202f: elle s’ouvre le jour même."))
    become(kept, SittingState.OPEN, opened_at=kept.opened_at or timezone.now())
    return kept


@transaction.atomic
def close_sitting(sitting: Sitting, *, by: Actor, version: int) -> int:
    """It is over. What was not examined waits again. How many situations that is. Raises NotAllowed, StaleState."""
    check(by, "sitting:hold")
    kept = locked(sitting, version)
    become(kept, SittingState.CLOSED, closed_at=timezone.now())
    left = list(SittingItem.objects.select_for_update().filter(sitting=kept, state=ItemState.WAITING))
    for item in left:
        item_becomes(item, ItemState.RETURNED)
    grounds.close_items(left)
    return len(left)


@transaction.atomic
def reopen_sitting(sitting: Sitting, *, by: Actor, version: int) -> Sitting:
    """Closed too soon: what was left comes back before it, and its members read it again.

    Raises NotAllowed, StaleState once the minutes are approved.
    """
    check(by, "sitting:hold")
    kept = locked(sitting, version)
    become(kept, SittingState.OPEN)
    left = list(SittingItem.objects.select_for_update().filter(sitting=kept, state=ItemState.RETURNED))
    for item in left:
        item_becomes(item, ItemState.WAITING)
    grounds.open_items(kept, left, by=by)
    return kept


@transaction.atomic
def note_presence(
    sitting: Sitting,
    seat: BoardSeat,
    *,
    by: Actor,
    attendance: str,
    holder: SeatHolder | None = None,
    name: str = "",
) -> Presence:
    """Is this college represented, and by whom? Said again, it replaces what was said.

    Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "sitting:hold")
    kept = locked(sitting)
    if kept.state not in (SittingState.OPEN, SittingState.CLOSED):
        raise StaleState(_("Les présences se notent en séance."))
    if attendance not in Attendance.values:
        raise BadInput("attendance", _("Choisissez une présence."))
    if seat.board_id != kept.board_id or holder is not None and holder.seat_id != seat.pk:
        raise BadInput("holder", _("Cette personne ne siège pas pour ce collège."))
    told = name.strip() or (holder.name if holder else "")
    presence, _made = Presence.objects.update_or_create(
        sitting=kept,
        seat=seat,
        defaults={
            "organisation_id": kept.organisation_id,
            "holder": holder,
            "attendance": attendance,
            "name": told[:160] if attendance in SITTING else "",
            "noted_by": by.member,
            "noted_at": timezone.now(),
        },
    )
    return presence


def room_of(sitting: Sitting, colleges: Iterable[BoardSeat], there: Collection[Any], *, noted: bool) -> Room:
    """What the quorum rule looks at. there: the colleges represented; noted: has anybody said who is there?"""
    colleges = list(colleges)
    return Room(
        colleges=[seat.label for seat in colleges],
        represented=[seat.label for seat in colleges if seat.pk in there],
        quorum=sitting.board.quorum,
        mode=sitting.board.quorum_mode,
        noted=noted,
    )


def quorum_of(sitting: Sitting) -> Verdict:
    """The verdict on who is in the room. Two queries."""
    presences = list(Presence.objects.filter(sitting=sitting))
    there = {one.seat_id for one in presences if one.attendance in SITTING}
    return quorum(
        room_of(sitting, seats_on(sitting), there, noted=bool(presences)),
        source=sitting.board.source or _("Composition de la commission"),
    )


def seats_on(sitting: Sitting) -> Any:
    """The colleges of the board on the day of the sitting."""
    rows = BoardSeat.objects.filter(board=sitting.board_id)
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=sitting.day)).order_by("order", "label", "pk")


@transaction.atomic
def withdraw_holder(item: SittingItem, holder: SeatHolder, *, by: Actor) -> Withdrawal:
    """This member leaves the room for this situation, and reads it no more. Raises NotAllowed, BadInput, StaleState."""
    check(by, "sitting:hold")
    kept = locked_item(item)
    if not kept.is_on_agenda or kept.sitting.state in (SittingState.APPROVED, SittingState.CANCELLED):
        raise StaleState(_("Cette situation n’est plus devant la commission."))
    if holder.seat.board_id != kept.sitting.board_id:
        raise BadInput("holder", _("Cette personne ne siège pas à cette commission."))
    made, _new = Withdrawal.objects.get_or_create(
        item=kept,
        holder=holder,
        undone_at=None,
        defaults={
            "organisation_id": kept.organisation_id,
            "person_id": kept.person_id,
            "noted_by": by.member,
        },
    )
    if holder.member_id is not None:
        grounds.close_items([kept], member=holder.member_id)
    return made


@transaction.atomic
def undo_withdrawal(withdrawal: Withdrawal, *, by: Actor) -> None:
    """Noted by mistake: they sit for this situation. Raises NotAllowed, StaleState."""
    check(by, "sitting:hold")
    kept = locked_item(withdrawal.item)
    if kept.sitting.state == SittingState.APPROVED:
        raise StaleState(_("Le compte rendu est approuvé."))
    withdrawal.undone_at = timezone.now()
    withdrawal.save(update_fields=["undone_at"])
    grounds.open_anew(kept.sitting, [kept], by=by)
