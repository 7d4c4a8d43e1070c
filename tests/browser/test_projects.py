"""From a diagnosis to goals to one review, for somebody of each house; the page they take home. axe finds nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe, sign_in
from tests.browser.test_every_page import rows

pytestmark = pytest.mark.browser
__all__ = ["rows"]

HOUSES = ("cheval-bleu", "le-lierre", "la-mie-de-pain", "gcms-pdip-71", "departement-du-calvados")
# Somebody with a barrier still open in their last diagnosis, and who follows them.
WITH_A_BARRIER = """
    SELECT d.person_id || ' ' || m.display_name
    FROM assessments_diagnosis d
    JOIN accounts_organisation o ON o.id = d.organisation_id
    JOIN assessments_diagnosisentry e ON e.diagnosis_id = d.id
    JOIN pathways_pathway p ON p.id = d.pathway_id
    JOIN accounts_member m ON m.id = p.referent_id
    WHERE o.code = '{house}' AND d.closed_on IS NOT NULL AND e.is_barrier AND e.evolution <> 'lifted'
      AND NOT EXISTS (SELECT FROM assessments_diagnosis o WHERE o.pathway_id = d.pathway_id AND o.day > d.day)
    ORDER BY d.id LIMIT 1
"""


# Somebody on two pathways at once, each with a referent of its own or not.
ON_TWO_PATHWAYS = """
    SELECT p.person_id || ' ' || m.display_name
    FROM pathways_pathway p
    JOIN pathways_pathway o ON o.person_id = p.person_id AND o.id <> p.id AND o.closed_on IS NULL
    JOIN accounts_member m ON m.id = p.referent_id
    WHERE p.closed_on IS NULL AND NOT EXISTS (SELECT FROM people_seal s WHERE s.person_id = p.person_id)
    ORDER BY p.id LIMIT 1
"""


def open_barrier(page: Page, rows: Callable[[str], str], house: str) -> str:
    """Sign in as who follows somebody with a barrier open; the address of their file."""
    person, _space, who = rows(WITH_A_BARRIER.format(house=house)).partition(" ")
    sign_in(page, who)
    page.goto(f"/personnes/{person}/diagnostic")
    return f"/personnes/{person}"


@pytest.mark.parametrize("house", HOUSES)
def test_from_a_diagnosis_to_goals_to_one_review(open_page, rows, house):
    page = open_page()
    file, words = open_barrier(page, rows, house), f"Y arriver à ma façon ({house})"

    page.get_by_role("button", name=re.compile("En faire un objectif")).first.click()
    page.wait_for_url("**/modifier")
    check_axe(page, f"{house}, a goal made of a barrier")
    page.get_by_label("Dans les mots de la personne").fill(words)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()

    page.get_by_role("link", name="Une étape").click()
    page.get_by_label("Ce qui est à faire").fill("Y aller ensemble une fois")
    page.get_by_text("Un professionnel", exact=True).click()
    check_axe(page, f"{house}, a step")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name=re.compile("C’est fait")).click()
    expect(page.locator(".step-line")).to_contain_text("Faite")
    page.locator(".flash").get_by_role("button", name="Annuler").click()
    expect(page.locator(".step-line")).to_contain_text("Prévue")
    check_axe(page, f"{house}, a goal")

    page.get_by_role("link", name="Faire le bilan").click()
    goal = page.get_by_role("group", name=words)
    goal.get_by_text("Maintenu", exact=False).click()
    goal.get_by_label("Ce qu’elle en dit").fill("Je tiens bon")
    check_axe(page, f"{house}, a review")
    page.get_by_role("button", name="Garder ce bilan").click()
    expect(page.locator(".flash")).to_contain_text("Bilan gardé, pour 1 objectif.")
    card = page.locator(".goal-card", has_text=words)
    expect(card).to_contain_text("Une réussite")
    check_axe(page, f"{house}, a project")

    page.goto(f"{file}/mon-projet")
    expect(page.locator(".own-page")).to_contain_text(f"Je tiens bon\u202f: {words}")
    check_axe(page, f"{house}, the page she takes home")


def test_each_pathway_has_its_own_goals_and_review(open_page, rows):
    page = open_page()
    person, _space, who = rows(ON_TWO_PATHWAYS).partition(" ")
    sign_in(page, who)
    page.goto(f"/personnes/{person}/projet")

    offered = page.locator(".goals-gestures a small")
    expect(offered.first).to_be_visible()
    assert len(set(offered.all_inner_texts())) > 1
    check_axe(page, "a project on two pathways")


def test_the_hours_of_a_step_are_noted_and_found_in_her_week(open_page, rows):
    page = open_page()
    file = open_barrier(page, rows, "cheval-bleu")
    page.goto(f"{file}/projet")
    page.locator(".goal-card h3 a").first.click()
    page.get_by_role("link", name="Une étape").click()
    page.get_by_label("Ce qui est à faire").fill("Cours de couture, le mardi")
    page.get_by_label("Nature").select_option(label="Formation")
    page.get_by_label("Heures d’activité").fill("trois heures et demie")
    page.get_by_label("Ces heures reviennent chaque semaine").check()
    page.get_by_role("button", name="Enregistrer").click()
    line = page.locator(".step-line", has_text="Cours de couture")
    expect(line).to_contain_text("par semaine à partir du")

    line.get_by_role("link", name=re.compile("Noter les heures")).click()
    page.get_by_label("Faites").first.fill("2h")
    page.get_by_label("Justifiées").first.fill("1h30")
    check_axe(page, "the hours of a step")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(line).to_contain_text("2\u00a0h faites")

    page.goto(f"{file}/heures")
    expect(page.get_by_text("étapes du projet").first).to_be_visible()
    check_axe(page, "her hours")


def test_a_step_is_done_by_the_keyboard_without_a_script(open_page, rows):
    page = open_page("phone", script=False)
    file = open_barrier(page, rows, "cheval-bleu")
    page.goto(f"{file}/projet")
    page.locator(".goal-card h3 a").first.click()
    before = page.locator(".goal-mark-done").count()

    button = page.get_by_role("button", name=re.compile("C’est fait|Reprendre")).first
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".flash")).to_contain_text("Étape")
    assert page.locator(".goal-mark-done").count() != before
