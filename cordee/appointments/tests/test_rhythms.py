"""Appointments that come back: written a year ahead, moved from one on, ended, going on by themselves."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.appointments import actions, rhythms
from cordee.appointments.actions import Outcome, When
from cordee.appointments.clashing import Clashing
from cordee.appointments.matters import About
from cordee.appointments.models import Appointment, Matter, Series
from cordee.appointments.rhythms import Rhythm, times_on
from cordee.appointments.tests.factories import book, seen_by, settle, wanted
from cordee.dossier.models import Fact
from cordee.kernel.errors import BadInput
from cordee.plumbing.context import acting_in
from tests import factories

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def person(house):
    return factories.person(house.referent)


def repeat(house, person, rhythm, *, who=None, despite=False, **more):
    by = who or factories.fresh(house.referent.member)  # of the day the clock shows, where it was moved
    with acting_in(by.context()):
        return rhythms.book_rhythm(
            seen_by(by, person), by=by, wanted=wanted(by, **more), rhythm=rhythm, despite=despite
        )


def rows(house, status="unknown"):
    with acting_in(house.referent.context()):
        return list(Appointment.objects.filter(status=status).order_by("starts_at"))


def hours(found):
    return {row.starts_at.astimezone(PARIS).time() for row in found}


def test_without_an_end_a_year_is_written_and_one_fact_says_so(house, person):
    made = repeat(house, person, Rhythm(skips_public=False))

    assert 51 <= len(made) <= 53 and hours(made) == {time(14, 30)}
    with acting_in(house.referent.context()):
        (fact,) = Fact.objects.filter(person=person, kind="appointment_booked")
        assert fact.codes["times"] == len(made)


def test_the_hour_of_the_wall_stays_when_clocks_change(house, person):
    made = repeat(house, person, Rhythm(2, "week"))

    offsets = {row.starts_at.astimezone(PARIS).utcoffset() for row in made}
    assert hours(made) == {time(14, 30)} and len(offsets) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    st.times(),
    st.integers(1, 12),
    st.sampled_from(["week", "month"]),
)
def test_any_rhythm_keeps_its_hour_or_the_first_after_the_jump(first, at, every, unit):
    from types import SimpleNamespace

    from cordee.appointments.recurring import days_of

    at = at.replace(second=0, microsecond=0)
    days = days_of(first, every=every, unit=unit, until=first + timedelta(days=800))
    for start, end in times_on(days, When(first, at, 45), SimpleNamespace(time_zone="Europe/Paris")):
        shown = start.astimezone(PARIS)
        assert end - start == timedelta(minutes=45)
        assert shown.time() == at or (shown.month == 3 and shown.hour == 3 and at.hour == 2)


def test_holidays_are_left_out_when_asked(house, person):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=PARIS), tick=True):
        when = When(date(2026, 12, 18), time(9), 60)
        with_all = repeat(house, person, Rhythm(until=date(2027, 1, 8), skips_public=False), when=when)
        without = repeat(house, person, Rhythm(until=date(2027, 1, 8)), when=when, despite=True)

    days = {row.starts_at.astimezone(PARIS).date() for row in without}
    assert len(with_all) == 4 and days == {date(2026, 12, 18), date(2027, 1, 8)}


def test_a_rhythm_of_one_meeting_is_no_rhythm(house, person):
    with pytest.raises(BadInput) as refused:
        repeat(house, person, Rhythm(until=house.referent.today + timedelta(days=3)))
    assert refused.value.field == "until"

    with pytest.raises(BadInput):
        repeat(house, person, Rhythm(until=house.referent.today))
    assert rows(house) == []


def test_one_clash_among_many_is_said(house, person):
    book(house.referent, factories.person(house.referent), days=10)
    with pytest.raises(Clashing) as clash:
        repeat(house, person, Rhythm())

    assert len(clash.value.said) == 1 and len(rows(house)) == 1


def test_one_is_moved_and_the_others_stay(house, person):
    first, second, *_rest = repeat(house, person, Rhythm())
    with acting_in(house.referent.context()):
        actions.move_appointment(
            second,
            seen_by(house.referent, person),
            by=house.referent,
            wanted=wanted(house.referent, days=11, at=time(9)),
            version=1,
        )

    assert len([row for row in rows(house) if row.starts_at.astimezone(PARIS).time() == time(9)]) == 1


def following_moved(house, person, row, **more):
    with acting_in(house.referent.context()):
        return rhythms.move_following(
            row,
            seen_by(house.referent, person),
            by=house.referent,
            wanted=wanted(house.referent, **more),
            version=1,
        )


def test_the_following_are_moved_and_those_before_stay(house, person):
    made = repeat(
        house,
        person,
        Rhythm(until=house.referent.today + timedelta(days=60)),
        about=About("housing", "", "bail"),
    )
    following_moved(house, person, made[3], days=3 + 21 + 1, at=time(9), about=About("project", "", "jardin"))

    found = rows(house)
    before, after = found[:3], found[3:]
    assert hours(before) == {time(14, 30)} and hours(after) == {time(9)}
    assert {row.starts_at.astimezone(PARIS).weekday() for row in after} == {
        (made[3].starts_at.astimezone(PARIS).weekday() + 1) % 7
    }
    assert after[-1].starts_at.astimezone(PARIS).date() <= house.referent.today + timedelta(days=60)
    with acting_in(house.referent.context()):
        assert Series.objects.count() == 2
        assert set(Matter.objects.filter(appointment__in=after).values_list("theme", flat=True)) == {
            "project"
        }


def test_the_following_are_called_off_together(house, person):
    made = repeat(house, person, Rhythm())
    with acting_in(house.referent.context()):
        done = rhythms.end_rhythm(
            made[2], seen_by(house.referent, person), by=house.referent, outcome=Outcome("revoked")
        )

    assert len(rows(house)) == 2 and done == len(made) - 2 == len(rows(house, "revoked"))
    with acting_in(house.referent.context()):
        series = Series.objects.get()
        assert series.until_on is not None
        assert rhythms.go_on(series, seen_by(house.referent, person), by=house.referent) == 0


def test_a_rhythm_without_an_end_goes_on_by_itself(house, person):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=PARIS), tick=True):
        made = repeat(
            house,
            person,
            Rhythm(skips_public=False),
            about=About("housing", "", "bail"),
            when=When(date(2026, 12, 3), time(14, 30), 60),
        )
    last = made[-1].starts_at

    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=PARIS), tick=True):
        later = factories.fresh(house.referent.member)
        settle(later, made[0], person, "seen")
        with acting_in(later.context()):
            added = rhythms.go_on(Series.objects.get(), seen_by(later, person), by=later)
            again = rhythms.go_on(Series.objects.get(), seen_by(later, person), by=later)

    found = rows(house)
    assert 12 <= added <= 14 and again == 0
    starts = [row.starts_at.astimezone(PARIS) for row in found if row.starts_at > last]
    assert {start.time() for start in starts} == {time(14, 30)} and {start.weekday() for start in starts} == {
        3
    }
    gaps = {
        (after.starts_at.astimezone(PARIS).date() - before.starts_at.astimezone(PARIS).date()).days
        for before, after in zip(found, found[1:], strict=False)
    }
    assert gaps == {7}
    with acting_in(house.referent.context()):
        assert Matter.objects.filter(appointment__in=found).count() == len(found)


def test_a_rhythm_of_ten_years_still_goes_on(house, person):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=PARIS), tick=True):
        repeat(house, person, Rhythm(skips_public=False), when=When(date(2026, 12, 3), time(14, 30), 60))
        who = factories.fresh(house.referent.member)
        with acting_in(who.context()):
            series = Series.objects.get()
            Series.objects.update(first_on=date(2016, 12, 1), written_until=date(2026, 12, 31))
            series.refresh_from_db()
            added = rhythms.go_on(series, seen_by(who, person), by=who)

    assert 47 <= added <= 49
