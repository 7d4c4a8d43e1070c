"""A partner reads by a link really mailed, without an account, accepts, says it is done; what it says once taken back or out
of date, or once the partner has closed. axe finds nothing."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, check_axe, sign_in
from tests.browser.post import Post
from tests.browser.test_every_page import database_of, rows
from tests.browser.test_projects import open_barrier
from tests.database import CLUSTER_KEY

pytestmark = pytest.mark.browser
__all__ = ["rows"]

READER = "Mme Fauvette"
NEED = "Un premier rendez-vous, un matin"
HOUSE = "le-lierre"


@pytest.fixture
def write(site: Site) -> Callable[[str], None]:
    """Change rows as nobody may from a page: time goes by."""

    def run(sql: str) -> None:
        where = psycopg.conninfo.conninfo_to_dict(site.environment[CLUSTER_KEY], dbname=database_of(site))
        with psycopg.connect(**where) as connection:
            connection.execute(sql)

    return run


def prepare(page: Page, file: str, to: str, partner: str = "CMS de secteur, Thionville") -> str:
    """A relay in preparation, read again; its address."""
    page.goto(f"{file}/relais/nouveau")
    page.get_by_label("Vers quel partenaire").select_option(label=partner)
    page.get_by_role("button", name="Continuer").click()
    return written(page, to)


def written(page: Page, to: str) -> str:
    page.get_by_label("Pour quoi").select_option(label="Accompagnement social")
    page.get_by_label("Ce qui est demandé, en une phrase").fill(NEED)
    if page.get_by_role("radio", name=re.compile("Quelqu’un d’autre, nommé")).count():
        page.get_by_role("radio", name=re.compile("Quelqu’un d’autre, nommé")).check()
        page.locator("summary", has_text="Quelqu’un d’autre de cette structure").click()
    page.get_by_label("Nom de la personne qui lira").fill(READER)
    page.get_by_label("Son adresse électronique").fill(to)
    page.get_by_label("Ce qu’elle en dit, dans ses mots").fill("Qu’on m’explique, sans se presser.")
    check_axe(page, "a relay being written")
    page.get_by_role("button", name="Relire avec la personne").click()
    expect(page.get_by_role("heading", name="Tel que le partenaire le lira")).to_be_visible()
    return page.url


def send(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Elle est d’accord")).click()
    expect(page.locator(".flash")).to_contain_text("ne nomme personne")


def come_in(page: Page, link: str, post: Post, to: str, number: int) -> None:
    """Open the link, ask for a code, give the one that is mailed."""
    page.goto(link)
    page.get_by_role("button", name="Recevoir le code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    check_axe(page, "a code asked for")
    page.get_by_label("Code").fill(post.code(to, number))
    page.get_by_role("button", name="Lire", exact=True).click()
    expect(page.get_by_role("heading", name="Votre réponse")).to_be_visible()


def say(page: Page, answer: str, words: str = "") -> None:
    page.get_by_label(answer).check()
    if words:
        page.get_by_label("En quelques mots").fill(words)
    page.get_by_role("button", name="Envoyer la réponse").click()


def test_a_link_taken_back_or_out_of_date_says_so(open_page, rows, post, write):
    desk, partner, to = open_page(), open_page(), "fauvette.retrait@exemple.invalid"
    file = open_barrier(desk, rows, HOUSE)
    relay = prepare(desk, file, to)
    send(desk)
    come_in(partner, post.link(to, 1), post, to, 2)

    pk = relay.rstrip("/").rpartition("/")[2]
    write(
        "UPDATE relays_relay SET consent_on = consent_on - 200, consent_until = current_date - 2,"
        f" sent_on = sent_on - 150 WHERE id = '{pk}'"
    )
    say(partner, "Nous acceptons")
    expect(partner.get_by_role("heading", name="Ce lien ne sert plus")).to_be_visible()
    check_axe(partner, "a link out of date")
    write(f"UPDATE relays_relay SET consent_until = current_date + 60 WHERE id = '{pk}'")
    partner.goto(post.link(to, 1))
    expect(partner.get_by_role("heading", name="Votre réponse")).to_be_visible()

    desk.goto(relay)
    desk.get_by_text("Y mettre fin").click()
    desk.get_by_role("button", name="Elle retire son accord").click()
    expect(desk.get_by_role("main")).to_contain_text("n’est plus gardé")
    check_axe(desk, "an agreement taken back")
    say(partner, "Nous acceptons")
    expect(partner.get_by_role("heading", name="Ce lien ne sert plus")).to_be_visible()
    expect(partner.get_by_role("main")).to_contain_text("appelez la structure")
    expect(partner.get_by_role("main")).not_to_contain_text(NEED)
    check_axe(partner, "a link taken back")
    partner.goto(post.link(to, 1)[:-4])
    expect(partner.get_by_role("heading", name="Ce lien n’ouvre rien")).to_be_visible()
    check_axe(partner, "a link cut on the way")


def test_from_a_barrier_to_what_came_of_it(open_page, rows, post):
    desk, partner, to = open_page(), open_page(), "fauvette.aboutie@exemple.invalid"
    file = open_barrier(desk, rows, HOUSE)
    desk.get_by_role("link", name=re.compile("Qui peut aider")).first.click()
    expect(desk.get_by_role("heading", name="Qui peut aider")).to_be_visible()
    expect(desk.get_by_role("link", name="Revenir à son dossier")).to_be_visible()
    desk.get_by_label("Besoin").select_option(value="")
    desk.get_by_role("button", name="Filtrer").click()
    check_axe(desk, "who can help somebody")
    desk.get_by_role("link", name=re.compile("^Orienter .+ ici")).first.click()
    expect(desk.get_by_role("heading", name="Orienter vers un partenaire")).to_be_visible()
    assert file in desk.url
    towards = desk.locator("main p b").first.inner_text()
    relay = written(desk, to)
    send(desk)

    come_in(partner, post.link(to, 1), post, to, 2)
    say(partner, "Nous acceptons", "Mardi à dix heures.")
    expect(partner.get_by_role("main")).to_contain_text("Vous acceptez")
    say(partner, "C’est fait", "Elle est venue, tout est prêt.")
    expect(partner.get_by_role("main")).to_contain_text("Vous dites que c’est fait")
    check_axe(partner, "done, says the partner")

    desk.goto(relay)
    expect(desk.get_by_role("main")).to_contain_text(f"{READER} dit que c’est fait")
    expect(desk.get_by_role("main")).to_contain_text("Elle est venue, tout est prêt.")
    check_axe(desk, "a relay that came through")
    desk.goto(file)
    thread = desk.get_by_role("main")
    expect(thread).to_contain_text(re.compile(r"\(accompagnement social\)\s?: aboutie"))
    expect(thread).to_contain_text(re.compile(r"\(accompagnement social\)\s?: acceptée"))
    expect(thread).to_contain_text(towards.split(" (")[0])


def test_a_partner_closes_with_a_relay_under_way(open_page, rows, post):
    desk, office, partner, to = open_page(), open_page(), open_page(), "fauvette.fermeture@exemple.invalid"
    file = open_barrier(desk, rows, HOUSE)
    structure = "La Ressourcerie des Lavoirs"
    sign_in(office, "Odilon Ortolan")
    office.goto("/partenaires/nouveau")
    office.get_by_label("Nom de la structure").fill(structure)
    office.get_by_role("button", name="Enregistrer le partenaire").click()
    expect(office.get_by_role("heading", name=structure)).to_be_visible()
    relay = prepare(desk, file, to, partner=structure)
    send(desk)

    office.get_by_role("link", name="Ce partenaire ferme").click()
    expect(office.get_by_role("main")).to_contain_text("Les orientations en cours restent aussi")
    office.get_by_label("Vers qui se tourner, dans le répertoire").select_option(label="CLCV")
    check_axe(office, "a closing with a relay under way")
    office.get_by_role("button", name="Enregistrer la fermeture").click()
    expect(office.get_by_role("main")).to_contain_text("Se tourner maintenant vers CLCV")

    desk.goto("/")
    line = desk.locator(".deadlines li", has_text="Le destinataire d’un relais a fermé").first
    line.get_by_role("link", name=re.compile("Voir les relais")).click()
    check_axe(desk, "the relays of somebody, one towards a partner that closed")
    expect(desk.get_by_role("main")).to_contain_text("Partenaire fermé")
    desk.get_by_role("link", name=structure).click()
    expect(desk.get_by_role("main")).to_contain_text("Ce partenaire est fermé depuis le")
    expect(desk.get_by_role("main")).to_contain_text(NEED)
    check_axe(desk, "a relay whose partner has closed")

    come_in(partner, post.link(to, 1), post, to, 2)
    say(partner, "Nous ne pouvons pas", "Nous fermons.")
    expect(partner.get_by_role("main")).to_contain_text("Vous ne pouvez pas")
    desk.goto(relay)
    expect(desk.get_by_role("main")).to_contain_text("Nous fermons.")

    office.locator(".flash").get_by_role("button", name="Annuler").click()
    expect(office.get_by_role("link", name="Ce partenaire ferme")).to_be_visible()


def test_elsewhere_with_the_same_need(open_page, rows):
    desk, structure = open_page(), "L’Atelier du Pont"
    file = open_barrier(desk, rows, HOUSE)
    desk.goto("/partenaires/nouveau")
    desk.get_by_label("Nom de la structure").fill(structure)
    desk.get_by_role("button", name="Enregistrer le partenaire").click()
    closing = desk.url
    relay = prepare(desk, file, "fauvette.ailleurs@exemple.invalid", partner=structure)
    desk.goto(f"{closing}/fermer")
    desk.get_by_label("Vers qui se tourner, dans le répertoire").select_option(label="CLCV")
    desk.get_by_role("button", name="Enregistrer la fermeture").click()

    desk.goto(relay)
    expect(desk.get_by_role("main")).to_contain_text("Rien n’est parti")
    expect(desk.get_by_role("button", name=re.compile("Elle est d’accord"))).to_have_count(0)
    check_axe(desk, "prepared for a partner that closed")
    desk.get_by_role("link", name=re.compile("Orienter ailleurs")).click()
    expect(desk.get_by_role("main")).to_contain_text("Vers CLCV")
    expect(desk.get_by_label("Ce qui est demandé, en une phrase")).to_have_value(NEED)
    desk.goto(f"{file}/relais/nouveau?partenaire={closing.rpartition('/')[2]}")
    expect(desk.get_by_role("main")).to_contain_text("choisissez un autre partenaire")
    check_axe(desk, "a partner that closed, chosen by an address")
