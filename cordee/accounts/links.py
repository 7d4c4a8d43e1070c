"""The address of an invitation, for commands that answer no request."""

import os

from django.urls import reverse


def link_of(token: str, address: str = "") -> str:
    """address: where the site is served; this very machine when not given."""
    base = address.rstrip("/") or f"http://localhost:{os.environ.get('CORDEE_PORT') or 8000}"
    return base + reverse("invitation", args=[token])
