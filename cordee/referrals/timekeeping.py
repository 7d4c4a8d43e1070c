"""The delay to answer an orientation, kept in step with what happens to it."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.dossier import clocks
from cordee.dossier.clocks import Watch, Watched
from cordee.kernel.clock import Clock, Delay, Event
from cordee.pathways.timekeeping import somebody
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition, ProgrammeClock
from cordee.programmes.fetch import current_versions
from cordee.referrals.enums import IN_LINE
from cordee.referrals.models import Referral
from cordee.referrals.rules import LAPSING

REMINDER = "confirm_interest"


def keep_time(referral: Referral, *, on: date) -> None:
    """The delay to answer, as the programme asked for sets it; then, for one that waits, the day to ask whether
    the person is still interested.

    Before a programme is chosen, the shortest delay of the house: nobody waits because nobody chose. One put on
    the waiting list has had its answer: its place comes when it comes.
    """
    versions = current_versions(referral.organisation_id, on)
    chosen = versions.get(referral.programme_id) if referral.programme_id else None
    definition = definition_of(chosen) if chosen else None
    watches = [
        _watch(referral, item.code, item.label, item.clock, item.source, item.in_charge)
        for item in _delays(referral, versions)
    ]
    if definition is not None and (clock := reminder_clock(definition)):
        label, source = _("Demander si la demande tient toujours"), definition.entry.waiting.source
        watches.append(_watch(referral, REMINDER, label, clock, source, ("referent", "coordinator")))
    watched = Watched(referral.organisation_id, "referral", referral.pk, referral.person_id)
    clocks.keep_time(watched, watches, events_of(referral))


def events_of(referral: Referral) -> list[Event]:
    """What happened to an orientation, as its delays hear it."""
    events = [Event("referral_received", referral.received_on)]
    if referral.answered_on or referral.state in IN_LINE:
        events.append(Event("referral_answered", referral.answered_on or referral.state_since))
    if referral.state in LAPSING:
        events.append(Event("referral_waits", referral.last_news))
    return events


def reminder_clock(definition: Definition) -> Clock | None:
    """The months after which one who waits is asked again; none when the programme sets none."""
    months = definition.entry.waiting.confirm_every_months
    if not months:
        return None
    due = Delay(months=months)
    return Clock(REMINDER, frozenset({"referral_waits"}), frozenset(), due, warn_before=Delay(days=7))


def _watch(
    referral: Referral, code: str, label: str, clock: Clock, source: str, in_charge: tuple[str, ...]
) -> Watch:
    member = referral.handled_by_id or somebody(referral.organisation_id, in_charge)
    return Watch(code, label, clock, source, member)


def _delays(referral: Referral, versions: dict[UUID, UUID]) -> list[ProgrammeClock]:
    if referral.programme_id is not None:
        chosen = versions.get(referral.programme_id)
        return _delays_of(chosen) if chosen else []
    every = [item for version in versions.values() for item in _delays_of(version)]
    arrival = [Event("referral_received", referral.received_on)]
    due = [(runs[-1].due_on, item.code, item) for item in every if (runs := item.clock.runs(arrival))]
    return [min(due, key=lambda one: one[:2])[2]] if due else []


def _delays_of(version: UUID) -> list[ProgrammeClock]:
    return [item for item in definition_of(version).clocks if item.subject == "referral"]
