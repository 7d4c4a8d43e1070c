"""Expected movements, programme by programme: places, who is there, who leaves soon, who enters.

They show how many a board can admit.

Only numbers, worked out for the whole house whoever asks: no name is behind them here. Nothing is subtracted for
the board: it reads what is free now, what frees itself, and decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value

from cordee.commissions.models import Board
from cordee.engagements.enums import Status as ContractStatus
from cordee.engagements.models import Contract
from cordee.kernel.dates import add_months
from cordee.pathways.enums import Status
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.plumbing.context import for_the_holder
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition

USUAL_MONTHS = 3
MOST = 1_000  # running pathways of a programme counted one by one (performance.md: no exact count beyond)


@dataclass(frozen=True)
class Movement:
    """A programme until a day. there: admitted and in; entering: admitted, not in yet; ending: contracts that end by
    then; leaving: at the last stage, preparing what comes after. places: none when nobody said. are_many: too
    many to be counted, nothing else is said."""

    label: str
    until: date
    there: int
    entering: int
    ending: int
    leaving: int
    asked: int
    places: int | None
    are_many: bool = False

    @property
    def free(self) -> int | None:
        """Places free today, once those already admitted are in; less than none when the house is over its number."""
        return None if self.places is None else self.places - self.there - self.entering

    @property
    def free_then(self) -> int | None:
        """The same once contracts have ended and those who prepare to leave have left."""
        return None if self.free is None else self.free + self.ending + self.leaving


def movements_of(actor: Any, board: Board, *, on: date, asked: Iterable[UUID | None]) -> list[Movement]:
    """Each programme the board serves, until it meets again. One query, asked as the house.

    asked: the programme of each admission on the agenda.
    """
    if not board.programmes:
        return []
    until = add_months(on, board.every_months or USUAL_MONTHS)
    wanted = Counter(asked)
    with for_the_holder(board.organisation_id):
        rows = list(_running(board, on, until))
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    latest: dict[UUID, Definition] = {}
    too_many = set()
    for programme, version, stage, admission, ends, number in rows:
        definition = definition_of(version)
        latest[programme] = newest(latest.get(programme), definition)
        if number > MOST:
            too_many.add(programme)
        else:
            counted[programme][_where(definition, stage, admission, ends=ends)] += number
    return [
        Movement(
            label=definition.label,
            until=until,
            there=sum(counted[programme][where] for where in ("in", "ending", "leaving")),
            entering=counted[programme]["entering"],
            ending=counted[programme]["ending"],
            leaving=counted[programme]["leaving"],
            asked=wanted[programme],
            places=definition.places_on(on),
            are_many=programme in too_many,
        )
        for programme, definition in sorted(latest.items(), key=lambda one: one[1].label)
    ]


def _running(board: Board, on: date, until: date) -> QuerySet[Any, Any]:
    """(programme, version, stage, last admission, does a contract end, how many) of the running pathways, programme by
    programme. Of one that has more than MOST, a single row that says so: PostgreSQL looks no further than that,
    whatever the size of the house."""
    ending = Contract.objects.filter(
        organisation=board.organisation_id,
        pathway_id=OuterRef("pk"),
        status=ContractStatus.SIGNED,
        until_on__gte=on,
        until_on__lte=until,
    )
    last = AdmissionDecision.objects.standing().filter(pathway=OuterRef("pk"))
    running = Pathway.objects.filter(organisation=board.organisation_id).exclude(status=Status.CLOSED)
    said = ("programme_id", "programme_version_id", "stage", "admission", "ends", "number")
    parts = []
    for programme in board.programmes:
        rows = running.filter(programme=programme)
        beyond = Exists(rows.order_by()[MOST : MOST + 1])
        one_by_one = (
            rows.filter(~beyond)
            .annotate(admission=Subquery(last.order_by("-decided_on", "-id").values("outcome")[:1]))
            .annotate(ends=Exists(ending))
            .values("programme_id", "programme_version_id", "stage", "admission", "ends")
            .annotate(number=Count("pk"))
        )
        too_many = rows.filter(beyond).annotate(
            admission=Value(None, CharField()), ends=Value(False), number=Value(MOST + 1)
        )
        parts += [one_by_one.order_by().values_list(*said), too_many.order_by().values_list(*said)[:1]]
    return parts[0].union(*parts[1:], all=True)


def newest(one: Definition | None, other: Definition) -> Definition:
    return other if one is None or other.valid_from >= one.valid_from else one


def _where(definition: Definition, code: str, admission: str | None, *, ends: bool) -> str:
    stage = definition.stage(code)
    if definition.admission.is_direct or stage is not None and stage.admitted:
        if ends:
            return "ending"
        return "leaving" if code == last_stage(definition) else "in"
    return "entering" if admission == "admitted" else "waiting"


def last_stage(definition: Definition) -> str:
    """The stage from which one leaves: the last of the line, when there are several."""
    line = [stage.code for stage in definition.stages if not stage.aside]
    return line[-1] if len(line) > 1 else ""
