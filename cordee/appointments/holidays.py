"""Public and school holidays of a house, from data shipped with two libraries: no network.

School holidays are published for a few years only: beyond, the calendar says that it does not know (`school_known`).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from jours_feries_france import JoursFeries
from vacances_scolaires_france import SchoolHolidayDates

# Departments of each zone of the school calendar (ATE-02); an organisation may say another (Organisation.school_zone).
ZONES = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62"
    " 67 68 72 76 80 83 84 85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
ZONE_OF = {department: zone for zone, departments in ZONES.items() for department in departments.split()}
# Code civil local (Alsace-Moselle: ATE-04), Code du travail L3422-2 (overseas).
PUBLIC_ZONES = {
    **dict.fromkeys(("57", "67", "68"), "Alsace-Moselle"), "971": "Guadeloupe", "972": "Martinique", "973": "Guyane",
    "974": "La Réunion", "975": "Saint-Pierre-et-Miquelon", "976": "Mayotte", "977": "Saint-Barthélémy",
    "978": "Saint-Martin",
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """What the calendars of a house say of a time. public, school: names by day."""

    public: dict[date, str]
    school: dict[date, str]
    school_known: bool

    def closed(self, *, public: bool, school: bool) -> frozenset[date]:
        """The days a rhythm leaves out."""
        return frozenset(self.public if public else ()) | frozenset(self.school if school else ())


def calendar_of(house: Any, first: date, last: date) -> Calendar:
    """The calendar of an organisation from a day to another, both included."""
    public: dict[date, str] = {}
    school: dict[date, str] = {}
    zone = house.school_zone or ZONE_OF.get(house.department, "")
    for year in range(first.year, last.year + 1):
        public |= public_holidays(year, PUBLIC_ZONES.get(house.department, "Métropole"))
        school |= school_holidays(year, zone)
    known = bool(zone) and last <= last_published()
    return Calendar(_within(public, first, last), _within(school, first, last), known)


def _within(days: dict[date, str], first: date, last: date) -> dict[date, str]:
    return {day: name for day, name in days.items() if first <= day <= last}


@lru_cache(maxsize=200)
def public_holidays(year: int, zone: str) -> dict[date, str]:
    found = JoursFeries.for_year(year, zone=zone)
    return {
        day: name.replace("2ème jour", "Lendemain").replace("Jour de Noël", "Noël")
        for name, day in found.items()
    }


@lru_cache(maxsize=1)
def _published() -> Any:
    return SchoolHolidayDates()


def last_published() -> date:
    """The last day the school calendar is known for."""
    last: date = max(_published().data)
    return last


@lru_cache(maxsize=60)
def school_holidays(year: int, zone: str) -> dict[date, str]:
    """The days of school holidays of a zone; none without a zone, or beyond what is published."""
    if not zone or not _published().min_year <= year <= last_published().year:
        return {}
    found = _published().holidays_for_year_and_zone(year, zone)
    return {day: row["nom_vacances"].replace("'", "’") for day, row in found.items()}


def week_of(day: date) -> list[date]:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]
