"""What may be done with a deadline, from one's day or from a dossier: the gesture its delay waits for.

A delay that a contact answers offers to note one; one that waits for a day a professional notes by hand (a review
held, a contract signed) offers to say when; the others lead where the answer is given. What no clock keeps is closed
by hand.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cordee.assessments.expiring import THING as SITUATION
from cordee.dossier.access import WRITE_TO_PERSON
from cordee.dossier.access import can as may_write
from cordee.dossier.actions import complete_deadline
from cordee.dossier.models import Deadline
from cordee.engagements.timekeeping import THING as CONTRACT
from cordee.goals.access import can as may_aim
from cordee.goals.section import goals_of_programme
from cordee.goals.timekeeping import THING as GOAL_STEP
from cordee.pathways.access import can as may_follow
from cordee.pathways.actions import note_milestone
from cordee.pathways.models import Pathway
from cordee.programmes.definition import Definition
from cordee.programmes.vocabulary import FACT_KINDS, FactKind
from cordee.referrals.decisions.access import can_for
from cordee.referrals.decisions.timekeeping import THING as ORIENTATION
from cordee.relays.exchanges import THING as EXCHANGE
from cordee.relays.timekeeping import THING as RELAY
from cordee.ui.addresses import address
from cordee.ui.shapes import Action

MET = "contact_noted"
PAPER = "paper"
REFERRAL = "referral"
MESSAGE = "message"


def is_silence(row: Deadline, definition: Definition | None) -> bool:
    """Does it watch over how long nobody has been in touch? Its delay starts again with each contact."""
    item = definition.clock(row.kind) if definition else None
    return item is not None and MET in item.clock.start


def gestures_of(row: Deadline, actor: Any, definition: Definition | None) -> tuple[Action, ...]:
    """The gestures this actor may make, the one that answers first."""
    found = [review_of(row, actor, definition), contract_of(row), answer_to(row, actor, definition)]
    if row.thing_kind == MESSAGE and actor.roles & WRITE_TO_PERSON:
        found.append(Action(_("Voir les messages"), address("person_messages", row.person_id)))
    if may_write(actor, "deadline:change"):
        found.append(Action(_("Reporter"), address("deadline_postpone", row.pk), is_inline=True))
    return tuple(action for action in found if action is not None)


def review_of(row: Deadline, actor: Any, definition: Definition | None) -> Action | None:
    """The review of the goals, where the programme says that this delay waits for it."""
    section = goals_of_programme(definition) if definition else None
    if section is None or section.review != row.kind or not row.pathway_id:
        return None
    if not may_aim(actor, "goal:review"):
        return None
    return Action(_("Faire le bilan"), address("review_goals", row.person_id, row.pathway_id))


def contract_of(row: Deadline) -> Action | None:
    """The contract a deadline is of: what it waits for is read there."""
    if row.thing_kind != CONTRACT:
        return None
    return Action(_("Voir le contrat"), address("contract", row.person_id, row.thing_id))


def answer_to(row: Deadline, actor: Any, definition: Definition | None) -> Action | None:
    """The gesture that answers a deadline; none when it belongs to somebody else's functions."""
    if row.thing_kind == REFERRAL:
        return Action(_("Répondre"), address("referral", row.thing_id))
    if row.thing_kind == PAPER:
        return Action(_("Voir les documents"), address("person_papers", row.person_id))
    if row.thing_kind == SITUATION:
        return Action(_("Voir la situation"), address("person_situation", row.person_id))
    if row.thing_kind == GOAL_STEP:
        return Action(_("Voir le projet"), address("person_project", row.person_id))
    if row.thing_kind in (RELAY, EXCHANGE):
        return Action(_("Voir les relais"), address("person_relays", row.person_id))
    if row.thing_kind == ORIENTATION:
        may_read = can_for(actor, "orientation:read", row.organisation_id)
        return Action(_("Voir l’orientation"), address("orientation", row.person_id)) if may_read else None
    clock = definition.clock(row.kind) if definition else None
    if clock is not None and MET in clock.clock.listens_to:
        if not may_write(actor, "note:write"):
            return None
        return Action(_("Noter un contact"), address("contact", row.person_id), is_inline=True)
    if may_say_done(row, actor, definition):
        return Action(_("C’est fait"), address("deadline_done", row.pk), is_inline=True)
    if row.pathway_id and clock is not None and may_follow(actor, "pathway:move"):
        return Action(_("Voir le parcours"), address("pathway", row.pathway_id))
    return None


def may_say_done(row: Deadline, actor: Any, definition: Definition | None) -> bool:
    """May this actor close it by saying that it is done? A delay of the programme closes by what it waits for, an
    orientation received by its answer, one to decide by the decision."""
    if row.thing_kind in (REFERRAL, PAPER, ORIENTATION, SITUATION, GOAL_STEP, RELAY, EXCHANGE):
        return False
    if definition is None or definition.clock(row.kind) is None:
        return may_write(actor, "deadline:change")
    return bool(kinds_noted_by_hand(row, definition)) and may_follow(actor, "milestone:note")


def kinds_noted_by_hand(row: Deadline, definition: Definition | None) -> list[FactKind]:
    """The days, noted by hand, that answer the delay behind a deadline: those that stop it, else those that start
    it again (a review held calls for the next one)."""
    item = definition.clock(row.kind) if definition else None
    if item is None:
        return []
    return _by_hand(item.clock.stop) or _by_hand(item.clock.start)


def _by_hand(kinds: Iterable[str]) -> list[FactKind]:
    return [FACT_KINDS[kind] for kind in sorted(kinds) if kind in FACT_KINDS and FACT_KINDS[kind].by_hand]


def say_done(row: Deadline, pathway: Pathway | None, *, by: Any, kind: str, on: date) -> None:
    """Note the day that answers a deadline; the delays follow. Raises NotAllowed, BadInput."""
    if pathway is not None and kind:
        note_milestone(pathway, by=by, kind=kind, on=on)
    else:
        complete_deadline(row, by=by)
