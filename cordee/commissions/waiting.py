"""What waits for a board: admissions pending, reviews due, re-orientations one thinks of. A fixed number of queries.

A pathway waits where its programme says that the next step asks for the admission; an orientation waits when somebody
answered « à présenter à la commission ». What is already before a coming sitting is not offered twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from cordee.commissions.enums import ON_AGENDA, ItemKind, Outcome, Power, SittingState
from cordee.commissions.models import Board, ItemDecision, Sitting, SittingItem
from cordee.commissions.rules import COMES_BACK
from cordee.goals.models import ForeseenOrientation
from cordee.pathways.enums import Status
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.people.models import Person
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.referrals.enums import State
from cordee.referrals.models import Referral

MOST = 500
ORDER: list[str] = list(ItemKind)
SETTLED = ("admitted", "refused", "redirected")


@dataclass(frozen=True)
class Candidate:
    """A situation that may be put on the agenda. key: what a form sends; since: the day it began to wait.

    is_due: ticked beforehand. why: a few words beside the name.
    """

    kind: str
    person_id: UUID | None
    pathway_id: UUID | None
    referral_id: UUID | None
    programme_id: UUID | None
    name: str
    since: date
    presenter_id: UUID | None = None
    why: str = ""
    rank: int | None = None
    is_due: bool = True

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pathway_id or ''}:{self.referral_id or ''}"


def waits_at(definition: Definition) -> frozenset[str]:
    """The stages from which the next step asks for the admission: who stands there waits for the board."""
    admitted = {stage.code for stage in definition.stages if stage.admitted}
    return frozenset(
        origin
        for move in definition.moves
        if move.to_state in admitted and not move.back
        for origin in move.from_states
        if origin not in admitted
    )


def candidates(actor: Any, board: Board, *, on: date) -> list[Candidate]:
    """Everything that waits for this board, by kind, by rank, then the longest wait first.

    on: the day of the sitting prepared. An agenda is made in that order.
    """
    taken = _taken(board)
    found: list[Candidate] = []
    back = _coming_back(actor, board)
    if board.may(Power.ADMISSION):
        found += _orientations(actor, board, back, on)
    if {Power.ADMISSION, Power.REVIEW, Power.REORIENTATION} & set(board.powers):
        found += _pathways(actor, board, back, on)
    left = [one for one in found if not {one.pathway_id, one.referral_id} & taken]
    return sorted(left, key=_place)


def _place(one: Candidate) -> tuple[Any, ...]:
    return ORDER.index(one.kind), one.rank is None, one.rank or 0, one.since, one.name


def _taken(board: Board) -> set[UUID]:
    """What is already before a coming sitting of this board: pathways and orientations."""
    coming = (SittingState.PLANNED, SittingState.CONVENED, SittingState.OPEN)
    rows = SittingItem.objects.filter(sitting__board=board, sitting__state__in=coming, state__in=ON_AGENDA)
    return {one for pair in rows.values_list("pathway_id", "referral_id") for one in pair if one}


def _coming_back(actor: Any, board: Board) -> dict[UUID, ItemDecision]:
    """The last decision of this board on each pathway or orientation, when it comes back. One query.

    It comes back when it says so, and when it gives a day to look again. What was said before it no longer counts.
    """
    said = ItemDecision.objects.standing().visible_to(actor).filter(item__sitting__board=board)
    last = said.order_by("item__pathway", "item__referral", "-decided_on", "-pk")
    rows = (
        said.filter(pk__in=last.distinct("item__pathway", "item__referral").values("pk"))
        .filter(Q(outcome__in=COMES_BACK) | Q(review_on__isnull=False))
        .select_related("item")
        .order_by("decided_on", "pk")[:MOST]
    )
    found: dict[UUID, ItemDecision] = {}
    for row in rows:
        for key in (row.item.pathway_id, row.item.referral_id):
            if key is not None:
                found[key] = row
    return found


def _orientations(actor: Any, board: Board, back: dict[UUID, ItemDecision], on: date) -> list[Candidate]:
    rows = Referral.objects.visible_to(actor).filter(
        organisation=board.organisation_id,
        programme__in=board.programmes,
        state__in=(State.TO_BOARD, State.WAITING),
        pathway_id=None,
    )
    found = []
    for row in rows.order_by("received_on", "pk")[:MOST]:
        last = back.get(row.pk)
        if row.state == State.WAITING and (last is None or last.outcome != Outcome.WAITING):
            continue  # waits for a place that no board was asked about
        found.append(
            Candidate(
                ItemKind.ADMISSION,
                row.person_id,
                None,
                row.pk,
                row.programme_id,
                row.full_name,
                row.received_on,
                row.handled_by_id,
                rank=last.rank if last else None,
                is_due=last is None or last.review_on is None or last.review_on <= on,
            )
        )
    return found


def _pathways(actor: Any, board: Board, back: dict[UUID, ItemDecision], on: date) -> list[Candidate]:
    last = AdmissionDecision.objects.standing().filter(pathway=OuterRef("pk")).order_by("-decided_on", "-id")
    rows = (
        Pathway.objects.visible_to(actor)
        .filter(organisation=board.organisation_id, programme__in=board.programmes, status=Status.OPEN)
        .annotate(admission=Subquery(last.values("outcome")[:1]))
        .order_by("stage_since", "pk")[: MOST * 2]
    )
    rows = list(rows)
    names = _names(actor, rows)
    thought_of = _thought_of(actor, board, on) if board.may(Power.REORIENTATION) else {}
    found = []
    for row in rows:
        if row.person_id not in names:
            continue
        one = _candidate(board, row, back.get(row.pk), thought_of, names[row.person_id], on)
        if one is not None:
            found.append(one)
    return found


def _names(actor: Any, rows: Iterable[Pathway]) -> dict[UUID, str]:
    wanted = {row.person_id for row in rows}
    people = Person.objects.visible_to(actor).filter(pk__in=wanted)
    return {one.pk: one.full_name for one in people.only("first_names", "usage_name", "birth_name", "alias")}


def _candidate(
    board: Board, row: Any, back: ItemDecision | None, thought_of: dict[UUID, date], name: str, on: date
) -> Candidate | None:
    definition = definition_of(row.programme_version_id)
    stage = definition.stage(row.stage)
    is_in = stage is not None and stage.admitted
    told = (row.person_id, row.pk, None, row.programme_id, name)
    if not is_in and row.stage in waits_at(definition) and row.admission not in SETTLED:
        if not board.may(Power.ADMISSION):
            return None
        return Candidate(
            ItemKind.ADMISSION,
            *told,
            row.stage_since,
            row.referent_id,
            rank=back.rank if back else None,
            is_due=back is None or back.review_on is None or back.review_on <= on,
        )
    review_on = back.review_on if back is not None else None
    if is_in and review_on is not None and review_on <= on and board.may(Power.REVIEW):
        return Candidate(ItemKind.REVIEW, *told, review_on, row.referent_id)
    if is_in and row.pk in thought_of:
        return Candidate(ItemKind.REORIENTATION, *told, thought_of[row.pk], row.referent_id, is_due=False)
    return None


def _thought_of(actor: Any, board: Board, on: date) -> dict[UUID, date]:
    """Pathways for which somebody has thought of another answer since the board last met. One query."""
    held = Sitting.objects.held().filter(board=board, day__lt=on).order_by("-day")
    since = Coalesce(Subquery(held.values("day")[:1]), Value(date.min))
    rows = (
        ForeseenOrientation.objects.visible_to(actor)
        .filter(organisation=board.organisation_id, replaced_at=None)
        .alias(since=since)
        .filter(noted_on__gt=F("since"))
    )
    return dict(rows.exclude(target="").order_by("noted_on").values_list("pathway_id", "noted_on")[:MOST])


def chosen(found: Sequence[Candidate], keys: Iterable[str]) -> list[Candidate]:
    """Those a form names, among those it was offered."""
    wanted = set(keys)
    return [one for one in found if one.key in wanted]
