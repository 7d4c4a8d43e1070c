"""What the shell (`ui/page.html`, `ui/bare.html`) needs on every page, worked out only when it is shown.

Templates call the values that are functions: a fragment that shows no menu pays for none.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from cordee.ui import navigation
from cordee.ui.built import built_url

THEME_COOKIE = "cordee-theme"
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """light or dark when the user chose, empty when the device decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Copes with anonymous users, and with errors met before anyone was known."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    return {
        "theme": theme_of(request),
        "address": request.get_full_path(),
        "is_demo": getattr(settings, "DEMO", False),
        "is_signed_in": is_signed_in,
        "idle_seconds": getattr(settings, "IDLE_SECONDS", 0) if is_signed_in else 0,
        "has_icons": built_url("ui/icons.svg") is not None,
        "has_live_search": navigation.SHELL.has_live_search,
        "user_name": str(actor.member if actor else user) if is_signed_in else "",
        "organisation_name": str(actor.organisation) if actor else "",
        "nav": cache(lambda: navigation.menu_for(request, actor.roles) if actor else []),
        "account_links": cache(lambda: navigation.account_menu() if is_signed_in else []),
        "memberships": cache(lambda: list(navigation.SHELL.memberships(request)) if is_signed_in else []),
        "search_url": cache(lambda: _address(navigation.SHELL.search_url_name) if actor else ""),
        "switch_url": cache(lambda: _address(navigation.SHELL.switch_url_name)),
        "sign_out_url": cache(lambda: _address(navigation.SHELL.sign_out_url_name)),
    }


def _address(name: str) -> str:
    """Its address, or nothing when this installation has no such page."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
