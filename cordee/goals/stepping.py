"""What is done with a step: noted, said otherwise, begun, done, left; taken back within ten minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.goals import timekeeping
from cordee.goals.access import CLOSED
from cordee.goals.actions import (
    ChangedMeanwhile,
    become,
    check_text,
    check_writer,
    locked_goal,
    refuse,
    section_of,
    steps_of,
    tell_goal,
)
from cordee.goals.contents import StepSaid, hold, step_said
from cordee.goals.enums import StepKind, Who
from cordee.goals.hours_said import check_hours, keep_said
from cordee.goals.models import STEP_MODELS, BaseGoal, BaseStep, is_sealed_whole
from cordee.goals.moves import STEPS
from cordee.goals.rules import step_follows
from cordee.goals.section import Goals
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.people.keys import key_of
from cordee.people.models import Person


@dataclass(frozen=True)
class StepWanted:
    """A step as it is noted or said again. in_charge: which member, when a professional of the house does it.

    minutes: hours of activity it makes, each week from from_on (is_weekly) or once; none for most steps.
    """

    words: str = ""
    line: str = ""
    kind: str = ""
    is_collective: bool = False
    who: str = Who.PERSON
    in_charge: Member | None = None
    partner: str = ""
    due_on: date | None = None
    minutes: int | None = None
    is_weekly: bool = False
    from_on: date | None = None
    is_supervised: bool = False


@transaction.atomic
def add_step(
    goal: BaseGoal, person: Person, wanted: StepWanted, *, by: Actor, on: date | None = None
) -> BaseStep:
    """Note what is to be done for a goal. Raises NotAllowed, BadInput, RuleBroken (OBJ-03), StaleState."""
    kept = _open_goal(goal)
    check_writer(by, person, kept, "step:change")
    section = section_of(kept.programme_version_id)
    said = _checked(kept, section, wanted, by=by)
    day = on or by.today
    step: BaseStep = STEP_MODELS[type(kept)](
        organisation_id=kept.organisation_id,
        person_id=kept.person_id,
        pathway_id=kept.pathway_id,
        goal=kept,
        partition=kept.partition,
        set_on=day,
        state_since=day,
        author=by.member,
        author_organisation=by.organisation,
        **_columns(kept, wanted, day),
    )
    hold(step, said, key_of(person))
    step.save(force_insert=True)
    timekeeping.keep_step(step, is_goal_open=True, on=by.today)
    tell_goal(kept, person, "goal_step_noted", by=by, on=day)
    return step


@transaction.atomic
def change_step(step: BaseStep, person: Person, wanted: StepWanted, *, by: Actor, seen: int) -> BaseStep:
    """Say a step otherwise. Raises NotAllowed, BadInput, RuleBroken (OBJ-03), ChangedMeanwhile."""
    kept = locked_step(step)
    goal: BaseGoal = kept.goal  # type: ignore[attr-defined]
    check_writer(by, person, kept, "step:change")
    said, key = _checked(goal, section_of(goal.programme_version_id), wanted, by=by), key_of(person)
    theirs = step_said(kept, key)
    if kept.version != seen and theirs != said:
        raise ChangedMeanwhile(theirs, kept.version)
    hold(kept, said, key)
    columns = _columns(goal, wanted, kept.set_on)
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save(update_fields=[*columns, "kind", "line", "sealed_text", "version"])
    timekeeping.keep_step(kept, is_goal_open=goal.is_open, on=by.today)
    return kept


@transaction.atomic
def move_step(step: BaseStep, person: Person, move: str, *, by: Actor, on: date | None = None) -> str:
    """Begin it, do it, put it aside, give it up, take it up again. Returns the state it was in.

    Raises NotAllowed, BadInput (a day to come), StaleState when it moved meanwhile.
    """
    day = on or by.today
    if day > by.today:
        raise BadInput("on", _("Ce jour est dans l’avenir."))
    kept = locked_step(step)
    check_writer(by, person, kept, "step:change")
    before = kept.state
    become(kept, move, STEPS, by=by, on=day)
    goal: BaseGoal = kept.goal  # type: ignore[attr-defined]
    timekeeping.keep_step(kept, is_goal_open=goal.is_open, on=day)
    tell_goal(goal, person, "goal_step_moved", by=by, on=day, codes={"state": kept.state})
    return before


@transaction.atomic
def note_hours(
    step: BaseStep, person: Person, said: Mapping[date, tuple[int, int]], *, by: Actor, seen: int
) -> None:
    """Say what became of the hours of a step, by Monday: minutes done, minutes justified.

    seen: the version that was shown. Raises NotAllowed, BadInput, StaleState.
    """
    kept = locked_step(step)
    check_writer(by, person, kept, "step:change")
    done, justified = keep_said(kept, said, seen=seen, by=by)
    if done or justified:
        goal: BaseGoal = kept.goal  # type: ignore[attr-defined]
        codes = {"done": done, "justified": justified}
        tell_goal(goal, person, "goal_step_hours", by=by, on=by.today, codes=codes)


@transaction.atomic
def withdraw_step(step: BaseStep, person: Person, *, by: Actor) -> None:
    """Take back a step noted by mistake. Raises NotAllowed, StaleState."""
    kept = locked_step(step)
    check_writer(by, person, kept, "step:change")
    kept.withdrawn_at = timezone.now()
    kept.save(update_fields=["withdrawn_at"])
    timekeeping.keep_step(kept, is_goal_open=True, on=by.today)


def locked_step(step: BaseStep) -> BaseStep:
    """The step, ours until the end of the transaction. Raises NotAllowed when it is hidden from the actor, StaleState
    when it was taken back."""
    rows: Any = type(step).objects  # type: ignore[attr-defined]
    kept: BaseStep | None = (
        rows.select_for_update(of=("self",)).select_related("goal").filter(pk=step.pk).first()
    )
    if kept is None:
        raise NotAllowed(str(CLOSED))
    if kept.withdrawn_at is not None:
        raise StaleState(_("Cette étape a été retirée."))
    return kept


def _open_goal(goal: BaseGoal) -> BaseGoal:
    kept = locked_goal(goal)
    if not kept.is_open:
        raise StaleState(_("Cet objectif est terminé\u202f: reprenez-le pour y noter une étape."))
    return kept


def _columns(goal: BaseGoal, wanted: StepWanted, set_on: date) -> dict[str, Any]:
    is_professional = wanted.who == Who.PROFESSIONAL
    hours = {
        "is_supervised": wanted.is_supervised,
        "minutes": wanted.minutes,
        "is_weekly": wanted.is_weekly and wanted.minutes is not None,
        "from_on": (wanted.from_on or (set_on if wanted.is_weekly else None)) if wanted.minutes else None,
    }
    return {
        "is_collective": wanted.is_collective,
        "who": wanted.who,
        "in_charge": wanted.in_charge if is_professional else None,
        "due_on": wanted.due_on,
        **({} if is_sealed_whole(goal.partition) else hours),
    }


def _checked(goal: BaseGoal, section: Goals, wanted: StepWanted, *, by: Actor) -> StepSaid:
    """What a wanted step says. Raises what it cannot be."""
    line = section.step(wanted.line)
    if wanted.line and line is None:
        raise BadInput("line", _("Cette étape n’est plus proposée. Choisissez dans la liste."))
    if line is None and not wanted.words.strip():
        raise BadInput("words", _("Écrivez ce qui est à faire, ou choisissez une étape proposée."))
    if wanted.who not in Who.values:
        raise BadInput("who", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    if wanted.kind and wanted.kind not in StepKind.values:
        raise BadInput("kind", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    houses = (goal.organisation_id, by.organisation.pk)
    if wanted.in_charge is not None and wanted.in_charge.organisation_id not in houses:
        raise BadInput("in_charge", _("Ce collègue n’est pas de la maison qui tient ce dossier."))
    check_text("words", wanted.words)
    check_text("partner", wanted.partner)
    refuse(step_follows(goal.set_on, wanted.due_on, goal.target_on))
    check_hours(goal, wanted, kind=wanted.kind or (line.kind if line else ""))
    partner = wanted.partner.strip() if wanted.who == Who.PARTNER else ""
    return StepSaid(wanted.words.strip(), partner, wanted.kind or (line.kind if line else ""), wanted.line)


__all__ = ["StepWanted", "add_step", "change_step", "move_step", "note_hours", "steps_of", "withdraw_step"]
