"""The tabs of a dossier: they fit a desk, fold on a telephone, open by the keyboard; a plain details needs no script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_tabs_fit_and_what_is_folded_is_reached_by_the_keyboard(open_page, width):
    page = open_page(width)
    sign_in(page, "Lison Liseron")
    page.goto("/personnes/")
    page.locator("main a[href^='/personnes/0']").first.click()
    tabs = page.get_by_role("navigation", name="Parties du dossier")
    expect(tabs.get_by_role("link", name="Le fil")).to_be_visible()
    overflow = "el => el.scrollWidth - el.clientWidth"
    assert tabs.evaluate(overflow) == 0 and page.locator("html").evaluate(overflow) == 0

    tabs.get_by_text("Plus", exact=True).focus()
    page.keyboard.press("Enter")
    expect(tabs.get_by_role("link", name="Messages")).to_be_visible()
    check_axe(page, f"tabs unfolded, {width}")
    page.keyboard.press("Tab")
    while not tabs.get_by_role("link", name="Messages").evaluate("el => el === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    here = page.get_by_role("navigation", name="Parties du dossier").locator("[aria-current=page]")
    expect(here).to_be_visible()
    expect(here).to_have_text("Messages")
