"""What is asked of a board and of what is decided there: both sides of every bound."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.commissions.enums import ItemKind, Outcome
from cordee.commissions.rules import (
    OUTCOMES,
    Advice,
    Pronounced,
    Rhythm,
    Room,
    advice_first,
    decision_day,
    quorum,
    rhythm,
    stands_for,
)
from cordee.kernel.dates import add_months

LAST = date(2026, 7, 20)
DUE = date(2026, 10, 20)
SITTING = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("on", "planned", "warns", "says"),
    [
        (date(2026, 11, 22), None, True, "Plus de trois mois"),  # S0-1
        (date(2026, 11, 22), date(2026, 12, 3), True, "20 octobre 2026"),  # planned, and late all the same
        (date(2026, 10, 21), None, True, "Plus de trois mois"),
        (DUE, date(2026, 10, 20), False, ""),
        (DUE, None, True, "Aucune séance n’est prévue"),
        (date(2026, 9, 20), None, True, "au plus tard le 20 octobre 2026"),
        (date(2026, 9, 19), None, False, ""),
        (date(2026, 9, 1), date(2026, 10, 21), True, "vient plus de trois mois après"),
        (date(2026, 9, 1), date(2026, 10, 20), False, ""),
    ],
)
def test_the_rhythm_is_watched(on, planned, warns, says):
    verdict = rhythm(Rhythm(3, LAST, planned), on=on)

    assert (verdict.warns, verdict.refuses) == (warns, False)
    assert says in verdict.reason


def test_a_board_without_rhythm_is_never_late():
    assert rhythm(Rhythm(None, LAST), on=date(2036, 1, 1)).ok


def test_a_board_that_never_met_asks_for_its_first_sitting():
    assert rhythm(Rhythm(3, None), on=LAST).warns
    assert rhythm(Rhythm(3, None, SITTING), on=LAST).ok


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 24), st.integers(-60, 60))
def test_late_is_the_day_after_the_last_one(last, months, days):
    due = add_months(last, months)
    on = due + timedelta(days=days)

    verdict = rhythm(Rhythm(months, last, planned=max(on, due)), on=on)

    assert ("depuis la dernière séance" in verdict.reason) == (on > due)


COLLEGES = ["UNAFAM", "Tutelles", "Psychiatrie"]


@pytest.mark.parametrize(
    ("there", "asked", "mode", "warns", "refuses"),
    [
        (["Tutelles", "Psychiatrie"], None, "warn", True, False),  # S0-1: missing UNAFAM, a warning only
        (COLLEGES, None, "warn", False, False),
        (["Tutelles", "Psychiatrie"], 2, "require", True, False),
        (["Tutelles"], 2, "require", False, True),
        (["Tutelles"], 2, "warn", True, False),
        ([], 3, "none", False, False),
    ],
)
def test_the_quorum_warns_or_is_required(there, asked, mode, warns, refuses):
    verdict = quorum(Room(COLLEGES, there, asked, mode))

    assert (verdict.warns, verdict.refuses) == (warns, refuses)


def test_a_missing_college_is_named():
    assert "UNAFAM" in quorum(Room(COLLEGES, COLLEGES[1:], None, "warn")).reason


@pytest.mark.parametrize(
    ("decided_on", "effective_from", "by_authority", "on", "refuses"),
    [
        (SITTING, None, False, SITTING, False),
        (SITTING - timedelta(days=1), None, False, SITTING, True),  # before its sitting
        (SITTING + timedelta(days=1), None, False, SITTING + timedelta(days=5), True),  # after it
        (SITTING + timedelta(days=1), None, True, SITTING + timedelta(days=5), False),
        (SITTING - timedelta(days=1), None, True, SITTING, True),
        (SITTING, None, False, SITTING - timedelta(days=1), True),  # in the future
        (SITTING, SITTING + timedelta(days=1), False, SITTING, False),  # S0-2: from the 4th
        (SITTING, SITTING, False, SITTING, False),
        (SITTING, SITTING - timedelta(days=1), False, SITTING, True),
    ],
)
def test_a_decision_bears_the_day_of_its_sitting(decided_on, effective_from, by_authority, on, refuses):
    verdict = decision_day(Pronounced(SITTING, decided_on, effective_from, by_authority), on=on)

    assert verdict.refuses is refuses
    assert verdict.rule == "COM-03"


@pytest.mark.parametrize(
    ("opined_on", "is_against", "invited", "refuses"),
    [
        (SITTING, False, False, False),
        (None, False, False, True),
        (SITTING + timedelta(days=1), False, False, True),
        (SITTING, True, False, True),
        (SITTING, True, True, False),
    ],
)
def test_an_opinion_comes_first_and_the_person_is_invited(opined_on, is_against, invited, refuses):
    assert advice_first(Advice(opined_on, SITTING, is_against, invited)).refuses is refuses


def test_an_outcome_finds_the_decision_of_the_programme():
    known = [("admis", "admitted"), ("ajourne", "adjourned"), ("refuse", "refused")]

    assert [stands_for(one, known) for one in ("admitted", "waiting", "refused", "redirected")] == [
        "admis",
        "ajourne",
        "refuse",
        "",
    ]


def test_every_kind_has_outcomes_and_they_exist():
    assert set(OUTCOMES) == set(ItemKind.values)
    assert {one for many in OUTCOMES.values() for one in many} == set(Outcome.values)
