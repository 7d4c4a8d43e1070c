"""S4-1 in a browser, with days relative to today: informed, late, decided with the rules speaking, told, asked again;
the month starts again, and both deadlines stand in the line."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cordee.kernel.dates import add_months
from cordee.ui.wording import day_words
from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser

COORDINATOR, PERSON = "Ondine Orne", "Zébuline-Wilhelmine"


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def long(day: date) -> str:
    return day_words(day, "j F Y")


def gesture(page: Page, name: str):
    """A gesture of the page, unfolded."""
    found = page.locator(".gesture").filter(has=page.locator("summary", has_text=name))
    found.locator("summary").click()
    return found


def test_the_six_weeks_then_the_month_then_another_month(open_page):
    page, today = open_page(), timezone.localdate()
    informed, told, again = today - timedelta(days=58), today - timedelta(days=8), today
    sign_in(page, COORDINATOR)

    open_dossier(page)
    note_information(page, informed)
    expect(page.get_by_text("compétence France Travail").first).to_be_visible()
    expect(page.get_by_text(f"En retard de {58 - 42} jours")).to_be_visible()
    check_axe(page, "six semaines passées")

    decide(page, told)
    tell(page, told)
    first_due = add_months(told, 1)
    expect(page.get_by_text(f"terme le {long(first_due)}")).to_be_visible()

    ask(page, again)
    decide(page, again, warned=False)
    expect(page.get_by_text(f"Arrêté le {long(again)}")).to_be_visible()
    tell(page, again)
    expect(page.get_by_text(f"terme le {long(first_due)}")).to_be_visible()
    expect(page.get_by_text(f"terme le {long(add_months(again, 1))}")).to_be_visible()
    check_axe(page, "deux décisions")

    page.get_by_role("link", name="Courrier de notification").click()
    expect(page.get_by_role("article", name="Lettre")).to_contain_text(PERSON)
    check_axe(page, "courrier")


def open_dossier(page: Page) -> None:
    page.goto("/personnes/nouvelle")
    page.get_by_label("Prénoms").fill(PERSON)
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.wait_for_url(re.compile(r"/personnes/[0-9a-f-]{36}"))
    page.get_by_role("link", name="Orientation", exact=True).click()


def note_information(page: Page, day: date) -> None:
    form = gesture(page, "Noter une ouverture")
    form.get_by_label("Information reçue le").fill(typed(day))
    form.get_by_role("button", name="Enregistrer").click()


def decide(page: Page, day: date, *, warned: bool = True) -> None:
    """The rules speak while one fills: nothing considered refuses, six weeks gone by asks for a reason."""
    page.get_by_role("link", name="Décider de l’orientation").click()
    rules = page.locator("#rules")
    page.get_by_label("Voie sociale").check()
    expect(rules).to_contain_text("Cochez ce qui a été regardé")
    page.get_by_label("Logement").check()
    expect(rules).not_to_contain_text("Cochez ce qui a été regardé")
    page.get_by_label("Organisme référent").select_option("departement")
    page.get_by_label("Service, agence ou structure").fill("Service social de la côte")
    page.get_by_label("Décision prise le").fill(typed(day))
    page.get_by_label("Référence de la délégation").click()
    if warned:
        expect(rules).to_contain_text("compétence France Travail")
        check_axe(page, "décider")
        page.get_by_label("Pourquoi continuer").fill("France Travail est d’accord.")
    page.get_by_role("button", name="Prendre la décision").click()
    expect(page.get_by_text("Décision prise").first).to_be_visible()


def tell(page: Page, day: date) -> None:
    form = gesture(page, "Noter la notification")
    form.get_by_label("Reçue par la personne le").fill(typed(day))
    form.get_by_label("Moyen").select_option("handed")
    form.get_by_label("Preuve").fill("Signée au guichet")
    form.get_by_role("button", name="Noter la notification").click()
    expect(page.get_by_text("Notification notée").first).to_be_visible()


def ask(page: Page, day: date) -> None:
    form = gesture(page, "Demander une réorientation")
    form.get_by_label("Motif").select_option("move")
    form.get_by_label("Quel jour").fill(typed(day))
    form.get_by_role("button", name="Demander une réorientation").click()
    expect(page.get_by_text("Réorientation demandée").first).to_be_visible()
