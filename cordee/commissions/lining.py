"""The waiting list of a board: still of interest, a place offered, what was answered.

A place that frees itself is offered by a person, never by time: nothing here runs by itself, nothing here admits.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.commissions.boards import check
from cordee.commissions.enums import OfferAnswer, Outcome
from cordee.commissions.models import ItemDecision
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.words import french_day


@transaction.atomic
def confirm_interest(row: ItemDecision, *, by: Actor, on: date) -> ItemDecision:
    """The person says it still holds. Raises NotAllowed, BadInput (the day), StaleState (no longer in line)."""
    check(by, "line:confirm")
    kept = _locked(row)
    _check_day(on, kept.confirmed_on or kept.decided_on, by)
    kept.confirmed_on = on
    return _keep(kept, "commission_still_wanted", ["confirmed_on"], on, by=by)


@transaction.atomic
def offer_place(row: ItemDecision, *, by: Actor, on: date) -> ItemDecision:
    """A place frees itself, and is offered to them. Raises NotAllowed, BadInput, StaleState."""
    check(by, "line:offer")
    kept = _locked(row)
    if kept.is_offered:
        raise StaleState(_("Une place lui est déjà proposée\u202f: notez d’abord sa réponse."))
    _check_day(on, kept.answered_on or kept.decided_on, by)
    kept.offered_on, kept.offer_answer, kept.answered_on = on, "", None
    return _keep(kept, "commission_place_offered", ["offered_on", "offer_answer", "answered_on"], on, by=by)


@transaction.atomic
def note_offer_answer(row: ItemDecision, *, by: Actor, answer: str, on: date) -> ItemDecision:
    """What they answered: yes, not yet (they keep their rank), no longer (they leave the list).

    Raises NotAllowed, BadInput, StaleState (nothing is offered).
    """
    check(by, "line:confirm")
    kept = _locked(row)
    if not kept.is_offered:
        raise StaleState(_("Aucune place ne lui est proposée."))
    if answer not in OfferAnswer.values:
        raise BadInput("answer", _("Choisissez sa réponse."))
    _check_day(on, kept.offered_on, by)
    kept.offer_answer, kept.answered_on = answer, on
    changed = ["offer_answer", "answered_on"]
    if answer == OfferAnswer.STAYS:
        kept.confirmed_on = max(on, kept.confirmed_on or on)
        changed.append("confirmed_on")
    return _keep(kept, "commission_place_answered", changed, on, by=by, answer=answer)


def _locked(row: ItemDecision) -> ItemDecision:
    """Theirs until the end of the transaction. Raises StaleState when they no longer wait."""
    rows = ItemDecision.objects.select_for_update(of=("self",)).select_related(
        "item__sitting__board", "person"
    )
    kept: ItemDecision = rows.get(pk=row.pk)
    is_last = ItemDecision.objects.in_line(kept.item.sitting.board_id).filter(pk=kept.pk).exists()
    if kept.outcome != Outcome.WAITING or kept.undone_at is not None or not is_last:
        raise StaleState(_("Cette personne n’est plus sur la liste d’attente."))
    return kept


def _check_day(on: date, since: Any, by: Actor) -> None:
    if not since <= on <= by.today:
        raise BadInput(
            "on", _("Choisissez un jour entre le %(since)s et aujourd’hui.") % {"since": french_day(since)}
        )


def _keep(
    kept: ItemDecision, fact: str, changed: list[str], on: date, *, by: Actor, **codes: str
) -> ItemDecision:
    kept.save(update_fields=changed)
    if kept.person is not None:
        told = {"board": kept.item.sitting.board.label, **codes}
        record_fact(
            person=kept.person,
            kind=fact,
            day=on,
            by=by,
            pathway_id=kept.item.pathway_id,
            thing=kept,
            codes=told,
        )
    return kept
