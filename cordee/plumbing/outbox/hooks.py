"""What upper domains declare when they start: purposes of messages, and who may no longer be written to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cordee.kernel.registry import Registry


@dataclass(frozen=True)
class Purpose:
    """Why one writes. label: as the lists of the house say it; it never leaves the house.

    hides_links: what is written holds a link for its recipient alone: the house reads the message without it.
    """

    label: Any
    hides_links: bool = False


PURPOSES: Registry[Purpose] = Registry("objet de message")
# Asked again just before a message leaves. (message) -> a code of Why, or "" when nothing is against it.
# The dossier may be closed to who asks (sealed): what cannot be read is not against it.
REFUSALS: Registry[Callable[[Any], str]] = Registry("empêchement d’un message")
# Told in the same transaction. (message) -> None: it failed, came back or is uncertain; somebody settled it.
TROUBLED: Registry[Callable[[Any], None]] = Registry("suite d’un message en peine")
SETTLED: Registry[Callable[[Any], None]] = Registry("suite d’un message réglé")


def label_of(purpose: str) -> str:
    known = PURPOSES.get(purpose)
    return str(known.label) if known else purpose
