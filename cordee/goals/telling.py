"""The sentences of the facts of goals; declared when the domain starts. What a restricted part says stays unsaid."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying
from cordee.goals.enums import Outcome, StepState
from cordee.kernel.hours import hours_words


def reviewed(fact: Any) -> str:
    """« Bilan d’un objectif : atteint »."""
    outcome = fact.codes.get("outcome", "")
    said = str(Outcome(outcome).label) if outcome in Outcome.values else ""
    return _("Bilan d’un objectif\u202f: %(said)s") % {"said": said} if said else _("Bilan d’un objectif")


def moved(fact: Any) -> str:
    """« Une étape du projet est faite »."""
    state = fact.codes.get("state", "")
    said = str(StepState(state).label) if state in StepState.values else ""
    return _("Une étape du projet\u202f: %(said)s") % {"said": said} if said else _("Une étape a avancé")


def hours_noted(fact: Any) -> str:
    """« Heures d’une étape : 7 h faites, 3 h 30 justifiées »."""
    told = [
        (fact.codes.get("done"), _("%(hours)s faites")),
        (fact.codes.get("justified"), _("%(hours)s justifiées")),
    ]
    said = ", ".join(words % {"hours": hours_words(minutes)} for minutes, words in told if minutes)
    return (
        _("Heures d’une étape\u202f: %(said)s") % {"said": said} if said else _("Heures d’une étape notées")
    )


def written(fact: Any) -> str:
    if fact.codes.get("kind") == "career":
        return _("Projet professionnel écrit avec la personne")
    return _("Projet personnel écrit avec la personne")


def foreseen(fact: Any) -> str:
    dimension = fact.codes.get("dimension", "")
    return (
        _("Orientation envisagée\u202f: %(what)s") % {"what": dimension}
        if dimension
        else _("Orientation envisagée")
    )


def declare() -> None:
    FACTS.register("goal_set", Saying(lambda fact: _("Objectif décidé"), icon="flag"))
    FACTS.register("goal_reopened", Saying(lambda fact: _("Objectif repris"), icon="arrow-counterclockwise"))
    FACTS.register("goal_reviewed", Saying(reviewed, icon="flag"))
    FACTS.register(
        "goal_step_noted", Saying(lambda fact: _("Étape prévue pour un objectif"), icon="signpost")
    )
    FACTS.register("goal_step_moved", Saying(moved, icon="signpost"))
    FACTS.register("goal_step_hours", Saying(hours_noted, icon="clock"))
    FACTS.register("project_written", Saying(written, icon="chat-quote"))
    FACTS.register("orientation_foreseen", Saying(foreseen, icon="signpost-2"))
