"""Reading the tables of a definition key by key, noting every fault instead of stopping at the first.

A `Reader` stands on one table. It is asked for each key with what is expected; when the document says
something else it notes the fault, in French, with the path, and hands back a harmless value so that
reading goes on. `finish` notes the keys nobody asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from cordee.kernel.words import french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.locator import Path

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
FEW = 8  # beyond, a list of what is allowed hides the one that was meant
LONGEST_CODE, LONGEST_LABEL, LONGEST_TEXT, MOST_ITEMS, MOST_FAULTS = 60, 200, 4000, 200, 60


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a path of the document."""

    path: Path
    message: str


@dataclass
class Notes:
    """The faults found so far. Beyond a number nobody would read, the others are only counted."""

    faults: list[Fault] = field(default_factory=list)
    unread: int = 0

    def add(self, path: Path, message: str) -> None:
        if not self.is_full():
            self.faults.append(Fault(path, message))

    def is_full(self) -> bool:
        """Has enough been found? Then one fault more is counted, and its sentence need not be made."""
        if len(self.faults) < MOST_FAULTS:
            return False
        self.unread += 1
        return True


class Reader:
    """One table of a definition. path: where it stands in the document; asked: the keys already read."""

    def __init__(self, table: Mapping[str, object], path: Path, notes: Notes) -> None:
        self.content = table
        self.path = path
        self.notes = notes
        self.asked: set[str] = set()

    def fault(self, key: str | None, message: str) -> None:
        """Note a fault at a key of this table, or at the table itself."""
        self.notes.add((*self.path, key) if key else self.path, message)

    def has(self, key: str) -> bool:
        return key in self.content

    def raw(self, key: str) -> object:
        """The value as it is; None when it is not there."""
        self.asked.add(key)
        return self.content.get(key)

    def _missing(self, key: str, required: bool, expected: str) -> None:
        if required:
            self.fault(key, _("il manque « {key} » ({expected})", key=key, expected=expected))

    def _wrong(self, key: str, expected: str) -> None:
        self.fault(key, _("« {key} » : attendu {expected}", key=key, expected=expected))

    def text(
        self, key: str, *, required: bool = True, default: str = "", longest: int = LONGEST_LABEL
    ) -> str:
        """A sentence or a label."""
        value = self.raw(key)
        if value is None:
            self._missing(key, required, _("un texte"))
            return default
        if not isinstance(value, str) or (required and not value.strip()):
            self._wrong(key, _("un texte entre guillemets"))
            return default
        if len(value) > longest:
            self._wrong(key, _("au plus {n} caractères", n=longest))
            return default
        return value.strip()

    def prose(self, key: str, *, required: bool = False) -> str:
        return self.text(key, required=required, longest=LONGEST_TEXT)

    def code(self, key: str = "code", *, required: bool = True) -> str:
        """A short name: lower case letters without accent, figures, hyphens."""
        value = self.text(key, required=required, longest=LONGEST_CODE)
        if value and not CODE.fullmatch(value):
            self._wrong(key, _("un code en minuscules sans accent, avec chiffres, tirets ou soulignés"))
            return ""
        return value

    def choice(
        self, key: str, allowed: Mapping[str, str], *, required: bool = True, default: str = ""
    ) -> str:
        """One code of a closed list."""
        value = self.text(key, required=required, default=default)
        return value if value == default or self.known(key, value, allowed) else default

    def choices(self, key: str, allowed: Mapping[str, str], *, required: bool = False) -> tuple[str, ...]:
        """Several codes of a closed list."""
        return tuple(code for code in self.texts(key, required=required) if self.known(key, code, allowed))

    def known(self, key: str, code: str, allowed: Collection[str]) -> bool:
        """Is the code in the list? Otherwise note it, with the nearest codes."""
        if code in allowed:
            return True
        if self.notes.is_full():
            return False
        near = get_close_matches(code[:LONGEST_CODE], allowed, n=1)
        if near and len(allowed) > FEW:
            said = _(
                "« {code} » n’est pas connu. Vouliez-vous dire « {near} » ?", code=code[:60], near=near[0]
            )
            self.fault(key, said)
            return False
        hint = _(" Vouliez-vous dire « {near} » ?", near=near[0]) if near else ""
        listed = french_list(sorted(allowed), "ou")
        self.fault(
            key, _("« {code} » n’est pas connu : attendu {listed}.", code=code[:60], listed=listed) + hint
        )
        return False

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self.raw(key)
        if value is None:
            self._missing(key, required, _("une liste de textes"))
            return ()
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            self._wrong(key, _("une liste de textes entre guillemets"))
            return ()
        if len(listed) > MOST_ITEMS or (required and not listed):
            self._wrong(key, _("de 1 à {n} textes", n=MOST_ITEMS))
            return ()
        return tuple(item.strip() for item in listed)

    def integer(self, key: str, *, least: int, most: int, required: bool = False) -> int | None:
        """A whole number within bounds, both included."""
        value = self.raw(key)
        if value is None:
            self._missing(key, required, _("un nombre entier"))
            return None
        if type(value) is not int or not least <= value <= most:
            self._wrong(key, _("un nombre entier de {least} à {most}", least=least, most=most))
            return None
        return value

    def yes(self, key: str, *, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self._wrong(key, _("true ou false"))
            return default
        return value

    def day(self, key: str, *, required: bool = True) -> date:
        """A day, written without quotes: 2026-01-31."""
        value = self.raw(key)
        if value is None:
            self._missing(key, required, _("une date"))
        elif isinstance(value, datetime) or not isinstance(value, date):
            self._wrong(key, _("une date sans guillemets, par exemple 2026-01-31"))
        else:
            return value
        return date.min

    def mapping(self, key: str) -> Mapping[str, object]:
        """A table taken whole."""
        value = self.raw(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(key, _("une table"))
            return {}
        return value

    def table(self, key: str, *, required: bool = False) -> Reader:
        """A table within this one; an empty one when it is missing."""
        if required and not self.has(key):
            self._missing(key, required, _("une table [{key}]", key=key))
        return Reader(self.mapping(key), (*self.path, key), self.notes)

    def tables(self, key: str, *, required: bool = False) -> Iterator[Reader]:
        """The tables of a list, one by one; each is finished when the next is asked for."""
        value = self.raw(key)
        if value is None:
            self._missing(key, required, _("au moins une table [[{key}]]", key=key))
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, _("une liste de tables [[{key}]]", key=key))
            return
        if len(value) > MOST_ITEMS:
            self._wrong(key, _("au plus {n} tables", n=MOST_ITEMS))
            return
        for index, item in enumerate(value):
            reader = Reader(item, (*self.path, key, index), self.notes)
            yield reader
            reader.finish()

    def finish(self) -> None:
        """Note the keys nobody asked for."""
        for key in self.content:
            if key not in self.asked and not self.notes.is_full():
                near = get_close_matches(key[:LONGEST_CODE], self.asked, n=1)
                hint = _(" Vouliez-vous dire « {near} » ?", near=near[0]) if near else ""
                listed = french_list(sorted(self.asked), "ou")
                self.fault(
                    key,
                    _("« {key} » n’a pas de sens ici : attendu {listed}.", key=key[:60], listed=listed)
                    + hint,
                )
