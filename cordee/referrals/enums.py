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
    TO_BOARD = "to_board", _("à présenter à la commission")
    ACCEPTED = "accepted", _("accueillie")
    REFUSED = "refused", _("refusée")
    PASSED_ON = "passed_on", _("transmise ailleurs")
    WITHDRAWN = "withdrawn", _("retirée")
    EXPIRED = "expired", _("expirée")


STANDING = (
    State.RECEIVED,
    State.IN_STUDY,
    State.PAPERS_ASKED,
    State.MET,
    State.WAITING,
    State.TO_BOARD,
)
IN_LINE = (State.WAITING, State.TO_BOARD)  # those of the waiting list


class StructureKind(TextChoices):
    """Who orients: the 34 kinds of the national service (ECO-06), with the trade's everyday ones.

    "AUTRE" is its "Autre".
    """

    AFPA = "AFPA", _("AFPA")
    ASE = "ASE", _("aide sociale à l’enfance")
    ASSOCIATION = "ASSO", _("association")
    CAARUD = "CAARUD", _("CAARUD")
    CADA = "CADA", _("CADA")
    CAF = "CAF", _("CAF")
    CAP_EMPLOI = "CAP_EMPLOI", _("Cap emploi")
    CAVA = "CAVA", _("centre d’adaptation à la vie active (CAVA)")
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
    OACAS = "OACAS", _("accueil communautaire et activité solidaire (OACAS)")
    OCASF = "OCASF", _("OCASF")
    ODC = "ODC", _("organisme délégataire du département")
    OHPD = "OHPD", _("OHPD")
    OIL = "OIL", _("intermédiation locative")
    ORIENTEUR = "Orienteur", _("orienteur sans habilitation")
    PENSION = "PENSION", _("pension de famille, résidence accueil")
    PIJ_BIJ = "PIJ_BIJ", _("information jeunesse (PIJ, BIJ)")
    PJJ = "PJJ", _("protection judiciaire de la jeunesse")
    PLIE = "PLIE", _("PLIE")
    PREVENTION = "PREVENTION", _("prévention spécialisée")
    RS_FJT = "RS_FJT", _("résidence sociale, foyer de jeunes travailleurs")
    SAVS = "SAVS", _("SAVS, SAMSAH")
    SIAO = "SIAO", _("SIAO, 115")
    SPIP = "SPIP", _("SPIP")
    TUTELLE = "TUTELLE", _("service tutélaire, UDAF")
    PERSON = "PERSONNE", _("la personne elle-même")
    RELATIVE = "PROCHE", _("un proche")
    OTHER = "AUTRE", _("autre")


SENSITIVE_STRUCTURES = frozenset({"ASE", "CAARUD", "CIDFF", "CSAPA", "PENSION", "PJJ", "PREVENTION", "SPIP"})


class Door(TextChoices):
    """Ways of coming that no programme has to declare: a programme's own channels come first."""

    WALK_IN = "permanence", _("Venue à la permanence")
    PUBLIC_FORM = "formulaire", _("Formulaire de la page publique")
    ASKED_FOR_HELP = "demande-en-ligne", _("Demande de la personne sur la page publique")
    OTHER_HOUSE = "autre-maison", _("Orientée par une autre organisation d’ici")


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
