"""The gallery in a real Chromium: no accessibility fault, no sideways scroll, keyboard, drafts, policy."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file(), reason="front-end libraries not installed"),
]


class Threads(ThreadingMixIn, WSGIServer):
    """A browser opens connections it does not use: one thread alone would wait on them."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The site on a port of its own; pages are only read, so the database needs no care."""
    with django_db_blocker.unblock():
        server = make_server(
            "127.0.0.1",
            0,
            StaticFilesHandler(get_wsgi_application()),
            server_class=Threads,
            handler_class=Silent,
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def browser(chromium: Any) -> Any:
    """The run's only browser: see the root conftest."""
    return chromium


@pytest.fixture
def gallery(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """`gallery(width=…, scheme=…)` opens the gallery; any message in the console fails the test."""
    opened, messages = [], []

    def open_gallery(
        width: int = 1280, scheme: str = "light", address: str = "/galerie", **options: Any
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(site + address)
        return page

    yield open_gallery
    for context in opened:
        context.close()
    assert messages == []


def faults(page: Any) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)["violations"]
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_accessibility_fault_and_no_sideways_scroll(gallery: Any, width: int, scheme: str) -> None:
    page = gallery(width, scheme)
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")

    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_menus_and_dialog_have_no_fault_when_open(gallery: Any) -> None:
    page = gallery(reduced_motion="reduce")
    page.click("details.who summary")
    assert faults(page) == []

    page.keyboard.press("Escape")
    page.click("[data-opens]")
    assert faults(page) == []

    page.keyboard.press("Escape")
    assert not page.evaluate("Boolean(document.querySelector('dialog[open]'))")


def test_the_menu_opens_on_a_phone(gallery: Any) -> None:
    page = gallery(390)
    assert not page.is_visible("#menu")

    page.click(".menu-button")

    assert page.is_visible("#menu a")
    assert faults(page) == []


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_reader_settings_are_respected(gallery: Any, media: dict[str, str]) -> None:
    found = faults(gallery(**media))

    # axe reads the colours we wrote, not those the reader forces.
    assert [
        fault for fault in found if not ("forced_colors" in media and fault.startswith("color-contrast"))
    ] == []


def test_everything_is_there_without_script(gallery: Any) -> None:
    page = gallery(java_script_enabled=False)

    page.click("details.who summary")
    page.click(".themes button[value=dark]")

    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_page_twice_as_large_still_fits(gallery: Any) -> None:
    page = gallery(640)  # 1280 at 200 %

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_slash_and_control_k_go_to_the_search_box(gallery: Any) -> None:
    page = gallery()
    for keys in ("/", "Control+k"):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(keys)
        assert page.evaluate("document.activeElement.id") == "search"
        assert page.input_value("#search") == ""


def test_j_and_k_move_in_a_list(gallery: Any) -> None:
    page = gallery()
    names = page.locator(".person-card-name").all_inner_texts()
    page.focus(".person-card-name")

    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == names[1]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == names[0]


def test_letters_typed_in_a_field_stay_in_it(gallery: Any) -> None:
    page = gallery()
    page.fill("#id_name", "")
    page.type("#id_name", "j/k")

    assert page.input_value("#id_name") == "j/k"


def test_light_or_dark_changes_at_once_and_is_kept(gallery: Any) -> None:
    page = gallery()
    page.click(".page-actions button[value=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"

    page.reload()

    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.get_attribute(".themes button[value=dark]", "aria-pressed") == "true"


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(gallery: Any) -> None:
    page = gallery()
    assert page.evaluate("document.activeElement.className") == "error-summary"

    page.click(".error-summary li:nth-child(4) a")

    assert page.evaluate("document.activeElement.id") == "refused_place_0"


DRAFT = """() => {
  const form = document.querySelector("#id_name").form;
  form.dataset.draftUrl = "/brouillon";
  document.body.dispatchEvent(new CustomEvent("htmx:afterSwap", {bubbles: true}));
}"""


def drafting(page: Any, answer: Callable[[Any], None]) -> Any:
    page.route("**/brouillon", answer)
    page.evaluate(DRAFT)
    page.fill("#id_name", "Rosa")
    return page.locator(".draft-state[data-state]")


def test_a_draft_is_kept_and_said(gallery: Any) -> None:
    sent: list[str] = []

    def keep(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fulfill(status=204)

    state = drafting(gallery(), keep)
    state.wait_for()

    assert "Brouillon enregistré à" in state.inner_text()
    assert len(sent) == 1 and "Rosa" in sent[0] and "csrfmiddlewaretoken" in sent[0]


def test_a_lost_network_keeps_the_text_and_tries_again(browser: Any, site: str) -> None:
    tries: list[int] = []

    def fail_once(route: Any) -> None:
        tries.append(1)
        route.abort() if len(tries) == 1 else route.fulfill(status=204)

    page = browser.new_page()
    page.goto(site + "/galerie")
    state = drafting(page, fail_once)
    state.wait_for()
    said = state.inner_text()
    page.wait_for_selector(".draft-state[data-state=kept]", timeout=60_000)
    page.close()

    assert "Pas de réseau" in said and "gardé à l’écran" in said
    assert len(tries) == 2


def test_a_closed_session_keeps_the_text(browser: Any, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "/galerie")
    state = drafting(page, lambda route: route.fulfill(status=403))
    state.wait_for()
    said = state.inner_text()
    page.close()

    assert "Session fermée" in said and "Reconnectez-vous" in said


def test_control_enter_sends_from_a_long_text(gallery: Any) -> None:
    page = gallery()
    page.evaluate("document.querySelector('#id_name').form.action = '/lent'")
    page.focus("form:has(#id_name) textarea")

    with page.expect_request("**/lent") as sent:
        page.keyboard.press("Control+Enter")

    assert sent.value.method == "POST"


def test_a_form_is_not_sent_to_a_network_that_leads_nowhere(browser: Any, site: str) -> None:
    """The machine says that it is on a network: only the server's answer counts."""
    page = browser.new_page()
    page.goto(site + "/galerie")
    state = drafting(page, lambda route: route.abort())
    page.route(site + "/", lambda route: route.abort())
    page.route("**/lent", lambda route: route.fulfill(body="arrivé"))
    page.evaluate("document.querySelector('#id_name').form.action = '/lent'")
    state.wait_for()

    page.click("form[data-draft-url] .button")
    said = page.locator("[data-network]").inner_text()
    kept = page.input_value("#id_name")
    page.unroute(site + "/")
    page.click("form[data-draft-url] .button")
    page.wait_for_url("**/lent")
    page.close()

    assert "Pas de réseau" in said and "reste à l’écran" in said and kept == "Rosa"


def test_a_form_is_sent_once(gallery: Any) -> None:
    page = gallery()
    sent: list[str] = []
    page.route("**/lent", lambda route: sent.append(route.request.url))
    page.evaluate("document.querySelector('#id_name').form.action = '/lent'")

    button = "document.querySelector('#id_name').form.querySelector('.button')"
    page.evaluate(f"() => {{ {button}.click(); {button}.click(); }}")
    page.wait_for_timeout(300)

    assert len(sent) == 1


def test_the_screen_is_covered_when_the_session_closes(gallery: Any) -> None:
    page = gallery()
    page.clock.install()
    timed = '<body data-idle-seconds="300" data-still-here="/encore-la" '

    def time_it(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<body ", timed))

    page.route("**/galerie", time_it)
    page.route("**/encore-la", lambda route: route.fulfill(status=204))
    page.reload()

    page.clock.run_for(185_000)
    assert page.inner_text("dialog[open] h2").startswith("Toujours là")
    page.click("dialog[open] .button")
    page.wait_for_selector("dialog[open]", state="detached")

    page.clock.run_for(302_000)
    assert page.inner_text("dialog[open] h2") == "Session fermée"
    page.keyboard.press("Escape")
    assert page.is_visible("dialog.screen-lock[open]")
