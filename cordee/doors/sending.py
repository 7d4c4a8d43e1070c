"""From one house of the instance to another: the receiving one gets an ordinary orientation, the sender follows.

Two dossiers, never one: what the sender keeps is its own line, told of each answer (state and day). When the person
agreed to it, that line is also told of the stages and milestones there, for ninety days (shared.py).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Organisation
from cordee.doors import shared
from cordee.doors.access import can, reason_against
from cordee.doors.inside import inside
from cordee.doors.models import Follow, Sending
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.referrals.enums import Door, StructureKind
from cordee.referrals.models import Referral
from cordee.referrals.receiving import receive_referral


@dataclass(frozen=True)
class Destination:
    """A programme of another house. label: « Maison, dispositif »."""

    organisation: Organisation
    programme: UUID
    label: str


@transaction.atomic
def send_referral(
    *,
    by: Actor,
    to: Destination,
    first_names: str,
    reason: str,
    told: str,
    person_agrees: bool,
    follows: bool = False,
    person: Person | None = None,
    **described: Any,
) -> Sending:
    """Orient somebody towards another house. described: usage_name, birth, phone, email, reach_note.

    person: their dossier here, when there is one. follows: they agree that the sender goes on reading the stages.
    Raises NotAllowed, BadInput.
    """
    if not can(by, "referral:send"):
        raise NotAllowed(reason_against(by, "referral:send"))
    if not person_agrees:
        raise BadInput(
            "person_agrees", _("Parlez-en d’abord avec la personne\u202f: rien ne part sans son accord.")
        )
    sending = Sending(
        organisation=by.organisation,
        person=person,
        to_organisation=to.organisation,
        towards=to.label,
        first_names=first_names,
        usage_name=described.get("usage_name", ""),
        sent_on=by.today,
        state_since=by.today,
        sent_by=by.member,
        follows=follows,
    )
    words = "\n\n".join((reason, _("Ce qui lui a été dit\u202f: %s") % told))
    with inside(to.organisation.pk):
        received = receive_referral(
            organisation=to.organisation,
            on=to.organisation.today,
            channel=Door.OTHER_HOUSE,
            reason=words,
            programme_id=to.programme,
            first_names=first_names,
            person_agrees=True,
            **_sender(by),
            **described,
        )
        Follow(
            organisation=to.organisation,
            referral_id=received.pk,
            reference=f"I-{received.pk.hex[-10:]}",
            house=by.organisation,
            sending_id=sending.pk,
            expires_at=timezone.now(),
        ).save(force_insert=True)
    sending.referral_id = received.pk
    sending.save(force_insert=True)
    return sending


def _sender(by: Actor) -> dict[str, str]:
    """Who orients, as the other house reads it."""
    contact = ", ".join(part for part in (by.member.user.email, by.organisation.phone) if part)
    return {
        "structure": by.organisation.name,
        "structure_kind": StructureKind.ASSOCIATION if by.organisation.kind == "association" else "",
        "referrer_name": by.member.display_name,
        "referrer_function": by.member.job_title,
        "referrer_contact": contact,
    }


def on_answer(*, referral: Referral, move: str, by: Any, **told: Any) -> None:
    """Told of each answer of the house that received, in its transaction."""
    with for_the_holder(referral.organisation_id):
        sent = Follow.objects.filter(referral_id=referral.pk, sending_id__isnull=False).first()
        if sent is not None:
            tell_sender(sent, referral, accepted=move == "accept")


def tell_sender(follow: Follow, referral: Referral, *, accepted: bool) -> None:
    """The answer, told to the house that sent: its own line, and nothing else of it."""
    with inside(follow.house_id):  # type: ignore[arg-type]
        line = Sending.objects.select_for_update().filter(referral_id=referral.pk).first()
        if line is None:  # their own dossier is closed to their team: nobody is to be told
            return
        line.state, line.state_since = referral.state, referral.state_since
        line.steps.append({"state": str(referral.state), "on": referral.state_since.isoformat()})
        line.save(update_fields=["state", "state_since", "steps"])
    if line.follows and accepted:
        until = shared.begin(follow)
        with inside(follow.house_id):  # type: ignore[arg-type]
            Sending.objects.filter(pk=line.pk).update(shown_until=until)
        shared.tell_beginning(follow, referral)
