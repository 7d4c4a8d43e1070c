"""A prescriber without an account: the public page, the form, a mail really received, the answers followed by a link.
And somebody who pushes the door, noted in a minute.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, check_axe, sign_in

pytestmark = pytest.mark.browser

FRONT, WHO = "/accueil/cheval-bleu", "Capucine Aubépine"
SENDER = "alma@exemple.invalid"


def axe_at_every_width(page: Page, what: str) -> None:
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        check_axe(page, f"{what}, {name}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_prescriber_orients_confirms_and_follows(open_page, post):
    page, desk = open_page(), open_page()

    page.goto(FRONT)
    axe_at_every_width(page, "page publique")
    page.get_by_role("link", name="J’oriente quelqu’un").click()
    fill(page)
    axe_at_every_width(page, "formulaire")
    page.wait_for_timeout(3500)  # a person reads before sending
    page.get_by_role("button", name="Envoyer l’orientation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez votre messagerie")

    page.goto(post.link(SENDER, 1))
    axe_at_every_width(page, "confirmer")
    page.get_by_role("button", name="Confirmer et envoyer").click()
    expect(page.get_by_text("Elle est arrivée")).to_be_visible()
    axe_at_every_width(page, "suivi")

    sign_in(desk, WHO)
    answer(desk, "Demander des pièces", "Noter")
    page.goto(post.link(SENDER, 3))
    expect(page.get_by_text("Il manque des papiers")).to_be_visible()
    answer(desk, "Étudier la demande", "Noter")
    page.goto(post.link(SENDER, 4))
    expect(page.get_by_text("L’équipe l’étudie")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Camille")
    assert not any("Camille" in post.text(SENDER, number) for number in range(1, 5))

    stranger = open_page()
    stranger.goto(page.url)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Un code pour continuer")
    axe_at_every_width(stranger, "code")


def fill(page: Page) -> None:
    page.get_by_label("Votre nom").fill("Alma Prescription")
    page.get_by_label("Votre courriel").fill(SENDER)
    page.get_by_label("Prénoms").fill("Camille")
    page.get_by_label("Nom", exact=True).fill("Delaporte-Ouverte")
    page.get_by_label("Pourquoi cette orientation").fill("Voudrait reprendre une activité le matin.")
    page.get_by_label("Ce que vous lui avez dit de cet envoi").fill("Que l’équipe le lira.")
    page.get_by_label("La personne est d’accord").check()


def answer(desk: Page, move: str, _verb: str) -> None:
    """The coordination answers from the page of the orientation."""
    desk.goto("/orientations/?etat=toutes")
    desk.get_by_role("link", name="Camille Delaporte-Ouverte").click()
    gesture = desk.locator("details.gesture", has=desk.get_by_text(move, exact=True)).first
    gesture.locator("summary").click()
    gesture.get_by_role("button").click()
    desk.wait_for_url("**/orientations/*")
    expect(desk.get_by_text("Réponse notée")).to_be_visible()


def test_somebody_pushes_the_door(open_page):
    page = open_page("phone")
    sign_in(page, "Solange Scarpe")

    page.goto("/orientations/")
    page.get_by_role("link", name="Venue à la permanence").click()
    check_axe(page, "permanence")
    page.get_by_label("Prénom", exact=False).first.fill("Ozalée")
    page.get_by_label("Ce qu’elle demande, dans ses mots").fill("Un endroit calme, et du travail.")
    page.get_by_role("button", name="Noter sa venue").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Ozalée")
    expect(page.get_by_text("Venue à la permanence").first).to_be_visible()
    check_axe(page, "après la venue")


def test_the_person_asks_without_a_script(open_page):
    page = open_page("phone", script=False)

    page.goto(FRONT)
    page.get_by_role("link", name="Je demande de l’aide").click()
    page.get_by_label("Mon prénom").fill("Rosa")
    page.get_by_label("Téléphone").fill("06 39 98 00 01")
    page.wait_for_timeout(12_500)
    page.get_by_role("button", name="Envoyer ma demande").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("C’est envoyé")
