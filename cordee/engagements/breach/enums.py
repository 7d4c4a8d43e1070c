"""Closed lists: codes stored, French labels shown. None of them says a fault."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class About(TextChoices):
    """What could not be done; the law does not treat them alike (RSA-21, RSA-22)."""

    NOT_KEPT = "not_kept", _("le contrat n’a pas pu être tenu")
    NOT_CONCLUDED = "not_concluded", _("le contrat n’a pas pu être écrit ou mis à jour")


class Legitimate(TextChoices):
    """Why it could not, for a reason that counts. What somebody's health is stays out of it."""

    NONE = "", _("aucun pour l’instant")
    HEALTH = "health", _("santé, la sienne ou celle d’un proche (sans préciser)")
    CHILDCARE = "childcare", _("garde d’enfant, proche à aider")
    TRANSPORT = "transport", _("transport, trajet")
    WORK = "work", _("emploi, stage, formation")
    OTHER_DUTY = "other_duty", _("autre convocation ou démarche")
    NOT_TOLD = "not_told", _("n’avait pas eu l’information")
    HOUSING = "housing", _("logement, perte de logement")
    DANGER = "danger", _("mise en sécurité")
    PERSONAL = "personal", _("autre empêchement")


class Sense(TextChoices):
    """What a board answered."""

    NONE = "", _("non dit")
    FOR = "for", _("favorable")
    AGAINST = "against", _("défavorable")
    OTHER = "other", _("autre réponse")


class What(TextChoices):
    SUSPENSION = "suspension", _("suspension")
    SUPPRESSION = "suppression", _("suppression")


class Closing(TextChoices):
    """How it ended."""

    REASON = "reason", _("un motif légitime")
    SETTLED = "settled", _("réglé ensemble")
    DROPPED = "dropped", _("sans suite")
    MISTAKE = "mistake", _("noté par erreur")
    DECIDED = "decided", _("une décision est notée")


BY_HAND = (
    Closing.SETTLED,
    Closing.DROPPED,
    Closing.MISTAKE,
)  # what one chooses; the others have their own gesture


def abouts() -> list[tuple[str, Any]]:
    return list(About.choices)


def legitimates() -> list[tuple[str, Any]]:
    return list(Legitimate.choices)


def senses() -> list[tuple[str, Any]]:
    return list(Sense.choices)


def whats() -> list[tuple[str, Any]]:
    return list(What.choices)


def closings() -> list[tuple[str, Any]]:
    return list(Closing.choices)
