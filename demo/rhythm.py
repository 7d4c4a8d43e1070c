"""When people are met and what is noted on time, so that each professional's day shows something.

A mood says what somebody's day must show of a pathway: a delay that ends today, one that is late, one that
ends within the week, a silence of more than a month, or nothing in particular. The days of the contacts and
of what is noted by hand (reviews, news given) are chosen for the programme's own delays to say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cordee.kernel.clock import Clock, Event, Run
from cordee.kernel.dates import add_days
from cordee.programmes.definition import Definition, ProgrammeClock
from cordee.programmes.vocabulary import FACT_KINDS
from demo.histories import History
from demo.hours import worked

TODAY, LATE, SOON, SILENT, CALM = "today", "late", "soon", "silent", "calm"
# The days from today on which a delay may end, the preferred first.
AIMED = {TODAY: (0,), SOON: (2, 4, 1, 3), LATE: (-4, -9, -2, -6, -13, -18, -3, -1)}
SILENCE = "silence"
MOST_CONTACTS = 9
MOST_RUNS = 40  # a delay that keeps restarting is given up there
# What is noted by hand without meeting the person.
FROM_THE_DESK = frozenset({"prescriber_informed", "orientation_notified", "rsa_information_received"})


@dataclass(frozen=True)
class Aim:
    """A delay that must end on a chosen day: which one, what starts it again and when (None: left to run)."""

    clock: str
    kind: str | None
    day: date


@dataclass
class Life:
    """A history with its rhythm: the days of contacts, and what is noted by hand on which day."""

    history: History
    mood: str = CALM
    aim: Aim | None = None
    contacts: list[date] = field(default_factory=list)
    noted: list[Event] = field(default_factory=list)

    def events(self) -> list[Event]:
        contacts = [Event("contact_noted", day) for day in self.contacts]
        return sorted([*self.history.events(), *contacts, *self.noted], key=lambda event: event.on)


@dataclass(frozen=True)
class Pulse:
    """Gives their rhythm to the histories of a programme. every: days between two contacts.

    tied: what is noted by hand on reaching a stage.
    """

    definition: Definition
    today: date
    rng: Random
    every: tuple[int, int]
    tied: dict[str, str]

    def can(self, history: History, mood: str) -> bool:
        """May the day show this of the pathway? If so its aim is found again by `live`."""
        if not history.is_running:
            return False
        if mood == SILENT:
            return (self.today - history.changed_on).days > self._silence_days + 8
        return self._aim(history, mood) is not None

    def live(self, history: History, mood: str) -> Life:
        """A history with its contacts and what is noted by hand."""
        life = Life(history, mood)
        life.aim = self._aim(history, mood) if mood in AIMED else None
        if life.aim and life.aim.kind is None:
            self._shift(history, life.aim)
        life.noted = list(self._on_stages(history))
        life.contacts = self._contact_days(life)
        for item in self._clocks():
            self._keep(life, item)
        return life

    # the day aimed at

    def _clocks(self) -> Iterator[ProgrammeClock]:
        """The delays a professional meets by noting something, silence apart."""
        for item in self.definition.clocks:
            if item.subject != "referral" and item.code != SILENCE and not item.section:
                yield item

    def _aim(self, history: History, mood: str) -> Aim | None:
        """A delay that can be made to end on one of the days of this mood, with little changed."""
        for days in AIMED[mood]:
            due = add_days(self.today, days)
            aim = self._aim_by_noting(history, due) or self._aim_by_shifting(history, due)
            if aim is not None:
                return aim
        return None

    def _aim_by_noting(self, history: History, due: date) -> Aim | None:
        """By what is noted by hand on a chosen day, and starts the delay again."""
        for item in self._clocks():
            day = self._start(item.clock, due)
            kinds = [
                kind
                for kind in sorted(item.clock.start)
                if FACT_KINDS[kind].by_hand and kind not in self.tied
            ]
            if day and kinds and self._earliest(history, item.clock) < day:
                return Aim(item.code, kinds[0], day)
        return None

    def _start(self, clock: Clock, due: date) -> date | None:
        """The day to start this delay on. What the law calls late from its very last day is not due today."""
        day = start_for(clock, due)
        return None if day and due == self.today and clock.begin(day).late_on <= due else day

    def _earliest(self, history: History, clock: Clock) -> date:
        """Nothing of this delay may be noted before: the last event it listens to, or the opening."""
        steps = [event.on for event in self._given(history) if event.kind in clock.listens_to]
        return max([history.opened_on, *steps])

    def _aim_by_shifting(self, history: History, due: date) -> Aim | None:
        """Where nothing noted by hand can do it: the whole history some days earlier or later."""
        if history.is_decided or any(step.kind in ("suspend", "close") for step in history.steps):
            return None
        for item in self._clocks():
            runs = item.clock.runs(self._given(history))
            day = self._start(item.clock, due)
            if not runs or not day or runs[-1].ended_on or "contact_noted" in item.clock.stop:
                continue
            if add_days(history.changed_on, (day - runs[-1].started_on).days) <= self.today:
                return Aim(item.code, None, day)
        return None

    def _shift(self, history: History, aim: Aim) -> None:
        """Move the history so that the delay starts on the day aimed at; on working days where it can."""
        before, days = history.steps, (aim.day - self._running(history, aim.clock).started_on).days
        history.steps = history.shifted(days, rested=True)
        if self._running(history, aim.clock).started_on != aim.day:
            history.steps = before
            history.steps = history.shifted(days, rested=False)

    def _running(self, history: History, code: str) -> Run:
        item = next(item for item in self.definition.clocks if item.code == code)
        return item.clock.runs(self._given(history))[-1]

    def _given(self, history: History) -> list[Event]:
        """What happens whatever the rhythm: the steps, and what is noted on reaching a stage."""
        return [*history.events(), *self._on_stages(history)]

    # what is noted by hand

    def _on_stages(self, history: History) -> Iterator[Event]:
        """A few days before the stage is reached, the same number each time it is asked."""
        for kind, stage in self.tied.items():
            reached = (
                history.opened_on if stage == self.definition.initial_stage.code else history.reached(stage)
            )
            if reached is not None:
                yield Event(kind, max(history.opened_on, reached - timedelta(days=len(kind) % 3)))

    def _keep(self, life: Life, item: ProgrammeClock) -> None:
        """Note by hand what this delay waits for, each time, shortly before its day."""
        kind = self._kind(item.clock)
        aimed = life.aim is not None and life.aim.clock == item.code
        if kind is None or (aimed and life.aim and life.aim.kind is None):
            return
        until = self._until(life, kind)
        if aimed and life.aim and life.aim.kind:
            life.noted.append(Event(life.aim.kind, life.aim.day))
            until = min(until, life.aim.day - timedelta(days=10))
        for _turn in range(MOST_RUNS):
            day = self._next(life, item.clock, until, aimed=aimed)
            if day is None:
                return
            life.noted.append(Event(kind, day))

    def _kind(self, clock: Clock) -> str | None:
        """What a professional notes to satisfy this delay."""
        wanted = [kind for kind in (*sorted(clock.stop), *sorted(clock.start)) if FACT_KINDS[kind].by_hand]
        return next((kind for kind in wanted if kind not in self.tied), None)

    def _until(self, life: Life, kind: str) -> date:
        """The last day it may have been noted: the last contact where the person takes part."""
        last = life.history.changed_on if not life.history.is_running else self.today
        if kind in FROM_THE_DESK or life.mood != SILENT:
            return last
        return min([last, *life.contacts[-1:]])

    def _next(self, life: Life, clock: Clock, until: date, *, aimed: bool) -> date | None:
        """The day of the next note: shortly before the first delay that would be missed, or speaks today."""
        for run in clock.runs(life.events()):
            if run.ended_on is not None and run.ended_on <= run.due_on:
                continue
            if not (missed := run.due_on <= until) and (aimed or run.warn_on > self.today):
                continue
            long = max(1, (run.due_on - run.started_on).days)
            day = run.due_on - timedelta(days=self.rng.randint(1, max(1, min(9, long // 3))))
            day = worked(day if missed else min(day, self.today - timedelta(days=self.rng.randint(0, 3))))
            return day if run.started_on < day <= until else None
        return None

    # contacts

    @property
    def _silence_days(self) -> int:
        item = self.definition.clock(SILENCE)
        start = date(2025, 6, 2)
        return (item.clock.due.after(start) - start).days if item else 30

    def _contact_days(self, life: Life) -> list[date]:
        """From the last contact back to the opening, further and further apart."""
        start, last = life.history.opened_on, self._last_contact(life)
        if last is None:
            return []
        days, gap = [last], float(self.rng.randint(*self.every))
        while len(days) < MOST_CONTACTS and (days[-1] - start).days > gap + 4:
            days.append(worked(days[-1] - timedelta(days=round(gap))))
            gap = min(60.0, self.rng.randint(*self.every) * (1 + len(days) / 6))
        first = worked(start + timedelta(days=self.rng.randint(0, 6)))
        return sorted({*days, max(start, first)} if first < days[-1] else {*days})

    def _last_contact(self, life: Life) -> date | None:
        history, rng = life.history, self.rng
        if not history.is_running:
            return max(history.opened_on, worked(history.changed_on - timedelta(days=rng.randint(0, 5))))
        if life.mood == SILENT:
            return max(
                history.changed_on,
                worked(self.today - timedelta(days=self._silence_days + rng.randint(2, 30))),
            )
        free = (self.today - history.changed_on).days
        if free <= 6 and len(history.steps) == 1:  # the very beginning: some have not been met yet
            return worked(self.today - timedelta(days=rng.randint(0, free))) if free > 2 else None
        day = worked(self.today - timedelta(days=rng.randint(1, max(2, self._silence_days - 9))))
        return max(history.opened_on, day)


def start_for(clock: Clock, due: date) -> date | None:
    """The day a delay must start to end on another; None where no day does."""
    near = clock.due.before(due)
    for days in (0, -1, 1, -2, 2, -3, 3):
        day = add_days(near, days)
        if clock.due.after(day) == due and day >= clock.applies_from:
            return day
    return None
