"""What pages show of diagnoses: the last one, then and now drawn theme by theme, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.diagnosis.enums import DoneWith
from cordee.assessments.diagnosis.fetch import Told
from cordee.assessments.diagnosis.hooks import BARRIER_GESTURES, BarrierGesture
from cordee.assessments.diagnosis.rules import Barrier, Seen, barriers_of, travelled
from cordee.assessments.diagnosis.section import Block, Form, Theme
from cordee.assessments.diagnosis.vocabularies import (
    BETTER,
    EVOLUTIONS,
    LEVELS,
    LIFTED,
    NOT_BROACHED,
    STABLE,
    WORSE,
)
from cordee.kernel.partitions import RESTRICTED_PARTITIONS
from cordee.kernel.words import capital

TONES = {LIFTED: "done", BETTER: "done", STABLE: "neutral", WORSE: "late"}
STEP, EDGE = 46, 16  # the scale drawn: four marks, in units of the drawing


@dataclass(frozen=True)
class ThemeView:
    """A theme as it is read. now, then: what was said; way: how it went, a code; words: in a sentence."""

    theme: Theme
    now: Entry
    then: Entry | None
    way: str
    situations: Sequence[str]

    @property
    def level(self) -> str:
        return capital(LEVELS[self.now.level])

    @property
    def words(self) -> str:
        return capital(EVOLUTIONS[self.way]) if self.way else ""

    @property
    def tone(self) -> str:
        return TONES.get(self.way, "neutral")

    @property
    def now_at(self) -> int | None:
        return at(self.now)

    @property
    def then_at(self) -> int | None:
        return at(self.then) if self.then else None

    @property
    def drawn(self) -> str:
        """The same for who does not see the drawing: « de blocage à un petit appui »."""
        if self.then and self.then.level and self.now.level and self.then.level != self.now.level:
            return _("de «\u202f%(then)s\u202f» à «\u202f%(now)s\u202f»") % {
                "then": LEVELS[self.then.level],
                "now": LEVELS[self.now.level],
            }
        return LEVELS[self.now.level]

    @property
    def strengths_then(self) -> str:
        """Strengths said before, when they are not those of today."""
        before = self.then.strengths if self.then else ""
        return before if before != self.now.strengths else ""


def at(entry: Entry) -> int | None:
    """Where a level stands on the drawn scale, the easiest on the right; nothing when it was not broached."""
    return EDGE + (4 - entry.level) * STEP if entry.level != NOT_BROACHED else None


@dataclass(frozen=True)
class Open:
    """A barrier: of which theme, since when, until when; is_watched: lifted, and kept an eye on."""

    label: str
    opened_on: date
    lifted_on: date | None
    is_watched: bool
    theme: str = ""


@dataclass(frozen=True)
class DiagnosisView:
    """A diagnosis read. not_broached: labels of the themes nobody spoke of, counted apart."""

    told: Told
    before: Told | None
    words: str
    questions: Sequence[tuple[Block, str]]
    themes: Sequence[ThemeView]
    not_broached: Sequence[str]

    @property
    def done_with(self) -> str:
        return str(DoneWith(self.told.row.done_with).label) if self.told.row.done_with else ""


def view_of(told: Told, before: Told | None, codes: Sequence[str]) -> DiagnosisView:
    """codes: what the reader may read of its form."""
    questions = [
        (block, told.said(block.code).words)
        for block in told.form.blocks
        if block.code in codes and told.said(block.code).words
    ]
    readable = [theme for theme in told.form.themes if theme.code in codes]
    return DiagnosisView(
        told,
        before,
        told.said("own_words").words,
        questions,
        [_theme(theme, told, before) for theme in readable if told.said(theme.code)],
        [theme.label for theme in readable if not told.said(theme.code)],
    )


def _theme(theme: Theme, told: Told, before: Told | None) -> ThemeView:
    now = told.said(theme.code)
    then = before.said(theme.code) if before and theme.code in before.entries else None
    way = travelled(_seen(before, theme.code), _seen(told, theme.code)) if before else now.evolution
    known = {one.code: one.label for one in theme.situations}
    return ThemeView(theme, now, then, way, [known.get(code, code) for code in now.situations])


def _seen(told: Told, code: str) -> Seen:
    entry = told.said(code)
    return Seen(told.row.day, entry.level, entry.evolution, entry.is_barrier, entry.watch)


def distance_words(view: DiagnosisView) -> str:
    """How far one has come, in words: themes counted by what they became, never added up."""
    ways = [theme.way for theme in view.themes]
    forward = sum(1 for way in ways if way in (LIFTED, BETTER))
    held, back = ways.count(STABLE), ways.count(WORSE)
    said = []
    if forward:
        said.append(ngettext("%(n)s thème a avancé", "%(n)s thèmes ont avancé", forward) % {"n": forward})
    if held:
        said.append(ngettext("%(n)s tient", "%(n)s tiennent", held) % {"n": held})
    if back:
        said.append(ngettext("%(n)s s’est compliqué", "%(n)s se sont compliqués", back) % {"n": back})
    return ", ".join(said)


def barriers_over(diagnoses: Sequence[Told], codes: Sequence[str]) -> list[Open]:
    """What is open today, then what was lifted, theme by theme. diagnoses: the latest first."""
    found: list[Open] = []
    for code, label in _labels(diagnoses, codes).items():
        history = [_seen(told, code) for told in reversed(diagnoses) if code in told.entries]
        found += [_open(code, label, barrier) for barrier in barriers_of(history)]
    return sorted(found, key=lambda one: (one.lifted_on is not None, one.opened_on))


def _labels(diagnoses: Sequence[Told], codes: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for told in diagnoses:
        for theme in told.form.themes:
            if theme.code in codes:
                found.setdefault(theme.code, theme.label)
    return found


def _open(code: str, label: str, barrier: Barrier) -> Open:
    return Open(label, barrier.opened_on, barrier.lifted_on, barrier.is_watched, code)


def with_gestures(
    actor: Any, person: Any, barriers: Sequence[Open], told: Told | None
) -> list[tuple[Open, list[BarrierGesture]]]:
    """Each barrier with what upper domains offer for it, while it is open. told: the last diagnosis."""
    if told is None:
        return [(one, []) for one in barriers]
    where = {"pathway": told.row.pathway_id, "version": told.row.programme_version_id}
    return [
        (
            one,
            []
            if one.lifted_on
            else [
                gesture
                for ask in BARRIER_GESTURES.values()
                if (gesture := ask(actor, person, theme=one.theme, **where)) is not None
            ],
        )
        for one in barriers
    ]


def readable_codes(form: Form, opened: Any, part: str = "") -> list[str]:
    """The codes of a form the reader may read: its open parts, or one restricted part."""
    things = form.everything
    if part:
        return [one.code for one in things if one.part == part and one.partition & opened]
    return [
        one.code for one in things if one.partition & opened and not one.partition & RESTRICTED_PARTITIONS
    ]


def restricted_parts(form: Form, opened: Any) -> list[str]:
    """The restricted parts this form asks about, that the reader may open."""
    found = [theme.part for theme in form.themes if theme.partition & RESTRICTED_PARTITIONS & opened]
    return list(dict.fromkeys(found))
