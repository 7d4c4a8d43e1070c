"""Who may do what to a person's own file: one table, one sentence each.

The same sentence serves the refusal page and the disabled button. Who sees a person is `visible_to`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

INTAKE = frozenset({"secretary", "coordinator", "counsellor", "social_worker", "job_coach"})
FOLLOWING = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})
LOG_READERS = FOLLOWING | {"director"}

ROLES: dict[str, frozenset[str]] = {
    "person:create": INTAKE,
    "person:change": INTAKE,
    "contact:change": INTAKE,
    "contact:protect": FOLLOWING,
    "contact:reveal": frozenset({"coordinator", "counsellor", "social_worker"}),
    "person:seal": frozenset({"coordinator"}),
}
REASONS = {
    "person:create": _("Ouvrir un dossier revient à l’accueil, à la coordination et aux référents."),
    "person:change": _("Modifier l’identité revient à l’accueil, à la coordination et aux référents."),
    "contact:change": _("Modifier les coordonnées revient à l’accueil, à la coordination et aux référents."),
    "contact:protect": _("Protéger une adresse revient à la coordination et aux référents."),
    "contact:reveal": _("Seuls la coordination et les référents peuvent voir une adresse protégée, avec un motif."),
    "person:seal": _("Fermer un dossier à l’équipe revient à la coordination."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
