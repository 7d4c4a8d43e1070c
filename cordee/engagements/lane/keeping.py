"""The period of a contract in the social lane, kept in step with the contract: begun, moved on, ended."""

from datetime import date
from typing import Any

from cordee.accounts.actor import Actor
from cordee.engagements.lane.models import LaneReview
from cordee.engagements.rules import SOCIAL, reexamined_by
from cordee.plumbing.context import for_the_holder
from cordee.programmes.law import LawDelay


def awaited(contract: Any) -> LaneReview | None:
    """The period that runs, whoever asks: what it waits for is the house's. One query."""
    organisation, pk = contract.organisation_id, contract.pk
    with for_the_holder(organisation):
        return LaneReview.objects.filter(
            organisation=organisation, contract=pk, held_on=None, ended_on=None
        ).first()


def keep(contract: Any, *, signed: bool, on: date, by: Actor | None) -> LaneReview | None:
    """Begin a period where a contract enters the social lane, end it where it leaves it."""
    row = awaited(contract)
    wanted = signed and contract.lane == SOCIAL and not contract.is_old
    if wanted and row is None:
        return begin(contract, on=on, by=by)
    if not wanted and row is not None:
        with for_the_holder(row.organisation_id):
            row.ended_on = on
            row.save(update_fields=["ended_on"])
        return None
    return row


def begin(contract: Any, *, on: date, by: Actor | None) -> LaneReview:
    row = LaneReview(
        organisation_id=contract.organisation_id,
        person_id=contract.person_id,
        contract=contract,
        started_on=on,
        recorded_by=by.member if by else None,
    )
    with for_the_holder(row.organisation_id):
        row.save(force_insert=True)
    return row


def days_of(started_on: date, ground: str) -> tuple[date, date]:
    """(day of the warning, last day) of a period."""
    due, _verdict = reexamined_by(started_on, {ground} if ground else set(), extended=bool(ground))
    if due is None:
        raise ValueError(ground)
    return LawDelay("RSA-19.warn").before(due), due
