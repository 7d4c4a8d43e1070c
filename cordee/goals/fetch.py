"""Fetching goals, steps, reviews and projects: everything through `of_person`, hidden and absent alike.

goals_of(actor, person)                    open parts, every pathway: one query
goals_of(actor, person, pathway=…)         of one pathway
goals_of(actor, person, part="health")     a restricted part
project_of(actor, person)                  life and career, the latest of each: one query
foreseen_of(actor, person)                 where one thinks of going: one query
ahead_of(person)                           open goals and their next step, brought along with the person
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.http import Http404

from cordee.goals.contents import (
    COLUMN,
    ForeseenSaid,
    GoalSaid,
    ReviewSaid,
    StepSaid,
    foreseen_said,
    goal_said,
    said_by,
    step_said,
)
from cordee.goals.models import (
    FORESEEN_MODELS,
    GOAL_MODELS,
    PROJECTS,
    REVIEW_MODELS,
    STEP_MODELS,
    ActionStep,
    ForeseenOrientation,
    Goal,
)
from cordee.goals.moves import OPEN_GOALS, OPEN_STEPS
from cordee.goals.section import Axis, Goals, goals_of_programme
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS, Partition
from cordee.pathways.models import Pathway
from cordee.people.keys import key_from, unseal_text
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.joined import array_of, rebuilt
from cordee.programmes.cached import definition_of

MOST_AHEAD = 4  # goals said on the first page of a file
MOST = 200  # goals of somebody: ten a year for twenty years
NO_WORDS = ""


@dataclass(frozen=True)
class ToldStep:
    """A step and what it says. label: its words, else those of the catalogue."""

    row: Any
    said: StepSaid
    label: str


@dataclass(frozen=True)
class ToldReview:
    row: Any
    said: ReviewSaid


@dataclass(frozen=True)
class ToldGoal:
    """A goal with what the reader may read of it. section: what its programme says of goals.

    label: in the person's words, else those of the catalogue. reviews: the latest first.
    """

    row: Any
    said: GoalSaid
    section: Goals
    steps: list[ToldStep] = field(default_factory=list)
    reviews: list[ToldReview] = field(default_factory=list)

    @property
    def label(self) -> str:
        line = self.section.line(self.said.line)
        return self.said.words or (line.label if line else NO_WORDS)

    @property
    def catalogue_label(self) -> str:
        """The line of the catalogue, where the person says it otherwise."""
        line = self.section.line(self.said.line)
        return line.label if line and self.said.words and self.said.words != line.label else ""

    @property
    def axis(self) -> Axis | None:
        return self.section.axis(self.said.axis)

    @property
    def part(self) -> str:
        return (Partition(self.row.partition).name or "").lower()

    @property
    def open_steps(self) -> list[ToldStep]:
        return [step for step in self.steps if step.row.is_open]


@dataclass(frozen=True)
class ToldProject:
    """A project in the person's words. kind: life or career."""

    kind: str
    words: str
    said_on: date
    author_name: str


@dataclass(frozen=True)
class ToldForeseen:
    """Where one thinks of going in a dimension."""

    row: Any
    said: ForeseenSaid


def goals_of(actor: Any, person: Person, *, pathway: UUID | None = None, part: str = "") -> list[ToldGoal]:
    """The goals of a person the actor may read, the open ones first, with their steps and reviews. One query.

    person: fetched `with_key` and `with_grounds_of` the actor. part: a restricted part ("health", "protected");
    the open parts otherwise. Nothing when the key was destroyed.
    """
    model = GOAL_MODELS[CODES[part]] if part else Goal
    rows = _joined(actor, person, model)
    if pathway is not None:
        rows = rows.filter(pathway_id=pathway)
    told = _goals(rows.order_by("-set_on", "-recorded_at")[:MOST], person)
    return sorted(told, key=lambda one: not one.row.is_open)


