"""What upper domains tell papers: which papers a person's programmes expect, who follows the person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cordee.kernel.registry import Registry


@dataclass(frozen=True)
class Wanted:
    """A paper a programme expects. code: its code there (entry.papers); programme: its label."""

    code: str
    label: str
    programme: str


EXPECTED: Registry[Callable[[Any, Any], list[Wanted]]] = Registry("pièces attendues")
REFERENTS: Registry[Callable[[Any], UUID | None]] = Registry("référent d’une personne")


def expected_papers(actor: Any, person: Any) -> list[Wanted]:
    """Each paper once, whatever the number of programmes that expect it."""
    found: dict[str, Wanted] = {}
    for ask in EXPECTED.values():
        for wanted in ask(actor, person):
            found.setdefault(wanted.code, wanted)
    return list(found.values())


def referent_of(person: Any) -> UUID | None:
    return next((member for ask in REFERENTS.values() if (member := ask(person))), None)
