"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionState(TextChoices):
    WAITING = "waiting", _("en attente d’information")
    TO_DECIDE = "to_decide", _("à décider")
    DECIDED = "decided", _("décidée, à notifier")
    NOTIFIED = "notified", _("notifiée")
    REPLACED = "replaced", _("remplacée")
    DROPPED = "dropped", _("sans suite")
    ENDED = "ended", _("terminée")


# One of these at a time for a person: what is still to be decided or told.
STANDING = (DecisionState.WAITING, DecisionState.TO_DECIDE, DecisionState.DECIDED)
UNDECIDED = (DecisionState.WAITING, DecisionState.TO_DECIDE)
IN_FORCE = (DecisionState.DECIDED, DecisionState.NOTIFIED)


class Origin(TextChoices):
    """What makes a decision necessary."""

    OPENING = "opening", _("ouverture du RSA")
    TRANSFER = "transfer", _("transfert d’un autre département")
    REORIENTATION = "reorientation", _("réorientation")


class ReorientationReason(TextChoices):
    """Why another decision is asked for (RSA-10, RSA-09)."""

    BETTER_BODY = "better_body", _("un autre organisme est mieux placé")
    SITUATION = "situation", _("la situation a changé")
    MOVE = "move", _("déménagement")
    CORRECTION = "correction", _("la décision est à corriger")


class Lane(TextChoices):
    """The three lanes of the law (RSA-05)."""

    SOCIAL = "social", _("voie sociale")
    SOCIO_PRO = "socio_pro", _("voie socio-professionnelle")
    PRO = "pro", _("voie professionnelle")


class Authority(TextChoices):
    """Who decides (RSA-02)."""

    DEPARTEMENT = "departement", _("président du conseil départemental")
    FRANCE_TRAVAIL = "france_travail", _("France Travail")
    MISSION_LOCALE = "mission_locale", _("mission locale")
    CAP_EMPLOI = "cap_emploi", _("Cap emploi")
    DELEGATE = "delegate", _("délégataire du département")


class Body(TextChoices):
    """Which kind of body accompanies the person (RSA-04)."""

    DEPARTEMENT = "departement", _("conseil départemental")
    FRANCE_TRAVAIL = "france_travail", _("France Travail")
    DELEGATE = "delegate", _("délégataire, par convention")
    MISSION_LOCALE = "mission_locale", _("mission locale")
    CAP_EMPLOI = "cap_emploi", _("Cap emploi")
    DECREE = "decree", _("autre organisme désigné par décret")


class Criterion(TextChoices):
    """What is considered before deciding (RSA-03): the first three, and the difficulties met."""

    QUALIFICATION = "qualification", _("niveau de qualification")
    EMPLOYMENT = "employment", _("situation au regard de l’emploi")
    ASPIRATIONS = "aspirations", _("aspirations")
    HEALTH = "health", _("santé")
    HOUSING = "housing", _("logement")
    MOBILITY = "mobility", _("mobilité")
    CHILDCARE = "childcare", _("garde d’enfants")
    CARER = "carer", _("aide apportée à un proche")


DIFFICULTIES = frozenset({"health", "housing", "mobility", "childcare", "carer"})


class Means(TextChoices):
    """How the person is told: only means that give a certain day of reception (RSA-07)."""

    REGISTERED = "registered", _("lettre recommandée avec avis de réception")
    HANDED = "handed", _("remise en main propre contre signature")
    ONLINE = "online", _("espace numérique, jour de la consultation")
    EMAIL = "email", _("courriel avec accusé de réception")
    BAILIFF = "bailiff", _("acte d’un commissaire de justice")


class Registration(TextChoices):
    """On the list of France Travail (RSA-01)."""

    UNKNOWN = "", _("non renseigné")
    YES = "yes", _("oui")
    NO = "no", _("non")


def decision_states() -> list[tuple[str, Any]]:
    return list(DecisionState.choices)


def origins() -> list[tuple[str, Any]]:
    return list(Origin.choices)


def reorientation_reasons() -> list[tuple[str, Any]]:
    return list(ReorientationReason.choices)


def lanes() -> list[tuple[str, Any]]:
    return list(Lane.choices)


def authorities() -> list[tuple[str, Any]]:
    return list(Authority.choices)


def bodies() -> list[tuple[str, Any]]:
    return list(Body.choices)


def means() -> list[tuple[str, Any]]:
    return list(Means.choices)


def registrations() -> list[tuple[str, Any]]:
    return list(Registration.choices)
