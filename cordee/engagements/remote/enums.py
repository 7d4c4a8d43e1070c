"""Closed lists of links to sign: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class By(TextChoices):
    """How the link reached whoever signs."""

    MAIL = "mail", _("par courriel")
    SMS = "sms", _("par SMS")
    GIVEN = "given", _("copié ou imprimé")


def ways() -> list[tuple[str, Any]]:
    return list(By.choices)
