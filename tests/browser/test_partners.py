"""Whom to call: found from a barrier, called, noted; a referent replaced; a partner that closes. axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_axe, sign_in
from tests.browser.test_every_page import rows
from tests.browser.test_projects import open_barrier

pytestmark = pytest.mark.browser
__all__ = ["rows"]


def test_from_a_barrier_to_a_call_noted(open_page, rows):
    page = open_page()
    open_barrier(page, rows, "le-lierre")
    page.get_by_role("link", name=re.compile("Qui peut aider")).first.click()
    expect(page.get_by_role("heading", name="Qui peut aider")).to_be_visible()
    check_axe(page, "who can help")
    page.goto("/partenaires/aide?besoin=sante&commune=Thionville")
    page.locator(".card a").first.click()

    page.get_by_label("En quelques mots").fill("Délais d’accueil : deux semaines.")
    page.get_by_role("button", name="Noter le contact").click()
    expect(page.locator(".aside")).to_contain_text("Délais d’accueil")
    check_axe(page, "a contact noted")
    page.locator(".flash").get_by_role("button", name="Annuler").click()
    expect(page.locator(".aside")).not_to_contain_text("Délais d’accueil")


def test_a_new_partner_its_referent_then_another_and_its_closing(open_page):
    page = open_page()
    sign_in(page, "Capucine Aubépine")
    page.goto("/partenaires/nouveau")
    page.get_by_label("Nom de la structure").fill("Atelier des Deux Rives")
    page.get_by_label("Téléphone").fill("01 99")
    page.get_by_role("button", name="Enregistrer le partenaire").click()
    expect(page.get_by_label("Nom de la structure")).to_have_value("Atelier des Deux Rives")
    check_axe(page, "a partner refused")
    page.get_by_label("Téléphone").fill("01 99 00 00 42")
    page.get_by_label("Horaires").fill("lundi au vendredi 9h-12h")
    page.get_by_role("button", name="Enregistrer le partenaire").click()
    expect(page.locator("main")).to_contain_text("Lundi au vendredi")
    expect(page.locator("main")).to_contain_text("Aucun référent")

    for name in ("Mme Aulne", "M. Pinson"):
        page.get_by_role("link", name=re.compile("référent$")).click()
        page.get_by_label("Nom", exact=False).first.fill(name)
        if name == "M. Pinson":
            page.get_by_label("Remplace").select_option(label="Mme Aulne")
        check_axe(page, f"a referent, {name}")
        page.get_by_role("button", name="Enregistrer le référent").click()
        expect(page.locator("main")).to_contain_text(name)
    expect(page.get_by_text("Référents d’avant")).to_be_visible()

    page.goto("/recherche?q=deux+rive")
    page.get_by_role("link", name=re.compile("Atelier des Deux Rives")).click()
    page.get_by_role("link", name="Ce partenaire ferme").click()
    page.get_by_label("Ou en quelques mots").fill("La Maison du vélo")
    check_axe(page, "a closing")
    page.get_by_role("button", name="Enregistrer la fermeture").click()
    expect(page.locator("main")).to_contain_text("La Maison du vélo")
    page.locator(".flash").get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("link", name="Ce partenaire ferme")).to_be_visible()
