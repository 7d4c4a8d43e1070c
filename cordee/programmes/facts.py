"""What the rules of a programme look at: plain values gathered by the caller on the day examined.

What is not known is said so (None, or nothing): a rule that lacks it warns, it never refuses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cordee.kernel.dates import BirthDate


@dataclass(frozen=True, slots=True)
class AdmissionFacts:
    """The last decision on an admission. effective_from: when it takes effect, if not the day it was made."""

    outcome: str
    decided_on: date
    effective_from: date | None = None

    @property
    def from_on(self) -> date:
        return self.effective_from or self.decided_on


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayFacts:
    """A person and a pathway on a day.

    on: the day of the gesture. orientation_on: the day an orientation was received. channel: how they
    came. prescriber_named: who orients is known. deciding_authority, delegation_recorded: of the
    orientation decision. wishes_recorded: the person's own words are in the dossier. exit_target: the
    orientation foreseen at the exit. circle: roles filled on that day. papers_received: None when
    nobody looked.
    """

    on: date
    birth: BirthDate = field(default_factory=BirthDate)
    resources: frozenset[str] | None = None
    disability_recognised: bool | None = None
    orientation_on: date | None = None
    channel: str = ""
    prescriber_named: bool = False
    deciding_authority: str = ""
    delegation_recorded: bool = False
    admission: AdmissionFacts | None = None
    wishes_recorded: bool = False
    exit_target: str = ""
    circle: frozenset[str] = frozenset()
    papers_received: frozenset[str] | None = None


class Status(StrEnum):
    """A pathway goes on, is suspended, or is closed; its stage is another matter."""

    OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"


@dataclass(frozen=True, slots=True)
class PathwayState:
    """Where a pathway is. since: the day of its last change of stage or status."""

    status: Status
    stage: str
    since: date
