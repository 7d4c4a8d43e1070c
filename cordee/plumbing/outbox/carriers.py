"""What carries a message out of the house, and what may come of it.

A carrier calls `hand_over` once, just before it gives the text away: what fails before is certain not to have left,
what falls silent after is uncertain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cordee.plumbing.outbox.letters import Letter

HandOver = Callable[[], None]


@dataclass(frozen=True)
class Sent:
    provider_id: str = ""


@dataclass(frozen=True)
class Refused:
    """For good, by the server or the gateway. why: a code of Why; detail: its own code."""

    why: str
    detail: str = ""


@dataclass(frozen=True)
class PutOff:
    """This message, for now: greylisted, box full, too many at once."""

    detail: str = ""


@dataclass(frozen=True)
class Unreachable:
    """Every message, for now: nobody answers, or we are not let in."""

    detail: str = ""


@dataclass(frozen=True)
class Uncertain:
    """Silence once the text was handed over."""

    detail: str = ""


Outcome = Sent | Refused | PutOff | Unreachable | Uncertain


@dataclass(frozen=True)
class Parcel:
    """A message a worker holds: everything a carrier needs, and nothing about the person."""

    pk: UUID
    claim: UUID
    letter: Letter
    to_person: bool
    house: str
    reply_to: str = ""


class Carrier(Protocol):
    def carry(self, parcel: Parcel, hand_over: HandOver) -> Outcome: ...
    def close(self) -> None: ...
