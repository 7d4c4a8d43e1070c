"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cordee.partners.enums import SENSITIVE_STRUCTURES, StructureKind, structure_kinds

__all__ = ["SENSITIVE_STRUCTURES", "StructureKind", "structure_kinds"]  # whom one works with is below


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


def refusal_reasons() -> list[tuple[str, Any]]:
    return list(RefusalReason.choices)
