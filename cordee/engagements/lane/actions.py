"""What is noted of the social lane: that it waits twelve months, and why; that the situation was looked at again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.engagements import timekeeping
from cordee.engagements.access import may, reason_against
from cordee.engagements.actions import locked
from cordee.engagements.enums import Status
from cordee.engagements.lane.enums import Ground
from cordee.engagements.lane.keeping import awaited, begin
from cordee.engagements.lane.models import LaneReview
from cordee.engagements.models import Contract
from cordee.engagements.rules import reexamined_by
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import examine
from cordee.people.models import Person


def _held(contract: Contract, person: Person, by: Actor) -> LaneReview:
    if not may(by, person, "contract:write"):
        raise NotAllowed(
            reason_against(by, "contract:write") or _("Cette partie du dossier vous est fermée.")
        )
    if not person.opened_to(by) & Partition.SOCIAL:
        raise NotAllowed(_("Cette partie du dossier vous est fermée."))
    locked(contract)
    row = awaited(contract)
    if row is None or contract.status != Status.SIGNED:
        raise StaleState(_("Aucun réexamen de la voie sociale n’est attendu."))
    return row


@transaction.atomic
def extend_lane(contract: Contract, person: Person, *, by: Actor, ground: str) -> LaneReview:
    """Twelve months instead of six. Raises NotAllowed, BadInput, StaleState, RuleBroken (RSA-19: no ground)."""
    row = _held(contract, person, by)
    if ground not in Ground.values:
        raise BadInput("ground", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    _due, verdict = reexamined_by(row.started_on, {ground} if ground else set(), extended=True)
    examine([verdict]).raise_if_refused()
    row.ground, row.extended_on = ground, by.today
    row.save(update_fields=["ground", "extended_on"])
    _tell(contract, person, "lane_extended", by=by, on=by.today)
    timekeeping.keep_time(contract, person, on=by.today)
    return row


@transaction.atomic
def note_lane_review(contract: Contract, person: Person, *, by: Actor, on: date) -> LaneReview:
    """The situation was looked at again with France Travail: a new period begins. Raises NotAllowed, BadInput,
    StaleState."""
    row = _held(contract, person, by)
    if on > by.today:
        raise BadInput("on", _("Ce jour est dans l’avenir."))
    if on < row.started_on:
        raise BadInput("on", _("Ce jour vient avant le début de la période."))
    row.held_on = on
    row.save(update_fields=["held_on"])
    made = begin(contract, on=on, by=by)
    _tell(contract, person, "lane_reviewed", by=by, on=on)
    timekeeping.keep_time(contract, person, on=by.today)
    return made


def _tell(contract: Contract, person: Person, kind: str, *, by: Actor, on: date) -> None:
    record_fact(
        person=person, kind=kind, day=on, by=by, pathway_id=contract.pathway_id, partition=Partition.SOCIAL,
        thing=contract,
    )  # fmt: skip
