"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DoneWith(TextChoices):
    """How a diagnosis was made; « fait avec elle » is the aim, not a condition."""

    PERSON = "person", _("avec la personne")
    PARTLY = "partly", _("en partie avec elle")
    WITHOUT = "without", _("sans elle")


def done_with_choices() -> list[tuple[str, Any]]:
    return list(DoneWith.choices)
