"""What the shell offers, filled by the domains when the application starts.

    navigation.register(NavEntry(_("Personnes"), "people", order=20, roles=ACCOMPANY, icon="people"))

The shell stands below the domains: it cannot import them, so they come to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from cordee.ui.addresses import address


@dataclass(frozen=True)
class NavEntry:
    """A line of the main menu. roles: who sees it; empty means every member.

    prefix: addresses under which the entry is the current one (its own address by default).
    count: a number shown beside it, given the request; it must cost nothing (no counting query).
    """

    label: Any
    url_name: str
    roles: frozenset[str] = frozenset()
    order: int = 50
    icon: str = ""
    prefix: str = ""
    count: Callable[[HttpRequest], int | None] | None = None


@dataclass(frozen=True)
class AccountLink:
    """A line of the user's menu (profile, security)."""

    label: Any
    url_name: str
    order: int = 50
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation the user belongs to. value: what the switch form posts as `organisation`."""

    label: str
    value: str
    is_current: bool = False
    detail: str = ""


def _no_membership(request: HttpRequest) -> Sequence[Membership]:
    return ()


@dataclass
class Shell:
    """The one place where the domains leave what the page shows around them."""

    entries: dict[str, NavEntry] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    account_links: dict[str, AccountLink] = field(default_factory=dict)
    memberships: Callable[[HttpRequest], Sequence[Membership]] = _no_membership
    switch_url_name: str = ""
    sign_out_url_name: str = "account_logout"
    search_url_name: str = ""
    has_live_search: bool = False


SHELL = Shell()


def register(entry: NavEntry) -> None:
    """Add a line to the main menu; the same address registered twice is one line."""
    SHELL.entries[entry.url_name] = entry


def keep(prefix: str, *, under: str) -> None:
    """Pages whose addresses begin so belong to that line of the menu, though they have an address of their own."""
    SHELL.kept[prefix] = under


def register_account_link(link: AccountLink) -> None:
    """Add a line to the user's menu."""
    SHELL.account_links[link.url_name] = link


def memberships_from(source: Callable[[HttpRequest], Sequence[Membership]], *, switch_url_name: str) -> None:
    """Say where the organisations of the signed-in user come from, and where switching is posted.

    Every page asks: for somebody who works for one organisation the source answers nothing, without a query.
    """
    SHELL.memberships = source
    SHELL.switch_url_name = switch_url_name


def offer_search(url_name: str, *, live: bool = False) -> None:
    """Put a search box on every page; it sends `q` there.

    live: that page answers htmx requests with `ui/search_results.html`, so it is asked as one types.
    """
    SHELL.search_url_name = url_name
    SHELL.has_live_search = live


def menu_for_roles(roles: frozenset[str]) -> list[tuple[str, str]]:
    """(label, address) of the lines of the main menu these roles see, in order."""
    entries = sorted(SHELL.entries.values(), key=lambda entry: entry.order)
    return [(str(e.label), address(e.url_name)) for e in entries if not e.roles or e.roles & roles]


def menu_for(request: HttpRequest, roles: frozenset[str]) -> list[dict[str, Any]]:
    """The lines these roles see, in order, with the current one marked."""
    entries = sorted(SHELL.entries.values(), key=lambda entry: entry.order)
    seen = [entry for entry in entries if not entry.roles or entry.roles & roles]
    lines = [{"label": e.label, "url": address(e.url_name), "icon": e.icon, "entry": e} for e in seen]
    current = _current(request.path, lines)
    for line in lines:
        entry = line.pop("entry")
        line["is_current"] = line["url"] == current
        line["count"] = entry.count(request) if entry.count else None
    return lines


def _current(path: str, lines: list[dict[str, Any]]) -> str | None:
    """The entry whose address is the longest beginning of this page's; the home page only when exact."""
    best, length = None, 0
    for line in lines:
        for prefix in (line["entry"].prefix or line["url"], *_kept_under(line["entry"])):
            matches = path == prefix or (prefix != "/" and path.startswith(prefix.rstrip("/") + "/"))
            if matches and len(prefix) > length:
                best, length = line["url"], len(prefix)
    return best


def _kept_under(entry: NavEntry) -> list[str]:
    return [prefix for prefix, name in SHELL.kept.items() if name == entry.url_name]


def account_menu() -> list[dict[str, Any]]:
    links = sorted(SHELL.account_links.values(), key=lambda link: link.order)
    return [{"label": link.label, "url": address(link.url_name), "icon": link.icon} for link in links]
