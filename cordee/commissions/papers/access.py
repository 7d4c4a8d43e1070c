"""Who prints the papers of a commission, and who approves what they say: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.commissions.access import MEMBERS, PEN, PRESENTERS

ROLES: dict[str, frozenset[str]] = {
    "sheet:read": MEMBERS,
    "sheet:print_all": PEN | PRESENTERS,
}
REASONS = {
    "sheet:read": _("La fiche d’une situation se lit par l’équipe et par qui siège."),
    "sheet:print_all": _("Imprimer toutes les fiches revient à qui prépare la séance et à qui présente."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
