"""Days, months and ages as French law and everyday life count them.

- add_months      date to date; the last day of the month when the day does not exist
- age_on          whole years
- Period          first and last day, both included, the last one possibly unknown
- parse_day       a day as people type it
- BirthDate       a birth date known exactly, by month, by year or not at all

Nothing here knows what day it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.kernel.words import MONTHS, french_day
from cordee.kernel.words import sentence as _

OLDEST = 130  # years: no living person is older
MONTH_NUMBERS = {search_key(name): number for number, name in enumerate(MONTHS, start=1)}
SHORT_MONTHS = {
    "jan": 1, "janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
NEAR_DAYS = {"avant hier": -2, "hier": -1, "aujourd hui": 0, "aujourdhui": 0, "demain": 1, "apres demain": 2}
WEEKDAYS = frozenset(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
SAID_BESIDE = WEEKDAYS | {"vers", "environ", "le", "en", "ne", "nee"}
YEARS_AHEAD = 20  # two digits are read as a year at most this far ahead, else in the past century
LONGEST_DATE = 60  # characters: beyond, it is not a date, and is not even read


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier): 20/02 + 1 month = 20/03, 31/01 + 1 month = 28/02.

    Beyond the calendar (years 1 to 9999) the answer is its first or last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if year > date.max.year else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Some days later (or earlier), held within the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def age_on(birth: date, on: date) -> int:
    """Whole years lived on a day. Born on 29 February: a year older on 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` to `end`, both included; no end when it is not known or not wanted."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise BadInput("end", _("La fin ne peut pas venir avant le début."))

    @property
    def last(self) -> date:
        return self.end or date.max

    @property
    def days(self) -> int | None:
        """How many days, both ends counted; None without an end."""
        return None if self.end is None else (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Do they share a day?"""
        return self.start <= other.last and other.start <= self.last


def overlaps(periods: Iterable[Period]) -> Iterator[tuple[Period, Period]]:
    """Neighbours in time that share a day; nothing when all the periods follow one another."""
    ordered = sorted(periods, key=lambda period: (period.start, period.last))
    return ((one, other) for one, other in pairwise(ordered) if one.overlaps(other))


def parse_day(text: str, field: str = "date", *, on: date | None = None, past: bool = False) -> date:
    """A day as people type it: 12/03/1984, 12.3.1984, 1984-03-12, 12031984, lundi 12 mars 1984.

    on: today, when it is known: « hier », « demain » and years of two digits are then understood. past: such a
    year never gives a day after today (a visit, a birth).
    Raises BadInput, tied to `field`, when it is not a full date or not a day of the calendar.
    """
    if on is not None and (days := NEAR_DAYS.get(search_key(text[:LONGEST_DATE]))) is not None:
        return add_days(on, days)
    year, month, day = _parts(text, field, on=on, past=past)
    if year is None or month is None or day is None:
        raise BadInput(field, _("Indiquez le jour, le mois et l’année, par exemple 12/03/2026."))
    return _day(year, month, day, field)


class Precision(StrEnum):
    EXACT, MONTH, YEAR, UNKNOWN = "exact", "month", "year", "unknown"


@dataclass(frozen=True, slots=True)
class BirthDate:
    """What is known of a birth date: a day, a month, a year, or nothing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None or self.month is not None and self.year is None:
            raise ValueError("a day needs a month, a month needs a year")
        if self.year is not None:
            date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str, *, on: date, field: str = "birth") -> BirthDate:
        """As people type it: 12/03/1984, 12/3/84, mars 1984, 03/1984, 1984, vers 1984, or nothing.

        on: today, since nobody is born later. Raises BadInput.
        """
        if not text.strip():
            return cls()
        year, month, day = _parts(text, field, on=on, past=True)
        if year is not None and month is not None and day is not None:
            _day(year, month, day, field)
        birth = cls(year, month, day)
        if birth.earliest > on:
            raise BadInput(field, _("Cette date de naissance est dans l’avenir."))
        if on.year - birth.earliest.year > OLDEST:
            raise BadInput(field, _("Cette date de naissance est trop ancienne : vérifiez l’année."))
        return birth

    @classmethod
    def exact(cls, day: date) -> BirthDate:
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_code(cls, code: str) -> BirthDate:
        """The reverse of `code`. Raises ValueError on anything else."""
        return cls(*(int(part) for part in code.split("-"))) if code else cls()

    @property
    def precision(self) -> Precision:
        if self.year is None:
            return Precision.UNKNOWN
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.EXACT

    @property
    def code(self) -> str:
        """1984-03-12, 1984-03, 1984 or nothing: sorts by time."""
        if self.year is None:
            return ""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def earliest(self) -> date:
        """The first day it can be; the calendar's first when nothing is known."""
        return date(self.year or 1, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be; the calendar's last when nothing is known."""
        if self.year is None:
            return date.max
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def age_range(self, on: date) -> tuple[int, int] | None:
        """The youngest and the oldest the person can be on a day; None when nothing is known."""
        if self.year is None:
            return None
        return max(0, age_on(min(self.latest, on), on)), max(0, age_on(self.earliest, on))

    @property
    def typed(self) -> str:
        """12/03/1984, 03/1984, 1984 or nothing: what a line of text shows again."""
        return "/".join(reversed(self.code.split("-")))

    @property
    def label(self) -> str:
        """12 mars 1984, mars 1984, 1984, or nothing."""
        if self.year is None:
            return ""
        if self.day is not None:
            return french_day(self.earliest)
        return f"{MONTHS[self.month - 1]} {self.year}" if self.month else str(self.year)


def _parts(
    text: str, field: str, *, on: date | None = None, past: bool = False
) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a text, those that are there."""
    words = [word for word in search_key(text[:LONGEST_DATE]).split() if word not in SAID_BESIDE]
    if len(words) == 1 and re.fullmatch(r"[0-9]{8}", words[0]):
        words = [words[0][:2], words[0][2:4], words[0][4:]]
    numbers = [number for number in map(_number, words) if number is not None]
    named = sum(not word[0].isdigit() for word in words)
    if len(text) > LONGEST_DATE or not 0 < len(words) <= 3 or len(numbers) < len(words) or named > 1:
        raise BadInput(field, _("Cette date n’est pas comprise. Écrivez-la par exemple 12/03/1984."))
    if numbers[0] < 1000:
        numbers.reverse()
    year, month, day = ([*numbers, None, None])[:3]
    if on is not None and month is not None and day is not None and re.fullmatch(r"[0-9]{2}", words[-1]):
        year = year if year is None or year > 99 else _century(year, (month, day), on=on, past=past)
    _within_calendar(year, month, field)
    return year, month, day


def _century(year: int, day: tuple[int, int], *, on: date, past: bool) -> int:
    """85 is 1985: of the centuries a year of two digits may belong to, the likely one."""
    full = on.year // 100 * 100 + year
    is_ahead = (full, *day) > (on.year, on.month, on.day) if past else full > on.year + YEARS_AHEAD
    return full - 100 if is_ahead else full


def _number(word: str) -> int | None:
    """A number of one to four digits, or a month's name."""
    if word == "1er":
        return 1
    if re.fullmatch(r"[0-9]{1,4}", word):
        return int(word)
    return MONTH_NUMBERS.get(word) or SHORT_MONTHS.get(word)


def _within_calendar(year: int | None, month: int | None, field: str) -> None:
    if year is None or year < 1000:
        raise BadInput(field, _("Écrivez l’année avec quatre chiffres."))
    if month is not None and not 1 <= month <= 12:
        raise BadInput(field, _("Le mois va de 1 à 12."))


def _day(year: int, month: int, day: int, field: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadInput(field, _("Ce jour n’existe pas dans le calendrier.")) from error
