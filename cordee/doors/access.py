"""Who may do what with the public page: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.accounts.access import LEADERS
from cordee.referrals.access import WELCOME

SENDERS = WELCOME | {"prescriber"}
ROLES: dict[str, frozenset[str]] = {"page:change": LEADERS, "referral:send": SENDERS}
REASONS = {
    "page:change": _("La page publique revient à la coordination et à la direction."),
    "referral:send": _("Orienter vers une autre organisation revient à l’accueil et à qui accompagne."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
