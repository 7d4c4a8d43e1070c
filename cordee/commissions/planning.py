"""What one does with sittings before they begin: plan one, call its members, move it, cancel it.

Nothing is lost when a sitting is cancelled: its situations go back to what waits, and whoever was called is told.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import zone
from cordee.commissions import grounds, inviting, telling
from cordee.commissions.boards import check
from cordee.commissions.enums import ON_AGENDA, Answer, ItemState, SittingState
from cordee.commissions.locking import locked
from cordee.commissions.models import Board, Convocation, ItemGuest, SeatHolder, Sitting, SittingItem
from cordee.commissions.states import become, item_becomes, touch
from cordee.commissions.tokens import CONVOCATION, digest, new_token
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.wall_clock import explained

LONGEST_PLACE, LONGEST_REASON = 200, 300


@transaction.atomic
def plan_sitting(
    board: Board,
    *,
    by: Actor,
    day: date,
    at: time | None = None,
    minutes: int | None = None,
    place: str | None = None,
) -> Sitting:
    """A sitting to come, or one already held that is being written down. Raises NotAllowed, BadInput.

    A past day is accepted: a house that starts with Cordée says when its board met last.
    """
    check(by, "sitting:prepare")
    if board.closed_on is not None:
        raise BadInput("day", _("Cette commission ne se réunit plus."))
    hour = at or board.at
    _check_hour(day, hour, by)
    if Sitting.objects.filter(board=board, day=day).exclude(state=SittingState.CANCELLED).exists():
        raise BadInput("day", _("Cette commission se réunit déjà ce jour-là."))
    sitting = Sitting(
        organisation_id=board.organisation_id,
        board=board,
        day=day,
        at=hour,
        minutes=minutes or board.minutes,
        place=(board.place if place is None else place).strip()[:LONGEST_PLACE],
        planned_by=by.member,
    )
    sitting.save(force_insert=True)
    return sitting


def _check_hour(day: date, at: time, by: Actor) -> None:
    here = zone(by.organisation.time_zone)
    if why := explained(day, at, here):
        raise BadInput("at", why)


@dataclass(frozen=True)
class Called:
    """How many members were written to, and the names of those whose address is not one."""

    written: int
    failed: tuple[str, ...] = ()


@transaction.atomic
def convene(sitting: Sitting, *, by: Actor, version: int, site: str) -> Called:
    """Call everybody who holds a seat that day: a mail with its event, a link to answer.

    Called again, it writes to those who came since, and to those it could not write to. Those with an account read the
    situations from now to the end of the day. Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "sitting:prepare")
    kept = locked(sitting, version)
    if not kept.is_coming:
        raise StaleState(_("Cette séance n’est plus à convoquer."))
    if kept.day < by.today:
        raise BadInput("day", _("Ce jour est passé\u202f: changez la date avant de convoquer."))
    holders = list(holders_of(kept))
    known = {one.holder_id: one for one in Convocation.objects.filter(sitting=kept)}
    become(kept, SittingState.CONVENED, convened_at=kept.convened_at or timezone.now())
    written, failed = 0, []
    for holder in holders:
        convocation = known.get(holder.pk) or Convocation(
            organisation_id=kept.organisation_id, sitting=kept, holder=holder
        )
        if convocation.sent_at is None:
            try:
                with transaction.atomic():
                    written += _call(convocation, holder, kept, by=by, site=site)
            except BadInput:  # their address is not one: the others are called all the same
                failed.append(holder.name)
                convocation.token_digest, convocation.sent_at = "", None
                convocation.save()
    failed += inviting.invite_all(kept, by=by, site=site)
    _open_all(kept, by=by)
    return Called(written, tuple(failed))


def holders_of(sitting: Sitting) -> Any:
    """Those who hold a seat of the board on the day of the sitting, college by college."""
    return (
        SeatHolder.objects.on(sitting.day)
        .filter(seat__board=sitting.board_id, seat__closed_on=None)
        .select_related("seat", "member__user")
        .order_by("seat__order", "seat__label", "rank", "name", "pk")
    )


def _call(convocation: Convocation, holder: SeatHolder, sitting: Sitting, *, by: Actor, site: str) -> int:
    """One call; who has no address is listed, to be rung up."""
    if holder.address:
        token = new_token(CONVOCATION, sitting.organisation_id, convocation.pk)
        convocation.token_digest, convocation.sent_at = digest(token), timezone.now()
    convocation.save()
    if not holder.address:
        return 0
    telling.convene(convocation, sitting, sitting.board, house=by.organisation, token=token, site=site)
    return 1


