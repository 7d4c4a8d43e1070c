"""The eleven years a set covers, written once: each day, its month, its moments."""

from __future__ import annotations

from datetime import date

from bench.rows import JANUARY_1970

PAST_DAYS = 3_760
AHEAD_DAYS = 420
MINUTES = tuple(f"{minute // 60:02}:{minute % 60:02}:00+00" for minute in range(7 * 60, 17 * 60))
FIRST_MINUTE = 7 * 60


class Calendar:
    """Days by their number since the first one kept. today: the number of the last lived day."""

    def __init__(self, today: date) -> None:
        self.first = today.toordinal() - PAST_DAYS
        days = [date.fromordinal(self.first + number) for number in range(PAST_DAYS + AHEAD_DAYS)]
        self.text = [day.isoformat() for day in days]
        self.month = [day.year * 12 + day.month for day in days]
        self.today = PAST_DAYS

    def milliseconds(self, day: int, minute: int) -> int:
        """A moment of a day. minute: since the opening hour."""
        return ((self.first + day - JANUARY_1970) * 1440 + FIRST_MINUTE + minute) * 60_000

    def instant(self, day: int, minute: int) -> str:
        return f"{self.text[day]} {MINUTES[minute]}"
