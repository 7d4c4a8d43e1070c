"""What is done with a partner and its sites: added, changed, closed, open again.

Referents and contacts are in linking, agreements in agreeing, services in offering.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.partners import hooks, vocabulary
from cordee.partners.access import can, reason_against
from cordee.partners.enums import Domain, partner_kinds
from cordee.partners.hours import read_hours
from cordee.partners.identifiers import read_phone, read_siret
from cordee.partners.models import Partner, PartnerSite

Row = TypeVar("Row", bound=models.Model)
SHORTEST_NAME = 2
# What a form may write; the rest is written by the actions themselves.
FIELDS = (
    "name", "short_name", "kinds", "domains", "description", "siret", "phone", "email", "website", "street", "extra",
    "postcode", "town", "insee", "territory", "opening_hours", "accessibility", "accessibility_url", "networks",
    "is_sensitive",
)  # fmt: skip
FROM_ELSEWHERE = ("source", "source_id", "source_date", "latitude", "longitude")
SITE_FIELDS = (
    "name", "phone", "street", "extra", "postcode", "town", "insee", "opening_hours", "accessibility", "closed_on",
)  # fmt: skip


class ChangedMeanwhile(StaleState):
    """A colleague wrote meanwhile; nothing is written. row: what now stands; names: the columns that differ."""

    def __init__(self, row: Any, names: list[str]) -> None:
        super().__init__(_("Un collègue a écrit ici pendant que vous écriviez."))
        self.row, self.names = row, names


def check(by: Actor, action: str = "partner:write") -> None:
    """Raises NotAllowed."""
    if not can(by, action):
        raise NotAllowed(reason_against(by, action))


def taken(row: Row, *, seen: int, said: Mapping[str, Any]) -> Row:
    """The row as it stands, held until the end of the transaction, for whoever saw that version of it.

    Raises ChangedMeanwhile when what is said differs from what a colleague wrote since.
    """
    kept = type(row)._default_manager.select_for_update().get(pk=row.pk)
    version = getattr(kept, "version")  # noqa: B009 - every row here has one
    if version != seen:
        differing = [name for name, value in said.items() if getattr(kept, name) != value]
        if differing:
            raise ChangedMeanwhile(kept, differing)
    return kept


def write(row: Row, said: Mapping[str, Any], *, by: Actor) -> bool:
    """Write what differs, raise the version; False when nothing did."""
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    if not changed:
        return False
    values: Any = row
    for name in changed:
        setattr(values, name, said[name])
    values.version += 1
    written = [*changed, "version"]
    known = {field.name for field in row._meta.concrete_fields}
    if "changed_at" in known:
        values.changed_at, values.changed_by = timezone.now(), by.member
        written += ["changed_at", "changed_by"]
    if isinstance(row, Partner):
        row.key_again()
        written += ["search_key", "sort_key"]
    row.save(update_fields=list(dict.fromkeys(written)))
    return True


# Partners


@transaction.atomic
def add_partner(*, by: Actor, **said: Any) -> Partner:
    """Put a structure in the directory. Only its name is needed. Raises NotAllowed, BadInput."""
    check(by)
    partner = Partner(organisation=by.organisation, created_by=by.member, changed_by=by.member)
    for name, value in settled(said).items():
        setattr(partner, name, value)
    if not partner.name:
        raise BadInput("name", _("Donnez le nom de la structure."))
    partner.key_again()
    partner.save(force_insert=True)
    return partner


@transaction.atomic
def change_partner(partner: Partner, *, by: Actor, seen: int, **said: Any) -> bool:
    """Change what is known of it; False when nothing differs. seen: the version shown.

    Raises NotAllowed, BadInput, ChangedMeanwhile.
    """
    check(by)
    values = settled(said)
    return write(taken(partner, seen=seen, said=values), values, by=by)


@transaction.atomic
def close_partner(
    partner: Partner, *, by: Actor, seen: int, on: date, turn_to: Partner | None = None, words: str = ""
) -> Partner:
    """It receives nobody any more; its page stays, with whom to turn to. on: its last day, or the day it is known,
    never one to come.

    turn_to: fetched `visible_to` the actor. Raises NotAllowed, BadInput, ChangedMeanwhile.
    """
    check(by)
    if on > by.today:
        raise BadInput(
            "on",
            _("Ce jour n’est pas encore venu\u202f: tant qu’on y accueille, il reste au répertoire."),
        )
    if turn_to is not None and (turn_to.pk == partner.pk or turn_to.is_closed):
        raise BadInput("turn_to", _("Choisissez une structure encore ouverte, une autre que celle-ci."))
    said = {"closed_on": on, "turn_to": turn_to, "turn_to_words": words.strip()}
    kept = taken(partner, seen=seen, said=said)
    write(kept, said, by=by)
    hooks.tell_closed(kept, on=by.today)
    return kept


@transaction.atomic
def reopen_partner(partner: Partner, *, by: Actor) -> Partner:
    """Closed by mistake, or open again. Raises NotAllowed."""
    check(by)
    said = {"closed_on": None, "turn_to": None, "turn_to_words": ""}
    kept = taken(partner, seen=partner.version, said={})
    if write(kept, said, by=by):
        hooks.tell_open_again(kept, on=by.today)
    return kept


def settled(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as it is kept: trimmed, telephones and SIRET checked, codes known. Raises BadInput."""
    values = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if unexpected := set(values) - {*FIELDS, *FROM_ELSEWHERE}:
        raise TypeError(f"a partner has no {sorted(unexpected)}")
    if "name" in values and len(values["name"]) < SHORTEST_NAME:
        raise BadInput("name", _("Donnez le nom de la structure."))
    if "siret" in values:
        values["siret"] = read_siret(values["siret"])
    _settle_ways(values)
    check_texts(Partner, values)
    _check_codes(values, "kinds", partner_kinds())
    _check_codes(values, "domains", dict(Domain.choices))
    _check_codes(values, "networks", vocabulary.listed("networks"))
    _check_place(values)
    return values


