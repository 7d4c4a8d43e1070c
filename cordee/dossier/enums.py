"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Means(TextChoices):
    """Where or how a contact took place (PDIP 71: office, work, home, a neutral place; EA-08)."""

    OFFICE = "office", _("à la structure")
    WORK = "work", _("sur le lieu de travail")
    HOME = "home", _("au domicile")
    NEUTRAL = "neutral", _("dans un lieu neutre")
    PHONE = "phone", _("par téléphone")
    VIDEO = "video", _("en visio")
    MESSAGE = "message", _("par message")
    LETTER = "letter", _("par courrier")


class Counterpart(TextChoices):
    """With whom the contact was."""

    PERSON = "person", _("la personne")
    FAMILY = "family", _("sa famille, ses proches")
    EMPLOYER = "employer", _("son employeur")
    ESTABLISHMENT = "establishment", _("un établissement")
    CARE = "care", _("l’équipe de soins")
    PARTNER = "partner", _("un partenaire")


class Audience(TextChoices):
    """Who may read a note, among those to whom its partition is open."""

    HOUSE = "house", _("l’équipe")
    CIRCLE = "circle", _("les personnes autour d’elle seulement")
    AUTHOR = "author", _("moi seul·e (note de travail)")


class Sector(TextChoices):
    """Where a note belongs in the person's life: one table each where restricted."""

    SOCIAL = "social", _("vie quotidienne, droits, logement")
    EMPLOYMENT = "employment", _("emploi, projet, ateliers")
    HEALTH = "health", _("santé")
    PROTECTED = "protected", _("violences, justice, protection")
    WORKING = "working", _("note de travail personnelle")


def means() -> list[tuple[str, Any]]:
    return list(Means.choices)


def counterparts() -> list[tuple[str, Any]]:
    return list(Counterpart.choices)


def audiences() -> list[tuple[str, Any]]:
    return list(Audience.choices)
