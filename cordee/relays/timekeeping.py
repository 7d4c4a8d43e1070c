"""The day one looks at a relay again, on the day of whoever follows it.

A day is read by everybody around the person: it says neither to whom nor why.
"""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.dossier import clocks
from cordee.dossier.models import Deadline, Fact
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.relays.enums import OUT
from cordee.relays.models import RELAY_TABLES, BaseRelay
from cordee.relays.rules import USAGE, next_look

DUE, THING = "relay_due", "relay"
LABELS = {
    "sent": _("Un relais attend une réponse"),
    "read": _("Un relais a été lu, sans réponse encore"),
    "accepted": _("Un relais est accepté\u202f: où en est-on\u202f?"),
    "needs_more": _("Un relais attend un complément"),
    "refused": _("Un relais n’a pas abouti\u202f: vers qui se tourner\u202f?"),
}
UNREACHED = _("Un relais n’est pas arrivé à son destinataire")
CLOSED = _("Le destinataire d’un relais a fermé\u202f: vers qui se tourner\u202f?")


def keep_relay(relay: BaseRelay, *, on: date, label: str = "", due_on: date | None = None) -> None:
    """Open, move or close its deadline. label, due_on: said otherwise, when something else calls for a look."""
    row = Deadline.objects.filter(thing_id=relay.pk, closed_on=None).first()
    day = due_on
    if day is None and relay.sent_on is not None:
        day = next_look(relay.state, relay.state_since, relay.sent_on, relay.consent_until)
    if day is None:
        if row is not None:
            clocks.close(row, on=on, closing="met")
        return
    keep(relay, row, day, label or str(LABELS[relay.state]), relay.in_charge_id or relay.author_id)


def keep(thing: Any, row: Deadline | None, day: date, label: str, member: Any) -> None:
    values: dict[str, Any] = {
        "label": label,
        "in_charge_id": member,
        "warn_on": day,
        "due_on": day,
        "late_on": day + timedelta(days=1),
    }
    if row is not None:
        clocks.move(row, values)
        return
    Deadline(
        organisation_id=thing.organisation_id,
        person_id=thing.person_id,
        pathway_id=thing.pathway_id,
        kind=DUE,
        source=USAGE,
        thing_kind=THING,
        thing_id=thing.pk,
        **values,
    ).save(force_insert=True)


def after_fact(fact: Fact) -> None:
    """Another referent was named: what waits is on their day."""
    clocks.follow_referent(fact, (DUE,))


def on_trouble(message: Any) -> None:
    """A mail did not arrive. That of a restricted part is not the dossier's: its relay is looked at again at once."""
    if message.person_id is not None:
        return
    for model in RELAY_TABLES:
        if message.thing_kind == model._meta.model_name:
            rows: Any = model.objects  # type: ignore[attr-defined]
            relay = rows.filter(pk=message.thing_id).first()
            if relay is not None and Person.objects.filter(pk=relay.person_id).exists():
                today = message.organisation.today
                keep_relay(relay, on=today, label=str(UNREACHED), due_on=today)


def partner_closed(partner: Any, *, on: date) -> int:
    """A partner closes with relays under way: whoever follows each is told on their day. How many."""
    return _look_again(partner, on=on, label=str(CLOSED), due_on=on)


def partner_open_again(partner: Any, *, on: date) -> int:
    """It was closed by mistake, or receives again: each relay under way waits as before. How many."""
    return _look_again(partner, on=on)


def _look_again(partner: Any, *, on: date, **said: Any) -> int:
    found = 0
    with for_the_holder(partner.organisation_id):  # whoever keeps the directory does not read these dossiers
        for model in RELAY_TABLES:
            rows: Any = model.objects  # type: ignore[attr-defined]
            for relay in rows.filter(organisation=partner.organisation_id, partner=partner, state__in=OUT):
                keep_relay(relay, on=on, **said)
                found += 1
    return found
