"""Who may book, move and settle appointments: one table, one sentence each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.accounts.access import LEADERS
from cordee.appointments.enums import THEMES, partition_of
from cordee.dossier.access import SECTORS, WRITE_TO_PERSON, WRITERS
from cordee.kernel.partitions import Partition

BOOKERS = WRITERS | {"secretary"}
SEERS = BOOKERS
HOURS_READERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})
ROLES: dict[str, frozenset[str]] = {
    "appointment:see": SEERS,
    "appointment:book": BOOKERS,
    "appointment:settle": BOOKERS,
    "appointment:tell": WRITE_TO_PERSON,
    "feed:keep": BOOKERS,
    "hours:see": HOURS_READERS,
    "hours:weigh": LEADERS,
}
REASONS = {
    "appointment:see": _("L’agenda revient à l’accueil et à qui accompagne les personnes."),
    "appointment:book": _("Prendre un rendez-vous revient à l’accueil et à qui accompagne la personne."),
    "appointment:settle": _("Dire ce qu’un rendez-vous est devenu revient à l’accueil et à qui accompagne."),
    "appointment:tell": _("Prévenir la personne revient à l’accueil et à qui l’accompagne."),
    "feed:keep": _("L’adresse d’un agenda revient à qui tient des rendez-vous."),
    "hours:see": _("Les heures d’une personne se lisent par qui l’accompagne."),
    "hours:weigh": _(
        "Le poids des heures et le délai des rappels reviennent à la coordination et à la direction."
    ),
}
# Who writes in each part, as for the notes.
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


def themes_for(actor: Any, person: Any) -> list[str]:
    """The themes this actor may give a meeting: of the parts they read and write in this dossier.

    person: fetched `with_grounds_of` the actor.
    """
    opened: Partition = person.opened_to(actor)
    return [
        code for code in THEMES if partition_of(code) & opened and actor.roles & WRITING[partition_of(code)]
    ]
