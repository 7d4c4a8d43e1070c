"""The deadlines of what runs today: what the domains' clocks would have opened, in memory.

One row per delay that runs, as pathways.timekeeping and referrals.actions open them; a test asks these two
afterwards, and they have nothing to change.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cordee.dossier.models import Deadline
from cordee.kernel.clock import Event, Run
from cordee.pathways.enums import Status
from cordee.pathways.timekeeping import in_charge, somebody
from cordee.programmes.definition import Definition, ProgrammeClock
from cordee.referrals.decisions.enums import IN_FORCE
from cordee.referrals.decisions.rules import SIGNED
from cordee.referrals.decisions.rules import events_of as orientation_events
from cordee.referrals.decisions.timekeeping import THING, steps_of, watches
from cordee.referrals.models import OrientationDecision, Referral
from cordee.referrals.timekeeping import REMINDER, events_of, reminder_clock
from demo.dossiers import Dossier, Ledger
from demo.ways import Way

LEFT = 2
LEFT_ASIDE = "Rendez-vous pris pour en parler la semaine prochaine."


def of_pathways(ledger: Ledger, dossiers: list[Dossier]) -> Iterator[Deadline]:
    """The delays of every open pathway."""
    told = events_by_person(ledger)
    for dossier in dossiers:
        for way in dossier.ways:
            if way.row.status == Status.OPEN:
                yield from _of_way(way, told.get(dossier.person.pk, []))


def events_by_person(ledger: Ledger) -> dict[UUID, list[tuple[UUID | None, Event]]]:
    """What happened to each person, in order: (pathway, event)."""
    told: dict[UUID, list[tuple[UUID | None, Event]]] = {}
    for day, _rank, columns in sorted(ledger.facts, key=lambda fact: fact[:2]):
        told.setdefault(columns["person_id"], []).append((columns["pathway_id"], Event(columns["kind"], day)))
    return told


def _of_way(way: Way, told: list[tuple[UUID | None, Event]]) -> Iterator[Deadline]:
    row = way.row
    events = [event for pathway, event in told if pathway in (None, row.pk)]
    held = [place for place in way.places if place.member_id and place.until_on is None]
    held.sort(key=lambda place: place.from_on)
    holders = {place.role: place.member_id for place in held if place.member_id}
    for item in way.definition.clocks:
        runs = item.clock.runs(events)
        if item.subject != "referral" and runs and runs[-1].ended_on is None:
            yield _deadline(
                item,
                runs[-1],
                in_charge(item, row, holders),
                organisation_id=row.organisation_id,
                person_id=row.person_id,
                pathway_id=row.pk,
                thing_kind="pathway",
                thing_id=row.pk,
            )


def of_referral(referral: Referral, definition: Definition) -> Iterator[Deadline]:
    """The delay to answer an orientation that stands; when it waits, the day to ask whether it still holds."""
    events = events_of(referral)
    hung = {
        "organisation_id": referral.organisation_id,
        "thing_kind": "referral",
        "thing_id": referral.pk,
    }
    for item in definition.clocks:
        run = item.clock.runs(events)[-1] if item.subject == "referral" else None
        if run is not None and run.ended_on is None:
            yield _deadline(item, run, referral.handled_by_id, **hung)
    if clock := reminder_clock(definition):
        label, source = "Demander si la demande tient toujours", definition.entry.waiting.source
        asked = ProgrammeClock(REMINDER, label, clock, (), "referral", source)
        for run in clock.runs(events):
            yield _deadline(asked, run, referral.handled_by_id, **hung)


def of_orientations(ledger: Ledger, dossiers: list[Dossier]) -> Iterator[Deadline]:
    """The two delays of the law, for those whose orientation is decided here (referrals.decisions.timekeeping)."""
    lines: dict[UUID, list[OrientationDecision]] = {}
    for row in sorted(ledger.rows[OrientationDecision], key=lambda row: (row.asked_on, row.pk)):
        lines.setdefault(row.person_id, []).append(row)
    told = events_by_person(ledger) if lines else {}
    for dossier in dossiers:
        line = lines.get(dossier.person.pk, [])
        signed = [event.on for _way, event in told.get(dossier.person.pk, []) if event.kind == SIGNED]
        events = orientation_events(steps_of(line), signed)
        for watch in watches(accompanies(dossier, line)):
            runs = watch.clock.runs(events)
            if runs and runs[-1].ended_on is None:
                item = ProgrammeClock(watch.kind, watch.label, watch.clock, (), "person", watch.source)
                yield _deadline(
                    item,
                    runs[-1],
                    watch.in_charge_id,
                    organisation_id=dossier.person.organisation_id,
                    person_id=dossier.person.pk,
                    thing_kind=THING,
                    thing_id=dossier.person.pk,
                )


def accompanies(dossier: Dossier, line: list[OrientationDecision]) -> UUID | None:
    """As referrals.decisions.timekeeping.accompanies, from the pathways in memory."""
    current = next((row for row in reversed(line) if row.state in IN_FORCE), None)
    carrier = current.carried_out_by_id if current else None
    running = [way.row for way in dossier.ways if way.row.status != Status.CLOSED and way.row.referent_id]
    running.sort(key=lambda row: (row.opened_on, row.pk), reverse=True)
    there = [row.referent_id for row in running if row.carried_out_by_id == carrier]
    chosen = there or ([] if carrier else [row.referent_id for row in running])
    if chosen:
        return chosen[0]
    return somebody(carrier, ("coordinator",)) if carrier else None


def _deadline(item: ProgrammeClock, run: Run, member: UUID | None, **columns: Any) -> Deadline:
    return Deadline(
        kind=item.code,
        label=item.label,
        source=item.source[:200],
        warn_on=min(run.warn_on, run.due_on),
        due_on=run.due_on,
        late_on=max(run.late_on, run.due_on),
        in_charge_id=member,
        **columns,
    )


def leave_some_aside(deadlines: list[Deadline], today: date) -> None:
    """A few late ones were put off for some days, with the reason; two are left to each: a gesture may end one."""
    late = [row for row in deadlines if row.person_id and row.kind != "silence" and row.late_on < today]
    left = Counter(row.in_charge_id for row in late)
    for row in sorted(late, key=lambda row: (row.due_on, row.kind))[4:40:7]:
        if left[row.in_charge_id] > LEFT:
            left[row.in_charge_id] -= 1
            row.shown_from, row.postponed_reason = today + timedelta(days=5), LEFT_ASIDE
