"""The organisation, its sites and places; how its dossiers are shared, by dated choices with their reason."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cordee.accounts import access
from cordee.accounts.actions.joining import trace
from cordee.accounts.actor import Actor
from cordee.accounts.enums import OrganisationKind, Sharing
from cordee.accounts.models import Organisation, OrganisationSetting, Place, Site
from cordee.accounts.rules import MATRIX
from cordee.kernel.departements import DEPARTEMENTS, clock_of, departement_of
from cordee.kernel.errors import BadInput, NotAllowed

SHARING, ADJUSTING = "sharing", "matrix"


def found_organisation(*, name: str, kind: OrganisationKind, town: str, department: str = "") -> Organisation:
    """A new house, in open team until it chooses otherwise, living by the clock of its département.

    Raises BadInput when the name leaves no code, or for a département that does not exist.
    """
    if department and department not in DEPARTEMENTS:
        raise BadInput(
            "department", _("Ce département n’existe pas\u202f: écrivez par exemple 71, 2A ou 974.")
        )
    code = slugify(f"{name} {town}")[:60].strip("-")
    if not code:
        raise BadInput("name", _("Donnez à l’organisation un nom avec des lettres."))
    if Organisation.objects.filter(code=code).exists():
        raise BadInput("name", _("Cette organisation existe déjà ici."))
    return Organisation.objects.create(code=code, name=name, kind=kind, town=town, **_located(department))


def describe_organisation(organisation: Organisation, *, by: Actor, values: Mapping[str, Any]) -> None:
    """Name, address, how to come; a département not said is that of the postcode. Raises NotAllowed."""
    require(by, "organisation:change")
    department = values.get("department") or departement_of(values.get("postcode", ""))
    _change(organisation, {**values, **_located(department)})


def _located(department: str) -> dict[str, str]:
    return {"department": department, "time_zone": clock_of(department)}


def save_site(site: Site, *, by: Actor, values: Mapping[str, Any]) -> Site:
    """Add a site, or change it. Raises NotAllowed."""
    require(by, "place:change")
    return _add_or_change(site, by, values)  # type: ignore[return-value]


def save_place(place: Place, *, by: Actor, values: Mapping[str, Any]) -> Place:
    """Add a place, or change it. Raises NotAllowed."""
    require(by, "place:change")
    return _add_or_change(place, by, values)  # type: ignore[return-value]


def _add_or_change(thing: Site | Place, by: Actor, values: Mapping[str, Any]) -> Site | Place:
    if not thing._state.adding:
        _change(thing, values)
        return thing
    thing.organisation = by.organisation
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save(force_insert=True)
    return thing


def _change(thing: Organisation | Site | Place, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(values))


def close(thing: Site | Place, *, by: Actor, on: date) -> None:
    """No longer offered from that day on; what happened there keeps its name. Undone by `reopen`."""
    require(by, "place:change")
    _change(thing, {"closed_on": on})


def reopen(thing: Site | Place, *, by: Actor) -> None:
    require(by, "place:change")
    _change(thing, {"closed_on": None})


@transaction.atomic
def choose_sharing(*, by: Actor, mode: Sharing, valid_from: date, reason: str) -> OrganisationSetting:
    """Open team, or by persons followed, from a day on. Raises NotAllowed, BadInput for a past day."""
    require(by, "sharing:change")
    return _set(SHARING, mode.value, by=by, valid_from=valid_from, reason=reason)


@transaction.atomic
def adjust_role(
    *, by: Actor, role: str, kept: Mapping[str, Sequence[str]], valid_from: date, reason: str
) -> OrganisationSetting:
    """What a role opens from a day on, less or more than by default; what was chosen for others is carried over.

    kept: {"house": [partition codes], "following": […]}. Raises NotAllowed, BadInput for a past day, or
    before a change already planned, which would silently undo this one.
    """
    require(by, "sharing:change")
    if role not in MATRIX:
        raise BadInput("role", _("Ce rôle n’existe pas."))
    planned = OrganisationSetting.objects.filter(
        organisation=by.organisation, key=ADJUSTING, valid_from__gt=valid_from
    )
    if later := planned.order_by("valid_from").first():
        raise BadInput(
            "valid_from",
            _(
                "Un changement est déjà prévu le %s : il remplacerait celui-ci. "
                "Choisissez une date à partir de là."
            )
            % f"{later.valid_from:%d/%m/%Y}",
        )
    before = setting_on(by.organisation, ADJUSTING, valid_from)
    matrix = {**(before.value if before else {}), role: {name: sorted(codes) for name, codes in kept.items()}}
    return _set(ADJUSTING, matrix, by=by, valid_from=valid_from, reason=reason)


def _set(key: str, value: Any, *, by: Actor, valid_from: date, reason: str) -> OrganisationSetting:
    if valid_from < by.today:
        raise BadInput("valid_from", _("Choisissez aujourd’hui ou plus tard : le passé ne se réécrit pas."))
    trace(by, f"house.{key}", f"{valid_from} {value}")
    return OrganisationSetting.objects.create(
        organisation=by.organisation,
        key=key,
        value=value,
        valid_from=valid_from,
        reason=reason,
        set_by=by.member,
    )


def setting_on(organisation: Organisation, key: str, day: date) -> OrganisationSetting | None:
    """The choice in force on a day."""
    found = OrganisationSetting.objects.filter(organisation=organisation, key=key, valid_from__lte=day)
    return found.order_by("-valid_from", "-set_at").first()


def require(by: Actor, action: str) -> None:
    if reason := access.reason_against(by, action):
        raise NotAllowed(reason)
