"""Texts with fields: what they name, what is missing, what is left to fill. Pure functions.

`{prénom}` is a field; `{? jour et heure}` is a blank for whoever writes; once merged, what nobody could fill stands
as `[à compléter : jour et heure]`, which no paper may still hold when it is printed.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from cordee.kernel.words import french_list
from cordee.kernel.words import sentence as _

NAMED = re.compile(r"\{([^{}]*)\}")
TO_FILL = re.compile(r"\[à compléter : ([^\[\]]+)\]")
LONGEST_BODY = 12_000
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Merged:
    """A text for somebody. missing: the fields that have no value for them; blanks: what the writer must say."""

    text: str
    missing: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


def plain(name: str) -> str:
    """A field as it is compared: « Prénom », « prenom » and « PRÉNOM » are the same."""
    letters = unicodedata.normalize("NFKD", name.replace("'", "’")).casefold()
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def to_fill(what: str) -> str:
    return f"[à compléter : {what}]"


def left_to_fill(text: str) -> tuple[str, ...]:
    """What is still to fill in, each once, in the order of the text."""
    return tuple(dict.fromkeys(found.strip() for found in TO_FILL.findall(text)))


def merge(text: str, values: Mapping[str, str]) -> Merged:
    """Put the values in the place of the fields. values: by field as `plain` writes it; an empty one is missing."""
    missing: list[str] = []
    blanks: list[str] = []

    def put(found: re.Match[str]) -> str:
        named = found[1].strip()
        if named.startswith("?"):
            blanks.append(named[1:].strip())
            return to_fill(blanks[-1])
        value = values.get(plain(named), "")
        if not value:
            missing.append(named)
            return to_fill(named)
        return value

    merged = NAMED.sub(put, text)
    return Merged(merged, tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(blanks)))


def faults_in(text: str, known: Collection[str]) -> list[str]:
    """What would not be understood in the text of a letter, in French; nothing when all is well.

    known: the fields there are, as they are shown.
    """
    found = []
    if "{" in NAMED.sub("", text) or "}" in NAMED.sub("", text):
        found.append(str(_("Une accolade «\u202f{\u202f» ou «\u202f}\u202f» n’a pas la sienne.")))
    by_plain = {plain(name): name for name in known}
    for named in dict.fromkeys(one.strip() for one in NAMED.findall(text)):
        if named.startswith("?"):
            if not named[1:].strip():
                found.append(
                    str(
                        _(
                            "«\u202f{? }\u202f»\u202f: dites après le point d’interrogation ce qui est à compléter."
                        )
                    )
                )
        elif plain(named) not in by_plain:
            found.append(_unknown(named, by_plain))
    return found


def _unknown(named: str, by_plain: Mapping[str, str]) -> str:
    near = [by_plain[one] for one in get_close_matches(plain(named), by_plain, n=2, cutoff=0.6)]
    if near:
        nearest = french_list([f"{{{one}}}" for one in near], last=str(_("ou")))
        return str(
            _(
                "«\u202f{given}\u202f» n’est pas un champ\u202f: pensiez-vous à {near}\u202f?",
                given=f"{{{named}}}",
                near=nearest,
            )
        )
    return str(
        _(
            "«\u202f{given}\u202f» n’est pas un champ. Pour un blanc à remplir, écrivez «\u202f{blank}\u202f».",
            given=f"{{{named}}}",
            blank=f"{{? {named}}}",
        )
    )
