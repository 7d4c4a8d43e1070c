"""What every gesture on a pathway needs: the right, the row locked, the rules passed, the fact left.

`advance` is the only writer of a pathway's stage and status.
"""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import Examination
from cordee.pathways.access import can, reason_against
from cordee.pathways.models import Pathway


class WarningsToPass(RuleBroken):
    """Nothing refuses, but a warning asks for a reason. verdicts: the warnings."""


def check(actor: Actor, action: str) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(actor, action):
        raise NotAllowed(reason_against(actor, action))


def passed(examination: Examination, reason: str) -> None:
    """Raises RuleBroken on a refusal, WarningsToPass on a warning without a reason."""
    examination.raise_if_refused()
    if examination.warnings and not reason.strip():
        raise WarningsToPass(examination.warnings)


def locked(pathway: Pathway, version: int) -> Pathway:
    """The pathway, ours until the end of the transaction. Raises StaleState when it moved meanwhile."""
    rows = Pathway.objects.select_for_update(of=("self",)).select_related("person")
    fresh: Pathway = rows.get(pk=pathway.pk)
    if fresh.version != version:
        raise StaleState(_("Ce parcours a avancé pendant que vous étiez sur cette page."))
    return fresh


def not_ahead(day: date, by: Actor, field: str = "on") -> None:
    if day > by.today:
        raise BadInput(field, _("Ce jour est dans l’avenir\u202f: enregistrez-le quand il aura eu lieu."))


def advance(pathway: Pathway, **changes: Any) -> None:
    """The only writer of a pathway's stage and status."""
    for name, value in changes.items():
        setattr(pathway, name, value)
    pathway.save(update_fields=list(changes))
    raise_version(pathway)


def raise_version(pathway: Pathway) -> None:
    Pathway.objects.filter(pk=pathway.pk).update(version=F("version") + 1)
    pathway.version += 1


def tell(
    pathway: Pathway,
    kind: str,
    on: date,
    *,
    by: Actor,
    codes: dict[str, Any] | None = None,
    thing: Any = None,
) -> None:
    record_fact(
        person=pathway.person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=pathway.pk,
        partition=Partition.IDENTITY,
        thing=thing or pathway,
        codes=codes,
    )
