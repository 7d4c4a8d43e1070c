"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    SECRETARY = "secretary", _("secrétaire")
    COORDINATOR = "coordinator", _("coordination")
    COUNSELLOR = "counsellor", _("conseil en insertion")
    JOB_COACH = "job_coach", _("job coach")
    SOCIAL_WORKER = "social_worker", _("travail social")
    WORKSHOP_LEADER = "workshop_leader", _("animation d’ateliers")
    TECHNICAL_SUPERVISOR = "technical_supervisor", _("encadrement technique")
    HEALTH_PROFESSIONAL = "health_professional", _("soin")
    COMMISSION_MEMBER = "commission_member", _("membre de commission")
    PRESCRIBER = "prescriber", _("prescription")
    DIRECTOR = "director", _("direction")
    STATISTICIAN = "statistician", _("statistiques")
    TECH_ADMIN = "tech_admin", _("administration technique")


class OrganisationKind(TextChoices):
    ASSOCIATION = "association", _("association")
    SOCIAL_CENTRE = "social_centre", _("centre social")
    SIAE = "siae", _("structure d’insertion par l’activité économique")
    GCMS = "gcms", _("groupement de coopération médico-sociale")
    DEPARTEMENT = "departement", _("département")
    CCAS = "ccas", _("CCAS ou CIAS")
    TRAINING = "training", _("organisme de formation")
    MEDICO_SOCIAL = "medico_social", _("établissement médico-social")
    OTHER = "other", _("autre")


class Sharing(TextChoices):
    """How the professionals of a house read its dossiers (architecture, «Who holds…»)."""

    OPEN_TEAM = "open_team", _("équipe ouverte : chacun lit les dossiers de la maison, selon sa fonction")
    CASELOAD = "caseload", _("par personnes suivies : chacun lit les dossiers qu’il suit")


# What each partition of a dossier is called when rights are put into words (kernel.partitions).
PARTITION_WORDS = {
    "identity": _("identité et coordonnées"),
    "social": _("situation sociale"),
    "employment": _("parcours vers l’emploi"),
    "health": _("santé"),
    "protected": _("violences, justice, protection de l’enfance"),
    "working": _("ses propres notes de travail"),
}


def sharing_modes() -> list[tuple[str, str]]:
    return [(mode.value, str(capfirst(mode.label))) for mode in Sharing]


def organisation_kinds() -> list[tuple[str, Any]]:
    return list(OrganisationKind.choices)


def role_choices() -> list[tuple[str, Any]]:
    return list(Role.choices)
