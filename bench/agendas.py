"""Operations 9 and 13: the agenda of sixty situations, the session that examines them, their sheets in one paper."""

from __future__ import annotations

from bench.pages import Ask, Operation
from bench.visits import Visit
from bench.wire import Refused
from cordee.commissions.access import can
from cordee.commissions.enums import SittingState
from cordee.commissions.models import Sitting
from cordee.commissions.papers import access as papers
from cordee.plumbing.context import acting_in

FEW = 6  # papers asked for: each takes seconds


def sitting_of(visit: Visit, state: str) -> str:
    """The address of the sitting of the visitor's house in that state."""
    with acting_in(visit.actor.context()):
        sitting = Sitting.objects.visible_to(visit.actor).filter(state=state).order_by("day").first()
    if sitting is None:
        raise Refused(f"no sitting of their house is « {state} » for {visit.role}")
    return f"/commissions/seances/{sitting.pk}"


def agenda(visit: Visit) -> list[Ask]:
    return [Ask(sitting_of(visit, SittingState.CONVENED))]


def session(visit: Visit) -> list[Ask]:
    return [Ask(f"{sitting_of(visit, SittingState.OPEN)}/seance")]


def sheets(visit: Visit) -> list[Ask]:
    return [Ask(f"{sitting_of(visit, SittingState.CONVENED)}/fiches.pdf")]


def holds(visit: Visit) -> bool:
    return can(visit.actor, "sitting:hold")


def prints(visit: Visit) -> bool:
    return papers.can(visit.actor, "sheet:print_all")


OPERATIONS = (
    Operation("agenda", "9 ordre du jour de 60 situations", 120, (30, 60), agenda, most_queries=8),
    Operation("session", "9 séance de 60 situations", 120, (30, 60), session, most_queries=8, open_to=holds),
    Operation("sheets", "13 fiches de 60 situations", 4_000, (2_000, 2_000), sheets, open_to=prints, few=FEW),
)
