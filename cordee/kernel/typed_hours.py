"""Hours as people write them, a week or in all: « 15h30 », « 15,5 », « 15 h », « quinze ». Kept in minutes."""

from __future__ import annotations

import re

from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.kernel.words import sentence as _

MOST_HOURS = 60
LONGEST = 40
UNITS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {"une": 1, "dix sept": 17, "dix huit": 18, "dix neuf": 19, "aucune": 0}
TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
QUARTERS = {"et demie": 30, "et demi": 30, "et quart": 15, "trente": 30, "quinze": 15, "quarante cinq": 45}

CLOCK = re.compile(r"(\d{1,3})\s*(?:h|heures?|:)\s*(\d{1,2})?\s*(?:m|mn|min|minutes?)?")
DECIMAL = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:h|heures?)?")
BESIDE = re.compile(r"\s*(?:par semaine|/\s*semaine|/\s*sem\.?|hebdo(?:madaires?)?|la semaine)\s*$")


def parse_hours(text: str, *, field: str = "hours") -> int:
    """Minutes. Raises BadInput with what was understood and how to write it."""
    said = BESIDE.sub("", " ".join(text.lower().replace("\u202f", " ").replace("\xa0", " ").split()))
    if not said or len(said) > LONGEST:
        raise BadInput(field, _("Écrivez un nombre d’heures, par exemple 15, 15h30 ou 15,5."))
    minutes = _clock(said, field)
    for reading in (_decimal, _in_words):
        minutes = reading(said) if minutes is None else minutes
    if minutes is None:
        shown = " ".join(text.split())[:LONGEST]
        raise BadInput(
            field,
            _(
                "«\u202f{said}\u202f» n’est pas un nombre d’heures\u202f: écrivez par exemple 15, 15h30 ou 15,5.",
                said=shown,
            ),
        )
    if minutes > MOST_HOURS * 60:
        raise BadInput(field, _("Plus de {most} heures\u202f: vérifiez ce nombre.", most=MOST_HOURS))
    return minutes


def _clock(said: str, field: str) -> int | None:
    """15h30, 15 h, 15:30, 15 heures."""
    found = CLOCK.fullmatch(said)
    if found is None:
        return None
    minutes = int(found[2] or 0)
    if minutes > 59:
        raise BadInput(
            field, _("{minutes} minutes\u202f: une heure en compte 60. Vérifiez ce nombre.", minutes=minutes)
        )
    return int(found[1]) * 60 + minutes


def _decimal(said: str) -> int | None:
    """15, 15,5 or 15.25; to the nearest minute."""
    found = DECIMAL.fullmatch(said)
    if found is None:
        return None
    part = found[2] or ""
    return int(found[1]) * 60 + (round(int(part) * 60 / 10 ** len(part)) if part else 0)


def _in_words(said: str) -> int | None:
    """Quinze, vingt et une, quinze heures et demie."""
    key = search_key(said)
    whole, _cut, rest = f"{key} ".partition(" heures " if " heures " in f"{key} " else " heure ")
    hours = _number(whole.strip())
    minutes = QUARTERS.get(rest.strip()) if rest.strip() else 0
    if hours is None or minutes is None:
        return None
    return hours * 60 + minutes


def _number(words: str) -> int | None:
    """A number up to sixty-nine, in words."""
    if words in UNITS:
        return UNITS[words]
    ten, _space, rest = words.partition(" ")
    if ten not in TENS:
        return None
    unit = UNITS.get(rest.removeprefix("et ")) if rest else 0
    return None if unit is None or unit > 9 else TENS[ten] + unit


def shown_hours(minutes: int) -> str:
    """« 15 h 30 », « 15 h »: as papers and pages write it."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u202fh\u202f{rest:02}" if rest else f"{hours}\u202fh"