def _open_all(sitting: Sitting, *, by: Actor) -> None:
    """Open every situation anew."""
    grounds.open_anew(sitting, list(SittingItem.objects.filter(sitting=sitting, state__in=ON_AGENDA)), by=by)


@transaction.atomic
def change_sitting(
    sitting: Sitting, *, by: Actor, version: int, day: date, at: time, minutes: int, place: str, site: str
) -> Sitting:
    """Another day, hour or place. Those already called are told, and answer again.

    Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "sitting:prepare")
    kept = locked(sitting, version)
    if not kept.is_coming:
        raise StaleState(_("Cette séance a déjà eu lieu, ou n’a pas lieu."))
    if kept.state == SittingState.CONVENED and day < by.today:
        raise BadInput(
            "day", _("Ce jour est passé\u202f: ceux qui sont convoqués recevraient une date déjà passée.")
        )
    _check_hour(day, at, by)
    clash = Sitting.objects.filter(board=kept.board_id, day=day).exclude(state=SittingState.CANCELLED)
    if clash.exclude(pk=kept.pk).exists():
        raise BadInput("day", _("Cette commission se réunit déjà ce jour-là."))
    if not 5 <= minutes <= 1440:
        raise BadInput("minutes", _("Donnez une durée entre cinq minutes et une journée."))
    before = (kept.day, kept.at, kept.place)
    touch(kept, day=day, at=at, minutes=minutes, place=place.strip()[:LONGEST_PLACE])
    if kept.state == SittingState.CONVENED and before != (kept.day, kept.at, kept.place):
        _tell_moved(kept, by=by, site=site)
        inviting.invite_all(kept, by=by, site=site)
        _open_all(kept, by=by)
    return kept


def _tell_moved(sitting: Sitting, *, by: Actor, site: str) -> None:
    for convocation in Convocation.objects.filter(sitting=sitting).select_related("holder__member__user"):
        convocation.answer, convocation.answered_at, convocation.substitute = Answer.NONE, None, ""
        if convocation.holder.address:
            token = new_token(CONVOCATION, sitting.organisation_id, convocation.pk)
            convocation.token_digest, convocation.sent_at = digest(token), timezone.now()
            telling.tell_moved(
                convocation, sitting, sitting.board, house=by.organisation, token=token, site=site
            )
        convocation.save(update_fields=["answer", "answered_at", "substitute", "token_digest", "sent_at"])


@transaction.atomic
def cancel_sitting(sitting: Sitting, *, by: Actor, version: int, reason: str = "") -> int:
    """It does not take place: whoever was called is told, its situations wait again. How many situations.

    reason: told to those who were called. Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "sitting:prepare")
    if len(reason) > LONGEST_REASON:
        raise BadInput("reason", _("Gardez cette phrase courte\u202f: elle part dans un courriel."))
    kept = locked(sitting, version)
    was_called = kept.state == SittingState.CONVENED
    become(kept, SittingState.CANCELLED, cancelled_at=timezone.now(), cancel_reason=reason.strip())
    items = list(SittingItem.objects.select_for_update().filter(sitting=kept, state__in=ON_AGENDA))
    for item in items:
        item_becomes(item, ItemState.RETURNED)
    grounds.close_items(items)
    if was_called:
        for convocation in (
            Convocation.objects.filter(sitting=kept)
            .exclude(sent_at=None)
            .select_related("holder__member__user")
        ):
            if convocation.holder.address:
                telling.tell_cancelled(
                    convocation.holder.address, convocation.pk, kept, kept.board, house=by.organisation
                )
            convocation.told_cancelled_at = timezone.now()
            convocation.save(update_fields=["told_cancelled_at"])
        told = ItemGuest.objects.filter(item__in=items, removed_at=None).exclude(sent_at=None)
        for guest in told.select_related("member__user"):
            telling.tell_cancelled(guest.address, guest.pk, kept, kept.board, house=by.organisation)
    return len(items)


@transaction.atomic
def note_answer(convocation: Convocation, *, by: Actor, answer: str, substitute: str = "") -> None:
    """An answer heard on the phone. Raises NotAllowed, BadInput."""
    check(by, "sitting:prepare")
    keep_answer(convocation, answer, substitute)


def keep_answer(convocation: Convocation, answer: str, substitute: str) -> None:
    """Write an answer; it may change until the sitting. Raises BadInput."""
    if answer not in Answer.values:
        raise BadInput("answer", _("Choisissez une réponse."))
    convocation.answer = answer
    convocation.answered_at = None if answer == Answer.NONE else timezone.now()
    convocation.substitute = substitute.strip()[:160] if answer == Answer.SUBSTITUTE else ""
    convocation.save(update_fields=["answer", "answered_at", "substitute"])
