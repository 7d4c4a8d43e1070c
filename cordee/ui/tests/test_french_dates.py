"""Days as people write them: every way is read, nothing else passes for a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.ui.french_dates import (
    DAY,
    MONTH,
    MONTHS,
    YEAR,
    PartialDate,
    Unreadable,
    read_day,
    read_partial_day,
)

TODAY = date(2026, 11, 23)
THIRD = date(1985, 1, 3)
days = st.dates(date(1850, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "3/1/85", "03/01/1985", "3-1-1985", "3.1.85", "3 1 1985", "1985-01-03", "1985/1/3", "03011985",
        "3 janvier 1985", "3 Janvier 1985", "jeudi 3 janvier 1985", "le 3 janv. 1985", "  3 jan 85 ",
    ],
)  # fmt: skip
def test_every_way_of_writing_a_day_is_read(text: str) -> None:
    assert read_day(text, today=TODAY) == THIRD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er août 2026", date(2026, 8, 1)),
        ("29 février 2024", date(2024, 2, 29)),
        ("aujourd’hui", TODAY),
        ("Aujourd'hui", TODAY),
        ("hier", date(2026, 11, 22)),
        ("demain", date(2026, 11, 24)),
    ],
)
def test_first_days_accents_and_near_days(text: str, expected: date) -> None:
    assert read_day(text, today=TODAY) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2026", "impossible"), ("29/02/2026", "impossible"), ("12/13/2026", "impossible"),
        ("0/1/2026", "impossible"), ("3/1", "unreadable"), ("3 germinal 1985", "unreadable"),
        ("3/1/985", "unreadable"), ("", "unreadable"), ("janvier", "unreadable"), ("1/2/3/4", "unreadable"),
        ("1/1/1700", "far"), ("1/1/9999", "far"), ("３/１/1985x", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_not_a_day_says_why(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_day(text, today=TODAY)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "in_the_past", "year"),
    [("1/1/46", False, 2046), ("1/1/47", False, 1947), ("1/1/26", True, 2026), ("1/12/26", True, 1926),
     ("1/1/27", True, 1927), ("29/2/28", True, 1928)],
)  # fmt: skip
def test_two_digits_give_the_likely_century(text: str, in_the_past: bool, year: int) -> None:
    assert read_day(text, today=TODAY, in_the_past=in_the_past).year == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1985", PartialDate(date(1985, 1, 1), YEAR)),
        ("03/1985", PartialDate(date(1985, 3, 1), MONTH)),
        ("mars 1985", PartialDate(date(1985, 3, 1), MONTH)),
        ("1985-03", PartialDate(date(1985, 3, 1), MONTH)),
        ("3/1/85", PartialDate(THIRD, DAY)),
        ("", PartialDate(None, "")),
        ("   ", PartialDate(None, "")),
    ],
)
def test_a_birth_may_be_a_year_or_a_month(text: str, expected: PartialDate) -> None:
    assert read_partial_day(text, today=TODAY) == expected


@given(days)
def test_what_we_write_we_read(day: date) -> None:
    written = [
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year:04d}",
        day.isoformat(),
        f"{day.day} {MONTHS[day.month - 1][0]} {day.year}",
    ]

    assert {read_day(text, today=TODAY) for text in written} == {day}
    assert {read_partial_day(text, today=TODAY).day for text in written} == {day}


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_named_refusal(text: str) -> None:
    for read in (read_day, read_partial_day):
        try:
            read(text, today=TODAY)
        except Unreadable as refused:
            assert refused.code in {"unreadable", "impossible", "far"}


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99))
def test_a_birth_in_two_digits_is_never_in_the_future(day: int, month: int, year: int) -> None:
    found = read_day(f"{day}/{month}/{year:02d}", today=TODAY, in_the_past=True)

    assert found <= TODAY
    assert (TODAY - found).days <= 366 * 100
