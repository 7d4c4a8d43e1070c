"""What is done on a pathway: opened, admitted, moved, suspended, ended, taken up again.

Each action asks the programme (`programmes.engine`), writes, leaves facts; the delays follow the facts.
A warning may be passed with a reason, which is kept; a refusal never. Common steps are in `gesturing`, what
is only noted in `noting`, the people around in `circle`.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member, Organisation, Site
from cordee.dossier.gesture import is_newcomer
from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import OPEN_PARTITIONS
from cordee.pathways import circle, timekeeping
from cordee.pathways.admitting import write_admission
from cordee.pathways.enums import Status
from cordee.pathways.gathering import facts_for, has_spoken, state_of
from cordee.pathways.gesturing import (
    WarningsToPass,
    advance,
    check,
    locked,
    not_ahead,
    passed,
    raise_version,
    tell,
)
from cordee.pathways.models import AdmissionDecision, Pathway, StagePeriod
from cordee.pathways.noting import foresee_exit, note_milestone, write_words
from cordee.people.actions import end_grounds, give_ground
from cordee.people.enums import GroundKind
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.inserting import insert
from cordee.programmes import engine
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.programmes.models import ProgrammeVersion

__all__ = [
    "WarningsToPass",
    "change_referent",
    "close_pathway",
    "foresee_exit",
    "move_pathway",
    "note_milestone",
    "open_pathway",
    "record_admission",
    "reopen_pathway",
    "resume_pathway",
    "suspend_pathway",
    "write_words",
]


@transaction.atomic
def open_pathway(
    person: Person,
    *,
    by: Actor,
    version: ProgrammeVersion,
    on: date,
    referent: Member | None,
    site: Site | None = None,
    carried_out_by: Organisation | None = None,
    referral: Any = None,
    answers: dict[str, Any] | None = None,
    words: str = "",
    reason: str = "",
) -> Pathway:
    """Open a pathway in a programme, at its first stage.

    words: what the person wants, as they say it. answers: what the form says of the conditions (resources,
    deciding authority…). reason: why a warning is passed. Raises NotAllowed, BadInput (future day, dossier
    held elsewhere, already running), RuleBroken, WarningsToPass.
    """
    check(by, "pathway:open")
    not_ahead(on, by)
    if person.organisation_id != by.organisation.pk:
        raise BadInput(
            "programme", _("Ce dossier est tenu par une autre organisation\u202f: elle ouvre ses parcours.")
        )
    definition = definition_of(version.pk)
    said = {**(answers or {}), "wishes_recorded": bool(words.strip()) or has_spoken(person)}
    facts = facts_for(person, None, on=on, referral=referral, answers=said)
    passed(engine.check_open(definition, facts=facts), reason)
    _check_alone(person, version)
    pathway = Pathway(
        organisation_id=person.organisation_id,
        person=person,
        programme_id=version.programme_id,
        programme_version=version,
        site=site,
        carried_out_by=carried_out_by,
        referent=referent,
        stage=definition.initial_stage.code,
        stage_since=on,
        status_since=on,
        opened_on=on,
        exit_target=said.get("exit_target", ""),
        referral_id=referral.pk if referral else None,
        sort_key=person.sort_key,
        last_contact_on=person.last_contact_on,
        opened_by=by.member,
    )
    insert(pathway)
    with timekeeping.together():
        _begin(pathway, definition, by=by, words=words, reason=reason)
        timekeeping.refresh(pathway)
    return pathway


def _check_alone(person: Person, version: ProgrammeVersion) -> None:
    """One running pathway at a time in a programme: of two colleagues opening one at once, one waits.

    Of somebody whose dossier this gesture has just opened, nobody else can see the row, let alone hold it.
    """
    if is_newcomer(person.pk):
        return
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if Pathway.objects.running().filter(person=person, programme=version.programme_id).exists():
        raise BadInput("programme", _("Cette personne a déjà un parcours en cours dans ce dispositif."))


def _begin(pathway: Pathway, definition: Definition, *, by: Actor, words: str, reason: str) -> None:
    """The first stage, the first people around, the first words."""
    on = pathway.opened_on
    _begin_stage(pathway, by=by, move="", reason=reason, closing=False)
    _open_to_operator(pathway, by=by)
    codes = {"programme": definition.label, "stage": definition.initial_stage.label}
    tell(pathway, "pathway_opened", on, by=by, codes=codes)
    if pathway.referent is not None:  # before the words: naming oneself may be what opens them
        circle.join(pathway, definition.referent_role, by=by, on=on, member=pathway.referent)
    if words.strip():
        write_words(pathway, by=by, text=words, on=on)


@transaction.atomic
def record_admission(
    pathway: Pathway,
    *,
    by: Actor,
    decision: str,
    decided_on: date,
    effective_from: date | None,
    authority: str,
    text: str = "",
    version: int,
) -> AdmissionDecision:
    """Write down what was decided on the admission, by whom. Nothing moves by itself.

    Raises NotAllowed, RuleBroken, BadInput, StaleState.
    """
    check(by, "pathway:admit")
    not_ahead(decided_on, by, "decided_on")
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    facts = facts_for(kept.person, kept, on=decided_on)
    engine.check_admission(definition, decision, roles=by.roles, facts=facts).raise_if_refused()
    known = definition.admission.decision(decision)
    if known is None:
        raise BadInput("decision", _("Cette décision n’existe pas dans ce dispositif."))
    if effective_from and effective_from < decided_on:
        raise BadInput("effective_from", _("Une décision ne peut pas prendre effet avant d’être prononcée."))
    return write_admission(
        kept,
        known,
        by=by,
        recorded_by=by.member,
        decided_on=decided_on,
        effective_from=effective_from,
        authority=authority or definition.admission.body,
        text=text,
    )


@transaction.atomic
def move_pathway(
    pathway: Pathway, *, by: Actor, move: str, on: date, version: int, reason: str = ""
) -> Pathway:
    """Go to another stage, or back. Raises NotAllowed, RuleBroken, WarningsToPass, StaleState, BadInput."""
    check(by, "pathway:move")
    not_ahead(on, by)
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    facts = facts_for(kept.person, kept, on=on)
    passed(engine.check_move(definition, state_of(kept), move, roles=by.roles, facts=facts), reason)
    chosen = definition.workflow.move(move)
    if chosen is None:
        raise BadInput("move", _("Ce changement d’étape n’existe pas dans ce dispositif."))
    before = kept.stage
    advance(kept, stage=chosen.to_state, stage_since=on)
    _begin_stage(kept, by=by, move=move, reason=reason, back=chosen.back)
    codes = {
        "stage": _label(definition, chosen.to_state),
        "from": _label(definition, before),
        "back": chosen.back,
    }
    tell(kept, "pathway_moved", on, by=by, codes=codes)
    return kept


@transaction.atomic
def suspend_pathway(pathway: Pathway, *, by: Actor, on: date, reason: str, version: int) -> Pathway:
    """Pause a pathway: its delays wait. reason: why, in a few words."""
    check(by, "pathway:suspend")
    not_ahead(on, by)
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    if not reason.strip():
        raise BadInput("reason", _("Dites en quelques mots pourquoi le parcours s’interrompt."))
    engine.check_suspend(
        definition, state_of(kept), facts=facts_for(kept.person, kept, on=on)
    ).raise_if_refused()
    advance(kept, status=Status.SUSPENDED, status_since=on)
    tell(kept, "pathway_suspended", on, by=by, codes={"reason": reason.strip()[:200]})
    timekeeping.refresh(kept)
    return kept


@transaction.atomic
def resume_pathway(pathway: Pathway, *, by: Actor, on: date, version: int) -> Pathway:
    """Go on after a pause."""
    check(by, "pathway:suspend")
    not_ahead(on, by)
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    engine.check_resume(
        definition, state_of(kept), facts=facts_for(kept.person, kept, on=on)
    ).raise_if_refused()
    advance(kept, status=Status.OPEN, status_since=on)
    tell(kept, "pathway_resumed", on, by=by)
    timekeeping.refresh(kept)
    return kept


@transaction.atomic
def close_pathway(
    pathway: Pathway, *, by: Actor, exit_code: str, on: date, version: int, reason: str = ""
) -> Pathway:
    """End a pathway with an exit of the programme. What it opened to others ends at once.

    The house keeps the file; those who followed from elsewhere no longer read it.
    """
    check(by, "pathway:close")
    not_ahead(on, by)
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    facts = facts_for(kept.person, kept, on=on)
    passed(engine.check_close(definition, state_of(kept), exit_code, facts=facts), reason)
    chosen = definition.exit(exit_code)
    if chosen is None:
        raise BadInput("exit_code", _("Cette sortie n’existe pas dans ce dispositif."))
    StagePeriod.objects.filter(pathway=kept, left_on=None).update(left_on=on)
    advance(
        kept,
        status=Status.CLOSED,
        status_since=on,
        closed_on=on,
        exit_code=chosen.code,
        exit_category=chosen.category,
    )
    tell(kept, "pathway_closed", on, by=by, codes={"exit": chosen.label, "category": chosen.category})
    timekeeping.refresh(kept)
    circle.end_all(kept, on=on)
    with for_the_holder(kept.organisation_id, only_elsewhere=True):
        end_grounds(kept.person, thing_id=kept.pk)
    return kept


@transaction.atomic
def reopen_pathway(pathway: Pathway, *, by: Actor, on: date, version: int) -> Pathway:
    """Take a closed pathway up again, at the stage it was left, nothing lost. Its referent is named again."""
    check(by, "pathway:reopen")
    not_ahead(on, by)
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    engine.check_reopen(
        definition, state_of(kept), facts=facts_for(kept.person, kept, on=on)
    ).raise_if_refused()
    if Pathway.objects.running().filter(person=kept.person, programme=kept.programme).exists():
        raise BadInput("on", _("Un autre parcours est déjà en cours dans ce dispositif."))
    advance(
        kept,
        status=Status.OPEN,
        status_since=on,
        stage_since=on,
        closed_on=None,
        exit_code="",
        exit_category="",
    )
    _begin_stage(kept, by=by, move="", reason="", closing=False)
    _open_to_operator(kept, by=by)
    tell(kept, "pathway_reopened", on, by=by, codes={"stage": _label(definition, kept.stage)})
    if kept.referent is not None:
        circle.name_referent(kept, definition, member=kept.referent, by=by, on=on)
    timekeeping.refresh(kept)
    return kept


@transaction.atomic
def change_referent(pathway: Pathway, *, by: Actor, member: Member, on: date, version: int) -> Pathway:
    """Name the professional answerable for the pathway; the previous one's place ends that day.

    Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "circle:change")
    not_ahead(on, by)
    kept = locked(pathway, version)
    if not kept.is_running:
        raise BadInput("member", _("Ce parcours est terminé\u202f: rouvrez-le pour nommer quelqu’un."))
    if kept.referent_id == member.pk:
        raise BadInput("member", _("Cette personne est déjà référente de ce parcours."))
    definition = definition_of(kept.programme_version_id)
    raise_version(kept)
    circle.name_referent(kept, definition, member=member, by=by, on=on)
    timekeeping.refresh(kept)
    return kept


