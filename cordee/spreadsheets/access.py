"""Who may bring a table in: one table, one sentence each. What a list shows of it is the list's business."""

from typing import Any

from django.utils.translation import gettext_lazy as _

IMPORTERS = frozenset({"coordinator", "secretary"})

ROLES: dict[str, frozenset[str]] = {"spreadsheet:import": IMPORTERS}
REASONS = {"spreadsheet:import": _("Importer un tableau revient à la coordination et au secrétariat.")}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])
