"""The meetings of a course: those held, missed or called off, those to come, a rhythm for some.

Two in ten of the events of a life are meetings, each booked then settled; one or two more are to come where somebody is
followed. Drawn from a seed of the pathway's own. On days of work, within the hours of a house.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from bench.calendar import MINUTES
from bench.rows import NULL, identifier
from bench.sealing import seal_with
from bench.shapes import APPOINTMENT, HEALTH_MATTER, MATTER, SERIES
from cordee.appointments.enums import partition_of
from cordee.kernel.partitions import Partition

if TYPE_CHECKING:
    from bench.courses import Course

SHARE, RHYTHM, WITH_MATTER, WITH_WORDS, REMINDED = 0.2, 0.1, 0.6, 0.4, 0.3
UNSETTLED_FOR = 6  # days during which some are still to settle
FIRST, SLOTS, SLOT = 60, 28, 15  # minutes since seven o'clock (UTC); starts in a day
LASTS = (30, 45, 45, 60, 60, 90)
PLACES = ("office",) * 6 + ("phone", "phone", "home", "neutral", "work", "video")
THEMES = (
    "review", "rights", "housing", "job_search", "project", "budget", "training", "social", "family",
    "work_relations", "care",
)  # fmt: skip
# (cumulated share, status, what the fact is called)
OUTCOMES = (
    (0.70, "seen", "contact_noted"),
    (0.82, "excused", "appointment_excused"),
    (0.88, "revoked", "appointment_revoked"),
    (1.00, "no_show", "appointment_missed"),
)
REASONS = ("transport", "childcare", "work", "other_duty", "not_told", "personal", "")
WORDS = ("Apporter le courrier de la caisse.", "Relire le CV ensemble.", "Préparer la visite de jeudi.")
WHERE = "Au café de la place, devant la mairie"


class Meetings:
    """The meetings of one course."""

    def __init__(self, course: Course) -> None:
        self.course, self.person, self.calendar = course, course.person, course.calendar
        self.chance = random.Random(f"{course.id} meetings")
        self.member = course.referent.id

    def number(self, day: int) -> str:
        return identifier(self.calendar.milliseconds(day, 200), self.chance)

    def working(self, day: int) -> int:
        """That day, or the Monday after."""
        weekday = (self.calendar.first + day - 1) % 7
        return day + max(0, 7 - weekday) if weekday > 4 else day

    def held(self) -> None:
        course, today = self.course, self.calendar.today
        told = max(0, self.person.events - self.person.told)
        for _ in range(int(told * SHARE + self.chance.random())):
            day = self.working(course.start + int(self.chance.random() * max(1, course.end - course.start)))
            if day < today:
                self.meeting(day, since=course.start)

    def to_come(self) -> None:
        today = self.calendar.today
        if self.chance.random() < RHYTHM:
            self.rhythm()
            return
        for _ in range(int(self.chance.random() * 2.4)):
            day = self.working(today + 1 + int(min(self.chance.expovariate(1 / 12), 90)))
            self.meeting(day, since=max(self.course.start, today - 20))

    def rhythm(self) -> None:
        """Every other week, at the same hour, six times."""
        text, today = self.calendar.text, self.calendar.today
        first = self.working(today + 1 + int(self.chance.random() * 10))
        minute, days = self._minute(), [first + 14 * turn for turn in range(6)]
        number = self.number(self.course.start)
        self.course.lives.add(
            SERIES.table,
            f"{number}\t{self.course.house.id}\t{self.person.id}\t{text[first]}\t{MINUTES[minute][:8]}\t45\t2"
            f"\tweek\t{NULL}\t{text[days[-1]]}\t{self.member}",
        )
        for place, day in enumerate(days):
            self.meeting(
                day, since=max(self.course.start, today - 20), minute=minute, series=number, told=not place
            )

    def _minute(self) -> int:
        return FIRST + SLOT * int(self.chance.random() * SLOTS)

    def meeting(
        self, day: int, *, since: int, minute: int | None = None, series: str = NULL, told: bool = True
    ) -> None:
        chance, text, today = self.chance, self.calendar.text, self.calendar.today
        minute = self._minute() if minute is None else minute
        booked = max(since, min(day, today) - 3 - int(chance.random() * 20))
        number, place = self.number(booked), PLACES[int(chance.random() * len(PLACES))]
        start = f"{text[day]} {MINUTES[minute]}"
        status = self._outcome(day)
        if told:
            self._tell("appointment_booked", booked, number, start, place, times=6 if series != NULL else 1)
        settled = f"{text[day]}\t{self.member}" if status != "unknown" else f"{NULL}\t{NULL}"
        reason = chance.choice(REASONS) if status in ("excused", "no_show") else ""
        reminded = "t" if chance.random() < REMINDED else "f"
        where = self._sealed(APPOINTMENT.table, "sealed_where", number, WHERE) if place == "neutral" else NULL
        lasts = LASTS[int(chance.random() * len(LASTS))] if series == NULL else 45
        written = self.calendar.instant(booked, 240)
        self.course.lives.add(
            APPOINTMENT.table,
            f"{number}\t{self.course.house.id}\t{self.person.id}\t{self.member}\t{series}\t{start}"
            f"\t{text[day]} {MINUTES[minute + lasts]}\t{place}\t{where}\t{status}\t{reason}\t{settled}\t{reminded}"
            f"\t{self.member}\t{self.course.house.id}\t{written}\t{written}",
            self.calendar.month[day],
        )
        if chance.random() < WITH_MATTER:
            self._matter(number)
        if status != "unknown":
            self._became(status, day, number, start, place)

    def _outcome(self, day: int) -> str:
        today = self.calendar.today
        if day >= today or today - day <= UNSETTLED_FOR and self.chance.random() < 0.4:
            return "unknown"
        luck = self.chance.random()
        return next(status for share, status, _kind in OUTCOMES if luck <= share)

    def _became(self, status: str, day: int, number: str, start: str, place: str) -> None:
        kind = next(kind for _share, known, kind in OUTCOMES if known == status)
        if status == "seen":
            said = f'{{"means": "{place}", "counterpart": "", "appointment": true}}'
            self._fact(kind, day, number, said)
            self.person.last_contact = max(self.person.last_contact, day)
        else:
            self._tell(kind, day, number, start, place)

    def _tell(self, kind: str, day: int, number: str, start: str, place: str, times: int = 0) -> None:
        at = f"{start[:10]}T{start[11:22]}:00"
        more = f', "times": {times}' if times else ""
        self._fact(kind, day, number, f'{{"at": "{at}", "place": "{place}"{more}}}')

    def _fact(self, kind: str, day: int, number: str, told: str) -> None:
        self.person.fact(
            kind, day, self.member, pathway=NULL, thing="appointment", thing_id=number, codes=told
        )  # fmt: skip

    def _matter(self, appointment: str) -> None:
        """What it is about: in clear but the words, or sealed whole where it touches health."""
        chance = self.chance
        theme = THEMES[int(chance.random() * len(THEMES))]
        partition = partition_of(theme)
        number = identifier(self.calendar.milliseconds(self.course.start, 201), chance)
        words = chance.choice(WORDS) if chance.random() < WITH_WORDS else ""
        if partition == Partition.HEALTH:
            table, clear = HEALTH_MATTER.table, "\t"
            words = json.dumps({"theme": theme, "counterpart": "", "words": words})
        else:
            table, clear = MATTER.table, f"{theme}\tperson"
        sealed = self._sealed(table, "sealed_text", number, words) if words else NULL
        self.course.lives.add(
            table,
            f"{number}\t{self.course.house.id}\t{self.person.id}\t{appointment}\t{int(partition)}\t{clear}\t{sealed}",
        )

    def _sealed(self, table: str, column: str, number: str, words: str) -> str:
        bound = f"{table}|{column}|{number}|{self.person.id}|1"
        return "\\\\x" + seal_with(self.person.cipher, words.encode(), bound, self.chance).hex()


def meet(course: Course) -> None:
    """The meetings of a course, held and to come."""
    meetings = Meetings(course)
    meetings.held()
    if course.running:
        meetings.to_come()