def _open_to_operator(pathway: Pathway, *, by: Actor) -> None:
    """The organisation that carries out the accompaniment reads the open parts of the dossier meanwhile."""
    if pathway.carried_out_by_id and pathway.carried_out_by_id != pathway.organisation_id:
        with for_the_holder(pathway.organisation_id, only_elsewhere=True):
            give_ground(
                pathway.person,
                organisation=pathway.carried_out_by,
                kind=GroundKind.CARRIES_OUT,
                partitions=OPEN_PARTITIONS,
                by=by,
                thing_id=pathway.pk,
            )


def _begin_stage(
    pathway: Pathway, *, by: Actor, move: str, reason: str, back: bool = False, closing: bool = True
) -> None:
    if closing:
        StagePeriod.objects.filter(pathway=pathway, left_on=None).update(left_on=pathway.stage_since)
    period = StagePeriod(
        organisation_id=pathway.organisation_id,
        person_id=pathway.person_id,
        pathway=pathway,
        stage=pathway.stage,
        entered_on=pathway.stage_since,
        move=move,
        is_way_back=back,
        reason=reason.strip()[:500],
        by=by.member,
    )
    insert(period)


def _label(definition: Definition, stage: str) -> str:
    known = definition.stage(stage)
    return known.label if known else stage
