"""What one gesture leaves in the thread: its facts written in one statement when it is done, then told to who listens.

A gesture that meets somebody for the first time (their dossier opened by it) need not look for what the dossier holds
already, nor lock what nobody else can see yet: `is_newcomer` says so, within that gesture only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from cordee.dossier import hooks
from cordee.dossier.models import Fact
from cordee.plumbing.inserting import insert

REGISTERED = "person_registered"


@dataclass
class Told:
    """The facts of the gesture so far, and the people whose dossier it opened."""

    facts: list[Fact] = field(default_factory=list)
    newcomers: set[UUID] = field(default_factory=set)

    def add(self, fact: Fact) -> None:
        self.facts.append(fact)
        if fact.kind == REGISTERED:
            self.newcomers.add(fact.person_id)


_told: ContextVar[Told | None] = ContextVar("told", default=None)


@contextmanager
def facts_together() -> Iterator[None]:
    """The facts of one gesture, which nothing reads back before it is done."""
    if _told.get() is not None:
        yield  # part of a larger gesture, which will do it
        return
    told = Told()
    token = _told.set(told)
    try:
        yield
        write(told)
    finally:
        _told.reset(token)


def tell(fact: Fact) -> None:
    """One more fact: written at once, unless it belongs to a gesture."""
    told = _told.get()
    if told is not None:
        told.add(fact)
    else:
        insert(fact)
        _hear(fact)


def is_newcomer(person: UUID) -> bool:
    """Did this very gesture open the person's dossier?"""
    told = _told.get()
    return told is not None and person in told.newcomers


def write(told: Told) -> None:
    """Write what is told, and let it be heard; a listener may have more to tell."""
    while told.facts:
        facts, told.facts = told.facts, []
        insert(*facts)
        for fact in facts:
            _hear(fact)


def _hear(fact: Fact) -> None:
    for listener in hooks.AFTER_FACT.values():
        listener(fact)
