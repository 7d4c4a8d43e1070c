"""An agenda in a browser: a meeting booked, a clash that loses no word, an absence said from one's day, a calendar
address that answers until it is stopped; by the keyboard, on a phone, without a script."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser

COUNSELLOR = "Bruno Bruyère"


def booking_page(page: Page) -> None:
    """The form of a new meeting, for the first person of the list."""
    sign_in(page, COUNSELLOR)
    page.goto("/personnes/")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/personnes/*-*")
    page.goto(f"{page.url}/rendez-vous/nouveau")


def fill(page: Page, day: str, hour: str, where: str) -> None:
    page.get_by_label("Jour", exact=False).first.fill(day)
    page.get_by_label("Heure").fill(hour)
    page.get_by_label("Précision").fill(where)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_clash_is_said_nothing_is_lost_and_one_may_keep_it(open_page, width):
    page = open_page(width)
    booking_page(page)
    day = "14 janvier 2028" if width == "desk" else "15 janvier 2028"
    fill(page, day, "14h30", "Porte verte")
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    page.wait_for_url("**/rendez-vous/*-*")
    expect(page.locator("h1")).to_contain_text("2028, 14\u00a0h\u00a030")
    expect(page.locator(".flash")).to_contain_text("Le rendez-vous est pris.")

    page.goto(page.get_by_role("link", name="Tous ses rendez-vous").get_attribute("href") + "/nouveau")
    fill(page, day, "15 h", "Au fond de la cour")
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(page.get_by_text("Ce moment est déjà pris")).to_be_visible()
    expect(page.get_by_label("Précision")).to_have_value("Au fond de la cour")
    check_axe(page, "a clash")

    page.get_by_label("Garder ce moment quand même").check()
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(page.locator("h1")).to_contain_text("15\u00a0h")


def test_half_past_two_that_night_without_a_script(open_page):
    page = open_page(script=False)
    booking_page(page)
    fill(page, "28/03/2027", "2 h 30", "ici")
    page.get_by_role("button", name="Prendre ce rendez-vous").click()

    expect(page.locator(".error").first).to_contain_text("n’existe pas le 28 mars 2027")
    expect(page.get_by_label("Précision")).to_have_value("ici")


def test_what_became_of_it_is_said_in_place_from_one_s_day(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    page.goto("/")
    before = page.locator("#a-qualifier .agenda-line").count()
    page.locator("#a-qualifier").get_by_role("link", name=re.compile("^Qualifier")).first.click()
    form = page.locator(".inline-form")
    form.get_by_text("absence non excusée", exact=True).click()
    check_axe(page, "the outcome in place")
    form.get_by_role("button", name="Enregistrer").click()

    expect(page.locator(".flash")).to_contain_text("C’est noté.")
    expect(page.locator("#a-qualifier .agenda-line")).to_have_count(before - 1)


def test_a_week_is_turned_by_the_keyboard(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    page.goto("/agenda/?jour=2027-03-31")
    page.get_by_role("link", name="Semaine d’après").focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Semaine du 05/04/2027 au 11/04/2027")
    check_axe(page, "a week")


def test_the_calendar_address_answers_until_it_is_stopped(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    page.goto("/compte/calendrier")
    page.get_by_role("button", name=re.compile("adresse")).first.click()
    address = page.locator("#adresse").input_value()

    with urllib.request.urlopen(address) as answer:
        shown = answer.read().decode()
    assert shown.startswith("BEGIN:VCALENDAR") and set(re.findall("SUMMARY:(.*)", shown)) == {"Rendez-vous\r"}

    page.get_by_role("button", name="Arrêter cette adresse").click()
    expect(page.locator(".flash")).to_contain_text("Cette adresse ne répond plus.")
    with pytest.raises(urllib.error.HTTPError) as gone:
        urllib.request.urlopen(address)
    assert gone.value.code == 404
