"""A review of the goals of a pathway, with the person: what became of each; the programme's delay starts again.

Keeping what was gained is a success. A goal nobody spoke of that day is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.goals import timekeeping
from cordee.goals.actions import (
    GoalWanted,
    become,
    check_text,
    check_writer,
    locked_goal,
    refuse,
    section_of,
    set_goal,
    steps_of,
    tell_goal,
)
from cordee.goals.contents import ReviewSaid, goal_said, hold
from cordee.goals.enums import Outcome
from cordee.goals.models import REVIEW_MODELS, BaseGoal, BaseReview
from cordee.goals.moves import GOALS
from cordee.goals.rules import may_be_reviewed
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of
from cordee.people.models import Person


@dataclass(frozen=True)
class Reviewed:
    """What is said of one goal. new_words: of the goal that takes its place, when it changes.

    target_on: by when from now on, where it goes on.
    """

    goal: BaseGoal
    outcome: str
    words: str = ""
    note: str = ""
    new_words: str = ""
    target_on: date | None = None


@transaction.atomic
def review_goals(
    person: Person,
    pathway: Pathway,
    reviewed: Sequence[Reviewed],
    *,
    by: Actor,
    on: date,
    with_person: bool = True,
) -> list[BaseReview]:
    """Say what became of goals of one pathway, on a day.

    person: fetched `with_grounds_of` the actor. Raises NotAllowed, BadInput (field: outcome-…, words-… of the goal),
    RuleBroken (OBJ-01), StaleState when one was over meanwhile.
    """
    if not reviewed:
        raise BadInput("", _("Dites ce que devient au moins un objectif."))
    made = [_review(person, pathway, one, by=by, on=on, with_person=with_person) for one in reviewed]
    if any(not Partition(row.partition) & (Partition.HEALTH | Partition.PROTECTED) for row in made):
        _tell(person, pathway, by=by, on=on)
    return made


def _review(
    person: Person, pathway: Pathway, one: Reviewed, *, by: Actor, on: date, with_person: bool
) -> BaseReview:
    goal = locked_goal(one.goal)
    if goal.person_id != person.pk or goal.pathway_id != pathway.pk:
        raise NotAllowed(_("Cet objectif est d’un autre parcours."))
    check_writer(by, person, goal, "goal:review")
    _check(goal, one, by=by, on=on)
    review: BaseReview = REVIEW_MODELS[type(goal)](
        organisation_id=goal.organisation_id,
        person_id=goal.person_id,
        pathway_id=goal.pathway_id,
        goal=goal,
        partition=goal.partition,
        day=on,
        outcome=one.outcome,
        target_on=one.target_on,
        with_person=with_person,
        author=by.member,
        author_organisation=by.organisation,
    )
    hold(review, ReviewSaid(one.words.strip(), one.note.strip()), key_of(person))
    review.save(force_insert=True)
    become(goal, one.outcome, GOALS, by=by, on=on)
    if one.target_on is not None and goal.is_open:
        goal.target_on = one.target_on
        goal.save(update_fields=["target_on"])
    tell_goal(goal, person, "goal_reviewed", by=by, on=on, codes={"outcome": one.outcome})
    if not goal.is_open:
        timekeeping.keep_steps(goal, steps_of(goal), on=on)
    if one.outcome == Outcome.CHANGED:
        _replace(person, pathway, goal, one, by=by, on=on)
    return review


def _check(goal: BaseGoal, one: Reviewed, *, by: Actor, on: date) -> None:
    if one.outcome not in Outcome.values:
        raise BadInput(f"outcome-{goal.pk}", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    if not goal.is_open:
        raise StaleState(_("Un de ces objectifs s’est terminé pendant que vous écriviez."))
    refuse(may_be_reviewed(goal.set_on, on, today=by.today))
    if one.target_on is not None and one.target_on < on:
        raise BadInput(f"target_on-{goal.pk}", _("L’échéance vient avant le jour du bilan."))
    if one.outcome == Outcome.CHANGED and not one.new_words.strip():
        said = _("Écrivez l’objectif qui prend sa place.")
        raise BadInput(f"new_words-{goal.pk}", said)
    for name in ("words", "note", "new_words"):
        check_text(f"{name}-{goal.pk}", getattr(one, name))


def _replace(person: Person, pathway: Pathway, goal: BaseGoal, one: Reviewed, *, by: Actor, on: date) -> None:
    said = goal_said(goal, key_of(person))
    wanted = GoalWanted(
        said.axis, words=one.new_words, theme=said.theme, set_on=on, target_on=one.target_on, agreed_on=on
    )
    set_goal(person, pathway, wanted, by=by, replaces=goal)


def _tell(person: Person, pathway: Pathway, *, by: Actor, on: date) -> None:
    """The day the programme's clock of review waits for; everybody around the person may know of it."""
    record_fact(
        person=person,
        kind=section_of(pathway.programme_version_id).reviewed_by,
        day=on,
        by=by,
        pathway_id=pathway.pk,
        partition=Partition.IDENTITY,
        thing=pathway,
    )
