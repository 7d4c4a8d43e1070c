"""When a test waits for the next day before it begins."""

from datetime import UTC, datetime

import pytest

from tests.midnight import left_to_wait


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (datetime(2026, 12, 31, 22, 59, 49, tzinfo=UTC), 0),
        (datetime(2026, 12, 31, 22, 59, 50, tzinfo=UTC), 10),
        (datetime(2026, 12, 31, 22, 59, 59, 500_000, tzinfo=UTC), 0.5),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 0),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), 0),  # midnight of UTC changes no day here
        (datetime(2027, 3, 28, 21, 59, 55, tzinfo=UTC), 5),  # the day of twenty-three hours
        (datetime(2027, 10, 31, 22, 59, 55, tzinfo=UTC), 5),  # and that of twenty-five
    ],
)
def test_the_last_seconds_of_a_day_are_waited_for(now, seconds):
    assert left_to_wait(now, within=10) == seconds
