"""The days of a partnership: both sides of every bound."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.partners.enums import AgreementState, LinkState
from cordee.partners.rules import agreement_state, days_in_order, has_referent, link_state, notice_day

TODAY = date(2026, 3, 10)
LINKS = [
    (None, LinkState.UNKNOWN),
    (TODAY, LinkState.ALIVE),
    (date(2025, 3, 10), LinkState.ALIVE),
    (date(2025, 3, 9), LinkState.DORMANT),
    (date(1999, 1, 1), LinkState.DORMANT),
]


@pytest.mark.parametrize(("last", "state"), LINKS)
def test_a_link_sleeps_after_twelve_months(last, state):
    assert link_state(last, today=TODAY) == state


def test_a_contact_of_29_february_counts_until_28_february():
    assert link_state(date(2024, 2, 29), today=date(2025, 2, 28)) == LinkState.ALIVE
    assert link_state(date(2024, 2, 29), today=date(2025, 3, 1)) == LinkState.DORMANT


@given(st.dates(date(2021, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_what_happened_this_year_is_alive(today, days):
    assert link_state(today - timedelta(days=days), today=today) == LinkState.ALIVE
    assert link_state(today - timedelta(days=days + 367), today=today) == LinkState.DORMANT


@pytest.mark.parametrize(
    ("referents", "is_closed", "ok"), [(0, False, False), (1, False, True), (0, True, True)]
)
def test_a_partner_without_a_referent_is_a_warning(referents, is_closed, ok):
    verdict = has_referent(referents, is_closed=is_closed)

    assert verdict.ok is ok
    assert (verdict.rule, verdict.source) == ("PAR-01", "B0.16")
    assert not verdict.refuses
    assert verdict.warns is not ok


def state(**days):
    known = {
        "signed_on": date(2025, 1, 1),
        "until": None,
        "ended_on": None,
        "notice_months": None,
        "renews_itself": False,
    }
    return agreement_state(**(known | days), today=TODAY)


AGREEMENTS = [
    ({"signed_on": None}, AgreementState.PREPARED),
    ({}, AgreementState.RUNNING),
    ({"until": date(2026, 6, 11)}, AgreementState.RUNNING),
    ({"until": date(2026, 6, 10)}, AgreementState.TO_RENEW),
    ({"until": TODAY}, AgreementState.TO_RENEW),
    ({"until": TODAY - timedelta(days=1)}, AgreementState.OVER),
    ({"until": date(2026, 9, 10), "notice_months": 6}, AgreementState.TO_RENEW),
    ({"until": date(2026, 9, 11), "notice_months": 6}, AgreementState.RUNNING),
    ({"until": TODAY + timedelta(days=1), "notice_months": 0}, AgreementState.RUNNING),
    ({"until": date(2020, 1, 1), "renews_itself": True}, AgreementState.RUNNING),
    ({"ended_on": TODAY}, AgreementState.RUNNING),
    ({"ended_on": TODAY - timedelta(days=1)}, AgreementState.OVER),
    ({"ended_on": TODAY - timedelta(days=1), "renews_itself": True}, AgreementState.OVER),
]


@pytest.mark.parametrize(("days", "expected"), AGREEMENTS)
def test_where_an_agreement_stands(days, expected):
    assert state(**days) == expected


def test_a_notice_of_the_end_of_a_month():
    assert notice_day(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert notice_day(date(2026, 5, 31), None) == date(2026, 2, 28)


@pytest.mark.parametrize(("last", "ok"), [(None, True), (TODAY, True), (TODAY - timedelta(days=1), False)])
def test_nothing_ends_before_it_begins(last, ok):
    assert days_in_order(TODAY, last).ok is ok
