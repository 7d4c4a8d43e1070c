"""Mail, by the SMTP server named in the environment.

Django's backend connects (TLS, password, time-out); we only stand between the recipients and the text, to know on
which side of it a failure is. The envelope's sender carries the message's number (VERP), and so does the Message-ID,
so that what comes back finds its message. The recipient reads a neutral sender: the house's name is shown to
professionals only.
"""

import re
import smtplib
from collections.abc import Callable
from email.utils import formataddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string

from cordee.plumbing.outbox.carriers import (
    HandOver,
    Outcome,
    Parcel,
    PutOff,
    Refused,
    Sent,
    Uncertain,
    Unreachable,
)
from cordee.plumbing.outbox.enums import Why

OK, GO_AHEAD = 250, 354
LINK = re.compile(r"(https?://[^\s<>]+)")


class HandingSMTP(smtplib.SMTP):
    """Tells the moment the text is handed over: once the server said it was ready to take it."""

    hand_over: Callable[[], None] | None = None
    handed = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, reply = self.docmd("DATA")
        if code != GO_AHEAD:
            raise smtplib.SMTPDataError(code, reply)
        if self.hand_over is not None:
            self.hand_over()
        self.handed = True
        self.send(re.sub(rb"(?m)^\.", b"..", msg).removesuffix(b"\r\n") + b"\r\n.\r\n")
        return self.getreply()


class HandingSMTPS(HandingSMTP, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    @property
    def connection_class(self) -> Any:
        return HandingSMTPS if self.use_ssl else HandingSMTP


class MailCarrier:
    """One connection for a whole round; opened for the first message, closed by `close`."""

    def __init__(self) -> None:
        self.backend = Backend(timeout=settings.EMAIL_TIMEOUT)

    def close(self) -> None:
        self.backend.close()

    def carry(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            return Unreachable(_code_of(error))
        smtp: Any = self.backend.connection
        smtp.hand_over, smtp.handed = hand_over, False
        mail = written(parcel)
        try:
            smtp.sendmail(mail.from_email, mail.to, mail.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            return Sent(mail.extra_headers["Message-ID"])
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            return answered(code, reply)
        except smtplib.SMTPResponseException as error:
            return answered(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            return Uncertain(_code_of(error)) if smtp.handed else PutOff(_code_of(error))
        except BaseException:
            self._forget()
            raise

    def _forget(self) -> None:
        """A connection in doubt serves no other message."""
        if self.backend.connection is not None:
            self.backend.connection.close()
            self.backend.connection = None


def answered(code: int, reply: Any) -> Outcome:
    """What a refusal of the server means: 4xx wait, 5xx for good. Only its numbers are kept: its words may hold the
    address."""
    said = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
    found = re.search(r"\b([245]\.\d{1,3}\.\d{1,3})\b", said)
    told = f"{code} {found[1]}" if found else str(code)
    if 400 <= code < 500:
        return PutOff(told)
    return Refused(why_refused(code, found[1] if found else ""), told)


def why_refused(code: int, enhanced: str) -> str:
    """RFC 3463: x.1 the address, x.2 the box, x.7 security and policy; 530 to 538, we are not let in."""
    if 530 <= code <= 538:
        return Why.SETTINGS
    return {"5.2.2": Why.FULL}.get(enhanced) or (Why.POLICY if enhanced.startswith("5.7.") else Why.REFUSED)


def _code_of(error: Exception) -> str:
    return str(getattr(error, "smtp_code", "") or type(error).__name__)[:40]


# What is written


def written(parcel: Parcel) -> EmailMultiAlternatives:
    """The mail as it leaves: text, the same in plain accessible HTML, and no word of who sends what to whom."""
    letter = parcel.letter
    name = settings.EMAIL_NEUTRAL_NAME if parcel.to_person else parcel.house
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text + "\n",
        envelope_of(parcel.pk),
        [letter.to],
        headers={
            "From": formataddr((name, settings.EMAIL_FROM)),
            "Message-ID": message_id_of(parcel.pk),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **({"Reply-To": parcel.reply_to} if parcel.reply_to else {}),
        },
    )
    mail.attach_alternative(
        render_to_string(
            "outbox/mail.html", {"subject": letter.subject, "paragraphs": paragraphs_of(letter.text)}
        ),
        "text/html",
    )
    if letter.calendar:
        mail.attach("seance.ics", letter.calendar, "text/calendar")
    return mail


def paragraphs_of(text: str) -> list[list[list[tuple[str, bool]]]]:
    """Paragraphs, of lines, of (piece, is it an address to follow?)."""
    return [
        [
            [(piece, bool(LINK.fullmatch(piece))) for piece in LINK.split(line) if piece]
            for line in part.split("\n")
        ]
        for part in re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    ]


def domain() -> str:
    return str(settings.EMAIL_FROM.rpartition("@")[2])


def message_id_of(pk: UUID) -> str:
    """The same at each try, so that a careful server may recognise it."""
    return f"<{pk.hex}@{domain()}>"


def envelope_of(pk: UUID) -> str:
    """retours+<number>@…: where what could not be delivered comes back."""
    box, _at, host = settings.EMAIL_BOUNCES.partition("@")
    return f"{box}+{pk.hex}@{host}"
