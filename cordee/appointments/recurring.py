"""The days of a rhythm: every second Tuesday, the last Friday of the month. Pure, on days; hours are the clock's.

A monthly rhythm keeps the weekday and its rank: the second Tuesday stays the second Tuesday. Begun in the last week of
a month, it is the last one: a fifth Friday does not come every month.
"""

from collections.abc import Container
from datetime import date, datetime, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

AHEAD_DAYS = 366  # a rhythm without an end stands a year ahead


def days_of(first: date, *, every: int, unit: str, until: date, closed: Container[date] = ()) -> list[date]:
    """The days from `first` to `until`, both included, but those that are closed.

    every: 1 to 12; unit: "week" or "month".
    """
    found = _weekly(first, every, until) if unit == "week" else _monthly(first, every, until)
    return [day for day in found if day not in closed]


def _weekly(first: date, every: int, until: date) -> list[date]:
    rule = rrule(WEEKLY, interval=every, dtstart=_midnight(first), until=_midnight(until))
    return [moment.date() for moment in rule]


def _monthly(first: date, every: int, until: date) -> list[date]:
    rank = rank_of(first)
    rule = rrule(
        MONTHLY, interval=every, dtstart=_midnight(first), until=_midnight(until),
        byweekday=weekday(first.weekday(), rank),
    )  # fmt: skip
    return [moment.date() for moment in rule]


def rank_of(day: date) -> int:
    """1 to 4, or -1 for the last of its month."""
    is_last = (day + timedelta(days=7)).month != day.month
    return -1 if is_last else (day.day - 1) // 7 + 1


def horizon(first: date, today: date, until: date | None) -> date:
    """Up to when appointments are written: a year from today or from the first day, or the end."""
    ahead = max(first, today) + timedelta(days=AHEAD_DAYS)
    return min(until, ahead) if until else ahead


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
