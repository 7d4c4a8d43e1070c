"""A believable history for a pathway: by which stages, since when, with which pauses, ways back and exit.

Only days and codes: nothing is written here. Days are counted back from today, working days, in order.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from cordee.kernel.clock import Event
from cordee.kernel.workflow import Move
from cordee.programmes.definition import Definition
from demo.hours import latest, worked

USUAL_SPAN = (20, 60)
EVENTS = {
    "open": "pathway_opened",
    "move": "pathway_moved",
    "suspend": "pathway_suspended",
    "resume": "pathway_resumed",
    "close": "pathway_closed",
    "reopen": "pathway_reopened",
}


@dataclass(frozen=True)
class Plan:
    """Where a pathway stands today. state: open, suspended, closed, reopened. outcome: of the last decision,
    when it is not an admission. fresh: opened these very days. settled: at this stage for long already.
    """

    stage: str
    state: str = "open"
    way_back: bool = False
    fresh: bool = False
    settled: bool = False
    outcome: str = ""
    exit_code: str = ""


@dataclass(frozen=True)
class Step:
    """A gesture on a day: one of EVENTS or "admit", with its code (a move, a decision, an exit)."""

    day: date
    kind: str
    code: str = ""


@dataclass
class History:
    """The steps of a pathway, in order."""

    definition: Definition
    plan: Plan
    steps: list[Step] = field(default_factory=list)

    @property
    def opened_on(self) -> date:
        return self.steps[0].day

    @property
    def changed_on(self) -> date:
        """The day of the last step."""
        return self.steps[-1].day

    @property
    def is_running(self) -> bool:
        return self.steps[-1].kind not in ("close", "suspend")

    @property
    def is_decided(self) -> bool:
        return any(step.kind == "admit" for step in self.steps)

    def events(self) -> list[Event]:
        return [Event(self._kind(step), step.day) for step in self.steps]

    def _kind(self, step: Step) -> str:
        """The kind of fact a step leaves; a decision on the admission has one kind for each outcome."""
        decision = self.definition.admission.decision(step.code) if step.kind == "admit" else None
        return f"admission_{decision.outcome}" if decision else EVENTS[step.kind]

    def stage_on(self, day: date) -> str:
        """The stage of the pathway on a day."""
        stage = self.definition.initial_stage.code
        for step in self.steps:
            if step.day <= day and step.kind == "move":
                stage = next(move.to_state for move in self.definition.moves if move.code == step.code)
        return stage

    def reached(self, stage: str) -> date | None:
        """The first day of a stage."""
        return next(
            (step.day for step in self.steps if step.kind == "move" and self.stage_on(step.day) == stage),
            None,
        )

    def shifted(self, days: int, *, rested: bool) -> list[Step]:
        """The same steps, some days later or earlier; rested: on working days."""
        later = [replace(step, day=step.day + timedelta(days=days)) for step in self.steps]
        return [replace(step, day=worked(step.day)) for step in later] if rested else later


def route(definition: Definition, target: str, *, way_back: bool, rng: Random) -> list[Move]:
    """The moves that lead from the first stage to another, straight, or with a way back on the path."""
    start = definition.initial_stage.code
    if not way_back:
        return _shortest(definition, start, target)
    returns = [move for move in definition.moves if move.back and move.to_state == target]
    if returns and (rng.random() < 0.5 or target == start):
        chosen = rng.choice(returns)
        return [*_shortest(definition, start, rng.choice(sorted(chosen.from_states))), chosen]
    leaving = [
        move
        for move in definition.moves
        if move.back and target in move.from_states and move.to_state != start
    ]
    if not leaving:
        return _shortest(definition, start, target)
    chosen = rng.choice(leaving)
    return [*_shortest(definition, start, target), chosen, *_shortest(definition, chosen.to_state, target)]


def _shortest(definition: Definition, start: str, target: str) -> list[Move]:
    """One stage after the other, as most people go; else straight; else by a way back."""
    order = {stage.code: rank for rank, stage in enumerate(definition.stages)}
    forward = [move for move in definition.moves if not move.back]
    for moves, near in ((forward, True), (forward, False), (list(definition.moves), False)):
        found = _search(moves, start, target, order if near else {})
        if found is not None:
            return found
    raise LookupError(f"{definition.code}: no way from {start} to {target}")


def _search(moves: list[Move], start: str, target: str, order: Mapping[str, int]) -> list[Move] | None:
    """The fewest moves from a stage to another. order: when given, to the nearest stage only."""
    waiting: deque[tuple[str, list[Move]]] = deque([(start, [])])
    seen = {start}
    while waiting:
        state, path = waiting.popleft()
        if state == target:
            return path
        leaving = [move for move in moves if state in move.from_states and move.to_state not in seen]
        if order:
            leaving = sorted(leaving, key=lambda move: order[move.to_state])[:1]
        for move in leaving:
            seen.add(move.to_state)
            waiting.append((move.to_state, [*path, move]))
    return None


@dataclass
class Teller:
    """Makes histories in one programme. sittings: days of the board, when there is one."""

    definition: Definition
    spans: Mapping[str, tuple[int, int]]
    today: date
    rng: Random
    sittings: tuple[date, ...] = ()

    def tell(self, plan: Plan) -> History:
        """The whole history of a plan, from its opening to today."""
        moves = route(self.definition, plan.stage, way_back=plan.way_back, rng=self.rng)
        ending = self._ending(plan)
        line = ending[0].day if ending else self.today
        days = self._days(moves, line, plan)
        steps = [
            Step(days[0], "open"),
            *(Step(day, "move", move.code) for day, move in zip(days[1:], moves, strict=True)),
        ]
        steps = [*self._decided(steps, moves, plan, line), *ending]
        history = History(self.definition, plan, sorted(steps, key=lambda step: step.day))
        if plan.state == "open" and not plan.fresh:
            history.steps += self._past_pause(history)
        return history

    def _days(self, moves: list[Move], line: date, plan: Plan) -> list[date]:
        """The day of the opening, then of each move, counted back from the last day of the last stage."""
        stages = [self.definition.initial_stage.code, *(move.to_state for move in moves)]
        spent = [self._span(stage, plan) for stage in stages]
        if plan.state in ("open", "suspended") and not (plan.fresh or plan.settled):
            spent[-1] = self.rng.randint(min(6, spent[-1]), spent[-1])
        days = []
        day = line
        for span in reversed(spent):
            day -= timedelta(days=span)
            days.append(worked(day))
        return self._after_sitting(days[::-1], moves, plan)

    def _span(self, stage: str, plan: Plan) -> int:
        if plan.fresh:
            return self.rng.randint(1, 4)
        return self.rng.randint(*self.spans.get(stage, USUAL_SPAN))

    def _gate(self, moves: list[Move]) -> int | None:
        """The rank of the first move that needs the admission."""
        admitted = {stage.code for stage in self.definition.stages if stage.admitted}
        if self.definition.admission.is_direct:
            return None
        return next((rank for rank, move in enumerate(moves) if move.to_state in admitted), None)

    def _after_sitting(self, days: list[date], moves: list[Move], plan: Plan) -> list[date]:
        """Before a board, the entry follows a sitting; what came before the entry is moved back with it."""
        gate = self._gate(moves)
        sitting = latest(self.sittings, days[gate + 1] - timedelta(days=1)) if gate is not None else None
        if gate is None or sitting is None:
            return self._before_sitting(days, plan)
        entry = worked(min(days[gate + 1], sitting + timedelta(days=self.rng.randint(4, 16))))
        back = days[gate + 1] - max(entry, sitting)
        waited = max(timedelta(0), days[gate] - back - (sitting - timedelta(days=self.rng.randint(8, 25))))
        return [worked(day - back - waited) for day in days[: gate + 1]] + [
            max(entry, sitting),
            *days[gate + 2 :],
        ]

    def _before_sitting(self, days: list[date], plan: Plan) -> list[date]:
        """Whoever was adjourned or redirected had come before the last sitting."""
        if not plan.outcome or not self.sittings:
            return days
        back = max(timedelta(0), days[-1] - (self.sittings[0] - timedelta(days=self.rng.randint(9, 30))))
        return [worked(day - back) for day in days]

    def _decided(self, steps: list[Step], moves: list[Move], plan: Plan, line: date) -> list[Step]:
        """With the decision on the admission, where the programme asks for one."""
        gate = self._gate(moves)
        if gate is not None:
            entry = steps[gate + 1].day
            day = latest(self.sittings, entry) or max(
                steps[gate].day, worked(entry - timedelta(days=self.rng.randint(2, 7)))
            )
            return [*steps[: gate + 1], Step(day, "admit", self._decision("admitted")), *steps[gate + 1 :]]
        if plan.outcome and not self.definition.admission.is_direct:
            day = latest(self.sittings, line) or worked(max(steps[-1].day, line - timedelta(days=3)))
            return [*steps, Step(max(day, steps[-1].day), "admit", self._decision(plan.outcome))]
        return steps

    def _decision(self, outcome: str) -> str:
        return next(one.code for one in self.definition.admission.decisions if one.outcome == outcome)

    def _ending(self, plan: Plan) -> list[Step]:
        """What follows the last stage, when it is not simply going on."""
        if plan.state == "suspended":
            return [Step(self._ago(6, 55), "suspend")]
        if plan.state == "closed":
            return [Step(self._ago(4, 420), "close", plan.exit_code)]
        if plan.state == "reopened":
            return [Step(self._ago(70, 260), "close", plan.exit_code), Step(self._ago(8, 48), "reopen")]
        return []

    def _past_pause(self, history: History) -> Iterator[Step]:
        """Some have had a pause, long ago."""
        free = (self.today - history.changed_on).days
        if free > 130 and self.rng.random() < 0.22:
            away = self.rng.randint(18, 45)
            back = self._ago(62, free - away - 10)
            yield from (Step(worked(back - timedelta(days=away)), "suspend"), Step(back, "resume"))

    def _ago(self, low: int, high: int) -> date:
        return worked(self.today - timedelta(days=self.rng.randint(low, max(low, high))))
