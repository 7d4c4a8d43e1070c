"""A counsellor's minutes, in a browser: a contact noted in place, a draft found again, a reserved part unfolded, a
review said to be held; by the keyboard, on a phone, and without a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_axe, sign_in
from tests.browser.test_every_page import rows

__all__ = ["rows"]

pytestmark = pytest.mark.browser

COUNSELLOR, NURSE, LEADER = "Bruno Bruyère", "Iris Hirondelle", "Marin Mésange"
LONGEST = """
    SELECT p.person_id || ' ' || m.display_name
    FROM pathways_pathway p
    JOIN accounts_member m ON m.id = p.referent_id
    WHERE p.closed_on IS NULL AND NOT EXISTS (SELECT FROM people_seal s WHERE s.person_id = p.person_id)
    ORDER BY (SELECT count(*) FROM dossier_fact f WHERE f.person_id = p.person_id) DESC, p.id LIMIT 1
"""


def first_file(page: Page, who: str = COUNSELLOR, lists: str = "/personnes/") -> str:
    """Open the first file of somebody's list; its address."""
    sign_in(page, who)
    page.goto(lists)
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/personnes/*-*")
    return page.url


def longest_file(page: Page, rows: Callable[[str], str]) -> str:
    """Open the file with the longest thread among those its referent follows; its address."""
    person, _space, who = rows(LONGEST).partition(" ")
    sign_in(page, who)
    page.goto(f"/personnes/{person}")
    return page.url


def file_offering(page: Page, who: str, part: str, button: str) -> str:
    """The file that arrived last among those whose part still offers this button, shown; the file's address. Another
    story may have had it first."""
    sign_in(page, who)
    page.goto("/personnes/?ordre=arrivee")
    found = [link.get_attribute("href") or "" for link in page.locator("tbody th a").all()]
    for address in (one.partition("?")[0] for one in found):
        page.goto(f"{address}/{part}")
        if page.locator(button).count():
            return address
    raise AssertionError(f"no file of {who} offers {button}")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_contact_is_noted_in_place_and_stands_at_the_top_of_the_thread(open_page, width):
    page = open_page(width)
    address = first_file(page)
    words = f"Café partagé sur le palier ({width})."

    page.get_by_role("link", name="Noter un contact").first.click()
    form = page.locator(".inline-form")
    expect(form.get_by_role("heading", name="Noter un contact")).to_be_focused()
    check_axe(page, "contact form in place")
    form.get_by_text("au domicile", exact=True).click()
    form.get_by_label("Ce qui s’est dit").fill(words)
    form.get_by_role("button", name="Noter le contact").click()

    page.wait_for_url(address)
    expect(page.locator(".flash")).to_contain_text("Contact noté.")
    first = page.locator(".fact").first
    expect(first).to_contain_text("Contact au domicile, avec la personne")
    expect(first).to_contain_text(words)
    expect(page.locator(".inline-form")).to_have_count(0)


def test_a_refused_contact_keeps_every_word(open_page):
    page = open_page()
    first_file(page)
    page.get_by_role("link", name="Noter un contact").first.click()
    form = page.locator(".inline-form")
    form.get_by_label("Ce qui s’est dit").fill("Un mot à garder.")
    form.get_by_label("Jour").fill("31/02/2026")
    form.get_by_role("button", name="Noter le contact").click()

    expect(page.get_by_role("alert")).to_contain_text("Ce jour n’existe pas dans le calendrier.")
    expect(page.get_by_label("Ce qui s’est dit")).to_have_value("Un mot à garder.")
    check_axe(page, "a contact refused")


def test_what_was_begun_is_found_again_and_one_may_start_afresh(open_page):
    page = open_page()
    address = first_file(page, lists="/personnes/?ordre=arrivee")
    page.get_by_role("link", name="Écrire une note").click()
    page.get_by_label("Ce qui s’est dit").press_sequentially("Commencé puis le téléphone a sonné")
    expect(page.locator("[data-draft-state]")).to_contain_text("Brouillon enregistré")

    page.goto("/")
    page.goto(address)
    begun = page.locator(".resumed")
    expect(begun).to_contain_text("Une note commencée n’est pas encore enregistrée.")
    begun.get_by_role("link", name="Le reprendre").click()

    expect(page.locator(".inline-form .resumed")).to_contain_text("Brouillon repris, commencé le")
    expect(page.get_by_label("Ce qui s’est dit")).to_have_value("Commencé puis le téléphone a sonné")
    page.get_by_role("link", name="Repartir de zéro").click()
    expect(page.get_by_label("Ce qui s’est dit")).to_have_value("")


def test_one_s_day_is_done_from_one_s_day(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    line = page.locator(".deadline", has=page.get_by_role("link", name=re.compile("C’est fait"))).first
    who = line.locator(".deadline-title").inner_text()
    lines = page.locator(".deadline", has_text=who).filter(
        has=page.get_by_role("link", name=re.compile("C’est fait"))
    )
    before = lines.count()

    line.get_by_role("link", name=re.compile("C’est fait")).click()
    line.locator(".inline-form").get_by_role("button", name="C’est fait").click()

    expect(page.locator(".flash")).to_contain_text("C’est noté.")
    expect(page).to_have_url(re.compile(r"/$"))
    expect(lines).to_have_count(before - 1)


def test_a_deadline_left_aside_leaves_the_day(open_page):
    page = open_page("phone")
    sign_in(page, COUNSELLOR)
    lines = page.locator(".deadline")
    before = lines.count()

    lines.last.get_by_role("link", name=re.compile("Reporter")).click()
    lines.last.get_by_label("Pourquoi").fill("Elle est en vacances")
    check_axe(page, "a deadline left aside, on a phone")
    lines.last.get_by_role("button", name="Reporter").click()

    expect(page.locator(".flash")).to_contain_text("elle reviendra ce jour-là")
    expect(lines).to_have_count(before - 1)


def test_a_reserved_part_unfolds_for_those_entitled(open_page):
    page = open_page()
    first_file(page, NURSE)
    folded = page.locator(".restricted").first
    while not folded.count():
        page.get_by_role("link", name="Voir plus ancien").click()
        page.wait_for_load_state("networkidle")
    expect(folded.locator(".note-text")).to_have_count(0)

    folded.locator("summary").click()

    expect(folded.locator(".note-text")).to_be_visible()
    expect(folded).to_contain_text("partie réservée, l’ouverture est notée")
    check_axe(page, "a reserved part unfolded")


def test_the_thread_goes_on_below_itself(open_page, rows):
    page = open_page()
    longest_file(page, rows)
    before = page.locator(".fact").count()

    page.get_by_role("link", name="Voir plus ancien").click()

    expect(page.locator(".fact").nth(before)).to_be_visible()
    days = page.locator(".timeline-day h3").all_inner_texts()
    assert len(days) == len(set(days)), "a day has one title"


def test_the_keyboard_finds_somebody_and_goes_down_the_list(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    page.goto("/personnes/")
    name = page.locator("tbody th a").nth(1).inner_text()

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody th a").nth(1)).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type(name.split()[-1][:5].lower())
    expect(page.locator("#search-results a").filter(has_text=name).first).to_be_visible()
    check_axe(page, "the search box open")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/personnes/*-*")


def test_a_filter_keeps_the_list_one_is_in(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    page.goto("/personnes/?vue=maison")

    page.get_by_label("Parcours").select_option("suspendu")
    page.get_by_role("button", name="Filtrer").click()

    expect(page.get_by_role("link", name="Toute la maison")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name=re.compile("Retirer le filtre")).click()
    expect(page).to_have_url(re.compile("vue=maison"))


def test_an_identity_is_changed_where_it_is_read(open_page):
    page = open_page()
    first_file(page, lists="/personnes/?ordre=contact")
    if page.locator(".tabs-more > summary").is_visible():  # beyond eleven tabs, the last ones fold
        page.locator(".tabs-more > summary").click()
    page.get_by_role("link", name="Identité et contacts").click()

    page.get_by_text("Modifier son identité").click()
    part = page.locator("#identite")
    part.get_by_label("Prénoms").fill("")
    part.get_by_role("button", name="Enregistrer l’identité").click()
    expect(part.get_by_role("alert")).to_contain_text("Ce champ est nécessaire")
    check_axe(page, "an identity refused in place")
    part.get_by_label("Prénoms").fill("Aubépine")
    part.get_by_role("button", name="Enregistrer l’identité").click()

    expect(page.locator(".flash")).to_contain_text("Identité enregistrée.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aubépine")


def test_likenesses_come_while_one_types(open_page):
    page = open_page()
    sign_in(page, COUNSELLOR)
    page.goto("/personnes/?vue=dossiers")
    first, *others = page.locator("tbody th a").nth(2).inner_text().split()
    page.goto("/personnes/nouvelle")

    page.get_by_label("Prénoms").press_sequentially(first)
    page.get_by_label("Nom d’usage").press_sequentially(" ".join(others))

    expect(page.get_by_role("region", name="Dossiers qui ressemblent")).to_contain_text("même nom")
    check_axe(page, "likenesses")


def test_a_workshop_leader_meets_first_names_only(open_page):
    page = open_page("phone")
    first_file(page, LEADER)

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\S+( \S\.)?$"))
    expect(page.get_by_role("link", name="Identité et contacts")).to_have_count(0)
    check_axe(page, "a file for a workshop leader")


def test_everything_is_done_without_a_script(open_page, rows):
    page = open_page(script=False)
    address = longest_file(page, rows)

    page.get_by_role("link", name="Noter un contact").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Noter un contact")
    page.get_by_label("Ce qui s’est dit").fill("Noté sans script.")
    page.get_by_role("button", name="Noter le contact").click()

    expect(page).to_have_url(address)
    expect(page.locator(".fact").first).to_contain_text("Noté sans script.")
    page.get_by_role("link", name="Voir plus ancien").click()
    expect(page.get_by_role("link", name="Revenir au début du fil")).to_be_visible()
