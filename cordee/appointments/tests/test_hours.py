"""The hours appointments make, the reference of the RSA, the weights of a house, and the page that says them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from cordee.appointments import counting
from cordee.appointments import house as choosing
from cordee.appointments.tests.factories import book, past, seen_by, settle
from cordee.dossier.hours import HOURS, TARGETS, HourSource, spells_of, target_for
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.hours import Spell, Standing, Target, monday_of, week_of
from cordee.plumbing.context import acting_in
from tests import factories

WEDNESDAY = datetime(2026, 12, 2, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    found.pathway = factories.pathway(house, found, on=date(2026, 11, 1))
    return found


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(WEDNESDAY, tick=True):
        yield


def counted(house, person, who=None):
    actor = factories.fresh((who or house.referent).member)
    with acting_in(actor.context()):
        monday = monday_of(actor.today)
        return week_of(monday, spells_of(actor, seen_by(actor, person), monday, monday + timedelta(days=6)))


@pytest.mark.parametrize(
    ("status", "more", "done", "justified"),
    [
        ("unknown", {}, 0, 0),
        ("seen", {}, 60, 0),
        ("no_show", {}, 0, 0),
        ("no_show", {"is_legitimate": True}, 0, 60),
        ("no_show", {"is_legitimate": False}, 0, 0),
        ("excused", {}, 0, 0),
        ("excused", {"is_legitimate": True}, 0, 60),
        ("revoked", {}, 0, 60),
    ],
)
def test_what_an_appointment_counts_for(house, person, status, more, done, justified):
    who = factories.fresh(house.referent.member)
    row = past(who, person)
    if status != "unknown":
        settle(who, row, person, status, **more)

    week = counted(house, person)
    assert (week.planned, week.done, week.justified) == (60, done, justified)


def test_sunday_night_is_of_its_own_week(house, person):
    who = factories.fresh(house.referent.member)
    book(who, person, days=4, at=time(23, 30), minutes=60)
    book(who, person, days=5, at=time(0, 30), minutes=45)
    book(who, person, days=-3, at=time(23, 30), minutes=30)

    assert counted(house, person).planned == 60


def test_another_domain_brings_its_own_hours(house, person):
    spell = Spell(date(2026, 12, 1), 120, "", Standing.DONE)
    HOURS.register("essai", HourSource("essai", lambda actor, whom, first, last: [spell]))
    try:
        week = counted(house, person)
    finally:
        HOURS._items.pop("essai")

    assert week.done == 120 and week.by_kind["essai"] == (120, 120, 0)


def with_audience(house, person, audience):
    text = (Path(factories.__file__).parent / "programme.toml").read_text()
    version = factories.programme(
        house.organisation, text.replace('audience = ["adults"]', f'audience = ["{audience}"]')
    )
    return factories.pathway(house, person, version=version, on=date(2026, 11, 1))


def test_the_reference_is_for_who_receives_the_rsa(house, person):
    actor = factories.fresh(house.referent.member)
    with acting_in(actor.context()):
        assert target_for(actor, seen_by(actor, person), actor.today) is None
    other = factories.person(house.referent)
    with_audience(house, other, "rsa")

    with acting_in(actor.context()):
        found = counting.target(actor, seen_by(actor, other), actor.today)
        assert found.minutes == 900 and "L5411-6" in found.source
        assert counting.target(actor, seen_by(actor, other), date(2024, 12, 31)) is None


def test_what_somebody_s_contract_adapts_comes_first(house, person):
    actor = factories.fresh(house.referent.member)
    adapted = Target(600, "parent seul")
    known = dict(TARGETS.items())
    TARGETS._items.clear()
    TARGETS.register("essai", lambda actor, whom, on: adapted)
    try:
        with acting_in(actor.context()):
            assert target_for(actor, seen_by(actor, person), actor.today) is adapted
    finally:
        TARGETS._items.clear()
        for code, one in known.items():
            TARGETS.register(code, one)


# Weights


def choose(who, **more):
    asked = {"remind_days": 2, "weights": {"appointment": 100}, "from_on": who.today, **more}
    with acting_in(who.context()):
        return choosing.choose(by=who, **asked)


def test_a_weight_counts_from_its_week_on(house, person):
    who = factories.fresh(house.coordinator.member)
    choose(who, weights={"appointment": 50}, from_on=who.today + timedelta(days=7))

    with acting_in(who.context()):
        history = choosing.history_of(house.organisation, who.today + timedelta(days=60))
    before, after = (choosing.in_force(history, who.today + timedelta(days=days)).weights for days in (6, 7))
    assert before == {} and after == {"appointment": 50}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"remind_days": 0}, "remind_days"), ({"remind_days": 15}, "remind_days"),
        ({"weights": {"appointment": -1}}, "weight_appointment"), ({"weights": {"appointment": 201}}, "weight_appointment"),
        ({"weights": {"lune": 100}}, "weights"), ({"from_on": date(2026, 12, 1)}, "from_on"),
    ],
)  # fmt: skip
def test_what_a_house_may_not_choose(house, asked, field):
    with pytest.raises(BadInput) as refused:
        choose(factories.fresh(house.coordinator.member), **asked)

    assert refused.value.field == field


def test_bounds_a_house_may_choose(house):
    who = factories.fresh(house.coordinator.member)
    for asked in (
        {"remind_days": 1},
        {"remind_days": 14},
        {"weights": {"appointment": 0}},
        {"weights": {"appointment": 200}},
    ):
        assert choose(who, **asked).pk


def test_weights_belong_to_who_leads(house):
    with pytest.raises(NotAllowed):
        choose(factories.fresh(house.referent.member))


@pytest.mark.parametrize(
    "kept",
    [{}, {"remind_days": "x"}, {"remind_days": 99, "weights": []}, {"weights": {"appointment": "beaucoup"}}],
)
def test_a_setting_that_makes_no_sense_is_the_usual_one(kept):
    assert choosing.read(kept) == choosing.Choices()


# The pages


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_or_many(house, person, number):
    who = factories.fresh(house.referent.member)
    for turn in range(number):
        book(who, person, days=-1 - turn % 20, at=time(8 + turn % 10), despite=True)

    answer, asked = ask(who, reverse("person_hours", args=[person.pk]))
    assert answer.status_code == 200 and len(answer.context["rows"]) == 10
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_the_page_says_the_week_in_words(house, person):
    other = factories.person(house.referent)
    with_audience(house, other, "rsa")
    who = factories.fresh(house.referent.member)
    settle(who, past(who, other, minutes=120), other, "seen")

    shown = text_of(factories.visit(who).get(reverse("person_hours", args=[other.pk])))
    assert (
        "2 h prévues, 2 h faites. Avec ce qui est prévu, 13 h restent à trouver pour arriver à 15 h." in shown
    )
    assert "il ne décide de rien" in shown


def test_a_week_weighed_after_the_fact_keeps_its_weight(house, person):
    lead = factories.fresh(house.coordinator.member)
    who = factories.fresh(house.referent.member)
    settle(who, past(who, person), person, "seen")
    choose(lead, weights={"appointment": 50})

    answer = factories.visit(who).get(reverse("person_hours", args=[person.pk]))
    now = next(row for row in answer.context["rows"] if row.is_now)
    assert now.done == "1\u00a0h"
    later = factories.visit(who).get(reverse("person_hours", args=[person.pk]), {"jour": "2026-12-09"})
    assert later.status_code == 200


def test_the_house_chooses_from_its_settings(house):
    who = factories.fresh(house.coordinator.member)
    asked = {"remind_days": "5", "from_on": "02/12/2026"}
    asked |= {f"weight_{code}": "100" for code, _source in HOURS.items()} | {"weight_appointment": "50"}
    assert factories.visit(who).post(reverse("appointment_settings"), asked).status_code == 302
    assert choosing.choices_of(house.organisation, who.today) == choosing.Choices(5, {"appointment": 50})

    refused = factories.visit(who).post(
        reverse("appointment_settings"), asked | {"from_on": "01/12/2026", "weight_appointment": "300"}
    )
    assert refused.status_code == 422 and "300" in refused.content.decode()
