"""Running pathways taken to another version of their programme: counted, chosen, undone within ten minutes.

Never automatic. A pathway keeps its stage where the new version knows it; elsewhere somebody chooses one.
Each change leaves a fact, which says what to give back when the whole is undone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier import clocks
from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, StaleState
from cordee.pathways import timekeeping
from cordee.pathways.gesturing import advance, check, tell
from cordee.pathways.models import Pathway, PathwayQuerySet, StagePeriod
from cordee.plumbing.ids import new_id
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.programmes.hooks import Standing
from cordee.programmes.models import Programme, ProgrammeVersion

CHANGED, GIVEN_BACK = "version_changed", "version_given_back"
UNDO_FOR = timedelta(minutes=10)
Stages = Mapping[tuple[UUID, str], str]


def running_in(actor: Any, programme: Programme) -> PathwayQuerySet:
    """The running pathways of a programme that the actor may read, in their own house."""
    rows = Pathway.objects.filter(organisation=programme.organisation_id, programme=programme)
    found: PathwayQuerySet = rows.running().visible_to(actor)
    return found


def standings(actor: Any, programme: Programme) -> list[Standing]:
    """How many stand at each stage of each version. One query."""
    counted = running_in(actor, programme).values("programme_version", "stage").annotate(n=Count("pk"))
    rows = counted.order_by("programme_version", "stage")
    return [Standing(row["programme_version"], row["stage"], row["n"]) for row in rows]


def stages_open_to(before: Definition, stage: str, after: Definition) -> list[tuple[str, str]]:
    """Where the new version may take somebody who stands at a stage.

    Its own stage when it is still there. Whoever was not admitted goes to no stage that asks for the admission.
    """
    known = before.stage(stage)
    was_admitted = before.admission.is_direct or bool(known and known.admitted)
    return [
        (one.code, one.label)
        for one in after.stages
        if one.code == stage or was_admitted or after.admission.is_direct or not one.admitted
    ]


@dataclass(frozen=True)
class Moved:
    """What was done at once. batch: what undoing it names."""

    batch: UUID
    number: int


@transaction.atomic
def move_to_version(
    version: ProgrammeVersion, *, by: Actor, stages: Stages, without: Collection[UUID] = ()
) -> Moved:
    """Take the running pathways at these stages to a version in force; the others keep theirs.

    stages: (version, stage) → the stage it becomes. without: pathways left as they are. Raises NotAllowed,
    BadInput when the version has not begun, or when somebody cannot stand at a stage chosen.
    """
    check(by, "pathway:change_version")
    if version.valid_from > by.today:
        raise BadInput("", _("Cette version n’a pas encore commencé."))
    rows = running_in(by, version.programme).exclude(programme_version=version).exclude(pk__in=without)
    chosen = [row for row in rows.values_list("pk", "programme_version", "stage") if row[1:] in stages]
    batch = new_id()
    kept = Pathway.objects.select_for_update(of=("self",)).select_related("person")
    with timekeeping.together():
        for pathway in kept.filter(pk__in=[pk for pk, *_where in chosen]).order_by("pk"):
            where = (pathway.programme_version_id, pathway.stage)
            if where not in stages:
                raise StaleState(_("Un parcours a avancé pendant que vous étiez sur cette page."))
            _change(pathway, version, stages[where], by=by, batch=batch)
    return Moved(batch, len(chosen))


def _change(pathway: Pathway, version: ProgrammeVersion, stage: str, *, by: Actor, batch: UUID) -> None:
    before, after = definition_of(pathway.programme_version_id), definition_of(version.pk)
    if stage not in dict(stages_open_to(before, pathway.stage, after)):
        raise BadInput("", _("Une étape choisie n’est pas possible dans la nouvelle version."))
    codes: dict[str, Any] = {
        "batch": str(batch),
        "from_version": str(pathway.programme_version_id),
        "to": version.valid_from.isoformat(),
        "from_stage": pathway.stage,
    }
    if stage != pathway.stage:
        codes["stage"] = _label(after, stage)
    _pin(pathway, version, stage, by=by, reason=_("Nouvelle version du programme"))
    tell(pathway, CHANGED, by.today, by=by, codes=codes | {"version": pathway.version})


def _label(definition: Definition, stage: str) -> str:
    known = definition.stage(stage)
    return known.label if known else stage


def _pin(pathway: Pathway, version: ProgrammeVersion, stage: str, *, by: Actor, reason: str) -> None:
    """Pin to a version, at a stage; the delays the other version alone knew are no longer awaited."""
    unknown = _clocks_of(pathway.programme_version_id) - _clocks_of(version.pk)
    if stage != pathway.stage:
        StagePeriod.objects.filter(pathway=pathway, left_on=None).update(left_on=by.today)
        StagePeriod.objects.create(
            organisation_id=pathway.organisation_id,
            person_id=pathway.person_id,
            pathway=pathway,
            stage=stage,
            entered_on=by.today,
            reason=reason,
            by=by.member,
        )
        advance(pathway, programme_version=version, stage=stage, stage_since=by.today)
    else:
        advance(pathway, programme_version=version)
    for row in Deadline.objects.filter(thing_id=pathway.pk, closed_on=None, kind__in=unknown):
        clocks.close(row, on=by.today, closing="dropped")
    timekeeping.refresh(pathway)


def _clocks_of(version: UUID) -> set[str]:
    return {item.code for item in definition_of(version).clocks}


@transaction.atomic
def give_back(batch: UUID, *, by: Actor) -> int:
    """Undo a whole change of version, within ten minutes, if no pathway moved since. Returns how many.

    Raises NotAllowed, LookupError when there is nothing of the kind, StaleState when it is too late.
    """
    check(by, "pathway:change_version")
    facts = facts_of(batch, by)
    if not facts:
        raise LookupError(batch)
    if min(fact.at for fact in facts) < timezone.now() - UNDO_FOR:
        raise StaleState(_("Dix minutes sont passées\u202f: cela ne s’annule plus d’un geste."))
    told = {fact.pathway_id: fact.codes for fact in facts}
    rows = Pathway.objects.select_for_update(of=("self",)).select_related("person").filter(pk__in=told)
    kept = list(rows.order_by("pk"))
    if len(kept) != len(told) or any(row.version != told[row.pk]["version"] for row in kept):
        raise StaleState(_("Un parcours a avancé depuis\u202f: cela ne s’annule plus d’un geste."))
    with timekeeping.together():
        for pathway in kept:
            _give_back(pathway, told[pathway.pk], by=by)
    return len(kept)


def facts_of(batch: UUID, by: Actor) -> list[Fact]:
    """What one change of version left, in the house of the actor, today or the day before (midnight)."""
    days = (by.today - timedelta(days=1), by.today)
    rows = Fact.objects.filter(organisation=by.organisation, kind=CHANGED, day__range=days)
    return list(rows.filter(codes__batch=str(batch)).visible_to(by))


def _give_back(pathway: Pathway, codes: Mapping[str, Any], *, by: Actor) -> None:
    version = ProgrammeVersion.objects.get(pk=codes["from_version"])
    _pin(pathway, version, codes["from_stage"], by=by, reason=_("Changement de version annulé"))
    codes = {"from": version.valid_from.isoformat()}
    tell(pathway, GIVEN_BACK, by.today, by=by, codes=codes)
