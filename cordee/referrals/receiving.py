"""Orientations that nobody of the house took down: they came by a public page, or from another house.

The caller has opened the context of the house that receives, and nothing else.
"""

from datetime import date
from typing import Any

from django.db import transaction

from cordee.accounts.models import Organisation
from cordee.referrals.enums import State
from cordee.referrals.models import Referral, name_key
from cordee.referrals.reasons import write_reason
from cordee.referrals.steps import MOVED, become, keep_step
from cordee.referrals.timekeeping import keep_time


@transaction.atomic
def receive_referral(
    *, organisation: Organisation, on: date, channel: str, reason: str = "", **described: Any
) -> Referral:
    """An orientation that waits for somebody of the house; its delay runs from that day.

    described: the fields of models.Referral. Nobody is looked up: what is answered to the sender cannot say
    whether the person is known here. Raises BadInput when the words are too long.
    """
    referral = Referral(
        organisation=organisation, received_on=on, state_since=on, channel=channel, **described
    )
    referral.name_key = name_key(referral.full_name)
    write_reason(referral, reason)
    referral.save(force_insert=True)
    keep_time(referral, on=on)
    return referral


@transaction.atomic
def add_word(referral: Referral, *, on: date, by: str, words: str) -> None:
    """What who orients says afterwards. by: their name, as the orientation says it."""
    kept = Referral.objects.select_for_update().get(pk=referral.pk)
    keep_step(kept, "told", on=on, by=by, words=words)
    kept.save(update_fields=["steps"])


@transaction.atomic
def withdraw_referral(referral: Referral, *, on: date, by: str, words: str = "") -> bool:
    """Who orients says that the request no longer holds. False when it has had its answer meanwhile."""
    kept = Referral.objects.select_for_update().get(pk=referral.pk)
    if not kept.is_standing:
        return False
    kept.answer = words
    become(kept, "withdraw", State.WITHDRAWN, on=on, by=by)
    kept.save(update_fields=MOVED)
    keep_time(kept, on=on)
    return True
