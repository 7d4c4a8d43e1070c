"""Who may do what on a pathway: one table, one sentence each.

Which move, which admission is open to whom is the programme's own business (its definition names the roles);
this table says who may act on pathways at all.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.people.models import Person, PersonQuerySet

FOLLOWERS = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})
# Whom a definition may name beside them.
MOVERS = FOLLOWERS | {"secretary", "technical_supervisor", "workshop_leader"}

ROLES: dict[str, frozenset[str]] = {
    "pathway:open": FOLLOWERS,
    "pathway:move": MOVERS,
    "pathway:admit": MOVERS | {"director"},
    "pathway:suspend": FOLLOWERS,
    "pathway:close": FOLLOWERS,
    "pathway:reopen": FOLLOWERS,
    "pathway:change_version": frozenset({"coordinator"}),
    "circle:change": FOLLOWERS,
    "milestone:note": FOLLOWERS,
    "words:write": FOLLOWERS,
}
REASONS = {
    "pathway:open": _("Ouvrir un parcours revient à la coordination et aux référents."),
    "pathway:move": _("Changer d’étape revient à la coordination et aux référents."),
    "pathway:admit": _("Enregistrer une décision d’admission revient à la coordination."),
    "pathway:suspend": _("Suspendre un parcours revient à la coordination et aux référents."),
    "pathway:close": _("Terminer un parcours revient à la coordination et aux référents."),
    "pathway:reopen": _("Rouvrir un parcours revient à la coordination et aux référents."),
    "pathway:change_version": _(
        "Faire passer des parcours à une autre version du programme revient à la coordination."
    ),
    "circle:change": _("Modifier l’entourage revient à la coordination et aux référents."),
    "words:write": _("Noter les mots de la personne revient à qui l’accompagne."),
    "milestone:note": _("Noter cette date revient à la coordination et aux référents."),
}


def can(actor: Any, action: str) -> bool:
    """May the actor's role do this? Raises KeyError on an unknown action."""
    return bool(actor.roles & ROLES[action])


def reason_against(actor: Any, action: str) -> str:
    """The sentence that says why not; empty when allowed."""
    return "" if can(actor, action) else str(REASONS[action])


def opens(actor: Any, person: Person, partition: Partition) -> bool:
    """May the actor read, hence write, this part of the person's dossier? Asked as the policies ask it."""
    return Person.objects.filter(PersonQuerySet.readable(actor, partition), pk=person.pk).exists()
