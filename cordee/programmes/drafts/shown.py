"""What the pages of drafts and versions are given: cards, lines, effects, in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.words import capital
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.programmes.drafts.comparing import Differences, Kind, in_words
from cordee.programmes.drafts.document import plain
from cordee.programmes.drafts.faults import faults_of, under
from cordee.programmes.drafts.parts import PARTS, Part, summary
from cordee.programmes.hooks import Standing
from cordee.programmes.loader import Problem

SHOWN = 6


@dataclass(frozen=True)
class Card:
    """A section on the summary. lines: the first of what it says; more: how many are not shown."""

    part: Part
    url: str
    lines: Sequence[str]
    more: int
    problems: Sequence[Problem]
    told: Sequence[str]

    @property
    def is_empty(self) -> bool:
        return not any(self.lines)


def cards(text: str, draft: UUID, on: date) -> list[tuple[str, list[Card]]]:
    """The sections under their headings."""
    document, problems = plain(text), faults_of(text)
    made = [_card(part, document, _problems_of(part, problems), draft, on) for part in PARTS.values()]
    return [(str(group), list(members)) for group, members in groupby(made, key=lambda card: card.part.group)]


def _card(part: Part, document: dict[str, Any], problems: list[Problem], draft: UUID, on: date) -> Card:
    lines = summary(part, document, on)
    told = list(dict.fromkeys(_told(part, document, problem, on) for problem in problems))
    url = reverse("draft_part", args=[draft, part.code])
    return Card(part, url, lines[:SHOWN], max(0, len(lines) - SHOWN), problems, told)


def _problems_of(part: Part, problems: Iterable[Problem]) -> list[Problem]:
    """Those of this section, and not of a section that stands deeper."""
    deeper = [other.path for other in PARTS.values() if len(other.path) > len(part.path)]
    return [
        problem
        for problem in under(problems, part.path)
        if not any(problem.path[: len(path)] == path for path in deeper)
    ]


def _told(part: Part, document: dict[str, Any], problem: Problem, on: date) -> str:
    """A fault without its line of text: the line of the list it concerns, then what is wrong."""
    position = problem.path[len(part.path)] if len(problem.path) > len(part.path) else None
    lines = part.lines(document) if part.is_list else []
    if isinstance(position, int) and position < len(lines):
        title = part.title_of(lines[position], document, on)
        return f"{title}\u202f: {problem.message}"
    return capital(str(problem.message))


@dataclass(frozen=True)
class Change:
    """A difference on a page. kind: added, removed, renamed, changed."""

    kind: str
    text: str
    before: str = ""
    after: str = ""

    @property
    def is_compared(self) -> bool:
        return self.kind == Kind.CHANGED


@dataclass(frozen=True)
class Changes:
    title: str
    lines: Sequence[Change]


def shown_differences(found: Iterable[Differences]) -> list[Changes]:
    nothing = _("rien")
    return [
        Changes(
            str(section.title),
            [
                Change(str(one.kind), in_words(one), one.before or nothing, one.after or nothing)
                for one in section.lines
            ],
        )
        for section in found
    ]


@dataclass(frozen=True)
class Group:
    """The running pathways of one stage of one version. keeps: the new version knows the stage."""

    version_id: UUID
    since: date
    stage: str
    label: str
    number: int
    keeps: bool


@dataclass
class Effects:
    """What a new version means for the running pathways one may read."""

    groups: list[Group] = field(default_factory=list)
    reads_dossiers: bool = True

    @property
    def number(self) -> int:
        return sum(group.number for group in self.groups)

    @property
    def as_they_are(self) -> int:
        return sum(group.number for group in self.groups if group.keeps)

    @property
    def to_choose(self) -> int:
        return self.number - self.as_they_are


def effects(standings: Iterable[Standing], definition: Definition, actor: Any) -> Effects:
    """Where people are today, and which of them the new version has no stage for."""
    groups = [
        Group(
            one.version_id,
            definition_of(one.version_id).valid_from,
            one.stage,
            stage_words(one),
            one.number,
            definition.stage(one.stage) is not None,
        )
        for one in standings
    ]
    return Effects(groups, bool(actor.house))


def stage_words(one: Standing) -> str:
    stage = definition_of(one.version_id).stage(one.stage)
    return stage.label if stage else one.stage
