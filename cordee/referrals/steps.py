"""What was done with an orientation, oldest first, kept with it: codes and labels rather than keys."""

from datetime import date

from django.utils import timezone

from cordee.referrals.enums import State
from cordee.referrals.models import Referral


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
