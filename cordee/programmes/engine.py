"""May this pathway be opened, moved, suspended, closed? And if not, which rule says so?

Functions on plain values: a definition, the state of a pathway, the roles of who acts, the facts of the
day. They decide nothing: they answer with an `Examination`, whose refusals stop the gesture, whose
warnings are passed with a reason that is kept, and whose information is only shown.

`Play` strings the gestures together, for stories and previews.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cordee.kernel.clock import ClockState, Event
from cordee.kernel.verdict import Examination, Requirement, Verdict, examine
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import WRONG_ROLE, Move, refusal
from cordee.programmes.definition import Definition, Exit, Stage
from cordee.programmes.facts import AdmissionFacts, PathwayFacts, PathwayState, Status

NOT_YET_VALID = "DEF-01"
OUT_OF_ORDER, NOT_OPEN, NOT_SUSPENDED, NOT_CLOSED = "MOV-04", "MOV-05", "MOV-06", "MOV-07"
UNKNOWN_EXIT, ALREADY_CLOSED = "EXI-01", "EXI-02"
NO_DECISION_HERE, UNKNOWN_DECISION = "ADM-01", "ADM-02"


def check_open(definition: Definition, *, facts: PathwayFacts) -> Examination:
    """May a pathway begin, at the first stage, on `facts.on`? The conditions of entry, with their reasons."""
    return examine([*_in_force(definition, facts.on), *_asked(definition.entry.conditions, facts)])


def _in_force(definition: Definition, on: date) -> Iterable[Verdict]:
    if on < definition.valid_from:
        day = french_day(definition.valid_from)
        yield refusal(NOT_YET_VALID, _("Cette version du programme s’applique à partir du {day}.", day=day))


def _asked(requirements: Iterable[Requirement], facts: PathwayFacts) -> list[Verdict]:
    return [requirement.ask(facts, on=facts.on) for requirement in requirements]


def check_admission(
    definition: Definition, decision_code: str, *, roles: frozenset[str], facts: PathwayFacts
) -> Examination:
    """May somebody with these roles write down this decision, made on `facts.on`?"""
    admission = definition.admission
    if admission.is_direct:
        return examine(
            [refusal(NO_DECISION_HERE, _("L’entrée dans ce programme ne demande pas de décision."))]
        )
    verdicts = []
    if admission.decision(decision_code) is None:
        verdicts.append(refusal(UNKNOWN_DECISION, _("Cette décision n’existe pas dans ce programme.")))
    if not roles & admission.recorded_by:
        verdicts.append(
            refusal(WRONG_ROLE, _("Votre rôle ne permet pas d’enregistrer la décision d’admission."))
        )
    return examine(verdicts)


def gate(definition: Definition, stage: Stage) -> tuple[Requirement, ...]:
    """The admission, where a stage asks for it: the one condition no definition can soften."""
    if not stage.admitted or definition.admission.is_direct:
        return ()
    admission = definition.admission
    return (Requirement("admission_decided", {"by": admission.body}, source=admission.source),)


def check_move(
    definition: Definition,
    state: PathwayState,
    move_code: str,
    *,
    roles: frozenset[str],
    facts: PathwayFacts,
) -> Examination:
    """May somebody with these roles make this move on `facts.on`?"""
    move = definition.workflow.move(move_code)
    verdicts = [
        *_is(state, Status.OPEN),
        *_in_order(state, facts.on),
        *definition.workflow.check(move_code, state=state.stage, roles=roles, facts=facts, on=facts.on),
    ]
    return examine([*verdicts, *(_asked(_gate_of(definition, move), facts) if move else ())])


def _gate_of(definition: Definition, move: Move) -> tuple[Requirement, ...]:
    stage = definition.stage(move.to_state)
    return gate(definition, stage) if stage else ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that could be made: the stage it leads to, and what its rules say today."""

    move: Move
    stage: Stage
    examination: Examination

    @property
    def allowed(self) -> bool:
        return self.examination.allowed


def moves_available(
    definition: Definition, state: PathwayState, *, roles: frozenset[str], facts: PathwayFacts
) -> tuple[Offer, ...]:
    """The moves these roles may make from here, allowed or refused with the reason; none unless open."""
    if state.status is not Status.OPEN:
        return ()
    return tuple(
        Offer(move, stage, check_move(definition, state, move.code, roles=roles, facts=facts))
        for move in definition.workflow.moves_from(state.stage, roles)
        if (stage := definition.stage(move.to_state))
    )


def check_suspend(definition: Definition, state: PathwayState, *, facts: PathwayFacts) -> Examination:
    """May the pathway be put on hold?"""
    return examine([*_is(state, Status.OPEN), *_in_order(state, facts.on)])


def check_resume(definition: Definition, state: PathwayState, *, facts: PathwayFacts) -> Examination:
    """May a suspended pathway go on?"""
    return examine([*_is(state, Status.SUSPENDED), *_in_order(state, facts.on)])


