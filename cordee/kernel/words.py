"""French sentences made in pure code, and translatable where they are shown.

A `Sentence` is an ordinary `str`, already right in French; it also remembers the template and the
values it was made from, so that a page in another language can translate the template first:

    gettext(sentence.template).format(**sentence.values)

Import `sentence` as `_` so that the templates are gathered with the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

NARROW_SPACE = "\u202f"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


class Sentence(str):
    """A sentence in French that knows the template and the values it was made from."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Sentence:
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template = template
        made.values = dict(values)
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        return self.template, self.values


def sentence(template: str, **values: object) -> Sentence:
    """A sentence from a template with {named} places. Without values the template is taken as it is."""
    return Sentence(template, values)


def french_day(day: date) -> str:
    """A day as one writes it: 1er mars 2026."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def french_list(items: Sequence[str], last: str = "et") -> str:
    """Words one after the other, the last after « et » (or « ou »)."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Its first letter as a capital, the others as they are (RSA, CDI)."""
    return text[:1].upper() + text[1:]
