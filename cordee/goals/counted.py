"""What a step of a plan of action brings to the hours of a person: planned, done, justified (RSA-12, RSA-13).

Planned: as it was noted, while the step goes on. Done, justified: what somebody said of a week, and nothing that nobody
said; an action that takes place once is done when its step is. What stands in a part of care or protection brings
nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from cordee.goals.enums import StepState
from cordee.goals.models import ActionStep
from cordee.kernel.hours import Spell, Standing, hours_words, monday_of
from cordee.kernel.words import french_day
from cordee.pathways.models import Pathway

KIND = "goal_step"
GOING_ON = (StepState.PLANNED, StepState.UNDER_WAY)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Carried:
    """The hours of a step. over_on: the day nothing more is planned, when its goal or its pathway ended.

    weeks: by Monday, minutes (done, justified).
    """

    minutes: int
    is_weekly: bool
    from_on: date | None
    due_on: date | None
    state: str
    state_since: date
    over_on: date | None = None
    weeks: Mapping[date, tuple[int, int]] = field(default_factory=dict)

    @property
    def start(self) -> date | None:
        return self.from_on or self.due_on

    @property
    def stop(self) -> date | None:
        """The last day on which something may be planned; none while it goes on."""
        ended = self.state_since if self.state not in GOING_ON else None
        known = [day for day in (self.due_on if self.is_weekly else None, ended, self.over_on) if day]
        return min(known) if known else None

    @property
    def day(self) -> date | None:
        """When an action that takes place once counts: its day, at the latest the day it was said to be done."""
        if self.start is None or self.state != StepState.DONE:
            return self.start
        return min(self.due_on or self.start, self.state_since)


def carried_by(row: Any, over_on: date | None = None) -> Carried | None:
    """The hours of a step; none where it carries none."""
    minutes = getattr(row, "minutes", None)
    if not minutes:
        return None
    return Carried(
        minutes, row.is_weekly, row.from_on, row.due_on, row.state, row.state_since, over_on, said_weeks(row)
    )


def said_weeks(row: Any) -> dict[date, tuple[int, int]]:
    return {date.fromisoformat(monday): (done, justified) for monday, (done, justified) in row.weeks.items()}


def written_weeks(weeks: Mapping[date, tuple[int, int]]) -> dict[str, list[int]]:
    """As a row keeps them."""
    return {monday.isoformat(): list(said) for monday, said in sorted(weeks.items())}


def spells_of_step(step: Carried, first: date, last: date) -> Iterator[Spell]:
    """What it brings between two days. A week somebody spoke of is what they said, and what is left of the plan."""
    mondays = set(planned_weeks(step, first, last))
    said = {monday: one for monday, one in step.weeks.items() if first <= monday <= last}
    for monday in sorted(mondays | said.keys()):
        done, justified = said.get(monday, _unsaid(step))
        left = max(0, step.minutes - done - justified) if monday in mondays else 0
        yield from (
            Spell(monday, minutes, KIND, standing)
            for minutes, standing in (
                (done, Standing.DONE), (justified, Standing.JUSTIFIED), (left, Standing.PLANNED),
            )
            if minutes
        )  # fmt: skip


def _unsaid(step: Carried) -> tuple[int, int]:
    """An action that takes place once is done when its step is."""
    return (step.minutes if not step.is_weekly and step.state == StepState.DONE else 0), 0


def planned_weeks(step: Carried, first: date, last: date) -> Iterator[date]:
    """The Mondays of the weeks it is planned in, between two days."""
    if not step.is_weekly:
        if step.day is not None and _still_planned(step) and first <= monday_of(step.day) <= last:
            yield monday_of(step.day)
        return
    if step.start is None:
        return
    until = min(last, step.stop) if step.stop is not None else last
    monday = max(monday_of(step.start), monday_of(first))
    while monday <= until:
        if monday >= first:
            yield monday
        monday += WEEK


def _still_planned(step: Carried) -> bool:
    if step.state == StepState.DONE:
        return True
    if step.state not in GOING_ON:
        return False
    return step.over_on is None or (step.day is not None and step.day <= step.over_on)


def spells(actor: Any, person: Any, first: date, last: date) -> list[Spell]:
    """Of every step of a person the actor may read, in the open parts. One query."""
    ended = Pathway.objects.filter(pk=OuterRef("pathway_id")).values("closed_on")[:1]
    rows = (
        ActionStep.objects.of_person(actor, person)
        .standing()
        .filter(minutes__isnull=False)
        .select_related("goal")
        .annotate(pathway_closed_on=Subquery(ended))
    )
    return [
        spell
        for row in rows
        if (carried := carried_by(row, over_on(row.goal, row.pathway_closed_on))) is not None
        for spell in spells_of_step(carried, monday_of(first), last)
    ]


def over_on(goal: Any, pathway_closed_on: date | None = None) -> date | None:
    """The day nothing more is planned for a goal: when it ended, or its pathway did."""
    known = [
        day for day in (None if goal.is_open else goal.state_since, pathway_closed_on) if day is not None
    ]
    return min(known) if known else None


def carried_words(row: Any) -> str:
    """« 7 h par semaine à partir du 3 novembre 2026 : 14 h faites », « 3 h 30 »; nothing where a step carries none."""
    step = carried_by(row)
    if step is None:
        return ""
    words = hours_words(step.minutes)
    if step.is_weekly and step.start is not None:
        told = {"hours": words, "day": french_day(step.start)}
        words = _("%(hours)s par semaine à partir du %(day)s") % told
    sums = [sum(one[place] for one in step.weeks.values()) for place in (0, 1)]
    parts = zip(sums, (_("%(hours)s faites"), _("%(hours)s justifiées")), strict=True)
    said = ", ".join(part % {"hours": hours_words(minutes)} for minutes, part in parts if minutes)
    return f"{words}\u202f: {said}" if said else words
