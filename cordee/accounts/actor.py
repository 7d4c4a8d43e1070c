"""Who is asking: a member, in an organisation, with the roles held today.

Everything that decides reads this one object: `visible_to(actor)`, `can(actor, …)`, the database context.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cordee.accounts.enums import Sharing
from cordee.accounts.models import Member, Organisation, OrganisationSetting, User
from cordee.accounts.rules import OPEN_TEAM_BELOW_MEMBERS, Rights, rights_of
from cordee.kernel.partitions import Partition
from cordee.plumbing.context import DatabaseContext
from cordee.plumbing.prepared import Parts, bare, prepared, taken_apart


@dataclass(frozen=True)
class Actor:
    """A member asking something. `rights` are what their roles open together today.

    works_elsewhere: they belong to another organisation as well, to which they may switch.
    """

    member: Member
    organisation: Organisation
    roles: frozenset[str]
    today: date
    sharing: str = Sharing.OPEN_TEAM
    matrix: dict[str, Any] | None = None
    works_elsewhere: bool = False

    @cached_property
    def rights(self) -> Rights:
        return rights_of(self.roles, open_team=self.sharing == Sharing.OPEN_TEAM, matrix=self.matrix)

    @property
    def user(self) -> User:
        return self.member.user

    @property
    def house(self) -> UUID | None:
        """The organisation all of whose dossiers are open to them, or None."""
        return self.organisation.pk if self.rights.house else None

    @property
    def shared(self) -> UUID | None:
        return self.organisation.pk if self.rights.grounds else None

    def has_role(self, *codes: str) -> bool:
        return bool(self.roles.intersection(codes))

    def opens(self, partition: Partition) -> bool:
        """May they read this partition of every dossier of the house?"""
        return bool(self.rights.house & partition)

    def context(self, because: str = "request") -> DatabaseContext:
        return DatabaseContext(
            organisation=self.organisation.pk,
            member=self.member.pk,
            house=self.house,
            shared=self.shared,
            partitions=int(self.rights.house),
            titles=int(self.rights.house | self.rights.titles),
            intake=self.rights.intake,
            reveals=self.rights.reveals,
            withheld=int(self.rights.withheld),
            received=int(self.rights.receives),
            because=because,
        )


def latest_setting(key: str, today: date) -> Subquery:
    chosen = OrganisationSetting.objects.filter(
        organisation=OuterRef("organisation"), key=key, valid_from__lte=today
    ).order_by("-valid_from", "-set_at")
    return Subquery(chosen.values("value")[:1])


def other_memberships(today: date) -> QuerySet[Member]:
    """What the same human is elsewhere, seen from a member's row."""
    return Member.objects.active_on(today).filter(user_id=OuterRef("user_id")).exclude(pk=OuterRef("pk"))


def actor_for(user_id: UUID, member_id: UUID | None, today: date) -> Actor | None:
    """The actor of a signed-in user, in the organisation chosen or else the first; None without any."""
    found = members_of(user_id, member_id, today)
    return actor_of(found[0]) if found else None


@prepared
def members_of(user_id: UUID, member_id: UUID | None, today: date) -> QuerySet[Member]:
    """Member, user, organisation, roles and settings in one query; every page asks it, so it is written once."""
    members = (
        Member.objects.active_on(today)
        .filter(user_id=user_id)
        .with_roles(today)
        .select_related("organisation", "user")
        .annotate(
            sharing=latest_setting("sharing", today),
            matrix=latest_setting("matrix", today),
            works_elsewhere=Exists(other_memberships(today)),
        )
        .order_by("from_on", "pk")
    )
    return (members.filter(pk=member_id) if member_id else members)[:1]


def actor_of_member(organisation_id: UUID, member_id: UUID) -> Actor | None:
    """The actor a background job works for; None once they left, or belong elsewhere."""
    member = (
        Member.objects.filter(pk=member_id, organisation=organisation_id)
        .select_related("organisation")
        .first()
    )
    return actor_for(member.user_id, member_id, member.organisation.today) if member else None


def actor_of(member: Any) -> Actor:
    """The actor of a member fetched `with_roles`."""
    return Actor(
        member=member,
        organisation=member.organisation,
        roles=frozenset(member.current_roles),
        today=member.organisation.today,
        sharing=getattr(member, "sharing", None) or Sharing.OPEN_TEAM,
        matrix=getattr(member, "matrix", None),
        works_elsewhere=getattr(member, "works_elsewhere", False),
    )


def _apart(actor: Actor) -> Parts:
    """An actor as a prepared query sees one: everything their rights are made of shapes it; who and when are values."""
    rights, roles, sharing, matrix = actor.rights, actor.roles, actor.sharing, actor.matrix

    def rebuilt(given: list[Any]) -> Actor:
        house, member, today = given
        who, where = bare(Member, member), bare(Organisation, house)
        return Actor(who, where, roles, today, sharing, matrix)

    return Parts((Actor, roles, rights), [actor.organisation.pk, actor.member.pk, actor.today], rebuilt)


taken_apart(Actor, _apart)


def default_sharing(member_count: int) -> str:
    return Sharing.OPEN_TEAM if member_count < OPEN_TEAM_BELOW_MEMBERS else Sharing.CASELOAD
