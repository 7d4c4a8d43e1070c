"""How near the doors of a partner are to a commune: what the two share, never kilometres (ADR 0025)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from cordee.kernel import communes
from cordee.kernel.communes import Nearness


@dataclass(frozen=True)
class Where:
    """Where a door is: a partner and its sites say as much."""

    town: str
    postcode: str
    insee: str


WORDS = {
    Nearness.SAME: lazy("dans la commune"),
    Nearness.GROUP: lazy("même intercommunalité"),
    Nearness.DEPARTEMENT: lazy("même département"),
    Nearness.REGION: lazy("même région"),
    Nearness.FAR: lazy("autre région"),
    Nearness.UNKNOWN: lazy("proximité inconnue"),
}


def code_named(town: str, places: Mapping[str, str]) -> str:
    """The code of a commune, as a partner there writes it, else as the official division calls it; empty if unknown.

    places: fetch.places_of.
    """
    if not town:
        return ""
    if known := places.get(town):
        return known
    found = communes.find(town, near=places.values())
    return found.code if found else ""


def called(town: str, insee: str) -> str:
    """The name of a commune that was written « Yutz 57970 »."""
    return communes.name_of(insee) or town


def nearest(doors: Sequence[Any], insee: str) -> Nearness:
    """How near the nearest door is; a door whose commune has no code is looked for by its name and postcode.

    doors: partners, their sites, or Where.
    """
    return min((communes.nearness(insee, _code(door)) for door in doors), default=Nearness.UNKNOWN)


def _code(door: Any) -> str:
    if door.insee or not door.town:
        return door.insee
    found = communes.find(f"{door.town} {door.postcode}")
    return found.code if found else ""


def said(near: Nearness, insee: str) -> str:
    """« même intercommunalité (CA Portes de France-Thionville) »."""
    words = str(WORDS[near])
    group = communes.group_name(insee) if near is Nearness.GROUP else ""
    return f"{words} ({group})" if group else words


@dataclass(frozen=True)
class Near:
    """What a list says of nearness. town: as one writes it; insee: its code, empty when it is not known."""

    town: str
    insee: str

    @property
    def is_lost(self) -> bool:
        """Nobody knows which commune this is, or several are called so."""
        return not self.insee

    def words(self, partner: Any) -> str:
        """partner: fetched `with_doors`."""
        doors = [partner, *(Where(**door) for door in partner.doors)]
        return said(nearest(doors, self.insee), self.insee)


def near_to(town: str, places: Mapping[str, str]) -> Near | None:
    """The commune a list is near to; None when none is asked for. places: fetch.places_of."""
    town = town.strip()
    return Near(town, code_named(town, places)) if town else None
