"""Codes made from labels: « Accueil et ancrage » → accueil-et-ancrage. Once given, a code never changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from cordee.programmes.reading import LONGEST_CODE

LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "-", "'": "-"})


def code_for(label: str, taken: Collection[str] = (), *, otherwise: str = "ligne") -> str:
    """A code nobody has yet, in lower case without accents; numbered when two labels give the same."""
    flat = unicodedata.normalize("NFKD", label.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[: LONGEST_CODE - 4].strip("-") or otherwise
    candidates = (made, *(f"{made}-{number}" for number in range(2, 1000)))
    return next(code for code in candidates if code not in taken)
