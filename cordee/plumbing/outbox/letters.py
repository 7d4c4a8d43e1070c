"""What is written and to whom: one sealed text per message, opened by who may read the dossier and by the worker."""

import json
from dataclasses import dataclass
from uuid import UUID

from cordee.plumbing import crypto
from cordee.plumbing.keys import organisation_key, person_key
from cordee.plumbing.outbox.models import Message

NOWHERE = UUID(int=0)  # what a message of no dossier is bound to, beside its own row


@dataclass(frozen=True)
class Letter:
    """to: an address or a number, as given to the carrier. subject is empty for an SMS.

    calendar: an event as calendar programs read it (RFC 5545), joined to a mail; it names nobody accompanied.
    """

    to: str
    subject: str
    text: str
    calendar: str = ""


def seal_letter(message: Message, letter: Letter) -> bytes:
    return crypto.seal(_key(message), json.dumps(vars(letter)).encode(), _bound(message))


def open_letter(message: Message) -> Letter:
    """Raises crypto.Unreadable when the dossier's key was destroyed."""
    if message.sealed_content is None:
        raise crypto.Unreadable(str(message.pk))
    return Letter(**json.loads(crypto.unseal(_key(message), bytes(message.sealed_content), _bound(message))))


def _key(message: Message) -> bytes:
    if message.person_id is None:
        return organisation_key(message.organisation_id)
    return person_key(message.person_id, message.organisation_id)


def _bound(message: Message) -> str:
    return crypto.bound(message._meta.db_table, "sealed_content", message.pk, message.person_id or NOWHERE)
