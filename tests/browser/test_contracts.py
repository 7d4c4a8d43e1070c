"""S4-2 in a browser: hours refused and accepted as one writes them; a contract drawn and signed in each of the five."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe, sign_in
from tests.browser.test_accompanying import file_offering

pytestmark = pytest.mark.browser

LAND = "Ondine Orne"
HOUSES = {
    "Le Cheval Bleu": "Capucine Aubépine",
    "Le Lierre": "Clémence Clématite",
    "La Mie de Pain": "Marguerite Marjolaine",
    "PDIP 71": "Joséphine Jonquille",
}
ZERO = "Aucune heure par semaine"


def begun(page: Page, who: str) -> str:
    """A draft begun on the file that arrived last, and its form; the address of the contract."""
    begin = "form[action$='/contrats/commencer'] button"
    file_offering(page, who, "contrats", begin)
    page.locator(begin).first.click()
    page.wait_for_url("**/ecrire")
    return page.url.removesuffix("/ecrire")


def save(page: Page, address: str) -> str:
    """Keep the text; what the contract then says."""
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(address)
    return page.get_by_role("main").inner_text()


def test_hours_as_the_law_asks_them(open_page):
    """S4-2."""
    page = open_page()
    sign_in(page, LAND)
    page.goto("/contrats")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/contrats/*-*")
    page.get_by_role("link", name="Tous ses contrats").click()
    page.get_by_role("button", name="Contrat d’engagement", exact=True).first.click()
    page.wait_for_url("**/ecrire")
    address = page.url.removesuffix("/ecrire")
    check_axe(page, "a contract being written")
    hours = page.get_by_label("Heures d’activité par semaine")

    def said(typed: str) -> str:
        hours.fill(typed)
        text = save(page, address)
        page.goto(f"{address}/ecrire")
        return text

    assert "écrivez la raison" not in said("15h00")
    assert "écrivez la raison" in said("8")
    page.get_by_label("Pourquoi moins de 15 heures").fill("Soigne sa mère le matin")
    assert "écrivez la raison" not in said("8 h")
    assert ZERO in said("0")
    page.get_by_label("Motif pour n’avoir aucune heure").select_option("childcare")
    page.get_by_label("C’est la personne qui le demande").check()
    page.get_by_label("Âge de l’enfant sans garde").fill("13")
    assert "L’enfant a 13 ans" in said("0")
    page.get_by_label("Âge de l’enfant sans garde").fill("9")
    text = said("zéro")
    assert ZERO not in text
    assert "L’enfant a" not in text

    hours.fill("beaucoup")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert").first).to_contain_text("n’est pas un nombre d’heures")
    expect(hours).to_have_value("beaucoup")
    check_axe(page, "hours that are none")


def sign(page: Page, address: str) -> None:
    """Draw on the screen as the needed signer, then sign for the house."""
    page.goto(f"{address}/signer")
    check_axe(page, "a contract to sign")
    if not page.locator("input[name='capacity'][value='person']").is_checked():
        page.get_by_label("Nom de qui signe").fill("Proche Désigné")
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 30):
        page.mouse.move(box["x"] + 20 + step * 8, box["y"] + 40 + (step % 5) * 10)
    page.mouse.up()
    page.get_by_role("button", name="Garder la signature").click()
    page.wait_for_url(address)


@pytest.mark.parametrize("house", HOUSES)
def test_one_is_signed_in_each_house(open_page, house):
    page = open_page()
    address = begun(page, HOUSES[house])
    save(page, address)
    page.get_by_role("button", name="Figer et proposer").click()
    page.wait_for_url(address)

    sign(page, address)
    page.get_by_role("button", name="Signer pour la structure").click()
    page.wait_for_url(address)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Signé")
    check_axe(page, f"a signed contract, {house}")
    with page.expect_download() as found:
        page.get_by_role("link", name="Le texte en PDF").click()
    assert found.value.suggested_filename.endswith(".pdf")


def test_the_departement_signs_one_that_waits_and_lists_the_old_ones(open_page):
    """The fifth: its contract asks for a diagnosis, so one that the person has signed already."""
    page = open_page()
    sign_in(page, LAND)
    page.goto("/contrats")
    check_axe(page, "the old contracts")
    expect(page.get_by_role("main")).to_contain_text("31 décembre 2026")
    page.goto("/contrats?voir=a-signer")
    for address in [one.get_attribute("href") for one in page.locator("tbody th a").all()]:
        page.goto(address)
        if not page.get_by_role("link", name="Signer à distance").count():
            break  # the person has signed

    page.get_by_role("button", name="Signer pour la structure").click()
    page.wait_for_load_state()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Signé")


def test_a_gesture_done_shows_the_page_once_and_its_address_reloaded_leads_back(open_page):
    """A gesture folded in the page: htmx would put the page it leads to inside the one that is open."""
    page = open_page()
    sign_in(page, LAND)
    page.goto("/contrats?voir=en-cours")
    page.get_by_role("row", name="prochain point").get_by_role("link").first.click()
    page.wait_for_url("**/contrats/*-*")
    address = page.url
    page.locator("summary", has_text="Préparer un avenant").click()
    page.get_by_label("Ce qui change").fill("Reprise d’un emploi le matin")

    page.locator("form[action$='/avenant'] button").click()

    expect(page.get_by_text("L’avenant est en préparation")).to_be_visible()
    expect(page.locator("main")).to_have_count(1)

    page.goto(address + "/avenant")
    page.get_by_role("link", name="Revenir à la page").click()
    expect(page).to_have_url(address)
