"""Where a line comes from, said in full.

A definition names its sources once, in `[sources]`, and each line refers to them by a short name:

    [sources]
    B0 = "Présentation publique du Cheval Bleu"
    "RSA-08" = "Code du travail, D5411-14-1"

    source = "B0.23, RSA-08"   →   Présentation publique du Cheval Bleu (B0.23) ; Code du travail… (RSA-08)

What is not in the list is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cordee.kernel.words import NARROW_SPACE
from cordee.kernel.words import sentence as _
from cordee.programmes.reading import MOST_ITEMS, Reader

SHORT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
SEPARATOR = f"{NARROW_SPACE}; "


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as a page shows it beside a line: its short name; key: its document, if it has a name."""

    label: str
    key: str = ""


def references(source: str, named: Mapping[str, str]) -> tuple[Reference, ...]:
    """The short names of a source said in full: Présentation publique du Cheval Bleu (B0.23) → B0.23."""
    return tuple(_reference(piece, named) for piece in source.split(SEPARATOR) if piece)


def _reference(piece: str, named: Mapping[str, str]) -> Reference:
    for key, name in named.items():
        if piece == name:
            return Reference(key, key)
        if piece.startswith(f"{name} (") and piece.endswith(")"):
            return Reference(piece[len(name) + 2 : -1], key)
    return Reference(piece)


@dataclass(frozen=True, slots=True)
class Sources:
    """The named sources of one document."""

    named: Mapping[str, str]

    @classmethod
    def read(cls, reader: Reader) -> Sources:
        for key in reader.content:
            if not SHORT_NAME.fullmatch(key):
                reader.fault(
                    key, _("un nom court de source s’écrit avec lettres, chiffres, points et tirets")
                )
        return cls({key: reader.text(key) for key in list(reader.content)[:MOST_ITEMS]})

    def of(self, reader: Reader, *, required: bool = True) -> str:
        """The source of a line, in full."""
        return self.in_full(reader.text("source", required=required))

    def in_full(self, written: str) -> str:
        pieces = [self._piece(piece.strip()) for piece in written.split(",")] if self._listed(written) else []
        return SEPARATOR.join(pieces) or written

    def _listed(self, written: str) -> bool:
        """Is it a list of short names rather than a sentence?"""
        return all(self._name(piece.strip()) for piece in written.split(","))

    def _name(self, piece: str) -> str | None:
        return self.named.get(piece) or self.named.get(piece.split(".")[0])

    def _piece(self, piece: str) -> str:
        """The name, and the point of the document when there is one (B0.23)."""
        return f"{self._name(piece)} ({piece})" if any(c.isdigit() for c in piece) else str(self._name(piece))
