"""What one does with messages: write one, take it back, say what became of it, note a letter."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, StaleState
from cordee.plumbing.jobs import enqueue
from cordee.plumbing.outbox.enums import Channel, State, Why
from cordee.plumbing.outbox.hooks import PURPOSES, SETTLED
from cordee.plumbing.outbox.letters import Letter, open_letter, seal_letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import MOST_SMS, UNDO_WINDOW, WAITING, plainer, sms_parts
from cordee.plumbing.outbox.states import moved, tell

SEND = "outbox.send"
LONGEST_TEXT, LONGEST_SUBJECT = 20_000, 200
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@transaction.atomic
def post_message(
    *,
    organisation: Any,
    channel: str,
    purpose: str,
    to: str,
    text: str,
    once: str,
    subject: str = "",
    person: Any = None,
    to_person: bool = False,
    thing: Any = None,
    by: Any = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    waits_for_hours: bool = False,
    calendar: str = "",
) -> Message:
    """Write a message in the current transaction; the worker sends it once. See the package.

    calendar: an event joined to a mail. The same `once` gives back the message already written. Raises BadInput
    (to, subject, text), LookupError for a purpose nobody declared.
    """
    PURPOSES[purpose]
    organisation_id = _pk(organisation)
    already = Message.objects.filter(organisation_id=organisation_id, once=once).first()
    if already is not None:
        return already
    message = _described(organisation_id, purpose, person, thing, by, once, to_person=to_person)
    message.channel = Channel(channel)
    message.due_at = not_before or message.created_at
    message.expires_at = not_after
    message.state = State.HELD if waits_for_hours else State.QUEUED
    letter = replace(checked_letter(channel, to, subject, text), calendar=calendar[:LONGEST_TEXT])
    message.sealed_content = seal_letter(message, letter)
    return _kept(message)


def checked_letter(channel: str, to: str, subject: str, text: str) -> Letter:
    """What will go out, as it will go out. Raises BadInput."""
    if not text.strip():
        raise BadInput("text", _("Écrivez quelques mots avant d’envoyer."))
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            "text", _("Ce message est trop long\u202f: %(most)s caractères au plus.") % {"most": LONGEST_TEXT}
        )
    if CONTROLS.search(text + subject + to):
        raise BadInput("text", _("Ce texte contient un signe qui ne peut pas être envoyé."))
    if channel == Channel.SMS:
        return Letter(sms_number(to), "", _sms_text(text))
    return Letter(mail_address(to), _subject(subject), text.strip())


def mail_address(typed: str) -> str:
    try:
        validate_email(typed.strip())
    except ValidationError:
        raise BadInput("to", _("Cette adresse électronique n’est pas complète.")) from None
    return typed.strip()


def sms_number(typed: str) -> str:
    """International form: "06 12 34 56 78" is "+33612345678". Raises BadInput."""
    digits = re.sub(r"[\s.\-()/\u00a0\u202f]", "", typed)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if re.fullmatch(r"0[67]\d{8}", digits):
        digits = "+33" + digits[1:]
    if not re.fullmatch(r"\+\d{8,15}", digits):
        raise BadInput("to", _("Ce numéro ne peut pas recevoir de SMS\u202f: il en faut un en 06 ou 07."))
    return digits


def _sms_text(text: str) -> str:
    told = plainer(text.strip())
    if sms_parts(told) > MOST_SMS:
        raise BadInput(
            "text",
            _("Ce texte fait %(parts)s SMS\u202f: %(most)s au plus.")
            % {"parts": sms_parts(told), "most": MOST_SMS},
        )
    return told


def _subject(subject: str) -> str:
    told = " ".join(subject.split())
    if not told:
        raise BadInput("subject", _("Donnez un objet au courriel."))
    return told[:LONGEST_SUBJECT]


def _pk(thing: Any) -> UUID:
    found = getattr(thing, "pk", thing)
    return found if isinstance(found, UUID) else UUID(str(found))


def _described(
    organisation_id: UUID, purpose: str, person: Any, thing: Any, by: Any, once: str, *, to_person: bool
) -> Message:
    return Message(
        organisation_id=organisation_id,
        person_id=_pk(person) if person is not None else None,
        to_person=to_person,
        thing_kind=thing._meta.model_name if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        purpose=purpose,
        once=once[:200],
        created_by=by.member if by is not None else None,
    )


def _kept(message: Message) -> Message:
    """Insert it and wake the worker; somebody else may just have written the same."""
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        already = Message.objects.filter(organisation_id=message.organisation_id, once=message.once).first()
        if already is None:
            raise
        return already
    if message.state in WAITING:
        later = message.due_at if message.due_at > timezone.now() else None
        enqueue(SEND, organisation=message.organisation_id, because=f"message {message.purpose}", at=later)
    return message


@transaction.atomic
def note_letter(
    *, organisation: Any, purpose: str, to: str, text: str, once: str, person: Any = None, by: Any = None,
    to_person: bool = False,
) -> Message:  # fmt: skip
    """A letter posted by hand: kept with the rest, sent by nobody."""
    PURPOSES[purpose]
    message = _described(_pk(organisation), purpose, person, None, by, once, to_person=to_person)
    message.channel, message.state = Channel.LETTER, State.SENT
    message.sent_at = message.created_at
    message.sealed_content = seal_letter(message, Letter(to.strip()[:300], "", text.strip()[:LONGEST_TEXT]))
    return _kept(message)


@transaction.atomic
def cancel_message(message: Message, *, by: Any) -> None:
    """Take back a message that has not left. Raises StaleState when it has."""
    if not moved(message.pk, State.CANCELLED, settled_by=by.member if by else None):
        raise StaleState(_("Trop tard\u202f: ce message est déjà parti, ou en train de partir."))


def may_be_undone(message: Message, now: datetime) -> bool:
    """Is taking it back offered? While it waits, and by one click in the first minutes."""
    return message.state in WAITING and (message.due_at > now or now - message.created_at < UNDO_WINDOW)


@transaction.atomic
def settle_message(message: Message, *, went: bool, by: Any) -> None:
    """Somebody says what became of an uncertain message, or asks for a failed one again.

    went: it left (the recipient says so, or the log of the mail server). Raises StaleState.
    """
    fresh = {
        "claim": None,
        "lease_until": None,
        "handed_at": None,
        "why": Why.NONE,
        "detail": "",
        "settled_by": by.member,
    }
    if went:
        done = moved(
            message.pk,
            State.SENT,
            only_from=(State.UNKNOWN,),
            sent_at=message.handed_at or timezone.now(),
            **fresh,
        )
    else:
        done = moved(
            message.pk, State.QUEUED, only_from=(State.UNKNOWN, State.FAILED),
            due_at=timezone.now(), expires_at=None, attempts=0, **fresh,
        )  # fmt: skip
    if not done:
        raise StaleState(_("Un collègue s’en est déjà occupé."))
    tell(SETTLED, message.pk)
    if not went:
        enqueue(SEND, organisation=message.organisation_id, because="message sent again")


@transaction.atomic
def attach_messages(thing: Any, person: Any) -> int:
    """An orientation became a dossier: its messages join it, sealed again with the person's key. How many."""
    rows = list(Message.objects.select_for_update().filter(thing_id=thing.pk, person=None))
    for message in rows:
        letter = open_letter(message)
        message.person_id = person.pk
        message.sealed_content = seal_letter(message, letter)
        message.save(update_fields=["person", "sealed_content"])
    return len(rows)
