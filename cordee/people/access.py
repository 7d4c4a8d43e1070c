"""Who may do what to a person's own file: one table, one sentence each.

The same sentence serves the refusal page and the disabled button. Who sees a person is `visible_to`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

INTAKE = frozenset({"secretary", "coordinator", "counsellor", "social_worker", "job_coach"})
FOLLOWING = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})
LOG_READERS = FOLLOWING | {"director"}
# Those who lead a group know a first name and an initial: neither the family name, nor how to reach the person.
NAMED_IN_FULL = INTAKE | {"health_professional", "commission_member", "prescriber"}

ROLES: dict[str, frozenset[str]] = {
    "identity:read": NAMED_IN_FULL,
    "person:create": INTAKE,
    "person:change": INTAKE,
    "contact:change": INTAKE,
    "contact:protect": FOLLOWING,
    "contact:reveal": frozenset({"coordinator", "counsellor", "social_worker"}),
    "person:seal": frozenset({"coordinator"}),
}
REASONS = {
    "identity:read": _(
        "L’identité complète et les coordonnées reviennent à l’accueil et à qui accompagne la personne."
    ),
    "person:create": _("Ouvrir un dossier revient à l’accueil, à la coordination et aux référents."),
    "person:change": _("Modifier l’identité revient à l’accueil, à la coordination et aux référents."),
    "contact:change": _("Modifier les coordonnées revient à l’accueil, à la coordination et aux référents."),
    "contact:protect": _("Protéger une adresse revient à la coordination et aux référents."),
    "contact:reveal": _(
        "Seuls la coordination et les référents peuvent voir une adresse protégée, avec un motif."
    ),
    "person:seal": _("Fermer un dossier à l’équipe revient à la coordination."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def name_of(actor: Any, person: Any) -> str:
    """The name under which the actor may know the person: in full, or first name and initial."""
    return str(person.full_name if can(actor, "identity:read") else person.short_name)
