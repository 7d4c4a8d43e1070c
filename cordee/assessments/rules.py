"""What a situation says once its dates are read: is the recognition still in force, how long without work.

Plain values in, a verdict or a code out. Nothing here measures a person.
"""

from __future__ import annotations

from datetime import date

from cordee.kernel.dates import add_months
from cordee.kernel.verdict import Verdict
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _

TH_01 = "CT L5213-2, R5213-1-1"
# The bands public forms use (carnet de bord, ASP): the first is open below, the last above.
BANDS: tuple[tuple[str, int], ...] = (
    ("10y", 120),
    ("5y", 60),
    ("2y", 24),
    ("1y", 12),
    ("6m", 6),
    ("under_6m", 0),
)


def recognition(until_on: date | None, renewal_filed_on: date | None, *, on: date) -> Verdict:
    """Is a recognition (RQTH, a decision of the CDAPH) in force on a day?

    until_on: its last day, included; None when it has no end. Asked again by its last day, its effects go on until the
    answer; asked later, they stop meanwhile.
    Source: TH-01, CT L5213-2 and R5213-1-1.
    """
    if until_on is None:
        return Verdict(True, "TH-01", reason=_("Sans date de fin."), source=TH_01)
    if on <= until_on:
        return Verdict(
            True, "TH-01", reason=_("Valable jusqu’au {day}.", day=french_day(until_on)), source=TH_01
        )
    if renewal_filed_on is not None and renewal_filed_on <= until_on:
        said = _("Renouvellement déposé à temps\u202f: les effets continuent jusqu’à la réponse.")
        return Verdict(True, "TH-01", reason=said, source=TH_01)
    late = renewal_filed_on is not None
    said = (
        _("Terminée le {day}\u202f; le renouvellement a été déposé après.", day=french_day(until_on))
        if late
        else _("Terminée le {day}.", day=french_day(until_on))
    )
    return Verdict(False, "TH-01", reason=said, source=TH_01)


def months_between(start: date, on: date) -> int:
    """Whole months from a day to another; 0 when it has not come."""
    months = (on.year - start.year) * 12 + on.month - start.month
    while months > 0 and add_months(start, months) > on:
        months -= 1
    return max(months, 0)


def band_of(months: int) -> str:
    """The band a time without work falls in: under_6m, 6m, 1y, 2y, 5y, 10y; the lower bound is in it."""
    return next(code for code, least in BANDS if months >= least)


def days_in_order(from_on: date | None, until_on: date | None) -> bool:
    """A first day after the last one is a mistyped date."""
    return from_on is None or until_on is None or from_on <= until_on
