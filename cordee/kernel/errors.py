"""The errors an action may raise; every one carries a sentence a user can read.

- CordeeError       the common ancestor
  - NotAllowed      this person may not do this, and why
  - RuleBroken      a rule of the law or of the programme forbids it
  - StaleState      the thing changed since the page was shown
  - BadInput        what was typed cannot be understood; names the field
  - OutcomeUnknown  the database may or may not have kept the change: look before trying again
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cordee.kernel.verdict import Verdict


class CordeeError(Exception):
    """Something a user can be told in one or two sentences."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(CordeeError):
    """The person acting may not do this. reason: the sentence also shown beside the disabled button."""

    @property
    def reason(self) -> str:
        return self.message


class RuleBroken(CordeeError):
    """A rule refuses. verdicts: those that refuse, with their reason and their source."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self.verdicts = tuple(verdicts)
        super().__init__(" ".join(verdict.reason for verdict in self.verdicts))


class StaleState(CordeeError):
    """Somebody else changed the thing meanwhile: nothing was written."""


class BadInput(CordeeError):
    """What was typed cannot be understood. field: the name of the form field concerned."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class OutcomeUnknown(CordeeError):
    """The commit was cut while the replica was awaited: the change may have been kept."""
