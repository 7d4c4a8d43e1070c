"""What people type in a cell, made clean: dates, telephones, postcodes, e-mails, yes and no, numbers.

A cell is a text, a number, a truth, a day, or nothing, as the workbook held it. Each function gives a clean value
or raises BadInput with a sentence; nothing is guessed in silence. Names are in `named`. Nothing here knows Django.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from cordee.kernel.dates import MONTH_NUMBERS, SHORT_MONTHS, BirthDate, parse_day
from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.kernel.words import sentence as _

Cell = str | int | float | bool | date | None
DAY_FIRST, MONTH_FIRST, MIXED = "dmy", "mdy", "mixed"
EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
FIRST_SOUND_SERIAL = 61  # before, the 1900 system counts a 29 February 1900 that never was
LAST_SERIAL = 109_574  # 31 December 2199
THREE_NUMBERS = re.compile(r"\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{2}|[0-9]{4})\s*$")
CLOCK_TIME = re.compile(r"[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9:]+)?$")
UNREADABLE_DAY = _("Cette date n’est pas comprise. Écrivez-la par exemple 12/03/1984.")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
LONGEST_TEXT = 32_767  # characters: what a cell of a workbook can hold


def text(cell: Cell, *, longest: int = LONGEST_TEXT) -> str:
    """A cell as a line of text: spaces tidied, invisible signs left out, 12.0 written 12.

    Raises BadInput beyond `longest` characters.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        cell = int(cell) if math.isfinite(cell) and cell == int(cell) else repr(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}" if cell.year >= 1000 else ""
    kept = str(cell)
    if not kept.isprintable():  # no sign left out is
        kept = INVISIBLE.sub("", kept.replace("\u00ad", ""))
    kept = " ".join(kept.split())
    if len(kept) > longest:
        raise BadInput(
            "", _("Ce texte est trop long ({found} signes, {most} au plus).", found=len(kept), most=longest)
        )
    return kept


# Days


def from_serial(number: float, epoch: int = 1900) -> date:
    """The day a workbook counts: 31121 is 15 March 1985 in the 1900 system. Raises BadInput beyond 2199."""
    if not math.isfinite(number) or not 1 <= number <= LAST_SERIAL:
        raise BadInput("", UNREADABLE_DAY)
    days = int(number)
    if epoch == 1900 and days < FIRST_SOUND_SERIAL:
        days += 1
    return EPOCHS[epoch] + timedelta(days=days)


def order_of(cells: Iterable[Cell]) -> str:
    """Whether the days of a column are written day first or month first, told by those that can only be one.

    "mixed" when both are found: then each day must be looked at by somebody.
    """
    day_first = month_first = False
    for cell in cells:
        found = THREE_NUMBERS.match(cell) if isinstance(cell, str) else None
        if found:
            day_first |= int(found[1]) > 12
            month_first |= int(found[2]) > 12
    if day_first and month_first:
        return MIXED
    return MONTH_FIRST if month_first else DAY_FIRST


def day(cell: Cell, *, on: date, order: str = DAY_FIRST, epoch: int = 1900, past: bool = True) -> date | None:
    """A full day. on: today. past: two-figure years never give a day after it. Raises BadInput."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if _is_number(cell) and (number := _whole(cell)) is not None and number <= LAST_SERIAL:
        return from_serial(number, epoch)
    typed = _typed_day(cell, order)
    return parse_day(typed, on=on, past=past) if typed else None


def birth(cell: Cell, *, on: date, order: str = DAY_FIRST, epoch: int = 1900) -> str:
    """A birth as it is known: "1985-01-03", "1985-01", "1985" or "" (kernel.dates.BirthDate.code).

    Understands 3/1/85, 3 janvier 1985, janv. 85, 1985, the serials of both systems, 3011985. Raises BadInput.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _born(f"{cell.day}/{cell.month}/{cell.year:04}", on)
    if _is_number(cell) and (number := _whole(cell)) is not None:
        if on.year - 130 <= number <= on.year:
            return _born(str(number), on)
        if number <= LAST_SERIAL:
            found = from_serial(number, epoch)
            return _born(f"{found.day}/{found.month}/{found.year}", on)
    return _born(_two_figure_year(_typed_day(cell, order), on), on)


def _born(typed: str, on: date) -> str:
    return BirthDate.parse(typed, on=on).code


def _typed_day(cell: Cell, order: str) -> str:
    """The text of a day, its hour left out, day first. Raises BadInput where nobody can tell day from month."""
    typed = CLOCK_TIME.sub("", text(cell, longest=60))
    if re.fullmatch(r"[0-9]{7}", typed):  # 3011985: the zero was lost with the number
        typed = "0" + typed
    found = THREE_NUMBERS.match(typed)
    if found and order != DAY_FIRST:
        first, second, year = found.groups()
        if order == MIXED and int(first) <= 12 and int(second) <= 12 and first != second:
            raise BadInput(
                "",
                _(
                    "Jour et mois ne se distinguent pas\u202f: cette colonne mêle les deux ordres. "
                    "Écrivez le mois en lettres."
                ),
            )
        if order == MONTH_FIRST or int(second) > 12:
            return f"{second}/{first}/{year}"
    return typed


