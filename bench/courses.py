"""The course of somebody in a programme: stages, circle, admission, words, deadlines, from a day to another."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from bench import phrases
from bench.agreements import agree
from bench.aims import aim
from bench.houses import Colleague, Offer
from bench.meetings import meet
from bench.portraits import portray
from bench.rows import NULL
from bench.sealing import seal_with
from bench.shapes import ADMISSION, CIRCLE, DEADLINE, PATHWAY, PERIOD, WORDS
from cordee.kernel.partitions import OPEN_PARTITIONS
from cordee.programmes.definition import CircleRole

if TYPE_CHECKING:
    from bench.lives import Person

OPEN = int(OPEN_PARTITIONS)
SILENT_AFTER, WARNED_BEFORE = 30, 7  # days without a contact
SUSPENDED, ENTRUSTED, WITH_WORDS, WITH_COMPANY = 0.08, 0.02, 0.4, 0.35


@lru_cache(maxsize=10_000)
def codes(**given: object) -> str:
    """The codes of a fact, as JSON in COPY's writing."""
    return json.dumps(given, ensure_ascii=False).replace("\\", "\\\\")


class Course:
    """A pathway. `run` tells what happened on it; `write` adds its own row, once the thread is known."""

    def __init__(
        self, person: Person, offer: Offer, referent: Colleague, start: int, end: int, *, running: bool
    ) -> None:
        self.person, self.lives, self.chance = person, person.lives, person.chance
        self.calendar, self.house = person.calendar, person.house
        self.offer, self.definition, self.referent = offer, offer.definition, referent
        self.start, self.end, self.running = start, max(start, end), running
        self.id = person.number(start)
        self.stage, self.since = "", start
        self.orientation = NULL
        self.leaving = self.chance.choice(self.definition.exits)

    @property
    def roots(self) -> str:
        """Holder, person and pathway: what each row of a course begins with, after its identifier."""
        return f"{self.house.id}\t{self.person.id}\t{self.id}"

    def tell(self, kind: str, day: int, told: str = "{}", thing: str = "pathway", thing_id: str = "") -> None:
        self.person.fact(
            kind,
            day,
            self.referent.id,
            pathway=self.id,
            thing=thing,
            thing_id=thing_id or self.id,
            codes=told,
        )

    def run(self) -> None:
        definition, chance = self.definition, self.chance
        self.tell(
            "pathway_opened",
            self.start,
            codes(programme=definition.label, stage=definition.main_line[0].label),
        )
        self._join(definition.referent_role, self.referent, "referent_named")
        if chance.random() < WITH_COMPANY:
            self._join(definition.roles[-1], chance.choice(self.house.team), "circle_joined")
        if not definition.admission.is_direct and definition.admission.decisions:
            self._admission()
        self._stages()
        if chance.random() < WITH_WORDS:
            self._words()
        portray(self)
        aim(self)
        agree(self)
        meet(self)
        self._deadlines()
        if not self.running:
            told = codes(exit=self.leaving.label, category=self.leaving.category)
            self.tell("pathway_closed", self.end, told)

    def _stages(self) -> None:
        """The stages gone through; the last one is running, or was when the course ended."""
        line, chance, text = self.definition.main_line, self.chance, self.calendar.text
        reached = min(len(line), 1 + int(chance.random() * len(line) * (1.0 if self.running else 1.6)))
        lasted = self.end - self.start
        entered = [
            self.start,
            *sorted(self.start + int(chance.random() * lasted) for _ in range(reached - 1)),
        ]
        for place, day in enumerate(entered):
            left = entered[place + 1] if place + 1 < reached else None if self.running else self.end
            self.lives.add(
                PERIOD.table,
                f"{self.person.number(day)}\t{self.roots}\t{line[place].code}\t{text[day]}"
                f"\t{NULL if left is None else text[left]}\t{self.referent.id}",
            )
            if place:
                self.tell("pathway_moved", day, codes(stage=line[place].label, back=False))
        self.stage, self.since = line[reached - 1].code, entered[-1]

    def _join(self, role: CircleRole, member: Colleague, kind: str) -> None:
        """A member takes a place in the circle, and the ground that goes with it."""
        place, text = self.person.number(self.start), self.calendar.text
        until = None if self.running else self.end
        self.lives.add(
            CIRCLE.table,
            f"{place}\t{self.roots}\t{role.code}\t{member.id}\t{OPEN}\t{text[self.start]}"
            f"\t{NULL if until is None else text[until]}",
        )
        self.person.ground(member.id, "follows", self.start, until=until, thing=place, partitions=OPEN)
        self.tell(kind, self.start, codes(role=role.label, who=member.name), "circleplace", place)

    def _admission(self) -> None:
        decision = self.definition.admission.decisions[0]
        body = self.definition.admission.body or "la commission"
        number, day = self.person.number(self.start), self.calendar.text[self.start]
        self.lives.add(
            ADMISSION.table,
            f"{number}\t{self.roots}\t{decision.code}\t{decision.outcome}\t{body}\t{day}\t{day}"
            f"\t{self.referent.id}\t{self.calendar.instant(self.start, 500)}",
        )
        told = codes(decision=decision.label, authority=body, **{"from": day})
        self.tell(f"admission_{decision.outcome}", self.start, told, "admissiondecision", number)

    def _words(self) -> None:
        number = self.person.number(self.start)
        bound = f"{WORDS.table}|sealed_text|{number}|{self.person.id}|1"
        sealed = seal_with(
            self.person.cipher, self.chance.choice(phrases.WISHES).encode(), bound, self.chance
        )
        self.lives.add(
            WORDS.table,
            f"{number}\t{self.roots}\t{self.calendar.text[self.start]}\t\\\\x{sealed.hex()}"
            f"\t{self.referent.id}\t{self.calendar.instant(self.start, 300)}",
        )
        self.person.fact(
            "words_written", self.start, self.referent.id, pathway=self.id, thing="ownwords", thing_id=number,
            partition=2,
        )  # fmt: skip

    # What must happen

    def _deadlines(self) -> None:
        """The silence watch where the programme has one, and one or two other delays."""
        clocks = [clock for clock in self.definition.clocks if clock.subject != "referral"]
        watches = [clock for clock in clocks if clock.code == "silence"]
        others = [clock for clock in clocks if clock.code != "silence"]
        for clock in watches + others[: 1 + int(self.chance.random() * 2)]:
            self._deadline(clock.code, clock.label)

    def _deadline(self, kind: str, label: str) -> None:
        text, today = self.calendar.text, self.calendar.today
        silence = kind == "silence"
        if self.running and (silence or self.chance.random() < 0.4):
            due, closed, closing = self._due(today, silence=silence), NULL, ""
        else:
            due = self.start + int(self.chance.random() * (self.end - self.start))
            closed, closing = text[due], "met"
        self.lives.add(
            DEADLINE.table,
            f"{self.person.number(self.start)}\t{self.roots}\t{kind}\t{label}\t{self.referent.id}"
            f"\t{text[due - WARNED_BEFORE]}\t{text[due]}\t{text[due + 1]}\tpathway\t{self.id}\t{closed}\t{closing}",
        )

    def _due(self, today: int, *, silence: bool) -> int:
        if silence:
            return today + SILENT_AFTER - int(min(self.chance.expovariate(1 / 18), 90))
        return today - 10 + int(self.chance.random() * 170)

    # Its own row

    def write(self, last_contact: str) -> None:
        """The row of the pathway, which repeats the last contact."""
        text, chance = self.calendar.text, self.chance
        suspended = self.running and chance.random() < SUSPENDED
        status = "closed" if not self.running else "suspended" if suspended else "open"
        status_since = self.end if not self.running else self.since if suspended else self.start
        left = f"{text[self.end]}\t{self.leaving.code}\t{self.leaving.category}"
        ended = f"{NULL}\t\t" if self.running else left
        carrier = self.lives.entrusted_to if chance.random() < ENTRUSTED and self.running else ""
        if carrier:
            self.person.ground(
                NULL, "carries_out", self.start, thing=self.id, organisation=carrier, partitions=OPEN
            )
        self.lives.add(
            PATHWAY.table,
            f"{self.id}\t{self.house.id}\t{self.person.id}\t{self.offer.id}\t{self.offer.version_id}"
            f"\t{chance.choice(self.house.sites)}\t{carrier or NULL}\t{self.referent.id}\t{status}\t{self.stage}"
            f"\t{text[self.since]}\t{text[self.start]}\t{text[status_since]}\t{ended}\t{self.orientation}"
            f"\t{self.person.sort_key}\t{last_contact}\t{self.referent.id}",
            self.calendar.month[self.start],
        )
