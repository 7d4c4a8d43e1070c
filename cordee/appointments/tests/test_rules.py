"""Bounds of a meeting, clashes, what may be said of it; rhythms and holidays."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.appointments import panels
from cordee.appointments.holidays import ZONE_OF, calendar_of, last_published, week_of
from cordee.appointments.recurring import days_of, horizon, rank_of
from cordee.appointments.rules import (
    LONGEST,
    SHORTEST,
    Taken,
    clashes,
    is_to_settle,
    may_be_booked,
    may_be_settled,
    overlaps,
    says_late,
)

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3))
lengths = st.integers(1, 300).map(lambda minutes: timedelta(minutes=minutes))


def booked(minutes, *, start=NOW):
    return may_be_booked(start, start + timedelta(minutes=minutes), now=NOW)


@pytest.mark.parametrize(
    ("minutes", "ok"),
    [
        (-60, False),
        (0, False),
        (SHORTEST - 1, False),
        (SHORTEST, True),
        (LONGEST, True),
        (LONGEST + 1, False),
    ],
)
def test_a_meeting_has_a_length(minutes, ok):
    assert booked(minutes).ok is ok


@pytest.mark.parametrize(
    ("days", "ok"),
    [(-367, False), (-366, True), (-1, True), (1, True), (3 * 366, True), (3 * 366 + 1, False)],
)
def test_a_meeting_is_neither_too_far_ahead_nor_too_long_ago(days, ok):
    assert booked(60, start=NOW + timedelta(days=days)).ok is ok


@pytest.mark.parametrize(
    ("start", "ok"), [(30, True), (60, False), (59, True), (-60, False), (-59, True), (0, True)]
)
def test_meetings_back_to_back_do_not_clash(start, ok):
    taken = Taken(NOW, NOW + AN_HOUR)
    begins = NOW + timedelta(minutes=start)

    assert bool(clashes(begins, begins + AN_HOUR, [taken])) is ok


@given(moments, lengths, moments, lengths)
def test_two_meetings_overlap_whichever_comes_first(one, lasts, other, goes_on):
    first, second = (one, one + lasts), (other, other + goes_on)

    assert overlaps(first, second) == overlaps(second, first)
    assert overlaps(first, first)
    assert overlaps(first, second) == (max(first[0], second[0]) < min(first[1], second[1]))


@pytest.mark.parametrize(
    ("status", "minutes", "before", "ok"),
    [
        ("seen", -1, "unknown", False),
        ("seen", 0, "unknown", True),
        ("no_show", -1, "unknown", False),
        ("no_show", 0, "unknown", True),
        ("excused", -9_000, "unknown", True),
        ("revoked", -9_000, "unknown", True),
        ("no_show", 5, "seen", False),
        ("unknown", 5, "seen", False),
        ("seen", 5, "seen", True),
        ("unknown", 5, "no_show", True),
        ("excused", 5, "no_show", True),
    ],
)
def test_who_came_is_known_once_it_has_begun(status, minutes, before, ok):
    starts_at = NOW - timedelta(minutes=minutes)

    assert may_be_settled(status, starts_at=starts_at, now=NOW, before=before).ok is ok


@pytest.mark.parametrize(("minutes", "ok"), [(None, True), (0, True), (240, True), (241, False), (-1, False)])
def test_minutes_late(minutes, ok):
    assert says_late(minutes).ok is ok


def test_what_is_over_without_a_word_is_to_settle():
    assert is_to_settle("unknown", ends_at=NOW, now=NOW)
    assert not is_to_settle("unknown", ends_at=NOW + timedelta(minutes=1), now=NOW)
    assert not is_to_settle("seen", ends_at=NOW, now=NOW)


# Rhythms


def test_every_second_tuesday():
    found = days_of(date(2026, 12, 1), every=2, unit="week", until=date(2027, 1, 12))

    assert found == [date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 29), date(2027, 1, 12)]


@pytest.mark.parametrize(
    ("day", "rank"),
    [
        (date(2026, 12, 1), 1),
        (date(2026, 12, 8), 2),
        (date(2026, 12, 22), 4),
        (date(2026, 12, 29), -1),
        (date(2027, 2, 22), -1),
    ],
)
def test_the_rank_of_a_day_in_its_month(day, rank):
    assert rank_of(day) == rank


def test_the_last_friday_stays_the_last_one():
    found = days_of(date(2026, 10, 30), every=1, unit="month", until=date(2027, 2, 28))

    assert found == [
        date(2026, 10, 30),
        date(2026, 11, 27),
        date(2026, 12, 25),
        date(2027, 1, 29),
        date(2027, 2, 26),
    ]


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(1, 12),
    st.sampled_from(["week", "month"]),
    st.integers(0, 500),
)
def test_a_rhythm_keeps_its_weekday_and_its_bounds(first, every, unit, lasts):
    until = first + timedelta(days=lasts)
    found = days_of(first, every=every, unit=unit, until=until)

    assert found[0] == first and all(first <= day <= until for day in found)
    assert {day.weekday() for day in found} == {first.weekday()}
    assert found == sorted(set(found))
    if unit == "week":
        assert {(later - day).days for day, later in zip(found, found[1:], strict=False)} <= {7 * every}
    else:
        assert all(rank_of(day) == rank_of(first) or rank_of(first) == 4 for day in found)


def test_a_rhythm_leaves_out_the_days_that_are_closed():
    first, christmas = date(2026, 12, 18), date(2026, 12, 25)

    assert christmas in days_of(first, every=1, unit="week", until=date(2027, 1, 8))
    assert christmas not in days_of(first, every=1, unit="week", until=date(2027, 1, 8), closed={christmas})


def test_without_an_end_a_year_is_written():
    today = date(2026, 12, 1)

    assert horizon(today, today, None) == today + timedelta(days=366)
    assert horizon(today - timedelta(days=400), today, None) == today + timedelta(days=366)
    assert horizon(today, today, date(2027, 1, 1)) == date(2027, 1, 1)


# Holidays


def house(department="", school_zone=""):
    return SimpleNamespace(department=department, school_zone=school_zone)


def test_moselle_has_good_friday_and_the_day_after_christmas():
    here = calendar_of(house("57"), date(2027, 1, 1), date(2027, 12, 31)).public
    elsewhere = calendar_of(house("62"), date(2027, 1, 1), date(2027, 12, 31)).public

    assert here[date(2027, 3, 26)] == "Vendredi saint" and date(2027, 12, 26) in here
    assert date(2027, 3, 26) not in elsewhere and date(2027, 12, 26) not in elsewhere
    assert len(elsewhere) == 11


@pytest.mark.parametrize(
    ("department", "day", "is_off"),
    [
        ("71", date(2027, 2, 15), True), ("62", date(2027, 2, 15), False), ("75", date(2027, 2, 15), True),
        ("71", date(2027, 2, 13), True), ("71", date(2027, 2, 12), False), ("71", date(2027, 2, 28), True),
        ("71", date(2027, 3, 1), False), ("57", date(2027, 2, 20), True), ("14", date(2027, 3, 7), True),
        ("14", date(2027, 3, 8), False),
    ],
)  # fmt: skip
def test_school_holidays_follow_the_zone_of_the_department(department, day, is_off):
    assert (day in calendar_of(house(department), day, day).school) is is_off


def test_a_house_may_say_another_zone():
    day = date(2027, 2, 15)

    assert day not in calendar_of(house("71", "B"), day, day).school


def test_what_is_not_published_is_said():
    last = last_published()

    assert calendar_of(house("71"), last, last).school_known
    assert not calendar_of(house("71"), last, last + timedelta(days=1)).school_known
    assert not calendar_of(house(), date(2027, 1, 1), date(2027, 1, 7)).school_known
    assert calendar_of(house("71"), date(2045, 1, 1), date(2045, 1, 7)).school == {}


def test_every_department_of_the_mainland_has_a_zone():
    mainland = {f"{number:02}" for number in range(1, 96) if number not in (20,)}

    assert ZONE_OF.keys() == mainland


def test_a_week_begins_on_monday():
    assert [day.weekday() for day in week_of(date(2026, 11, 29))] == list(range(7))
    assert week_of(date(2026, 11, 29))[0] == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("held", "is_today", "shown"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_a_day_of_rest_stands_in_the_week_when_it_holds_something_or_is_today(held, is_today, shown):
    sunday = panels.Day(
        day=date(2026, 11, 29),
        lines=["a line"] if held else [],
        marks=[],
        is_closed=True,
        is_today=is_today,
        book_url="",
    )

    assert panels.without_empty_ends([sunday]) == ([sunday] if shown else [])
