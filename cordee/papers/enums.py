"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition


class Kind(TextChoices):
    """What a paper is, in the trade's words."""

    IDENTITY = "identity", _("pièce d’identité")
    RESIDENCE = "residence", _("titre de séjour")
    FAMILY = "family", _("livret de famille, acte d’état civil")
    ADDRESS = "address", _("justificatif de domicile")
    CAF = "caf", _("attestation CAF ou RSA")
    FRANCE_TRAVAIL = "france_travail", _("attestation France Travail")
    TAX = "tax", _("avis d’imposition")
    BANK = "bank", _("RIB")
    INSURANCE = "insurance", _("attestation de droits, mutuelle")
    LEGAL_PROTECTION = "legal_protection", _("mesure de protection juridique")
    CV = "cv", _("CV")
    DIPLOMA = "diploma", _("diplôme, permis, habilitation")
    TRAINING = "training", _("attestation de formation")
    CONTRACT = "contract", _("contrat, avenant")
    COMMITMENT = "commitment", _("contrat d’engagement")
    REFERRAL = "referral", _("fiche d’orientation, prescription")
    AGREEMENT = "agreement", _("accord signé de la personne")
    LETTER = "letter", _("courrier")
    RQTH = "rqth", _("notification MDPH, RQTH")
    MEDICAL = "medical", _("document de santé")
    JUSTICE = "justice", _("décision de justice, ordonnance de protection")
    OTHER = "other", _("autre document")


IDENTITY, SOCIAL, EMPLOYMENT = Partition.IDENTITY, Partition.SOCIAL, Partition.EMPLOYMENT

# Where a paper of each kind belongs, unless whoever adds it says otherwise.
BELONGS: dict[str, Partition] = {
    **dict.fromkeys((Kind.IDENTITY, Kind.RESIDENCE, Kind.FAMILY, Kind.ADDRESS, Kind.AGREEMENT), IDENTITY),
    **dict.fromkeys((Kind.REFERRAL, Kind.LETTER, Kind.OTHER), SOCIAL),
    **dict.fromkeys((Kind.CAF, Kind.TAX, Kind.BANK, Kind.INSURANCE, Kind.LEGAL_PROTECTION), SOCIAL),
    **dict.fromkeys((Kind.CV, Kind.DIPLOMA, Kind.TRAINING, Kind.CONTRACT, Kind.COMMITMENT), EMPLOYMENT),
    Kind.FRANCE_TRAVAIL: EMPLOYMENT,
    Kind.RQTH: EMPLOYMENT,
    Kind.MEDICAL: Partition.HEALTH,
    Kind.JUSTICE: Partition.PROTECTED,
}


def kinds() -> list[tuple[str, Any]]:
    return list(Kind.choices)


def kind_label(code: str) -> str:
    """The kind in words; « document » for one no longer in the list."""
    return str(Kind(code).label) if code in Kind.values else str(Kind.OTHER.label)
