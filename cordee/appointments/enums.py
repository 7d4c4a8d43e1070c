"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cordee.dossier.enums import Counterpart
from cordee.kernel.partitions import Partition


class PlaceKind(TextChoices):
    """Where one meets (EA-08). The codes are those of the means of a contact."""

    OFFICE = "office", _("à la structure")
    WORK = "work", _("sur le lieu de travail")
    HOME = "home", _("au domicile")
    NEUTRAL = "neutral", _("dans un lieu neutre")
    PHONE = "phone", _("par téléphone")
    VIDEO = "video", _("en visio")


class Status(TextChoices):
    """What became of it (ATE-07, the words of rdv-insertion)."""

    UNKNOWN = "unknown", _("à venir")
    SEEN = "seen", _("honoré")
    EXCUSED = "excused", _("excusé par la personne")
    REVOKED = "revoked", _("annulé par nous")
    NO_SHOW = "no_show", _("absence non excusée")


class Reason(TextChoices):
    """Why somebody could not come. Never what their health is: that is noted apart, in a part that closes."""

    NONE = "", _("non dit")
    TRANSPORT = "transport", _("transport, trajet")
    CHILDCARE = "childcare", _("garde d’enfant, proche à aider")
    WORK = "work", _("emploi, stage, formation")
    OTHER_DUTY = "other_duty", _("autre convocation ou démarche")
    NOT_TOLD = "not_told", _("n’avait pas eu l’information")
    PERSONAL = "personal", _("empêchement personnel")


class Unit(TextChoices):
    """What a rhythm counts in. month: the same weekday of the month (« le deuxième mardi »)."""

    WEEK = "week", _("semaine")
    MONTH = "month", _("mois")


# What one talks about: (code, label, part of the dossier). EA-08, PDIP 71, Le Lierre.
THEMES: dict[str, tuple[Any, Partition]] = {
    "project": (_("projet, orientation"), Partition.EMPLOYMENT),
    "job_search": (_("recherche d’emploi"), Partition.EMPLOYMENT),
    "work_relations": (_("relations au travail"), Partition.EMPLOYMENT),
    "training": (_("formation, stage"), Partition.EMPLOYMENT),
    "review": (_("point d’étape, bilan"), Partition.EMPLOYMENT),
    "rights": (_("droits, démarches"), Partition.SOCIAL),
    "housing": (_("logement"), Partition.SOCIAL),
    "budget": (_("budget"), Partition.SOCIAL),
    "family": (_("vie familiale"), Partition.SOCIAL),
    "social": (_("relations sociales, vie quotidienne"), Partition.SOCIAL),
    "care": (_("santé, soins"), Partition.HEALTH),
    "protection": (_("violences, justice, protection"), Partition.PROTECTED),
}


def partition_of(theme: str) -> Partition:
    """The part of the dossier a theme belongs to. Raises KeyError on an unknown one."""
    return THEMES[theme][1]


def place_kinds() -> list[tuple[str, Any]]:
    return list(PlaceKind.choices)


def statuses() -> list[tuple[str, Any]]:
    return list(Status.choices)


def reasons() -> list[tuple[str, Any]]:
    return list(Reason.choices)


def units() -> list[tuple[str, Any]]:
    return list(Unit.choices)


def counterparts() -> list[tuple[str, Any]]:
    return list(Counterpart.choices)
