"""What one does with boards: make one, from a programme or by hand, change it, fill its seats.

Seats and holders are never rewritten away: who leaves, or changes college, has a line that ends and another that
begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.commissions import grounds
from cordee.commissions.access import can, reason_against
from cordee.commissions.enums import Answer, Power, QuorumMode, Rank, SittingState
from cordee.commissions.models import Board, BoardSeat, Convocation, SeatHolder
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.words import capital, french_day
from cordee.programmes.definition import Definition


def check(actor: Actor, action: str) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(actor, action):
        raise NotAllowed(reason_against(actor, action))


@dataclass(frozen=True)
class BoardWanted:
    """A board as somebody asks for it; see models.Board."""

    label: str
    body: str
    programmes: tuple[UUID, ...] = ()
    powers: tuple[str, ...] = (Power.ADMISSION,)
    is_two_level: bool = False
    authority: str = ""
    every_months: int | None = None
    quorum: int | None = None
    quorum_mode: str = QuorumMode.WARN
    hears_person: bool = False
    guests: str = ""
    at: time = time(14)
    minutes: int = 180
    place: str = ""
    source: str = ""
    from_programme_id: UUID | None = None


@dataclass(frozen=True)
class HolderWanted:
    name: str
    rank: str = Rank.HOLDER
    structure: str = ""
    email: str = ""
    member: Member | None = None


@dataclass(frozen=True)
class SeatWanted:
    label: str
    holders: Sequence[HolderWanted] = field(default_factory=tuple)


def wanted_from(definition: Definition, programme_id: UUID) -> tuple[BoardWanted, list[SeatWanted]]:
    """The board a programme describes in its [admission] section. Raises BadInput when it has none."""
    admission = definition.admission
    if admission.mode != "board":
        raise BadInput("programme", _("Ce dispositif ne prévoit pas de commission."))
    label = capital(admission.body.removeprefix("la ").removeprefix("le ").removeprefix("l’"))
    wanted = BoardWanted(
        label=label[:120],
        body=admission.body[:160],
        programmes=(programme_id,),
        powers=(Power.ADMISSION, Power.REVIEW, Power.REORIENTATION),
        every_months=admission.every_months,
        guests=admission.guests[:400],
        source=f"{definition.label}, {admission.source}"[:200],
        from_programme_id=programme_id,
    )
    return wanted, [SeatWanted(seat.label) for seat in admission.seats]


@transaction.atomic
def make_board(wanted: BoardWanted, seats: Sequence[SeatWanted] = (), *, by: Actor, on: date) -> Board:
    """A new board, with its colleges and those already known to hold them. Raises NotAllowed, BadInput."""
    check(by, "board:change")
    _check_wanted(wanted)
    board = Board(organisation=by.organisation, **_columns(wanted))
    board.save(force_insert=True)
    for order, seat in enumerate(seats, start=1):
        made = _make_seat(board, seat.label, order)
        for holder in seat.holders:
            _seat(made, holder, by=by, on=on)
    return board


def _columns(wanted: BoardWanted) -> dict[str, Any]:
    columns = dict(vars(wanted))
    columns["programmes"] = list(wanted.programmes)
    columns["powers"] = [power for power in Power.values if power in wanted.powers]
    if not wanted.is_two_level:
        columns["authority"] = ""
    return columns


def _check_wanted(wanted: BoardWanted) -> None:
    if not wanted.powers:
        raise BadInput("powers", _("Dites au moins à quoi sert cette commission."))
    if wanted.is_two_level and not wanted.authority.strip():
        raise BadInput("authority", _("Dites qui décide après l’avis."))
    if wanted.every_months is not None and not 1 <= wanted.every_months <= 24:
        raise BadInput("every_months", _("Le rythme va de un à vingt-quatre mois."))
    if wanted.quorum_mode == QuorumMode.REQUIRE and not wanted.quorum:
        raise BadInput("quorum", _("Dites combien de collèges doivent être représentés."))
    if not 5 <= wanted.minutes <= 1440:
        raise BadInput("minutes", _("Donnez une durée entre cinq minutes et une journée."))


@transaction.atomic
def change_board(board: Board, wanted: BoardWanted, *, by: Actor, version: int) -> Board:
    """Change what a board is. Sittings already held keep what they were. Raises NotAllowed, BadInput, StaleState."""
    check(by, "board:change")
    _check_wanted(wanted)
    kept = locked_board(board, version)
    columns = _columns(wanted)
    del columns["from_programme_id"], columns["source"]
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save(update_fields=[*columns, "version"])
    return kept


def locked_board(board: Board, version: int) -> Board:
    """The board, ours until the end of the transaction. Raises StaleState when it changed meanwhile."""
    fresh = Board.objects.select_for_update().get(pk=board.pk)
    if fresh.version != version:
        raise StaleState(_("Un collègue a modifié cette commission pendant que vous écriviez."))
    return fresh


@transaction.atomic
def close_board(board: Board, *, by: Actor, on: date) -> None:
    """It meets no more. Refused while a sitting is to come."""
    check(by, "board:change")
    kept = Board.objects.select_for_update().get(pk=board.pk)
    if kept.sittings.exclude(state__in=("closed", "approved", "cancelled")).exists():
        raise BadInput("on", _("Une séance est encore à venir\u202f: tenez-la ou annulez-la d’abord."))
    kept.closed_on = on
    kept.version += 1
    kept.save(update_fields=["closed_on", "version"])


# Seats and who holds them


@transaction.atomic
def add_seat(board: Board, *, by: Actor, label: str) -> BoardSeat:
    """One more college, at the end. Raises NotAllowed, BadInput."""
    check(by, "board:change")
    last = board.seats.order_by("-order").values_list("order", flat=True).first() or 0
    return _make_seat(board, label, last + 1)


def _make_seat(board: Board, label: str, order: int) -> BoardSeat:
    if not label.strip():
        raise BadInput("label", _("Nommez le collège."))
    seat = BoardSeat(
        organisation_id=board.organisation_id, board=board, label=label.strip()[:200], order=order
    )
    seat.save(force_insert=True)
    return seat


@transaction.atomic
def close_seat(seat: BoardSeat, *, by: Actor, on: date) -> None:
    """The college no longer belongs to the board; those who held it leave that day. Past sittings keep them."""
    check(by, "board:change")
    seat.closed_on = on
    seat.save(update_fields=["closed_on"])
    for holder in seat.holders.filter(until_on=None):
        _leave(holder, on)
    grounds.open_board_anew(seat.board_id, by=by)


@transaction.atomic
def seat_holder(seat: BoardSeat, wanted: HolderWanted, *, by: Actor, on: date) -> SeatHolder:
    """Somebody holds this seat from a day on. Raises NotAllowed, BadInput."""
    check(by, "board:change")
    holder = _seat(seat, wanted, by=by, on=on)
    grounds.open_board_anew(seat.board_id, by=by)
    return holder


def _seat(seat: BoardSeat, wanted: HolderWanted, *, by: Actor, on: date) -> SeatHolder:
    if not wanted.name.strip():
        raise BadInput("name", _("Nommez la personne qui siège."))
    if seat.closed_on is not None:
        raise BadInput("name", _("Ce collège ne fait plus partie de la commission."))
    if wanted.member is not None and wanted.member.organisation_id != by.organisation.pk:
        raise BadInput("member", _("Ce compte n’est pas de la maison."))
    holder = SeatHolder(
        organisation_id=seat.organisation_id,
        seat=seat,
        rank=wanted.rank,
        name=wanted.name.strip()[:160],
        structure=wanted.structure.strip()[:200],
        email=wanted.email.strip(),
        member=wanted.member,
        from_on=on,
    )
    holder.save(force_insert=True)
    return holder


@transaction.atomic
def correct_holder(holder: SeatHolder, *, by: Actor, name: str, structure: str = "", email: str = "") -> None:
    """Their name, structure or address was written wrong. A call not answered yet, of a sitting to come, will be sent
    again to another address. Raises NotAllowed, BadInput.
    """
    check(by, "board:change")
    if not name.strip():
        raise BadInput("name", _("Nommez la personne qui siège."))
    moved = email.strip() != holder.email
    holder.name, holder.structure, holder.email = name.strip()[:160], structure.strip()[:200], email.strip()
    holder.save(update_fields=["name", "structure", "email"])
    if moved:
        coming = Convocation.objects.filter(holder=holder, answer=Answer.NONE)
        coming.filter(sitting__state=SittingState.CONVENED).update(sent_at=None)


@transaction.atomic
def end_holder(holder: SeatHolder, *, by: Actor, on: date) -> None:
    """They hold this seat until that day, included. Raises NotAllowed, BadInput."""
    check(by, "board:change")
    if on < holder.from_on:
        raise BadInput(
            "on",
            _("Ce jour vient avant son arrivée dans ce collège, le %(day)s.")
            % {"day": french_day(holder.from_on)},
        )
    _leave(holder, on)
    grounds.open_board_anew(holder.seat.board_id, by=by)


def _leave(holder: SeatHolder, on: date) -> None:
    holder.until_on = max(on, holder.from_on)
    holder.save(update_fields=["until_on"])


@transaction.atomic
def change_college(holder: SeatHolder, *, by: Actor, seat: BoardSeat, on: date, rank: str = "") -> SeatHolder:
    """They sit for another college from that day on: the line of before ends the day before, and stays.

    A call they had for a sitting to come goes with them: they are neither listed nor written to twice.
    Raises NotAllowed, BadInput: another board's college, or one they hold already; they left before that day.
    """
    check(by, "board:change")
    if seat.board_id != holder.seat.board_id:
        raise BadInput("seat", _("Ce collège est d’une autre commission."))
    if seat.pk == holder.seat_id and rank in ("", holder.rank):
        raise BadInput("seat", _("Cette personne siège déjà pour ce collège."))
    if on <= holder.from_on:
        raise BadInput("on", _("Choisissez un jour après son arrivée dans le collège d’avant."))
    if holder.until_on is not None and holder.until_on < on - timedelta(days=1):
        raise BadInput(
            "on",
            _(
                "Cette personne ne siège plus ici depuis le %(day)s\u202f: ajoutez-la dans son nouveau collège."
            )
            % {"day": french_day(holder.until_on)},
        )
    _leave(holder, on - timedelta(days=1))
    wanted = HolderWanted(
        name=holder.name,
        rank=rank or holder.rank,
        structure=holder.structure,
        email=holder.email,
        member=holder.member,
    )
    moved = _seat(seat, wanted, by=by, on=on)
    coming = Convocation.objects.filter(holder=holder, sitting__day__gte=on)
    coming.filter(sitting__state=SittingState.CONVENED).update(holder=moved)
    grounds.open_board_anew(seat.board_id, by=by)
    return moved
