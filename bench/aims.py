"""What somebody aims at on a pathway: goals in their words, steps, a review of some, as in a house at work.

Six in ten of those followed have one to four goals, each with none to four steps; half the goals were reviewed. Drawn
from a seed of the pathway's own, so that the rest of a life stays what it was.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from bench.rows import NULL, identifier
from bench.sealing import seal_with
from bench.shapes import GOAL, GOAL_REVIEW, STEP
from cordee.goals.rules import BECOMES
from cordee.goals.section import Axis, Goals, goals_of_programme

if TYPE_CHECKING:
    from bench.courses import Course

WITH_GOALS, REVIEWED, WITH_WORDS = 0.6, 0.5, 0.8
WISHES = (
    "Sortir de chez moi deux fois par semaine",
    "Ouvrir mon courrier le jour où il arrive",
    "Tenir trois matinées sans m’épuiser",
    "Prendre le bus sans aide",
)
STEPS = ("Y aller ensemble la première fois", "Préparer le dossier", "Venir le jeudi", "Appeler le service")
OUTCOMES = ("maintained", "continued", "continued", "reached", "given_up")
STATES = ("planned", "under_way", "done", "done", "on_hold", "cancelled")


class Aims:
    """The goals of one course."""

    def __init__(self, course: Course, section: Goals) -> None:
        self.course, self.section = course, section
        self.person, self.calendar = course.person, course.calendar
        self.chance = random.Random(f"{course.id} goals")
        self.axes = [axis for axis in section.axes if axis.part in ("social", "employment")]

    def number(self, day: int) -> str:
        return identifier(self.calendar.milliseconds(day, 300), self.chance)

    def sealed(self, table: str, number: str, words: str) -> str:
        said = json.dumps({"words": words}, ensure_ascii=False).encode()
        bound = f"{table}|sealed_text|{number}|{self.person.id}|1"
        return "\\\\x" + seal_with(self.person.cipher, said, bound, self.chance).hex()

    def by(self, day: int) -> str:
        """Who wrote it, for which house, when."""
        return f"{self.course.referent.id}\t{self.course.house.id}\t{self.calendar.instant(day, 300)}"

    def between(self, first: int, last: int) -> int:
        return first + int(self.chance.random() * max(1, last - first))

    def goal(self) -> None:
        chance, text, course = self.chance, self.calendar.text, self.course
        axis = chance.choice(self.axes)
        lines = [line.code for line in self.section.catalogue if line.axis == axis.code]
        line = chance.choice(lines) if lines else ""
        day = self.between(course.start, course.end)
        number = self.number(day)
        reviewed = self.between(day, course.end) if chance.random() < REVIEWED else None
        outcome = chance.choice(OUTCOMES)
        state, since = ("under_way", day) if reviewed is None else (BECOMES[outcome], reviewed)
        words = chance.choice(WISHES) if not line or chance.random() < WITH_WORDS else ""
        sealed = self.sealed(GOAL.table, number, words) if words else NULL
        course.lives.add(
            GOAL.table,
            f"{number}\t{course.roots}\t{course.offer.version_id}\t{int(axis.partition)}\t{axis.code}\t{line}"
            f"\t{text[day]}\t{NULL}\t{text[day]}\t{state}\t{text[since]}\t{sealed}\t{self.by(day)}",
        )
        for _step in range(int(chance.random() * 5)):
            self.step(number, axis, day)
        if reviewed is not None:
            self.review(number, axis, reviewed, outcome)

    def step(self, goal: str, axis: Axis, goal_day: int) -> None:
        chance, text, course = self.chance, self.calendar.text, self.course
        day = self.between(goal_day, course.end)
        number, state = self.number(day), chance.choice(STATES)
        who = "professional" if chance.random() < 0.4 else "person"
        charge = course.referent.id if who == "professional" else NULL
        since = self.between(day, course.end)
        sealed = self.sealed(STEP.table, number, chance.choice(STEPS))
        course.lives.add(
            STEP.table,
            f"{number}\t{course.roots}\t{goal}\t{int(axis.partition)}\t{who}\t{charge}\t{text[day]}\t{text[since]}"
            f"\t{state}\t{text[since]}\t{sealed}\t{self.by(day)}",
        )

    def review(self, goal: str, axis: Axis, day: int, outcome: str) -> None:
        number = self.number(day)
        sealed = self.sealed(GOAL_REVIEW.table, number, "Je tiens bon.")
        self.course.lives.add(
            GOAL_REVIEW.table,
            f"{number}\t{self.course.roots}\t{goal}\t{int(axis.partition)}\t{self.calendar.text[day]}\t{outcome}"
            f"\t{sealed}\t{self.by(day)}",
        )


def aim(course: Course) -> None:
    """The goals of a course, where its programme speaks of goals."""
    section = goals_of_programme(course.definition)
    if section is None:
        return
    aims = Aims(course, section)
    if aims.axes and aims.chance.random() < WITH_GOALS:
        for _goal in range(1 + int(aims.chance.random() * 4)):
            aims.goal()
