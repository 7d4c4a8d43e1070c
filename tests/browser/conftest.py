"""A real instance and a real browser: the demonstration served by the server we ship, driven by Chromium.

One instance per process, on a database of its own, made from the tests' template and inhabited by
`load_demo`. A message in the browser's console (a refused style, a script error) fails the test.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from demo import mail_server
from gestures import roles
from tests.browser.post import Post
from tests.database import CLUSTER_KEY, TEMPLATE

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60_000  # milliseconds: a busy machine is no fault of the page
WIDTHS = {"desk": (1280, 900), "phone": (390, 844), "narrow": (320, 700)}

expect.set_options(timeout=PATIENCE)


@dataclass
class Site:
    """Where the instance answers, and the environment of its commands."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            env=self.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return ran.stdout

    @contextmanager
    def working(self, **more: str) -> Iterator[None]:
        """Its worker at work. more: of its environment."""
        command = [sys.executable, "-m", "django", "worker"]
        worker = subprocess.Popen(command, env=self.environment | more, cwd=ROOT)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(120)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served."""
    name = "cordee_site_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    copy_template(name)
    environment = os.environ | {
        "DATABASE_URL": os.environ["CORDEE_TEST_APP"].replace("/DATABASE?", f"/{name}?"),
        "DATABASE_OWNER_URL": os.environ["CORDEE_TEST_OWNER"].replace("/DATABASE?", f"/{name}?"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "CORDEE_STATE": str(tmp_path_factory.mktemp("state")),
    }
    port = free_port()
    found = Site(f"http://localhost:{port}", environment)
    found.manage("load_demo", "--verbosity", "0")
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "config.wsgi:application"]
    with open(tmp_path_factory.mktemp("log") / "server.log", "wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_for(found.url, Path(log.name))
            yield found
        finally:
            server.terminate()
            server.wait(120)


@pytest.fixture
def post(site: Site) -> Iterator[Post]:
    """The worker at work, before a mail server on loopback."""
    kept = Post()
    with (
        mail_server.serving(kept.mails.append, mail_server.well_behaved) as server,
        site.working(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(server.port)),
    ):
        yield kept


def copy_template(name: str) -> None:
    with psycopg.connect(os.environ[CLUSTER_KEY], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for attempt in range(40):
            try:
                connection.execute(f"CREATE DATABASE {name} OWNER cordee_owner TEMPLATE {TEMPLATE}")
                break
            except psycopg.errors.ObjectInUse:
                time.sleep(0.1 * (attempt + 1))
        connection.execute(roles.close_database(name))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, log: Path) -> None:
    for _attempt in range(600):
        try:
            with urllib.request.urlopen(url + "/demo", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer:\n{log.read_text()[-2000:]}")


@pytest.fixture
def open_page(site: Site, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(width="phone", theme="dark", script=False)`: a new window, its console watched."""
    opened: list[tuple[Any, list[str]]] = []

    def make(width: str = "desk", theme: str = "light", script: bool = True) -> Page:
        w, h = WIDTHS[width]
        window = chromium.new_context(
            base_url=site.url,
            viewport={"width": w, "height": h},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        page = window.new_page()
        page.set_default_timeout(PATIENCE)
        said: list[str] = []
        page.on(
            "console", lambda message: said.append(words_of(message)) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        opened.append((window, said))
        return page

    yield make
    complaints = [word for _window, said in opened for word in said if word]
    for window, _said in opened:
        window.close()
    assert not complaints, complaints


def words_of(message: ConsoleMessage) -> str:
    """What the console said; a refused form (4xx) is the answer a test asked for, as is a network cut; and a request
    cut by leaving the page is no fault."""
    expected = (
        "the server responded with a status of 4",
        "htmx:sendAbort",
        "htmx:afterRequest",
        "net::ERR_INTERNET_DISCONNECTED",
    )
    return "" if any(word in message.text for word in expected) else message.text


def sign_in(page: Page, who: str) -> None:
    """Be a member of the demonstration, in one click, by (part of) their name."""
    page.goto("/demo")
    page.get_by_role("button", name=who).first.click()
    page.wait_for_url("**/")


def check_axe(page: Page, what: str = "") -> None:
    """axe finds nothing on the page as it stands."""
    found = Axe().run(page)
    faults = [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes'][:3]]}"
        for fault in found.response["violations"]
    ]
    assert not faults, f"{what or page.url}: {faults}"
