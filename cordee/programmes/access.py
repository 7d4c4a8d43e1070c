"""Who may change the programmes of a house: one table, one sentence. All its members read them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROLES: dict[str, frozenset[str]] = {
    "programme:load": frozenset({"coordinator", "director", "tech_admin"}),
    "programme:prepare": frozenset({"coordinator", "director", "tech_admin"}),
}
REASONS = {
    "programme:load": _(
        "Charger une définition revient à la coordination, à la direction et à l’administration technique."
    ),
    "programme:prepare": _(
        "Préparer un programme et le mettre en vigueur revient à la coordination, à la direction et à "
        "l’administration technique."
    ),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
