"""`@page`: a view says who may come and what it may do, or the server does not start.

The declaration answers the first question only (may this role come to this kind of page?). Which person,
which orientation is the business of `visible_to` in the view, and of row-level security behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpResponseBase
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class PagePolicy:
    """public: anyone. roles: empty means every member. methods: those that may write are named.

    signed_in_only: a user who has not chosen (or has no) organisation may come: account pages.
    writes_on_get: a library's page that writes on GET, with the reason.
    """

    public: bool = False
    signed_in_only: bool = False
    roles: frozenset[str] = frozenset()
    methods: frozenset[str] = SAFE
    writes_on_get: str = ""

    def admits(self, roles: frozenset[str]) -> bool:
        return self.public or not self.roles or bool(self.roles & roles)


@dataclass
class Declared:
    """Policies of views that are not ours to decorate, by URL name."""

    by_name: dict[str, PagePolicy] = field(default_factory=dict)


FOREIGN = Declared()


def page(
    *,
    public: bool = False,
    signed_in_only: bool = False,
    roles: frozenset[str] | None = None,
    writes: bool = False,
    only_writes: bool = False,
) -> Callable[[View], View]:
    """Declare who may come to a view. writes: POST is allowed as well; only_writes: POST alone."""
    methods = frozenset({"POST"}) if only_writes else SAFE | {"POST"} if writes else SAFE
    policy = PagePolicy(
        public=public, signed_in_only=signed_in_only, roles=roles or frozenset(), methods=methods
    )

    def declare(view: View) -> View:
        view.page_policy = policy  # type: ignore[attr-defined]
        return view

    return declare


def declare_foreign(name: str, policy: PagePolicy) -> None:
    """The policy of a library's view, by the name of its URL."""
    FOREIGN.by_name[name] = policy


def policy_of(callback: Any, url_name: str | None) -> PagePolicy | None:
    found = getattr(callback, "page_policy", None)
    return found or FOREIGN.by_name.get(url_name or "")


def page_above(path: str) -> str:
    """The nearest address that shows something: this one, else the page its form stands on, else the day.

    A form's own address often takes sendings alone: whoever reloads it, or is sent back to it, needs a page.
    """
    while path.strip("/"):
        for address in (path, f"{path}/"):
            if _shows(address):
                return address
        path = path.rstrip("/").rpartition("/")[0]
    return "/"


def _shows(address: str) -> bool:
    try:
        match = resolve(address)
    except Resolver404:
        return False
    policy = policy_of(match.func, match.url_name)
    return policy is not None and "GET" in policy.methods


def every_pattern(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """(address pattern, URLPattern) of every page the server can answer."""
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += every_pattern(entry, address)
        else:
            found.append((address, entry))
    return found


def undeclared_pages() -> list[str]:
    """Addresses of the views nobody declared: the server refuses to start with one."""
    return [
        f"/{address} ({entry.name})"
        for address, entry in every_pattern()
        if policy_of(entry.callback, entry.name) is None
    ]
