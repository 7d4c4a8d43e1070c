"""Who is known already: one question to the database for the whole table, then a decision for each line.

Certain: the same external number, or the same names and the same full birth date. Anything less is a likeness, with
its reason, and a choice that defaults to doing nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from cordee.kernel.dates import BirthDate
from cordee.kernel.names import phonetic, search_key, tokens
from cordee.people.models import ContactPoint, Person

FULL = 10  # characters of a full birth date
MOST_CANDIDATES = 4
NAMES = ("alias", "first_names", "usage_name", "birth_name")

QUESTION = """
WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS g
        (n int, sorted text, swapped text, sound text, first text, birth text, number text))
SELECT g.n, p.id FROM given g JOIN people_person p
    ON p.organisation_id = %s AND p.external_number = g.number AND p.external_number <> '' WHERE g.number <> ''
UNION SELECT g.n, p.id FROM given g JOIN people_person p ON p.organisation_id = %s AND p.sort_key = g.sorted
UNION SELECT g.n, p.id FROM given g JOIN people_person p ON p.organisation_id = %s AND p.sort_key = g.swapped
    WHERE g.swapped <> g.sorted
UNION SELECT g.n, p.id FROM given g JOIN people_person p ON p.organisation_id = %s AND p.birth = g.birth
    AND (p.sound_key = g.sound OR lower(p.first_names) = g.first) WHERE length(g.birth) = 10
"""


@dataclass
class Keys:
    """What a line is compared by."""

    sorted: str
    swapped: str
    search: str
    sound: str
    first: str
    birth: str
    number: str
    family: str

    @classmethod
    def of(cls, identity: Mapping[str, Any]) -> Keys:
        keys = {name: search_key(identity[name]) for name in NAMES if identity.get(name)}
        first, every = keys.get("first_names", ""), " ".join(keys.values())
        family = keys.get("usage_name") or keys.get("birth_name") or ""
        return cls(
            sorted=f"{family} {first}".strip(),
            swapped=f"{first} {family}".strip(),
            search=f" {every} ",
            sound=f" {' '.join(_sound(word) for word in _words(identity))} ",
            first=identity.get("first_names", "").lower(),
            birth=identity.get("birth", ""),
            number=identity.get("external_number", ""),
            family=family,
        )


def _words(identity: Mapping[str, Any]) -> list[str]:
    names = (identity.get(name, "") for name in NAMES)
    return [word for name in names if name for word in tokens(name.replace("ç", "ss").replace("Ç", "ss"))]


def _sound(word: str) -> str:
    return _sounds()(word)


@cache
def _sounds() -> Any:
    """How a word sounds, remembered: first names come again and again, and tell of nobody by themselves."""
    from functools import lru_cache

    return lru_cache(maxsize=20_000)(phonetic)


@dataclass
class Known:
    """A person of the house, with what a line may change of them."""

    person: Person
    contacts: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Likeness:
    """Why a line may be about somebody. is_sure: no need to ask."""

    person: Person
    reason: str
    is_sure: bool = False


REASONS = {
    "number_other_name": lambda: _("même numéro, autre nom"),
    "near_birth": lambda: _("même nom, naissance presque identique"),
    "same_name": lambda: _("même nom, naissance inconnue d’un côté"),
    "swapped": lambda: _("nom et prénom inversés, même naissance"),
    "same_sound": lambda: _("nom qui se prononce de la même façon, même naissance"),
    "other_family": lambda: _("même prénom et même naissance, autre nom"),
    "several": lambda: _("plusieurs dossiers portent ce nom et cette naissance"),
}


def known_for(actor: Any, keys: Sequence[Keys | None]) -> tuple[dict[int, list[UUID]], dict[UUID, Known]]:
    """(candidates by line, the people they are): a few statements, whatever the lines. Only people the actor sees."""
    given = [
        {
            "n": place, "sorted": one.sorted, "swapped": one.swapped, "sound": one.sound,
            "first": one.first, "birth": one.birth, "number": one.number,
        }
        for place, one in enumerate(keys) if one is not None
    ]  # fmt: skip
    house = actor.organisation.pk
    with connection.cursor() as cursor:
        # Nobody tells the planner how many lines there are: it would compare each of them to each person in turn.
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        cursor.execute(QUESTION, [json.dumps(given), house, house, house, house])
        pairs = cursor.fetchall()
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")
    wanted = {pk for _place, pk in pairs}
    people = {
        person.pk: Known(person)
        for person in Person.objects.visible_to(actor).filter(organisation=house, pk__in=wanted)
    }
    points = ContactPoint.objects.visible_to(actor).filter(
        organisation=house, person__in=people, ended_on=None
    )
    for person, kind, value in points.values_list("person_id", "kind", "value"):
        people[person].contacts.add((kind, compared(kind, value)))
    found: dict[int, list[UUID]] = {}
    for place, pk in pairs:
        if pk in people:
            found.setdefault(place, []).append(pk)
    return found, people


def compared(kind: str, value: str) -> str:
    """A way to reach somebody, as two of them are compared."""
    if kind == "phone":
        digits = "".join(sign for sign in value if sign.isdigit())
        return digits[-9:]
    return search_key(value) if kind != "email" else value.strip().lower()


def likenesses(keys: Keys, candidates: Sequence[Person]) -> list[Likeness]:
    """Who the line may be about, the surest first."""
    found = [likeness for person in candidates if (likeness := _likeness(keys, person))]
    return sorted(
        found, key=lambda one: (not one.is_sure, list(REASONS).index(one.reason) if one.reason else -1)
    )


def _likeness(keys: Keys, person: Person) -> Likeness | None:
    same_name = person.sort_key == keys.sorted
    if keys.number and person.external_number == keys.number:
        others = not same_name and not _same_birth(keys.birth, person.birth)
        return Likeness(person, "number_other_name") if others else Likeness(person, "", is_sure=True)
    if keys.number and person.external_number:
        return None  # two numbers of the same tool: two people
    if same_name:
        return _of_same_name(keys, person)
    if not _same_birth(keys.birth, person.birth):
        return None
    if person.sort_key == keys.swapped:
        return Likeness(person, "swapped")
    return Likeness(person, "same_sound" if person.sound_key == keys.sound else "other_family")


def _of_same_name(keys: Keys, person: Person) -> Likeness | None:
    if _same_birth(keys.birth, person.birth):
        return Likeness(person, "", is_sure=True)
    if len(keys.birth) < FULL or len(person.birth) < FULL:
        shorter = min(len(keys.birth), len(person.birth))
        return Likeness(person, "same_name") if keys.birth[:shorter] == person.birth[:shorter] else None
    return Likeness(person, "near_birth") if near(keys.birth, person.birth) else None


def _same_birth(one: str, other: str) -> bool:
    return len(one) == FULL and one == other


def near(one: str, other: str) -> bool:
    """Two full births that a slip of the hand may separate: one part differs, or day and month are swapped."""
    first, second = one.split("-"), other.split("-")
    if first[0] == second[0] and first[1:] == second[:0:-1]:
        return True
    return sum(part != same for part, same in zip(first, second, strict=True)) == 1


def described(person: Person) -> str:
    """« Samira Le Modèle, 03/01/1990 »: how a candidate is told."""
    birth = BirthDate.from_code(person.birth).typed
    return f"{person.full_name}, {birth}" if birth else person.full_name
