"""Who writes, approves and reads minutes: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.commissions.access import PEN, READERS
from cordee.kernel.errors import NotAllowed

ROLES: dict[str, frozenset[str]] = {
    "minutes:read": READERS,
    "minutes:write": PEN,
    "minutes:approve": frozenset({"coordinator"}),
    "minutes:correct": frozenset({"coordinator"}),
}
REASONS = {
    "minutes:read": _("Les comptes rendus se lisent par l’équipe qui accompagne."),
    "minutes:write": _("Rédiger le compte rendu revient à la coordination et au secrétariat."),
    "minutes:approve": _("Approuver le compte rendu revient à la coordination."),
    "minutes:correct": _(
        "Corriger un compte rendu approuvé revient à la coordination, qui signe la correction."
    ),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def check(actor: Any, action: str) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(actor, action):
        raise NotAllowed(reason_against(actor, action))
