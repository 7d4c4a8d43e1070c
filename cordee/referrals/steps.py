"""The state of an orientation, and what was done with it, oldest first: codes and labels rather than keys."""

from datetime import date

from django.utils import timezone

from cordee.referrals.enums import STANDING, State
from cordee.referrals.models import Referral

MOVED = (
    "state", "state_since", "answered_on", "steps", "version", "answer", "refusal_reason", "papers_missing",
    "person_agrees",
)  # fmt: skip


def become(referral: Referral, move: str, state: str, *, on: date, by: str) -> None:
    """The only one to change an orientation's state, and to keep the steps that led there. Saves nothing."""
    referral.state, referral.state_since = state, on
    referral.answered_on = None if state in STANDING else on
    keep_step(referral, move, on=on, by=by)
    referral.version += 1


def keep_step(referral: Referral, move: str, *, on: date, by: str, words: str | None = None) -> None:
    """Add a step, as the orientation now stands. Saves nothing. words: the answer given, unless told."""
    state = str(referral.state)
    referral.steps.append(
        {
            "move": move,
            "state": state,
            "on": on.isoformat(),
            "at": timezone.now().isoformat(),
            "by": by,
            "words": referral.answer if words is None else words,
            "reason": referral.refusal_reason,
            "papers": referral.papers_missing if state == State.PAPERS_ASKED else [],
        }
    )
