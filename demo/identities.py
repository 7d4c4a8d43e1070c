"""Who people are: a name, a birth more or less known, ways to reach them, what to be careful about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from cordee.kernel.dates import BirthDate, add_months
from cordee.kernel.names import search_key
from cordee.people.enums import Channel, ContactKind, LegalProtection
from demo import names
from demo.shapes import Cast, House, Shape

MEASURES = (
    LegalProtection.REINFORCED_CURATORSHIP,
    LegalProtection.SIMPLE_CURATORSHIP,
    LegalProtection.GUARDIANSHIP,
    LegalProtection.SUPPORT,
    LegalProtection.SAFEGUARD,
)
GUARDIANS = ("Service tutélaire", "UDAF", "mandataire judiciaire", "sa mère", "son frère")
HOURS = ("le matin", "après 17 h", "entre midi et deux", "pas le mercredi", "plutôt l’après-midi")


@dataclass
class Somebody:
    """A person before their dossier. contacts: (kind, value, note). protection: (measure, guardian)."""

    identity: dict[str, Any]
    gender: str
    contacts: list[tuple[str, str, str]] = field(default_factory=list)
    protection: tuple[str, str] = ("", "")
    cast: Cast | None = None

    def is_(self, trait: str) -> bool:
        return self.cast is not None and trait in self.cast.traits


@dataclass
class Townsfolk:
    """Draws the people of a house, never twice the same name; those of the cast as they were written."""

    house: House
    rng: Random
    today: date
    namer: names.Namer

    def draw(self, shape: Shape, cast: Cast | None = None) -> Somebody:
        born = self._born(shape, cast)
        if cast is not None:
            return self._of_cast(cast, born)
        name = self.namer.draw(year=born.year, women=shape.women)
        identity: dict[str, Any] = {
            "first_names": name.first,
            "usage_name": name.family,
            "birth": self._known(born),
            **self._manners(name.first),
        }
        if name.gender == names.WOMAN and self.rng.random() < 0.14:
            identity["birth_name"] = names.family_name(self.rng)
        return Somebody(
            identity, name.gender, self._contacts(name.first, name.family), self._protection(shape)
        )

    def _of_cast(self, cast: Cast, born: date) -> Somebody:
        self.namer.taken.add((cast.first_names, cast.usage_name))
        identity = {"first_names": cast.first_names, "usage_name": cast.usage_name, **cast.identity}
        if "first_name_only" in cast.traits:
            return Somebody(identity, cast.gender, cast=cast)
        identity["birth"] = cast.born or born.isoformat()
        contacts = self._contacts(cast.first_names, cast.usage_name, complete=bool(cast.traits))
        return Somebody(identity, cast.gender, contacts, cast.protection, cast)

    def _born(self, shape: Shape, cast: Cast | None) -> date:
        low, high = (cast.age, cast.age) if cast and cast.age else shape.ages
        return add_months(self.today, -12 * self.rng.randint(low, high)) - timedelta(
            days=self.rng.randint(1, 360)
        )

    def _known(self, born: date) -> str:
        """Most births are known exactly; some by the year or the month alone, a few not at all."""
        chance = self.rng.random()
        if chance < 0.06:
            return BirthDate(born.year).code
        if chance < 0.09:
            return BirthDate(born.year, born.month).code
        return "" if chance < 0.12 else born.isoformat()

    def _manners(self, first: str) -> Mapping[str, Any]:
        """How the person speaks and wants to be reached."""
        rng, others = self.rng, names.languages_of(first)
        manners: dict[str, Any] = {}
        if others and rng.random() < 0.55:
            manners["languages"] = [*others, "français"] if rng.random() < 0.7 else others
            manners["needs_interpreter"] = manners["languages"] == others
        if rng.random() < 0.5:
            manners["preferred_channel"] = rng.choice(
                (Channel.CALL, Channel.SMS, Channel.SMS, Channel.EMAIL, Channel.LETTER)
            )
        if rng.random() < 0.2:
            manners["contact_hours"] = rng.choice(HOURS)
        return manners

    def _contacts(self, first: str, family: str, *, complete: bool = False) -> list[tuple[str, str, str]]:
        found: list[tuple[str, str, str]] = []
        if complete or self.rng.random() < 0.86:
            found.append((ContactKind.PHONE, self.phone(), ""))
        if self.rng.random() < 0.34 and family:
            found.append((ContactKind.EMAIL, address_of(first, family), ""))
        if self.house.streets and (complete or self.rng.random() < 0.8):
            street, note = self.rng.choice(self.house.streets)
            number = (
                "" if note in ("hébergement", "domiciliation", "foyer") else f"{self.rng.randint(1, 60)} "
            )
            found.append((ContactKind.ADDRESS, f"{number}{street}", note))
        return found

    def phone(self) -> str:
        """A number of the range kept in France for fiction."""
        digits = self.rng.randint(0, 9999)
        return f"06 39 98 {digits // 100:02} {digits % 100:02}"

    def _protection(self, shape: Shape) -> tuple[str, str]:
        if self.rng.random() >= shape.guardianship:
            return "", ""
        return self.rng.choice(MEASURES), self.rng.choice(GUARDIANS)


def address_of(first: str, family: str) -> str:
    """An e-mail address that leads nowhere (RFC 2606)."""
    return "@".join(
        (".".join(search_key(part).replace(" ", "-") for part in (first, family)), "exemple.invalid")
    )
