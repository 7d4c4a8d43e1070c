"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """Why the social lane is looked at again after twelve months instead of six: the five grounds of the text."""

    NONE = "", _("aucun\u202f: six mois")
    HEALTH = "health", _("santé, handicap ou invalidité (sans préciser)")
    HOUSING = "housing", _("logement")
    FAMILY = "family", _("situation familiale (garde d’enfant, proche à aider)")


def grounds() -> list[tuple[str, Any]]:
    return list(Ground.choices)
