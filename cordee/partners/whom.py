"""For whom one looks in the directory: somebody an address names, whom only an upper domain knows.

The directory shows what it is given, keeps it from one of its pages to the next, and reads nothing of the person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from cordee.kernel.registry import Registry

WHOM, BARRIER = "personne", "frein"  # in the address: who, and from which barrier of their diagnosis


@dataclass(frozen=True)
class Whom:
    """name: as the actor may know them; url: where they came from; town: their commune, empty when it is not known.

    asked: what the pages of the directory keep in their addresses.
    """

    name: str
    url: str
    town: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)


# Asked with the actor and what the address says. None when it names nobody whom they may see and orient.
KNOWING: Registry[Callable[[Any, Mapping[str, str]], Whom | None]] = Registry(
    "personne pour qui l’on cherche"
)


def whom_of(request: HttpRequest) -> Whom | None:
    """Whom this page is asked for. No query when the address names nobody."""
    if not request.GET.get(WHOM):
        return None
    found = (know(request.actor, request.GET) for know in KNOWING.values())  # type: ignore[attr-defined]
    return next((one for one in found if one is not None), None)


def kept(whom: Whom | None) -> str:
    """« ?personne=… », for the addresses of a page; empty when it is for nobody."""
    return f"?{urlencode(whom.asked)}" if whom else ""
