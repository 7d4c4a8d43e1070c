"""RSA-19: the social lane looked at again, six months on, twelve with a ground; on the day of the referent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from cordee.assessments.tests.test_pages import words
from cordee.dossier.models import Deadline, Fact
from cordee.engagements import actions as contracts
from cordee.engagements.lane import actions
from cordee.engagements.lane.keeping import days_of
from cordee.engagements.models import LaneReview
from cordee.engagements.tests.factories import a_text, in_house, sign, signed, somebody
from cordee.kernel.dates import add_months
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.plumbing.context import acting_in
from tests.factories import visit


@pytest.fixture
def person(house):
    return somebody(house)


@pytest.fixture
def contract(house, person):
    return signed(house, person, text=a_text(house.referent, lane="social"))


def awaited(house, contract):
    with acting_in(house.referent.context()):
        return Deadline.objects.filter(thing_id=contract.pk, kind="contract_lane", closed_on=None).first()


def do(house, gesture, contract, person, **more):
    return in_house(house.referent, gesture, contract, person, **more)


def test_six_months_after_the_signature_warned_thirty_days_before(house, contract):
    row, today = awaited(house, contract), house.referent.today

    assert row.due_on == add_months(today, 6)
    assert row.warn_on == row.due_on - timedelta(days=30)
    assert row.late_on == row.due_on + timedelta(days=1)
    assert row.in_charge_id == house.referent.member.pk


@pytest.mark.parametrize("lane", ["", "pro", "socio_pro"])
def test_no_other_lane_waits_for_it(house, person, lane):
    contract = signed(house, person, text=a_text(house.referent, lane=lane))

    assert awaited(house, contract) is None


@pytest.mark.parametrize("ground", ["health", "housing", "family"])
def test_twelve_months_with_a_ground(house, person, contract, ground):
    do(house, actions.extend_lane, contract, person, ground=ground)

    assert awaited(house, contract).due_on == add_months(house.referent.today, 12)
    with acting_in(house.referent.context()):
        fact = Fact.objects.get(kind="lane_extended")
        assert LaneReview.objects.get(contract=contract).ground == ground
    assert (fact.partition, fact.codes) == (int(Partition.SOCIAL), {})


def test_twelve_months_without_a_ground_are_refused(house, person, contract):
    with pytest.raises(RuleBroken) as refused:
        do(house, actions.extend_lane, contract, person, ground="")
    assert [verdict.rule for verdict in refused.value.verdicts] == ["RSA-19"]
    with pytest.raises(BadInput):
        do(house, actions.extend_lane, contract, person, ground="paresse")

    assert awaited(house, contract).due_on == add_months(house.referent.today, 6)


def test_looked_at_again_it_starts_afresh(house, person, contract):
    do(house, actions.extend_lane, contract, person, ground="housing")
    with acting_in(house.referent.context()):
        LaneReview.objects.update(started_on=house.referent.today - timedelta(days=150))

    on = house.referent.today - timedelta(days=2)
    do(house, actions.note_lane_review, contract, person, on=on)

    assert awaited(house, contract).due_on == add_months(on, 6)
    with acting_in(house.referent.context()):
        assert LaneReview.objects.filter(contract=contract, held_on=on).count() == 1


@pytest.mark.parametrize("days", [1, -1])
def test_it_is_looked_at_within_its_period(house, person, contract, days):
    on = house.referent.today + timedelta(days=days)

    with pytest.raises(BadInput):
        do(house, actions.note_lane_review, contract, person, on=on)


def test_leaving_the_social_lane_or_ending_stops_it(house, person, contract):
    do(house, contracts.amend_contract, contract, person, reason="Autre voie")
    text = a_text(house.referent, lane="pro")
    do(house, contracts.write_contract, contract, person, text=text, edit=1)
    do(house, contracts.propose_contract, contract, person, edit=2)
    sign(house, contract, person, "person")
    sign(house, contract, person, "house")
    assert awaited(house, contract) is None

    other = somebody(house)
    second = signed(house, other, text=a_text(house.referent, lane="social"))
    assert awaited(house, second)
    do(house, contracts.end_contract, second, other, on=house.referent.today, ending="agreed")
    assert awaited(house, second) is None
    with pytest.raises(StaleState):
        do(house, actions.note_lane_review, second, other, on=house.referent.today)


def test_the_page_says_when_and_offers_the_gestures(house, person, contract):
    browser = visit(house.referent)
    own = reverse("contract", args=[person.pk, contract.pk])
    assert "à réexaminer avec France Travail" in words(browser.get(own))

    refused = browser.post(reverse("extend_lane", args=[person.pk, contract.pk]), {"ground": ""})
    assert refused.status_code == 422
    assert "Douze mois" in words(refused)
    assert (
        browser.post(reverse("extend_lane", args=[person.pk, contract.pk]), {"ground": "family"}).status_code
        == 302
    )
    page = words(browser.get(own))
    assert "situation familiale" in page and "Porter le réexamen" not in page


@drawn(st.dates(min_value=date(2025, 1, 1), max_value=date(2090, 1, 1)))
def test_twelve_months_never_come_before_six(start):
    (warn, six), (_later, twelve) = days_of(start, ""), days_of(start, "housing")

    assert start < warn < six < twelve
    assert six == add_months(start, 6) and twelve == add_months(start, 12)
