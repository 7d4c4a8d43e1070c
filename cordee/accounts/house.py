"""The settings as the pages show them: sites and places, rights in words, the choices made and to come."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cordee.accounts.actions.house import ADJUSTING, SHARING
from cordee.accounts.actor import Actor
from cordee.accounts.enums import Role, Sharing
from cordee.accounts.models import Organisation, OrganisationSetting, Place, Site
from cordee.accounts.rules import MATRIX, opens_dossiers, rights_of
from cordee.accounts.words import rights_words
from cordee.kernel.partitions import codes_of


def fresh(organisation: Organisation) -> Organisation:
    """A copy for a form to fill in: what is typed and refused must not show in the page's header."""
    return Organisation.objects.get(pk=organisation.pk)


@dataclass
class Places:
    """sites: each with its open places. without_site: places of no open site. closed: no longer offered."""

    sites: list[tuple[Site, list[Place]]] = field(default_factory=list)
    without_site: list[Place] = field(default_factory=list)
    closed_sites: list[Site] = field(default_factory=list)
    closed_places: list[Place] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.sites or self.without_site or self.closed_sites or self.closed_places)


def places_of(actor: Actor) -> Places:
    """Two queries."""
    found = Places()
    of_site: dict[UUID | None, list[Place]] = {}
    for place in Place.objects.filter(organisation=actor.organisation).order_by("name"):
        if place.closed_on:
            found.closed_places.append(place)
        else:
            of_site.setdefault(place.site_id, []).append(place)
    for site in Site.objects.filter(organisation=actor.organisation).order_by("name"):
        if site.closed_on:
            found.closed_sites.append(site)
        else:
            found.sites.append((site, of_site.pop(site.pk, [])))
    found.without_site = [place for places in of_site.values() for place in places]
    return found


def site_or_404(actor: Actor, site_id: UUID) -> Site:
    site = Site.objects.filter(organisation=actor.organisation, pk=site_id).first()
    if site is None:
        raise Http404
    return site


def place_or_404(actor: Actor, place_id: UUID) -> Place:
    place = Place.objects.filter(organisation=actor.organisation, pk=place_id).first()
    if place is None:
        raise Http404
    return place


@dataclass(frozen=True, slots=True)
class RoleLine:
    """What a role opens today in this house, in words. is_adjusted: not what the default gives."""

    code: str
    label: str
    words: list[str]
    is_adjusted: bool
    can_be_adjusted: bool


def rights_by_role(actor: Actor) -> list[RoleLine]:
    """Every role, with what it opens here and now."""
    open_team = actor.sharing == Sharing.OPEN_TEAM
    lines = []
    for role in Role:
        held = frozenset({role.value})
        here = rights_of(held, open_team=open_team, matrix=actor.matrix)
        is_adjusted = here != rights_of(held, open_team=open_team)
        lines.append(
            RoleLine(role.value, str(role.label), rights_words(here), is_adjusted, opens_dossiers(role))
        )
    return lines


def kept_by(actor: Actor, role: str) -> dict[str, list[str]]:
    """What the role keeps today, as the form shows it."""
    kept = (actor.matrix or {}).get(role, {})
    rights = MATRIX[role]
    return {
        "house": list(kept.get("house", codes_of(rights.house))),
        "following": list(kept.get("following", codes_of(rights.following))),
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """A dated choice of the house, told."""

    valid_from: date
    what: str
    reason: str
    by: str


def choices_of(actor: Actor) -> list[Choice]:
    """The last choices about sharing, those to come included, the latest first."""
    found = OrganisationSetting.objects.filter(organisation=actor.organisation, key__in=[SHARING, ADJUSTING])
    latest = found.select_related("set_by").order_by("-valid_from", "-set_at")[:30]
    return [
        Choice(one.valid_from, choice_words(one), one.reason, str(one.set_by) if one.set_by else "")
        for one in latest
    ]


def choice_words(setting: OrganisationSetting) -> str:
    if setting.key == SHARING:
        return str(capfirst(Sharing(setting.value).label))
    adjusted = ", ".join(str(role.label) for role in Role if role.value in setting.value)
    return _("Droits ajustés : %s") % adjusted
