"""Rows as COPY wants them: one text line each, columns apart by a tab.

A `Shape` names the columns a generator fills; the model's other columns take their declared default, so that
a column added later with a default needs nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models

NULL = "\\N"
JANUARY_1970 = date(1970, 1, 1).toordinal()


class Shape:
    """The columns of a table, in the order the lines are written."""

    def __init__(self, model: type[models.Model], columns: str) -> None:
        self.model = model
        self.table = model._meta.db_table
        self.filled = columns.split()

    @cached_property
    def others(self) -> list[models.Field[Any, Any]]:
        fields = self.model._meta.concrete_fields
        unknown = set(self.filled) - {field.column for field in fields}
        if unknown:
            raise ValueError(f"{self.table} has no column {', '.join(sorted(unknown))}")
        return [field for field in fields if field.column not in self.filled]

    @property
    def columns(self) -> list[str]:
        return [*self.filled, *(str(field.column) for field in self.others)]

    def block(self, lines: Sequence[str]) -> bytes:
        """Lines of the filled columns, as COPY reads them."""
        if not lines:
            return b""
        rest = "".join(f"\t{default_of(field)}" for field in self.others) + "\n"
        return (rest.join(lines) + rest).encode()


def default_of(field: models.Field[Any, Any]) -> str:
    """The declared default of a column the generator leaves alone. Raises ValueError when there is none."""
    value = field.get_default() if field.has_default() else None
    if value is None and field.null:
        return NULL
    if value is None and field.empty_strings_allowed and field.blank:
        return ""
    if value is None:
        raise ValueError(f"{field.model._meta.db_table}.{field.column} must be filled: it has no default")
    return text(value)


def text(value: Any) -> str:
    """A value in COPY's own writing."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, dict):
        return escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(value, (list, tuple)):
        return "{" + ",".join(f'"{escaped(str(item))}"' for item in value) + "}"
    return escaped(str(value))


def escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def line(*values: Any) -> str:
    """A line from any values: for the tables that have few of them."""
    return "\t".join(text(value) for value in values)


def day_text(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def instant_of(ordinal: int, second: int) -> int:
    """Milliseconds since 1970 of a moment of a day (UTC)."""
    return ((ordinal - JANUARY_1970) * 86_400 + second) * 1000


def instant_text(milliseconds: int) -> str:
    """The same moment, as PostgreSQL reads it."""
    day, rest = divmod(milliseconds, 86_400_000)
    second = rest // 1000
    return f"{day_text(day + JANUARY_1970)} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+00"


def identifier(milliseconds: int, chance: Any) -> str:
    """A time-ordered identifier (version 7), drawn: the same seed gives the same ones."""
    noise = chance.getrandbits(76)
    return "%08x-%04x-7%03x-%x%03x-%012x" % (  # noqa: UP031 - twice as fast here as an f-string
        milliseconds >> 16,
        milliseconds & 0xFFFF,
        noise & 0xFFF,
        8 | noise >> 74,
        noise >> 12 & 0xFFF,
        noise >> 24 & 0xFFFFFFFFFFFF,
    )
