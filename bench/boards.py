"""The board of a house: six colleges, a sitting three months ago, one under way and one that is called for today.

The two of now have sixty situations, of those followed in the house, the ones with a long thread first; half of those
under way are decided.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench import phrases
from bench.rows import NULL, identifier, line
from bench.sealing import seal_with
from bench.shapes import BOARD, CONVOCATION, HOLDER, ITEM_DECISION, SEAT, SITTING, SITTING_ITEM

if TYPE_CHECKING:
    from bench.courses import Course
    from bench.lives import Lives

SITUATIONS, THEN = 60, 12
EVERY, WITH_NOTES, MINUTES = 3, 0.6, 10
COLLEGES = (
    "Familles et proches",
    "Services tutélaires",
    "Service social de secteur",
    "La maison",
    "Établissements médico-sociaux",
    "Services d’insertion professionnelle",
)
BODY = "la commission d’admission"
# Why a situation comes, and what is said of it.
OUTCOMES = {"admission": "admitted", "review": "continues", "opinion": "favourable"}
KINDS = tuple(OUTCOMES)
QUARTER = 92


class Room:
    """The board of a house, and its sittings. courses: those under way, one a person."""

    def __init__(self, lives: Lives, courses: Sequence[Course]) -> None:
        self.lives, self.house, self.calendar = lives, lives.house, lives.calendar
        self.courses = courses
        self.chance = random.Random(f"{self.house.id} board")
        self.pen = lives.coordinators[0]
        self.board, self.holders = self.number(0), list[str]()

    def number(self, day: int) -> str:
        return identifier(self.calendar.milliseconds(day, 400), self.chance)

    def made_up(self) -> None:
        """The board, its colleges, a holder for each."""
        house, offers = self.house.id, [offer.id for offer in self.house.offers]
        powers = ["admission", "review", "reorientation", "opinion"]
        self.lives.add(
            BOARD.table,
            line(
                self.board,
                house,
                "Commission d’admission",
                BODY,
                offers,
                powers,
                EVERY,
                4,
                "14:00",
                180,
                "",
                offers[0],
            ),
        )
        since = self.calendar.text[0]
        for place, college in enumerate(COLLEGES):
            seat, holder = self.number(0), self.number(0)
            self.lives.add(SEAT.table, line(seat, house, self.board, college, place))
            email = f"siege-{self.house.number}-{place}@exemple.invalid"
            self.lives.add(
                HOLDER.table, line(holder, house, seat, f"Titulaire {place + 1}", college, email, since)
            )
            self.holders.append(holder)

    def sitting(self, day: int, state: str, courses: Sequence[Course], *, decided: int) -> None:
        number, text = self.number(day), self.calendar.text
        called, began = self.calendar.instant(day - 12, 60), self.calendar.instant(day, 410)
        ended = self.calendar.instant(day, 590)
        self.lives.add(
            SITTING.table,
            f"{number}\t{self.house.id}\t{self.board}\t{text[day]}\t14:00\t180\tSalle commune\t{state}\t{called}"
            f"\t{began if state != 'convened' else NULL}\t{ended if state == 'closed' else NULL}\t{self.pen.id}\t3",
        )
        for holder in self.holders:
            comes = self.chance.random() < 0.7
            answer = f"comes\t{called}" if comes else f"none\t{NULL}"
            self.lives.add(
                CONVOCATION.table,
                f"{self.number(day)}\t{self.house.id}\t{number}\t{holder}\t{called}\t{answer}",
            )
        for position, course in enumerate(courses, start=1):
            self.situation(number, day, course, position, is_decided=position <= decided)

    def situation(self, sitting: str, day: int, course: Course, position: int, *, is_decided: bool) -> None:
        number, kind = self.number(day - 10), KINDS[position % len(KINDS)]
        notes = " ".join(self.chance.choices(phrases.SENTENCES, k=4))
        self.lives.add(
            SITTING_ITEM.table,
            f"{number}\t{self.house.id}\t{course.person.id}\t{sitting}\t{kind}\t{course.id}\t{course.offer.id}"
            f"\t{position}\t{MINUTES}\t{course.referent.id}\t{'decided' if is_decided else 'waiting'}"
            f"\t{self.sealed(course, number, notes) if self.chance.random() < WITH_NOTES else NULL}\t{self.pen.id}"
            f"\t{self.calendar.instant(day - 10, 400)}",
        )
        if is_decided:
            level = "opinion" if kind == "opinion" else "decision"
            said, on = OUTCOMES[kind], self.calendar.text[day]
            self.lives.add(
                ITEM_DECISION.table,
                f"{self.number(day)}\t{self.house.id}\t{course.person.id}\t{number}\t{level}\t{said}\t{on}"
                f"\t{on if said == 'admitted' else NULL}\t{BODY}\t{self.pen.id}\t{self.calendar.instant(day, 420)}",
            )

    def sealed(self, course: Course, number: str, words: str) -> str:
        bound = f"{SITTING_ITEM.table}|sealed_notes|{number}|{course.person.id}|1"
        return "\\\\x" + seal_with(course.person.cipher, words.encode(), bound, self.chance).hex()


def sit(lives: Lives, courses: Sequence[Course]) -> None:
    """The board of a house where somebody is followed."""
    now = courses[:SITUATIONS]
    if not now or not lives.coordinators:
        return
    room, today = Room(lives, courses), lives.calendar.today
    room.made_up()
    then = [course for course in courses if course.start < today - QUARTER][:THEN]
    room.sitting(today - QUARTER, "closed", then, decided=len(then))
    room.sitting(today - 1, "open", now, decided=len(now) // 2)
    room.sitting(today, "convened", now, decided=0)
