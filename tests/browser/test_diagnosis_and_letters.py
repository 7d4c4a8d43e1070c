"""S3-1 in a browser: a diagnosis left in the middle, resumed, closed. A letter filled in, looked at, kept."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe
from tests.browser.test_accompanying import file_offering, first_file

pytestmark = pytest.mark.browser

COACH, COORDINATOR = "Grégoire Grive", "Clémence Clématite"
MOBILITY = "Jusqu’à Chalon en bus, pas le dimanche"


def begun(page: Page) -> str:
    """A diagnosis begun on a file that has none under way; its address."""
    begin = "button:has-text('Commencer un diagnostic')"
    file_offering(page, COACH, "diagnostic", begin)
    page.locator(begin).first.click()
    page.wait_for_url("**/diagnostic/*-*")
    return page.url


def test_only_mobility_then_desires(open_page):
    """S3-1: saved as it is, closing asks for what the person wants, no score, and the file stays whole."""
    page = open_page()
    address = begun(page)

    page.get_by_label("Mobilité géographique").fill(MOBILITY)
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    page.goto("/")
    page.goto(address)
    expect(page.get_by_label("Mobilité géographique")).to_have_value(MOBILITY)

    page.get_by_role("button", name="Clore").click()
    expect(page.get_by_role("main")).to_contain_text("il faut : Ses envies")
    expect(page.get_by_label("Mobilité géographique")).to_have_value(MOBILITY)
    check_axe(page, "a diagnosis that cannot be closed yet")

    page.get_by_label("Ses envies").fill("Travailler dehors, avec des plantes")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Clore").click()
    expect(page.locator(".flash").first).to_be_visible()
    said = page.get_by_role("main").inner_text()
    assert MOBILITY in said
    assert not re.search(r"\b\d+\s?(/\s?\d+|%|points?)\b", said), "no score stands anywhere"


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_letter_is_filled_in_looked_at_and_kept(open_page, width):
    page = open_page(width)
    address = first_file(page, COORDINATOR).partition("?")[0]
    page.goto(f"{address}/documents")
    page.get_by_role("link", name="Écrire une lettre ou une attestation").click()
    page.get_by_role("link", name="Proposer un rendez-vous").click()
    if page.get_by_text("Repartir de zéro").count():  # what the other width began
        page.get_by_text("Repartir de zéro").click()
    body = page.get_by_label("Texte")
    expect(page.get_by_role("main")).to_contain_text("jour et heure")

    page.get_by_role("button", name="Ranger dans le dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("Il reste à compléter")
    expect(body).to_have_value(re.compile(r"Je vous propose de nous voir"))
    check_axe(page, "a letter with blanks left")

    body.fill("Bonjour,\n\nVoyons-nous lundi à 10 h, à l’accueil.\n\nÀ bientôt,")
    with page.expect_download() as seen:
        page.get_by_role("button", name="Voir le PDF").click()
    assert seen.value.suggested_filename.endswith(".pdf")
    page.get_by_role("button", name="Ranger dans le dossier").click()

    page.wait_for_url("**/documents")
    expect(page.locator(".flash").first).to_contain_text("La lettre est rangée dans le dossier")
    expect(page.locator(".papers-list")).to_contain_text("Un rendez-vous")
