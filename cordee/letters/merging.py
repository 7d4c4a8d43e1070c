"""The fields a letter may name, and what they become for a person. An upper domain adds its own to FIELDS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cordee.accounts.words import role_list
from cordee.kernel.dates import Precision
from cordee.kernel.registry import Registry
from cordee.kernel.words import french_day
from cordee.letters.rules import plain
from cordee.pathways.story import Story
from cordee.people.enums import ContactKind


@dataclass(frozen=True)
class Sheet:
    """Whom a letter is about, and who writes it. person: fetched with their contacts; story: the pathway chosen; told:
    what an upper domain has to tell in it, by code of its fields."""

    actor: Any
    person: Any
    story: Story | None = None
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def house(self) -> Any:
        return self.actor.organisation


@dataclass(frozen=True)
class Field:
    """label: as it is written between braces; example: shown where letters are written; value: empty when unknown."""

    label: str
    example: str
    value: Callable[[Sheet], str]


FIELDS: Registry[Field] = Registry("champ d’une lettre")


def values_for(sheet: Sheet) -> dict[str, str]:
    """Every field for this person, by its name as `rules.plain` writes it."""
    return {plain(field.label): field.value(sheet) for field in FIELDS.values()}


def labels() -> list[str]:
    return [field.label for field in FIELDS.values()]


def postal_address(sheet: Sheet) -> str:
    """The standing address; nothing where it is protected: such a letter is handed over."""
    if sheet.person.has_protected_contact:
        return ""
    known = [one["value"] for one in sheet.person.contacts if one["kind"] == ContactKind.ADDRESS]
    return known[0] if known else ""


def house_address(sheet: Sheet) -> str:
    house = sheet.house
    return ", ".join(part for part in (house.street, f"{house.postcode} {house.town}".strip()) if part)


def signs_as(sheet: Sheet) -> str:
    member = sheet.actor.member
    return member.job_title or role_list(list(sheet.actor.roles))


def _birth(sheet: Sheet) -> str:
    birth = sheet.person.birth_date
    return french_day(birth.earliest) if birth.precision is Precision.EXACT else ""


def _entered(sheet: Sheet) -> str:
    return french_day(sheet.story.row.opened_on) if sheet.story else ""


def _left(sheet: Sheet) -> str:
    row = sheet.story.row if sheet.story else None
    return french_day(row.closed_on) if row is not None and row.closed_on else ""


def _programme(sheet: Sheet) -> str:
    return sheet.story.definition.label if sheet.story else ""


def _stage(sheet: Sheet) -> str:
    return sheet.story.stage_label(sheet.story.row.stage) if sheet.story else ""


def _referent(sheet: Sheet) -> str:
    row = sheet.story.row if sheet.story else None
    return row.referent.display_name if row is not None and row.referent else ""


def declare() -> None:
    """The fields of the foundation; said in the order people look for them."""
    for label, example, value in (
        (_("prénom"), "Amina", lambda sheet: sheet.person.alias or sheet.person.first_names),
        (_("nom"), "Zéphir", lambda sheet: sheet.person.usage_name or sheet.person.birth_name),
        (_("nom complet"), "Amina Zéphir", lambda sheet: sheet.person.full_name),
        (_("date de naissance"), "12 mars 1984", _birth),
        (_("adresse"), "2 rue des Lilas, 57100 Thionville", postal_address),
        (_("dispositif"), "Objectif\u202f: Insertion(s)", _programme),
        (_("étape"), "Mobilisation", _stage),
        (_("entrée"), "3 septembre 2026", _entered),
        (_("sortie"), "30 juin 2027", _left),
        (_("référent"), "Rosalie Romarin", _referent),
        (_("organisation"), "Centre Le Lierre", lambda sheet: sheet.house.name),
        (_("adresse de l’organisation"), "31 avenue de Guise, 57100 Thionville", house_address),
        (_("téléphone"), "03 82 00 00 00", lambda sheet: sheet.house.phone),
        (_("aujourd’hui"), "29 novembre 2026", lambda sheet: french_day(sheet.actor.today)),
        (_("signataire"), "Rosalie Romarin", lambda sheet: sheet.actor.member.display_name),
        (_("fonction"), "conseillère en insertion", signs_as),
    ):  # fmt: skip
        FIELDS.register(plain(label), Field(label, example, value))
