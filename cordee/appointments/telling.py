"""Telling the person of an appointment: confirmed, moved, called off, reminded. Neutral: a day, an hour, a number to
call; never a name, a theme, a place, nor what the house does (T1, T10).

Everything goes out through `dossier.messages.write_to_person`, hence by the means and at the hours the person asked
for, and never to who said no. Just before it leaves the outbox asks again (`no_longer_due`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member, Organisation, zone
from cordee.appointments.enums import PlaceKind, Status
from cordee.appointments.house import choices_of
from cordee.appointments.models import Appointment
from cordee.dossier.messages import Way, leaves_at, ways_to, why_not_write, write_to_person
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.pathways.enums import Status as PathwayStatus
from cordee.pathways.models import Pathway
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.outbox.actions import cancel_message
from cordee.plumbing.outbox.enums import Channel, Why
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import WAITING
from cordee.ui.wording import day_words, hour_words

BOOKED, MOVED, OFF, REMINDER = (
    "appointment_booked",
    "appointment_moved",
    "appointment_off",
    "appointment_reminder",
)
PURPOSE_WORDS = {
    BOOKED: gettext_lazy("rendez-vous confirmé"),
    MOVED: gettext_lazy("rendez-vous déplacé"),
    OFF: gettext_lazy("rendez-vous annulé"),
    REMINDER: gettext_lazy("rappel de rendez-vous"),
}
SUBJECTS = {
    BOOKED: gettext_noop("Votre rendez-vous"),
    MOVED: gettext_noop("Votre rendez-vous est déplacé"),
    OFF: gettext_noop("Votre rendez-vous n’a pas lieu"),
    REMINDER: gettext_noop("Votre rendez-vous"),
}
# How one meets, as it may be said on a telephone anybody reads.
MEETING = {
    PlaceKind.OFFICE: gettext_noop("nous vous attendons le %(day)s à %(hour)s"),
    PlaceKind.PHONE: gettext_noop("nous vous appelons le %(day)s à %(hour)s"),
    PlaceKind.VIDEO: gettext_noop("nous nous parlons en visio le %(day)s à %(hour)s"),
    PlaceKind.HOME: gettext_noop("nous passons vous voir le %(day)s à %(hour)s"),
}
ELSEWHERE = gettext_noop("nous nous voyons le %(day)s à %(hour)s")
SOON = timedelta(minutes=30)  # a reminder later than that before the meeting would come too late


def text_of(purpose: str, appointment: Any, house: Any) -> str:
    """What the person reads."""
    at = appointment.starts_at.astimezone(zone(house.time_zone))
    told = {"day": day_words(at.date(), "l j F"), "hour": hour_words(at.time())}
    if purpose == OFF:
        said = _("Bonjour, le rendez-vous du %(day)s à %(hour)s n’a pas lieu. Nous reprenons contact.") % told
    else:
        meeting = _(MEETING.get(appointment.place_kind, ELSEWHERE)) % told
        opening = {
            MOVED: _("Bonjour, le rendez-vous est déplacé\u202f: %(meeting)s."),
            BOOKED: _("Bonjour, c’est noté\u202f: %(meeting)s."),
        }.get(purpose, _("Bonjour, %(meeting)s."))
        said = opening % {"meeting": meeting}
    return said + call_words(purpose, house)


def call_words(purpose: str, house: Any) -> str:
    if not house.phone:
        return ""
    if purpose == OFF:
        return _(" Une question\u202f? Appelez le %(phone)s.") % {"phone": house.phone}
    return _(" Si ce n’est pas possible, appelez le %(phone)s. À bientôt.") % {"phone": house.phone}


def way_of(by: Actor, person: Person) -> Way | None:
    """The means the person would rather have, among those that may carry this; None without any. One query."""
    contacts = ContactPoint.objects.visible_to(by).filter(person=person, ended_on=None)
    ways = [way for way in ways_to(person, list(contacts)) if way.channel != Channel.LETTER]
    return ways[0] if ways else None


def tell_person(
    purpose: str, appointment: Appointment, person: Person, *, by: Actor, is_safe: bool | None = None
) -> Message:
    """Write it now, to leave at their hours. Raises NotAllowed, BadInput: what forbids it, in a sentence."""
    if why_not := why_not_write(person):
        raise NotAllowed(why_not)
    way = way_of(by, person)
    if way is None:
        raise BadInput("tells_now", _("Aucun téléphone ni courriel où lui écrire."))
    message = write_to_person(
        person,
        by=by,
        way=way,
        text=text_of(purpose, appointment, by.organisation),
        subject=_(SUBJECTS[purpose]),
        purpose=purpose,
        is_safe=appointment.means_is_safe if is_safe is None else is_safe,
        once=f"{purpose}:{appointment.pk}:{appointment.version}:{appointment.starts_at.isoformat()}",
        thing=appointment,
        before=appointment.starts_at,
    )
    appointment.told_at = timezone.now()
    appointment.save(update_fields=["told_at"])
    return message


def withdraw(appointment: Appointment, *, by: Actor | None) -> int:
    """Take back what was written about it and has not left. Returns how many."""
    waiting = Message.objects.filter(
        thing_id=appointment.pk, purpose__in=list(PURPOSE_WORDS), state__in=WAITING
    )
    taken = 0
    for message in waiting:
        try:
            cancel_message(message, by=by)
            taken += 1
        except StaleState:
            continue  # it is leaving at this very moment: the outbox asks `no_longer_due`
    return taken


# Reminders


def to_remind(organisation: Any, now: datetime, days: int) -> QuerySet[Appointment]:
    """Those whose reminder should be written now: it is soon, and nothing was said since that became so."""
    rows = Appointment.objects.filter(
        organisation=organisation,
        status=Status.UNKNOWN,
        wants_reminder=True,
        starts_at__gt=now + SOON,
        starts_at__lte=now + timedelta(days=days),
    )
    return rows.filter(Q(told_at=None) | Q(told_at__lt=F("starts_at") - timedelta(days=days)))


def whose_turn(organisation: Organisation, now: datetime) -> set[UUID]:
    """The members with whose eyes reminders are written: who booked, else who holds the meeting."""
    today = now.astimezone(zone(organisation.time_zone)).date()
    days = choices_of(organisation, today).remind_days
    asked = list(to_remind(organisation, now, days).values_list("booked_by_id", "member_id"))
    here = set(Member.objects.active_on(today).filter(organisation=organisation).values_list("pk", flat=True))
    return {booked if booked in here else member for booked, member in asked} & here


def remind(by: Actor, now: datetime) -> int:
    """Write the reminders this member is to write. Returns how many. What cannot be sent is left aside, whole."""
    days = choices_of(by.organisation, by.today).remind_days
    rows = to_remind(by.organisation, now, days).filter(Q(booked_by=by.member) | Q(member=by.member))
    done = 0
    for row in rows.filter(pk__in=Appointment.objects.visible_to(by)).order_by("starts_at"):
        done += _remind_one(row, by, now)
    return done


def _remind_one(row: Appointment, by: Actor, now: datetime) -> bool:
    person = Person.objects.visible_to(by).filter(pk=row.person_id).first()
    if person is None or is_over(person.pk):
        return False
    way = way_of(by, person)
    if way is None or leaves_at(person, by.organisation, way.channel, now) > row.starts_at - SOON:
        return False
    try:
        tell_person(REMINDER, row, person, by=by)
    except (NotAllowed, BadInput):
        return (
            False  # the person said no, is in danger, or the member may no longer write: nobody is written to
        )
    return True


def is_over(person: UUID) -> bool:
    """Has every accompaniment of this person ended? One query."""
    states = list(Pathway.objects.filter(person=person).values_list("status", flat=True))
    return bool(states) and all(state == PathwayStatus.CLOSED for state in states)


def no_longer_due(message: Any) -> str:
    """Asked just before a message leaves: does what it says still hold?"""
    if message.purpose not in PURPOSE_WORDS or message.thing_id is None:
        return ""
    row = Appointment.objects.filter(pk=message.thing_id).first()
    if row is None:
        return ""
    if row.starts_at <= timezone.now():
        return Why.EXPIRED
    if (row.status == Status.UNKNOWN) == (message.purpose == OFF) or not says_now(message, row):
        return Why.OVER
    return Why.CLOSED if is_over(row.person_id) else ""


def says_now(message: Any, row: Appointment) -> bool:
    """Is the hour it was written for still the appointment's?"""
    return bool(message.once.endswith(row.starts_at.isoformat()))


def reminders_of(pks: Iterable[UUID]) -> QuerySet[Message]:
    """What was written about these appointments, latest first."""
    rows = Message.objects.filter(thing_id__in=list(pks), purpose__in=list(PURPOSE_WORDS))
    return rows.order_by("-created_at")
