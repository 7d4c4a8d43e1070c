"""Delays: what starts them, what stops them, what interrupts them, and when one must worry.

A `Clock` is a table read from a programme definition. It is asked with the events of a dossier and a
day; it answers where the current delay stands, and keeps the history of those before it: when a new
orientation is notified during the diagnosis, a whole new month starts, and the first one is not lost.

Date to date, as the law counts: notified on 20/02 with one month, due on 20/03, late on 21/03.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from cordee.kernel.dates import add_days, add_months
from cordee.kernel.words import Sentence
from cordee.kernel.words import sentence as _


class Term(Protocol):
    """Something that leads from one day to another: a fixed delay, or one read in the law at that day."""

    def after(self, day: date) -> date: ...

    def before(self, day: date) -> date: ...


@dataclass(frozen=True, slots=True)
class Delay:
    """Days, weeks or months: exactly one of the three, zero or more."""

    days: int | None = None
    weeks: int | None = None
    months: int | None = None

    def __post_init__(self) -> None:
        given = [number for number in (self.days, self.weeks, self.months) if number is not None]
        if len(given) != 1 or given[0] < 0:
            raise ValueError("a delay is one number of days, weeks or months, zero or more")

    def after(self, day: date) -> date:
        return self._shift(day, 1)

    def before(self, day: date) -> date:
        return self._shift(day, -1)

    def _shift(self, day: date, way: int) -> date:
        if self.months is not None:
            return add_months(day, way * self.months)
        return add_days(day, way * ((self.weeks or 0) * 7 + (self.days or 0)))

    @property
    def label(self) -> Sentence:
        """1 mois, 6 semaines, 30 jours."""
        if self.months is not None:
            return _("{n} mois", n=self.months)
        if self.weeks is not None:
            return _("{n} semaines", n=self.weeks) if self.weeks > 1 else _("{n} semaine", n=self.weeks)
        days = self.days or 0
        return _("{n} jours", n=days) if days > 1 else _("{n} jour", n=days)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, by its kind, on a day."""

    kind: str
    on: date


class Phase(StrEnum):
    """Where a delay stands on a day."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    INTERRUPTED = "interrupted"
    DONE = "done"
    DONE_LATE = "done_late"


class Ending(StrEnum):
    """Why a run ended: what was awaited came, something interrupted it, or a new one began."""

    STOP = "stop"
    INTERRUPTION = "interruption"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Run:
    """One delay from its start; late from `late_on` included, worth a warning from `warn_on` included."""

    started_on: date
    due_on: date
    warn_on: date
    late_on: date
    ended_on: date | None = None
    ending: Ending | None = None

    def phase(self, on: date) -> Phase:
        """Where it stands on a day; an end later than that day has not happened yet."""
        if on < self.started_on:
            return Phase.NOT_STARTED
        if self.ended_on is not None and self.ended_on <= on:
            return self._ended()
        if on >= self.late_on:
            return Phase.LATE
        return Phase.SOON if on >= self.warn_on else Phase.RUNNING

    def _ended(self) -> Phase:
        if self.ending is not Ending.STOP:
            return Phase.INTERRUPTED
        ended = self.ended_on or self.started_on
        return Phase.DONE_LATE if ended >= self.late_on else Phase.DONE


@dataclass(frozen=True, slots=True)
class ClockState:
    """The phase on a day and the run it speaks of; no run before the first start."""

    phase: Phase
    run: Run | None = None


@dataclass(frozen=True)
class Clock:
    """A delay as a table.

    start, stop: kinds of events. A new start always begins a whole new delay.
    interruption: kinds that end the delay without its being met; restart: kinds that begin one again
    after an interruption, and only then.
    warn_after counts from the start, warn_before back from the due day; neither: no warning before.
    late_after counts from the start; by default, late is the day after the due day.
    applies_from: the day the text behind it came into force; nothing starts before.
    """

    code: str
    start: frozenset[str]
    stop: frozenset[str]
    due: Term
    interruption: frozenset[str] = frozenset()
    restart: frozenset[str] = frozenset()
    warn_after: Term | None = None
    warn_before: Term | None = None
    late_after: Term | None = None
    applies_from: date = date.min

    @property
    def listens_to(self) -> frozenset[str]:
        """Every kind of event that changes something to it."""
        return self.start | self.stop | self.interruption | self.restart

    def begin(self, on: date) -> Run:
        """The delay that starts on a day."""
        due = self.due.after(on)
        late = self.late_after.after(on) if self.late_after else add_days(due, 1)
        return Run(started_on=on, due_on=due, warn_on=self._warn_on(on, due, late), late_on=late)

    def _warn_on(self, start: date, due: date, late: date) -> date:
        if self.warn_after:
            return self.warn_after.after(start)
        return max(start, self.warn_before.before(due)) if self.warn_before else late

    def runs(self, events: Iterable[Event]) -> tuple[Run, ...]:
        """Every delay these events made, in order. Events of one day are taken in the order given."""
        runs: list[Run] = []
        for event in sorted(events, key=lambda event: event.on):
            running = runs[-1] if runs and runs[-1].ended_on is None else None
            interrupted = bool(runs) and runs[-1].ending is Ending.INTERRUPTION
            ending = self._ending(event.kind)
            if running and ending:
                runs[-1] = replace(running, ended_on=event.on, ending=ending)
            if self._starts(event, interrupted=interrupted):
                runs.append(self.begin(event.on))
        return tuple(runs)

    def _starts(self, event: Event, *, interrupted: bool) -> bool:
        starting = event.kind in self.start or (event.kind in self.restart and interrupted)
        return starting and event.on >= self.applies_from

    def _ending(self, kind: str) -> Ending | None:
        """What an event of this kind does to a delay that runs."""
        if kind in self.start:
            return Ending.RESTART
        if kind in self.stop:
            return Ending.STOP
        return Ending.INTERRUPTION if kind in self.interruption else None

    def state(self, events: Iterable[Event], on: date) -> ClockState:
        """Where the delay stands on a day; what happens later is not known yet."""
        runs = self.runs(event for event in events if event.on <= on)
        return ClockState(runs[-1].phase(on), runs[-1]) if runs else ClockState(Phase.NOT_STARTED)
