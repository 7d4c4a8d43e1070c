"""The time zone of a house as calendar programs understand it: two yearly rules, or one hour all year round.

The library's own way lists every change of fifty years as dates, which some readers take for one change: in summer the
hours would be one off. Rules are what calendar programs themselves write.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from cordee.appointments.recurring import rank_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """A night when clocks change. at: what they showed just before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=32)
def changes_of(name: str, year: int) -> tuple[Change, ...]:
    """The changes of a year, in order: two, or none."""
    zone, found = ZoneInfo(name), []
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    before = _offset(moment, zone)
    while moment < end:
        moment += HOUR
        after = _offset(moment, zone)
        if after != before:
            shown = moment.astimezone(zone)
            at = (moment + before).replace(tzinfo=None)
            found.append(Change(at, before, after, shown.tzname() or name, bool(shown.dst())))
            before = after
    return tuple(found)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def zone_component(name: str, year: int) -> Any:
    """The VTIMEZONE of a zone, its rules being those of a year."""
    component = Timezone()
    component.add("tzid", name)
    changes = changes_of(name, year)
    for change in changes:
        component.add_component(_rule(change))
    if not changes:
        component.add_component(_fixed(name, year))
    return component


def _rule(change: Change) -> Any:
    rule = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    rule.add("dtstart", change.at)
    day = f"{rank_of(change.at.date())}{DAYS[change.at.weekday()]}"
    rule.add("rrule", {"freq": "yearly", "bymonth": change.at.month, "byday": day})
    return _named(rule, change.before, change.after, change.name)


def _fixed(name: str, year: int) -> Any:
    rule = TimezoneStandard()
    rule.add("dtstart", datetime(year, 1, 1))
    shown = datetime(year, 1, 1, tzinfo=ZoneInfo(name))
    offset = shown.utcoffset() or timedelta(0)
    return _named(rule, offset, offset, shown.tzname() or name)


def _named(rule: Any, before: timedelta, after: timedelta, name: str) -> Any:
    rule.add("tzoffsetfrom", before)
    rule.add("tzoffsetto", after)
    rule.add("tzname", name)
    return rule
