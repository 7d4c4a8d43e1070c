"""What follows a sending: the partner's answers, what the house adds, the end of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import Partition
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.relays import links, telling, timekeeping
from cordee.relays.access import may_write, why_not
from cordee.relays.composing import refuse
from cordee.relays.contents import ANSWERS, SENT, Told, keep, sent_of, wanted_of
from cordee.relays.enums import Channel
from cordee.relays.models import BaseRelay
from cordee.relays.replying import LONGEST, TOO_LONG, add_answer, checked
from cordee.relays.rules import Consent, agreed
from cordee.relays.states import become, locked


@transaction.atomic
def note_answer(
    relay: BaseRelay,
    person: Person,
    *,
    by: Actor,
    answer: str,
    on: date,
    words: str = "",
    elsewhere: str = "",
) -> BaseRelay:
    """The partner answered by telephone, by letter, face to face. Raises NotAllowed, BadInput, StaleState."""
    checked(answer, words)
    kept = _mine(relay, person, by)
    if on > by.today or (kept.sent_on and on < kept.sent_on):
        raise BadInput("on", _("Une réponse vient après l’envoi, et pas dans l’avenir."))
    become(kept, answer, roles=by.roles, on=on)
    key = key_of(person)
    add_answer(
        kept, Told(answer, on.isoformat(), words.strip(), elsewhere.strip(), by.member.display_name), key
    )
    kept.save(update_fields=[ANSWERS])
    telling.tell(kept, person, "relay_answered", by=by, on=on, codes={"answer": answer})
    timekeeping.keep_relay(kept, on=by.today)
    return kept


@transaction.atomic
def complete_relay(relay: BaseRelay, person: Person, *, by: Actor, words: str) -> BaseRelay:
    """What was missing, added to what they read. Raises NotAllowed, BadInput, StaleState, RuleBroken (DPO-03)."""
    if not words.strip():
        raise BadInput("words", _("Écrivez ce que le partenaire demandait."))
    if len(words) > LONGEST:
        raise BadInput("words", str(TOO_LONG))
    kept = _mine(relay, person, by)
    refuse(agreed(consent_of(kept), today=by.today))
    become(kept, "complete", roles=by.roles, on=by.today)
    key = key_of(person)
    sent = sent_of(kept, key)
    if sent is not None:
        more = (*sent.more, (by.today.isoformat(), words.strip()))
        keep(kept, SENT, type(sent)(**{**vars(sent), "more": more}), key)
        kept.save(update_fields=[SENT])
    if kept.channel == Channel.MAIL:
        links.give_link(kept, person, to=wanted_of(kept, key).recipient.email, by=by)
    telling.tell(kept, person, "relay_completed", by=by, on=by.today)
    timekeeping.keep_relay(kept, on=by.today)
    return kept


def consent_of(relay: BaseRelay) -> Consent:
    return Consent(
        relay.consent_on,
        relay.consent_until,
        relay.consent_means,
        named=Partition(relay.consent_named),
        withdrawn_on=relay.consent_withdrawn_on,
    )


@transaction.atomic
def withdraw_relay(relay: BaseRelay, person: Person, *, by: Actor, by_person: bool = False) -> BaseRelay:
    """Taken back at once: the link opens nothing any more, what left is erased here, its proof stays.

    by_person: they withdraw their agreement. Raises NotAllowed, StaleState.
    """
    kept = _mine(relay, person, by)
    become(kept, "withdraw", roles=by.roles, on=by.today)
    if by_person and kept.consent_on is not None:
        kept.consent_withdrawn_on = by.today
    kept.sealed_sent, kept.token_digest, kept.code_digest = None, "", ""
    kept.save(update_fields=["consent_withdrawn_on", "sealed_sent", "token_digest", "code_digest"])
    if kept.sent_on is not None:
        kind = "relay_unagreed" if by_person else "relay_withdrawn"
        telling.tell(kept, person, kind, by=by, on=by.today)
    timekeeping.keep_relay(kept, on=by.today)
    return kept


@transaction.atomic
def expire_relay(relay: BaseRelay, person: Person, *, by: Actor) -> BaseRelay:
    """Nothing came of it: somebody of the house says so, never a date. Raises NotAllowed, StaleState."""
    kept = _mine(relay, person, by)
    become(kept, "expire", roles=by.roles, on=by.today)
    kept.token_digest, kept.code_digest = "", ""
    kept.save(update_fields=["token_digest", "code_digest"])
    telling.tell(kept, person, "relay_expired", by=by, on=by.today)
    timekeeping.keep_relay(kept, on=by.today)
    return kept


def _mine(relay: BaseRelay, person: Any, by: Actor) -> BaseRelay:
    kept = locked(relay)
    if not may_write(by, person, Partition(kept.partition), "relay:send"):
        raise NotAllowed(why_not(by, "relay:send"))
    return kept
