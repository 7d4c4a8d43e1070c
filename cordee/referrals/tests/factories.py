"""Orientations for the tests; `asking` counts what a page asks of the database."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.plumbing.context import acting_in
from cordee.referrals.actions import take_referral
from cordee.referrals.models import Referral
from tests import factories

MOST_QUERIES = 8  # performance.md; the line of the reading log comes on top
ASIDE = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def referral(house: factories.House, *, by: Any = None, days_ago: int = 3, **described: Any) -> Referral:
    """An orientation towards the house's programme, taken down by its coordinator."""
    who = by or house.coordinator
    described.setdefault("first_names", "Camille")
    described.setdefault("usage_name", "Exemple")
    described.setdefault("structure", "CMP d’Exempleville")
    described.setdefault("programme_id", house.version.programme_id)
    with acting_in(who.context()):
        return take_referral(by=who, received_on=who.today - timedelta(days=days_ago), **described)


def asking(who: Any, address: str, **headers: Any) -> tuple[Any, list[str]]:
    """A page, and the statements it asked; the session has been touched before, as in a day's work."""
    client = factories.visit(who)
    client.get(address, **headers)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, **headers)
    asked = [query["sql"] for query in captured.captured_queries]
    return answer, [sql for sql in asked if not sql.startswith(ASIDE) and not is_aside(sql)]


def is_aside(sql: str) -> bool:
    """The line of the reading log, and the context that the tests' outer transaction puts back at the end."""
    return "plumbing_accesslog" in sql or "'cordee.organisation', ''" in sql
