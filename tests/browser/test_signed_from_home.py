"""A contract signed from home, in a browser: a link given, the one question, the text, the signature, without a script too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser

LAND = "Ondine Orne"


def waiting(page: Page) -> str:
    """The address of a contract whose person has a link and has not signed."""
    sign_in(page, LAND)
    page.goto("/contrats?voir=a-signer")
    for address in [one.get_attribute("href") for one in page.locator("tbody th a").all()]:
        page.goto(address)
        if page.get_by_role("link", name="Signer à distance").count():
            return address
    raise AssertionError("no contract waits for the person")


def given(page: Page, address: str) -> str:
    """A link, copied."""
    page.goto(f"{address}/lien")
    check_axe(page, "a link to give")
    page.get_by_label("Je le copie ou je l’imprime").check()
    page.get_by_role("button", name="Donner le lien").click()
    check_axe(page, "a link shown once")
    return page.locator("#lien").input_value()


def birth_of(page: Page, address: str) -> str:
    page.goto(f"{address.partition('/contrats')[0]}/identite")
    return page.locator("input[name='birth']").input_value()


def enter(page: Page, link: str, birth: str) -> None:
    page.goto(link)
    page.get_by_label("Date de naissance").fill(birth)
    page.get_by_role("button", name="Continuer").click()


def test_the_person_asks_to_talk_then_signs_on_a_phone(open_page):
    desk = open_page()
    address = waiting(desk)
    link, birth = given(desk, address), birth_of(desk, address)

    phone = open_page("phone", script=False)
    enter(phone, link, "1/1/1901")
    expect(phone.get_by_role("alert").first).to_contain_text("Ce n’est pas la date attendue")
    enter(phone, link, birth)
    expect(phone.get_by_role("heading", name="Vos engagements")).to_be_visible()
    phone.get_by_label("De quoi voulez-vous parler").fill("Les horaires du mardi")
    phone.get_by_role("button", name="Me rappeler pour en parler").click()
    expect(phone.get_by_role("main")).to_contain_text("on vous rappelle")

    desk.goto(address)
    expect(desk.get_by_role("main")).to_contain_text("Les horaires du mardi")
    check_axe(desk, "a contract with its links")

    scripted = open_page("phone")
    scripted.goto(link)
    check_axe(scripted, "the question")
    enter(scripted, link, birth)
    check_axe(scripted, "the text behind a link")
    scripted.get_by_role("button", name="Je signe ce texte").click()
    expect(scripted.get_by_role("alert").first).to_contain_text("Écrivez votre prénom")
    check_axe(scripted, "a signature without a name")
    name = desk.locator(".file-of a").inner_text()
    scripted.get_by_label("Votre prénom et votre nom").fill(name)
    scripted.get_by_label("J’ai lu ce texte et je suis d’accord").check()
    scripted.get_by_role("button", name="Je signe ce texte").click()
    expect(scripted.get_by_role("main")).to_contain_text("C’est signé")
    check_axe(scripted, "signed from home")

    desk.goto(address)
    expect(desk.get_by_role("main")).to_contain_text("par le lien reçu")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_link_cut_on_its_way_says_whom_to_call(open_page, width):
    page = open_page(width)

    page.goto("/lien/coupe-en-chemin")

    expect(page.get_by_role("heading", name="Ce lien ne sert plus")).to_be_visible()
    check_axe(page, f"a link that opens nothing, {width}")
