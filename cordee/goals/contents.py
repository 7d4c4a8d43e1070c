"""What is said of a goal, a step, a review, an orientation: their words, and how they are sealed.

In a restricted part, what a row is about is sealed with its words.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from cordee.goals.models import BaseForeseen, BaseGoal, BaseStep, Held, is_sealed_whole
from cordee.people.keys import seal_text, unseal_text

COLUMN = "sealed_text"


@dataclass(frozen=True)
class GoalSaid:
    """words: the goal, as the person says it; empty when the line of the catalogue says it."""

    words: str = ""
    axis: str = ""
    line: str = ""
    theme: str = ""


@dataclass(frozen=True)
class StepSaid:
    """words: what is done; empty when the line says it. partner: who does it elsewhere."""

    words: str = ""
    partner: str = ""
    kind: str = ""
    line: str = ""


@dataclass(frozen=True)
class ReviewSaid:
    """words: what the person says of it; note: what the professional adds."""

    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class ForeseenSaid:
    words: str = ""
    target: str = ""


Said = TypeVar("Said", GoalSaid, StepSaid, ReviewSaid, ForeseenSaid)
# What stands in columns where the part is open.
IN_COLUMNS: dict[type, tuple[str, ...]] = {
    GoalSaid: ("axis", "line", "theme"),
    StepSaid: ("kind", "line"),
    ReviewSaid: (),
    ForeseenSaid: ("target",),
}


def hold(row: Held, said: GoalSaid | StepSaid | ReviewSaid | ForeseenSaid, key: bytes) -> None:
    """Put what is said in a row: words sealed, and the rest with them where the part is restricted."""
    kept: dict[str, Any] = {name: value for name, value in asdict(said).items() if value}
    if not is_sealed_whole(row.partition):
        for name in IN_COLUMNS[type(said)]:
            setattr(row, name, kept.pop(name, ""))
    text = json.dumps(kept, ensure_ascii=False) if kept else ""
    row.sealed_text = seal_text(key, row, COLUMN, row.person_id, text) if text else None


def said_by(row: Held, kind: type[Said], key: bytes) -> Said:
    """What a row says. Raises crypto.Unreadable when the key was destroyed."""
    text = unseal_text(key, row, COLUMN, row.person_id)
    kept: dict[str, Any] = json.loads(text) if text else {}
    if not is_sealed_whole(row.partition):
        kept |= {name: getattr(row, name) for name in IN_COLUMNS[kind]}
    return kind(**kept)


def goal_said(row: BaseGoal, key: bytes) -> GoalSaid:
    return said_by(row, GoalSaid, key)


def step_said(row: BaseStep, key: bytes) -> StepSaid:
    return said_by(row, StepSaid, key)


def foreseen_said(row: BaseForeseen, key: bytes) -> ForeseenSaid:
    return said_by(row, ForeseenSaid, key)
