"""Who is where: from the shape of each programme to one project per pathway, with its referent and its mood.

- plans_of      how many at each stage, suspended, closed, taken up again
- Project       a pathway to be: its plan, its referent, who carries it out, later its life
- share_moods   so that each referent's day shows a delay that ends today, a late one, a silence…
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from random import Random

from cordee.programmes.definition import Definition
from demo.histories import History, Plan
from demo.rhythm import CALM, LATE, SILENT, SOON, TODAY, Life, Pulse
from demo.shapes import Cast, House, Shape

CARRIED_OUT = 0.27  # of a programme carried out in part by another house
FIRST_MOODS = (TODAY, LATE, SOON, SILENT, SILENT, LATE)
LATER_MOODS = ((SILENT, 0.07), (LATE, 0.05), (SOON, 0.07))


@dataclass
class Project:
    """A pathway to be. referent: a key of the team, or of the house that carries it out.

    is_named: is the referent named from the opening? Otherwise at the admission, or at the first stage after.
    """

    shape: Shape
    plan: Plan
    cast: Cast | None = None
    referent: str = ""
    carrier: str = ""
    is_named: bool = True
    history: History = field(init=False, repr=False)
    life: Life = field(init=False, repr=False)


def plans_of(shape: Shape, definition: Definition, rng: Random) -> list[Plan]:
    """Every plan of a programme, the newest pathways first."""
    stages = [stage for stage, number in shape.stages.items() for _one in range(number)]
    plans = [*_adjourned(shape, definition, stages), *(Plan(stage) for stage in stages)]
    plans = _with_ways_back(plans, shape, definition, rng)
    later = [stage for stage in shape.stages if stage != definition.initial_stage.code]
    weighted = [stage for stage in later for _one in range(shape.stages[stage])]
    for state, number in (
        ("suspended", shape.suspended),
        ("closed", shape.closed),
        ("reopened", shape.reopened),
    ):
        for rank in range(number):
            exit_code = "" if state == "suspended" else shape.exits[rank % len(shape.exits)]
            plans.append(Plan(rng.choice(weighted), state, exit_code=exit_code))
    return plans


def _adjourned(shape: Shape, definition: Definition, stages: list[str]) -> Iterator[Plan]:
    """Those whom the board, or the interview, asked to see again."""
    admitted = {stage.code for stage in definition.stages if stage.admitted}
    waiting = [stage.code for stage in definition.stages if stage.code not in admitted][-1:]
    for _one in range(shape.adjourned):
        stages.remove(waiting[0])
        yield Plan(waiting[0], outcome="adjourned")


def _with_ways_back(plans: list[Plan], shape: Shape, definition: Definition, rng: Random) -> list[Plan]:
    """Some have come back to an earlier stage, or taken a longer way."""
    back = {move.to_state for move in definition.moves if move.back} - {definition.initial_stage.code}
    able = [rank for rank, plan in enumerate(plans) if plan.stage in back and not plan.outcome]
    chosen = set(rng.sample(able, min(shape.ways_back, len(able))))
    return [replace(plan, way_back=True) if rank in chosen else plan for rank, plan in enumerate(plans)]


def projects_of(house: House, shape: Shape, definition: Definition, rng: Random) -> list[Project]:
    """A project for each plan, the cast first, referents in turn; each referent has somebody new."""
    plans = plans_of(shape, definition, rng)
    projects = [
        _of_cast(cast, shape, plans, definition) for cast in house.cast if cast.programme == shape.code
    ]
    projects += [Project(shape, plan) for plan in plans]
    _assign(projects, shape, definition, rng)
    return projects


def _of_cast(cast: Cast, shape: Shape, plans: list[Plan], definition: Definition) -> Project:
    """Somebody of the cast takes the place of one of the plans, as like theirs as there is."""
    stage = cast.stage or definition.initial_stage.code
    like = [plan for plan in plans if plan.stage == stage and plan.state == cast.state and not plan.outcome]
    like = like or [plan for plan in plans if plan.state == cast.state] or plans
    plan = replace(like[0], stage=stage, way_back=cast.way_back, settled=bool(cast.scenes))
    plans.remove(like[0])
    return Project(shape, plan, cast)


def _assign(projects: list[Project], shape: Shape, definition: Definition, rng: Random) -> None:
    """Referents in turn; the first of each at the first stage has just arrived."""
    turn = cycle(shape.referents)
    carriers = [(house, cycle(keys)) for house, keys in shape.carried_out_by.items()]
    every = all(key in keys for key in shape.referents for keys in shape.carried_out_by.values()) and bool(
        carriers
    )
    fresh: set[str] = set()
    for project in projects:
        if carriers and (every or (rng.random() < CARRIED_OUT and not project.cast)):
            project.carrier, keys = carriers[0]
            project.referent = next(keys)
        else:
            project.referent = (project.cast.referent if project.cast else "") or next(turn)
        at_first = project.plan.stage == definition.initial_stage.code and project.plan.state == "open"
        if at_first and not project.plan.outcome and project.referent not in fresh:
            fresh.add(project.referent)
            project.plan = replace(project.plan, fresh=True)
        else:
            project.is_named = bool(project.cast) or rng.random() < shape.from_entry


def share_moods(projects: Iterable[Project], pulses: dict[str, Pulse], rng: Random) -> None:
    """Give each project its mood, then its life: for each referent, one of each mood where a pathway can.

    The coordination is in charge of those nobody follows yet.
    """
    by_referent: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        followed = project.is_named or project.history.is_decided
        by_referent[project.referent if followed else ""].append(project)
    for group in by_referent.values():
        moods = _moods(group, pulses, rng)
        for project in group:
            project.life = pulses[project.shape.code].live(project.history, moods.get(id(project), CALM))


def _moods(group: list[Project], pulses: dict[str, Pulse], rng: Random) -> dict[int, str]:
    """The moods of a referent's pathways: first those their day must show, then a few by chance."""
    free = [one for one in group if one.history.is_running and not (one.plan.fresh or one.cast)]
    rng.shuffle(free)
    moods: dict[int, str] = {}
    for mood in FIRST_MOODS[: max(4, len(free) // 3)]:
        chosen = next(
            (one for one in free if id(one) not in moods and pulses[one.shape.code].can(one.history, mood)),
            None,
        )
        if chosen is not None:
            moods[id(chosen)] = mood
    for project in free:
        mood = next((mood for mood, share in LATER_MOODS if rng.random() < share), CALM)
        if (
            id(project) not in moods
            and mood != CALM
            and pulses[project.shape.code].can(project.history, mood)
        ):
            moods[id(project)] = mood
    return moods
