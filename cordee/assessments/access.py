"""Who may write the situation: one table, one sentence; parts of the dossier say who reads and writes each theme."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.assessments.catalogue import THEMES, Theme
from cordee.dossier.access import SECTORS, WRITERS
from cordee.kernel.partitions import Partition

ROLES: dict[str, frozenset[str]] = {"situation:change": WRITERS}
REASONS = {
    "situation:change": _("Noter la situation revient aux professionnels qui accompagnent la personne."),
}
# Who writes in each part, as for the notes: whoever reads a part without being here reads only.
WRITING: dict[Partition, frozenset[str]] = {
    Partition.SOCIAL: frozenset(SECTORS["social"]),
    Partition.EMPLOYMENT: frozenset(SECTORS["employment"]),
    Partition.HEALTH: frozenset(SECTORS["health"]),
    Partition.PROTECTED: frozenset(SECTORS["protected"]),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def may_change(actor: Any, person: Any, theme: Theme) -> bool:
    """May the actor write this theme? They must read it: nobody replaces what they cannot see.

    person: fetched `with_grounds_of` the actor.
    """
    opened: Partition = person.opened_to(actor)
    return bool(opened & theme.partition) and bool(actor.roles & WRITING[theme.partition])


def themes_open_to(actor: Any, person: Any) -> list[Theme]:
    """The themes the actor may read, restricted ones among them."""
    opened = person.opened_to(actor)
    return [theme for theme in THEMES if theme.partition & opened]
