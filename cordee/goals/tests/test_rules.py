"""Days in order, reviews, outcomes: plain values, both sides of each bound."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.goals import rules
from cordee.goals.enums import GoalState, Outcome, StepState
from cordee.goals.moves import GOALS, OPEN_STEPS, OVER_STEPS, STEPS, TAKES_BACK, offered

SET = date(2026, 3, 2)
DAY = timedelta(days=1)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
REFERENT = frozenset({"counsellor"})


@pytest.mark.parametrize(
    ("on", "ok"),
    [(SET - DAY, False), (SET, True), (SET + 90 * DAY, True), (SET + 91 * DAY, False)],
)
def test_a_review_comes_from_the_day_of_the_goal_to_today(on, ok):
    verdict = rules.may_be_reviewed(SET, on, today=SET + 90 * DAY)

    assert (verdict.ok, verdict.refuses) == (ok, not ok)
    assert verdict.rule == "OBJ-01"
    assert verdict.source


@pytest.mark.parametrize(("target", "ok"), [(None, True), (SET - DAY, False), (SET, True), (SET + DAY, True)])
def test_a_goal_is_for_the_day_it_is_set_or_later(target, ok):
    assert rules.target_follows(SET, target).refuses is not ok


@pytest.mark.parametrize(
    ("due", "target", "refuses", "warns"),
    [
        (None, None, False, False),
        (SET - DAY, None, True, False),
        (SET, None, False, False),
        (SET + 30 * DAY, SET + 30 * DAY, False, False),
        (SET + 31 * DAY, SET + 30 * DAY, False, True),
    ],
)
def test_a_step_comes_between_its_goal_and_the_day_it_is_for(due, target, refuses, warns):
    verdict = rules.step_follows(SET, due, target)

    assert (verdict.refuses, verdict.warns) == (refuses, warns)


def test_maintaining_is_a_success():
    assert [outcome for outcome in Outcome.values if rules.is_success(outcome)] == ["reached", "maintained"]


@pytest.mark.parametrize(
    ("said", "warns"), [([], True), ([""], True), (["logement"], False), (["", "emploi"], False)]
)
def test_an_orientation_is_thought_of_from_the_entry_in_one_dimension_at_least(said, warns):
    verdict = rules.orientation_foreseen(said, ["par le logement", "vers l’emploi"])

    assert (verdict.warns, verdict.refuses) == (warns, False)
    if warns:
        assert "par le logement ou vers l’emploi" in verdict.reason


def test_a_goal_set_without_the_person_is_worth_a_word():
    assert rules.is_agreed(None).warns
    assert rules.is_agreed(SET).ok


@given(DAYS, DAYS, DAYS)
def test_what_the_rules_let_through_is_in_order(set_on, target, due):
    if not rules.target_follows(set_on, target).refuses:
        assert set_on <= target
    if not rules.step_follows(set_on, due, target).refuses:
        assert set_on <= due


# Tables of moves


@pytest.mark.parametrize("table", [GOALS, STEPS], ids=["goals", "steps"])
def test_the_tables_hold_together(table):
    assert list(table.problems()) == []


def test_an_outcome_is_a_move_and_what_it_makes_is_said_once():
    assert {code: GOALS.move(code).to_state for code in Outcome.values} == rules.BECOMES
    assert set(rules.OVER) == {state for state in GoalState.values if not _is_open(state)}


def _is_open(state):
    return any(move.code in Outcome.values for move in GOALS.moves_from(state))


def test_any_move_of_a_step_may_be_taken_back():
    for before in OPEN_STEPS:
        for move in STEPS.moves_from(before):
            back = STEPS.move(TAKES_BACK[before])
            assert move.to_state in back.from_states
            assert back.to_state == before


def test_what_is_over_is_only_taken_up_again():
    for state in OVER_STEPS:
        assert [move.code for move in offered(state, REFERENT)] == ["begin"]
    assert [move.code for move in offered(StepState.PLANNED, REFERENT)] == [
        "do",
        "abandon",
        "cancel",
        "begin",
        "hold",
    ]
    assert offered(StepState.PLANNED, frozenset({"statistician"})) == []
