"""Who may note that a contract could not be kept: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition

NOTERS = frozenset({"coordinator", "counsellor", "social_worker"})
ROLES: dict[str, frozenset[str]] = {"breach:write": NOTERS, "attendance:read": NOTERS}
REASONS = {
    "breach:write": _("Noter ces faits, et ce qu’on en a dit, revient à la coordination et au suivi social."),
    "attendance:read": _("Le relevé d’assiduité revient à la coordination et au suivi social."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may(actor: Any, person: Any, action: str) -> bool:
    """May the actor do this for this person? They must read the social part, and the contract.

    person: fetched `with_grounds_of` the actor.
    """
    needed = Partition.SOCIAL | Partition.EMPLOYMENT
    return can(actor, action) and person.opened_to(actor) & needed == needed
