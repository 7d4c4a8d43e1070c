"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    OPEN = "open", _("en cours")
    SUSPENDED = "suspended", _("suspendu")
    CLOSED = "closed", _("terminé")


RUNNING = (Status.OPEN, Status.SUSPENDED)


class Outcome(TextChoices):
    """What an admission decision comes to, whatever the board calls it."""

    ADMITTED = "admitted", _("admission")
    REFUSED = "refused", _("refus")
    ADJOURNED = "adjourned", _("ajournement")
    REDIRECTED = "redirected", _("réorientation")


def statuses() -> list[tuple[str, Any]]:
    return list(Status.choices)


def outcomes() -> list[tuple[str, Any]]:
    return list(Outcome.choices)
