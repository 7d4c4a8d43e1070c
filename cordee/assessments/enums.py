"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """What is known of an item. « Non » is an answer; not having asked is none."""

    BLANK = "", _("non abordé")
    KNOWN = "known", _("oui")
    NO = "no", _("non")
    UNKNOWN = "unknown", _("ne sait pas")


class Kind(TextChoices):
    """How an item is asked."""

    ONE = "one", _("un choix")
    MANY = "many", _("plusieurs choix")
    YES = "yes", _("oui ou non")
    WORDS = "words", _("des mots")


def states() -> list[tuple[str, Any]]:
    return list(State.choices)
