"""A colleague's first day and ordinary evenings: invited, paired, locked out, asleep, awake again.

Each page met on the way is looked at by axe in light, in dark and at 320 px: they answer nobody else.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from cordee.accounts.tests.proofs import code_of
from tests.browser.conftest import WIDTHS, check_axe, sign_in

pytestmark = pytest.mark.browser

WHO = "Capucine Aubépine"
PASSWORD = "une phrase assez longue"
SIDEWAYS = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth + 1"
OLDER = """
from django.contrib.sessions.models import Session
from django.contrib.sessions.backends.db import SessionStore
for row in Session.objects.all():
    session = SessionStore(row.pk)
    session["seen"] = session.get("seen", 0) - 3700
    session.save()
"""


def look(page: Page, what: str) -> None:
    """In light, in dark, in a narrow window; as it was afterwards."""
    before = page.viewport_size
    check_axe(page, f"{what}, light")
    page.emulate_media(color_scheme="dark")
    check_axe(page, f"{what}, dark")
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["narrow"], strict=True)))  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    check_axe(page, f"{what}, 320 px")
    assert not page.evaluate(SIDEWAYS), f"{what} scrolls sideways at 320 px"
    page.set_viewport_size(before)


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def invite(page: Page, first: str, last: str) -> str:
    """The link shown once to the coordinator."""
    page.goto("/reglages/equipe/inviter")
    email = f"{first}.{last}@exemple.invalid".lower()
    for name, typed in (("first_name", first), ("last_name", last), ("email", email)):
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=roles][value=counsellor]").check()
    press(page, "Préparer le lien")
    shown = page.get_by_label("À transmettre").input_value()
    return re.search(r"/invitation/\S+", shown).group(0)  # type: ignore[union-attr]


def pair(page: Page) -> str:
    """Choose a password, pair a telephone; returns its secret."""
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill(PASSWORD)
    press(page, "Enregistrer ce mot de passe")
    page.get_by_text("Je ne peux pas le viser").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    look(page, "pairing")
    page.get_by_label("Code affiché par l’application").fill(code_of(secret))
    press(page, "Activer")
    return secret


def test_the_first_day_of_a_colleague(open_page):
    boss, page = open_page(), open_page()
    sign_in(boss, WHO)
    link = invite(boss, "Lou", "Nouvelle")
    look(boss, "link to hand over")

    page.goto(link)
    look(page, "invitation")
    press(page, "Enregistrer ce mot de passe")
    look(page, "invitation, refused")
    pair(page)
    look(page, "recovery codes")
    assert page.locator(".codes li").count() == 10
    page.goto("/compte/codes-de-secours/refaire")
    look(page, "new recovery codes")
    page.goto("/compte/double-verification/retirer")
    look(page, "changing telephones")
    page.goto("/compte/mot-de-passe")
    look(page, "changing passwords")
    page.goto("/compte")
    look(page, "one's account")
    boss.goto(link)
    look(boss, "link that has served")
    boss.goto("/reglages/equipe")
    boss.get_by_role("link", name="Lou Nouvelle").click()
    boss.get_by_role("link", name="Nouveau lien d’accès").click()
    look(boss, "new access")


def test_an_evening_the_text_comes_back(open_page, site):
    boss, page = open_page(), open_page()
    sign_in(boss, WHO)
    page.goto(invite(boss, "Sacha", "Lointaine"))
    pair(page)
    page.goto("/compte")
    page.get_by_label("Prénom").fill("Sacha-Marie")

    site.manage("shell", "-c", OLDER)
    press(page, "Enregistrer")
    look(page, "unlocking")
    page.get_by_label("Mot de passe, ou code de l’application").fill("ce n’est pas le bon")
    press(page, "Reprendre")
    look(page, "unlocking, refused")
    page.get_by_label("Mot de passe, ou code de l’application").fill(PASSWORD)
    press(page, "Reprendre")

    assert page.get_by_label("Prénom").input_value() == "Sacha-Marie"
    look(page, "text given back")


def test_the_door_and_its_refusals(open_page):
    boss, page = open_page(), open_page()
    sign_in(boss, WHO)
    page.goto(invite(boss, "Alix", "Distraite"))
    pair(page)
    page.goto("/deconnexion")
    look(page, "leaving")
    press(page, "Se déconnecter")
    look(page, "the door")
    page.get_by_label("Adresse électronique").fill("alix.distraite@exemple.invalid")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    look(page, "the code")
    for _turn in range(5):
        page.get_by_label("Code", exact=False).fill("000000")
        press(page, "Entrer")
    look(page, "the pause")
    page.goto("/connexion/compte-ferme")
    look(page, "closed account")


def test_without_a_script_one_signs_in_just_as_well(open_page):
    page = open_page(script=False)

    sign_in(page, WHO)
    page.goto("/reglages/equipe")

    expect(page.get_by_role("heading", name="Équipe")).to_be_visible()
