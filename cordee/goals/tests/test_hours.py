"""The hours of a step: what it may carry, what it plans, what somebody says of it, what the page of hours makes of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cordee.dossier.hours import spells_of
from cordee.dossier.models import Fact
from cordee.goals.actions import GoalWanted
from cordee.goals.counted import Carried, carried_by, spells_of_step
from cordee.goals.models import ActionStep
from cordee.goals.reviewing import Reviewed, review_goals
from cordee.goals.stepping import StepWanted, change_step, move_step, note_hours, withdraw_step
from cordee.goals.tests.factories import followed, goal, open_health, seen_by, step
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.hours import Standing, monday_of, week_of
from cordee.pathways.actions import close_pathway
from cordee.plumbing.context import acting_in
from tests import factories

WEDNESDAY = datetime(2026, 12, 2, 12, tzinfo=ZoneInfo("Europe/Paris"))
TODAY, MONDAY = date(2026, 12, 2), date(2026, 11, 30)
WEEK = timedelta(days=7)
TRAINING = {
    "words": "Cours de français",
    "kind": "training",
    "who": "partner",
    "partner": "L’école",
    "minutes": 420,
    "is_weekly": True,
    "from_on": date(2026, 11, 18),
}


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(WEDNESDAY, tick=True):
        yield


@pytest.fixture
def who(house):
    return factories.fresh(house.referent.member)


@pytest.fixture
def person(house, who):
    found = followed(house)
    with acting_in(who.context()):
        yield found


@pytest.fixture
def aim(house, who, person):
    return goal(house, person, GoalWanted(axis="bouger", words="Lire", set_on=date(2026, 11, 2)), by=who)


def made(house, by, person, aim, **more):
    return step(house, person, aim, by=by, on=date(2026, 11, 2), **(TRAINING | more))


def counted(who, person, monday=MONDAY):
    with acting_in(who.context()):
        spells = spells_of(who, seen_by(who, person), monday, monday + timedelta(days=6))
    week = week_of(monday, spells)
    return week.planned, week.done, week.justified


def say(who, person, row, monday, done, justified=0, seen=None):
    row.refresh_from_db()
    said = {monday: (done, justified)}
    note_hours(row, seen_by(who, person), said, by=who, seen=row.version if seen is None else seen)


# What it may carry


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"minutes": 0}, "hours"),
        ({"who": "professional"}, "hours"),
        ({"kind": ""}, "kind"),
        ({"is_weekly": False, "from_on": None}, "due_on"),
        ({"due_on": date(2026, 11, 17)}, "from_on"),
    ],
)
def test_hours_a_step_cannot_carry(house, who, person, aim, more, field):
    with pytest.raises(BadInput) as refused:
        made(house, who, person, aim, **more)

    assert refused.value.field == field


@pytest.mark.parametrize(
    "more", [{}, {"due_on": date(2026, 11, 18)}, {"is_weekly": False, "from_on": None, "due_on": TODAY}]
)
def test_hours_a_step_may_carry(house, who, person, aim, more):
    assert made(house, who, person, aim, **more).minutes == 420


def test_care_is_not_counted(house, who, person):
    open_health(house, person)
    fresh = factories.fresh(house.referent.member)
    care = goal(house, person, GoalWanted(axis="soins", words="Dormir"), by=fresh)

    with pytest.raises(BadInput) as refused:
        made(house, fresh, person, care)
    assert refused.value.field == "hours"
    page = reverse("new_step", args=[person.pk, "sante", care.pk])
    assert "Heures d’activité" not in text_of(ask(fresh, page)[0])


# What it plans, what is said of it


def test_each_week_from_its_first_is_planned_and_nothing_is_done_unless_somebody_says_so(
    house, who, person, aim
):
    made(house, who, person, aim)

    assert counted(who, person, date(2026, 11, 9)) == (0, 0, 0)
    assert counted(who, person, date(2026, 11, 16)) == (420, 0, 0)
    assert counted(who, person, MONDAY + 10 * WEEK) == (420, 0, 0)


def test_what_is_said_of_a_week_counts_and_is_told(house, who, person, aim):
    row = made(house, who, person, aim)

    say(who, person, row, MONDAY - WEEK, 300, 60)

    assert counted(who, person, MONDAY - WEEK) == (420, 300, 60)
    fact = Fact.objects.get(kind="goal_step_hours")
    assert fact.codes["done"] == 300 and fact.codes["justified"] == 60
    say(who, person, row, MONDAY - WEEK, 300, 60)
    assert Fact.objects.filter(kind="goal_step_hours").count() == 1


@pytest.mark.parametrize(
    ("monday", "done", "justified", "field"),
    [
        (date(2026, 11, 9), 60, 0, "done"),
        (date(2026, 12, 7), 60, 0, "done"),
        (date(2026, 11, 24), 60, 0, "done"),
        (MONDAY, 3601, 0, "done"),
        (MONDAY, 300, 121, "justified"),
        (MONDAY, 500, 1, "justified"),
    ],
)
def test_what_cannot_be_said(house, who, person, aim, monday, done, justified, field):
    row = made(house, who, person, aim)

    with pytest.raises(BadInput) as refused:
        say(who, person, row, monday, done, justified)
    assert refused.value.field == f"{field}-{monday}"


@pytest.mark.parametrize(
    ("monday", "done", "justified"),
    [(date(2026, 11, 16), 60, 0), (MONDAY, 3600, 0), (MONDAY, 300, 120), (MONDAY, 0, 0)],
)
def test_what_may_be_said(house, who, person, aim, monday, done, justified):
    row = made(house, who, person, aim)

    say(who, person, row, monday, done, justified)

    assert carried_by(ActionStep.objects.get()).weeks == {monday: (done, justified)}


def test_who_speaks_after_a_colleague_is_told(house, who, person, aim):
    row = made(house, who, person, aim)
    say(who, person, row, MONDAY, 60)

    with pytest.raises(StaleState):
        say(who, person, row, MONDAY, 120, seen=1)
    say(who, person, row, MONDAY, 120)
    assert counted(who, person) == (420, 120, 0)


def test_once_is_done_when_its_step_is_in_the_week_it_was_for(house, who, person, aim):
    row = made(house, who, person, aim, is_weekly=False, from_on=None, due_on=MONDAY - timedelta(days=1))

    assert counted(who, person, MONDAY - WEEK) == (420, 0, 0)
    move_step(row, seen_by(who, person), "do", by=who)
    assert counted(who, person, MONDAY - WEEK) == (420, 420, 0)
    assert counted(who, person) == (0, 0, 0)


def test_done_before_its_day_counts_the_day_it_was_done(house, who, person, aim):
    row = made(house, who, person, aim, is_weekly=False, from_on=None, due_on=MONDAY + 3 * WEEK)
    move_step(row, seen_by(who, person), "do", by=who)

    assert counted(who, person) == (420, 420, 0)
    assert counted(who, person, MONDAY + 3 * WEEK) == (0, 0, 0)


@pytest.mark.parametrize("how", ["abandon", "hold", "withdrawn", "goal", "pathway"])
def test_what_is_over_plans_nothing_more_and_what_was_said_stays(house, who, person, aim, how):
    row = made(house, who, person, aim)
    known = seen_by(who, person)
    say(who, person, row, MONDAY - WEEK, 300)
    assert counted(who, person, MONDAY + WEEK) == (420, 0, 0)

    if how in ("abandon", "hold"):
        move_step(row, known, how, by=who)
    elif how == "withdrawn":
        withdraw_step(row, known, by=who)
    elif how == "goal":
        review_goals(known, person.pathway, [Reviewed(aim, "reached")], by=who, on=who.today)
    else:
        close_pathway(
            person.pathway, by=who, exit_code="emploi", on=who.today, version=person.pathway.version
        )

    assert counted(who, person, MONDAY + WEEK) == (0, 0, 0)
    assert counted(who, person, MONDAY - WEEK)[1] == (0 if how == "withdrawn" else 300)


def test_a_step_said_otherwise_keeps_what_was_said_of_its_weeks(house, who, person, aim):
    row = made(house, who, person, aim)
    say(who, person, row, MONDAY, 60)
    row.refresh_from_db()

    change_step(
        row, seen_by(who, person), StepWanted(**(TRAINING | {"minutes": 600})), by=who, seen=row.version
    )

    assert counted(who, person) == (600, 60, 0)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    minutes=st.integers(1, 3600),
    weekly=st.booleans(),
    start=DAYS,
    lasts=st.integers(0, 400),
    state=st.sampled_from(["planned", "under_way", "on_hold", "done", "abandoned", "cancelled"]),
    since=DAYS,
    over=st.none() | DAYS,
    said=st.dictionaries(
        DAYS.map(monday_of), st.tuples(st.integers(0, 3600), st.integers(0, 600)), max_size=4
    ),
    asked=DAYS,
    weeks=st.integers(0, 20),
)
def test_what_is_said_is_counted_once_and_nothing_is_made_up(
    minutes, weekly, start, lasts, state, since, over, said, asked, weeks
):
    due = start + timedelta(days=lasts)
    one = Carried(minutes, weekly, start, due, state, since, over, said)
    first = monday_of(asked)
    last = first + weeks * WEEK + timedelta(days=6)

    spells = list(spells_of_step(one, first, last))

    inside = {monday: told for monday, told in said.items() if first <= monday <= last}
    sums = {
        standing: sum(spell.minutes for spell in spells if spell.standing is standing)
        for standing in Standing
    }
    assert sums[Standing.JUSTIFIED] == sum(justified for _done, justified in inside.values())
    told = sum(done for done, _justified in inside.values())
    assert sums[Standing.DONE] - told in ({0, minutes} if not weekly and state == "done" else {0})
    assert all(first <= spell.day <= last and spell.minutes > 0 for spell in spells)
    assert sums[Standing.PLANNED] <= minutes * (weeks + 1)


# The pages


def test_hours_are_typed_as_people_write_them_then_said(house, who, person, aim, visit):
    client = visit(who)
    page = reverse("new_step", args=[person.pk, "emploi", aim.pk])
    typed = {"words": "Bénévolat au jardin", "who": "person", "kind": "activity", "is_weekly": "on"}
    answer = client.post(page, typed | {"hours": "beaucoup", "from_on": "23/11/2026"})
    assert answer.status_code == 422 and "n’est pas un nombre d’heures" in text_of(answer)

    assert (
        client.post(page, typed | {"hours": "sept heures et demie", "from_on": "23/11/2026"}).status_code
        == 302
    )

    with acting_in(who.context()):
        row = ActionStep.objects.get()
    assert (row.minutes, row.is_weekly, row.from_on) == (450, True, date(2026, 11, 23))
    shown = text_of(client.get(reverse("goal", args=[person.pk, "emploi", aim.pk])))
    assert "7 h 30 par semaine à partir du 23 novembre 2026" in shown.replace("\xa0", " ")
    hours = reverse("step_hours", args=[person.pk, "emploi", aim.pk, row.pk])
    answer = client.post(
        hours, {"done-2026-11-30": "4h", "justified-2026-11-30": "", "as_planned": "1", "seen": "1"}
    )
    assert answer.status_code == 302
    assert counted(who, person) == (450, 240, 0)
    assert counted(who, person, MONDAY - WEEK) == (450, 450, 0)
    said = text_of(client.get(reverse("person_hours", args=[person.pk])))
    assert "étapes du projet" in said


def test_the_page_of_a_step_without_hours_is_absent_and_the_other_counts_its_queries(house, who, person, aim):
    bare = step(house, person, aim, by=who)
    row = made(house, who, person, aim)

    where = [person.pk, "emploi", aim.pk]
    assert ask(who, reverse("step_hours", args=[*where, bare.pk]))[0].status_code == 404
    answer, asked = ask(who, reverse("step_hours", args=[*where, row.pk]))
    assert answer.status_code == 200 and len(answer.context["form"].weeks) == 3
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


@pytest.mark.parametrize("number", [1, 12])
def test_the_hours_of_twelve_steps_cost_those_of_one(house, who, person, aim, number):
    for _turn in range(number):
        made(house, who, person, aim)

    answer, asked = ask(who, reverse("person_hours", args=[person.pk]))
    assert answer.status_code == 200 and counted(who, person)[0] == 420 * number
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
