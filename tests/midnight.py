"""Tests keep clear of midnight: a day that changes in the middle of one is another subject, for tests that move the
clock."""

from datetime import datetime, timedelta

from django.utils import timezone

from cordee.kernel.wall_clock import bounds_of


def left_to_wait(now: datetime, *, within: float) -> float:
    """Seconds up to midnight where the houses of the tests stand, when fewer than `within` are left; else none."""
    _start, end = bounds_of(timezone.localdate(now), timezone.get_default_timezone())
    left = (end - now) / timedelta(seconds=1)
    return left if left <= within else 0