def check_close(
    definition: Definition, state: PathwayState, exit_code: str, *, facts: PathwayFacts
) -> Examination:
    """May the pathway end by this way out?"""
    chosen = definition.exit(exit_code)
    if state.status is Status.CLOSED:
        return examine([refusal(ALREADY_CLOSED, _("Ce parcours est déjà terminé."))])
    if chosen is None:
        return examine([refusal(UNKNOWN_EXIT, _("Cette sortie n’existe pas dans ce programme."))])
    return examine([*_in_order(state, facts.on), *_asked(chosen.requires, facts)])


def check_reopen(definition: Definition, state: PathwayState, *, facts: PathwayFacts) -> Examination:
    """May a closed pathway go on where it stopped? Nothing of it was lost."""
    return examine([*_is(state, Status.CLOSED), *_in_order(state, facts.on)])


NOT_IN_STATUS = {
    Status.OPEN: (NOT_OPEN, _("Ce parcours est suspendu ou terminé : il faut d’abord le reprendre.")),
    Status.SUSPENDED: (NOT_SUSPENDED, _("Ce parcours n’est pas suspendu.")),
    Status.CLOSED: (NOT_CLOSED, _("Ce parcours n’est pas terminé.")),
}


def _is(state: PathwayState, wanted: Status) -> Iterable[Verdict]:
    if state.status is not wanted:
        yield refusal(*NOT_IN_STATUS[wanted])


def _in_order(state: PathwayState, on: date) -> Iterable[Verdict]:
    if on < state.since:
        since = french_day(state.since)
        yield refusal(
            OUT_OF_ORDER,
            _("Le dernier changement date du {day} : choisissez ce jour ou un jour suivant.", day=since),
        )


@dataclass(frozen=True)
class Play:
    """A pathway played on plain values: where it is, and what happened.

    Each gesture returns the play that follows, or raises RuleBroken.
    """

    definition: Definition
    state: PathwayState | None = None
    admission: AdmissionFacts | None = None
    exit: Exit | None = None
    events: tuple[Event, ...] = ()

    def seen(self, facts: PathwayFacts) -> PathwayFacts:
        """The facts given, with the admission this play knows of."""
        return facts if facts.admission else replace(facts, admission=self.admission)

    def happened(self, kind: str, on: date) -> Play:
        return replace(self, events=(*self.events, Event(kind, on)))

    def open(self, facts: PathwayFacts) -> Play:
        check_open(self.definition, facts=self.seen(facts)).raise_if_refused()
        state = PathwayState(Status.OPEN, self.definition.initial_stage.code, facts.on)
        return replace(self, state=state).happened("pathway_opened", facts.on)

    def admit(self, decision_code: str, *, roles: frozenset[str], facts: PathwayFacts) -> Play:
        check_admission(self.definition, decision_code, roles=roles, facts=facts).raise_if_refused()
        decision = self.definition.admission.decision(decision_code)
        outcome = decision.outcome if decision else ""
        decided = replace(self, admission=AdmissionFacts(outcome, facts.on))
        return decided.happened(f"admission_{outcome}", facts.on)

    def move(self, code: str, *, roles: frozenset[str], facts: PathwayFacts) -> Play:
        facts = self.seen(facts)
        check_move(self.definition, self.now, code, roles=roles, facts=facts).raise_if_refused()
        move = self.definition.workflow.move(code)
        target = move.to_state if move else self.now.stage
        return self._become(Status.OPEN, facts.on, "pathway_moved", stage=target)

    def suspend(self, facts: PathwayFacts) -> Play:
        check_suspend(self.definition, self.now, facts=facts).raise_if_refused()
        return self._become(Status.SUSPENDED, facts.on, "pathway_suspended")

    def resume(self, facts: PathwayFacts) -> Play:
        check_resume(self.definition, self.now, facts=facts).raise_if_refused()
        return self._become(Status.OPEN, facts.on, "pathway_resumed")

    def close(self, exit_code: str, facts: PathwayFacts) -> Play:
        facts = self.seen(facts)
        check_close(self.definition, self.now, exit_code, facts=facts).raise_if_refused()
        closed = self._become(Status.CLOSED, facts.on, "pathway_closed")
        return replace(closed, exit=self.definition.exit(exit_code))

    def reopen(self, facts: PathwayFacts) -> Play:
        check_reopen(self.definition, self.now, facts=facts).raise_if_refused()
        return replace(self._become(Status.OPEN, facts.on, "pathway_reopened"), exit=None)

    @property
    def now(self) -> PathwayState:
        """Where the pathway is. Raises ValueError before it is opened."""
        if self.state is None:
            raise ValueError("the pathway is not open yet")
        return self.state

    def _become(self, status: Status, on: date, kind: str, stage: str | None = None) -> Play:
        state = PathwayState(status, stage or self.now.stage, on)
        return replace(self, state=state).happened(kind, on)

    def clock(self, code: str, on: date) -> ClockState:
        """Where a delay of the programme stands. Raises LookupError if it has no such delay."""
        found = self.definition.clock(code)
        if found is None:
            raise LookupError(f"délai « {code} » : inconnu")
        return found.clock.state(self.events, on)
