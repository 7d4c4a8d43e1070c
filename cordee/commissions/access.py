"""Who may do what with boards and their sittings: one table, one sentence each.

Who holds the pen (secretary, coordinator) prepares, calls and writes down; who accompanies puts a situation on the
agenda and presents it; a member of a board reads the agenda of their own sittings, from the day they are called to the
end of the day.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

PEN = frozenset({"secretary", "coordinator"})
PRESENTERS = frozenset({"counsellor", "social_worker", "job_coach"})
READERS = PEN | PRESENTERS | {"director"}
MEMBERS = READERS | {"commission_member"}

ROLES: dict[str, frozenset[str]] = {
    "commission:see": READERS,
    "commission:sit": MEMBERS,
    "board:change": frozenset({"coordinator"}),
    "sitting:prepare": PEN,
    "item:propose": PEN | PRESENTERS,
    "sitting:hold": PEN,
    "line:confirm": PEN | PRESENTERS,
    "line:offer": PEN,
}
REASONS = {
    "commission:see": _("Les commissions se voient par l’équipe qui accompagne."),
    "commission:sit": _("Cette séance s’ouvre à qui y siège."),
    "board:change": _("Composer une commission revient à la coordination."),
    "sitting:prepare": _("Préparer et convoquer une séance revient à la coordination et au secrétariat."),
    "item:propose": _(
        "Inscrire une situation revient à la coordination, au secrétariat et à qui accompagne."
    ),
    "line:confirm": _(
        "Noter qu’une demande tient toujours revient à qui accompagne et à qui prépare les séances."
    ),
    "line:offer": _("Proposer une place revient à la coordination et au secrétariat."),
    "sitting:hold": _("Tenir la plume de la séance revient à la coordination et au secrétariat."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
