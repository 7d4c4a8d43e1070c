"""Dated parameters of the law: half of them changed in two years, so none is a constant in the code.

Each lives once, here, with the days it came into force and the text behind each value. A decision
re-read in three years reads the value of its own day. A programme definition points to one by its code:
`due = { law = "RSA-08.due" }`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from cordee.kernel.clock import Delay
from cordee.kernel.verdict import DatedValue

HERE = Path(__file__).parent
Value = int | Delay


@dataclass(frozen=True, slots=True)
class LawValue:
    """What a text says from a day on. to_check: no text was found, the value is only usual."""

    code: str
    label: str
    value: Value
    valid_from: date
    source: str
    to_check: bool = False


@lru_cache(maxsize=1)
def parameters() -> Mapping[str, tuple[LawValue, ...]]:
    """Every parameter by its code, its values from the oldest to the newest."""
    found: dict[str, tuple[LawValue, ...]] = {}
    for path in sorted(HERE.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["parameters"]:
            if entry["code"] in found:
                raise ValueError(f"{entry['code']}: twice in the law")
            found[entry["code"]] = _values(entry)
    return found


def _values(entry: dict[str, object]) -> tuple[LawValue, ...]:
    values = entry["values"]
    if not isinstance(values, list):
        raise ValueError(f"{entry['code']}: values are a list")
    read = (
        LawValue(
            code=str(entry["code"]),
            label=str(entry["label"]),
            value=Delay(**item["value"]) if isinstance(item["value"], dict) else int(item["value"]),
            valid_from=item["valid_from"],
            source=item["source"],
            to_check=item.get("to_check", False),
        )
        for item in values
    )
    return tuple(sorted(read, key=lambda item: item.valid_from))


def value(code: str, *, on: date) -> LawValue:
    """What the law says on a day. Raises LookupError for an unknown code, or before any text."""
    if code not in parameters():
        raise LookupError(f"paramètre de la loi « {code} » : inconnu")
    in_force = [item for item in parameters()[code] if item.valid_from <= on]
    if not in_force:
        raise LookupError(f"paramètre de la loi « {code} » : aucun texte le {on:%d/%m/%Y}")
    return in_force[-1]


def delay(code: str, *, on: date) -> Delay:
    """A parameter that is a delay."""
    found = value(code, on=on).value
    if not isinstance(found, Delay):
        raise LookupError(f"paramètre de la loi « {code} » : ce n’est pas un délai")
    return found


def number(code: str, *, on: date) -> int:
    """A parameter that is a number."""
    found = value(code, on=on).value
    if not isinstance(found, int):
        raise LookupError(f"paramètre de la loi « {code} » : ce n’est pas un nombre")
    return found


def begins(code: str) -> date:
    """The day of the first text known."""
    return parameters()[code][0].valid_from


@dataclass(frozen=True, slots=True)
class LawNumber(DatedValue):
    """A number read in the law at the day examined; before any text, the first one known."""

    code: str

    def at(self, day: date) -> int:
        return number(self.code, on=max(day, begins(self.code)))


@dataclass(frozen=True, slots=True)
class LawDelay:
    """A delay read in the law at the day it is counted from; before any text, the first one known."""

    code: str

    def at(self, day: date) -> Delay:
        return delay(self.code, on=max(day, begins(self.code)))

    def after(self, day: date) -> date:
        return self.at(day).after(day)

    def before(self, day: date) -> date:
        return self.at(day).before(day)
