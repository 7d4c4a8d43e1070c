"""Fixtures of every test: the database, three people who always mean the same thing, no network but loopback.

- `house`: an association in open team, with a referent, a colleague, a coordinator, a secretary…
- `stranger`: a counsellor of another organisation, who must see nothing
- `visit`: a browser-less client signed in as somebody
"""

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import psycopg.sql
import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from cordee.plumbing.context import NOBODY, acting_in, apply
from tests import factories
from tests.midnight import left_to_wait

LOOPBACK = ("127.", "::1", "localhost")
KEPT = {"django_migrations", "django_content_type"}

# A busy machine is slow to invent values: that is no fault of the code.
settings.register_profile("cordee", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cordee")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """tests.database has made the database: nothing to create, nothing to drop."""


@pytest.fixture(autouse=True)
def one_day(request: pytest.FixtureRequest) -> None:
    """A test begins and ends on the same day: what it writes "today" is not of yesterday when it looks."""
    time.sleep(left_to_wait(timezone.now(), within=60 if request.node.get_closest_marker("browser") else 10))


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def committed(django_db_blocker: Any) -> Iterator[None]:
    """Real transactions, seen by other connections (locks, races, browsers); the tables are emptied after."""
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
        empty_tables()


# Deleting from the few tables that hold something is thirty times faster than TRUNCATE on all of them.
EMPTY = """
DO $$
DECLARE name text; filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND NOT relispartition AND NOT relname = ANY({kept}) LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
END $$
"""


def empty_tables() -> None:
    """Empty every table, as the superuser of the throwaway cluster: nobody else sees every row."""
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(os.environ["CORDEE_TEST_CLUSTER"].replace("/postgres?", f"/{name}?")) as cleaner:
        cleaner.execute(EMPTY.replace("{kept}", psycopg.sql.Literal(sorted(KEPT)).as_string(cleaner)))


CHROMIUM_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser per process: playwright allows no second one beside it."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CORDEE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("no Chromium on this machine: ./do test says how to install it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def house(db: None) -> factories.House:
    return factories.house()


@pytest.fixture
def stranger(db: None) -> Any:
    """A counsellor of another organisation."""
    return factories.house(name="Une autre maison").referent


@pytest.fixture
def acting() -> Iterator[Callable[[Any], None]]:
    """`acting(actor)`: from here on, the database answers as to this actor."""
    yield lambda actor: apply(actor.context() if actor else NOBODY)


@pytest.fixture
def visit() -> Callable[..., Client]:
    """A client signed in as an actor, or as nobody."""
    return factories.visit


__all__ = ["acting_in"]
