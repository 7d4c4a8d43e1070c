"""Fetching for public pages: tables that name nobody, and nothing else."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from cordee.accounts.models import Organisation
from cordee.doors.models import PublicPage, Sending
from cordee.doors.sending import Destination
from cordee.people.models import Person
from cordee.programmes.definition import Definition
from cordee.programmes.fetch import each_in_force
from cordee.programmes.models import ProgrammeVersion

SENDINGS = 50


@dataclass(frozen=True)
class Front:
    """A house as anybody sees it."""

    organisation: Organisation
    page: PublicPage

    @property
    def address(self) -> str:
        """« 18 rue Charles Fourier, 75013 Paris »"""
        house = self.organisation
        town = f"{house.postcode} {house.town}".strip()
        return ", ".join(part for part in (house.street, town) if part)


def front_of(code: str) -> Front:
    """A published page. Raises Http404 when the house is unknown or has published none, alike."""
    found = PublicPage.objects.select_related("organisation").filter(organisation__code=code).first()
    if found is None or not found.is_published:
        raise Http404
    return Front(found.organisation, found)


def own_page(actor: Any) -> PublicPage:
    """The page of the actor's house, as it stands; a blank one before the first."""
    found = PublicPage.objects.visible_to(actor).first()
    return found or PublicPage(organisation=actor.organisation, version=0)


def programmes_of(organisation: Organisation) -> list[Definition]:
    """What the house offers today, in the words of its definitions. One query."""
    return [definition for _programme, definition in programmes_by_id(organisation)]


def programmes_by_id(organisation: Organisation) -> list[tuple[UUID, Definition]]:
    """(identifier, definition) of each, by label. One query."""
    versions = each_in_force(organisation, organisation.today)
    found = [(version.programme_id, version.definition) for version in versions]
    return sorted(found, key=lambda one: one[1].label)


def destinations_for(actor: Any) -> list[Destination]:
    """The programmes of the other houses that say publicly that they take orientations. One query."""
    versions = (
        ProgrammeVersion.objects.filter(
            programme__is_active=True,
            programme__organisation__public_page__is_published=True,
            programme__organisation__public_page__takes_orientations=True,
            valid_from__lte=actor.today,
        )
        .exclude(programme__organisation=actor.organisation)
        .order_by("programme_id", "-valid_from", "-loaded_at")
        .distinct("programme_id")
        .select_related("programme__organisation")
    )
    found = [
        Destination(
            one.programme.organisation,
            one.programme_id,
            f"{one.programme.organisation}, {one.definition.label}",
        )
        for one in versions
    ]
    return sorted(found, key=lambda one: one.label.casefold())


def sendings_of(actor: Any, start: int) -> list[Sending]:
    """A page of what the actor may follow, the latest first, and one line more when there are others."""
    rows = Sending.objects.visible_to(actor).select_related("sent_by").order_by("-sent_on", "-pk")
    return list(rows[start : start + SENDINGS + 1])


def sending_for(actor: Any, pk: UUID) -> Sending:
    """Raises Http404 when hidden or absent alike."""
    found = (
        Sending.objects.visible_to(actor).select_related("sent_by", "to_organisation").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def person_to_send(actor: Any, text: str) -> Person | None:
    """The dossier an address names, when the actor may see it; nothing otherwise."""
    try:
        seen = Person.objects.visible_to(actor).filter(organisation=actor.organisation)
        return seen.filter(pk=UUID(text)).first() if text else None
    except ValueError:
        return None
