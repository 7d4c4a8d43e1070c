"""What the commission room does when an orientation is welcomed: its situations join the dossier.

What a board had pronounced before there was a dossier is then written on the pathway, in the name of who recorded it.
"""

from typing import Any
from uuid import UUID

from cordee.accounts.actor import Actor
from cordee.commissions import grounds, sealing
from cordee.commissions.enums import ItemKind, Level
from cordee.commissions.models import ItemDecision, SittingItem
from cordee.commissions.rules import stands_for
from cordee.pathways.admitting import carry_admission
from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.programmes.cached import definition_of
from cordee.referrals.models import Referral


def after_answer(*, referral: Referral, move: str, by: Actor, **_told: Any) -> None:
    """Told by `referrals` of each answer, in its transaction."""
    if move != "accept" or referral.person_id is None or referral.pathway_id is None:
        return
    with for_the_holder(referral.organisation_id):
        rows = SittingItem.objects.filter(referral=referral, organisation=referral.organisation_id)
        items = list(rows.select_related("sitting__board"))
        if not items:
            return
        person = Person.objects.get(pk=referral.person_id)
        for item in items:
            if item.person_id is None:
                sealing.join_dossier(item, person, referral.pathway_id)
                grounds.open_items(item.sitting, [item], by=by)
        _pronounce(items, referral.pathway_id, by=by)


def _pronounce(items: list[SittingItem], pathway_id: UUID, *, by: Actor) -> None:
    """The last decision of a board on this orientation, written on the pathway just opened."""
    concerned = [item.pk for item in items if item.kind == ItemKind.ADMISSION]
    rows = ItemDecision.objects.standing().filter(item__in=concerned, level=Level.DECISION, admission_id=None)
    row = rows.select_related("recorded_by", "item").order_by("-decided_on", "-pk").first()
    if row is None:
        return
    pathway = Pathway.objects.get(pk=pathway_id)
    if row.item.programme_id != pathway.programme_id:
        return
    known = definition_of(pathway.programme_version_id).admission.decisions
    code = stands_for(row.outcome, [(one.code, one.outcome) for one in known])
    if not code:
        return
    made = carry_admission(
        pathway,
        by=by,
        recorded_by=row.recorded_by,
        decision=code,
        decided_on=row.decided_on,
        effective_from=row.effective_from,
        authority=row.authority,
    )
    row.admission_id, row.decision_code = made.pk, code
    row.save(update_fields=["admission_id", "decision_code"])
