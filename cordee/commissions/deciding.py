"""What is decided of a situation, written down in one gesture and taken back in one until the minutes are approved.

An opinion says; a decision does: an admission goes through `pathways`, which keeps the gate; an orientation is
answered by `referrals`; who waits keeps a rank. Nothing is decided here: a person writes what the board, or whoever
decides after its opinion, has pronounced.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.commissions import sealing
from cordee.commissions.boards import check
from cordee.commissions.carrying import carry_out, put_as_before
from cordee.commissions.enums import ItemKind, ItemState, Level, Outcome
from cordee.commissions.holding import quorum_of
from cordee.commissions.locking import locked_item
from cordee.commissions.models import ItemDecision, SittingItem
from cordee.commissions.rules import (
    OUTCOMES,
    Advice,
    Pronounced,
    advice_first,
    decision_day,
)
from cordee.commissions.states import item_becomes
from cordee.dossier.actions import record_fact
from cordee.kernel.dates import add_months
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.verdict import examine
from cordee.pathways import timekeeping
from cordee.referrals.enums import RefusalReason

LONGEST_WORDS = 4_000
FURTHEST = 60  # months: nothing is decided from a day further, a year was mistyped
AGAINST = frozenset({Outcome.REFUSED, Outcome.UNFAVOURABLE})


@dataclass(frozen=True)
class DecisionWanted:
    """What was pronounced; see models.ItemDecision. decided_on: the day of the sitting, unless an authority decides."""

    outcome: str
    level: str = ""
    decided_on: date | None = None
    effective_from: date | None = None
    rank: int | None = None
    review_on: date | None = None
    missing: str = ""
    reason: str = ""
    refusal_reason: str = ""
    redirected_to: str = ""
    person_agrees: bool = False


def next_level(item: SittingItem, standing: Any) -> str:
    """What is to be written now: the opinion, then the decision where the board is two-level."""
    board = item.sitting.board
    if board.is_two_level:
        return Level.DECISION if any(one.level == Level.OPINION for one in standing) else Level.OPINION
    return Level.OPINION if item.kind == ItemKind.OPINION else Level.DECISION


@transaction.atomic
def record_decision(item: SittingItem, *, by: Actor, wanted: DecisionWanted, version: int) -> ItemDecision:
    """Write down what was pronounced, and do what it says: gate, orientation, waiting list.

    Raises NotAllowed, StaleState (a colleague has just written, the minutes are approved), BadInput (what the outcome
    asks for), RuleBroken (the day, the quorum, the opinion first).
    """
    check(by, "sitting:hold")
    kept = locked_item(item, version)
    sitting = kept.sitting
    if not sitting.may_be_decided:
        raise StaleState(_("Une décision s’écrit en séance, et jusqu’à l’approbation du compte rendu."))
    standing = list(ItemDecision.objects.standing().filter(item=kept))
    level = wanted.level or next_level(kept, standing)
    if any(one.level == level for one in standing) or not kept.is_on_agenda:
        raise StaleState(_("Cette situation a déjà sa décision\u202f: reprenez-la pour en écrire une autre."))
    by_authority = sitting.board.is_two_level and level == Level.DECISION
    decided_on = (wanted.decided_on or by.today) if by_authority else (wanted.decided_on or sitting.day)
    _check_words(kept, wanted, level)
    _check_rules(kept, wanted, standing, decided_on, by_authority=by_authority, by=by)
    row = _written(kept, wanted, level, decided_on, by=by)
    with timekeeping.together():
        if level == Level.DECISION:
            carry_out(
                kept, row, by=by, person_agrees=wanted.person_agrees, words=wanted.reason or wanted.missing
            )
        row.save(force_insert=True)
        is_first_of_two = sitting.board.is_two_level and level == Level.OPINION
        item_becomes(kept, ItemState.OPINED if is_first_of_two else ItemState.DECIDED)
        _tell(kept, row, "commission_decided", decided_on, by=by)
    return row


def _check_words(item: SittingItem, wanted: DecisionWanted, level: str) -> None:
    if wanted.outcome not in OUTCOMES[item.kind]:
        raise BadInput("outcome", _("Choisissez ce qui a été dit."))
    for name in ("missing", "reason"):
        if len(getattr(wanted, name)) > LONGEST_WORDS:
            raise BadInput(name, _("Ce texte est trop long\u202f: gardez l’essentiel."))
    if wanted.outcome == Outcome.ADJOURNED and not wanted.missing.strip():
        raise BadInput(
            "missing", _("Dites ce qui manque\u202f: la personne et qui l’oriente doivent le savoir.")
        )
    if wanted.outcome == Outcome.REDIRECTED and not wanted.redirected_to.strip():
        raise BadInput("redirected_to", _("Dites vers quelle réponse."))
    if wanted.outcome in AGAINST and not wanted.reason.strip():
        raise BadInput("reason", _("Dites pourquoi, en quelques mots\u202f: la personne doit le savoir."))
    if wanted.rank is not None and (wanted.rank < 1 or wanted.rank > 999):
        raise BadInput("rank", _("Un rang commence à un."))
    answers_orientation = item.referral_id is not None and item.pathway_id is None and level == Level.DECISION
    if (
        answers_orientation
        and wanted.outcome == Outcome.REFUSED
        and wanted.refusal_reason not in RefusalReason.values
    ):
        raise BadInput(
            "refusal_reason",
            _("Choisissez le motif\u202f: la personne et qui l’oriente doivent le connaître."),
        )


def _check_rules(
    item: SittingItem, wanted: DecisionWanted, standing: Any, decided_on: date, *, by_authority: bool, by: Actor
) -> None:  # fmt: skip
    sitting = item.sitting
    if wanted.review_on is not None and wanted.review_on <= sitting.day:
        raise BadInput("review_on", _("Choisissez un jour après cette séance."))
    for name in ("effective_from", "review_on"):
        day = getattr(wanted, name)
        if day is not None and day > add_months(sitting.day, FURTHEST):
            raise BadInput(name, _("Ce jour vient plus de cinq ans après la séance\u202f: vérifiez l’année."))
    days = Pronounced(sitting.day, decided_on, wanted.effective_from, by_authority)
    verdicts = [decision_day(days, on=by.today)]
    if by_authority:
        opined = next((one.decided_on for one in standing if one.level == Level.OPINION), None)
        verdicts.append(
            advice_first(
                Advice(opined, decided_on, wanted.outcome in AGAINST, person_invited=item.person_heard)
            )
        )
    else:
        verdicts.append(quorum_of(sitting))
    examine(verdicts).raise_if_refused()


def _written(
    item: SittingItem, wanted: DecisionWanted, level: str, decided_on: date, *, by: Actor
) -> ItemDecision:
    board = item.sitting.board
    is_waiting = wanted.outcome == Outcome.WAITING
    admits = wanted.outcome == Outcome.ADMITTED
    row = ItemDecision(
        organisation_id=item.organisation_id,
        person_id=item.person_id,
        item=item,
        level=level,
        outcome=wanted.outcome,
        decided_on=decided_on,
        effective_from=wanted.effective_from or (decided_on if admits else None),
        rank=(wanted.rank or next_rank(item)) if is_waiting else None,
        review_on=wanted.review_on,
        refusal_reason=wanted.refusal_reason if wanted.outcome == Outcome.REFUSED else "",
        redirected_to=wanted.redirected_to.strip()[:200] if wanted.outcome == Outcome.REDIRECTED else "",
        authority=(board.authority if board.is_two_level and level == Level.DECISION else board.body)[:200],
        recorded_by=by.member,
    )
    key = sealing.key_for(item)
    sealing.write(row, "sealed_missing", wanted.missing, key=key)
    sealing.write(row, "sealed_reason", wanted.reason, key=key)
    return row


def next_rank(item: SittingItem) -> int:
    """The place after the last one this board gave in the same programme."""
    rows = ItemDecision.objects.standing().filter(
        item__sitting__board=item.sitting.board_id, item__programme_id=item.programme_id
    )
    return int(rows.aggregate(last=Max("rank"))["last"] or 0) + 1


def _tell(item: SittingItem, row: ItemDecision, kind: str, day: date, *, by: Actor) -> None:
    if item.person is None:
        return
    codes = {"board": item.sitting.board.label, "outcome": row.outcome, "level": row.level}
    record_fact(
        person=item.person, kind=kind, day=day, by=by, pathway_id=item.pathway_id, thing=row, codes=codes
    )


@transaction.atomic
def undo_decision(item: SittingItem, *, by: Actor, version: int) -> SittingItem:
    """Take back the last thing written of a situation: what it did is undone with it.

    Raises NotAllowed, StaleState: the minutes are approved, or the person has moved on since.
    """
    check(by, "sitting:hold")
    kept = locked_item(item, version)
    if not kept.sitting.may_be_decided:
        raise StaleState(_("Le compte rendu est approuvé\u202f: ce qui a été décidé ne change plus."))
    standing = ItemDecision.objects.select_for_update().standing().filter(item=kept)
    row = standing.order_by("level").first()  # the decision before the opinion
    if row is None:
        raise StaleState(_("Rien n’est à reprendre sur cette situation."))
    if row.news.standing().exists():
        raise StaleState(_("Les suites de cette décision sont préparées\u202f: reprenez-les d’abord."))
    with timekeeping.together():
        put_as_before(kept, row, by=by)
        row.undone_at, row.undone_by = timezone.now(), by.member
        row.save(update_fields=["undone_at", "undone_by"])
        is_second_of_two = kept.sitting.board.is_two_level and row.level == Level.DECISION
        item_becomes(kept, ItemState.OPINED if is_second_of_two else ItemState.WAITING)
        _tell(kept, row, "commission_taken_back", by.today, by=by)
    return kept
