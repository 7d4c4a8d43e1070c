"""Moves between states: who, from where, on what conditions, and tables that do not hold together."""

from datetime import date

import pytest

from cordee.kernel.verdict import Requirement, Verdict, breaks, passes, rule
from cordee.kernel.workflow import UNKNOWN_MOVE, WRONG_ROLE, WRONG_STATE, Move, Workflow

ON = date(2026, 11, 22)
COUNSELLOR, OTHER = frozenset({"counsellor"}), frozenset({"secretary"})


@rule("TST-02", source="essai", says="La porte est ouverte.".format)
def _door_open(facts) -> Verdict:
    """Is the door open?"""
    return passes() if facts else breaks("La porte est fermée.")


def move(code, origin, target, **others):
    return Move(code, code, (origin,), target, COUNSELLOR, **others)


GATE = move("enter", "waiting", "inside", requires=(Requirement("_door_open"),))
TABLE = Workflow("waiting", ("waiting", "inside"), (GATE, move("leave", "inside", "waiting", back=True)))


def check(code, *, state="waiting", roles=COUNSELLOR, facts=True):
    return TABLE.check(code, state=state, roles=roles, facts=facts, on=ON)


def test_moves_are_listed_from_a_state_and_for_roles():
    assert [m.code for m in TABLE.moves_from("waiting")] == ["enter"]
    assert [m.code for m in TABLE.moves_from("waiting", COUNSELLOR | OTHER)] == ["enter"]
    assert TABLE.moves_from("waiting", OTHER) == ()
    assert TABLE.moves_from("nowhere") == ()


def test_a_move_is_allowed_from_its_state_to_its_role_when_its_rules_hold():
    assert all(verdict.ok for verdict in check("enter"))


@pytest.mark.parametrize(
    ("code", "changed", "rule_code"),
    [
        ("fly", {}, UNKNOWN_MOVE),
        ("enter", {"state": "inside"}, WRONG_STATE),
        ("enter", {"roles": OTHER}, WRONG_ROLE),
        ("enter", {"roles": frozenset()}, WRONG_ROLE),
        ("enter", {"facts": False}, "TST-02"),
    ],
)
def test_a_move_is_refused_for_one_reason_at_a_time(code, changed, rule_code):
    refused = [verdict for verdict in check(code, **changed) if verdict.refuses]

    assert [verdict.rule for verdict in refused] == [rule_code]
    assert refused[0].reason


@pytest.mark.parametrize(
    ("table", "culprit"),
    [
        (Workflow("nowhere", ("a",), ()), "nowhere"),
        (Workflow("a", ("a", "b"), ()), "b"),
        (Workflow("a", ("a", "b"), (move("back", "b", "a"),)), "b"),
        (Workflow("a", ("a",), (move("go", "a", "mars"),)), "go"),
        (Workflow("a", ("a",), (move("go", "mars", "a"),)), "go"),
        (Workflow("a", ("a", "b"), (move("go", "a", "b"), move("go", "b", "a"))), "go"),
        (Workflow("a", ("a", "b", "b"), (move("go", "a", "b"),)), "b"),
    ],
)
def test_a_table_that_does_not_hold_together_names_the_culprit(table, culprit):
    assert culprit in [code for code, _ in table.problems()]


def test_a_sound_table_has_no_problem():
    assert list(TABLE.problems()) == []
