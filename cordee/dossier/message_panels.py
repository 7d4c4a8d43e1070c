"""What the pages of messages show: one line each, and what will go out before it does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts.models import zone
from cordee.dossier.messages import CHANNEL_WORDS, TONES, Way, leaves_at
from cordee.dossier.wording import Text, filled
from cordee.people.access import name_of
from cordee.people.models import Person
from cordee.people.rules import hours_of
from cordee.plumbing.outbox.actions import checked_letter, may_be_undone
from cordee.plumbing.outbox.enums import Channel, State, Why
from cordee.plumbing.outbox.hooks import label_of
from cordee.plumbing.outbox.letters import Letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import sms_parts
from cordee.ui.shapes import Badge


@dataclass(frozen=True)
class Line:
    """A message in a list. at: when it was written; until: when it leaves, while it waits; name: whose dossier."""

    pk: UUID
    person_id: UUID | None
    name: str
    at: datetime
    channel: str
    purpose: str
    state: Badge
    why: str
    until: datetime | None
    by: str
    may_be_undone: bool
    may_be_settled: bool
    may_be_asked_again: bool


def line_of(message: Message, actor: Any, now: datetime, person: Any = None) -> Line:
    whose = person or message.person
    waits = message.state in (State.QUEUED, State.HELD)
    return Line(
        message.pk,
        message.person_id,
        name_of(actor, whose) if whose else "",
        message.created_at,
        str(CHANNEL_WORDS[Channel(message.channel)]),
        label_of(message.purpose),
        Badge(str(State(message.state).label), TONES[State(message.state)]),
        str(Why(message.why).label),
        message.due_at if waits and message.due_at > now else None,
        str(message.created_by or ""),
        may_be_undone(message, now),
        message.state == State.UNKNOWN,
        message.state in (State.UNKNOWN, State.FAILED),
    )


def lines_of(rows: list[Message], actor: Any, person: Any = None) -> list[Line]:
    now = timezone.now()
    return [line_of(row, actor, now, person) for row in rows]


@dataclass(frozen=True)
class Preview:
    """What goes out, as it goes out. size: how many SMS; leaves: when, if not at once."""

    sender: str
    to: str
    subject: str
    text: str
    size: str
    leaves: datetime | None


def preview_of(way: Way, person: Person, house: Any, *, subject: str, text: str) -> Preview:
    """Raises BadInput, as sending would."""
    if way.channel == Channel.LETTER:
        return Preview("", way.to, "", text.strip(), "", None)
    letter = checked_letter(way.channel, way.to, subject, text)
    now = timezone.now()
    due = leaves_at(person, house, way.channel, now)
    return Preview(
        _sender(way), letter.to, letter.subject, letter.text, _size(way, letter), due if due > now else None
    )


def _sender(way: Way) -> str:
    if way.channel == Channel.MAIL:
        return f"{settings.EMAIL_NEUTRAL_NAME} <{settings.EMAIL_FROM}>"
    return str(settings.SMS_SENDER)


def _size(way: Way, letter: Letter) -> str:
    if way.channel != Channel.SMS:
        return ""
    parts = sms_parts(letter.text)
    return ngettext("%(signs)s signes, %(parts)s SMS", "%(signs)s signes, %(parts)s SMS", parts) % {
        "signs": len(letter.text), "parts": parts,
    }  # fmt: skip


def hours_words(person: Person, house: Any) -> str:
    """What the person asked for, and whether Cordée knows how to obey it; nothing when they asked for nothing."""
    if not person.contact_hours:
        return ""
    told = {"hours": person.contact_hours}
    if not hours_of(person.contact_hours).understood:
        return _("Elle préfère\u202f: «\u202f%(hours)s\u202f». À vous de juger si c’est le moment.") % told
    now = timezone.now()
    leaves = leaves_at(person, house, Channel.SMS, now)
    if leaves <= now:
        return _("Elle préfère\u202f: «\u202f%(hours)s\u202f». C’est le moment.") % told
    return _("Elle préfère\u202f: «\u202f%(hours)s\u202f». Le message partira %(when)s.") % (
        told | {"when": when_words(leaves, house)}
    )


def when_words(moment: datetime, house: Any) -> str:
    """« le 30/11 à 8 h »."""
    local = moment.astimezone(zone(house.time_zone))
    hour = f"{local:%-H}\u00a0h" + (f"\u00a0{local:%M}" if local.minute else "")
    return _("le %(day)s à %(hour)s") % {"day": f"{local:%d/%m}", "hour": hour}


@dataclass(frozen=True)
class Model:
    code: str
    label: str
    is_chosen: bool


def models_offered(texts: list[Text], chosen: str) -> list[Model]:
    return [Model(text.code, text.label, text.code == chosen) for text in texts]


def words_of(texts: list[Text], code: str, house: Any) -> dict[str, str]:
    """The subject and text one starts from, with the house's own telephone."""
    return next((filled(text, house) for text in texts if text.code == code and code), {})
