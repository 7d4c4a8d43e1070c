"""Who may do what with a contract: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition

MAKERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})

ROLES: dict[str, frozenset[str]] = {
    "contract:write": MAKERS,
    "contract:sign": MAKERS,
    "contract:end": MAKERS,
    "contract:list": MAKERS,
}
REASONS = {
    "contract:write": _("Préparer un contrat revient à qui accompagne la personne."),
    "contract:sign": _(
        "Signer un contrat, ou recueillir sa signature, revient à qui accompagne la personne."
    ),
    "contract:end": _("Terminer un contrat revient à qui accompagne la personne."),
    "contract:list": _("La liste des contrats revient à qui accompagne."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may(actor: Any, person: Any, action: str) -> bool:
    """May the actor do this for this person? They must read the employment part.

    person: fetched `with_grounds_of` the actor.
    """
    return can(actor, action) and bool(person.opened_to(actor) & Partition.EMPLOYMENT)