def check_texts(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Nothing longer than its column, no link but to the web: a table brings what no form has read. Raises BadInput."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        longest = getattr(field, "max_length", None)
        if isinstance(value, str) and longest is not None and len(value) > longest:
            raise BadInput(
                name, _("Ce texte est trop long\u202f: %(most)s signes au plus.") % {"most": longest}
            )
        if isinstance(field, models.URLField) and value and not value.startswith(("http://", "https://")):
            raise BadInput(name, _("Une adresse du web commence par https://."))


def _settle_ways(values: dict[str, Any]) -> None:
    """Telephone and opening hours, as they are kept; hours of another producer stay as they came."""
    if "phone" in values:
        values["phone"] = read_phone(values["phone"])
    if "opening_hours" in values and not values.get("source"):
        values["opening_hours"] = read_hours(values["opening_hours"])


def _check_codes(values: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> None:
    if any(code not in known for code in values.get(name, ())):
        raise BadInput(name, _("Ce choix n’est plus proposé. Choisissez dans la liste."))


def _check_place(values: Mapping[str, Any]) -> None:
    postcode = values.get("postcode", "")
    if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 5):
        raise BadInput("postcode", _("Un code postal compte cinq chiffres."))
    insee = values.get("insee", "")
    if insee and not (len(insee) == 5 and insee.isascii() and insee.isalnum()):
        raise BadInput("insee", _("Un code INSEE de commune compte cinq signes, par exemple 57672."))


# Sites


@transaction.atomic
def add_site(partner: Partner, *, by: Actor, **said: Any) -> PartnerSite:
    """Another door of the same structure. Raises NotAllowed, BadInput."""
    check(by)
    site = PartnerSite(organisation_id=partner.organisation_id, partner=partner)
    for name, value in _settled_site(said).items():
        setattr(site, name, value)
    site.save(force_insert=True)
    return site


@transaction.atomic
def change_site(site: PartnerSite, *, by: Actor, seen: int, **said: Any) -> bool:
    """Raises NotAllowed, BadInput, ChangedMeanwhile."""
    check(by)
    values = _settled_site(said)
    return write(taken(site, seen=seen, said=values), values, by=by)


def _settled_site(said: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if unexpected := set(values) - set(SITE_FIELDS):
        raise TypeError(f"a site has no {sorted(unexpected)}")
    if len(values.get("name", "")) < SHORTEST_NAME:
        raise BadInput(
            "name", _("Donnez un nom à ce lieu, par exemple «\u202fPermanence de Florange\u202f».")
        )
    _settle_ways(values)
    _check_place(values)
    return values
