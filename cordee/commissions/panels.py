"""Boards, sittings and situations as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.commissions import sealing
from cordee.commissions.access import can
from cordee.commissions.enums import (
    Answer,
    ItemKind,
    Level,
    OfferAnswer,
    Outcome,
    Power,
    QuorumMode,
    Rank,
    SittingState,
)
from cordee.commissions.fetch import College, Kept
from cordee.commissions.models import Board, ItemDecision, Sitting
from cordee.commissions.rules import confirm_on, months_words, rhythm
from cordee.kernel.verdict import Examination, examine
from cordee.kernel.words import capital, french_day, french_list
from cordee.people.access import name_of
from cordee.programmes.definition import Definition as Programme
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge, Definition
from cordee.ui.wording import hour_words

STATE_TONES = {
    SittingState.PLANNED: "neutral",
    SittingState.CONVENED: "info",
    SittingState.OPEN: "accent",
    SittingState.CLOSED: "soon",
    SittingState.APPROVED: "done",
    SittingState.CANCELLED: "neutral",
}


def state_badge(sitting: Sitting) -> Badge:
    state = SittingState(sitting.state)
    return Badge(capital(str(state.label)), STATE_TONES[state])


@dataclass(frozen=True)
class SittingLine:
    """A sitting in a list."""

    day: date
    when: str
    url: str
    badge: Badge
    detail: str
    board: str = ""


def sitting_line(sitting: Any, *, with_board: bool = False) -> SittingLine:
    number = getattr(sitting, "situations", 0)
    detail = ngettext("%d situation", "%d situations", number) % number if number else _("aucune situation")
    return SittingLine(
        day=sitting.day,
        when=hour_words(sitting.at),
        url=address("sitting", sitting.pk),
        badge=state_badge(sitting),
        detail=detail if sitting.state != SittingState.CANCELLED else sitting.cancel_reason,
        board=sitting.board.label if with_board else "",
    )


@dataclass(frozen=True)
class BoardCard:
    """A board on the list: its rhythm said, its next sitting, who waits."""

    label: str
    url: str
    body: str
    examination: Examination
    next: SittingLine | None
    under_way: Sequence[SittingLine]
    last: SittingLine | None
    waiting: str
    plan_url: str


def board_card(kept: Kept, actor: Any) -> BoardCard:
    number = kept.waiting
    waiting = ""
    if number:
        waiting = ngettext("%d situation attend", "%d situations attendent", number) % number
    elif kept.board.may(Power.ADMISSION):
        waiting = _("personne n’attend")
    verdict = rhythm(
        kept.rhythm, on=actor.today, source=kept.board.source or _("Rythme choisi par la maison")
    )
    shown = kept.last if kept.last and kept.last.state != SittingState.OPEN else None
    return BoardCard(
        label=kept.board.label,
        url=address("board", kept.board.pk),
        body=kept.board.body,
        examination=examine([verdict]),
        next=sitting_line(kept.coming[0]) if kept.coming else None,
        under_way=[sitting_line(one) for one in kept.under_way if one is not shown],
        last=sitting_line(shown) if shown else None,
        waiting=waiting,
        plan_url=address("plan_sitting", kept.board.pk) if can(actor, "sitting:prepare") else "",
    )


def board_facts(board: Board, choices: Any) -> list[Definition]:
    """What a board is, in words."""
    labels = dict(choices.programmes)
    serves = [labels[str(one)] for one in board.programmes if str(one) in labels]
    every = board.every_months
    quorum = _("aucun quorum")
    if board.quorum_mode != QuorumMode.NONE:
        asked = QuorumMode(board.quorum_mode).label
        if board.quorum:
            number = ngettext("%d collège", "%d collèges", board.quorum) % board.quorum
            quorum = f"{number}, {asked}"
        else:
            quorum = str(_("les collèges absents sont rappelés"))
    facts = [
        Definition(_("Dispositifs"), french_list(serves) or _("aucun en particulier")),
        Definition(_("Ce qu’on lui demande"), french_list([str(Power(one).label) for one in board.powers])),
        Definition(
            _("Rythme"),
            _("tous les %(months)s") % {"months": months_words(every)} if every else _("quand il le faut"),
        ),
        Definition(_("Quorum"), quorum),
        Definition(_("D’habitude"), " · ".join(part for part in (hour_words(board.at), board.place) if part)),
    ]
    if board.is_two_level:
        facts.insert(2, Definition(_("Qui décide"), _("avis, puis %(who)s") % {"who": board.authority}))
    if board.hears_person:
        facts.append(Definition(_("La personne"), _("peut être entendue, avec qui elle veut")))
    if board.guests:
        facts.append(Definition(_("Invités"), board.guests))
    return facts


@dataclass(frozen=True)
class HolderLine:
    name: str
    detail: str
    url: str
    badge: Badge | None = None


@dataclass(frozen=True)
class CollegeShown:
    """A college on the page of its board."""

    pk: Any
    label: str
    is_closed: bool
    present: Sequence[HolderLine]
    gone: Sequence[HolderLine]
    add_url: str
    close_url: str


def college_of(college: College, actor: Any) -> CollegeShown:
    changes = can(actor, "board:change") and college.seat.closed_on is None
    return CollegeShown(
        pk=college.seat.pk,
        label=college.seat.label,
        is_closed=college.seat.closed_on is not None,
        present=[_holder_line(one, changes=changes) for one in college.present],
        gone=[_holder_line(one, changes=False) for one in college.gone],
        add_url=address("new_holder", college.seat.pk) if changes else "",
        close_url=address("close_seat", college.seat.pk) if changes else "",
    )


def _holder_line(holder: Any, *, changes: bool) -> HolderLine:
    since = _("depuis le %(day)s") % {"day": french_day(holder.from_on)}
    if holder.until_on is not None:
        since = _("du %(first)s au %(last)s") % {
            "first": french_day(holder.from_on), "last": french_day(holder.until_on),
        }  # fmt: skip
    parts = [
        holder.structure,
        since,
        "" if holder.email or holder.member_id else _("sans courriel\u202f: à prévenir autrement"),
    ]
    badge = Badge(capital(str(Rank.SUBSTITUTE.label)), "neutral") if holder.rank == Rank.SUBSTITUTE else None
    return HolderLine(
        holder.name,
        " · ".join(part for part in parts if part),
        address("holder", holder.pk) if changes else "",
        badge,
    )


# Situations

ANSWER_TONES = {
    Answer.NONE: "neutral",
    Answer.COMES: "done",
    Answer.SUBSTITUTE: "info",
    Answer.DECLINES: "soon",
}
OUTCOME_TONES = {
    Outcome.ADMITTED: "done",
    Outcome.WAITING: "soon",
    Outcome.ADJOURNED: "soon",
    Outcome.REFUSED: "late",
    Outcome.REDIRECTED: "info",
    Outcome.CONTINUES: "done",
    Outcome.FAVOURABLE: "done",
    Outcome.RESERVED: "soon",
    Outcome.UNFAVOURABLE: "late",
}


def decision_words(row: ItemDecision) -> str:
    """« Admission à partir du 4 décembre 2026 »."""
    said = capital(str(Outcome(row.outcome).label))
    if row.effective_from is not None and row.outcome == Outcome.ADMITTED:
        return _("%(said)s à partir du %(day)s") % {"said": said, "day": french_day(row.effective_from)}
    if row.rank is not None:
        said = _("%(said)s, rang %(rank)s") % {"said": said, "rank": row.rank}
    if row.redirected_to:
        said = f"{said}\u202f: {row.redirected_to}"
    if row.review_on is not None:
        said = _("%(said)s, à revoir le %(day)s") % {"said": said, "day": french_day(row.review_on)}
    return said


def decision_badge(row: ItemDecision) -> Badge:
    label = decision_words(row)
    if row.level == Level.OPINION:
        label = _("Avis\u202f: %(said)s") % {"said": label[:1].lower() + label[1:]}
    return Badge(label, OUTCOME_TONES[Outcome(row.outcome)])


# A sitting


def day_label(sitting: Sitting) -> str:
    return _("Séance du %(day)s") % {"day": french_day(sitting.day)}


def why_not_open(sitting: Sitting, actor: Any) -> str:
    if sitting.is_coming and sitting.day > actor.today:
        return _("La séance s’ouvre le jour même, le %(day)s.") % {"day": french_day(sitting.day)}
    return ""


@dataclass(frozen=True)
class CallLine:
    """Somebody called. note_url: where an answer heard is noted."""

    name: str
    seat: str
    badge: Badge
    detail: str
    note_url: str = ""


def call_line(convocation: Any, sitting: Sitting, actor: Any) -> CallLine:
    answer = Answer(convocation.answer)
    details = []
    if convocation.substitute:
        details.append(_("par %(who)s") % {"who": convocation.substitute})
    if convocation.sent_at is None and sitting.is_coming:
        details.append(_("sans courriel\u202f: à prévenir autrement"))
    is_silent = answer == Answer.NONE and not sitting.is_coming
    said = _("Sans réponse") if is_silent else capital(str(answer.label))
    return CallLine(
        name=convocation.holder.name,
        seat=convocation.holder.seat.label,
        badge=Badge(said, ANSWER_TONES[answer]),
        detail=" · ".join(details),
        note_url=address("note_answer", sitting.pk, convocation.pk)
        if sitting.is_coming and can(actor, "sitting:prepare")
        else "",
    )


@dataclass(frozen=True)
class WaitingLine:
    """Somebody on the waiting list of a board. rank: their place among those who still wait. asks: what is to be
    done now."""

    rank: int
    name: str
    url: str
    detail: str
    asks: Badge | None
    keep_url: str


def waiting_line(
    row: ItemDecision, rank: int, known: Any, actor: Any, definition: Programme | None, *, since: date
) -> WaitingLine:
    """since: the day they were first put there."""
    item = row.item
    person = known.people.get(item.person_id)
    parts = [_("depuis le %(day)s") % {"day": french_day(since)}]
    if row.decided_on > since:
        parts.append(_("maintenue le %(day)s") % {"day": french_day(row.decided_on)})
    if row.confirmed_on is not None:
        parts.append(_("demande confirmée le %(day)s") % {"day": french_day(row.confirmed_on)})
    if row.review_on is not None:
        parts.append(_("à revoir le %(day)s") % {"day": french_day(row.review_on)})
    return WaitingLine(
        rank,
        name_of(actor, person) if person else known.name(item),
        address("person", item.person_id) if person else address("referral", item.referral_id),
        " · ".join(parts),
        asked_in_line(row, definition, actor.today),
        # without a dossier yet, the orientation has its own page to say so
        address("line", row.pk) if person and can(actor, "line:confirm") else "",
    )


def asked_in_line(row: ItemDecision, definition: Programme | None, on: date) -> Badge | None:
    """What a place offered, or time, asks for."""
    if row.offered_on is not None and not row.offer_answer:
        return Badge(_("place proposée le %(day)s") % {"day": french_day(row.offered_on)}, "soon")
    if row.offer_answer == OfferAnswer.ACCEPTED:
        return Badge(_("accepte la place\u202f: admission à prononcer"), "soon")
    due = confirm_on(row.decided_on, row.confirmed_on, months_of(definition))
    if due is not None and due <= on:
        return Badge(_("demander si cela tient toujours"), "soon")
    return None


def months_of(definition: Programme | None) -> int | None:
    """After how many months without news the programme asks again."""
    return definition.entry.waiting.confirm_every_months if definition else None


# In session


@dataclass(frozen=True)
class ToldDecision:
    """What was said of a situation, with its words."""

    badge: Badge
    missing: str
    reason: str


def told_decision(row: ItemDecision, key: bytes) -> ToldDecision:
    return ToldDecision(
        decision_badge(row),
        sealing.read(row, "sealed_missing", key=key),
        sealing.read(row, "sealed_reason", key=key),
    )


def kind_words(item: Any) -> str:
    """« Admission »."""
    return capital(str(ItemKind(item.kind).label))


def level_heading(board: Board, level: str) -> str:
    """What is to be written now, and who pronounces it; nothing where the board decides: the choices say it."""
    if level == Level.OPINION:
        return _("L’avis de %(body)s") % {"body": board.body}
    if board.is_two_level:
        return _("La décision, prononcée par %(who)s") % {"who": board.authority}
    return ""
