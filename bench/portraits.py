"""What is known of somebody followed: their situation theme by theme, and the diagnosis made with them.

Most of those who are followed today have both, a third of those who left; each theme was spoken of or not. Drawn from
a seed of the pathway's own, so that the rest of a life stays what it was.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from bench.rows import NULL, identifier
from bench.sealing import seal_with
from bench.shapes import (
    DIAGNOSIS,
    DIAGNOSIS_ENTRY,
    HEALTH_DIAGNOSIS_ENTRY,
    HEALTH_SITUATION,
    SITUATION,
)
from cordee.assessments import catalogue
from cordee.assessments.catalogue import Item, Theme
from cordee.assessments.diagnosis.section import Form, form_of
from cordee.assessments.diagnosis.section import Theme as FormTheme
from cordee.assessments.enums import Kind
from cordee.kernel.partitions import Partition

if TYPE_CHECKING:
    from bench.courses import Course

KNOWN_NOW, KNOWN_THEN = 0.8, 0.35  # share of the running courses, of the ended ones, with a situation
DIAGNOSED_NOW, DIAGNOSED_THEN = 0.6, 0.3
BROACHED, HEALTH_BROACHED, ANSWERED, WITH_WORDS = 0.6, 0.15, 0.65, 0.25
LOOKED_AT, BARRIER, CLOSED = 0.5, 0.25, 0.7
WORDS = (
    "Une solution est trouvée jusqu’au printemps, rien après.",
    "En parle volontiers, a déjà cherché seule.",
    "À revoir avec l’assistante de service social du secteur.",
)
STRENGTHS = (
    "Prend le bus seule et connaît les horaires par cœur.",
    "Entourée par sa sœur, qui garde les enfants deux soirs par semaine.",
    "Sait ce qu’elle veut et le dit simplement.",
    "Dix ans d’expérience en cuisine collective, de bons souvenirs.",
)
LIMITS = (
    "Se fatigue vite l’après-midi, des journées courtes pour commencer.",
    "Le dernier bus passe à dix-neuf heures.",
    "Lit lentement les courriers, demande qu’on les relise ensemble.",
)
WATCH = ("Ne pas charger le lundi, jour de ses soins.", "Prévenir la veille des changements d’horaire.")
DESIRES = (
    "Je veux travailler dehors le matin, avec des gens que je connais.",
    "Un chez-moi d’abord, puis un travail près de l’école.",
)
OPEN = [theme for theme in catalogue.THEMES if theme.partition & (Partition.SOCIAL | Partition.EMPLOYMENT)]
HEALTH = [theme for theme in catalogue.THEMES if theme.partition == Partition.HEALTH]


class Portrait:
    """What is known of the person of a course."""

    def __init__(self, course: Course) -> None:
        self.course, self.person, self.calendar = course, course.person, course.calendar
        self.chance = random.Random(f"{course.id} portrait")
        self.by = f"{course.referent.id}\t{course.house.id}"

    def number(self, day: int) -> str:
        return identifier(self.calendar.milliseconds(day, 350), self.chance)

    def day(self) -> int:
        """A day of the first months."""
        span = min(self.course.end - self.course.start, 120)
        return self.course.start + int(self.chance.random() * max(1, span))

    def sealed(self, table: str, number: str, words: str) -> str:
        if not words:
            return NULL
        bound = f"{table}|sealed_text|{number}|{self.person.id}|1"
        return "\\\\x" + seal_with(self.person.cipher, words.encode(), bound, self.chance).hex()

    # The situation

    def situation(self) -> None:
        for themes, share in ((OPEN, BROACHED), (HEALTH, HEALTH_BROACHED)):
            for theme in themes:
                if self.chance.random() < share:
                    self.theme(theme)

    def theme(self, theme: Theme) -> None:
        day = self.day()
        asked = [item for item in theme.items if self.chance.random() < ANSWERED]
        for item in asked:
            self.answer(theme, item, day)
        if asked:
            said = json.dumps({"theme": theme.code, "items": [item.code for item in asked[:6]]})
            codes = json.dumps({"theme": theme.code}) if theme.is_restricted else said
            self.person.fact(
                "situation_noted", day, self.course.referent.id, partition=int(theme.partition), codes=codes
            )

    def answer(self, theme: Theme, item: Item, day: int) -> None:
        chance, text = self.chance, self.calendar.text
        number = self.number(day)
        state = "no" if item.no and chance.random() < 0.3 else "known"
        known = state == "known"
        choices = self.chosen(item) if known else []
        count = 1 + int(chance.random() * 3) if known and item.number else None
        since = text[max(0, day - 30 - int(chance.random() * 900))] if known and item.from_on else None
        until = (
            text[min(day + int(chance.random() * 700), len(text) - 1)] if known and item.until_on else None
        )
        words = (
            chance.choice(WORDS)
            if item.kind == Kind.WORDS or item.text and chance.random() < WITH_WORDS
            else ""
        )
        end = f"{text[day]}\t{self.by}\t{self.calendar.instant(day, 350)}"
        begins = f"{number}\t{self.course.house.id}\t{self.person.id}\t{int(theme.partition)}\t{item.code}\t0"
        if theme.is_restricted:
            kept = {"state": state, "choices": choices, "number": count, "from_on": since, "until_on": until}
            told = {name: value for name, value in (kept | {"text": words}).items() if value}
            sealed = self.sealed(HEALTH_SITUATION.table, number, json.dumps(told, ensure_ascii=False))
            self.course.lives.add(HEALTH_SITUATION.table, f"{begins}\t{sealed}\t{end}")
            return
        sealed = self.sealed(SITUATION.table, number, words)
        self.course.lives.add(
            SITUATION.table,
            f"{begins}\t{state}\t{{{','.join(choices)}}}\t{NULL if count is None else count}\t{since or NULL}"
            f"\t{until or NULL}\t{sealed}\t{end}",
        )

    def chosen(self, item: Item) -> list[str]:
        codes = list(item.choices)
        if not codes:
            return []
        return self.chance.sample(
            codes, min(len(codes), 1 + (item.kind == Kind.MANY and self.chance.random() < 0.5))
        )

    # The diagnosis

    def diagnosis(self, form: Form) -> None:
        chance, text, course = self.chance, self.calendar.text, self.course
        day = self.day()
        number = self.number(day)
        closed = not course.running or chance.random() < CLOSED
        ended = f"{text[day]}\t{course.referent.id}" if closed else f"{NULL}\t{NULL}"
        course.lives.add(
            DIAGNOSIS.table,
            f"{number}\t{course.roots}\t{course.offer.version_id}\t{text[day]}\tperson\t{self.by}"
            f"\t{self.calendar.instant(day, 360)}\t{ended}",
        )
        for kind in ("diagnosis_begun", "diagnosis_made")[: 1 + closed]:
            self.person.fact(
                kind, day, course.referent.id, pathway=course.id, thing="diagnosis", thing_id=number,
                partition=int(Partition.EMPLOYMENT), codes='{"done_with": "person"}',
            )  # fmt: skip
        for block in form.questions:
            if block.part in ("social", "employment"):
                self.entry(number, block.code, block.partition, {"words": chance.choice(DESIRES)}, day)
        for theme in form.themes:
            if chance.random() < LOOKED_AT and theme.part != "protected":
                self.look(number, theme, day)

    def look(self, diagnosis: str, theme: FormTheme, day: int) -> None:
        chance = self.chance
        said = {"strengths": chance.choice(STRENGTHS)}
        if chance.random() < 0.5:
            said["limits"] = chance.choice(LIMITS)
        if chance.random() < 0.3:
            said["watch"] = chance.choice(WATCH)
        barrier = chance.random() < BARRIER
        ticked = [one.code for one in theme.situations if chance.random() < 0.3] if barrier else []
        self.entry(
            diagnosis, theme.code, theme.partition, said, day, 1 + int(chance.random() * 4), barrier, ticked
        )  # fmt: skip

    def entry(
        self, diagnosis: str, code: str, partition: Partition, said: dict[str, str], day: int, level: int = 0,
        barrier: bool = False, ticked: list[str] | None = None,
    ) -> None:  # fmt: skip
        number, ticked = self.number(day), ticked or []
        begins = f"{number}\t{self.course.house.id}\t{self.person.id}\t{diagnosis}\t{int(partition)}\t{code}"
        if partition == Partition.HEALTH:
            told = {"level": level, "is_barrier": barrier, "situations": ticked}
            kept = {name: value for name, value in told.items() if value} | said
            sealed = self.sealed(HEALTH_DIAGNOSIS_ENTRY.table, number, json.dumps(kept, ensure_ascii=False))
            table, end = HEALTH_DIAGNOSIS_ENTRY.table, sealed
        else:
            sealed = self.sealed(DIAGNOSIS_ENTRY.table, number, json.dumps(said, ensure_ascii=False))
            table, end = (
                DIAGNOSIS_ENTRY.table,
                f"{level}\t{'t' if barrier else 'f'}\t{{{','.join(ticked)}}}\t{sealed}",
            )
        self.course.lives.add(table, f"{begins}\t{end}\t{self.course.referent.id}")


def portray(course: Course) -> None:
    """The situation of the person, once; the diagnosis of the course, where its programme describes one."""
    portrait = Portrait(course)
    is_first = course is course.person.courses[0]
    if is_first and portrait.chance.random() < (KNOWN_NOW if course.running else KNOWN_THEN):
        portrait.situation()
    asked = form_of(course.definition)
    if asked is not None and portrait.chance.random() < (DIAGNOSED_NOW if course.running else DIAGNOSED_THEN):
        portrait.diagnosis(asked)
