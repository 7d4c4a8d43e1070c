"""What pages show of a project: the person's words, goals with their way drawn and said, where one thinks of going.

Progress is said in words and drawn step by step; no figure is made of a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts.enums import PARTITION_WORDS
from cordee.goals.access import can, may_write
from cordee.goals.counted import carried_words
from cordee.goals.enums import GoalState, Outcome, StepState, Who
from cordee.goals.fetch import ToldForeseen, ToldGoal, ToldProject, ToldReview, ToldStep
from cordee.goals.hooks import StepLink, beside_step
from cordee.goals.moves import ABANDONED, CANCELLED, DONE, ON_HOLD, STEPS, UNDER_WAY, offered
from cordee.goals.rules import is_success, orientation_foreseen
from cordee.goals.section import Dimension, Goals, goals_of_programme
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS, Partition
from cordee.kernel.verdict import Verdict
from cordee.kernel.words import capital, french_day
from cordee.programmes.cached import definition_of
from cordee.ui.shapes import Badge

SLUGS = {"social": "social", "employment": "emploi", "health": "sante", "protected": "protection"}
PARTS = {slug: part for part, slug in SLUGS.items()}
KINDS = {"life": "vie", "career": "travail"}
SLUG_KINDS = {slug: kind for kind, slug in KINDS.items()}
GOAL_TONES = {
    GoalState.UNDER_WAY: "info",
    GoalState.HELD: "done",
    GoalState.REACHED: "done",
    GoalState.CHANGED: "neutral",
    GoalState.GIVEN_UP: "neutral",
}
STEP_TONES = {DONE: "done", UNDER_WAY: "info", ON_HOLD: "soon"}
FIRST = ("do", "begin")  # the gestures shown at once
NEAR = 7  # days before a step is due when it is said to be soon


@dataclass(frozen=True)
class Gesture:
    """A button of a step: what it says, the move it asks."""

    move: str
    label: str


@dataclass(frozen=True)
class StepView:
    """A step as it is read. who, hours: in words; gestures: those this reader may make; others: the rarer ones; url:
    where it is changed; hours_url: where one says what became of its hours."""

    told: ToldStep
    state: Badge
    who: str
    when: Badge | None
    gestures: Sequence[Gesture]
    others: Sequence[Gesture]
    url: str
    move_url: str
    hours: str
    hours_url: str
    links: Sequence[StepLink] = ()


@dataclass(frozen=True)
class GoalView:
    """A goal as it is read. progress: its steps in a sentence; the last review in one, when there was one."""

    told: ToldGoal
    state: Badge
    axis: str
    pictogram: str
    progress: str
    steps: Sequence[StepView]
    last_review: str
    url: str
    may_set: bool
    may_step: bool
    may_review: bool

    @property
    def is_open(self) -> bool:
        return bool(self.told.row.is_open)

    @property
    def slug(self) -> str:
        """Its part of the dossier, as addresses say it."""
        return SLUGS[self.told.part]


@dataclass(frozen=True)
class ProjectView:
    """A text of the person's project. url: where it is said again, for those who may write it."""

    kind: str
    label: str
    told: ToldProject | None
    url: str


@dataclass(frozen=True)
class DimensionView:
    label: str
    said: str
    words: str
    noted_on: date | None


@dataclass(frozen=True)
class PathwayView:
    """What a programme says of goals, on one pathway: what is foreseen, the gestures this reader may make."""

    pathway: Any
    programme: str
    section: Goals
    dimensions: Sequence[DimensionView]
    warning: Verdict | None
    new_url: str
    review_url: str
    foresee_url: str


def goal_view(actor: Any, person: Any, told: ToldGoal) -> GoalView:
    where = [person.pk, SLUGS[told.part], told.row.pk]
    partition = Partition(told.row.partition)
    may_step = may_write(actor, person, partition, "step:change")
    axis = told.axis
    return GoalView(
        told,
        Badge(capital(str(GoalState(told.row.state).label)), GOAL_TONES[GoalState(told.row.state)]),
        axis.label if axis else "",
        axis.pictogram if axis else "flag",
        progress_words(told.steps),
        [step_view(actor, person, told, step, may_step=may_step) for step in told.steps],
        review_words(told.reviews[0]) if told.reviews else "",
        reverse("goal", args=where),
        may_set=may_write(actor, person, partition, "goal:set"),
        may_step=may_step and bool(told.row.is_open),
        may_review=may_write(actor, person, partition, "goal:review"),
    )


