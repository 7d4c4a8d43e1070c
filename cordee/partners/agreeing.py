"""Agreements with a partner: written down, changed, renewed by another, stopped."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.dates import add_days
from cordee.kernel.errors import BadInput
from cordee.partners.actions import check, taken, write
from cordee.partners.enums import AgreementKind
from cordee.partners.models import Agreement, Partner
from cordee.partners.rules import days_in_order

MOST_MONTHS = 24
FIELDS = ("kind", "label", "signed_on", "until", "notice_months", "renews_itself", "terms")


@transaction.atomic
def add_agreement(partner: Partner, *, by: Actor, renews: Agreement | None = None, **said: Any) -> Agreement:
    """Write an agreement down. renews: the one it follows, of the same partner, which ends the day before it is signed.

    Raises NotAllowed, BadInput, ChangedMeanwhile.
    """
    check(by)
    agreement = Agreement(
        organisation_id=partner.organisation_id, partner=partner, changed_by=by.member, **_settled(said)
    )
    agreement.save(force_insert=True)
    if renews is not None and renews.ended_on is None and agreement.signed_on is not None:
        last = add_days(agreement.signed_on, -1)
        end_agreement(renews, by=by, seen=renews.version, on=max(last, renews.signed_on or last))
    return agreement


@transaction.atomic
def change_agreement(agreement: Agreement, *, by: Actor, seen: int, **said: Any) -> bool:
    """Raises NotAllowed, BadInput, ChangedMeanwhile."""
    check(by)
    values = _settled(said)
    return write(taken(agreement, seen=seen, said=values), values, by=by)


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: Actor, seen: int, on: date) -> bool:
    """It no longer holds after this day. Raises NotAllowed, BadInput, ChangedMeanwhile."""
    check(by)
    if not days_in_order(agreement.signed_on, on).ok:
        raise BadInput("on", _("Ce jour vient avant la signature."))
    said = {"ended_on": on}
    return write(taken(agreement, seen=seen, said=said), said, by=by)


def _settled(said: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in said.items()
    }
    if unexpected := set(values) - set(FIELDS):
        raise TypeError(f"an agreement has no {sorted(unexpected)}")
    if values.get("kind") not in AgreementKind.values:
        raise BadInput("kind", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    verdict = days_in_order(values.get("signed_on"), values.get("until"))
    if not verdict.ok:
        raise BadInput("until", verdict.reason)
    months = values.get("notice_months")
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise BadInput("notice_months", _("Entre zéro et vingt-quatre mois."))
    return values
