"""How long a campaign goes on: for some seconds, and for some tries at least, however busy the machine."""

import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

LONGER = (1, 3, 9)  # times the seconds given to prove that a campaign finds a planted defect


def tries_of(seconds: float, *, least: int = 0) -> Iterator[int]:
    """1, 2, 3… until the time is over and `least` tries were made."""
    end = time.monotonic() + seconds
    for number in count(1):
        if number > least and time.monotonic() >= end:
            return
        yield number


def found_in(
    run: Callable[..., tuple[int, list[str]]], *words: str, seconds: float, **told: Any
) -> list[str]:
    """The faults that hold one of the words, the campaign played again for longer while it finds none."""
    for times in LONGER:
        _tries, faults = run(seconds=seconds * times, **told)
        if found := [fault for fault in faults if any(word in fault for word in words)]:
            return found
    return []
