"""Preparing a database that is at work: a knot of locks is untied and the preparation begun again, nothing else is."""

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

from cordee.home.management.commands import prepare_database

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def ended(monkeypatch, times, by=DeadlockDetected):
    """PostgreSQL ends the transaction this many times. How many times it was begun."""
    begun = []

    def synchronise(*, using):
        begun.append(using)
        if len(begun) <= times:
            raise OperationalError("ended") from by("ended")
        return 7

    monkeypatch.setattr(prepare_database.catalogue, "synchronise", synchronise)
    monkeypatch.setattr(prepare_database.time, "sleep", lambda seconds: None)
    return begun


@pytest.mark.parametrize("times", [0, 1, prepare_database.TRIES - 1])
def test_a_knot_of_locks_is_untied(monkeypatch, times):
    begun = ended(monkeypatch, times)

    assert prepare_database._settled() == 7
    assert len(begun) == times + 1


def test_it_does_not_try_for_ever(monkeypatch):
    begun = ended(monkeypatch, prepare_database.TRIES)

    with pytest.raises(OperationalError):
        prepare_database._settled()
    assert len(begun) == prepare_database.TRIES


def test_another_fault_is_told_at_once(monkeypatch):
    begun = ended(monkeypatch, 1, by=LockNotAvailable)

    with pytest.raises(OperationalError):
        prepare_database._settled()
    assert len(begun) == 1
