"""Operations 1 to 7 of the performance specification (9 and 13: `agendas`): what is asked, and the bars.

A reading is a list of addresses visited in turn. A writing is a gesture: what is sent, and how long the server
took to answer what was sent.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from bench.visits import Visit
from bench.wire import Refused, Wire, form_of, links_of

DEEP = 40  # pages turned to be deep in a list
LONGEST_LISTS = 6  # addresses kept of each kind


@dataclass(frozen=True)
class Ask:
    """One address. fragment: asked as htmx does; floor: what the floors are asked in its place."""

    path: str
    fragment: bool = False
    floor: str = ""


@dataclass(frozen=True)
class Operation:
    """A line of the specification's table; milliseconds. Either asks (a reading) or act (a writing).

    load: measured with eight clients too, with the requests a second they must reach. most_queries: statements
    allowed, the reading log apart; most_kb: of HTML, compressed. open_to: who it is measured for. few: so many
    requests are enough, each is long.
    """

    code: str
    label: str
    bar: float
    aim: tuple[float, float]
    asks: Callable[[Visit], list[Ask]] | None = None
    act: Callable[[Visit, Wire, int], float] | None = None
    bar_rps: float = 0
    most_queries: int = 0
    most_kb: float = 0
    open_to: Callable[[Visit], bool] = field(default=lambda _visit: True)
    few: int = 0


# 1. My day


def my_day(visit: Visit) -> list[Ask]:
    return [Ask("/")]


# 2. The people list


def view_of(visit: Visit) -> str:
    """The widest list of the visitor: the house's where it is open to them, else the people they follow."""
    return "maison" if visit.actor.house else "mes"


def people_list(visit: Visit) -> list[Ask]:
    """First pages with two filters: a programme and a stage of it."""
    wire, view = visit.wire(), view_of(visit)
    asks = []
    for programme in options_of(wire, f"/personnes/?vue={view}", "programme"):
        for stage in options_of(wire, f"/personnes/?vue={view}&programme={programme}", "etape"):
            given = {"vue": view, "programme": programme, "etape": stage}
            asks.append(Ask("/personnes/?" + urlencode(given), floor=_list_floor(visit, programme, stage)))
    wire.close()
    return asks[:LONGEST_LISTS]


def _list_floor(visit: Visit, programme: str, stage: str) -> str:
    what = "list" if visit.actor.house else "mine"
    owner = visit.actor.house or visit.actor.member.pk
    return f"{what}?" + urlencode({"owner": str(owner), "programme": programme, "stage": stage})


def options_of(wire: Wire, path: str, name: str) -> list[str]:
    """The choices a filter offers on a page, but « all »."""
    import re

    page = wire.get(path).text
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    return (
        [value for value in re.findall(r'<option value="([^"]+)"', found.group()) if value] if found else []
    )


def people_deep(visit: Visit) -> list[Ask]:
    """Pages deep in the lists, reached as one reaches them: by turning pages. Three orders, then all dossiers."""
    view = view_of(visit)
    starts = [f"?vue={view}", f"?vue={view}&ordre=contact", f"?vue={view}&ordre=arrivee"]
    if visit.actor.house:
        starts.append("?vue=dossiers")
    wire = visit.wire()
    asks = [Ask(deep_in(wire, f"/personnes/{start}")) for start in starts]
    wire.close()
    return asks


def deep_in(wire: Wire, path: str) -> str:
    """The address found after turning many pages, or all there are."""
    for _ in range(DEEP):
        following = next((link for link in links_of(wire.get(path).text) if "apres=" in link), None)
        if following is None or not parse_qs(urlsplit(following).query).get("apres"):
            return path
        path = "/personnes/" + following if following.startswith("?") else following
    return path


# 3. Search


def search_typed(visit: Visit) -> list[Ask]:
    return [_search(text) for text in visit.typed]


def search_mistyped(visit: Visit) -> list[Ask]:
    return [_search(text) for text in visit.mistyped]


def search_page(visit: Visit) -> list[Ask]:
    return [Ask(f"/recherche?q={quote(text)}") for text in visit.typed]


def _search(text: str) -> Ask:
    return Ask(f"/recherche?q={quote(text)}", fragment=True, floor=f"search?q={quote(text)}")


# 4 and 5. A dossier and its thread


def dossier(visit: Visit) -> list[Ask]:
    return [Ask(f"/personnes/{pk}", floor=f"dossier?person={pk}") for pk in visit.planted]


