"""What a link without an account opens: a convocation to answer, an invitation read on its day and no other.

- look_convocation, answer   whoever was called says whether they come
- look_guest                 an invitation: before its day, that day, or over
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cordee.commissions import sealing
from cordee.commissions.enums import SittingState
from cordee.commissions.models import Board, Convocation, ItemGuest, Sitting
from cordee.commissions.planning import keep_answer
from cordee.commissions.tokens import Link
from cordee.doors.inside import inside
from cordee.kernel.errors import StaleState

OVER = (SittingState.CLOSED, SittingState.APPROVED, SittingState.CANCELLED)


@dataclass(frozen=True)
class Called:
    """A convocation, as its link shows it. is_over: the sitting took place, or will not; is_old: a newer link was
    sent."""

    convocation: Convocation
    sitting: Sitting
    board: Board
    is_over: bool = False
    is_old: bool = False


def look_convocation(link: Link | None) -> Called | None:
    """Read a link; None when it was never given."""
    if link is None:
        return None
    with inside(link.organisation):
        rows = Convocation.objects.select_related("holder", "sitting__board__organisation")
        found = rows.filter(pk=link.row).first()
    if found is None or not found.token_digest:
        return None
    sitting = found.sitting
    today = sitting.board.organisation.today
    return Called(
        found,
        sitting,
        sitting.board,
        is_over=sitting.state in OVER or sitting.day < today,
        is_old=not constant_time_compare(found.token_digest, link.digest),
    )


@transaction.atomic
def answer(link: Link, *, choice: str, substitute: str) -> Called:
    """Keep what they answer. Raises BadInput, StaleState when the sitting is over or the link replaced."""
    seen = look_convocation(link)
    if seen is None or seen.is_over or seen.is_old:
        raise StaleState(
            _("Cette séance a eu lieu, a changé de date ou est annulée\u202f: rien n’a été enregistré.")
        )
    with inside(link.organisation):
        convocation = Convocation.objects.select_for_update().get(pk=link.row)
        keep_answer(convocation, choice, substitute)
    return seen


BEFORE, TODAY, AFTER = "before", "today", "after"


@dataclass(frozen=True)
class Invited:
    """An invitation, as its link shows it. when: BEFORE, TODAY or AFTER; the situation is read TODAY only.

    has_met: this very invitation was still good when its sitting was held.
    """

    guest: ItemGuest
    sitting: Sitting
    board: Board
    when: str
    has_met: bool = False

    @property
    def item(self) -> Any:
        return self.guest.item


def look_guest(link: Link | None) -> Invited | None:
    """Read an invitation; None when it was never given, or its dossier is closed. A removed guest comes too late."""
    if link is None:
        return None
    with inside(link.organisation):
        rows = ItemGuest.objects.select_related(
            "item__person", "item__referral", "item__sitting__board__organisation"
        )
        guest = rows.filter(pk=link.row).first()
    if guest is None or not guest.token_digest:
        return None
    sitting = guest.item.sitting
    board = sitting.board
    is_good = guest.removed_at is None and constant_time_compare(guest.token_digest, link.digest)
    has_met = is_good and sitting.state in (SittingState.CLOSED, SittingState.APPROVED)
    return Invited(guest, sitting, board, _when(guest, sitting, link, board.organisation.today), has_met)


def _when(guest: ItemGuest, sitting: Sitting, link: Link, today: date) -> str:
    is_live = (
        guest.removed_at is None
        and guest.item.is_on_agenda
        and constant_time_compare(guest.token_digest, link.digest)
    )
    if not is_live or sitting.state in OVER or sitting.day < today:
        return AFTER
    return TODAY if sitting.day == today and sitting.state != SittingState.PLANNED else BEFORE


def told_to_guest(seen: Invited) -> tuple[str, str]:
    """(a first name and an initial, what the presenter wants said): nothing else of the dossier.

    The first time is kept: nobody is signed in, so no line of the reading log can say it.
    """
    item = seen.item
    with inside(item.organisation_id):
        if seen.guest.read_at is None:
            ItemGuest.objects.filter(pk=seen.guest.pk, read_at=None).update(read_at=timezone.now())
        person = item.person
        if person is not None:
            name = person.short_name
        else:
            name = f"{item.referral.first_names} {item.referral.usage_name[:1]}.".strip()
        notes = sealing.read(item, "sealed_notes", key=sealing.key_for(item))
    return name, notes
