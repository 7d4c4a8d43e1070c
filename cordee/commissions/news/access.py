"""Who prepares what follows a sitting: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.commissions.access import PEN
from cordee.kernel.errors import NotAllowed

ROLES: dict[str, frozenset[str]] = {"news:give": PEN}
REASONS = {"news:give": _("Prévenir après une séance revient à la coordination et au secrétariat.")}


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
