"""Who may do what with an orientation: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WELCOME = frozenset({"secretary", "coordinator", "counsellor", "social_worker", "job_coach"})
ANSWER = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})

ROLES: dict[str, frozenset[str]] = {
    "referral:take": WELCOME,
    "referral:change": WELCOME,
    "referral:answer": ANSWER,
    "referral:convert": ANSWER,
    "referral:carry": frozenset({"coordinator", "secretary"}),
}
REASONS = {
    "referral:take": _("Noter une orientation revient à l’accueil, à la coordination et aux référents."),
    "referral:change": _(
        "Compléter une orientation revient à l’accueil, à la coordination et aux référents."
    ),
    "referral:answer": _("Répondre à une orientation revient à la coordination et aux référents."),
    "referral:convert": _("Ouvrir le dossier revient à la coordination et aux référents."),
    "referral:carry": _("Tenir la plume d’une commission revient à la coordination et au secrétariat."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
