"""The day a step is due, on the day of the professional who has it in charge.

A day is read by everybody around the person: the step is said in the project, not there. What a partner or the person
does is on nobody's day. Reviews follow the clock of the programme, which the fact of a review starts again.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier import clocks
from cordee.dossier.models import Deadline, Fact
from cordee.goals.models import STEP_MODELS, BaseGoal, BaseStep
from cordee.goals.moves import ON_HOLD

DUE, THING = "goal_step", "goal_step"
NOTICE = timedelta(days=7)


def keep_step(step: BaseStep, *, is_goal_open: bool, on: Any) -> None:
    """Open, move or close the deadline of a step. One query when nothing is due and nothing was."""
    row = Deadline.objects.filter(thing_id=step.pk, closed_on=None).first()
    if not _is_due(step) or not is_goal_open:
        if row is not None:
            clocks.close(row, on=on, closing="met" if step.state == "done" else "dropped")
        return
    due_on = step.due_on
    if due_on is None:
        return
    values: dict[str, Any] = {
        "in_charge_id": step.in_charge_id,
        "warn_on": due_on - NOTICE,
        "due_on": due_on,
        "late_on": due_on + timedelta(days=1),
    }
    if row is None:
        Deadline(
            organisation_id=step.organisation_id,
            person_id=step.person_id,
            pathway_id=step.pathway_id,
            kind=DUE,
            label=_("Une étape du projet est à faire"),
            thing_kind=THING,
            thing_id=step.pk,
            **values,
        ).save(force_insert=True)
        return
    if row.in_charge_id != step.in_charge_id:
        values["shown_from"] = None  # whoever takes it over has not left it aside
    clocks.move(row, values)


def _is_due(step: BaseStep) -> bool:
    awaited = step.is_open and step.state != ON_HOLD and step.withdrawn_at is None
    return awaited and step.in_charge_id is not None and step.due_on is not None


def keep_steps(goal: BaseGoal, steps: Iterable[BaseStep], *, on: Any) -> None:
    """The same for every step of a goal that ends or is taken up again."""
    for step in steps:
        keep_step(step, is_goal_open=goal.is_open and goal.withdrawn_at is None, on=on)


def after_fact(fact: Fact) -> None:
    """A pathway ends: its steps are on nobody's day any more. Opened again, they come back."""
    if fact.kind == "pathway_closed":
        rows = Deadline.objects.filter(pathway_id=fact.pathway_id, kind=DUE, closed_on=None)
        for row in rows:
            clocks.close(row, on=fact.day, closing="dropped")
    elif fact.kind == "pathway_reopened":
        _bring_back(fact)


def _bring_back(fact: Fact) -> None:
    for model in STEP_MODELS.values():
        rows = model.objects.filter(
            organisation=fact.organisation_id, person=fact.person_id, pathway_id=fact.pathway_id
        )
        for step in rows.standing().exclude(in_charge=None).select_related("goal"):
            keep_step(step, is_goal_open=step.goal.is_open, on=fact.day)
