"""The territory, loaded once for all the tests of a module, really committed, and removed after."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from conftest import empty_tables
from cordee.accounts.models import Organisation
from cordee.plumbing.context import acting_in, system_context
from demo.houses import FIVE
from tests.midnight import left_to_wait

A_MODULE = 240  # seconds, on a busy machine


@pytest.fixture(scope="module")
def territory(django_db_blocker: Any) -> Iterator[dict[str, Organisation]]:
    """The five organisations by their code, with everything in them, on the day they were written."""
    time.sleep(left_to_wait(timezone.now(), within=A_MODULE))
    with django_db_blocker.unblock():
        try:
            call_command("load_demo", verbosity=0)
            yield {row.code: row for row in Organisation.objects.all()}
        finally:
            connections["default"].close()
            empty_tables()


@pytest.fixture(params=[house.code for house in FIVE])
def house(request: Any, territory: dict[str, Organisation]) -> Iterator[Organisation]:
    """Each of the five in turn, seen as a job of the system sees it."""
    organisation = territory[request.param]
    with acting_in(system_context(organisation.pk, because="test")):
        yield organisation
