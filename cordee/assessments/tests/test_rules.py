"""Both sides of each bound of what a situation's dates say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.assessments.rules import BANDS, band_of, days_in_order, months_between, recognition
from cordee.kernel.dates import add_months

END = date(2026, 6, 30)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("until", "filed", "on", "in_force"),
    [
        (None, None, date(2099, 1, 1), True),
        (END, None, END, True),
        (END, None, date(2026, 7, 1), False),
        (END, END, date(2026, 7, 1), True),
        (END, END, date(2028, 7, 1), True),
        (END, date(2026, 7, 1), date(2026, 7, 1), False),
        (END, date(2026, 7, 1), END, True),
        (date(2028, 2, 29), None, date(2028, 2, 29), True),
        (date(2028, 2, 29), None, date(2028, 3, 1), False),
    ],
)
def test_a_renewal_filed_by_the_last_day_extends_the_effects(until, filed, on, in_force):
    """TH-01."""
    verdict = recognition(until, filed, on=on)

    assert (verdict.ok, verdict.rule) == (in_force, "TH-01")
    assert verdict.reason and verdict.source


def test_a_renewal_filed_too_late_is_said():
    assert "déposé après" in recognition(END, date(2026, 7, 1), on=date(2026, 7, 2)).reason


@pytest.mark.parametrize(
    ("start", "on", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2025, 3, 2), 0),
        (date(2024, 3, 3), date(2026, 11, 29), 32),
    ],
)
def test_whole_months_from_a_day_to_another(start, on, months):
    assert months_between(start, on) == months


@given(DAYS, DAYS)
def test_as_many_months_as_were_lived_and_no_more(one, other):
    start, on = min(one, other), max(one, other)
    months = months_between(start, on)

    assert add_months(start, months) <= on < add_months(start, months + 1)


@pytest.mark.parametrize(("code", "least"), BANDS)
def test_the_lower_bound_of_a_band_is_in_it(code, least):
    assert band_of(least) == code
    if least:
        assert band_of(least - 1) != code


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [(END, END, True), (END, date(2026, 6, 29), False), (None, END, True), (END, None, True)],
)
def test_a_period_ends_after_it_begins(start, end, fits):
    assert days_in_order(start, end) is fits
