"""Writing to a person: whether they want it, by which means, at which hours; and the trace it leaves.

`write_to_person` is the one way: it asks the person's wishes first, then hands the message to the outbox
(`cordee.plumbing.outbox`) in the same transaction as the fact it leaves in the thread. What goes out is read by
whoever holds the telephone: neutral words, no name, nothing of what the house does.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cordee.accounts.actor import Actor
from cordee.accounts.models import zone
from cordee.dossier.access import can, reason_against
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.people.enums import Channel as Wish
from cordee.people.enums import ContactKind
from cordee.people.models import ContactPoint, Person
from cordee.people.rules import hours_of, next_moment, open_channels
from cordee.plumbing.ids import new_id
from cordee.plumbing.outbox import sms
from cordee.plumbing.outbox.actions import cancel_message, mail_address, note_letter, post_message, sms_number
from cordee.plumbing.outbox.enums import Channel, State, Why
from cordee.plumbing.outbox.hooks import REFUSALS
from cordee.plumbing.outbox.models import Message

# What may be started from, in neutral words: (code, label, subject, text). %(phone)s is the house's own.
NEUTRAL_TEXTS = (
    ("", gettext_lazy("Rien, j’écris moi-même"), "", ""),
    (
        "call_back", gettext_lazy("Nous rappeler"), gettext_lazy("Merci de nous rappeler"),
        gettext_lazy("Bonjour, merci de nous rappeler au %(phone)s quand vous le pouvez. Bonne journée."),
    ),
    (
        "appointment", gettext_lazy("Un rendez-vous"), gettext_lazy("Votre rendez-vous"),
        gettext_lazy(
            "Bonjour, nous vous attendons le … à … . Si vous ne pouvez pas venir, appelez le %(phone)s. À bientôt."
        ),
    ),
    (
        "papers", gettext_lazy("Un papier à apporter"), gettext_lazy("Un papier à apporter"),
        gettext_lazy(
            "Bonjour, pour votre prochaine venue, pensez au papier dont nous avons parlé."
            " Une question\u202f? Appelez le %(phone)s."
        ),
    ),
)  # fmt: skip
FREE = "written"  # the purpose of what starts from no model; a model is a purpose too
PURPOSE_WORDS = {
    FREE: gettext_lazy("message libre"),
    "call_back": gettext_lazy("nous rappeler"),
    "appointment": gettext_lazy("un rendez-vous"),
    "papers": gettext_lazy("un papier à apporter"),
}
WHY_NOT = {
    Wish.NONE: gettext_lazy("Elle a demandé à ne pas être contactée."),
    Wish.CALL: gettext_lazy("Elle préfère qu’on l’appelle\u202f: téléphonez, puis notez le contact."),
    Wish.LETTER: gettext_lazy("Elle préfère une lettre."),
    Wish.THROUGH: gettext_lazy("Elle préfère qu’on passe par quelqu’un\u202f: voyez ses coordonnées."),
}
HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@dataclass(frozen=True)
class Way:
    """A means the person accepts. point: the contact it comes from; to: as the outbox writes it."""

    point: UUID
    channel: str
    label: str
    to: str


def why_not_write(person: Person) -> str:
    """What forbids any message to this person, in a sentence; empty when one may write."""
    if against := wish_against(person):
        return against
    asked = Message(organisation_id=person.organisation_id, person_id=person.pk, to_person=True)
    found = next((why for refusal in REFUSALS.values() if (why := refusal(asked))), "")
    return str(Why(found).label) if found else ""


def wish_against(person: Person) -> str:
    """Did the person ask for no message at all? In a sentence; no query."""
    if person.preferred_channel in (Wish.NONE, Wish.CALL, Wish.THROUGH):
        return str(WHY_NOT[Wish(person.preferred_channel)])
    return ""


def ways_to(person: Person, contacts: list[ContactPoint]) -> list[Way]:
    """The telephones, addresses and boxes that may be used, in the order of the person's wish."""
    found = []
    for point in contacts:
        found += [way for way in _ways_of(point) if _is_open(way.channel, person.preferred_channel)]
    return sorted(found, key=lambda way: list(Channel.values).index(way.channel))


def _ways_of(point: ContactPoint) -> list[Way]:
    if point.kind == ContactKind.EMAIL:
        return _way(point, Channel.MAIL, _("Courriel"), mail_address)
    if point.kind == ContactKind.PHONE and sms.is_ready():
        return _way(point, Channel.SMS, _("SMS"), sms_number)
    if point.kind == ContactKind.ADDRESS:
        return [
            Way(
                point.pk,
                Channel.LETTER,
                _("Lettre déjà postée\u202f: %(to)s") % {"to": point.value},
                point.value,
            )
        ]
    return []


