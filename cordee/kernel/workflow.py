"""A table of moves between states: which are open from here, to whom, on what conditions.

Only data: a programme definition, or one table in a domain, fills it. The function that writes the
state column asks it first, and the buttons on the screen come from the same table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cordee.kernel.verdict import Requirement, Severity, Verdict
from cordee.kernel.words import sentence as _

UNKNOWN_MOVE, WRONG_STATE, WRONG_ROLE = "MOV-01", "MOV-02", "MOV-03"


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another. back: a step back, drawn as such and never blamed."""

    code: str
    label: str
    from_states: tuple[str, ...]
    to_state: str
    roles: frozenset[str]
    requires: tuple[Requirement, ...] = ()
    back: bool = False
    source: str = ""

    def open_to(self, roles: frozenset[str]) -> bool:
        return bool(self.roles & roles)


@dataclass(frozen=True)
class Workflow:
    """States, the first of them, and the moves between them."""

    initial: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]

    def move(self, code: str) -> Move | None:
        return next((move for move in self.moves if move.code == code), None)

    def moves_from(self, state: str, roles: frozenset[str] | None = None) -> tuple[Move, ...]:
        """The moves that leave a state; with roles, only those these roles may make."""
        leaving = (move for move in self.moves if state in move.from_states)
        return tuple(move for move in leaving if roles is None or move.open_to(roles))

    def check(
        self, code: str, *, state: str, roles: frozenset[str], facts: object, on: date
    ) -> tuple[Verdict, ...]:
        """Every verdict on making this move now: that it exists, leaves this state, the role, the rules."""
        move = self.move(code)
        if move is None:
            return (refusal(UNKNOWN_MOVE, _("Ce passage n’existe pas dans ce programme.")),)
        verdicts = []
        if state not in move.from_states:
            verdicts.append(refusal(WRONG_STATE, _("Ce passage ne part pas de l’étape actuelle.")))
        if not move.open_to(roles):
            verdicts.append(refusal(WRONG_ROLE, _("Votre rôle ne permet pas de décider ce passage.")))
        return (*verdicts, *(requirement.ask(facts, on=on) for requirement in move.requires))

    def problems(self) -> Iterator[tuple[str, str]]:
        """(code of the state or move, what is wrong): unknown states, states nothing leads to, twins."""
        yield from self._unknown_states()
        yield from ((code, "code donné à deux passages") for code in twins([m.code for m in self.moves]))
        yield from ((code, "code donné à deux étapes") for code in twins(list(self.states)))
        reached = self.reachable()
        for state in self.states:
            if state not in reached:
                yield state, "aucun passage ne mène à cette étape depuis la première"

    def _unknown_states(self) -> Iterator[tuple[str, str]]:
        if self.initial not in self.states:
            yield self.initial, "la première étape n’existe pas"
        for move in self.moves:
            for state in (*move.from_states, move.to_state):
                if state not in self.states:
                    yield move.code, f"l’étape « {state} » n’existe pas"

    def reachable(self) -> frozenset[str]:
        """The states one can get to from the first."""
        reached, frontier = {self.initial}, [self.initial]
        while frontier:
            state = frontier.pop()
            for move in self.moves_from(state):
                if move.to_state not in reached:
                    reached.add(move.to_state)
                    frontier.append(move.to_state)
        return frozenset(reached)


def refusal(code: str, reason: str) -> Verdict:
    """A refusal by the table itself rather than by a rule."""
    return Verdict(ok=False, rule=code, severity=Severity.REFUSE, reason=reason)


def twins(codes: list[str]) -> list[str]:
    """Codes that appear more than once."""
    return sorted({code for code in codes if codes.count(code) > 1})
