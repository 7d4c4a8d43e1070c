"""What a partner offers: services written down, changed, ended. In the words of data·inclusion."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput
from cordee.partners import vocabulary
from cordee.partners.actions import check, check_texts, taken, write
from cordee.partners.hours import read_hours
from cordee.partners.identifiers import read_phone
from cordee.partners.models import Partner, PartnerService

FIELDS = (
    "name", "description", "kind", "themes", "publics", "publics_words", "conditions", "fee", "fee_words", "reception",
    "zones", "mobilisation", "mobilisable_by", "mobilisation_words", "mobilisation_url", "contact_name",
    "phone", "email", "opening_hours", "weekly_hours", "weeks",
)  # fmt: skip
FROM_ELSEWHERE = ("source", "source_id", "source_date")
LISTS = {
    "themes": "themes", "publics": "publics", "reception": "reception_modes", "mobilisation": "mobilisation_modes",
    "mobilisable_by": "mobilisable_by",
}  # fmt: skip
EVERYBODY = "tous-publics"
SHORTEST_NAME = 3


@transaction.atomic
def add_service(partner: Partner, *, by: Actor, **said: Any) -> PartnerService:
    """Write down what they offer. Raises NotAllowed, BadInput."""
    check(by)
    service = PartnerService(
        organisation_id=partner.organisation_id, partner=partner, changed_by=by.member, **settled(said)
    )
    service.save(force_insert=True)
    return service


@transaction.atomic
def change_service(service: PartnerService, *, by: Actor, seen: int, **said: Any) -> bool:
    """Raises NotAllowed, BadInput, ChangedMeanwhile."""
    check(by)
    values = settled(said)
    return write(taken(service, seen=seen, said=values), values, by=by)


@transaction.atomic
def end_service(service: PartnerService, *, by: Actor, seen: int, on: date | None) -> bool:
    """They do not offer it any more, or again (None). Raises NotAllowed, ChangedMeanwhile."""
    check(by)
    said = {"closed_on": on}
    return write(taken(service, seen=seen, said=said), said, by=by)


def settled(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of a service, as it is kept. Raises BadInput."""
    values = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if unexpected := set(values) - {*FIELDS, *FROM_ELSEWHERE}:
        raise TypeError(f"a service has no {sorted(unexpected)}")
    check_texts(PartnerService, values)
    if len(values.get("name", "")) < SHORTEST_NAME:
        raise BadInput("name", _("Donnez un nom à ce service, trois lettres au moins."))
    for name, listed in LISTS.items():
        if vocabulary.unknown(listed, values.get(name, ())):
            raise BadInput(name, _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    if EVERYBODY in values.get("publics", ()) and len(values["publics"]) > 1:
        said_of_public = _(
            "«\u202fTous publics\u202f» se choisit seul\u202f: ou bien tout le monde, ou bien certains publics."
        )
        raise BadInput("publics", said_of_public)
    for name, listed in (("kind", "service_types"), ("fee", "fees")):
        if values.get(name) and vocabulary.unknown(listed, [values[name]]):
            raise BadInput(name, _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    if "phone" in values:
        values["phone"] = read_phone(values["phone"])
    if "opening_hours" in values and not values.get("source"):
        values["opening_hours"] = read_hours(values["opening_hours"])
    return values
