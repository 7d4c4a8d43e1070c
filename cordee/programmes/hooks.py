"""What upper domains tell programmes: where people are in a programme, and the page that moves them.

Declared by `pathways` when it starts, read by the pages of programmes: no import goes up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cordee.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Standing:
    """How many running pathways stand at a stage of a version."""

    version_id: UUID
    stage: str
    number: int


# (actor, programme) -> the running pathways the actor may read, by version and stage. One query.
STANDINGS: Registry[Callable[[Any, Any], list[Standing]]] = Registry("parcours d’un programme")
# The name of the address that moves the running pathways of a programme to another version.
MOVING_PAGE: Registry[str] = Registry("page de passage à une version")


def standings(actor: Any, programme: Any) -> list[Standing]:
    return [one for ask in STANDINGS.values() for one in ask(actor, programme)] if programme else []