def _way(point: ContactPoint, channel: str, label: str, written: Any) -> list[Way]:
    try:
        return [Way(point.pk, channel, f"{label}\u202f: {point.value}", written(point.value))]
    except BadInput:
        return []


def _is_open(channel: str, wish: str) -> bool:
    if channel == Channel.LETTER:
        return wish in (Wish.ANY, Wish.LETTER)
    return channel in open_channels(wish)


def leaves_at(person: Person, house: Any, channel: str, now: datetime) -> datetime:
    """When a message of this instant may arrive: within the hours the person asked for, as they are understood. A mail
    to somebody who asked for none does not ring: it leaves at once."""
    if channel == Channel.MAIL and not person.contact_hours:
        return now
    here = now.astimezone(zone(house.time_zone))
    return next_moment(hours_of(person.contact_hours), here, _holidays(here.date()))


def _holidays(day: date) -> list[date]:
    return [date(year, month, number) for year in (day.year, day.year + 1) for month, number in HOLIDAYS]


def expires_with(due: datetime) -> datetime:
    """A message that could not leave for days has lost its meaning."""
    return due + timedelta(days=4)


@transaction.atomic
def write_to_person(
    person: Person,
    *,
    by: Actor,
    way: Way,
    text: str,
    subject: str = "",
    purpose: str = FREE,
    is_safe: bool = False,
    once: str = "",
    thing: Any = None,
    before: datetime | None = None,
) -> Message:
    """One message to the person, at their hours; its fact in the thread.

    is_safe: a professional says that nobody else reads this means, asked where the person is in danger. before: the
    instant from which it would make no sense.
    Raises NotAllowed (role, the person's wish), BadInput.
    """
    if not can(by, "message:write"):
        raise NotAllowed(reason_against(by, "message:write"))
    if why_not := why_not_write(person):
        raise NotAllowed(why_not)
    if person.has_protected_contact and not is_safe:
        raise BadInput("is_safe", _("Dites que ce moyen est sûr, ou choisissez-en un autre."))
    told: dict[str, Any] = {
        "organisation": person.organisation_id, "purpose": purpose, "to": way.to, "text": text, "person": person,
        "to_person": True, "by": by, "once": once or f"{purpose}:{new_id()}",
    }  # fmt: skip
    if way.channel == Channel.LETTER:
        message = note_letter(**told)
    else:
        now = timezone.now()
        due = leaves_at(person, by.organisation, way.channel, now)
        message = post_message(
            channel=way.channel, subject=subject, thing=thing, not_before=due,
            not_after=min(expires_with(due), before or expires_with(due)), waits_for_hours=due > now, **told,
        )  # fmt: skip
    codes = {"channel": message.channel, "purpose": message.purpose}
    record_fact(person=person, kind="message_sent", day=by.today, by=by, thing=message, codes=codes)
    return message


@transaction.atomic
def take_back_message(message: Message, person: Person, *, by: Actor) -> None:
    """Cancel what has not left. Raises NotAllowed, StaleState."""
    if not can(by, "message:write"):
        raise NotAllowed(reason_against(by, "message:write"))
    cancel_message(message, by=by)
    codes = {"channel": message.channel, "purpose": message.purpose}
    record_fact(person=person, kind="message_cancelled", day=by.today, by=by, thing=message, codes=codes)


def no_longer_wanted(message: Message) -> str:
    """Asked just before a message leaves: has the person changed their mind meanwhile?"""
    if not message.to_person or message.person_id is None or not message.channel:
        return ""
    person = Person.objects.filter(pk=message.person_id).first()
    if person is None or _is_open(message.channel, person.preferred_channel):
        return ""
    return Why.UNWANTED


TONES = {
    State.SENT: "done", State.FAILED: "late", State.BOUNCED: "late", State.UNKNOWN: "soon", State.HELD: "info",
    State.QUEUED: "info", State.SENDING: "info", State.CANCELLED: "neutral",
}  # fmt: skip
CHANNEL_WORDS = {
    Channel.MAIL: pgettext_lazy("message", "courriel"), Channel.SMS: pgettext_lazy("message", "SMS"),
    Channel.LETTER: pgettext_lazy("message", "lettre"),
}  # fmt: skip
