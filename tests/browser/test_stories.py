"""One story per organisation, in a browser, on the demonstration: an orientation is taken down, the dossier and
the pathway open, the stages follow one another (and back), the pathway closes with an exit, and reopens.

The path is read from the organisation's own definition: this test names no stage of any programme.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from cordee.programmes import shipped
from cordee.programmes.definition import Definition
from cordee.programmes.loader import parse
from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Story:
    """who: the member of the demonstration who plays it. programme: the code of a shipped definition."""

    who: str
    programme: str


STORIES = {
    "cheval-bleu": Story("Capucine Aubépine", "cheval-bleu-pre-insertion"),
    "lierre": Story("Clémence Clématite", "lierre-objectif-insertions"),
    "mie-de-pain": Story("Marguerite Marjolaine", "mie-de-pain-nettoyage"),
    "pdip71": Story("Joséphine Jonquille", "pdip71-adultes"),
    "calvados": Story("Balthazar Basalte", "calvados-accompagnement-social"),
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_from_orientation_to_exit(open_page, story):
    page = open_page()
    definition = parse(shipped.text(story.programme))
    sign_in(page, story.who)

    take_down(page, definition)
    open_dossier(page, definition)
    record_admission(page, definition)
    stages = walk(page, definition)
    close(page, definition)
    reopen(page)

    assert stages >= 2, "the story goes through stages"
    check_axe(page)


def take_down(page: Page, definition: Definition) -> None:
    """Somebody calls: a first name, who orients, why."""
    page.goto("/orientations/")
    page.get_by_role("link", name="Nouvelle orientation").first.click()
    check_axe(page, "nouvelle orientation")
    page.get_by_label("Prénoms").fill("Apolline")
    page.get_by_label("Nom d’usage").fill("Quetsche-Essai")
    page.get_by_label("Naissance").fill("12/03/1984")
    page.get_by_label("Structure", exact=True).fill("Service social d’essai")
    page.get_by_label("Qui oriente").fill("Une assistante sociale")
    choose(page, "programme", definition.label)
    page.locator("textarea[name=reason]").fill("Elle voudrait reprendre pied, à son rythme.")
    page.get_by_role("button", name="Enregistrer l’orientation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Apolline")


def open_dossier(page: Page, definition: Definition) -> None:
    """The conditions of entry are examined; warnings pass with a reason."""
    page.get_by_role("link", name=re.compile("ouvrir le dossier", re.I)).first.click()
    choose(page, "programme", definition.label)
    page.locator("[name=words]").fill("Je voudrais travailler dehors, et voir du monde.")
    if page.locator("[name=same_person][value=autre]").count():
        page.locator("[name=same_person][value=autre]").check()
    send(page, page.locator("main form").filter(has=page.locator("[name=words]")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Apolline Quetsche-Essai")
    expect(page.locator("main")).to_contain_text("Je voudrais travailler dehors")
    check_axe(page, "dossier")


def send(page: Page, form: Locator) -> None:
    """Send a form; where warnings ask for a reason, give one and send again."""
    for _attempt in range(2):
        with page.expect_response(is_sending) as sent:
            form.locator("button:not([name=adapter])").last.click()
        if sent.value.status < 400:
            leave(page, sent.value)
            return
        page.wait_for_load_state("networkidle")
        form.locator("[name=pass_reason]").fill("Vu avec l’équipe.")
    raise AssertionError(form.inner_text())


def is_sending(answer: Response) -> bool:
    """The answer to the form itself, not to what htmx asks while one types."""
    asked = ("apercu", "partie=", "brouillons")
    return answer.request.method == "POST" and not any(word in answer.url for word in asked)


def leave(page: Page, answer: Response) -> None:
    """Wait for the page a form leads to: a redirection, or the address htmx was given."""
    goal = answer.headers.get("location") or answer.headers.get("hx-redirect") or ""
    page.wait_for_timeout(150)
    if goal:
        page.wait_for_url("**" + goal.split("#")[0].split("?")[0] + "*")
    page.wait_for_load_state("networkidle")


def until_answered(page: Page) -> None:
    """Wait for what a choice asks of the server while one fills a form."""
    page.wait_for_timeout(300)
    expect(page.locator(".htmx-request")).to_have_count(0)


def choose(page: Page, name: str, label: str) -> None:
    """Choose in a list by its words; a house with one programme has nothing to choose."""
    field = page.locator(f"select[name={name}]")
    if field.count():
        field.select_option(label=label)
        until_answered(page)


def pathway_page(page: Page, definition: Definition) -> None:
    page.get_by_role("link", name=definition.label).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(definition.label)


def record_admission(page: Page, definition: Definition) -> None:
    """Before the decision, an admitted stage is closed and says why; from its date, it opens."""
    pathway_page(page, definition)
    check_axe(page, "parcours")
    if definition.admission.is_direct:
        return
    admitted = next(one for one in definition.admission.decisions if one.outcome == "admitted")
    gesture = page.locator("#admission")
    gesture.locator("summary").click()
    gesture.get_by_label(admitted.label, exact=True).check()
    send(page, gesture.locator("form"))
    expect(page.locator("main")).to_contain_text("prononcée par")


def walk(page: Page, definition: Definition) -> int:
    """Follow the moves forward from stage to stage, then one way back; returns how many stages were reached."""
    reached = 0
    for _step in range(len(definition.main_line)):
        move = next_move(page, definition, back=False)
        if move is None:
            break
        make(page, move)
        reached += 1
    if (back := next_move(page, definition, back=True)) is not None:
        make(page, back)
        expect(page.locator("main")).to_contain_text("retour")
    return reached


def next_move(page: Page, definition: Definition, *, back: bool) -> str | None:
    """The first move of that kind offered, not blocked, and leading further along the line."""
    codes = [stage.code for stage in definition.main_line]
    for move in definition.moves:
        offered = page.locator(f"details#etape-{move.code}")
        if move.back is back and move.to_state in codes and offered.count():
            return move.code
    return None


def make(page: Page, move: str) -> None:
    gesture = page.locator(f"details#etape-{move}")
    gesture.locator("summary").click()
    before = page.locator("main").text_content() or ""
    send(page, gesture.locator("form"))
    expect(page.locator("main")).not_to_have_text(before)


def close(page: Page, definition: Definition) -> None:
    gesture = page.locator("details#sortie")
    gesture.locator("summary").click()
    way_out = definition.exits[-1]
    gesture.locator("select[name=exit_code]").select_option(way_out.code)
    until_answered(page)
    send(page, gesture.locator("form"))
    page.wait_for_load_state()
    if "/parcours/" not in page.url:
        page.go_back()
        page.reload()
    expect(page.locator("main")).to_contain_text("Parcours terminé")


def reopen(page: Page) -> None:
    gesture = page.locator("details#reouverture")
    gesture.locator("summary").click()
    send(page, gesture.locator("form"))
    page.wait_for_load_state()
    expect(page.locator("details#sortie")).to_have_count(1)
