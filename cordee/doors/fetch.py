"""Fetching for public pages: tables that name nobody, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from cordee.accounts.models import Organisation
from cordee.doors.models import PublicPage
from cordee.programmes.definition import Definition
from cordee.programmes.fetch import each_in_force


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
    versions = each_in_force(organisation, organisation.today)
    return sorted((version.definition for version in versions), key=lambda one: one.label)
