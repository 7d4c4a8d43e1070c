"""What the loader complains of in a draft, by the place it concerns: read once for a given text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cordee.programmes.definition import Definition
from cordee.programmes.loader import DefinitionError, Problem, parse
from cordee.programmes.locator import Path


@lru_cache(maxsize=64)
def examined(text: str) -> tuple[Definition | None, tuple[Problem, ...]]:
    """The definition when it is sound, else every fault."""
    try:
        return parse(text), ()
    except DefinitionError as error:
        return None, error.problems


def faults_of(text: str) -> tuple[Problem, ...]:
    return examined(text)[1]


def under(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """Those that stand at a path or deeper."""
    return [problem for problem in problems if problem.path[: len(path)] == path]
