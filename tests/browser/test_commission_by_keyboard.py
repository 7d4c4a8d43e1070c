"""A sitting prepared, held, closed, told and written by one secretary without the mouse, then approved.

Six situations; as many as CORDEE_SITUATIONS says. Keys are counted, and the seconds of each page: pytest -s shows them.
"""

import os
import time
from collections import defaultdict
from statistics import median

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import check_axe, sign_in

pytestmark = pytest.mark.browser

SITUATIONS = int(os.environ.get("CORDEE_SITUATIONS", "6"))
SECRETARY, COORDINATOR = "Solange Scarpe", "Capucine Aubépine"
PREPARE = "from tests.browser.many_situations import prepare; prepare({})"
LOW = {"width": 1280, "height": 360}  # the list beside is longer than the screen, even of six
MOST_KEYS = 6  # a decision, its words apart
# What is pronounced, in turn: keys that choose, then what is written where one is taken. Most are admissions.
CHOICES: tuple[tuple[list[str], str], ...] = (
    (["Space"], ""),
    (["ArrowDown"], ""),
    (["Space"], ""),
    (["ArrowDown", "ArrowDown"], "Une rencontre avec l’équipe."),
    (["ArrowUp"], "Elle préfère attendre le printemps."),
    (["ArrowUp", "ArrowUp"], "Un accueil de jour"),
)


class Hands:
    """Two hands on a keyboard. pressed: keys, words apart; letters: of the words; seconds: of each page, by name."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = self.letters = 0
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.letters += len(words)

    def go(self, name: str, key: str = "Enter") -> None:
        """The key that leads to another page; how long until it is there."""
        begun = time.perf_counter()
        with self.page.expect_navigation(wait_until="load"):
            self.press(key)
        self.seconds[name].append(time.perf_counter() - begun)

    def skip(self) -> None:
        """Straight to the content; one is already there after a form sent from it (the address keeps its place)."""
        if not self.page.url.endswith("#contenu"):
            self.press("Tab", "Enter")

    def reach(self, target: Locator) -> None:
        for _time in range(40):
            if is_focused(target):
                return
            self.press("Tab")
        raise AssertionError(f"out of reach: {target}")

    def told(self) -> str:
        lines = [f"{len(times):3} × {name}: {spread(times)}" for name, times in self.seconds.items()]
        return "\n".join([*lines, f"{self.pressed} keys and {self.letters} letters"])


def is_focused(target: Locator) -> bool:
    return bool(target.evaluate("element => element === document.activeElement"))


def spread(times: list[float]) -> str:
    return f"median {median(times):.2f} s, longest {max(times):.2f} s"


def test_a_sitting_without_the_mouse(site, open_page, capsys):
    sitting = site.manage("shell", "-v", "0", "-c", PREPARE.format(SITUATIONS)).split()[-1]
    page, desk = open_page(), open_page()

    told = play(page, desk, sitting, SITUATIONS)

    with capsys.disabled():
        print(f"\n{told}")


def play(page: Page, desk: Page, sitting: str, number: int) -> str:
    """What it took. desk: where the coordinator approves."""
    begun, hands = time.perf_counter(), Hands(page)
    sign_in(page, SECRETARY)
    page.set_viewport_size(LOW)
    page.goto(f"/commissions/seances/{sitting}")
    prepare(hands, number)
    note_presences(hands)
    keys = [decide(hands, rank, number) for rank in range(number)]
    assert max(keys) <= MOST_KEYS, keys
    close_and_tell(hands, number)
    write_minutes(hands)

    sign_in(desk, COORDINATOR)
    desk.goto(page.url)
    approver = Hands(desk)
    approve(approver)
    lasted = time.perf_counter() - begun
    each = f"{sum(keys) / number:.1f} keys a decision, {max(keys)} at most; {lasted:.0f} s for {number}"
    return f"{hands.told()}\n{approver.told()} to approve\n{each}"


def prepare(hands: Hands, number: int) -> None:
    """The agenda made of what waits, the board called, the sitting opened."""
    page = hands.page
    hands.skip()
    hands.reach(page.get_by_role("link", name="Composer l’ordre du jour"))
    hands.go("what waits")
    hands.skip()
    hands.reach(page.locator("input[name=chosen]").first)
    hands.go("agenda made")
    expect(page.locator(".agenda-lines > li")).to_have_count(number)
    check_axe(page, "an agenda")
    hands.skip()
    hands.reach(page.get_by_role("button", name="Convoquer les membres"))
    hands.go("called")
    hands.skip()
    hands.reach(page.get_by_role("button", name="Ouvrir la séance"))
    hands.go("opened")


def note_presences(hands: Hands) -> None:
    """The cursor waits on the first college: a letter each, Tab to the next; the last one is away."""
    page = hands.page
    seats = page.locator("select[name^=presence-]")
    for rank in range(seats.count()):
        hands.reach(seats.nth(rank))
        hands.press("a" if rank == seats.count() - 1 else "p")
    hands.press("Control+Enter")
    page.wait_for_url("**/seance")
    expect(page.locator(".page-head")).to_contain_text("5 collèges sur 6")


def decide(hands: Hands, rank: int, number: int) -> int:
    """One situation: how many keys, its words apart. The cursor was already there."""
    page, before = hands.page, hands.pressed
    chosen, words = CHOICES[rank % len(CHOICES)]
    expect(page.locator("input[name=outcome]").first).to_be_focused()
    expect(page.locator(".session-rows .is-current")).to_be_in_viewport()
    hands.press(*chosen)
    if words:
        hands.press("Tab")
        hands.write(words)
    hands.go("decided", "Control+Enter" if words else "Enter")
    expect(page.locator("#flashes")).to_contain_text("C’est noté.")
    expect(page.locator(".page-head")).to_contain_text(f"{rank + 1} sur {number}")
    return hands.pressed - before


def close_and_tell(hands: Hands, number: int) -> None:
    page = hands.page
    check_axe(page, "everything decided")
    expect(page.get_by_role("button", name="Clore la séance")).to_be_focused()
    hands.go("closed")
    hands.skip()
    hands.reach(page.get_by_role("link", name="Prévenir et mettre à jour"))
    hands.go("what will be told")
    hands.skip()
    hands.reach(page.locator("input[name=chosen]").first)
    hands.go("told")
    expect(page.locator("#flashes")).to_contain_text(f"{number * 2} lettres préparées")
    check_axe(page, "told")


def write_minutes(hands: Hands) -> None:
    page = hands.page
    hands.skip()
    hands.reach(page.locator("main .page-head a").first)
    hands.go("sitting")
    hands.skip()
    hands.reach(page.get_by_role("link", name="Compte rendu", exact=True))
    hands.go("minutes")
    hands.skip()
    hands.reach(page.get_by_role("link", name="Ajouter des mots pour toute la séance"))
    hands.go("words")
    hands.skip()
    hands.reach(page.get_by_label("Ce qu’il y a à ajouter"))
    hands.write("La commission salue le travail des équipes.")
    hands.go("words kept", "Control+Enter")
    check_axe(page, "minutes")


def approve(hands: Hands) -> None:
    """From the top of the minutes straight to their end, whatever their length."""
    page = hands.page
    hands.skip()
    hands.reach(page.get_by_role("link", name="Aller à l’approbation"))
    hands.press("Enter")
    hands.reach(page.get_by_role("button", name="Approuver ce compte rendu"))
    assert hands.pressed < 10
    hands.go("approved")
    expect(page.locator("#flashes")).to_contain_text("Compte rendu approuvé")
