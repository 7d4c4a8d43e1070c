"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    RECEIVED = "received", _("reçue")
    IN_STUDY = "in_study", _("à l’étude")
    PAPERS_ASKED = "papers_asked", _("pièces demandées")
    MET = "met", _("personne rencontrée")
    WAITING = "waiting", _("en attente de place")
    ACCEPTED = "accepted", _("accueillie")
    REFUSED = "refused", _("refusée")
    PASSED_ON = "passed_on", _("transmise ailleurs")
    WITHDRAWN = "withdrawn", _("retirée")


STANDING = (State.RECEIVED, State.IN_STUDY, State.PAPERS_ASKED, State.MET, State.WAITING)


class StructureKind(TextChoices):
    """Who orients. The codes of the national service (ECO-06), with the trade's everyday ones."""

    AFPA = "AFPA", _("AFPA")
    ASE = "ASE", _("aide sociale à l’enfance")
    ASSOCIATION = "ASSO", _("association")
    CAARUD = "CAARUD", _("CAARUD")
    CADA = "CADA", _("CADA")
    CAF = "CAF", _("CAF")
    CAP_EMPLOI = "CAP_EMPLOI", _("Cap emploi")
    CCAS = "CCAS", _("CCAS ou CIAS")
    CHRS = "CHRS", _("CHRS")
    CHU = "CHU", _("centre d’hébergement d’urgence")
    CIDFF = "CIDFF", _("CIDFF")
    CMP = "CMP", _("secteur psychiatrique, CMP")
    CMS = "DEPT", _("département, centre médico-social")
    CPH = "CPH", _("CPH")
    CSAPA = "CSAPA", _("CSAPA")
    E2C = "E2C", _("école de la deuxième chance")
    EPIDE = "EPIDE", _("EPIDE")
    ESAT = "ESAT", _("ESAT")
    FT = "FT", _("France Travail")
    GEM = "GEM", _("groupe d’entraide mutuelle")
    HOSPITAL = "HOPITAL", _("hôpital, clinique")
    HUDA = "HUDA", _("HUDA")
    IME = "IME", _("IME, SESSAD")
    ML = "ML", _("mission locale")
    MSA = "MSA", _("MSA")
    OACAS = "OACAS", _("OACAS")
    PENSION = "PENSION", _("pension de famille, résidence accueil")
    PJJ = "PJJ", _("protection judiciaire de la jeunesse")
    PLIE = "PLIE", _("PLIE")
    PREVENTION = "PREVENTION", _("prévention spécialisée")
    SAVS = "SAVS", _("SAVS, SAMSAH")
    SIAO = "SIAO", _("SIAO, 115")
    SPIP = "SPIP", _("SPIP")
    TUTELLE = "TUTELLE", _("service tutélaire, UDAF")
    PERSON = "PERSONNE", _("la personne elle-même")
    RELATIVE = "PROCHE", _("un proche")
    OTHER = "AUTRE", _("autre")


SENSITIVE_STRUCTURES = frozenset({"ASE", "CAARUD", "CIDFF", "CSAPA", "PENSION", "PJJ", "PREVENTION", "SPIP"})


class RefusalReason(TextChoices):
    """Why an orientation could not lead to an accompaniment here. About the offer, never the person."""

    FULL = "full", _("pas de place pour le moment")
    OTHER_PUBLIC = "other_public", _("le dispositif s’adresse à un autre public")
    OTHER_TERRITORY = "other_territory", _("hors du territoire")
    BETTER_ELSEWHERE = "better_elsewhere", _("une autre structure répond mieux au besoin")
    PERSON_DECLINED = "person_declined", _("la personne ne souhaite pas donner suite")
    UNREACHABLE = "unreachable", _("la personne n’a pas pu être jointe")
    ALREADY_FOLLOWED = "already_followed", _("la personne est déjà accompagnée ici")
    OTHER = "other", _("autre motif")


def states() -> list[tuple[str, Any]]:
    return list(State.choices)


def structure_kinds() -> list[tuple[str, Any]]:
    return list(StructureKind.choices)


def refusal_reasons() -> list[tuple[str, Any]]:
    return list(RefusalReason.choices)
