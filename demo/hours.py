"""Days and hours of the demo: counted back from today, at working hours, never in the future."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENING = 8 * 60 + 40  # minutes after midnight
SPREAD = 400  # minutes: not everybody is received first thing in the morning
STEP = 17  # minutes between two gestures in one dossier on one day
HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


@dataclass(frozen=True)
class Hours:
    """What time it is for a house. now: nothing is written later."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, rank: int = 0, *, of: int = 0) -> datetime:
        """When the rank-th gesture of a day took place; never later than now. of: a number per dossier."""
        return min(self.planned(day, rank, of=of), self.now - timedelta(minutes=1))

    def planned(self, day: date, rank: int = 0, *, of: int = 0) -> datetime:
        """The same, past or to come. Gestures begin at another hour in each dossier."""
        minutes = min(OPENING + of * 67 % SPREAD + STEP * rank, 24 * 60 - 1)
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.zone)


def worked(day: date) -> date:
    """This day, or the last working day before it."""
    while day.weekday() >= 5 or (day.month, day.day) in HOLIDAYS:
        day -= timedelta(days=1)
    return day


def quarterly(last: date, *, back: int = 14) -> tuple[date, ...]:
    """Sittings every three months up to the last one, on its day of the week, the latest first."""
    return tuple(last - timedelta(weeks=13 * rank) for rank in range(back))


def latest(days: Iterable[date], before: date) -> date | None:
    """The latest of these days on or before one."""
    return max((day for day in days if day <= before), default=None)
