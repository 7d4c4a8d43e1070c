"""Who may send something of a person out of the house: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import OPEN_PARTITIONS, Partition

SENDERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach", "health_professional"})
ROLES: dict[str, frozenset[str]] = {
    "relay:send": SENDERS,
    "exchange:write": SENDERS,
}
REASONS = {
    "relay:send": _("Orienter vers un partenaire revient à qui accompagne la personne."),
    "exchange:write": _("Noter un échange autour d’une situation revient à qui accompagne la personne."),
}
CLOSED = _("Cette partie du dossier vous est fermée.")


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may_write(actor: Any, person: Any, partition: Partition, action: str) -> bool:
    """May the actor write in this part? In an open one they read it; a restricted one is also written by who
    accompanies: they orient towards care without reading what carers note, and read again what they wrote.

    person: fetched `with_grounds_of` the actor.
    """
    opened: Partition = person.opened_to(actor)
    known = (
        opened & partition if partition & OPEN_PARTITIONS else opened & Partition.SOCIAL | opened & partition
    )
    return can(actor, action) and bool(opened & Partition.IDENTITY) and bool(known)


def why_not(actor: Any, action: str) -> str:
    """The sentence of a refusal: the role's, or that of the part that is closed."""
    return reason_against(actor, action) or str(CLOSED)
