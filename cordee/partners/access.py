"""Who reads the directory and who writes it: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.accounts.enums import Role

# Every professional of the house. Members of a commission, prescribers and the technical administration work elsewhere.
READERS = frozenset(
    {
        Role.SECRETARY.value, Role.COORDINATOR.value, Role.COUNSELLOR.value, Role.JOB_COACH.value,
        Role.SOCIAL_WORKER.value, Role.WORKSHOP_LEADER.value, Role.TECHNICAL_SUPERVISOR.value,
        Role.HEALTH_PROFESSIONAL.value, Role.DIRECTOR.value,
    }
)  # fmt: skip
WRITERS = frozenset(
    {
        Role.SECRETARY.value, Role.COORDINATOR.value, Role.COUNSELLOR.value, Role.JOB_COACH.value,
        Role.SOCIAL_WORKER.value,
    }
)  # fmt: skip
COUNTERS = READERS | {Role.STATISTICIAN.value}
ROLES: dict[str, frozenset[str]] = {
    "partner:read": READERS,
    "partner:write": WRITERS,
    "partner:report": COUNTERS,
}
REASONS = {
    "partner:read": _("Le répertoire des partenaires est lu par les professionnels de la maison."),
    "partner:write": _("Tenir le répertoire revient au secrétariat, à la coordination et à qui accompagne."),
    "partner:report": _(
        "Les chiffres du réseau sont lus par les professionnels de la maison et ses statistiques."
    ),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