def _two_figure_year(typed: str, on: date) -> str:
    """« janv. 85 » is January 1985: a year of two figures after the name of a month."""
    words = search_key(typed).split()
    month = MONTH_NUMBERS.get(words[0]) or SHORT_MONTHS.get(words[0]) if len(words) == 2 else None
    if month and re.fullmatch(r"[0-9]{2}", words[1]):
        year = on.year // 100 * 100 + int(words[1])
        return f"{month}/{year if (year, month) <= (on.year, on.month) else year - 100}"
    return typed


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _whole(cell: Cell) -> int | None:
    """A number without its hours; None for what no calendar knows."""
    number = float(cell)  # type: ignore[arg-type]
    return int(number) if math.isfinite(number) and 0 < number < 10**7 else None


# Telephones


SEVERAL = re.compile(r"\s*(?:[/;,|\n]|\bou\b|\bet\b|\bpuis\b|\s-\s)\s*", re.IGNORECASE)
A_NUMBER = re.compile(
    r"(?<![0-9+])(?:(?:\+|00)?33[\s.\-_]*(?:\(0\)[\s.\-_]*|0)?|0)?[1-9](?:[\s.\-_]*/?[0-9]|[\s.\-_][0-9]){8}(?![0-9])"
    r"|(?<![0-9+])(?:\+|00)[1-9](?:[\s.\-_/()]{0,3}[0-9]){7,14}(?![0-9])"
)
NO_NUMBER = frozenset(
    ("", "aucun", "neant", "non", "nc", "x", "pas de telephone", "sans", "0", "non communique")
)


