"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GoalState(TextChoices):
    """Where a goal stands. held: the last review said that what was gained is kept; one goes on holding it."""

    UNDER_WAY = "under_way", _("en cours")
    HELD = "held", _("acquis maintenus")
    REACHED = "reached", _("atteint")
    CHANGED = "changed", _("remplacé par un autre")
    GIVEN_UP = "given_up", _("abandonné")


class Outcome(TextChoices):
    """What a review says of a goal."""

    REACHED = "reached", _("atteint")
    MAINTAINED = "maintained", _("maintenu\u202f: les acquis tiennent")
    CONTINUED = "continued", _("poursuivi")
    CHANGED = "changed", _("changé\u202f: un autre prend sa place")
    GIVEN_UP = "given_up", _("abandonné")


class StepState(TextChoices):
    PLANNED = "planned", _("prévue")
    UNDER_WAY = "under_way", _("en cours")
    ON_HOLD = "on_hold", _("en attente")
    DONE = "done", _("faite")
    ABANDONED = "abandoned", _("abandonnée")
    CANCELLED = "cancelled", _("annulée")


class Who(TextChoices):
    """Who does a step."""

    PERSON = "person", _("la personne")
    PROFESSIONAL = "professional", _("un professionnel")
    PARTNER = "partner", _("un partenaire")


class StepKind(TextChoices):
    """What a step is, in the six kinds of a plan of action (CT R5411-15, RSA-13)."""

    WORK = "work", _("mise en situation de travail")
    TRAINING = "training", _("formation")
    JOB_SEARCH = "job_search", _("recherche d’emploi")
    SUPPORT = "support", _("accompagnement social et professionnel")
    RIGHTS = "rights", _("accès aux droits, levée des freins")
    ACTIVITY = "activity", _("maintien d’une activité")


def goal_states() -> list[tuple[str, Any]]:
    return list(GoalState.choices)


def step_states() -> list[tuple[str, Any]]:
    return list(StepState.choices)


def outcomes() -> list[tuple[str, Any]]:
    return list(Outcome.choices)


def whose() -> list[tuple[str, Any]]:
    return list(Who.choices)


def step_kinds() -> list[tuple[str, Any]]:
    return list(StepKind.choices)
