"""How facts and deadlines are said. Each domain registers its own when it starts.

A sentence is a function of the fact: the codes and days it carries, never a query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cordee.kernel.registry import Registry


@dataclass(frozen=True)
class Saying:
    """say: the sentence of a fact, in French. icon: its sign in the thread. is_contact: the person was met."""

    say: Callable[[Any], str]
    icon: str = "dot"
    is_contact: bool = False


FACTS: Registry[Saying] = Registry("fait")
DEADLINES: Registry[Callable[[Any], str]] = Registry("échéance")


def say(fact: Any) -> str:
    """The sentence of a fact; its kind when nobody registered one (a domain was removed)."""
    saying = FACTS.get(fact.kind)
    return saying.say(fact) if saying else str(fact.kind)


def icon_of(fact: Any) -> str:
    saying = FACTS.get(fact.kind)
    return saying.icon if saying else "dot"
