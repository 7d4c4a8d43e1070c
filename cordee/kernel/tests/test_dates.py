"""Months date to date, ages on both sides of a birthday, periods, and dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.dates import (
    BirthDate,
    Period,
    Precision,
    add_days,
    add_months,
    age_on,
    overlaps,
    parse_day,
)
from cordee.kernel.errors import BadInput

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 2, 20), 1, date(2026, 3, 20)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 28), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2027, 1, 4), 24, date(2029, 1, 4)),
        (date(9999, 12, 1), 1, date.max),
        (date(1, 1, 31), -1, date.min),
    ],
)
def test_months_are_counted_date_to_date(day, months, expected):
    assert add_months(day, months) == expected


@given(st.dates(), st.integers(-30_000, 30_000))
def test_adding_months_never_raises_and_keeps_the_day_when_it_exists(day, months):
    later = add_months(day, months)

    assert later.day <= day.day or later in (date.max, date.min)


def test_days_are_held_within_the_calendar():
    assert add_days(date(9999, 12, 31), 1) == date.max
    assert add_days(date(1, 1, 1), -1) == date.min
    assert add_days(date(2026, 10, 1), 42) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2001, 11, 23), TODAY, 24),
        (date(2001, 11, 22), TODAY, 25),
        (date(2001, 11, 21), TODAY, 25),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (TODAY, TODAY, 0),
    ],
)
def test_age_changes_on_the_birthday(birth, on, age):
    assert age_on(birth, on) == age


def test_a_period_includes_both_its_ends():
    period = Period(date(2026, 1, 1), date(2026, 1, 31))

    assert period.days == 31
    assert date(2026, 1, 1) in period
    assert date(2026, 1, 31) in period
    assert date(2026, 2, 1) not in period
    assert date(2025, 12, 31) not in period


def test_a_period_without_an_end_has_no_length():
    period = Period(date(2026, 1, 1))

    assert period.days is None
    assert date.max in period


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(BadInput) as refused:
        Period(date(2026, 1, 2), date(2026, 1, 1))

    assert refused.value.field == "end"


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 1, 31)), True),
        (Period(date(2026, 1, 1), date(2026, 1, 30)), Period(date(2026, 1, 31)), False),
        (Period(date(2026, 1, 1)), Period(date(2027, 1, 1)), True),
        (Period(date(2026, 1, 1), date(2026, 1, 1)), Period(date(2026, 1, 1), date(2026, 1, 1)), True),
    ],
)
def test_periods_overlap_when_they_share_a_day(one, other, shared):
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared
    assert bool(list(overlaps([other, one]))) is shared


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1984",
        "12/3/1984",
        "12.03.1984",
        "12-03-1984",
        "1984-03-12",
        "12 mars 1984",
        "le 12 Mars 1984",
        "12 03 1984",
        "12031984",
        "lundi 12 mars 1984",
        "1984/3/12",
    ],
)
def test_a_day_is_read_as_people_type_it(text):
    assert parse_day(text) == date(1984, 3, 12)


def test_the_first_of_the_month_is_read_in_words():
    assert parse_day("1er février 2026") == date(2026, 2, 1)
    assert parse_day("1 août 2026") == date(2026, 8, 1)
    assert parse_day("1 déc. 2026") == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31/02/1980", "n’existe pas"),
        ("29/02/2026", "n’existe pas"),
        ("12/13/1984", "1 à 12"),
        ("12/03/84", "quatre chiffres"),
        ("0000-01-01", "quatre chiffres"),
        ("12345-01-01", "pas comprise"),
        ("demain", "pas comprise"),
        ("mars mars 1984", "pas comprise"),
        ("12/03/1984 10:00", "pas comprise"),
        ("\x00", "pas comprise"),
        ("", "pas comprise"),
        ("🙂/03/1984x", "pas comprise"),
        ("1" * 10_000_000, "pas comprise"),
        ("mars 1984", "le jour, le mois et l’année"),
    ],
)
def test_a_day_that_cannot_be_read_says_why(text, says):
    with pytest.raises(BadInput) as refused:
        parse_day(text, "held_on")

    assert refused.value.field == "held_on"
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aujourd’hui", TODAY),
        ("Aujourd'hui", TODAY),
        ("hier", TODAY - timedelta(days=1)),
        ("avant-hier", TODAY - timedelta(days=2)),
        ("Demain", TODAY + timedelta(days=1)),
        ("après-demain", TODAY + timedelta(days=2)),
    ],
)
def test_near_days_are_understood_when_today_is_known(text, expected):
    assert parse_day(text, on=TODAY) == expected


@pytest.mark.parametrize(
    ("text", "past", "year"),
    [
        ("3/1/85", False, 1985),
        ("3 janv. 85", False, 1985),
        ("1/1/46", False, 2046),
        ("1/1/47", False, 1947),
        ("1/1/26", True, 2026),
        ("22/11/26", True, 2026),
        ("23/11/26", True, 1926),
        ("1/1/27", True, 1927),
        ("29/2/28", True, 1928),
        ("1984-01-03", True, 1984),
    ],
)
def test_two_digits_give_the_likely_century_when_today_is_known(text, past, year):
    assert parse_day(text, on=TODAY, past=past).year == year


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99))
def test_a_birth_in_two_digits_is_never_in_the_future(day, month, year):
    birth = BirthDate.parse(f"{day}/{month}/{year:02d}", on=TODAY)

    assert birth.earliest <= TODAY and (TODAY - birth.earliest).days <= 366 * 100


@given(st.text(max_size=40))
def test_any_text_is_a_birth_or_a_sentence(text):
    try:
        birth = BirthDate.parse(text, on=TODAY)
    except BadInput as refused:
        assert refused.message and refused.field == "birth"
    else:
        assert BirthDate.parse(birth.typed, on=TODAY) == birth


@given(st.text(max_size=40))
def test_reading_a_day_gives_a_day_or_a_sentence(text):
    try:
        day = parse_day(text)
    except BadInput as refused:
        assert refused.message
    else:
        assert isinstance(day, date)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_written_the_french_way_is_read_back(day):
    assert parse_day(f"{day.day:02}/{day.month:02}/{day.year:04}") == day
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "code", "precision", "label"),
    [
        ("12/03/1984", "1984-03-12", Precision.EXACT, "12 mars 1984"),
        ("01/03/1984", "1984-03-01", Precision.EXACT, "1er mars 1984"),
        ("03/1984", "1984-03", Precision.MONTH, "mars 1984"),
        ("mai 1984", "1984-05", Precision.MONTH, "mai 1984"),
        ("1984", "1984", Precision.YEAR, "1984"),
        ("vers 1984", "1984", Precision.YEAR, "1984"),
        ("", "", Precision.UNKNOWN, ""),
        ("   ", "", Precision.UNKNOWN, ""),
    ],
)
def test_a_birth_date_may_be_known_in_part(text, code, precision, label):
    birth = BirthDate.parse(text, on=TODAY)

    assert (birth.code, birth.precision, birth.label) == (code, precision, label)
    assert BirthDate.from_code(code) == birth


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("23/11/2026", "avenir"),
        ("12/2026", "avenir"),
        ("2027", "avenir"),
        ("1895", "trop ancienne"),
        ("31/02/1980", "n’existe pas"),
    ],
)
def test_an_impossible_birth_date_says_why(text, says):
    with pytest.raises(BadInput) as refused:
        BirthDate.parse(text, on=TODAY)

    assert says in refused.value.message


def test_a_birth_today_this_month_or_this_year_is_possible():
    for text in ("22/11/2026", "11/2026", "2026", "1896"):
        BirthDate.parse(text, on=TODAY)


@pytest.mark.parametrize(
    ("birth", "ages"),
    [
        (BirthDate(2001, 11, 22), (25, 25)),
        (BirthDate(2001, 11, 23), (24, 24)),
        (BirthDate(2001, 11), (24, 25)),
        (BirthDate(2001, 10), (25, 25)),
        (BirthDate(2001), (24, 25)),
        (BirthDate(2026), (0, 0)),
        (BirthDate(), None),
    ],
)
def test_the_age_is_a_range_when_the_day_is_not_known(birth, ages):
    assert birth.age_range(TODAY) == ages


@pytest.mark.parametrize(
    "parts", [(None, 3, None), (1984, None, 12), (None, None, 1), (1984, 2, 30), (1984, 13, None)]
)
def test_a_birth_date_without_sense_cannot_be_made(parts):
    with pytest.raises(ValueError):
        BirthDate(*parts)


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY), st.dates(min_value=TODAY - timedelta(days=1)))
def test_the_exact_age_is_within_the_range_of_the_year(day, on):
    low, high = BirthDate(day.year).age_range(on)

    assert low <= max(0, age_on(day, on)) <= high
