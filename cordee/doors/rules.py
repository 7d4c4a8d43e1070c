"""What a public form bears: how fast, how many, and the small work a browser may do in place of waiting.

Times are seconds. A visitor without a script only waits longer.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

SHORTEST, SHORTEST_UNPROVED = 3, 12
LONGEST = 12 * 3600
PROOF_BITS = 14
LONGEST_PROOF = 20
CONFIRMED_WITHIN = timedelta(hours=48)
FOLLOWED_FOR = timedelta(days=180)
CODE_FOR = timedelta(minutes=20)
CODE_TRIES = 5


@dataclass(frozen=True)
class Limit:
    """How many times within how long. of_house: counted for the whole house, else for one address."""

    times: int
    within: timedelta
    of_house: bool = False


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS: dict[str, tuple[Limit, ...]] = {
    "orient": (Limit(10, HOUR), Limit(40, DAY), Limit(80, HOUR, of_house=True)),
    "ask": (Limit(5, HOUR), Limit(15, DAY), Limit(60, HOUR, of_house=True)),
    "address": (Limit(20, HOUR),),
    "code": (Limit(6, HOUR),),
    "link": (Limit(6, HOUR),),
    "follow": (Limit(40, HOUR),),
    "sign": (Limit(20, HOUR), Limit(60, DAY)),
}
LONGEST_WINDOW = max(limit.within for limits in LIMITS.values() for limit in limits)


def is_too_quick(seconds: float, *, proved: bool) -> bool:
    """Was the form sent faster than a person reads it?"""
    return seconds < (SHORTEST if proved else SHORTEST_UNPROVED)


def proves(challenge: str, answer: str) -> bool:
    """Did the browser find a number that makes the digest begin with enough zero bits?"""
    if not answer.isascii() or not answer.isdigit() or len(answer) > LONGEST_PROOF:
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - PROOF_BITS) == 0


def is_beyond(counted: dict[Limit, int], limits: tuple[Limit, ...]) -> bool:
    """counted: how many times already, for each limit."""
    return any(counted.get(limit, 0) >= limit.times for limit in limits)
