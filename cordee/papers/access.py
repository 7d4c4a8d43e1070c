"""Who may do what with a dossier's papers: one table, one sentence each. Partitions say who reads them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.dossier.access import SECTORS, WRITERS
from cordee.kernel.partitions import Partition

KEEPERS = WRITERS | {"secretary"}
ROLES: dict[str, frozenset[str]] = {"paper:add": KEEPERS, "paper:change": KEEPERS, "paper:remove": KEEPERS}
REASONS = {
    "paper:add": _("Ajouter un document revient à l’accueil et à qui accompagne la personne."),
    "paper:change": _("Modifier un document revient à l’accueil et à qui accompagne la personne."),
    "paper:remove": _("Retirer un document revient à l’accueil et à qui accompagne la personne."),
}
# Where each role may put a paper. Whoever welcomes receives what people bring, and reads again what they put there.
PLACES: dict[Partition, frozenset[str]] = {
    Partition.IDENTITY: KEEPERS,
    Partition.SOCIAL: SECTORS["social"] | {"secretary"},
    Partition.EMPLOYMENT: SECTORS["employment"] | {"secretary"},
    Partition.HEALTH: SECTORS["health"],
    Partition.PROTECTED: SECTORS["protected"],
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def places_open_to(actor: Any) -> list[Partition]:
    """The parts of a dossier where this actor may put a paper."""
    return [partition for partition, roles in PLACES.items() if actor.roles & roles]
