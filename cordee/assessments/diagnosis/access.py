"""Who may make a diagnosis: one table, one sentence each. Parts of the dossier say who reads and writes each theme."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.assessments.access import WRITING
from cordee.kernel.partitions import Partition

MAKERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})
ROLES: dict[str, frozenset[str]] = {
    "diagnosis:begin": MAKERS,
    "diagnosis:write": MAKERS,
    "diagnosis:close": MAKERS,
}
REASONS = {
    "diagnosis:begin": _("Commencer un diagnostic revient à qui accompagne la personne."),
    "diagnosis:write": _("Écrire un diagnostic revient à qui accompagne la personne."),
    "diagnosis:close": _("Clore un diagnostic revient à qui accompagne la personne."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may_write(actor: Any, person: Any, partition: Partition) -> bool:
    """May the actor write in this part of a diagnosis? They must read it.

    person: fetched `with_grounds_of` the actor.
    """
    opened: Partition = person.opened_to(actor)
    return (
        can(actor, "diagnosis:write") and bool(opened & partition) and bool(actor.roles & WRITING[partition])
    )
