"""Days as people write them in France, read into dates. Plain functions: no Django, no clock.

`read_day` wants a whole day; `read_partial_day` also takes a year or a month, as birth dates are often told.
Both raise `Unreadable` with a code that the form fields turn into a sentence.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
WEEKDAYS = frozenset(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
NEAR_DAYS = {"hier": -1, "aujourd hui": 0, "aujourdhui": 0, "demain": 1, "apres demain": 2, "avant hier": -2}

DAY, MONTH, YEAR = "day", "month", "year"
EARLIEST_YEAR = 1850
LATEST_YEAR = 2150
# Two digits are read as a year at most this far ahead, else in the past century.
YEARS_AHEAD = 20


class Unreadable(ValueError):
    """The text is not a day. code: "unreadable", "impossible" (31/02) or "far" (year out of bounds)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PartialDate(NamedTuple):
    """What is known of a day. day is the first one of the period told; precision: day, month, year or ""."""

    day: date | None
    precision: str


def read_day(text: str, *, today: date, in_the_past: bool = False) -> date:
    """3/1/85, 03/01/1985, 3 janvier 1985, 1985-01-03, 03011985, hier, demain.

    in_the_past: two digits never give a day after today (a birth).
    """
    words = _words(text)
    if (near := NEAR_DAYS.get(" ".join(words))) is not None:
        return today + timedelta(days=near)
    day, month, year = _parts(words)
    if not in_the_past or len(year) > 2:
        return _build(_year(year, today), month, day)
    century = today.year // 100 * 100
    for full in (century + int(year), century - 100 + int(year)):
        if _exists(full, month, day) and date(full, month, day) <= today:
            return date(full, month, day)
    return _build(century + int(year), month, day)


def read_partial_day(text: str, *, today: date) -> PartialDate:
    """A birth as it was told: 1985, 03/1985, mars 1985, or a whole day."""
    words = _words(text)
    if not words:
        return PartialDate(None, "")
    if len(words) == 1 and re.fullmatch(r"\d{4}", words[0]):
        return PartialDate(_build(int(words[0]), 1, 1), YEAR)
    if len(words) == 2 and re.fullmatch(r"\d{4}", words[1]):
        return PartialDate(_build(int(words[1]), _month(words[0]), 1), MONTH)
    if len(words) == 2 and re.fullmatch(r"\d{4}", words[0]):
        return PartialDate(_build(int(words[0]), _month(words[1]), 1), MONTH)
    return PartialDate(read_day(text, today=today, in_the_past=True), DAY)


def _words(text: str) -> list[str]:
    """Lower case, no accent, no punctuation, no name of a weekday, no leading "le"."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return [word for word in words if word not in WEEKDAYS and word != "le"]


def _parts(words: list[str]) -> tuple[int, int, str]:
    """(day, month, year as typed)"""
    if len(words) == 1 and re.fullmatch(r"\d{8}", words[0]):
        digits = words[0]
        return int(digits[:2]), int(digits[2:4]), digits[4:]
    if len(words) != 3:
        raise Unreadable("unreadable")
    if re.fullmatch(r"\d{4}", words[0]):
        words = words[::-1]
    day, month, year = words
    if not re.fullmatch(r"(\d{1,2}|1er)", day) or not re.fullmatch(r"\d{2}|\d{4}", year):
        raise Unreadable("unreadable")
    return 1 if day == "1er" else int(day), _month(month), year


def _month(word: str) -> int:
    if re.fullmatch(r"\d{1,2}", word):
        return int(word)
    if word not in MONTH_NUMBERS:
        raise Unreadable("unreadable")
    return MONTH_NUMBERS[word]


def _year(typed: str, today: date) -> int:
    if len(typed) == 4:
        return int(typed)
    year = today.year // 100 * 100 + int(typed)
    return year - 100 if year > today.year + YEARS_AHEAD else year


def _build(year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Unreadable("far")
    if not _exists(year, month, day):
        raise Unreadable("impossible")
    return date(year, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
