"""How long orientation takes: the share within the delay and the median, on whole cohorts only (RSA-32).

A file younger than the delay is not counted yet: it may still be in time, and would make the figure look better or
worse than it is. `measure` knows nothing of tables.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from cordee.dossier.models import Fact
from cordee.kernel.clock import Term
from cordee.kernel.dates import add_months
from cordee.plumbing.context import for_the_holder
from cordee.programmes.law import LawDelay
from cordee.referrals.decisions.enums import DecisionState, Origin
from cordee.referrals.decisions.models import OrientationDecision
from cordee.referrals.decisions.rules import LANES, SIGNED

MONTHS = 12
SMALL = 11  # people: under that, a figure meant for others is not given (security, 4.7)
ORIENTATION, CONTRACT = LawDelay("RSA-32.orientation"), LawDelay("RSA-08.due")


@dataclass(frozen=True)
class Case:
    """Something that began one day and, perhaps, was done another."""

    began_on: date
    done_on: date | None = None
    lane: str = ""

    @property
    def month(self) -> str:
        return f"{self.began_on:%Y-%m}"


@dataclass(frozen=True)
class Measure:
    """people: how many began; mature: those whose delay is over; within: those of them done in time.

    median_days: of those of them that are done. None when there is nobody to say it of.
    """

    people: int
    mature: int
    within: int
    median_days: float | None = None

    @property
    def share(self) -> int | None:
        """Of the mature ones, how many in a hundred were done in time."""
        return round(100 * self.within / self.mature) if self.mature else None

    @property
    def waiting(self) -> int:
        """Those too young to be counted."""
        return self.people - self.mature


def measure(cases: Iterable[Case], term: Term, *, on: date) -> Measure:
    """Among those whose delay is over on that day, how many were done within it, and in how many days half were.

    The last day of the delay is within it; a file is mature the day after.
    """
    every = list(cases)
    mature = [case for case in every if term.after(case.began_on) < on]
    done = [(case, case.done_on) for case in mature if case.done_on is not None and case.done_on <= on]
    within = sum(1 for case, day in done if day <= term.after(case.began_on))
    days = [(day - case.began_on).days for case, day in done]
    return Measure(len(every), len(mature), within, median(days) if days else None)


@dataclass(frozen=True)
class Figure:
    """A measure and what it is of: a month (« 2026-10 ») or a lane; hidden when it speaks of too few people."""

    key: str
    measure: Measure
    is_hidden: bool = False


def figures(
    cases: Sequence[Case],
    term: Term,
    keys: Sequence[str],
    key_of: Callable[[Case], str],
    *,
    on: date,
    least: int = 0,
) -> list[Figure]:
    """One figure for each key. least: fewer mature files than that are not shown, nor a share of all or nothing."""
    found = []
    for key in keys:
        counted = measure((case for case in cases if key_of(case) == key), term, on=on)
        found.append(Figure(key, counted, is_hidden=is_disclosive(counted, least)))
    return never_one_alone(found)


def never_one_alone(found: list[Figure]) -> list[Figure]:
    """Beside a total, one hidden figure alone is found by subtraction: the smallest other one is hidden too."""
    shown = [figure for figure in found if not figure.is_hidden and figure.measure.people]
    if sum(figure.is_hidden for figure in found) != 1 or not shown:
        return found
    smallest = min(shown, key=lambda figure: (figure.measure.mature, figure.measure.people))
    return [replace(figure, is_hidden=True) if figure is smallest else figure for figure in found]


def is_disclosive(counted: Measure, least: int) -> bool:
    """Would this figure tell something of people one could recognise? Too few, or all or none of them alike."""
    if not least:
        return False
    parts = (counted.people, counted.mature, counted.within, counted.mature - counted.within)
    return any(0 < part < least for part in parts)


def last_months(on: date) -> list[str]:
    """The last twelve, this one first."""
    return [f"{add_months(on.replace(day=1), -rank):%Y-%m}" for rank in range(MONTHS)]


def oriented(actor: Any) -> list[Case]:
    """From the information on the RSA to the decision, those informed in the last twelve months. One query."""
    first = add_months(actor.today.replace(day=1), 1 - MONTHS)
    rows = (
        OrientationDecision.objects.filter(organisation=actor.organisation, information_on__gte=first)
        .exclude(origin=Origin.REORIENTATION)
        .exclude(state=DecisionState.DROPPED)
    )
    return [Case(*row) for row in rows.values_list("information_on", "decided_on", "lane_choice__lane")]


def contracted(actor: Any) -> list[Case]:
    """From each notification to the contract, those told in the last twelve months. One query.

    A month interrupted by another orientation before any contract is not counted: a whole new one began (RSA-09).
    """
    first = add_months(actor.today.replace(day=1), 1 - MONTHS)
    signed = Fact.objects.filter(
        organisation=OuterRef("organisation"),
        person=OuterRef("person"),
        kind=SIGNED,
        day__gte=OuterRef("notified_on"),
    ).order_by("day")
    rows = (
        OrientationDecision.objects.filter(organisation=actor.organisation, notified_on__gte=first)
        .annotate(signed_on=Subquery(signed.values("day")[:1]))
        .exclude(Q(state=DecisionState.REPLACED) & (Q(signed_on=None) | Q(signed_on__gt=F("ended_on"))))
    )
    return [Case(*row) for row in rows.values_list("notified_on", "signed_on", "lane_choice__lane")]


@dataclass(frozen=True)
class Delays:
    """The two delays, whole, by month and by lane."""

    orientation: Measure
    orientation_by_month: list[Figure]
    orientation_by_lane: list[Figure]
    contract: Measure
    contract_by_month: list[Figure]
    contract_by_lane: list[Figure]


def delays_of(actor: Any, *, least: int = 0) -> Delays:
    """Counted over the whole house, whoever reads: no row leaves, only the figures. Two queries.

    least: fewer people than that are not shown.
    """
    with for_the_holder(actor.organisation.pk):
        begun, told = oriented(actor), contracted(actor)
    on, months = actor.today, last_months(actor.today)
    return Delays(
        measure(begun, ORIENTATION, on=on),
        figures(begun, ORIENTATION, months, lambda case: case.month, on=on, least=least),
        figures(begun, ORIENTATION, LANES, lambda case: case.lane or "", on=on, least=least),
        measure(told, CONTRACT, on=on),
        figures(told, CONTRACT, months, lambda case: case.month, on=on, least=least),
        figures(told, CONTRACT, LANES, lambda case: case.lane or "", on=on, least=least),
    )
