"""Who may write in the thread of a dossier: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.accounts.access import LEADERS
from cordee.dossier.enums import Sector

WRITERS = frozenset(
    {"coordinator", "counsellor", "social_worker", "job_coach", "health_professional", "workshop_leader"}
    | {"technical_supervisor"}
)
WRITE_TO_PERSON = frozenset({"secretary", "coordinator", "counsellor", "social_worker", "job_coach"})
SENDINGS = frozenset({"secretary", "coordinator"})
ROLES: dict[str, frozenset[str]] = {
    "note:write": WRITERS,
    "note:edit": WRITERS,
    "deadline:change": WRITERS | {"secretary"},
    "message:write": WRITE_TO_PERSON,
    "message:settle": SENDINGS,
    "message:word": LEADERS,
}
REASONS = {
    "note:write": _("Noter dans un dossier revient aux professionnels qui accompagnent la personne."),
    "note:edit": _("Modifier une note revient à qui l’a écrite et à l’équipe qui la lit."),
    "deadline:change": _("Cette échéance revient à qui accompagne la personne."),
    "message:write": _("Écrire à la personne revient à l’accueil et à qui l’accompagne."),
    "message:settle": _("Dire ce qu’un envoi est devenu revient à l’accueil et à la coordination."),
    "message:word": _("Les textes de la maison reviennent à la coordination et à la direction."),
}
SECTORS: dict[str, frozenset[str]] = {
    Sector.SOCIAL: frozenset({"coordinator", "counsellor", "social_worker", "job_coach"}),
    Sector.EMPLOYMENT: WRITERS - {"health_professional"},
    Sector.HEALTH: frozenset({"health_professional", "coordinator", "counsellor", "social_worker"}),
    Sector.PROTECTED: frozenset({"coordinator", "counsellor", "social_worker"}),
    Sector.WORKING: WRITERS,
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    return "" if can(actor, action) else str(REASONS[action])


def sectors_open_to(actor: Any) -> list[Sector]:
    """The sectors a note of this actor may belong to."""
    return [sector for sector in Sector if actor.roles & SECTORS[sector]]


def may_edit(actor: Any, sector: str) -> bool:
    """May the actor rewrite a note of this sector that they read?"""
    return can(actor, "note:edit") and bool(actor.roles & SECTORS[sector])
