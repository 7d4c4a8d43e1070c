"""Who may write a letter about a person, and who words those of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.accounts.access import LEADERS
from cordee.dossier.access import WRITE_TO_PERSON

ROLES: dict[str, frozenset[str]] = {"letter:write": WRITE_TO_PERSON, "letter:word": LEADERS}
REASONS = {
    "letter:write": _("Écrire une lettre revient à l’accueil et à qui accompagne la personne."),
    "letter:word": _("Les lettres de la maison sont écrites par la coordination ou la direction."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
