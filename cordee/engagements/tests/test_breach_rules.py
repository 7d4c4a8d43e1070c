"""What a sanction somebody else decides must keep to; nothing is ever suggested."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.engagements.breach.rules import (
    SanctionFacts,
    answer_until,
    appeal_until,
    counted,
    decide_by,
    examine_sanction,
    may_be_opened,
    suspended_until,
)

TOLD = date(2026, 9, 1)
RIGHT = SanctionFacts(
    decided_on=TOLD + timedelta(11),
    kind="suspension",
    rate=30,
    months=1,
    conciliated_on=TOLD - timedelta(3),
    told_on=TOLD,
    household=1,
)
SECOND = replace(RIGHT, step=2, earlier=(date(2025, 10, 1),))
BEFORE_BOARD = {"opinion_on": RIGHT.decided_on - timedelta(1), "invited_on": TOLD}


def refused(facts):
    return {verdict.rule for verdict in examine_sanction(facts).refusals}


def warned(facts):
    return {verdict.rule for verdict in examine_sanction(facts).warnings}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, None),
        ({"duties": True}, None),
        ({"duties": False}, "RSA-17"),
        ({"has_legitimate_reason": True}, "RSA-21"),
        ({"rate": 29}, "RSA-21"),
        ({"rate": 30}, None),
        ({"rate": 100}, None),
        ({"rate": 101}, "RSA-21"),
        ({"months": 0}, "RSA-21"),
        ({"months": 2}, None),
        ({"months": 3}, "RSA-21"),
        ({"kind": "suppression", **BEFORE_BOARD}, "RSA-21"),
        ({"household": 2, "rate": 50}, None),
        ({"household": 2, "rate": 51}, "RSA-23"),
        ({"household": 1, "rate": 51, "is_increased": True}, "RSA-23"),
        ({"told_on": None}, "RSA-26"),
        ({"decided_on": TOLD + timedelta(10)}, "RSA-26"),
        ({"decided_on": TOLD + timedelta(10), "observed_on": TOLD + timedelta(2)}, None),
        ({"decided_on": TOLD + timedelta(10), "observed_on": TOLD - timedelta(1)}, "RSA-26"),
        ({"decided_on": TOLD + timedelta(5), "observed_on": TOLD + timedelta(6)}, "RSA-26"),
        ({"decided_on": TOLD - timedelta(1), "observed_on": TOLD - timedelta(2)}, "RSA-26"),
        ({"step": 2}, "RSA-27"),
        ({"step": 2, "persists": True}, "RSA-27"),
        ({"step": 2, "persists": True, "earlier": (date(2026, 9, 13),)}, "RSA-27"),
        ({"step": 2, "persists": True, "earlier": (date(2023, 9, 1),)}, None),
    ],
)
def test_a_first_sanction(changes, rule):
    assert refused(replace(RIGHT, **changes)) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"months": 4}, None),
        ({"months": 5}, "RSA-21"),
        ({"kind": "suppression", **BEFORE_BOARD}, None),
        ({"kind": "suppression"}, "RSA-25"),
        ({"kind": "suppression", **BEFORE_BOARD, "opinion_on": RIGHT.decided_on}, "RSA-25"),
        ({"kind": "suppression", **BEFORE_BOARD, "invited_on": None}, "RSA-25"),
        ({"kind": "suppression", **BEFORE_BOARD, "invited_on": RIGHT.decided_on}, "RSA-25"),
        ({"breach": "not_concluded"}, None),
        ({"breach": "not_concluded", "kind": "suppression", **BEFORE_BOARD}, "RSA-22"),
        ({"reoriented_on": date(2026, 1, 1)}, "RSA-27"),
        ({"reoriented_on": date(2025, 10, 1)}, None),
    ],
)
def test_a_sanction_after_another(changes, rule):
    assert refused(replace(SECOND, **changes)) == ({rule} if rule else set())


def test_the_household_not_known_is_a_warning():
    assert warned(replace(RIGHT, household=None, rate=51)) == {"RSA-23"}
    assert not warned(replace(RIGHT, household=None, rate=50))


def test_a_decision_after_its_delay_is_a_warning():
    assert not warned(replace(RIGHT, decided_on=TOLD + timedelta(25)))
    assert warned(replace(RIGHT, decided_on=TOLD + timedelta(26))) == {"RSA-26"}


def test_no_interview_before_is_a_warning():
    assert not warned(RIGHT)
    assert not warned(replace(RIGHT, conciliated_on=RIGHT.decided_on))
    assert warned(replace(RIGHT, conciliated_on=None)) == {"RSA-31"}
    assert warned(replace(RIGHT, conciliated_on=RIGHT.decided_on + timedelta(1))) == {"RSA-31"}


def test_time_to_answer_then_to_decide_then_to_contest():
    assert answer_until(date(2026, 2, 19)) == date(2026, 3, 1)
    assert decide_by(date(2026, 2, 19), None) == date(2026, 3, 16)
    assert decide_by(date(2026, 2, 19), date(2026, 2, 25)) == date(2026, 3, 16)
    assert decide_by(date(2026, 2, 19), date(2026, 3, 5)) == date(2026, 3, 20)
    assert appeal_until(date(2026, 12, 31)) == date(2027, 2, 28)
    heard = replace(RIGHT, heard_on=TOLD + timedelta(14), decided_on=TOLD + timedelta(29))
    assert not warned(heard)
    assert warned(replace(heard, decided_on=TOLD + timedelta(30))) == {"RSA-26"}


@pytest.mark.parametrize(("duties", "holds"), [(True, True), (None, True), (False, False)])
def test_nothing_is_opened_where_no_duty_goes_with_the_rsa(duties, holds):
    assert may_be_opened(duties=duties).refuses is not holds


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2024, 9, 29), False),
        (date(2024, 9, 30), True),
    ],
)
def test_a_sanction_counts_for_24_months_the_last_day_included(on, counts):
    assert bool(counted([date(2024, 9, 30)], on, None)) is counts


def test_a_suspension_stops_when_the_contract_is_kept_again():
    planned = date(2026, 10, 31)

    assert suspended_until(planned, None) == planned
    assert suspended_until(planned, date(2026, 10, 3)) == date(2026, 10, 3)
    assert suspended_until(planned, date(2026, 12, 1)) == planned


@given(st.integers(-10, 200), st.integers(-2, 12))
def test_only_rates_and_months_within_the_law_pass(rate, months):
    ok = 30 <= rate <= 100 and 1 <= months <= 2

    assert ("RSA-21" not in refused(replace(RIGHT, rate=rate, months=months))) is ok