def timeline(visit: Visit) -> list[Ask]:
    """The next page of each dossier's thread, by the link found on it."""
    wire, asks = visit.wire(), []
    for pk in visit.planted[:LONGEST_LISTS]:
        link = next((link for link in links_of(wire.get(f"/personnes/{pk}").text) if "avant=" in link), None)
        if link is None:
            raise Refused(f"/personnes/{pk}: its thread has no next page")
        cursor = parse_qs(urlsplit(link).query)["avant"][0]
        given = {
            "holder": str(visit.actor.organisation.pk),
            "person": pk,
            "fact": cursor[:36],
            "day": cursor[36:],
        }
        asks.append(Ask(link, fragment=True, floor="timeline?" + urlencode(given)))
    wire.close()
    return asks


# 6. Note a contact


def note_contact(visit: Visit, wire: Wire, number: int) -> float:
    """The sending of the form; the page it stands on is fetched before, and not counted."""
    path = f"/personnes/{visit.planted[number % len(visit.planted)]}/contact"
    action, fields = form_of(wire.get(path).text, "means")
    fields |= {"means": "phone", "text": f"Appel de ce matin, tout va bien. Essai {number}."}
    return wire.post(action or path, fields).seconds


# 7. Take an orientation down until the dossier is open

TAKE_DOWN = "/orientations/nouvelle"
MOST_REQUESTS = 3
SYLLABLES = ("za", "bri", "mou", "quel", "vor", "dane", "fy", "lith", "gro", "sarre", "coë", "plu")


def take_down(visit: Visit, wire: Wire, number: int) -> float:
    """All the requests, from the blank form to the dossier: somebody nobody knows, then somebody who looks like one of
    the house, in turn. The check for duplicates is asked each time. Raises Refused beyond three requests."""
    page = wire.get(TAKE_DOWN)
    action, fields = form_of(page.text, "usage_name")
    first, last = newcomer() if number % 2 else visit.names[number % len(visit.names)]
    fields |= {
        "first_names": first,
        "usage_name": last,
        "birth": "03/1990",
        "structure": "CMP de Zélieville",
        "reason": f"Reprendre une activité le matin. Essai {number}.",
        "programme": first_programme(page.text),
        "ouvrir": "1",
        "pass_reason": "Mesure de la vitesse.",
    }
    seconds, asked, answer = page.seconds, 1, wire.post(action or TAKE_DOWN, fields, wanted=(302, 303, 422))
    while answer.status == 422:
        seconds, asked = seconds + answer.seconds, asked + 1
        if asked == MOST_REQUESTS:
            raise Refused(f"{TAKE_DOWN}: still no dossier after {asked} requests\n{errors_of(answer.text)}")
        _action, shown = form_of(answer.text, "usage_name")
        fields |= {"shown": shown.get("shown", ""), "same_person": "autre", "_once": shown.get("_once", "")}
        answer = wire.post(action or TAKE_DOWN, fields, wanted=(302, 303, 422))
    if not answer.headers["location"].startswith("/personnes/"):
        raise Refused(f"{TAKE_DOWN}: {answer.headers['location']} instead of a dossier")
    return seconds + answer.seconds


def newcomer() -> tuple[str, str]:
    """A name that nobody bears, whatever earlier runs wrote in the same base."""
    drawn = random.SystemRandom()
    spelt = ["".join(drawn.choices(SYLLABLES, k=4)).capitalize() for _name in range(2)]
    return spelt[0], spelt[1]


def first_programme(page: str) -> str:
    import re

    found = re.search(r'<select[^>]*name="programme".*?</select>', page, re.S)
    values = re.findall(r'<option value="([^"]+)"', found.group()) if found else []
    if not values:
        raise Refused(f"{TAKE_DOWN}: no programme to choose")
    return str(values[0])


def errors_of(page: str) -> str:
    """What the page asks to be corrected, without its marks."""
    import re

    found = re.search(r'<div class="error-summary".*?</div>', page, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found.group())[:600] if found else page[:600]


OPERATIONS = (
    Operation("my_day", "1 ma journée", 40, (8, 15), my_day, most_queries=8),
    Operation(
        "list", "2 liste, deux filtres", 30, (8, 15), people_list, bar_rps=150, most_queries=8, most_kb=20
    ),
    Operation("list_deep", "2 liste, page profonde", 30, (8, 15), people_deep, most_queries=8, most_kb=20),
    Operation("search", "3 recherche en tapant", 30, (5, 10), search_typed, bar_rps=250, most_queries=8),
    Operation("search_typo", "3 recherche, faute de frappe", 60, (10, 20), search_mistyped, most_queries=8),
    Operation("search_page", "3 page de recherche", 30, (5, 10), search_page, most_queries=8),
    Operation("dossier", "4 dossier de 120 faits", 40, (10, 18), dossier, most_queries=8),
    Operation("timeline", "5 suite du fil", 25, (6, 12), timeline, most_queries=8),
    Operation("contact", "6 noter un contact", 40, (10, 20), act=note_contact),
    Operation("take_down", "7 orientation, jusqu’au dossier", 120, (15, 30), act=take_down),
)
