"""The delay to answer an orientation, kept in step with what happens to it."""

from datetime import date
from uuid import UUID

from cordee.dossier import clocks
from cordee.dossier.clocks import Watch, Watched
from cordee.kernel.clock import Event
from cordee.pathways.timekeeping import somebody
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import ProgrammeClock
from cordee.programmes.fetch import current_versions
from cordee.referrals.models import Referral


def keep_time(referral: Referral, *, on: date) -> None:
    """The delay to answer, as the programme asked for sets it; over when the orientation has its answer.

    Before a programme is chosen, the shortest delay of the house: nobody waits because nobody chose.
    """
    events = [Event("referral_received", referral.received_on)]
    if referral.answered_on:
        events.append(Event("referral_answered", referral.answered_on))
    watches = [
        Watch(
            item.code,
            item.label,
            item.clock,
            item.source,
            referral.handled_by_id or somebody(referral.organisation_id, item.in_charge),
        )
        for item in _delays(referral, on)
    ]
    watched = Watched(referral.organisation_id, "referral", referral.pk, referral.person_id)
    clocks.keep_time(watched, watches, events)


def _delays(referral: Referral, on: date) -> list[ProgrammeClock]:
    versions = current_versions(referral.organisation_id, on)
    if referral.programme_id is not None:
        chosen = versions.get(referral.programme_id)
        return _delays_of(chosen) if chosen else []
    every = [item for version in versions.values() for item in _delays_of(version)]
    arrival = [Event("referral_received", referral.received_on)]
    due = [(runs[-1].due_on, item.code, item) for item in every if (runs := item.clock.runs(arrival))]
    return [min(due, key=lambda one: one[:2])[2]] if due else []


def _delays_of(version: UUID) -> list[ProgrammeClock]:
    return [item for item in definition_of(version).clocks if item.subject == "referral"]
