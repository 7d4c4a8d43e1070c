"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an import stands. The moves between them are in rules.py."""

    READ = "read", _("colonnes à vérifier")
    EXAMINING = "examining", _("essai en cours")
    EXAMINED = "examined", _("prêt à importer")
    APPLYING = "applying", _("import en cours")
    APPLIED = "applied", _("importé")
    UNDONE = "undone", _("annulé")
    DROPPED = "dropped", _("abandonné")
    FAILED = "failed", _("interrompu")


class Making(TextChoices):
    """Where a long list taken out stands."""

    WAITING = "waiting", _("en préparation")
    READY = "ready", _("prêt")
    FAILED = "failed", _("interrompu")


class Outcome(TextChoices):
    """What a line would do."""

    CREATE = "create", _("à créer")
    CHANGE = "change", _("à compléter")
    ASK = "ask", _("à décider")
    ERROR = "error", _("à corriger")
    SAME = "same", _("déjà à jour")


class Choice(TextChoices):
    """What is done of a line: as found, or as somebody decided."""

    AS_FOUND = "", _("comme proposé")
    SAME = "same", _("c’est la même personne")
    NEW = "new", _("c’est quelqu’un d’autre")
    SKIP = "skip", _("laisser de côté")


def states() -> list[tuple[str, Any]]:
    return list(State.choices)


def makings() -> list[tuple[str, Any]]:
    return list(Making.choices)


def outcomes() -> list[tuple[str, Any]]:
    return list(Outcome.choices)


def choices() -> list[tuple[str, Any]]:
    return list(Choice.choices)
