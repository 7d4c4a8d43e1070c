"""Fetching for the pages of pathways: everything through `visible_to`, hidden and absent alike.

`Choices` is what the forms offer: each list is read once, when a form needs it.
"""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from cordee.accounts.models import Member, Organisation, Site
from cordee.accounts.rules import opens_dossiers
from cordee.dossier.models import Deadline
from cordee.pathways.access import FOLLOWERS
from cordee.pathways.models import CirclePlace, OwnWords, Pathway
from cordee.pathways.rules import ENTRUSTING_KINDS, entrusts
from cordee.pathways.story import Story, with_story
from cordee.people.models import Person
from cordee.plumbing.prepared import prepared
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.programmes.models import ProgrammeVersion


def story_for(actor: Any, pk: UUID) -> Story:
    """A pathway with its story. One query. Raises Http404 when hidden or absent alike."""
    rows = pathways_among(actor, pk)
    if not rows:
        raise Http404
    return Story(rows[0])


@prepared
def pathways_among(actor: Any, pk: UUID) -> QuerySet[Pathway]:
    return with_story(Pathway.objects.visible_to(actor).filter(pk=pk), actor)


def stories_of(actor: Any, person: Person) -> list[Story]:
    """Every pathway of a person, the running ones first. One query."""
    told = [Story(row) for row in pathways_told(actor, person.organisation_id, person.pk)]
    return sorted(told, key=lambda one: (not one.row.is_running, -one.row.opened_on.toordinal()))


@prepared
def pathways_told(actor: Any, holder: UUID, person: UUID) -> QuerySet[Pathway]:
    rows = Pathway.objects.filter(organisation=holder, person=person).visible_to(actor)
    return with_story(rows, actor)


def pathway_for(actor: Any, pk: UUID) -> Pathway:
    """A pathway to act on, with its person. Raises Http404 when hidden or absent alike."""
    found = Pathway.objects.visible_to(actor).select_related("person").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_for(actor: Any, pk: UUID) -> Person:
    """The person, with what the actor's grounds open. Raises Http404 when hidden or absent alike."""
    found = Person.objects.visible_to(actor).with_grounds_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_to_open_for(actor: Any, pk: UUID) -> Person:
    """The same, with whether their own words are already in the dossier. Raises Http404."""
    spoken = Exists(OwnWords.objects.filter(person=OuterRef("pk")))
    found = Person.objects.visible_to(actor).annotate(has_words=spoken).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def still_sees(actor: Any, person_id: UUID) -> bool:
    """A gesture may close the dossier to whoever made it."""
    return Person.objects.visible_to(actor).filter(pk=person_id).exists()


def place_for(actor: Any, pk: UUID) -> CirclePlace:
    """A place in a circle, with its pathway. Raises Http404 when hidden or absent alike."""
    found = (
        CirclePlace.objects.visible_to(actor)
        .select_related("pathway__person", "member")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def deadlines_of(actor: Any, pathway: Pathway) -> list[Deadline]:
    """What the programme waits for on this pathway, nearest first."""
    rows = Deadline.objects.standing().filter(thing_id=pathway.pk).visible_to(actor)
    return list(rows.select_related("in_charge").order_by("due_on", "pk"))


@prepared
def versions_in_force(house: UUID, on: date) -> QuerySet[ProgrammeVersion]:
    versions = ProgrammeVersion.objects.filter(
        programme__organisation=house, programme__is_active=True, valid_from__lte=on
    )
    in_force = versions.order_by("programme_id", "-valid_from", "-loaded_at").distinct("programme_id")
    return in_force.only("pk", "programme")


@prepared
def at_work(houses: list[UUID], on: date) -> QuerySet[Member]:
    members = Member.objects.active_on(on).filter(organisation__in=houses)
    return members.with_roles(on).order_by("display_name", "pk")


@prepared
def open_sites(house: UUID) -> QuerySet[Site]:
    return Site.objects.filter(organisation=house, closed_on=None)


class Choices:
    """What the house offers in a form: its programmes, colleagues, sites, and who may carry out for it."""

    def __init__(self, actor: Any, *, operator: UUID | None = None) -> None:
        """operator: the organisation that carries the pathway out, whose members may then be named."""
        self.actor = actor
        self.houses = {actor.organisation.pk} | ({operator} if operator else set())

    @cached_property
    def versions(self) -> list[ProgrammeVersion]:
        """The version in force of each programme of the house, by label."""
        found = versions_in_force(self.actor.organisation.pk, self.actor.today)
        return sorted(found, key=lambda version: definition_of(version.pk).label)

    @property
    def programmes(self) -> list[tuple[str, str]]:
        return [(str(version.programme_id), definition_of(version.pk).label) for version in self.versions]

    def version_of(self, programme: Any) -> ProgrammeVersion | None:
        """The version in force of a programme of the house, by its identifier as a form sends it."""
        return next((one for one in self.versions if str(one.programme_id) == str(programme)), None)

    def definition_for(self, programme: Any) -> Definition | None:
        version = self.version_of(programme)
        return definition_of(version.pk) if version else None

    @cached_property
    def members(self) -> list[Any]:
        """Colleagues at work today, with their roles, by name."""
        return at_work(sorted(self.houses), self.actor.today)

    @cached_property
    def referents(self) -> list[tuple[str, str]]:
        return [_named(member) for member in self.members if FOLLOWERS.intersection(member.current_roles)]

    @property
    def professionals(self) -> list[tuple[str, str]]:
        """Those whose trade opens dossiers."""
        return [_named(member) for member in self.members if any(map(opens_dossiers, member.current_roles))]

    def member(self, pk: str) -> Member | None:
        return next((member for member in self.members if str(member.pk) == pk), None)

    @cached_property
    def sites(self) -> list[Site]:
        return open_sites(self.actor.organisation.pk)

    def site(self, pk: str) -> Site | None:
        return next((site for site in self.sites if str(site.pk) == pk), None)

    @cached_property
    def operators(self) -> list[Organisation]:
        """Organisations to which this one may entrust an accompaniment; none for most.

        One that entrusts them itself carries none out for another.
        """
        if not entrusts(self.actor.organisation.kind):
            return []
        others = Organisation.objects.exclude(pk=self.actor.organisation.pk).exclude(
            kind__in=ENTRUSTING_KINDS
        )
        return list(others.order_by("name", "pk").only("pk", "name", "town"))

    def operator(self, pk: str) -> Organisation | None:
        return next((one for one in self.operators if str(one.pk) == pk), None)


def _named(member: Any) -> tuple[str, str]:
    label = f"{member.display_name} ({member.job_title})" if member.job_title else member.display_name
    return str(member.pk), label
