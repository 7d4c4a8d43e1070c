"""A message that did not arrive, or perhaps not: a fact in the thread, a line on the day of whoever follows the person.

The outbox tells it in the transaction that writes the message's state; the line closes when somebody says what became
of the message, sends it again, or has seen it. A dossier closed to the team keeps its own in its « Messages » alone:
the worker, who is nobody, does not see it.
"""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier import clocks
from cordee.dossier.actions import record_fact
from cordee.dossier.hooks import referent_of
from cordee.dossier.models import Deadline
from cordee.people.models import Person
from cordee.plumbing.outbox.enums import State
from cordee.plumbing.outbox.hooks import label_of
from cordee.plumbing.outbox.models import Message

KIND, THING = "message_unreached", "message"
LATE_AFTER = timedelta(days=3)
FACTS = {
    State.FAILED: "message_failed",
    State.BOUNCED: "message_bounced",
    State.UNKNOWN: "message_uncertain",
}


def on_trouble(message: Message) -> None:
    """Failed, come back, or uncertain. The context is the worker's, or that of a mail that came back."""
    person = Person.objects.filter(pk=message.person_id).first() if message.person_id else None
    if person is None:
        return
    today = message.organisation.today
    codes = {"channel": message.channel, "purpose": message.purpose, "why": message.why}
    record_fact(
        person=person, kind=FACTS[State(message.state)], day=today, by=None, thing=message, codes=codes
    )
    if not Deadline.objects.filter(thing_id=message.pk, closed_on=None).exists():
        _show(message, person, today)


def _show(message: Message, person: Person, today: Any) -> None:
    Deadline(
        organisation_id=message.organisation_id,
        person_id=message.person_id,
        kind=KIND,
        label=line_of(message),
        in_charge_id=referent_of(person) or message.created_by_id,
        warn_on=today,
        due_on=today,
        late_on=today + LATE_AFTER,
        thing_kind=THING,
        thing_id=message.pk,
    ).save(force_insert=True)


def line_of(message: Message) -> str:
    """What the line says: that it did not arrive, and what it was for."""
    return _("Un message n’est pas arrivé\u202f: %(purpose)s") % {"purpose": label_of(message.purpose)}


def on_settled(message: Message) -> None:
    """Somebody said that it arrived, or sent it again."""
    row = Deadline.objects.filter(thing_id=message.pk, closed_on=None).first()
    if row is not None:
        clocks.close(row, on=message.organisation.today, closing="met")
