"""Which answers an orientation allows, state by state."""

from datetime import date

import pytest

from cordee.kernel.workflow import Workflow
from cordee.referrals.enums import SENSITIVE_STRUCTURES, State, StructureKind
from cordee.referrals.enums import STANDING as STANDING_STATES
from cordee.referrals.rules import ENDED, LAPSING, ROLES, STANDING, WORKFLOW, Patience, wait

FINAL = {"accept", "refuse", "pass_on", "withdraw"}
DAY = date(2026, 3, 31)
TABLE = {
    "received": {"to_board", "study", "ask_papers", "meet", "wait"} | FINAL,
    "in_study": {"to_board", "ask_papers", "meet", "wait"} | FINAL,
    "papers_asked": {"to_board", "study", "meet", "wait"} | FINAL,
    "met": {"to_board", "study", "ask_papers", "wait"} | FINAL,
    "waiting": {"to_board", "study", "ask_papers", "meet"} | FINAL,
    "to_board": {"study", "ask_papers", "meet", "wait"} | FINAL,
    "accepted": set(),
    "refused": {"reopen"},
    "passed_on": {"reopen"},
    "withdrawn": {"reopen"},
    "expired": {"reopen"},
}


@pytest.mark.parametrize(("state", "moves"), TABLE.items())
def test_each_state_allows_these_answers(state, moves):
    lapsing = {"expire"} if state in LAPSING else set()

    assert {move.code for move in WORKFLOW.moves_from(state)} == moves | lapsing


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


PATIENCE = Patience(confirm_every=3, expires_after=6, notice=15)


def test_a_reminder_is_due_some_months_after_the_last_news():
    found = wait(DAY, None, PATIENCE)

    assert found.confirm_on == date(2026, 6, 30)  # there is no 31 June
    assert not found.asks_confirmation(date(2026, 6, 29))
    assert found.asks_confirmation(date(2026, 6, 30))


def test_the_end_is_announced_before_it_may_come():
    unsaid, said = wait(DAY, None, PATIENCE), wait(DAY, date(2026, 10, 1), PATIENCE)

    assert not unsaid.asks_announcement(date(2026, 9, 29))
    assert unsaid.asks_announcement(date(2026, 9, 30))
    assert not unsaid.may_end(date(2030, 1, 1))
    assert not said.asks_announcement(date(2026, 10, 1))
    assert not said.may_end(date(2026, 10, 15))
    assert said.may_end(date(2026, 10, 16))


def test_news_after_the_announcement_undo_it():
    assert wait(date(2026, 10, 2), date(2026, 10, 1), PATIENCE).may_end_on is None
    assert wait(date(2026, 10, 1), date(2026, 10, 1), PATIENCE).may_end_on == date(2026, 10, 16)


def test_without_parameters_nothing_is_ever_due():
    found = wait(DAY, None, Patience())

    assert (found.confirm_on, found.lapse_on, found.may_end_on) == (None, None, None)


NATIONAL = {
    "AFPA", "ASE", "Orienteur", "CAARUD", "CADA", "CAF", "CAP_EMPLOI", "CAVA", "CCAS", "CHRS", "CHU", "CIDFF", "CPH",
    "CSAPA", "E2C", "EPIDE", "FT", "HUDA", "ML", "MSA", "OACAS", "OIL", "ODC", "OHPD", "OCASF", "PENSION", "PIJ_BIJ",
    "PJJ", "PLIE", "RS_FJT", "PREVENTION", "DEPT", "SPIP", "AUTRE",
}  # fmt: skip


def test_the_kinds_of_the_national_service_are_all_there():
    assert len(NATIONAL) == 34
    assert set(StructureKind.values) >= NATIONAL
    assert SENSITIVE_STRUCTURES <= NATIONAL
