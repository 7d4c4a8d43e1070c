"""Addresses of the files `cordee.ui.assets` prepares; None when set-up could not make them.

A machine without Node or without a registry still serves every page, with the system's font and no icons.
"""

from functools import lru_cache

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
