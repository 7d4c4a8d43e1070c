"""Which answers an orientation allows, state by state."""

import pytest

from cordee.kernel.workflow import Workflow
from cordee.referrals.enums import STANDING as STANDING_STATES
from cordee.referrals.enums import State
from cordee.referrals.rules import ENDED, ROLES, STANDING, WORKFLOW

FINAL = {"accept", "refuse", "pass_on", "withdraw"}
TABLE = {
    "received": {"study", "ask_papers", "meet", "wait"} | FINAL,
    "in_study": {"ask_papers", "meet", "wait"} | FINAL,
    "papers_asked": {"study", "meet", "wait"} | FINAL,
    "met": {"study", "ask_papers", "wait"} | FINAL,
    "waiting": {"study", "ask_papers", "meet"} | FINAL,
    "accepted": set(),
    "refused": {"reopen"},
    "passed_on": {"reopen"},
    "withdrawn": {"reopen"},
}


@pytest.mark.parametrize(("state", "moves"), TABLE.items())
def test_each_state_allows_these_answers(state, moves):
    assert {move.code for move in WORKFLOW.moves_from(state)} == moves


def test_the_table_and_the_labels_name_the_same_states():
    assert set(TABLE) == set(State.values) == set(STANDING) | set(ENDED)
    assert set(STANDING) == set(STANDING_STATES)


def test_the_workflow_has_no_dead_end_nor_unknown_state():
    assert isinstance(WORKFLOW, Workflow)
    assert not list(WORKFLOW.problems())


@pytest.mark.parametrize("role", ["secretary", "director", "workshop_leader", "statistician", "prescriber"])
def test_these_roles_give_no_answer(role):
    assert role not in ROLES
    assert not WORKFLOW.moves_from("received", frozenset({role}))
