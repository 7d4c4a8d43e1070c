"""S0-1 in a browser, with days relative to today: a board of six colleges, its rhythm gone by, a sitting prepared,
called, held and closed, decisions noted and taken back, the network lost, minutes approved, people told."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cordee.kernel.words import french_day
from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser

COORDINATOR = "Capucine Aubépine"
BOARD = "Commission de l’antenne de Bully"
A_DAY = "^[a-zé]+ (1er|[0-9]+) [a-zéû]+ [0-9]{4}"  # how a page names a sitting
ABSENT = "Représentants de l’UNAFAM"
COLLEGES = (
    ABSENT,
    "Services tutélaires",
    "Services sociaux des secteurs psychiatriques",
    "Le Cheval Bleu",
    "Services sociaux des IME et des ESAT",
    "Services d’insertion professionnelle",
)
HOLDERS = {COLLEGES[1]: "Aurélie Dorémus", COLLEGES[2]: "Ludovic Cassoret"}
KEPT = "Le projet demande un temps plein ; elle préfère avancer doucement."


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def said(page: Page, words: str) -> None:
    """The message of the last gesture."""
    expect(page.locator("#flashes")).to_contain_text(words)


def test_a_quarterly_commission_from_its_creation_to_those_it_tells(open_page):
    page, today = open_page(), timezone.localdate()
    last, planned = today - timedelta(days=125), today + timedelta(days=11)
    sign_in(page, COORDINATOR)

    create_board(page)
    reviewed, elsewhere = write_down_the_last_sitting(page, last, again=today + timedelta(days=5))
    think_of_another_answer(page, elsewhere)
    see_that_it_is_late(page, last)
    plan(page, planned)
    compose(page, reviewed, elsewhere)
    convene_then_bring_forward(page, planned, today)
    note_presences(page)
    decide_several(page, today)
    lose_the_network(page)
    decide_reviewed_and_reoriented(page, reviewed, elsewhere)
    close(page)
    tell(page)
    approve(page)


def create_board(page: Page) -> None:
    """As a new user would: by hand, then its colleges one by one, then who sits."""
    page.goto("/commissions/")
    page.get_by_role("link", name="Nouvelle commission").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_axe(page, "a board refused")
    page.get_by_label("Nom").fill(BOARD)
    page.get_by_label("Comment on l’appelle dans une phrase").fill("la commission de l’antenne")
    page.get_by_role("group", name="Pour quels dispositifs").get_by_role("checkbox").first.check()
    for power in ("Prononcer les admissions", "Revoir une situation en cours", "Proposer une réorientation"):
        page.get_by_label(power).check()
    page.get_by_label("Elle se réunit tous les combien de mois").fill("3")
    page.get_by_label("Lieu habituel").fill("29-31 rue Roger-Salengro")
    page.get_by_role("button", name="Enregistrer").click()
    said(page, "Commission créée. Nommez maintenant ses collèges.")
    for college in COLLEGES:
        page.get_by_label("Collège").fill(college)
        page.get_by_role("button", name="Ajouter un collège").click()
        expect(page.get_by_role("heading", name=college, exact=True)).to_be_visible()
    for college, name in HOLDERS.items():
        page.get_by_role("link", name=f"Ajouter un membre : {college}").click()
        page.get_by_label("Nom").fill(name)
        page.get_by_label("Courriel").fill(f"{name.split()[0].lower()}@exemple.invalid".replace("é", "e"))
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("link", name=name)).to_be_visible()
    check_axe(page, "a board of six colleges")


def plan(page: Page, day: date) -> None:
    page.get_by_role("link", name="Prévoir une séance").click()
    page.get_by_label("Jour").fill(typed(day))
    page.get_by_role("button", name="Prévoir cette séance").click()
    said(page, "Séance prévue.")
    expect(page.get_by_role("heading", name="Rien encore à l’ordre du jour")).to_be_visible()
    page.get_by_role("link", name="Composer l’ordre du jour").click()


def offered(page: Page, group: str) -> Locator:
    return page.get_by_role("group", name=group).locator(".offer")


def write_down_the_last_sitting(page: Page, day: date, *, again: date) -> list[str]:
    """It met before Cordée: a situation it reviewed then is to be seen again. Names of two people who are there."""
    plan(page, day)
    names = offered(page, "Réorientations envisagées").locator("bdi").all_inner_texts()[:2]
    name = names[0]
    page.get_by_label("Nom de la personne").fill(name)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name=f"Point d’étape : {name}").click()
    said(page, "Situation inscrite.")
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_label("L’accompagnement continue").check()
    page.get_by_label("À revoir le").fill(typed(again))
    record(page)
    page.get_by_role("button", name="Clore la séance").click()
    said(page, "Séance close.")
    return names


def think_of_another_answer(page: Page, name: str) -> None:
    """Since the board met last, somebody thought of another answer for this person."""
    page.get_by_role("searchbox").fill(name)
    page.locator(".search-results a", has_text=name).first.click()
    page.get_by_role("link", name="Projet", exact=True).click()
    page.locator("main a[href*='/projet/orientation/']").first.click()
    page.locator("main input[type=radio]:checked").last.press("ArrowRight")
    page.get_by_role("button", name="Enregistrer").click()
    said(page, "C’est noté.")


def see_that_it_is_late(page: Page, last: date) -> None:
    """On its page, and on the list."""
    page.goto("/commissions/")
    page.get_by_role("link", name=BOARD).click()
    warned = f"Plus de trois mois depuis la dernière séance, le {french_day(last)}"
    expect(page.locator(".verdict")).to_contain_text(warned)
    page.goto("/commissions/")
    expect(page.locator(".board-card", has_text=BOARD)).to_contain_text(warned)
    check_axe(page, "a board that is late")
    page.get_by_role("link", name=BOARD).click()


def compose(page: Page, reviewed: str, elsewhere: str) -> None:
    """What waits is there, ticked; who one only thinks of is not. The movements expected are under the agenda."""
    admissions, reviews = offered(page, "Admissions en attente"), offered(page, "Situations à revoir")
    thought_of = offered(page, "Réorientations envisagées")
    expect(reviews).to_contain_text(reviewed)
    expect(reviews.get_by_role("checkbox")).to_be_checked()
    waiting = admissions.count()
    assert waiting >= 6 and all(box.is_checked() for box in admissions.get_by_role("checkbox").all())
    assert not any(box.is_checked() for box in thought_of.get_by_role("checkbox").all())
    check_axe(page, "what waits")
    thought_of.filter(has_text=elsewhere).get_by_role("checkbox").check()
    page.get_by_role("button", name="Inscrire à l’ordre du jour").click()
    said(page, f"{waiting + 2} situations inscrites.")
    expect(page.locator(".agenda-lines > li")).to_have_count(waiting + 2)
    expect(page.get_by_role("heading", name="Mouvements prévisionnels")).to_be_visible()
    asked = page.locator(".movement-figures > div", has_text="Admissions à l’ordre du jour")
    expect(asked.locator("dd")).to_have_text(str(waiting))
    check_axe(page, "an agenda")


def convene_then_bring_forward(page: Page, planned: date, today: date) -> None:
    """It does not open before its day; brought forward, those who were called are told."""
    page.get_by_role("button", name="Convoquer les membres").click()
    said(page, f"{len(HOLDERS)} courriels partent")
    expect(page.locator(".call-lines > li")).to_have_count(len(HOLDERS))
    expect(page.get_by_text(f"La séance s’ouvre le jour même, le {french_day(planned)}.")).to_be_visible()
    expect(page.get_by_role("button", name="Ouvrir la séance")).to_have_count(0)
    page.get_by_role("link", name="Changer le jour").click()
    page.get_by_label("Jour").fill(typed(today))
    page.get_by_role("button", name="Enregistrer").click()
    said(page, "Séance modifiée.")
    page.get_by_role("button", name="Ouvrir la séance").click()


def note_presences(page: Page) -> None:
    """Five colleges out of six: it is said, and nothing more."""
    for college in COLLEGES:
        seat = page.get_by_role("group", name=college)
        seat.get_by_label("Présence").select_option("absent" if college == ABSENT else "present")
        if college not in HOLDERS and college != ABSENT:
            seat.get_by_label("Nom, si c’est quelqu’un d’autre").fill("Samira Ouldali")
    check_axe(page, "who is there")
    page.get_by_role("button", name="Noter les présences").click()
    said(page, "Présences notées.")
    warned = page.get_by_role("status").filter(has_text="Un collège n’est pas représenté")
    expect(warned).to_contain_text(ABSENT)
    expect(page.locator(".page-head")).to_contain_text("5 collèges sur 6")
    expect(page.get_by_role("radio", name="Admission", exact=True)).to_be_focused()


def record(page: Page) -> None:
    page.get_by_role("button", name="Noter et passer à la suivante").click()
    said(page, "C’est noté.")


def situation(page: Page) -> Locator:
    """The name of whoever is being spoken of."""
    return page.locator(".examined bdi").first


def examined(page: Page) -> str:
    return situation(page).inner_text()


def refused(page: Page, sentence: str) -> None:
    """Said by the page, which keeps what was typed."""
    page.get_by_role("button", name="Noter et passer à la suivante").click()
    expect(page.locator(".error-summary")).to_contain_text(sentence)
    expect(page.locator(".error-summary")).to_be_focused()


def decide_several(page: Page, today: date) -> None:
    """Each outcome asks for its words; the last one is taken back, then written again."""
    first, why = examined(page), page.get_by_label("Pourquoi")
    page.get_by_role("radio", name="Admission", exact=True).check()
    page.get_by_label("À partir du").fill(typed(today - timedelta(days=1)))
    why.fill("Une place en maraîchage.")
    refused(page, "ne peut pas prendre effet avant d’être prononcée")
    expect(page.get_by_label("À partir du")).to_have_value(typed(today - timedelta(days=1)))
    expect(why).to_have_value("Une place en maraîchage.")
    check_axe(page, "a decision refused")
    page.get_by_label("À partir du").fill(typed(today + timedelta(days=1)))
    record(page)
    expect(page.locator(".session-rows li", has_text=first)).to_contain_text("à partir du")

    second = examined(page)
    page.get_by_label("Liste d’attente").check()
    record(page)
    expect(page.locator(".session-rows li", has_text=second)).to_contain_text("rang 1")

    page.get_by_role("radio", name="À revoir").check()
    why.fill("La rencontre n’a pas eu lieu.")
    refused(page, "Dites ce qui manque")
    expect(why).to_have_value("La rencontre n’a pas eu lieu.")
    page.get_by_label("Ce qui manque").fill("Une rencontre avec l’équipe.")
    record(page)

    fourth = examined(page)
    for _time in ("noted", "noted again"):
        page.get_by_label("Pas d’admission").check()
        if page.get_by_label("Motif donné à qui oriente").is_visible():
            page.get_by_label("Motif donné à qui oriente").select_option(index=1)
        refused(page, "Dites pourquoi")
        expect(page.get_by_label("Pas d’admission")).to_be_checked()
        why.fill(KEPT)
        record(page)
        if _time == "noted":
            page.locator("#flashes").get_by_role("button", name="Annuler").click()
            said(page, "Repris")
            expect(situation(page)).to_have_text(fourth)


def lose_the_network(page: Page) -> None:
    """A form sent without network stays on the page, which says so; it is sent once the network is back."""
    name, why = examined(page), page.get_by_label("Pourquoi")
    page.get_by_label("Liste d’attente").check()
    why.fill(KEPT)
    page.context.set_offline(True)
    page.get_by_role("button", name="Noter et passer à la suivante").click()
    said(page, "Pas de réseau")
    expect(situation(page)).to_have_text(name)
    expect(why).to_have_value(KEPT)
    expect(page.get_by_label("Liste d’attente")).to_be_checked()
    check_axe(page, "without network")
    page.context.set_offline(False)
    said(page, "Le réseau est revenu")
    record(page)
    expect(situation(page)).not_to_have_text(name)


def decide_reviewed_and_reoriented(page: Page, reviewed: str, elsewhere: str) -> None:
    others = page.get_by_role("navigation", name="Situations de la séance")
    others.get_by_role("link", name=reviewed).click()
    expect(page.locator(".examined-meta")).to_contain_text("Point d’étape")
    page.get_by_label("L’accompagnement continue").check()
    record(page)
    others.get_by_role("link", name=elsewhere).click()
    expect(page.locator(".examined-meta")).to_contain_text("Réorientation")
    page.get_by_label("Orientation vers une autre réponse").check()
    page.get_by_label("Vers quelle réponse").fill("Un ESAT du bassin")
    record(page)
    check_axe(page, "in session")


def close(page: Page) -> None:
    page.get_by_role("button", name="Clore la séance").click()
    said(page, "attend")
    check_axe(page, "a sitting closed")


def tell(page: Page) -> None:
    """What will be prepared is said beforehand, then done in one gesture."""
    page.get_by_role("link", name="Prévenir et mettre à jour").click()
    check_axe(page, "what will be told")
    page.get_by_role("button", name="Prévenir et mettre à jour").click()
    said(page, "préparée")
    expect(page.get_by_role("heading", name="Fait", exact=True)).to_be_visible()
    check_axe(page, "what was told")
    page.locator("main").get_by_role("link", name=re.compile(A_DAY)).first.click()


def approve(page: Page) -> None:
    """Words added, then approved: nothing changes any more."""
    page.get_by_role("link", name="Compte rendu", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Un collège n’est pas représenté")
    expect(page.get_by_role("main")).to_contain_text(KEPT)
    page.locator(".minutes-entry").get_by_role("link", name="Ajouter des mots").first.click()
    page.get_by_label("Ce qu’il y a à ajouter").fill("Deux matinées par semaine pour commencer.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    said(page, "Compte rendu enregistré.")
    check_axe(page, "minutes")
    page.get_by_role("button", name="Approuver ce compte rendu").click()
    said(page, "Compte rendu approuvé")
    expect(page.get_by_role("link", name="Ajouter des mots")).to_have_count(0)
    check_axe(page, "minutes approved")
