"""Expected movements, programme by programme: places, who is there, who leaves soon, who enters.

They show how many a board can admit.

Only numbers, worked out for the whole house whoever asks: no name is behind them here. Nothing is subtracted for
the board: it reads what is free now, what frees itself, and decides.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from cordee.commissions.models import Board
from cordee.engagements.enums import Status as ContractStatus
from cordee.engagements.models import Contract
from cordee.kernel.dates import add_months
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.plumbing.at_once import at_once
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.prepared import Asking, prepared
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition

USUAL_MONTHS = 3
TOO_MANY: Counter[str] = Counter()
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
        found = at_once(*_asked(board, on, until))
    counted: dict[UUID, Counter[str]] = {}
    latest: dict[UUID, Definition] = {}
    for programme, one, rows in zip(board.programmes, found[::2], found[1::2], strict=True):
        for version, stage, admission, ends, number in rows:
            definition = definition_of(version)
            latest[programme] = newest(latest.get(programme), definition)
            counted.setdefault(programme, Counter())[_where(definition, stage, admission, ends=ends)] += (
                number
            )
        if one and not rows:
            latest[programme], counted[programme] = definition_of(one[0]), TOO_MANY
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
            are_many=counted[programme] is TOO_MANY,
        )
        for programme, definition in sorted(latest.items(), key=lambda one: one[1].label)
    ]


def _asked(board: Board, on: date, until: date) -> Iterator[Asking[Any]]:
    for programme in board.programmes:
        yield _one.of(board.organisation_id, programme)
        yield _counted.of(board.organisation_id, programme, on, until, MOST)


def _running(organisation: UUID, programme: UUID) -> QuerySet[Pathway]:
    return Pathway.objects.running().filter(organisation=organisation, programme=programme)


@prepared
def _one(organisation: UUID, programme: UUID) -> QuerySet[Pathway, Any]:
    """The version one of the running pathways follows; nothing when there is none."""
    return _running(organisation, programme).order_by().values_list("programme_version_id", flat=True)[:1]


@prepared
def _counted(organisation: UUID, programme: UUID, on: date, until: date, most: int) -> QuerySet[Pathway, Any]:
    """(version, stage, last admission, does a contract end, how many) of the running pathways; nothing when there are
    more than `most`: PostgreSQL looks no further than that, whatever the size of the house."""
    ending = Contract.objects.filter(
        organisation=organisation,
        pathway_id=OuterRef("pk"),
        status=ContractStatus.SIGNED,
        until_on__gte=on,
        until_on__lte=until,
    )
    last = AdmissionDecision.objects.standing().filter(pathway=OuterRef("pk"))
    rows = _running(organisation, programme)
    return (
        rows.filter(~Exists(rows.order_by()[most : most + 1]))
        .annotate(admission=Subquery(last.order_by("-decided_on", "-id").values("outcome")[:1]))
        .annotate(ends=Exists(ending))
        .order_by()
        .values("programme_version_id", "stage", "admission", "ends")
        .annotate(number=Count("pk"))
        .values_list("programme_version_id", "stage", "admission", "ends", "number")
    )


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
