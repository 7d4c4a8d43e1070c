"""What goals answer to: days in order, when a review may be held, what an outcome means, what the entry asks.

Plain values in, verdicts out. Nothing here measures a person: progress is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cordee.kernel.verdict import Severity, Verdict
from cordee.kernel.words import french_day, french_list
from cordee.kernel.words import sentence as _

REVIEWED = "Le Cheval Bleu, présentation publique : objectifs définis, puis réévalués"
FORESEEN = "Le Cheval Bleu, présentation publique : l’orientation est anticipée dès l’entrée"
USAGE = "Usage professionnel courant"
OVER = frozenset({"reached", "changed", "given_up"})
SUCCESSES = frozenset({"reached", "maintained"})
# What a review makes of a goal.
BECOMES = {
    "reached": "reached",
    "maintained": "held",
    "continued": "under_way",
    "changed": "changed",
    "given_up": "given_up",
}


def is_success(outcome: str) -> bool:
    """Reached, or maintained: keeping what was gained is a success (Le Cheval Bleu, « Maintenir les acquis »)."""
    return outcome in SUCCESSES


def may_be_reviewed(set_on: date, on: date, *, today: date) -> Verdict:
    """May a goal be reviewed on a day? From the day it was set, and not in the future.

    set_on: the day the goal was agreed upon, included.
    """
    if on < set_on:
        said = _(
            "Cet objectif date du {day}\u202f: un bilan ne peut pas être antérieur.",
            day=french_day(set_on),
        )
        return Verdict(False, "OBJ-01", Severity.REFUSE, said, REVIEWED)
    if on > today:
        said = _("Ce jour est dans l’avenir\u202f: un bilan dit ce qui a été constaté.")
        return Verdict(False, "OBJ-01", Severity.REFUSE, said, REVIEWED)
    return Verdict(True, "OBJ-01", source=REVIEWED)


def target_follows(set_on: date, target_on: date | None) -> Verdict:
    """A goal is for the day it is set or later."""
    if target_on is not None and target_on < set_on:
        said = _("L’échéance vient avant le jour de l’objectif ({day}).", day=french_day(set_on))
        return Verdict(False, "OBJ-02", Severity.REFUSE, said, USAGE)
    return Verdict(True, "OBJ-02", source=USAGE)


def step_follows(set_on: date, due_on: date | None, target_on: date | None) -> Verdict:
    """A step comes once its goal is set; after the day the goal is for, it is worth a word, no more."""
    if due_on is None:
        return Verdict(True, "OBJ-03", source=USAGE)
    if due_on < set_on:
        said = _("Cette étape serait antérieure à son objectif ({day}).", day=french_day(set_on))
        return Verdict(False, "OBJ-03", Severity.REFUSE, said, USAGE)
    if target_on is not None and due_on > target_on:
        said = _(
            "Cette étape vient après l’échéance de l’objectif ({day})\u202f: l’une des deux dates est à revoir.",
            day=french_day(target_on),
        )
        return Verdict(False, "OBJ-03", Severity.WARN, said, USAGE)
    return Verdict(True, "OBJ-03", source=USAGE)


def orientation_foreseen(said: Iterable[str], dimensions: Iterable[str]) -> Verdict:
    """Is the orientation thought of from the entry, in one dimension at least? A word, never a refusal.

    said: codes of the dimensions where something is noted. dimensions: labels of those the programme looks at.
    """
    if any(said):
        return Verdict(True, "OBJ-04", source=FORESEEN)
    listed = french_list(list(dimensions), "ou")
    said_so = _("L’orientation n’est pas encore envisagée\u202f: {dimensions}.", dimensions=listed)
    return Verdict(False, "OBJ-04", Severity.WARN, said_so, FORESEEN)


def is_agreed(agreed_on: date | None) -> Verdict:
    """Is the goal one the person agreed to? A goal set without them is worth a word."""
    if agreed_on is None:
        said = _("L’accord de la personne n’est pas noté\u202f: un objectif se décide avec elle.")
        return Verdict(False, "OBJ-05", Severity.WARN, said, USAGE)
    return Verdict(True, "OBJ-05", source=USAGE)