def step_view(actor: Any, person: Any, goal: ToldGoal, told: ToldStep, *, may_step: bool) -> StepView:
    where = [person.pk, SLUGS[goal.part], goal.row.pk, told.row.pk]
    moves = offered(told.row.state, actor.roles) if may_step and goal.row.is_open else []
    return StepView(
        told,
        Badge(capital(str(StepState(told.row.state).label)), STEP_TONES.get(told.row.state, "neutral")),
        who_words(told),
        when_badge(told, actor.today),
        [Gesture(move.code, _again(told, str(move.label))) for move in moves if move.code in FIRST],
        [Gesture(move.code, str(move.label)) for move in moves if move.code not in FIRST],
        reverse("change_step", args=where) if may_step else "",
        reverse("move_step", args=where),
        hours := carried_words(told.row),
        reverse("step_hours", args=where) if may_step and hours else "",
        beside_step(actor, person, goal.part, told) if moves else (),
    )


def _again(told: ToldStep, label: str) -> str:
    """What is over is taken up again."""
    return label if told.row.is_open else _("Reprendre")


def who_words(told: ToldStep) -> str:
    """« Marie Exemple », « La personne », « Mission locale »."""
    if told.row.who == Who.PROFESSIONAL:
        return told.row.in_charge_name or _("Un professionnel, à préciser")
    if told.row.who == Who.PARTNER:
        return told.said.partner or _("Un partenaire, à préciser")
    return _("La personne")


def when_badge(told: ToldStep, today: date) -> Badge | None:
    """By when; with a word for what is late or near."""
    due = told.row.due_on
    if due is None:
        return None
    if told.row.is_open and due < today:
        return Badge(_("En retard\u202f: pour le %(day)s") % {"day": french_day(due)}, "late")
    if told.row.is_open and (due - today).days <= NEAR:
        return Badge(_("Bientôt\u202f: pour le %(day)s") % {"day": french_day(due)}, "soon")
    return Badge(_("pour le %(day)s") % {"day": french_day(due)}, "neutral")


def progress_words(steps: Iterable[ToldStep]) -> str:
    """« 2 étapes faites, 1 en cours, 1 à venir »: what happened, never a share of anything."""
    states = [step.row.state for step in steps]
    if not states:
        return ""
    done, going = states.count(DONE), states.count(UNDER_WAY)
    left = len(states) - done - going - states.count(ABANDONED) - states.count(CANCELLED)
    said = []
    if done:
        said.append(ngettext("%(n)s étape faite", "%(n)s étapes faites", done) % {"n": done})
    if going:
        said.append(ngettext("%(n)s en cours", "%(n)s en cours", going) % {"n": going})
    if left:
        said.append(ngettext("%(n)s à venir", "%(n)s à venir", left) % {"n": left})
    return ", ".join(said)


def review_words(told: ToldReview) -> str:
    """« Acquis maintenus, une réussite, le 3 mars 2026 »."""
    outcome = Outcome(told.row.outcome)
    said = {"outcome": capital(str(outcome.label)), "day": french_day(told.row.day)}
    if is_success(outcome):
        return _("%(outcome)s. Une réussite, le %(day)s") % said
    return _("%(outcome)s, le %(day)s") % said


def projects_of(actor: Any, person: Any, projects: dict[str, ToldProject]) -> list[ProjectView]:
    """Both texts the reader may read, said or not yet."""
    labels = {"life": _("Projet personnel"), "career": _("Projet professionnel")}
    opened = person.opened_to(actor)
    parts = {"life": Partition.SOCIAL, "career": Partition.EMPLOYMENT}
    return [
        ProjectView(
            kind,
            labels[kind],
            projects.get(kind),
            reverse("write_project", args=[person.pk, KINDS[kind]])
            if may_write(actor, person, parts[kind], "project:write")
            else "",
        )
        for kind in labels
        if parts[kind] & opened
    ]


