"""How long orientation takes: mature cohorts, medians, what is not shown; and the page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.clock import Delay
from cordee.referrals.decisions.delays import Case, Measure, figures, last_months, measure
from cordee.referrals.tests.decision_factories import awaited, decided, departement, told
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories

MONTH, DAYS = Delay(months=1), Delay(days=30)
START = date(2026, 3, 1)


def cases(*gaps, began=START):
    return [Case(began, None if gap is None else began + timedelta(days=gap)) for gap in gaps]


def test_the_last_day_is_within_and_the_cohort_is_mature_the_day_after():
    assert measure(cases(30, 31), DAYS, on=START + timedelta(days=31)) == Measure(2, 2, 1, 30.5)
    assert measure(cases(30), DAYS, on=START + timedelta(days=30)) == Measure(1, 0, 0)
    assert measure(cases(30), DAYS, on=START + timedelta(days=31)) == Measure(1, 1, 1, 30)


def test_the_young_are_not_counted_even_when_done():
    young = Measure(1, 0, 0)

    assert measure(cases(2), DAYS, on=START + timedelta(days=5)) == young
    assert young.share is None
    assert young.waiting == 1


def test_those_never_done_count_against_the_share_not_in_the_median():
    assert measure(cases(10, None, None), DAYS, on=date(2026, 12, 1)) == Measure(3, 3, 1, 10)
    assert measure(cases(10, None, None), DAYS, on=date(2026, 12, 1)).share == 33


def test_a_month_from_date_to_date():
    january = [Case(date(2026, 1, 31), date(2026, 2, 28)), Case(date(2026, 1, 31), date(2026, 3, 1))]

    assert measure(january, MONTH, on=date(2026, 3, 1)).within == 1
    assert measure(january, MONTH, on=date(2026, 2, 28)).mature == 0


def test_nobody():
    assert measure([], DAYS, on=START) == Measure(0, 0, 0)


def test_small_groups_are_hidden_for_others_and_never_one_alone():
    lanes = ["a", "b", "c"]
    rows = [Case(START, START, "a")] * 5 + [Case(START, None, "b")] * 12 + [Case(START, None, "c")] * 40

    def shown(least):
        found = figures(rows, DAYS, lanes, lambda case: case.lane, on=date(2026, 12, 1), least=least)
        return [figure.key for figure in found if not figure.is_hidden]

    assert shown(0) == lanes
    assert shown(11) == ["c"], "a is too small, b would be found by subtraction"


def test_the_last_twelve_months():
    assert last_months(date(2026, 2, 28))[:3] == ["2026-02", "2026-01", "2025-12"]
    assert len(last_months(START)) == 12


@given(
    st.lists(st.tuples(st.integers(0, 400), st.none() | st.integers(0, 400)), max_size=30),
    st.integers(0, 800),
)
def test_parts_never_exceed_their_whole(lives, after):
    began = [
        Case(START + timedelta(days=at), None if gap is None else START + timedelta(days=at + gap))
        for at, gap in lives
    ]

    found = measure(began, DAYS, on=START + timedelta(days=after))

    assert 0 <= found.within <= found.mature <= found.people == len(lives)
    assert found.share is None or 0 <= found.share <= 100


@pytest.fixture
def land(db):
    return departement()


@pytest.fixture
def by(land):
    return land.coordinator


def test_the_page_counts_the_house_and_opens_its_rows(land, by, visit):
    on = by.today
    for days_ago, gap in ((50, 10), (50, 45), (3, 1)):
        row = awaited(by, factories.person(by), on - timedelta(days=days_ago))
        decided(by, row, on - timedelta(days=days_ago - gap))
    page = visit(by).get(reverse("decision_delays")).content.decode()

    assert "50\u202f%" in page or 'value="50"' in page
    assert "27,5 jours" in page
    assert reverse("decisions") + "?etat=toutes&amp;mois=" in page


@pytest.mark.parametrize(
    ("who", "opens", "hides"), [("coordinator", True, False), ("director", False, False)]
)
def test_who_reads_exact_figures(land, by, visit, who, opens, hides):
    told(by, factories.person(by), by.today - timedelta(days=60))
    page = visit(land.team[who]).get(reverse("decision_delays")).content.decode()

    assert (f"{reverse('decisions')}?etat=toutes" in page) is opens
    assert ("Trop peu de personnes" in page) is hides


def test_the_statistician_reads_no_small_group(land, by, visit):
    counting = factories.actor(land.organisation, "statistician")
    told(by, factories.person(by), by.today - timedelta(days=60))

    page = visit(counting).get(reverse("decision_delays")).content.decode()

    assert "Trop peu de personnes" in page
    assert f"{reverse('decisions')}?etat=toutes" not in page


@pytest.mark.parametrize("number", [1, 12])
def test_it_costs_the_same(land, by, number):
    for _turn in range(number):
        told(by, factories.person(by), by.today - timedelta(days=40))

    answer, asked = asking(by, reverse("decision_delays"))

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
