"""Hours as people say them: both sides of each bound."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.people.rules import Hours, hours_of, next_moment, open_channels

WEEK = frozenset(range(6))


@pytest.mark.parametrize(
    ("words", "days", "start", "end"),
    [
        ("", WEEK, time(8), time(20)),
        ("le matin", WEEK, time(8), time(12)),
        ("plutôt l’après-midi", WEEK, time(14), time(18)),
        ("entre midi et deux", WEEK, time(12), time(14)),
        ("après 17 h", WEEK, time(17), time(20)),
        ("après 10h30", WEEK, time(10, 30), time(20)),
        ("à partir de 9 h", WEEK, time(9), time(20)),
        ("avant 11 h", WEEK, time(8), time(11)),
        ("jamais avant 10 h", WEEK, time(10), time(20)),
        ("entre 9 h et 11 h 30", WEEK, time(9), time(11, 30)),
        ("de 14h à 16h", WEEK, time(14), time(16)),
        ("pas le mercredi", WEEK - {2}, time(8), time(20)),
        ("jamais le vendredi", WEEK - {4}, time(8), time(20)),
        ("pas le matin", WEEK, time(12), time(20)),
        ("le lundi et le jeudi, le matin", frozenset({0, 3}), time(8), time(12)),
        ("le dimanche", frozenset({6}), time(8), time(20)),
    ],
)
def test_hours_are_understood(words, days, start, end):
    assert hours_of(words) == Hours(days, start, end)


@pytest.mark.parametrize("words", ["demander Sonia", "quand le chien aboie", "après 20 h", "avant 8 h"])
def test_what_is_not_understood_says_so_and_leaves_the_day_hours(words):
    found = hours_of(words)

    assert not found.understood
    assert (found.start, found.end) == (time(8), time(20))


@given(st.text(max_size=120))
def test_any_words_give_hours(words):
    assert hours_of(words).start < hours_of(words).end


MONDAY = datetime(2026, 11, 30, 7, 59)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 30, 7, 59), datetime(2026, 11, 30, 8)),
        (datetime(2026, 11, 30, 8), datetime(2026, 11, 30, 8)),
        (datetime(2026, 11, 30, 11, 59, 59), datetime(2026, 11, 30, 11, 59, 59)),
        (datetime(2026, 11, 30, 12), datetime(2026, 12, 1, 8)),
        (datetime(2026, 11, 28, 13), datetime(2026, 11, 30, 8)),  # Saturday afternoon: Sunday is nobody's
    ],
)
def test_the_next_moment(now, expected):
    assert next_moment(hours_of("le matin"), now) == expected


def test_a_closed_day_is_passed_over():
    assert next_moment(Hours(), MONDAY, [date(2026, 11, 30)]) == datetime(2026, 12, 1, 8)


@pytest.mark.parametrize(
    ("preferred", "channels"),
    [
        ("", ("sms", "mail")),
        ("sms", ("sms",)),
        ("email", ("mail",)),
        ("none", ()),
        ("call", ()),
        ("letter", ()),
        ("through", ()),
    ],
)
def test_only_what_the_person_chose(preferred, channels):
    assert open_channels(preferred) == channels
