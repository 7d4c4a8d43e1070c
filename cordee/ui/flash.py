"""Messages after a gesture, and the offer to undo it.

flash.offer_undo(request, _("Rendez-vous déplacé."), undo_url)
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = "undo:"
TONES = {"success": "done", "error": "late", "warning": "soon", "info": "info", "debug": "neutral"}


@dataclass(frozen=True, slots=True)
class Flash:
    """A message as the page shows it. undo_url: posted to by the « Annuler » button when not empty."""

    text: str
    tone: str
    undo_url: str = ""


def offer_undo(request: HttpRequest, text: str, undo_url: str) -> None:
    """Say what was done and offer its inverse, which the action keeps possible for ten minutes."""
    messages.success(request, text, extra_tags=UNDO + undo_url)


def read(message: Message) -> Flash:
    """A Django message turned into what the template shows."""
    extra = message.extra_tags or ""
    undo_url = extra.removeprefix(UNDO) if extra.startswith(UNDO) else ""
    return Flash(str(message.message), TONES.get(message.level_tag, "info"), undo_url)
