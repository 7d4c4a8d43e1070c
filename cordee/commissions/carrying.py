"""What a decision does elsewhere, and how it is undone: the admission of a pathway, the answer to an orientation.

Each goes through the one writer of that state; `ItemDecision.moves` keeps where the orientation stood before.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.commissions.enums import ItemKind, Outcome
from cordee.commissions.models import ItemDecision, SittingItem
from cordee.commissions.rules import stands_for
from cordee.kernel.words import french_day
from cordee.pathways.actions import record_admission
from cordee.pathways.admitting import withdraw_admission
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.programmes.cached import definition_of
from cordee.referrals.actions import carry_answer
from cordee.referrals.enums import State
from cordee.referrals.models import Referral


def carry_out(
    item: SittingItem, row: ItemDecision, *, by: Actor, person_agrees: bool = False, words: str = ""
) -> None:
    """Do what a decision says; row: about to be saved, in memory. Raises what the actions below raise."""
    if item.kind != ItemKind.ADMISSION:
        return
    if item.pathway_id is not None:
        _admit(item, row, by=by, words=words)
    elif item.referral_id is not None:
        _answer(item, row, item.referral_id, by=by, person_agrees=person_agrees)


def _admit(item: SittingItem, row: ItemDecision, *, by: Actor, words: str) -> None:
    pathway = Pathway.objects.select_related("person").get(pk=item.pathway_id)
    definition = definition_of(pathway.programme_version_id)
    known = definition.admission.decisions
    code = stands_for(row.outcome, [(one.code, one.outcome) for one in known])
    if definition.admission.is_direct or not code:
        return
    made = record_admission(
        pathway,
        by=by,
        decision=code,
        decided_on=row.decided_on,
        effective_from=row.effective_from,
        authority=row.authority,
        text=words,
        version=pathway.version,
    )
    row.decision_code, row.admission_id = code, made.pk


MOVES = {
    Outcome.ADMITTED: "wait",
    Outcome.WAITING: "wait",
    Outcome.ADJOURNED: "to_board",
    Outcome.REFUSED: "refuse",
    Outcome.REDIRECTED: "pass_on",
}
REACHED = {"wait": State.WAITING, "to_board": State.TO_BOARD}


def _answer(
    item: SittingItem, row: ItemDecision, referral_id: UUID, *, by: Actor, person_agrees: bool
) -> None:
    referral = Referral.objects.get(pk=referral_id)
    if not referral.is_standing:
        return  # answered meanwhile by somebody: what the board said stays written
    move = MOVES[Outcome(row.outcome)]
    row.moves = [{"before": referral.state}]
    if REACHED.get(move) == referral.state:
        return
    row.moves = [{"before": referral.state, "move": move}]
    _move(
        referral,
        move,
        by=by,
        on=row.decided_on,
        answer=answer_words(row),
        refusal_reason=row.refusal_reason,
        person_agrees=person_agrees,
        is_told=False,  # who orients hears of it once the sitting is over, with the rest (`news`)
    )


def answer_words(row: ItemDecision) -> str:
    """What the orientation's answer says, in the words who orients may read."""
    if row.outcome == Outcome.ADMITTED and row.effective_from is not None:
        return _(
            "Admission prononcée par %(by)s, à partir du %(day)s\u202f: il reste à ouvrir le dossier."
        ) % {
            "by": row.authority,
            "day": french_day(row.effective_from),
        }
    return row.redirected_to


def _move(referral: Referral, move: str, *, by: Actor, on: date, **told: Any) -> Referral:
    day = min(max(on, referral.state_since), by.today)
    return carry_answer(referral, by=by, move=move, on=day, version=referral.version, **told)


def put_as_before(item: SittingItem, row: ItemDecision, *, by: Actor) -> None:
    """Undo what a decision did. Raises StaleState when the person has moved on since."""
    if row.admission_id is not None:
        withdraw_admission(AdmissionDecision.objects.get(pk=row.admission_id), by=by)
    is_told = row.news.filter(is_answered=True).exists()
    for kept in row.moves:
        if item.referral_id is not None:
            _back_to(kept["before"], item.referral_id, by=by, is_told=is_told)


BACK = {State.TO_BOARD: "to_board", State.WAITING: "wait"}


def _back_to(before: str, referral_id: UUID, *, by: Actor, is_told: bool) -> None:
    """is_told: who orients had heard of the answer, and hears that it is taken back."""
    referral = Referral.objects.get(pk=referral_id)
    if referral.pathway_id is not None or referral.state == before:
        return  # welcomed since: the dossier stays open, only the admission is taken back
    if not referral.is_standing:
        referral = _move(referral, "reopen", by=by, on=by.today, is_told=is_told)
    move = BACK.get(State(before), "to_board")
    if REACHED[move] != referral.state:
        _move(referral, move, by=by, on=by.today, is_told=is_told)
