"""Who may do what with orientation decisions: one table, one sentence each.

Only the house that holds the dossier decides and tells; whoever carries the accompaniment out asks for another
orientation and notes the contract.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.referrals.decisions.rules import decides

FOLLOWERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})
DESK = FOLLOWERS | {"secretary"}
DECIDERS = frozenset({"coordinator"})
TELLERS = frozenset({"coordinator", "secretary"})
COUNTERS = frozenset({"coordinator", "director", "statistician"})

ROLES: dict[str, frozenset[str]] = {
    "orientation:read": DESK,
    "orientation:note": DESK,
    "orientation:decide": DECIDERS,
    "orientation:notify": TELLERS,
    "orientation:ask": FOLLOWERS,
    "orientation:sign": FOLLOWERS,
    "orientation:count": COUNTERS,
}
REASONS = {
    "orientation:read": _(
        "Les décisions d’orientation se lisent à l’accueil, à la coordination et chez les référents."
    ),
    "orientation:note": _(
        "Noter l’arrivée d’une personne au RSA revient à l’accueil, à la coordination et aux référents."
    ),
    "orientation:decide": _(
        "Décider d’une orientation revient à la coordination de la maison qui tient le dossier."
    ),
    "orientation:notify": _(
        "Noter une notification revient à la coordination et au secrétariat de la maison qui tient le dossier."
    ),
    "orientation:ask": _("Demander une réorientation revient à la coordination et aux référents."),
    "orientation:sign": _("Noter la signature du contrat revient à la coordination et aux référents."),
    "orientation:count": _("Les délais se lisent à la coordination, à la direction et aux statistiques."),
}
BY_THE_HOLDER = frozenset({"orientation:note", "orientation:decide", "orientation:notify"})


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def can_for(actor: Any, action: str, holder: Any) -> bool:
    """The same, about a dossier of this house (its identifier)."""
    if action in BY_THE_HOLDER and (holder != actor.organisation.pk or not decides(actor.organisation.kind)):
        return False
    return can(actor, action)


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not, whichever the reason."""
    return str(REASONS[action])
