"""What the worker does: take a message, hand it over, write down what came of it; each step committed on its own.

    claim     `sending`, with a lease                   killed here: taken back, nothing left
    hand over `handed_at`, once the server is ready     killed from here on: uncertain, waits for somebody
    settle    sent, failed, put off, uncertain

A worker thought dead that comes back finds its claim gone, and hands nothing over.
"""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from cordee.plumbing import crypto
from cordee.plumbing.jobs import Work, enqueue
from cordee.plumbing.outbox import mail, sms
from cordee.plumbing.outbox.actions import SEND
from cordee.plumbing.outbox.carriers import Carrier, Outcome, Parcel, PutOff, Refused, Sent, Unreachable
from cordee.plumbing.outbox.enums import Channel, State, Why
from cordee.plumbing.outbox.hooks import REFUSALS
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import next_try
from cordee.plumbing.outbox.states import moved

logger = logging.getLogger(__name__)
NOT_LET_IN = {"401", "403", "530", "534", "535", "538"}
PAUSE = timedelta(minutes=1)  # before trying again a server that does not answer
LET_GO: dict[str, Any] = {"claim": None, "lease_until": None, "handed_at": None}


class ClaimLost(Exception):
    """Another worker was given the message, or somebody settled it."""


def send_due(work: Work) -> int:
    """Every message of the organisation whose time has come. How many were handed to a carrier."""
    take_back(work)
    carriers, sent = every_carrier(), 0
    silent = silent_channels(work, carriers)
    for channel in silent:
        carriers.pop(channel)
    try:
        while carriers and not work.must_stop:
            parcel, channel = claim(work, list(carriers))
            if parcel is None:
                break
            sent += 1
            if isinstance(carry(work, parcel, carriers[channel]), Unreachable):
                carriers.pop(channel).close()
                silent.add(channel)
    finally:
        for carrier in carriers.values():
            carrier.close()
    if silent or work.must_stop:
        try_later(work, PAUSE if silent else timedelta(0))
    return sent


def every_carrier() -> dict[str, Carrier]:
    carriers: dict[str, Carrier] = {Channel.MAIL: mail.MailCarrier()}
    if sms.is_ready():
        carriers[Channel.SMS] = sms.SmsCarrier()
    return carriers


def silent_channels(work: Work, carriers: dict[str, Carrier]) -> set[str]:
    """Those that did not answer a moment ago: a burst of messages does not ask a dead server as many times."""
    with work.transaction():
        silent = Message.objects.filter(
            organisation=work.organisation, state=State.QUEUED, state_at__gt=timezone.now() - PAUSE / 2,
            why__in=(Why.UNREACHABLE, Why.SETTINGS), channel__in=list(carriers),
        )  # fmt: skip
        return set(silent.values_list("channel", flat=True))


def try_later(work: Work, pause: timedelta) -> None:
    with work.transaction():
        key = f"{SEND}:later:{work.organisation}"
        enqueue(SEND, organisation=work.organisation, because="later", at=timezone.now() + pause, once=key)


# Take


def claim(work: Work, channels: list[str]) -> tuple[Parcel | None, str]:
    """The next message, held by this worker alone; what may not leave any more is settled on the way."""
    with work.transaction():
        due = Message.objects.due().filter(organisation=work.organisation, channel__in=channels)
        due = due.select_related("organisation").select_for_update(skip_locked=True, of=("self",))
        while (message := due.first()) is not None:
            why, parcel = examined(message)
            if parcel is not None:
                hold(message, parcel)
                return parcel, message.channel
            moved(message.pk, State.FAILED, why=why)
        return None, ""


def examined(message: Message) -> tuple[str, Parcel | None]:
    """(why not, nothing), or ("", what to carry)."""
    if message.expires_at is not None and message.expires_at <= timezone.now():
        return Why.EXPIRED, None
    if why := next((why for asked in REFUSALS.values() if (why := asked(message))), ""):
        return why, None
    try:
        letter = open_letter(message)
    except crypto.Unreadable:
        return Why.ERASED, None
    house: Any = message.organisation
    reply_to = "" if message.to_person else house.email
    return "", Parcel(message.pk, uuid4(), letter, message.to_person, house.name, reply_to)


def hold(message: Message, parcel: Parcel) -> None:
    moved(
        message.pk, State.SENDING, claim=parcel.claim, handed_at=None,
        lease_until=timezone.now() + timedelta(seconds=settings.OUTBOX_LEASE),
        attempts=message.attempts + 1,
    )  # fmt: skip


# Hand over


def carry(work: Work, parcel: Parcel, carrier: Carrier) -> Outcome:
    def hand_over() -> None:
        with work.transaction():
            held = Message.objects.filter(pk=parcel.pk, claim=parcel.claim, state=State.SENDING)
            if not held.update(handed_at=timezone.now()):
                raise ClaimLost(str(parcel.pk))

    try:
        outcome = carrier.carry(parcel, hand_over)
    except ClaimLost:
        return PutOff()
    settle(work, parcel, outcome)
    return outcome


# Settle


def settle(work: Work, parcel: Parcel, outcome: Outcome) -> None:
    with work.transaction():
        message = Message.objects.filter(pk=parcel.pk, claim=parcel.claim).first()
        if message is None:
            return
        detail = str(getattr(outcome, "detail", ""))[:40]
        if isinstance(outcome, Sent):
            moved(
                message.pk, State.SENT, held_by=parcel.claim, sent_at=timezone.now(), lease_until=None,
                provider_id=outcome.provider_id, why=Why.NONE, detail="",
            )  # fmt: skip
        elif isinstance(outcome, Refused):
            moved(message.pk, State.FAILED, held_by=parcel.claim, why=outcome.why, detail=detail)
        elif isinstance(outcome, (PutOff, Unreachable)):
            put_off(message, parcel, outcome, detail)
        else:
            moved(message.pk, State.UNKNOWN, held_by=parcel.claim, why=Why.SILENCE, detail=detail)


def put_off(message: Message, parcel: Parcel, outcome: PutOff | Unreachable, detail: str) -> None:
    """Back in the queue: at the next round when nothing goes through, which is nobody's fault and is not counted; later
    and later when the server put this very message off."""
    back: dict[str, Any] = {
        "held_by": parcel.claim,
        "only_from": (State.SENDING,),
        "detail": detail,
        **LET_GO,
    }
    if isinstance(outcome, Unreachable):
        why = Why.SETTINGS if detail[:3] in NOT_LET_IN else Why.UNREACHABLE
        moved(message.pk, State.QUEUED, why=why, attempts=message.attempts - 1, **back)
        return
    again = next_try(message.attempts, first=message.created_at, now=timezone.now())
    if again is None:
        moved(message.pk, State.FAILED, held_by=parcel.claim, why=Why.GAVE_UP, detail=detail)
    elif moved(message.pk, State.QUEUED, why=Why.WAITING, due_at=again, **back):
        enqueue(SEND, organisation=message.organisation_id, because="message put off", at=again)


# Take back


def take_back(work: Work) -> None:
    """What a dead worker held: queued again where the text was not handed over, uncertain where it was."""
    with work.transaction():
        now = timezone.now()
        cut = Message.objects.filter(
            organisation=work.organisation, state=State.SENDING, lease_until__lte=now
        )
        for message in cut.select_for_update(skip_locked=True):
            if message.handed_at is None:
                moved(message.pk, State.QUEUED, held_by=message.claim, only_from=(State.SENDING,), **LET_GO)
            else:
                moved(message.pk, State.UNKNOWN, held_by=message.claim, why=Why.CUT)
                logger.warning("message %s: its worker died once it was handed over", message.pk)