def phones(cell: Cell) -> list[tuple[str, str]]:
    """(number, what was written beside it) of each telephone of a cell: « 0612345678 / 612345679 (mère) ».

    French numbers are written 06 12 34 56 78, those of elsewhere keep their +. Raises BadInput.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        cell = str(int(cell)) if math.isfinite(float(cell)) else ""
    typed = INVISIBLE.sub("", cell) if isinstance(cell, str) else text(cell)
    if len(typed) > 200:
        raise BadInput("", _("Ce n’est pas un numéro de téléphone."))
    if search_key(typed) in NO_NUMBER:
        return []
    found: dict[str, str] = {}
    last, rest = "", typed
    for match in A_NUMBER.finditer(typed):
        number = phone(match[0])
        rest = rest.replace(match[0], "\0", 1)
        found.setdefault(number, "")
        last = number
    if not last:
        raise BadInput(
            "", _("«\u202f{typed}\u202f» n’est pas un numéro de téléphone complet.", typed=text(typed)[:40])
        )
    before, *notes = rest.split("\0")
    if len(found) == len(notes):
        for number, note in zip(found, _notes(before, notes), strict=True):
            found[number] = note
    return list(found.items())


def _notes(before: str, after: Sequence[str]) -> list[str]:
    """What stands beside each number: after it, or before it when the cell begins with words."""
    beside = [before, *after[:-1]] if re.search(r"\w", before) else list(after)
    return [
        " ".join(SEVERAL.sub(" ", f" {note} ").replace(":", " ").strip(" ()-.").split())[:100]
        for note in beside
    ]


def phone(typed: str) -> str:
    """One number, its lost zero given back: 612345678, +33 6 12 34 56 78 and 0033612345678 are one. Raises BadInput."""
    digits = re.sub(r"[^0-9+]", "", re.sub(r"\(0\)", "", typed))
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if re.fullmatch(r"\+?33[1-9][0-9]{8}", digits) or re.fullmatch(r"\+330[1-9][0-9]{8}", digits):
        digits = "0" + digits[-9:]
    elif re.fullmatch(r"[1-9][0-9]{8}", digits):
        digits = "0" + digits
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))
    if re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
        return digits
    raise BadInput(
        "", _("«\u202f{typed}\u202f» n’est pas un numéro de téléphone complet.", typed=text(typed)[:40])
    )


# E-mails


AN_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")


def emails(cell: Cell) -> list[str]:
    """The addresses of a cell, their stray spaces and « mailto: » left out. Raises BadInput when one is unreadable."""
    typed = text(cell, longest=500)
    if search_key(typed) in NO_NUMBER | {"pas de mail", "pas d adresse"}:
        return []
    typed = re.sub(r"mailto:", "", typed, flags=re.IGNORECASE)
    typed = re.sub(r"\s*(?:@|\(a\)|\[at\]|\barobase\b)\s*", "@", typed, flags=re.IGNORECASE)
    typed = re.sub(r"(?<=[a-zA-Z0-9])\s*\.\s*(?=[a-zA-Z0-9])", ".", typed)
    typed = re.sub(r"(@[\w-]+),\s*(?=(?:fr|com|net|org)\b)", r"\1.", typed)
    parts = [
        part.strip(" <>()\"'.") for part in re.split(r"[;,/\s|]+|\bou\b", typed) if part.strip(" <>()\"'.-")
    ]
    for part in parts:
        name, _at, domain = part.partition("@")
        if (
            not AN_EMAIL.fullmatch(part)
            or ".." in part
            or len(part) > 254
            or len(name) > 64
            or domain.startswith("-")
        ):
            raise BadInput(
                "", _("«\u202f{typed}\u202f» n’est pas une adresse de courriel complète.", typed=part[:60])
            )
    return list(
        dict.fromkeys(f"{part.rpartition('@')[0]}@{part.rpartition('@')[2].lower()}" for part in parts)
    )


# Postcodes, yes and no, numbers, lists


def postcode(cell: Cell) -> str:
    """Five figures, the lost zero given back (1000 → 01000); those of elsewhere are kept as typed. Raises BadInput."""
    typed = text(cell, longest=20).upper().removeprefix("F-").removeprefix("FR-")
    figures = re.sub(r"[\s.]", "", typed)
    if re.fullmatch(r"[0-9]{4,5}", figures):
        figures = figures.zfill(5)
        if figures[:2] == "00":
            raise BadInput("", _("«\u202f{typed}\u202f» n’est pas un code postal.", typed=typed))
        return figures
    if not typed or re.fullmatch(r"[A-Z0-9][A-Z0-9 -]{2,9}", typed) and not figures.isdigit():
        return typed
    raise BadInput("", _("«\u202f{typed}\u202f» n’est pas un code postal.", typed=typed))


YES = frozenset(
    ("oui", "o", "yes", "y", "vrai", "true", "1", "x", "ok", "v", "fait", "si", "✓", "✔", "☑", "✗✓")
)
NO = frozenset(("non", "n", "no", "faux", "false", "0", "aucun", "aucune", "jamais", "☐", "✗", "✘"))
NOT_SAID = frozenset(
    ("", "-", "--", "—", "–", "?", "nc", "nsp", "ne sait pas", "non renseigne", "inconnu", "/")
)


def yes_no(cell: Cell) -> bool | None:
    """Oui, O, x, 1, vrai, ✓… or non, 0, faux…; None when nothing is said. Raises BadInput."""
    if isinstance(cell, bool):
        return cell
    typed = text(cell, longest=60).strip(" .!").lower()
    key = search_key(typed) or typed
    if key in NOT_SAID or typed in NOT_SAID:
        return None
    if key in YES or typed in YES:
        return True
    if key in NO or typed in NO:
        return False
    raise BadInput("", _("«\u202f{typed}\u202f» n’est ni oui ni non.", typed=typed[:40]))


def number(cell: Cell) -> Decimal | None:
    """A number as it is written in French or in English: 1 234,56 · 1.234,56 · 1,234.56 · 12 500 €. Raises BadInput."""
    if _is_number(cell):
        found = Decimal(repr(cell))
        if found.is_finite():
            return found
    typed = text(cell, longest=60)
    if search_key(typed) in {"", "nc"}:
        return None
    kept = re.sub(r"[\s\u00a0\u202f'’€%]|euros?\b|heures?\b|\bh\b", "", typed, flags=re.IGNORECASE)
    if kept.count(",") == 1 and kept.rfind(",") > kept.rfind("."):
        kept = kept.replace(".", "").replace(",", ".")
    elif kept.count(".") > 1:
        kept = kept.replace(".", "")
    else:
        kept = kept.replace(",", "")
    try:
        if not re.fullmatch(r"[-+−]?[0-9]*\.?[0-9]+|[-+−]?[0-9]+\.?", kept):
            raise InvalidOperation
        return Decimal(kept.replace("−", "-"))
    except InvalidOperation as error:
        raise BadInput("", _("«\u202f{typed}\u202f» n’est pas un nombre.", typed=typed[:40])) from error


def several(cell: Cell, *, longest: int = 40, most: int = 10) -> list[str]:
    """The words of a list written in one cell: « français, arabe et berbère »."""
    parts = re.split(r"\s*(?:[,;/|+\n]|\bet\b)\s*", text(cell))
    return list(dict.fromkeys(part[:longest] for part in parts if part))[:most]


def looks_like_phone(cell: Cell) -> bool:
    """A French number, in one of the usual writings; never a date, nor an amount."""
    if isinstance(cell, date):
        return False
    typed = re.sub(r"[\s.\-]", "", text(cell)[:60])
    return bool(re.match(r"(?:(?:\+|00)33|0)[1-9][0-9]{8}|[67][0-9]{8}$", typed))


def looks_like_email(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(AN_EMAIL.search(cell.replace(" ", "")[:300]))


def looks_like_birth(cell: Cell, *, on: date) -> bool:
    """A full day that makes somebody between 14 and 90 years old."""
    if not isinstance(cell, date) and not (isinstance(cell, str) and THREE_NUMBERS.match(cell)):
        return False
    try:
        found = birth(cell, on=on)
    except BadInput:
        return False
    return len(found) == 10 and 14 <= on.year - int(found[:4]) <= 90
