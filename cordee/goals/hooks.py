"""What upper domains offer beside a step: a partner to ask, for one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cordee.kernel.registry import Registry


@dataclass(frozen=True)
class StepLink:
    label: str
    url: str


# Asked with the actor, the person, the part of the dossier the goal stands in, and the step as it is told.
BESIDE_STEP: Registry[Callable[..., StepLink | None]] = Registry("geste sur une étape")


def beside_step(actor: Any, person: Any, part: str, told: Any) -> list[StepLink]:
    return [link for ask in BESIDE_STEP.values() if (link := ask(actor, person, part, told)) is not None]
