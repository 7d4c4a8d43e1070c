"""Addresses of the files `cordee.ui.assets` prepares; None when set-up could not make them.

A machine without Node or without a registry still serves every page, with the system's font and no icons.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage


@lru_cache
def built_url(path: str) -> str | None:
    """The address to serve, hashed in production. path: inside the static files, "ui/icons.svg"."""
    try:
        if finders.find(path) is None and not staticfiles_storage.exists(path):
            return None
        return staticfiles_storage.url(path)
    except ValueError:  # absent from the manifest: made after the last collectstatic
        return None


@lru_cache
def icon_names() -> frozenset[str]:
    """The icons the sprite holds: a name outside it would leave a hole on the page."""
    path = finders.find("ui/icons.svg")
    if not path and built_url("ui/icons.svg"):
        path = staticfiles_storage.path("ui/icons.svg")
    return frozenset(re.findall(r'<symbol id="([^"]+)"', Path(path).read_text())) if path else frozenset()
