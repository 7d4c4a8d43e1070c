"""What is done with a goal: decided, said otherwise, taken back, taken up again. `become` alone writes a state."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.goals import timekeeping
from cordee.goals.access import CLOSED, may_write, why_not
from cordee.goals.contents import GoalSaid, StepSaid, goal_said, hold
from cordee.goals.enums import GoalState
from cordee.goals.models import (
    GOAL_MODELS,
    REVIEW_MODELS,
    STEP_MODELS,
    BaseGoal,
    BaseStep,
    is_sealed_whole,
)
from cordee.goals.moves import GOALS
from cordee.goals.rules import target_follows
from cordee.goals.section import Goals, goals_of_programme
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import Verdict
from cordee.kernel.workflow import Workflow
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.programmes.cached import definition_of

LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class GoalWanted:
    """A goal as it is decided or said again. line: of the catalogue; words: in the person's own.

    set_on: today unless told. theme: of the diagnosis it comes from.
    """

    axis: str
    line: str = ""
    words: str = ""
    theme: str = ""
    set_on: date | None = None
    target_on: date | None = None
    agreed_on: date | None = None


class ChangedMeanwhile(StaleState):
    """A colleague wrote meanwhile; nothing is written, what both said is kept. theirs: what now stands."""

    def __init__(self, theirs: GoalSaid | StepSaid, version: int) -> None:
        super().__init__(_("Un collègue a écrit ici pendant que vous écriviez."))
        self.theirs, self.version = theirs, version


def section_of(version_id: Any) -> Goals:
    """What the programme of a pathway says of goals. Raises BadInput where it says nothing."""
    section = goals_of_programme(definition_of(version_id))
    if section is None:
        raise BadInput("pathway", _("Ce dispositif ne décrit pas d’objectifs."))
    return section


@transaction.atomic
def set_goal(
    person: Person, pathway: Pathway, wanted: GoalWanted, *, by: Actor, replaces: BaseGoal | None = None
) -> BaseGoal:
    """Decide a goal on a running pathway.

    person: fetched `with_grounds_of` the actor. Raises NotAllowed, BadInput, RuleBroken (OBJ-02).
    """
    if not pathway.is_running:
        raise BadInput("pathway", _("Ce parcours est terminé\u202f: rouvrez-le pour y poser un objectif."))
    section = section_of(pathway.programme_version_id)
    partition = _checked(person, section, wanted, by=by)
    goal = GOAL_MODELS[partition](
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway.pk,
        programme_version_id=pathway.programme_version_id,
        partition=int(partition),
        set_on=wanted.set_on or by.today,
        target_on=wanted.target_on,
        agreed_on=wanted.agreed_on,
        state_since=wanted.set_on or by.today,
        replaces_id=replaces.pk if replaces else None,
        author=by.member,
        author_organisation=by.organisation,
    )
    hold(goal, _said(wanted), key_of(person))
    goal.save(force_insert=True)
    tell_goal(goal, person, "goal_set", by=by, on=goal.set_on)
    return goal


@transaction.atomic
def change_goal(goal: BaseGoal, person: Person, wanted: GoalWanted, *, by: Actor, seen: int) -> BaseGoal:
    """Say a goal otherwise; its part of the dossier does not change. seen: the version that was shown.

    Raises NotAllowed, BadInput, RuleBroken (OBJ-02), ChangedMeanwhile.
    """
    kept = locked_goal(goal)
    section, key = section_of(kept.programme_version_id), key_of(person)
    partition = _checked(person, section, wanted, by=by)
    if int(partition) != kept.partition:
        said = _("Cet axe est d’une autre partie du dossier\u202f: posez-y plutôt un autre objectif.")
        raise BadInput("axis", said)
    theirs = goal_said(kept, key)
    if kept.version != seen and theirs != _said(wanted):
        raise ChangedMeanwhile(theirs, kept.version)
    hold(kept, _said(wanted), key)
    kept.target_on, kept.agreed_on = wanted.target_on, wanted.agreed_on
    if wanted.set_on and wanted.set_on <= kept.state_since:
        kept.set_on = wanted.set_on
    kept.version += 1
    kept.save(
        update_fields=["axis", "line", "theme", "sealed_text", "set_on", "target_on", "agreed_on", "version"]
    )
    return kept


@transaction.atomic
def withdraw_goal(goal: BaseGoal, person: Person, *, by: Actor) -> None:
    """Take back a goal set by mistake: nothing was done for it yet. Raises NotAllowed, StaleState."""
    kept = locked_goal(goal)
    check_writer(by, person, kept, "goal:set")
    if steps_of(kept).exists() or kept.state != GoalState.UNDER_WAY or _reviewed(kept):
        said = _("Cet objectif a déjà des étapes ou un bilan\u202f: un bilan dit ce qu’il devient.")
        raise StaleState(said)
    kept.withdrawn_at = timezone.now()
    kept.save(update_fields=["withdrawn_at"])


@transaction.atomic
def reopen_goal(goal: BaseGoal, person: Person, *, by: Actor) -> BaseGoal:
    """Take up again a goal that was over. Raises NotAllowed, StaleState."""
    kept = locked_goal(goal)
    check_writer(by, person, kept, "goal:review")
    become(kept, "reopen", GOALS, by=by, on=by.today)
    timekeeping.keep_steps(kept, steps_of(kept), on=by.today)
    tell_goal(kept, person, "goal_reopened", by=by, on=by.today)
    return kept


def become(row: BaseGoal | BaseStep, move: str, table: Workflow, *, by: Actor, on: date) -> None:
    """The only writer of the state of a goal or of a step. Raises StaleState when the table has no such move."""
    refused = [v for v in table.check(move, state=row.state, roles=by.roles, facts=None, on=on) if v.refuses]
    found = table.move(move)
    if refused or found is None:
        raise StaleState(" ".join(verdict.reason for verdict in refused))
    row.state, row.state_since = found.to_state, max(on, row.set_on)
    row.save(update_fields=["state", "state_since"])


def locked_goal(goal: BaseGoal) -> BaseGoal:
    """The goal, ours until the end of the transaction. Raises NotAllowed when it is hidden from the actor, StaleState
    when it was taken back."""
    rows: Any = type(goal).objects  # type: ignore[attr-defined]
    kept: BaseGoal | None = rows.select_for_update().filter(pk=goal.pk).first()
    if kept is None:
        raise NotAllowed(str(CLOSED))
    if kept.withdrawn_at is not None:
        raise StaleState(_("Cet objectif a été retiré."))
    return kept


def steps_of(goal: BaseGoal) -> Any:
    return STEP_MODELS[type(goal)].objects.filter(goal=goal).standing()


def _reviewed(goal: BaseGoal) -> bool:
    return bool(REVIEW_MODELS[type(goal)].objects.filter(goal=goal).exists())


def check_writer(by: Actor, person: Person, row: Any, action: str) -> None:
    """Raises NotAllowed with the sentence of the table, or that of the closed part."""
    if not may_write(by, person, Partition(row.partition), action):
        raise NotAllowed(why_not(by, action))


def _said(wanted: GoalWanted) -> GoalSaid:
    return GoalSaid(wanted.words.strip(), wanted.axis, wanted.line, wanted.theme)


def _checked(person: Person, section: Goals, wanted: GoalWanted, *, by: Actor) -> Partition:
    """The part of the dossier a wanted goal stands in. Raises what it cannot be."""
    line = section.line(wanted.line)
    if wanted.line and line is None:
        raise BadInput("line", _("Cet objectif n’est plus au catalogue. Choisissez dans la liste."))
    axis = section.axis(wanted.axis)
    if axis is None:
        raise BadInput("axis", _("Dites sur quoi porte cet objectif\u202f: choisissez un axe."))
    if line is None and not wanted.words.strip():
        raise BadInput("words", _("Écrivez l’objectif dans les mots de la personne, ou choisissez-en un."))
    check_text("words", wanted.words)
    if not may_write(by, person, axis.partition, "goal:set"):
        raise NotAllowed(why_not(by, "goal:set"))
    set_on = wanted.set_on or by.today
    for name, day in (("set_on", set_on), ("agreed_on", wanted.agreed_on)):
        if day is not None and day > by.today:
            raise BadInput(name, _("Ce jour est dans l’avenir."))
    refuse(target_follows(set_on, wanted.target_on))
    return axis.partition


def check_text(field: str, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        said = _("Ce texte dépasse %(most)s caractères. Il est gardé\u202f: écrivez la suite dans une note.")
        raise BadInput(field, said % {"most": LONGEST_TEXT})


def refuse(*verdicts: Verdict) -> None:
    """Raises RuleBroken with those that refuse."""
    if refused := [verdict for verdict in verdicts if verdict.refuses]:
        raise RuleBroken(refused)


def tell_goal(
    goal: BaseGoal, person: Person, kind: str, *, by: Actor, on: date, codes: dict[str, Any] | None = None
) -> None:
    """The fact: that it happened, on which axis where the part is open; never the words."""
    known = {} if is_sealed_whole(goal.partition) else {"axis": goal.axis}
    record_fact(
        person=person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=goal.pathway_id,
        partition=Partition(goal.partition),
        thing=goal,
        codes=known | (codes or {}),
    )
