"""One person of each of the five houses, without leaving her file: a diagnosis, a goal made of what stands in the way,
a contract drawn from it and signed by both, a review, the page she takes home."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe, sign_in
from tests.browser.test_contracts import HOUSES as FOUR
from tests.browser.test_contracts import LAND, save, sign

pytestmark = pytest.mark.browser

HOUSES = FOUR | {"Le Calvados": LAND}
BEGIN = "form[action$='/contrats/commencer'] button"
KINDS = {"Le Calvados": "Contrat d’engagement"}  # the one the law asks for, among the kinds of the house
WORDS = "Je voudrais retrouver un rythme, à ma façon"


@pytest.mark.parametrize("house", HOUSES)
def test_from_where_she_stands_to_a_review_of_what_was_signed(open_page, house):
    page = open_page()
    file = untouched(page, HOUSES[house], KINDS.get(house, ""))

    barrier = diagnosed(page, file)
    goal = a_goal_of(page, barrier)
    contract = signed(page, file, goal, KINDS.get(house, ""))
    reviewed(page, file, goal)

    page.goto(file)
    thread = page.get_by_role("main")
    for fact in ("Diagnostic", "Bilan", "igné"):
        expect(thread).to_contain_text(fact)
    check_axe(page, f"her file, {house}")
    page.goto(contract)
    expect(page.get_by_role("main")).to_contain_text(goal)


def untouched(page: Page, who: str, kind: str) -> str:
    """The address of the last file arrived that has neither a diagnosis nor a contract."""
    sign_in(page, who)
    page.goto("/personnes/?ordre=arrivee")
    for file in [one.get_attribute("href").partition("?")[0] for one in page.locator("tbody th a").all()]:
        page.goto(f"{file}/contrats")
        if (
            page.locator("main a[href*='/contrats/0']").count()
            or not page.locator(BEGIN, has_text=kind).count()
        ):
            continue
        page.goto(f"{file}/diagnostic")
        if (
            page.get_by_role("button", name="Commencer un diagnostic").count()
            and not page.get_by_text("Continuer le diagnostic").count()
        ):
            return file
    raise AssertionError("everybody has a diagnosis or a contract")


def diagnosed(page: Page, file: str) -> str:
    """Closed, with one barrier; its name."""
    page.goto(f"{file}/diagnostic")
    page.get_by_role("button", name="Commencer un diagnostic").first.click()
    page.wait_for_url("**/diagnostic/*-*")
    page.get_by_label("Ce qu’elle en dit, dans ses mots").first.fill(WORDS)
    for question in page.locator(".diagnosis-form > .item-block textarea").all():
        question.fill("Un travail dehors, près de chez elle")
    theme = page.locator(".diagnosis-theme").first
    label = theme.locator("summary").inner_text()
    theme.locator("summary").click()
    theme.get_by_label("Atouts, ce qui tient").fill("Sa sœur l’aide")
    theme.get_by_text("Un appui régulier", exact=True).click()
    theme.get_by_label("C’est un frein, suivi jusqu’à ce qu’il soit levé").check()
    check_axe(page, "a diagnosis, a theme open")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Clore").click()
    expect(page.locator(".flash").first).to_be_visible()
    return label


def a_goal_of(page: Page, barrier: str) -> str:
    page.get_by_role("button", name=re.compile("En faire un objectif")).first.click()
    page.wait_for_url("**/modifier")
    words = f"Avancer sur ceci\u202f: {barrier.lower()}"
    page.get_by_label("Dans les mots de la personne").fill(words)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Une étape").click()
    page.get_by_label("Ce qui est à faire").fill("Y aller ensemble une première fois")
    page.get_by_text("Un professionnel", exact=True).click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".step-line")).to_contain_text("Prévue")
    return words


def signed(page: Page, file: str, goal: str, kind: str) -> str:
    """Written from what was decided, frozen, signed by both; its address."""
    page.goto(f"{file}/contrats")
    page.locator(BEGIN, has_text=kind).first.click()
    page.wait_for_url("**/ecrire")
    address = page.url.removesuffix("/ecrire")
    offered = page.get_by_label(goal)
    if offered.count():  # of another part than work: taken up if both wish
        offered.check()
    hours = page.get_by_label("Heures d’activité par semaine")
    if hours.count():
        hours.fill("15h30")
    for end in page.locator("input[name='until_on']").all():
        if not end.input_value():
            end.fill(page.locator("input[name='review_on']").input_value())
    check_axe(page, "a contract to write")
    text = save(page, address)
    assert goal in text, "the plan of action comes from her goals"
    assert "Y aller ensemble une première fois" in text
    page.get_by_role("button", name="Figer et proposer").click()
    page.wait_for_url(address)
    sign(page, address)
    page.get_by_role("button", name="Signer pour la structure").click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Signé")
    check_axe(page, "a contract signed by both")
    return address


def reviewed(page: Page, file: str, goal: str) -> None:
    page.goto(f"{file}/projet")
    page.get_by_role("link", name="Faire le bilan").click()
    asked = page.get_by_role("group", name=goal)
    asked.get_by_text("Maintenu", exact=False).click()
    asked.get_by_label("Ce qu’elle en dit").fill("Je tiens bon")
    page.get_by_role("button", name="Garder ce bilan").click()
    expect(page.locator(".goal-card", has_text=goal)).to_contain_text("Une réussite")
    page.goto(f"{file}/mon-projet")
    expect(page.locator(".own-page")).to_contain_text(goal)
    check_axe(page, "the page she takes home")
