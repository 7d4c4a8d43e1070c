"""The moves of a goal and of a step: one table each, read by the pages and by the one function that writes a state."""

from cordee.dossier.access import WRITERS
from cordee.goals.access import SETTERS
from cordee.goals.enums import GoalState, StepState
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Move, Workflow

OPEN_GOALS = (GoalState.UNDER_WAY.value, GoalState.HELD.value)
PLANNED, UNDER_WAY, ON_HOLD, DONE, ABANDONED, CANCELLED = (state.value for state in StepState)
OPEN_STEPS = (PLANNED, UNDER_WAY, ON_HOLD)
OVER_STEPS = (DONE, ABANDONED, CANCELLED)

GOALS = Workflow(
    GoalState.UNDER_WAY.value,
    tuple(GoalState.values),
    (
        Move("continued", _("Poursuivre"), OPEN_GOALS, "under_way", SETTERS),
        Move("maintained", _("Maintenir"), OPEN_GOALS, "held", SETTERS),
        Move("reached", _("Atteint"), OPEN_GOALS, "reached", SETTERS),
        Move("changed", _("Changer"), OPEN_GOALS, "changed", SETTERS),
        Move("given_up", _("Abandonner"), OPEN_GOALS, "given_up", SETTERS),
        Move("reopen", _("Reprendre cet objectif"), ("reached", "given_up"), "under_way", SETTERS, back=True),
    ),
)
# The last three also take a move back within ten minutes: each state may be returned to.
STEPS = Workflow(
    PLANNED,
    tuple(StepState.values),
    (
        Move("do", _("C’est fait"), OPEN_STEPS, DONE, WRITERS),
        Move("abandon", _("Y renoncer"), OPEN_STEPS, ABANDONED, WRITERS),
        Move("cancel", _("Plus utile"), OPEN_STEPS, CANCELLED, WRITERS),
        Move("begin", _("Commencer"), (PLANNED, ON_HOLD, *OVER_STEPS), UNDER_WAY, WRITERS),
        Move("hold", _("Mettre en attente"), (PLANNED, UNDER_WAY, *OVER_STEPS), ON_HOLD, WRITERS, back=True),
        Move(
            "plan", _("Remettre à plus tard"), (UNDER_WAY, ON_HOLD, *OVER_STEPS), PLANNED, WRITERS, back=True
        ),
    ),
)
TAKES_BACK = {PLANNED: "plan", UNDER_WAY: "begin", ON_HOLD: "hold"}


def offered(state: str, roles: frozenset[str]) -> list[Move]:
    """The moves worth a button: what is over is only taken up again; the tables know more, to take a move back."""
    moves = STEPS.moves_from(state, roles)
    if state in OVER_STEPS:
        return [move for move in moves if move.code == "begin"]
    return [move for move in moves if move.code != "plan"]
