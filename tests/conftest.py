"""Fixtures of the proofs that cross domains: see lock_world, page_world."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from conftest import empty_tables
from tests import lock_world


@pytest.fixture(scope="module")
def locks(django_db_setup: None, django_db_blocker: Any) -> Iterator[lock_world.LockWorld]:
    """The committed world of the locks' tests, made once per file."""
    with django_db_blocker.unblock():
        yield lock_world.build()
        connections["default"].close()
        empty_tables()


@pytest.fixture
def database(locks: lock_world.LockWorld) -> Iterator[lock_world.Database]:
    """The application role's connection, with no Django between it and PostgreSQL."""
    made = lock_world.Database()
    yield made
    made.close()


@pytest.fixture
def unguarded_rows(locks: lock_world.LockWorld) -> Iterator[str]:
    """The name of a connection no policy holds, to prepare what a test looks at."""
    with lock_world.superuser() as using:
        yield using