def goal_for(actor: Any, person: Person, part: str, pk: UUID) -> ToldGoal:
    """One goal, with its steps and reviews. One query. Raises Http404.

    part: in which part of the dossier; a goal asked for in another is absent.
    """
    if part not in CODES or CODES[part] not in GOAL_MODELS:
        raise Http404
    model = GOAL_MODELS[CODES[part]]
    told = _goals(_joined(actor, person, model).filter(pk=pk, partition=int(CODES[part])), person)
    if not told:
        raise Http404
    return told[0]


def step_of(told: ToldGoal, pk: UUID) -> ToldStep:
    """A step of this goal. Raises Http404."""
    found = next((step for step in told.steps if step.row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def restricted_parts(actor: Any, person: Person) -> list[str]:
    """The restricted parts the actor may open, where goals may stand."""
    opened = person.opened_to(actor)
    return [code for code, one in CODES.items() if one & RESTRICTED_PARTITIONS & opened]


def _goals(rows: Iterable[Any], person: Person) -> list[ToldGoal]:
    key = _key(person)
    if key is None:
        return []
    found = []
    for row in rows:
        section = goals_of_programme(definition_of(row.programme_version_id))
        if section is not None:
            goal = ToldGoal(row, goal_said(row, key), section)
            goal.steps.extend(_steps(row, section, key))
            goal.reviews.extend(_reviews(row, key))
            found.append(goal)
    return found


def _steps(goal: Any, section: Goals, key: bytes) -> Iterator[ToldStep]:
    for told in goal.told_steps:
        row = rebuilt(STEP_MODELS[type(goal)], told)
        said = step_said(row, key)
        line = section.step(said.line)
        yield ToldStep(row, said, said.words or (line.label if line else NO_WORDS))


def _reviews(goal: Any, key: bytes) -> Iterator[ToldReview]:
    for told in goal.told_reviews:
        row = rebuilt(REVIEW_MODELS[type(goal)], told)
        yield ToldReview(row, said_by(row, ReviewSaid, key))


def _joined(actor: Any, person: Person, model: Any) -> Any:
    """The goals of a person with their steps, the nearest first, and their reviews, the latest first, as one query."""
    steps = STEP_MODELS[model].objects.of_person(actor, person).standing().filter(goal=OuterRef("pk"))
    reviews = REVIEW_MODELS[model].objects.of_person(actor, person).filter(goal=OuterRef("pk"))
    return (
        model.objects.of_person(actor, person)
        .standing()
        .annotate(
            author_name=F("author__display_name"),
            told_steps=array_of(
                steps.order_by(F("due_on").asc(nulls_last=True), "recorded_at"),
                in_charge_name="in_charge__display_name",
            ),
            told_reviews=array_of(
                reviews.order_by("-day", "-recorded_at"), author_name="author__display_name"
            ),
        )
    )


def goals_ahead(actor: Any) -> Any:
    """For a query of people: their open goals of running pathways in the open parts, with the nearest open step of
    each, as one array. Told by `ahead_of`."""
    steps = ActionStep.objects.visible_to(actor).standing().filter(goal=OuterRef("pk"), state__in=OPEN_STEPS)
    running = Pathway.objects.running().filter(pk=OuterRef("pathway_id"))
    goals = (
        Goal.objects.visible_to(actor)
        .standing()
        .filter(Exists(running), organisation=OuterRef("organisation"), person=OuterRef("pk"))
        .filter(state__in=OPEN_GOALS)
    )
    nearest = steps.order_by(F("due_on").asc(nulls_last=True), "recorded_at")[:1]
    told = array_of(nearest, in_charge_name="in_charge__display_name")
    return array_of(goals.order_by("-set_on", "-recorded_at")[:MOST_AHEAD], told_steps=told)


def ahead_of(person: Any) -> list[ToldGoal]:
    """The goals a person was fetched with (`goals_ahead`), each with its next step. No query."""
    key = _key(person)
    if key is None:
        return []
    found = []
    for told in person.told_goals:
        row = rebuilt(Goal, told)
        section = goals_of_programme(definition_of(row.programme_version_id))
        if section is not None:
            found.append(ToldGoal(row, goal_said(row, key), section, list(_steps(row, section, key))))
    return found


def _key(person: Person) -> bytes | None:
    try:
        return key_from(person)
    except Unreadable:
        return None


def person_with_project(actor: Any, pk: UUID) -> Any:
    """The person, their key, what the actor's grounds open; their projects and where they think of going.

    Raises Http404.
    """
    rows = Person.objects.visible_to(actor).filter(pk=pk).with_key().with_grounds_of(actor)
    person = with_projects(rows, actor).first()
    if person is None:
        raise Http404
    return person


def with_projects(people: Any, actor: Any) -> Any:
    """Each with the latest words of their life and of their work, and where they think of going, in the same query.

    What a person's grounds open is known once they are fetched: each array reads its rows as `visible_to` does.
    """
    projects = {
        f"told_{kind}": array_of(
            model.objects.visible_to(actor)  # type: ignore[attr-defined]
            .filter(organisation=OuterRef("organisation"), person=OuterRef("pk"))
            .order_by("-said_on", "-recorded_at")[:1],
            author_name="author__display_name",
        )
        for kind, model in PROJECTS.items()
    }
    foreseen = ForeseenOrientation.objects.visible_to(actor).filter(
        organisation=OuterRef("organisation"), person=OuterRef("pk"), replaced_at=None
    )
    return people.annotate(**projects, told_foreseen=array_of(foreseen.order_by("noted_on", "dimension")))


def projects_told(person: Any) -> dict[str, ToldProject]:
    """What the person says of their life and of their work, the latest of each, of a person fetched
    `person_with_project`. No query."""
    key, found = _key(person), {}
    for kind, model in PROJECTS.items():
        for told in getattr(person, f"told_{kind}"):
            row = rebuilt(model, told)
            words = unseal_text(key, row, COLUMN, person.pk) if key is not None else NO_WORDS
            found[kind] = ToldProject(kind, words, row.said_on, row.author_name)
    return found


def foreseen_told(person: Any) -> list[ToldForeseen]:
    """Where one thinks of going, in each open dimension noted, of a person fetched `person_with_project`. No query."""
    key = _key(person)
    if key is None:
        return []
    rows = [rebuilt(ForeseenOrientation, told) for told in person.told_foreseen]
    return [ToldForeseen(row, foreseen_said(row, key)) for row in rows]


def foreseen_of(actor: Any, person: Person, part: str = "") -> list[ToldForeseen]:
    """Where one thinks of going, in each dimension noted, of every pathway. One query.

    part: "health" for what stands in that part; the open ones otherwise.
    """
    model: Any = FORESEEN_MODELS[CODES[part]] if part else ForeseenOrientation
    key = _key(person)
    if key is None:
        return []
    rows = model.objects.of_person(actor, person).filter(replaced_at=None)
    return [ToldForeseen(row, foreseen_said(row, key)) for row in rows.order_by("noted_on", "dimension")]


def pathways_of(actor: Any, person: Person) -> list[Pathway]:
    """The pathways of a person, the running ones first. One query."""
    rows = Pathway.objects.filter(organisation=person.organisation_id, person=person).visible_to(actor)
    return sorted(rows.order_by("-opened_on", "pk"), key=lambda one: not one.is_running)


def running_pathway(actor: Any, person: Person, pk: UUID | None = None) -> Pathway:
    """A running pathway of this person: this one, or the latest opened. One query. Raises Http404."""
    rows = (
        Pathway.objects.filter(organisation=person.organisation_id, person=person).running().visible_to(actor)
    )
    if pk is not None:
        rows = rows.filter(pk=pk)
    found = rows.order_by("-opened_on", "pk").first()
    if found is None:
        raise Http404
    return found


def uuid_of(text: str) -> UUID:
    """An identifier as a form sends it. Raises Http404."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
