"""A sixth organisation starts without a line of code: its coordinator makes a programme from a copy, changes stages and
a delay, dates it, opens a pathway in it; then a newer version takes that pathway, and it is undone."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, check_axe, sign_in
from tests.browser.test_stories import open_dossier, take_down

pytestmark = pytest.mark.browser

WHO = "Sixtine Sorbier"
NAME, CODE = "Jardin du dimanche", "jardin-du-dimanche"


SETTLE = """
from datetime import date
from cordee.accounts.models import Member, MemberRole, Organisation, OrganisationSetting, User
house = Organisation.objects.create(code="sixieme", name="La Sixième Maison", kind="association")
user = User(email="sixtine.sorbier@exemple.invalid", first_name="Sixtine", last_name="Sorbier")
user.set_unusable_password()
user.save()
member = Member.objects.create(
    user=user, organisation=house, display_name="Sixtine Sorbier", from_on=date(2020, 1, 1)
)
MemberRole.objects.create(member=member, role="coordinator", from_on=date(2020, 1, 1))
"""


def test_a_sixth_organisation_starts_without_a_line_of_code(site: Site, open_page):
    site.manage("shell", "--no-imports", "-c", SETTLE)
    page = open_page()
    sign_in(page, WHO)

    begin(page)
    change(page)
    put_in_force(page, "rien à comparer")
    open_pathway(page)
    prepare_next(page)
    put_in_force(page, "s’appelle désormais")
    take_along(page)


def begin(page: Page) -> None:
    page.goto("/programmes/")
    page.get_by_role("link", name="Nouveau programme").first.click()
    page.get_by_label("Le nom du nouveau programme").fill(NAME)
    page.get_by_label("Service d’aide aux jeunes en difficulté (SAJD)").check()
    check_axe(page, "nouveau")
    page.get_by_role("button", name="Commencer le brouillon").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    check_axe(page, "brouillon")


def change(page: Page) -> None:
    """A stage renamed, one taken out, one moved by the keyboard, a delay."""
    summary = page.url
    page.get_by_role("link", name="Étapes", exact=True).click()
    page.get_by_role("link", name="Rencontre", exact=True).click()
    page.get_by_label("Nom", exact=False).first.fill("Premier pas")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="Premier pas", exact=True)).to_be_visible()
    page.get_by_role("link", name="Retirer : Relais", exact=False).click()
    expect(page.get_by_text("Préparer le relais")).to_be_visible()
    page.get_by_role("button", name="Retirer").click()
    page.get_by_role("button", name="Descendre : Conditions", exact=False).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ligne-1")).to_contain_text("Développement personnel")
    check_axe(page, "étapes")
    page.goto(summary)
    page.get_by_role("link", name="Délais", exact=True).click()
    page.get_by_role("link", name="Première rencontre", exact=True).click()
    page.locator("[name=due_0]").fill("10")
    check_axe(page, "un délai")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("10 jours")).to_be_visible()
    page.goto(summary)


def put_in_force(page: Page, says: str) -> None:
    page.get_by_role("link", name="Relire et mettre en vigueur").click()
    expect(page.locator("main")).to_contain_text(says)
    check_axe(page, "mettre en vigueur")
    page.get_by_role("button", name="Mettre en vigueur ce jour-là").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Versions")
    check_axe(page, "versions")


def open_pathway(page: Page) -> None:
    """By the usual door: an orientation, then a dossier."""
    programme = SimpleNamespace(label=NAME)
    take_down(page, programme)
    open_dossier(page, programme)
    expect(page.locator("main")).to_contain_text("Premier pas")


def prepare_next(page: Page) -> None:
    page.goto(f"/programmes/{CODE}")
    page.get_by_role("button", name="Préparer une nouvelle version").click()
    page.get_by_role("link", name="Étapes", exact=True).click()
    page.get_by_role("link", name="Premier pas", exact=True).click()
    page.get_by_label("Nom", exact=False).first.fill("Accueil à la serre")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Revenir au brouillon").click()


def take_along(page: Page) -> None:
    page.get_by_role("link", name="Y faire passer des parcours").click()
    check_axe(page, "passer à la nouvelle version")
    page.get_by_role("button", name="Faire passer ces parcours").click()
    expect(page.locator("body")).to_contain_text("suit maintenant la nouvelle version")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("body")).to_contain_text("a repris sa version d’avant")
