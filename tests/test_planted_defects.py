"""A guard is worth what it catches: each planted defect is seen, and nothing is seen without it."""

import random
from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.planted import (
    DEFECTS,
    catalogue_guard,
    doors_guard,
    files_guard,
    locks_guard,
    pages_guard,
    reading_guard,
)
from tests.planted_appointments import DEFECTS as APPOINTMENTS
from tests.planted_appointments import feed_guard
from tests.planted_assessments import DEFECTS as ASSESSMENTS
from tests.planted_commissions import DEFECTS as COMMISSIONS
from tests.planted_engagements import DEFECTS as ENGAGEMENTS
from tests.planted_engagements import removing_guard
from tests.planted_goals import DEFECTS as GOALS
from tests.planted_imports import DEFECTS as TABLES
from tests.planted_imports import sweeping_guard
from tests.planted_partners import DEFECTS as PARTNERS
from tests.planted_relays import DEFECTS as RELAYS
from tests.planted_relays import relays_guard
from tests.worlds import World, unguarded


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world in which every defect of the list has something to betray."""
    with django_db_blocker.unblock(), unguarded() as using:
        drawn = World(using, random.Random(16)).draw(houses=2, members=6, persons=8)
        yield drawn.add_what_is_rare()


@contextmanager
def undone(using):
    """What was planted in the database leaves with its savepoint."""
    with transaction.atomic(using=using):
        yield
        transaction.set_rollback(True, using=using)


@pytest.mark.parametrize(
    "guard",
    [
        catalogue_guard,
        files_guard,
        locks_guard,
        pages_guard,
        reading_guard,
        doors_guard,
        sweeping_guard,
        feed_guard,
        relays_guard,
        removing_guard,
    ],
)
def test_without_a_defect_the_guard_says_nothing(world, guard):
    with undone(world.using):
        assert guard(world) == []


@pytest.mark.parametrize(
    "defect",
    [*DEFECTS, *ASSESSMENTS, *COMMISSIONS, *ENGAGEMENTS, *GOALS, *TABLES, *APPOINTMENTS, *PARTNERS, *RELAYS],
    ids=lambda defect: defect.name,
)
def test_a_planted_defect_is_caught(world, defect):
    with undone(world.using), defect.plant(world.using):
        complaints = defect.guard(world)

    assert any(defect.says in complaint for complaint in complaints), complaints
