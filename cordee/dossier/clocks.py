"""Delays kept in step with the facts: each running one is an open deadline on somebody's day.

A domain that knows what runs (a pathway, an orientation) says which clocks watch it and what happened;
`keep_time` opens, moves and closes the deadlines. A delay that starts again moves its deadline: the row's
history keeps the earlier day (RSA-09).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cordee.dossier.gesture import is_newcomer
from cordee.dossier.hooks import referent_of
from cordee.dossier.models import Deadline, Fact
from cordee.kernel.clock import Clock, Ending, Event, Run
from cordee.plumbing.inserting import insert
from cordee.plumbing.prepared import prepared

DAYS = frozenset({"warn_on", "due_on", "late_on"})


@dataclass(frozen=True)
class Watch:
    """A clock on a thing. kind: the deadline's code; label: what the day shows; source: the text behind."""

    kind: str
    label: str
    clock: Clock
    source: str = ""
    in_charge_id: UUID | None = None


@dataclass(frozen=True)
class Watched:
    """What the clocks run on. person_id is empty for an orientation not yet turned into a dossier."""

    organisation_id: UUID
    thing_kind: str
    thing_id: UUID
    person_id: UUID | None = None
    pathway_id: UUID | None = None


def keep_time(
    watched: Watched, watches: Sequence[Watch], events: Iterable[Event], *, is_new: bool = False
) -> None:
    """Open, move or close the deadlines of one thing, from everything that happened to it. One query when nothing
    changes. is_new: nothing is open yet; those that open are written together."""
    happened = list(events)
    standing = {} if is_new else {row.kind: row for row in standing_of(watched.thing_id)}
    opened: list[Deadline] = []
    for watch in watches:
        runs = watch.clock.runs(happened)
        run = runs[-1] if runs else None
        row = standing.pop(watch.kind, None)
        if run is not None and run.ended_on is None and row is None:
            opened.append(_opened(watched, watch, run))
        elif run is not None and run.ended_on is None and row is not None:
            move(row, _wanted(watch, run))
        elif row is not None:
            close(row, on=run.ended_on if run and run.ended_on else row.due_on, closing=closing_of(run))
    insert(*opened)


@prepared
def standing_of(thing: UUID) -> QuerySet[Deadline]:
    return Deadline.objects.filter(thing_id=thing, closed_on=None)


def closing_of(run: Run | None) -> str:
    """Over because what was awaited came, or because something else put an end to it."""
    return "interrupted" if run is not None and run.ending is Ending.INTERRUPTION else "met"


def _wanted(watch: Watch, run: Run) -> dict[str, Any]:
    return {
        "warn_on": min(run.warn_on, run.due_on),
        "due_on": run.due_on,
        "late_on": max(run.late_on, run.due_on),
        "label": watch.label,
        "in_charge_id": watch.in_charge_id,
    }


def _opened(watched: Watched, watch: Watch, run: Run) -> Deadline:
    return Deadline(
        organisation_id=watched.organisation_id,
        person_id=watched.person_id,
        pathway_id=watched.pathway_id,
        kind=watch.kind,
        source=watch.source[:200],
        thing_kind=watched.thing_kind,
        thing_id=watched.thing_id,
        **_wanted(watch, run),
    )


def move(row: Deadline, wanted: Mapping[str, Any]) -> None:
    """Say again what an open deadline waits for. One left aside comes back when its days move."""
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, wanted[name])
        if row.shown_from and set(changed) & DAYS:
            row.shown_from = None
            changed.append("shown_from")
        row.save(update_fields=changed)


def follow_referent(fact: Fact, kinds: Collection[str]) -> None:
    """Another referent was named: what these kinds wait for is on their day. A dossier just opened has none."""
    if fact.kind != "referent_named" or is_newcomer(fact.person_id):
        return
    rows = Deadline.objects.filter(
        organisation=fact.organisation_id, person=fact.person_id, kind__in=kinds, closed_on=None
    )
    if rows.exists() and (referent := referent_of(fact.person)):
        rows.update(in_charge=referent)


def close(row: Deadline, *, on: date, closing: str) -> None:
    """The deadline is over: met, dropped with its thing, or done by hand."""
    row.closed_on, row.closing = on, closing
    row.save(update_fields=["closed_on", "closing"])


def close_all(thing_id: UUID, *, on: date, closing: str) -> int:
    """Nothing more is awaited from this thing. Returns how many deadlines were open."""
    rows = list(Deadline.objects.filter(thing_id=thing_id, closed_on=None))
    for row in rows:
        close(row, on=on, closing=closing)
    return len(rows)


def hand_over(leaving: Any, heir: Any) -> int:
    """Give somebody's open deadlines to a colleague."""
    return Deadline.objects.filter(in_charge=leaving, closed_on=None).update(in_charge=heir)
