"""Who may set, change and review goals: one table, one sentence each. Parts of the dossier say who writes which."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.assessments.access import WRITING
from cordee.dossier.access import WRITERS
from cordee.kernel.partitions import Partition

SETTERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach", "health_professional"})
FOLLOWERS = SETTERS - {"health_professional"}
ROLES: dict[str, frozenset[str]] = {
    "goal:set": SETTERS,
    "goal:review": SETTERS,
    "step:change": WRITERS,
    "project:write": FOLLOWERS,
    "orientation:foresee": SETTERS,
}
REASONS = {
    "goal:set": _("Poser un objectif revient à qui accompagne la personne."),
    "goal:review": _("Faire le bilan d’un objectif revient à qui accompagne la personne."),
    "step:change": _("Noter une étape revient aux professionnels qui accompagnent la personne."),
    "project:write": _("Écrire le projet avec la personne revient à qui l’accompagne."),
    "orientation:foresee": _("Envisager la suite revient à qui accompagne la personne."),
}
CLOSED = _("Cette partie du dossier vous est fermée.")


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may_write(actor: Any, person: Any, partition: Partition, action: str) -> bool:
    """May the actor do this in this part of the dossier? They must read it: nobody changes what they cannot see.

    person: fetched `with_grounds_of` the actor.
    """
    opened: Partition = person.opened_to(actor)
    return can(actor, action) and bool(opened & partition) and bool(actor.roles & WRITING[partition])


def why_not(actor: Any, action: str) -> str:
    """The sentence of a refusal: the role's, or that of the part that is closed."""
    return reason_against(actor, action) or str(CLOSED)
