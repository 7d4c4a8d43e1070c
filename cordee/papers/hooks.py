"""What upper domains tell papers: which papers a person's programmes expect."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cordee.dossier.hooks import REFERENTS, referent_of
from cordee.kernel.registry import Registry

__all__ = [
    "ENDS_TOLD",
    "EXPECTED",
    "MAKERS",
    "REFERENTS",
    "Maker",
    "Wanted",
    "expected_papers",
    "referent_of",
]


@dataclass(frozen=True)
class Wanted:
    """A paper a programme expects. code: its code there (entry.papers); programme: its label."""

    code: str
    label: str
    programme: str


@dataclass(frozen=True)
class Maker:
    """Something that makes a paper, offered beside adding one. url_name: its page, for a person; roles: to whom."""

    label: Any
    url_name: str
    roles: frozenset[str]


MAKERS: Registry[Maker] = Registry("ce qui fait un document")
EXPECTED: Registry[Callable[[Any, Any], list[Wanted]]] = Registry("pièces attendues")


def expected_papers(actor: Any, person: Any) -> list[Wanted]:
    """Each paper once, whatever the number of programmes that expect it."""
    found: dict[str, Wanted] = {}
    for ask in EXPECTED.values():
        for wanted in ask(actor, person):
            found.setdefault(wanted.code, wanted)
    return list(found.values())


# Told when the end of a paper was opened, moved or closed: the same right may be said elsewhere. (paper, on) -> None
ENDS_TOLD: Registry[Callable[[Any, Any], None]] = Registry("fin d’un document")
