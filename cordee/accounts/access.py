"""Who may do what to a team and its organisation: one table, one sentence each.

The same sentence serves the refusal page and the disabled button.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.enums import Role
from cordee.accounts.models import Member
from cordee.accounts.rules import opens_dossiers

LEADERS = frozenset({"coordinator", "director"})
MANAGERS = LEADERS | {"tech_admin"}

ROLES: dict[str, frozenset[str]] = {
    "settings:see": MANAGERS,
    "team:see": MANAGERS,
    "team:invite": MANAGERS,
    "team:roles": MANAGERS,
    "team:describe": MANAGERS,
    "team:depart": MANAGERS,
    "team:renew": MANAGERS,
    "organisation:change": LEADERS,
    "place:change": MANAGERS,
    "sharing:change": LEADERS,
}
REASONS = {
    "settings:see": gettext_lazy(
        "Les réglages reviennent à la coordination, à la direction et à l’administration technique."
    ),
    "team:see": gettext_lazy(
        "La liste de l’équipe revient à la coordination, à la direction et à l’administration technique."
    ),
    "team:invite": gettext_lazy(
        "Inviter revient à la coordination, à la direction et à l’administration technique."
    ),
    "team:roles": gettext_lazy(
        "Donner un rôle revient à la coordination, à la direction et à l’administration technique."
    ),
    "team:describe": gettext_lazy(
        "Tenir une fiche revient à la coordination, à la direction et à l’administration technique."
    ),
    "team:depart": gettext_lazy(
        "Enregistrer un départ revient à la coordination, à la direction et à l’administration technique."
    ),
    "team:renew": gettext_lazy(
        "Refaire un accès revient à la coordination, à la direction et à l’administration technique."
    ),
    "organisation:change": gettext_lazy(
        "Modifier l’organisation revient à la coordination et à la direction."
    ),
    "place:change": gettext_lazy(
        "Modifier les lieux revient à la coordination, à la direction et à l’administration technique."
    ),
    "sharing:change": gettext_lazy(
        "Choisir qui lit les dossiers revient à la coordination et à la direction."
    ),
}
# Who keeps the accounts without reading a dossier must not be able to open one through somebody's link.
# Nor may they make a director, who gives any role.
GIVEN_BY_TECH_ADMIN = frozenset(role.value for role in Role if not opens_dossiers(role.value)) - {"director"}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may_give(actor: Any) -> frozenset[str]:
    """The roles this actor may give to somebody else."""
    if actor.roles & LEADERS:
        return frozenset(role.value for role in Role)
    return GIVEN_BY_TECH_ADMIN if "tech_admin" in actor.roles else frozenset()


def reason_against_giving(actor: Any, roles: Iterable[str]) -> str:
    """Why the actor may not give these roles; empty when they may."""
    if frozenset(roles) <= may_give(actor):
        return ""
    return _("Donner un rôle qui ouvre des dossiers revient à la coordination ou à la direction.")


def reason_against_managing(actor: Any, action: str, member: Member, held: Iterable[str]) -> str:
    """Why the actor may not do this to this very colleague; empty when they may. held: their roles."""
    if reason := reason_against(actor, action):
        return reason
    if action != "team:depart" and not frozenset(held) <= may_give(actor):
        return _("Cet accès ouvre des dossiers : il revient à la coordination ou à la direction.")
    if member.pk == actor.member.pk and action in {"team:depart", "team:renew"}:
        return _(
            "Pour votre propre accès, demandez à une collègue ou un collègue : personne ne le change seul."
        )
    return ""


def reason_against_roles(actor: Any, member: Member, held: frozenset[str], wanted: frozenset[str]) -> str:
    """Why the actor may not make these the roles of this colleague; empty when they may."""
    if reason := reason_against_managing(actor, "team:roles", member, held):
        return reason
    if member.pk == actor.member.pk and not wanted <= held:
        return _("Personne n’élargit ses propres rôles : demandez à une collègue ou un collègue de le faire.")
    return reason_against_giving(actor, wanted - held)
