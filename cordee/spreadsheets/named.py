"""Names as they stand in a cell: in capitals, in one column, with a civility and a birth name beside.

Nothing is lost: what cannot be split stays whole, as the family name, and is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cordee.kernel.names import search_key
from cordee.spreadsheets.values import Cell, text

CIVILITIES = frozenset(
    ("m", "mr", "mme", "mlle", "melle", "monsieur", "madame", "mademoiselle", "mrs", "ms", "dr", "me", "mle")
)
BORN = re.compile(r"[\s(,]+(?:n[ée]e?s?|ép(?:ouse)?|epouse|ep)\b\.?\s*:?\s*", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\(\s*n[ée]e?\s+([^()]+)\)", re.IGNORECASE)
MARRIED = re.compile(r"[\s(,]+(?:ép(?:ouse)?|epouse|ep)\b\.?\s*:?\s*", re.IGNORECASE)
PARTICLES = frozenset(
    (
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "van",
        "von",
        "der",
        "den",
        "da",
        "di",
        "dos",
        "el",
        "al",
        "ben",
        "ait",
        "bin",
    )
)
LOWER_PARTICLES = frozenset(("de", "du", "des", "da", "di", "dos", "von", "van", "der", "den"))
WORD = re.compile(r"[^\s'’\-]+|[\s'’\-]+")


@dataclass(frozen=True)
class Name:
    """A name in its parts. is_guessed: the order had to be guessed, and somebody should look."""

    first_names: str = ""
    usage_name: str = ""
    birth_name: str = ""
    is_guessed: bool = False


def proper(cell: Cell, *, longest: int = 120) -> str:
    """A name with its capitals: DUPONT → Dupont, jean-marie → Jean-Marie, D'ARC → D’Arc, DE LA TOUR → de La Tour.

    One already written in both cases is left as it is, but for its spaces and its apostrophe.
    """
    typed = without_civility(text(cell, longest=longest)).strip(" .,;")
    typed = re.sub(r"\s*['’`´]\s*", "’", re.sub(r"\s*-\s*", "-", typed))
    if not _is_one_case(typed):
        return typed
    parts = WORD.findall(typed.lower())
    return "".join(_capital(part, is_first=place == 0) for place, part in enumerate(parts))


def _capital(word: str, *, is_first: bool) -> str:
    if word in LOWER_PARTICLES and not is_first:
        return word
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2].upper() + word[3:]
    return word[:1].upper() + word[1:]


def _is_one_case(typed: str) -> bool:
    """All capitals (a lone initial apart) or none: nobody chose them."""
    letters = [sign for sign in typed if sign.isalpha()]
    return bool(letters) and (
        not any(sign.islower() for sign in letters) or not any(sign.isupper() for sign in letters)
    )


def without_civility(typed: str) -> str:
    """« Mme Le Goff » → « Le Goff »."""
    words = typed.split()
    while len(words) > 1 and search_key(words[0]) in CIVILITIES:
        if words[0].isupper() and len(words[0]) == 1 and not words[0].endswith(".") and len(words) < 3:
            break  # M Dupont is a man; « M Jean » may be an initial: kept when nothing else would stand
        words = words[1:]
    return " ".join(words)


def split(cell: Cell) -> Name:
    """A whole name of one column, in its parts.

    « DUPONT Jean-Marie », « Jean DUPONT », « Mme Marie-Anne Le Goff née Martin », « Dupont, Jean ». Capitals tell
    the family name; without them, the first word is taken for the first name, and it is said to be guessed.
    """
    typed = without_civility(text(cell, longest=250))
    if not typed:
        return Name()
    typed, birth_name = _born_as(typed)
    if "," in typed:
        family, _comma, first = typed.partition(",")
        return Name(proper(first), proper(family), birth_name)
    words = typed.split()
    if len(words) == 1:
        return Name(proper(typed), "", birth_name, is_guessed=bool(birth_name) is False)
    capitals = [_is_capitals(word) for word in words]
    if all(capitals) or not any(capitals):
        return _guessed(words, birth_name)
    return _by_capitals(words, capitals, birth_name)


def _born_as(typed: str) -> tuple[str, str]:
    """The name before « née » and the one after; « Martin épouse Le Goff » is the other way round."""
    if found := IN_BRACKETS.search(typed):
        return f"{typed[: found.start()]} {typed[found.end() :]}".strip(), proper(found[1])
    if found := MARRIED.search(typed):
        before, after = typed[: found.start()], typed[found.end() :].strip(" ).,")
        words = before.split()
        family = [word for word in words if _is_capitals(word)] or words[-1:]
        first = [word for word in words if word not in family]
        return " ".join([*first, after]), proper(" ".join(family))
    if found := BORN.search(typed):
        return typed[: found.start()].strip(" (,"), proper(typed[found.end() :].strip(" ).,"))
    return typed, ""


def _is_capitals(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return len(letters) > 1 and all(sign.isupper() for sign in letters)


def _by_capitals(words: list[str], capitals: list[bool], birth_name: str) -> Name:
    """The capitals are the family name, with the particles before them and between them."""
    family = [
        is_capital or (words[place].lower() in PARTICLES and any(capitals[place:]) and place + 1 < len(words)
                       and _reaches_capitals(words, capitals, place))
        for place, is_capital in enumerate(capitals)
    ]  # fmt: skip
    first = " ".join(word for word, is_family in zip(words, family, strict=True) if not is_family)
    last = " ".join(word for word, is_family in zip(words, family, strict=True) if is_family)
    if not first:
        return _guessed(words, birth_name)
    return Name(proper(first), _family(last), birth_name)


def _reaches_capitals(words: list[str], capitals: list[bool], place: int) -> bool:
    """Only particles stand between this one and the capitals that follow."""
    following = next(at for at in range(place, len(words)) if capitals[at])
    return all(words[at].lower() in PARTICLES for at in range(place, following))


def _family(last: str) -> str:
    """« de LA TOUR »: the particles keep the case they were typed in."""
    words = last.split()
    return " ".join(word if word.lower() in PARTICLES and word.islower() else proper(word) for word in words)


def _guessed(words: list[str], birth_name: str) -> Name:
    """All in one case: a particle begins the family name; else the first word is the first name, or the family name
    when all is in capitals, as registers write it."""
    if all(_is_capitals(word) or len(word) == 1 for word in words):
        cut = 1
        while cut < len(words) - 1 and words[cut - 1].lower() in PARTICLES:
            cut += 1
        return Name(proper(" ".join(words[cut:])), proper(" ".join(words[:cut])), birth_name, is_guessed=True)
    cut = next((place for place, word in enumerate(words) if place and word.lower() in PARTICLES), 1)
    return Name(proper(" ".join(words[:cut])), _family(" ".join(words[cut:])), birth_name, is_guessed=True)