def pathway_views(
    actor: Any,
    person: Any,
    pathways: Sequence[Any],
    foreseen: Sequence[ToldForeseen],
    goals: Sequence[ToldGoal],
) -> list[PathwayView]:
    """Each running pathway whose programme speaks of goals."""
    opened = person.opened_to(actor)
    found = []
    for pathway in pathways:
        definition = definition_of(pathway.programme_version_id)
        section = goals_of_programme(definition)
        if section is None or not pathway.is_running:
            continue
        own = [one for one in foreseen if one.row.pathway_id == pathway.pk]
        readable = [one for one in section.dimensions if _is_open(one.partition & opened)]
        open_goals = [one for one in goals if one.row.pathway_id == pathway.pk and one.row.is_open]
        may_foresee = any(
            may_write(actor, person, one.partition, "orientation:foresee") for one in section.dimensions
        )
        verdict = orientation_foreseen(
            [one.row.dimension for one in own if one.said.target or one.said.words],
            [one.label for one in section.dimensions if one.part != "health"],
        )
        found.append(
            PathwayView(
                pathway,
                definition.label,
                section,
                [dimension_view(one, own) for one in readable],
                verdict if section.asks_orientation and readable and not verdict.ok else None,
                f"{reverse('new_goal', args=[person.pk, pathway.pk])}"
                if writable_parts(actor, person)
                else "",
                reverse("review_goals", args=[person.pk, pathway.pk])
                if open_goals and can(actor, "goal:review")
                else "",
                reverse("foresee_orientation", args=[person.pk, pathway.pk])
                if may_foresee and section.dimensions
                else "",
            )
        )
    return found


def _is_open(partition: Partition) -> bool:
    return bool(partition & ~RESTRICTED_PARTITIONS)


def dimension_view(dimension: Dimension, foreseen: Sequence[ToldForeseen]) -> DimensionView:
    one = next((one for one in foreseen if one.row.dimension == dimension.code), None)
    if one is None or not (one.said.target or one.said.words):
        return DimensionView(dimension.label, "", "", None)
    target = dimension.target(one.said.target)
    said = target.label if target else one.said.target
    return DimensionView(dimension.label, said, one.said.words, one.row.noted_on)


def writable_parts(actor: Any, person: Any) -> list[str]:
    """The parts of the dossier where this actor may set goals."""
    return [code for code in SLUGS if may_write(actor, person, CODES[code], "goal:set")]


def restricted_of(actor: Any, person: Any) -> list[dict[str, Any]]:
    """The restricted parts the reader may open, each folded, fetched when it is opened."""
    opened = person.opened_to(actor)
    return [
        {"label": PARTITION_WORDS[part], "url": reverse("project_part", args=[person.pk, SLUGS[part]])}
        for part in ("health", "protected")
        if CODES[part] & opened
    ]


def restricted_dimensions(
    pathways: Sequence[Any], foreseen: Sequence[ToldForeseen], part: str
) -> list[DimensionView]:
    """Where one thinks of going, in the dimensions of a restricted part."""
    found = []
    for pathway in pathways:
        section = goals_of_programme(definition_of(pathway.programme_version_id))
        own = [one for one in foreseen if one.row.pathway_id == pathway.pk]
        dimensions = section.dimensions if section else ()
        found += [dimension_view(one, own) for one in dimensions if one.part == part]
    return found


def review_url(person: Any, told: ToldGoal) -> str:
    """Where this goal is reviewed, with those of its pathway."""
    where = [person.pk, told.row.pathway_id]
    if CODES[told.part] & RESTRICTED_PARTITIONS:
        return reverse("review_part", args=[*where, SLUGS[told.part]])
    return reverse("review_goals", args=where)


def review_part_url(
    actor: Any, person: Any, pathways: Sequence[Any], goals: Sequence[ToldGoal], part: str
) -> str:
    """Where the goals of a restricted part are reviewed; nothing without an open one."""
    running = {pathway.pk for pathway in pathways}
    one = next((one for one in goals if one.row.is_open and one.row.pathway_id in running), None)
    may_review = may_write(actor, person, CODES[part], "goal:review")
    return review_url(person, one) if one is not None and may_review else ""


def reviewed_words(count: int) -> str:
    return ngettext("Bilan gardé, pour %(n)s objectif.", "Bilan gardé, pour %(n)s objectifs.", count) % {
        "n": count
    }


def moved_words(move: str) -> str:
    """« Étape : faite. »"""
    found = STEPS.move(move)
    state = StepState(found.to_state).label if found else ""
    return _("Étape\u202f: %(state)s.") % {"state": state}
