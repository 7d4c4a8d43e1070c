"""The link with a partner: who answers for it, and when we last spoke."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.dates import add_days
from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.partners.actions import check, check_texts, taken, write
from cordee.partners.enums import Means
from cordee.partners.identifiers import read_phone
from cordee.partners.models import InstitutionalReferent, Partner, PartnerContact
from cordee.partners.rules import days_in_order
from cordee.partners.words import write_words

LONGEST_WORDS = 500
REFERENT_FIELDS = ("name", "function", "phone", "email", "about", "from_on", "until_on")


# Referents


@transaction.atomic
def name_referent(
    partner: Partner, *, by: Actor, replaces: InstitutionalReferent | None = None, **said: Any
) -> InstitutionalReferent:
    """Somebody answers for this partner from a day on; whom they replace stays in the history until the day before.

    replaces: of the same partner, fetched `visible_to` the actor. Raises NotAllowed, BadInput, ChangedMeanwhile.
    """
    check(by)
    values = _settled(said)
    row = InstitutionalReferent(
        organisation_id=partner.organisation_id, partner=partner, changed_by=by.member, **values
    )
    row.search_key = _key(row.name)
    row.save(force_insert=True)
    if replaces is not None and replaces.until_on is None:
        last = max(replaces.from_on, add_days(row.from_on, -1))
        end_referent(replaces, by=by, seen=replaces.version, on=last)
    return row


@transaction.atomic
def change_referent(referent: InstitutionalReferent, *, by: Actor, seen: int, **said: Any) -> bool:
    """Say who they are otherwise. Raises NotAllowed, BadInput, ChangedMeanwhile."""
    check(by)
    values = _settled(said)
    kept = taken(referent, seen=seen, said=values)
    return write(kept, values | {"search_key": _key(values["name"])}, by=by)


@transaction.atomic
def end_referent(referent: InstitutionalReferent, *, by: Actor, seen: int, on: date) -> bool:
    """They no longer answer for it; `on` is their last day. Raises NotAllowed, BadInput, ChangedMeanwhile."""
    check(by)
    if not days_in_order(referent.from_on, on).ok:
        raise BadInput("on", _("Ce jour vient avant le début de sa fonction."))
    said = {"until_on": on}
    return write(taken(referent, seen=seen, said=said), said, by=by)


def _settled(said: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in said.items()
    }
    if unexpected := set(values) - set(REFERENT_FIELDS):
        raise TypeError(f"a referent has no {sorted(unexpected)}")
    if not values.get("name"):
        raise BadInput("name", _("Qui faut-il demander\u202f? Donnez un nom."))
    values["phone"] = read_phone(values.get("phone", ""))
    check_texts(InstitutionalReferent, values)
    verdict = days_in_order(values["from_on"], values.get("until_on"))
    if not verdict.ok:
        raise BadInput("until_on", verdict.reason)
    return values


def _key(name: str) -> str:
    return f" {search_key(name)} "


# Contacts


@transaction.atomic
def note_contact(partner: Partner, *, by: Actor, on: date, means: str, words: str = "") -> PartnerContact:
    """We spoke with them. Raises NotAllowed, BadInput for a day to come."""
    check(by)
    if on > by.today:
        raise BadInput("on", _("Ce jour n’est pas encore venu."))
    if means not in Means.values:
        raise BadInput("means", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    contact = PartnerContact(
        organisation_id=partner.organisation_id, partner=partner, day=on, member=by.member, means=means
    )
    write_words(contact, words.strip()[:LONGEST_WORDS])
    contact.save(force_insert=True)
    _remember(partner)
    return contact


@transaction.atomic
def withdraw_contact(contact: PartnerContact, *, by: Actor) -> None:
    """Noted by mistake: the link counts from the one before. Raises NotAllowed."""
    check(by)
    kept = PartnerContact.objects.select_for_update().get(pk=contact.pk)
    if kept.withdrawn_at is None:
        kept.withdrawn_at = timezone.now()
        kept.save(update_fields=["withdrawn_at"])
        _remember(kept.partner)


def _remember(partner: Partner) -> None:
    """The day of the last contact, on the partner itself: lists sort and filter on it. Its version does not change."""
    kept = Partner.objects.select_for_update().get(pk=partner.pk)
    latest = PartnerContact.objects.standing().filter(partner=kept).order_by("-day", "-pk").first()
    kept.last_contact_on = latest.day if latest else None
    kept.save(update_fields=["last_contact_on"])
    partner.last_contact_on = kept.last_contact_on
