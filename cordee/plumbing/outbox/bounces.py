"""What comes back: a standard notice of non-delivery (RFC 3464) finds its message and says why.

The notice is addressed to the envelope's sender, which carries the message's number (mail.envelope_of); failing that,
it quotes our Message-ID. A delay, an automatic answer or anything else changes nothing.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from uuid import UUID

from django.apps import apps

from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.enums import State, Why
from cordee.plumbing.outbox.mail import why_refused
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.states import moved

NUMBER = re.compile(r"[+<]([0-9a-f]{32})@")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
WHERE = ("X-Original-To", "Delivered-To", "To", "In-Reply-To", "References")
LONGEST = 5 << 20


@dataclass(frozen=True)
class Notice:
    """number: the message's; action: "failed", "delayed"…; status: "5.1.1"."""

    number: UUID
    action: str
    status: str

    @property
    def is_final(self) -> bool:
        return self.action == "failed" and not self.status.startswith(("2.", "4."))


def read_notice(content: bytes) -> Notice | None:
    """What a mail received at the address of returns says; None when it is no notice of ours. Never raises."""
    mail = email.message_from_bytes(content[:LONGEST], policy=email.policy.compat32)
    if mail.get_content_type() != "multipart/report":
        return None
    number = next(_numbers_in(mail), None)
    told = "\n".join(_report_of(mail))
    action = re.search(r"(?im)^Action:\s*(\w+)", told)
    status = STATUS.search(told)
    if number is None or action is None:
        return None
    return Notice(number, action[1].lower(), status[1] if status else "")


def _numbers_in(mail: Mail) -> Iterator[UUID]:
    for name in WHERE:
        for value in mail.get_all(name, []):
            yield from (UUID(found) for found in NUMBER.findall(str(value)))
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            quoted = part.as_string()
            yield from (UUID(found) for found in re.findall(r"(?im)^Message-ID:\s*<([0-9a-f]{32})@", quoted))


def _report_of(mail: Mail) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            yield part.as_string()


def note_bounce(content: bytes) -> bool:
    """Note a message as come back. False when the mail is no final notice about a message of ours."""
    notice = read_notice(content)
    if notice is None or not notice.is_final:
        return False
    for organisation in apps.get_model("accounts", "Organisation").objects.values_list("pk", flat=True):
        with acting_in(system_context(organisation, because="mail returned")):
            message = Message.objects.filter(pk=notice.number, organisation=organisation).first()
            if message is not None:
                why = Why.FULL if notice.status == "5.2.2" else why_refused(550, notice.status)
                return moved(message.pk, State.BOUNCED, why=why, detail=notice.status)
    return False
