"""Hours planned, done, justified: counted by week, weighed, said in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.hours import (
    Spell,
    Standing,
    Target,
    Week,
    hours_words,
    monday_of,
    said,
    week_of,
    weeks_of,
    weighed,
)

MONDAY, SUNDAY = date(2026, 11, 30), date(2026, 12, 6)
FIFTEEN = Target(900)
spells = st.lists(
    st.builds(
        Spell, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 600), st.sampled_from("abc"),
        st.sampled_from(list(Standing)),
    ),
    max_size=40,
)  # fmt: skip


def spell(minutes, standing=Standing.DONE, day=MONDAY, kind="appointment"):
    return Spell(day, minutes, kind, standing)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (MONDAY - timedelta(days=1), False),
        (MONDAY, True),
        (SUNDAY, True),
        (SUNDAY + timedelta(days=1), False),
    ],
)
def test_a_week_goes_from_monday_to_sunday(day, counts):
    assert bool(week_of(MONDAY, [spell(60, day=day)]).done) is counts


def test_planned_holds_everything_whatever_became_of_it():
    week = week_of(MONDAY, [spell(60), spell(45, Standing.JUSTIFIED), spell(30, Standing.PLANNED)])

    assert (week.planned, week.done, week.justified, week.counted) == (135, 60, 45, 105)


@pytest.mark.parametrize(
    ("minutes", "weight", "made"),
    [(60, 100, 60), (60, 0, 0), (60, 50, 30), (45, 50, 23), (1, 49, 0), (1, 50, 1), (60, 200, 120)],
)
def test_weights(minutes, weight, made):
    assert weighed(minutes, weight) == made
    assert week_of(MONDAY, [spell(minutes)], {"appointment": weight}).done == made
    assert week_of(MONDAY, [spell(minutes)], {"workshop": weight}).done == minutes


@given(spells)
def test_no_minute_is_lost_nor_counted_twice(found):
    weeks = weeks_of(date(2026, 1, 1), date(2026, 12, 31), found)

    assert sum(week.planned for week in weeks) == sum(one.minutes for one in found)
    for week in weeks:
        assert week.done + week.justified <= week.planned
        assert sum(planned for planned, _done, _justified in week.by_kind.values()) == week.planned
    mondays = [week.monday for week in weeks]
    assert mondays == sorted(set(mondays)) and all(day.weekday() == 0 for day in mondays)


@given(st.dates())
def test_every_day_has_its_monday(day):
    if day.toordinal() > 7:
        assert monday_of(day).weekday() == 0 and 0 <= (day - monday_of(day)).days <= 6


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0\u00a0h"),
        (45, "45\u00a0min"),
        (60, "1\u00a0h"),
        (90, "1\u00a0h\u00a030"),
        (905, "15\u00a0h\u00a005"),
    ],
)
def test_minutes_in_words(minutes, words):
    assert hours_words(minutes) == words


@pytest.mark.parametrize(
    ("planned", "done", "justified", "today", "words"),
    [
        (900, 900, 0, SUNDAY, "Les 15\u00a0h sont là."),
        (900, 840, 60, SUNDAY, "Les 15\u00a0h sont là."),
        (900, 899, 0, SUNDAY + timedelta(days=1), "1\u00a0min de moins que les 15\u00a0h de référence."),
        (900, 0, 0, MONDAY, "Ce qui est prévu mène aux 15\u00a0h."),
        (899, 0, 0, MONDAY, "1\u00a0min restent à trouver"),
        (600, 600, 0, SUNDAY, "5\u00a0h restent à trouver"),
        (600, 600, 0, SUNDAY + timedelta(days=1), "5\u00a0h de moins"),
        (0, 0, 0, MONDAY, "Rien n’est noté"),
    ],
)
def test_a_week_is_said_in_words_and_blames_nobody(planned, done, justified, today, words):
    told = said(Week(MONDAY, planned, done, justified), FIFTEEN, today=today)

    assert words in told
    assert not any(word in told.lower() for word in ("échec", "manqu", "insuffisant", "!", "%"))


def test_without_a_reference_only_what_there_is():
    assert said(Week(MONDAY, 60, 60), None, today=MONDAY) == "1\u00a0h prévues, 1\u00a0h faites."


def test_when_nothing_is_asked_the_reason_is_said():
    told = said(
        Week(MONDAY, 60, 60), Target(0, "parent seul d’un enfant de moins de douze ans"), today=MONDAY
    )

    assert "Aucune heure n’est demandée\u202f: parent seul" in told
