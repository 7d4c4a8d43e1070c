"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactKind(TextChoices):
    PHONE = "phone", _("téléphone")
    EMAIL = "email", _("courriel")
    ADDRESS = "address", _("adresse")
    THROUGH = "through", _("par l’intermédiaire de")


class Channel(TextChoices):
    """How the person wants to be reached."""

    ANY = "", _("sans préférence")
    CALL = "call", _("appel")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("courriel")
    LETTER = "letter", _("lettre")
    THROUGH = "through", _("par l’intermédiaire de quelqu’un")
    NONE = "none", _("ne pas contacter")


class LegalProtection(TextChoices):
    """Civil Code art. 425 and following; minors are protected by their age."""

    NONE = "", _("aucune connue")
    SAFEGUARD = "sauvegarde", _("sauvegarde de justice")
    SIMPLE_CURATORSHIP = "curatelle_simple", _("curatelle simple")
    REINFORCED_CURATORSHIP = "curatelle_renforcee", _("curatelle renforcée")
    GUARDIANSHIP = "tutelle", _("tutelle")
    FAMILY = "habilitation_familiale", _("habilitation familiale")
    SUPPORT = "mesure_accompagnement", _("mesure d’accompagnement (MASP, MAJ)")


class GroundKind(TextChoices):
    """Why somebody may read a dossier: data protection asks for a dated reason."""

    FOLLOWS = "follows", _("accompagne la personne")
    CARRIES_OUT = "carries_out", _("réalise l’accompagnement")
    REFERRED = "referred", _("a orienté la personne")
    COMMISSION = "commission", _("siège à la commission qui examine la situation")
    SHARED = "shared", _("partage accepté par la personne")
    EMERGENCY = "emergency", _("accès d’urgence")
    OPENED_BY = "opened_by", _("a ouvert le dossier")


def contact_kinds() -> list[tuple[str, Any]]:
    return list(ContactKind.choices)


def channels() -> list[tuple[str, Any]]:
    return list(Channel.choices)


def legal_protections() -> list[tuple[str, Any]]:
    return list(LegalProtection.choices)


def ground_kinds() -> list[tuple[str, Any]]:
    return list(GroundKind.choices)
