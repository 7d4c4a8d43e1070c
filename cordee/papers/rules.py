"""When a paper's end is announced, and by when an answer to its renewal is expected. Plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from cordee.kernel.dates import add_months

RESIDENCE, RQTH = "residence", "rqth"
RQTH_MONTHS = 6
RESIDENCE_DAYS = 60
USUAL_DAYS = 30
SILENCE_MONTHS = 4


@dataclass(frozen=True)
class Expected:
    """What must happen of a paper. is_filed: its renewal was asked for, its answer is awaited."""

    warn_on: date
    due_on: date
    is_filed: bool = False


def warned_from(kind: str, valid_until: date) -> date:
    """The first day the end of a paper is announced.

    Source: TH-01 for the recognition of a disabled worker (six months); two months for a residence permit, whose
    renewal is asked between the fourth and the second month before its end (CESEDA R431-5); a month for the others.
    """
    if kind == RQTH:
        return add_months(valid_until, -RQTH_MONTHS)
    return valid_until - timedelta(days=RESIDENCE_DAYS if kind == RESIDENCE else USUAL_DAYS)


def expected_of(kind: str, valid_until: date | None, renewal_filed_on: date | None) -> Expected | None:
    """What the day of the referent shows; nothing for a paper without an end.

    A renewal filed in time extends the effects (TH-01): what must happen next is the answer. Four months of silence are
    a refusal (CASF R241-33 for the CDAPH, CESEDA R432-2 for a permit), so it is awaited by then.
    """
    if valid_until is None:
        return None
    if renewal_filed_on is None:
        return Expected(warned_from(kind, valid_until), valid_until)
    due = max(add_months(renewal_filed_on, SILENCE_MONTHS), valid_until)
    return Expected(due - timedelta(days=USUAL_DAYS), due, is_filed=True)
