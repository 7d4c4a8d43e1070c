"""An hour of the wall and the instant it is, two nights a year among them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import BadInput
from cordee.kernel.wall_clock import bounds_of, explained, hour_of, instant_at, instants, parse_hour

PARIS = ZoneInfo("Europe/Paris")
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 12, 3), time(14, 30), [utc(2026, 12, 3, 13, 30)]),
        (date(2026, 7, 3), time(14, 30), [utc(2026, 7, 3, 12, 30)]),
        (FORWARD, time(1, 59), [utc(2027, 3, 28, 0, 59)]),
        (FORWARD, time(2, 0), []),
        (FORWARD, time(2, 30), []),
        (FORWARD, time(2, 59), []),
        (FORWARD, time(3, 0), [utc(2027, 3, 28, 1, 0)]),
        (BACK, time(1, 59), [utc(2026, 10, 24, 23, 59)]),
        (BACK, time(2, 0), [utc(2026, 10, 25, 0, 0), utc(2026, 10, 25, 1, 0)]),
        (BACK, time(2, 59), [utc(2026, 10, 25, 0, 59), utc(2026, 10, 25, 1, 59)]),
        (BACK, time(3, 0), [utc(2026, 10, 25, 2, 0)]),
    ],
)
def test_the_hour_of_a_clock_is_none_one_or_two_instants(day, at, expected):
    assert list(instants(day, at, PARIS)) == expected


def test_an_hour_that_does_not_exist_says_so_and_what_to_write():
    said = explained(FORWARD, time(2, 30), PARIS)

    assert "2\u00a0h\u00a030 n’existe pas le 28 mars 2027" in said and "3\u00a0h\u00a030" in said


def test_an_hour_that_comes_twice_says_so():
    assert "vient deux fois le 25 octobre 2026" in explained(BACK, time(2, 30), PARIS)
    assert explained(BACK, time(3, 0), PARIS) == ""


@given(days, hours)
def test_a_rhythm_always_has_one_instant_at_most_an_hour_off(day, at):
    instant = instant_at(day, at, PARIS)
    shown = instant.astimezone(PARIS).replace(tzinfo=None)

    assert instant.tzinfo == UTC
    assert timedelta(0) <= shown - datetime.combine(day, at) <= timedelta(hours=1)
    if found := instants(day, at, PARIS):
        assert instant == found[0]


@given(days, hours)
def test_every_instant_shows_the_hour_it_was_asked_for(day, at):
    for instant in instants(day, at, PARIS):
        assert instant.astimezone(PARIS).replace(tzinfo=None, fold=0) == datetime.combine(day, at)


@given(days, st.integers(1, 10))
def test_days_follow_one_another_without_gap_nor_overlap(day, number):
    start, end = bounds_of(day, PARIS, number)

    assert end == bounds_of(day + timedelta(days=number), PARIS)[0]
    assert abs((end - start) - timedelta(days=number)) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "words"), [(time(9), "9\u00a0h"), (time(14, 5), "14\u00a0h\u00a005"), (time(0), "0\u00a0h")]
)
def test_an_hour_is_said_the_french_way(at, words):
    assert hour_of(at) == words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", (14, 30)),
        ("14h30", (14, 30)),
        ("14\u00a0h\u202f30", (14, 30)),
        ("14 heures 30", (14, 30)),
        ("14h30min", (14, 30)),
        ("14.30", (14, 30)),
        (" 14H ", (14, 0)),
        ("9", (9, 0)),
        ("1430", (14, 30)),
        ("930", (9, 30)),
        ("Midi", (12, 0)),
        ("midi et demi", (12, 30)),
        ("minuit", (0, 0)),
        ("9 h et demie", (9, 30)),
        ("10h et quart", (10, 15)),
        ("0h", (0, 0)),
        ("23:59", (23, 59)),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed, read):
    assert parse_hour(typed) == time(*read)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "24h",
        "23h60",
        "2400",
        "14h5",
        "14h30 et demie",
        "et demie",
        "quatorze",
        "12345",
        "-1",
        "²",
        "9" * 5000,
        "midi" * 900,
    ],
)
def test_what_is_not_an_hour_says_how_to_write_one(typed):
    with pytest.raises(BadInput, match="14\u00a0h\u00a030"):
        parse_hour(typed)


@given(hours)
def test_an_hour_shown_is_read_again(at):
    assert parse_hour(hour_of(at)) == at
