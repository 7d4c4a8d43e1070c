"""What is checked once, before the first request: the two locks, the pages' declarations, the demo's limits."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cordee.accounts.actions.joining import demo_faults
from cordee.plumbing.access import undeclared_pages
from cordee.plumbing.catalogue import faults

LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}


def start_faults() -> list[str]:
    """Every reason not to serve, in words; empty when all is well."""
    found = [*faults(), *(f"no declared policy: {address}" for address in undeclared_pages()), *demo_faults()]
    if settings.DEMO and settings.EMAIL_HOST not in LOOPBACK:
        found.append("the demo may only use a mail server of this very machine")
    if settings.DEMO and settings.SMS_URL and urlsplit(settings.SMS_URL).hostname not in LOOPBACK:
        found.append("the demo may only use an SMS gateway of this very machine")
    return found


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured with all the reasons."""
    if found := start_faults():
        raise ImproperlyConfigured("Cordée does not start:\n- " + "\n- ".join(found))
