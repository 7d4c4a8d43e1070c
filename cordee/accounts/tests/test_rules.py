"""What roles open, and how long one waits: both sides of each bound."""

import pytest

from cordee.accounts.rules import (
    WIDEST,
    adjusted,
    cool_off_seconds,
    keeps_a_coordinator,
    opens_dossiers,
    rights_of,
)
from cordee.kernel.partitions import Partition

OPEN = Partition.IDENTITY | Partition.SOCIAL | Partition.EMPLOYMENT


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 60), (6, 120), (7, 240), (10, 1920), (11, 3600), (500, 3600)],
)
def test_waiting_doubles_from_the_fifth_failure_to_an_hour(failures, seconds):
    assert cool_off_seconds(failures) == seconds


@pytest.mark.parametrize(("is_one", "others", "ok"), [(True, 0, False), (True, 1, True), (False, 0, True)])
def test_a_house_keeps_a_coordinator(is_one, others, ok):
    verdict = keeps_a_coordinator(is_one=is_one, others=others)

    assert verdict.ok is ok
    assert verdict.refuses is not ok


def test_a_role_is_narrowed_on_its_own_before_the_union():
    matrix = {"counsellor": {"house": ["identity"]}}

    alone = rights_of(frozenset({"counsellor"}), open_team=True, matrix=matrix)
    with_coaching = rights_of(frozenset({"counsellor", "job_coach"}), open_team=True, matrix=matrix)

    assert alone.house == Partition.IDENTITY
    assert with_coaching.house == Partition.IDENTITY | Partition.EMPLOYMENT


def test_a_role_is_widened_within_bounds_in_an_open_team_and_by_caseload():
    matrix = {"secretary": {"house": ["identity", "social"]}}

    for open_team in (True, False):
        rights = rights_of(frozenset({"secretary"}), open_team=open_team, matrix=matrix)
        assert rights.house == Partition.IDENTITY | Partition.SOCIAL
    assert not any(most & (Partition.HEALTH | Partition.PROTECTED) for most in WIDEST.values())


def test_what_the_default_opens_in_an_open_team_only_is_not_opened_by_caseload():
    matrix = {"counsellor": {"house": ["identity", "social", "employment"]}}

    assert rights_of(frozenset({"counsellor"}), open_team=False, matrix=matrix).house == Partition(0)


def test_what_is_kept_from_a_role_is_withheld_unless_another_role_opens_it():
    matrix = {"counsellor": {"following": ["identity", "social"]}}

    alone = rights_of(frozenset({"counsellor"}), open_team=True, matrix=matrix)
    coaching = rights_of(frozenset({"counsellor", "job_coach"}), open_team=True, matrix=matrix)

    assert alone.withheld == Partition.EMPLOYMENT | Partition.WORKING
    assert coaching.withheld == Partition(0)
    assert rights_of(frozenset({"counsellor"}), open_team=True).withheld == Partition(0)


def test_neither_health_nor_protection_is_opened_to_a_whole_house():
    wide = adjusted("secretary", {"house": ["identity", "health", "protected"], "following": ["health"]})

    assert wide.house == Partition.IDENTITY
    assert wide.following == Partition(0)


def test_a_role_narrowed_to_nothing_loses_the_titles_too():
    rights = rights_of(frozenset({"coordinator"}), open_team=True, matrix={"coordinator": {"house": []}})

    assert rights.house == Partition(0)
    assert rights.titles == Partition(0)


def test_narrowing_holds_by_caseload_as_well():
    rights = rights_of(
        frozenset({"coordinator"}), open_team=False, matrix={"coordinator": {"house": ["identity"]}}
    )

    assert rights.house == Partition.IDENTITY


def test_a_matrix_about_another_role_changes_nothing():
    matrix = {"nurse": {"house": []}, "counsellor": {"house": []}}

    assert rights_of(frozenset({"coordinator"}), open_team=True, matrix=matrix).house == OPEN


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        ("director", False),
        ("statistician", False),
        ("tech_admin", False),
        ("secretary", True),
        ("prescriber", True),
    ],
)
def test_which_roles_open_dossiers(role, opens):
    assert opens_dossiers(role) is opens
