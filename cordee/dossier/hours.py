"""Where the hours of a person come from, and how many are asked: filled by the domains that know, when they start.

A source gives the spells of one person between two days, as far as the actor may read them. Appointments give theirs;
steps, workshops, placements and contracts give theirs where they stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cordee.kernel.hours import Spell, Target
from cordee.kernel.registry import Registry


@dataclass(frozen=True)
class HourSource:
    """label: « rendez-vous »; spells: (actor, person, first, last) -> what the actor may read. One query."""

    label: Any
    spells: Callable[[Any, Any, date, date], list[Spell]]


HOURS: Registry[HourSource] = Registry("source d’heures")
# How many hours are asked of a person on a day, the first that knows answers. (actor, person, on) -> Target | None
TARGETS: Registry[Callable[[Any, Any, date], Target | None]] = Registry("heures demandées")


def spells_of(actor: Any, person: Any, first: date, last: date) -> list[Spell]:
    """Every spell, from every source."""
    return [
        Spell(one.day, one.minutes, code, one.standing)
        for code, source in HOURS.items()
        for one in source.spells(actor, person, first, last)
    ]


def target_for(actor: Any, person: Any, on: date) -> Target | None:
    return next((found for ask in TARGETS.values() if (found := ask(actor, person, on)) is not None), None)
