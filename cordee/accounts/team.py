"""The team as the pages show it: who is here, who is coming, who has left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from cordee.accounts.actions.joining import DEMO_DOMAIN
from cordee.accounts.actor import Actor
from cordee.accounts.enums import Role
from cordee.accounts.models import Invitation, Member, MemberRole, Organisation
from cordee.accounts.rules import MATRIX
from cordee.accounts.words import role_list
from cordee.plumbing.prepared import prepared


@dataclass(frozen=True, slots=True)
class Colleague:
    """A line of the team. roles: those held today, in words."""

    member: Member
    roles: str
    codes: frozenset[str]
    is_self: bool


@dataclass
class Team:
    """Present, leaving (a day is written), to come, gone."""

    present: list[Colleague] = field(default_factory=list)
    leaving: list[Colleague] = field(default_factory=list)
    to_come: list[Colleague] = field(default_factory=list)
    gone: list[Colleague] = field(default_factory=list)


@prepared
def at_work(actor: Actor) -> QuerySet[Member]:
    """The members of the house at work today, with their roles, by name. One query."""
    rows = Member.objects.active_on(actor.today).visible_to(actor).with_roles(actor.today)
    return rows.order_by("display_name", "pk")


def team_of(actor: Actor) -> Team:
    """One query."""
    team = Team()
    members = Member.objects.visible_to(actor).with_roles(actor.today).select_related("user", "site")
    for member in members.order_by("display_name", "pk"):
        _shelf(team, member, actor.today).append(colleague(member, actor))
    return team


def _shelf(team: Team, member: Member, today: date) -> list[Colleague]:
    if member.until_on is not None and member.until_on < today:
        return team.gone
    if member.from_on > today:
        return team.to_come
    return team.leaving if member.until_on is not None else team.present


def colleague(member: Member, actor: Actor) -> Colleague:
    codes = frozenset(member.current_roles)  # type: ignore[attr-defined]
    return Colleague(member, role_list(list(codes)), codes, member.pk == actor.member.pk)


def colleague_or_404(actor: Actor, member_id: UUID) -> Colleague:
    """Somebody of the same house, with all their roles in order of time."""
    roles = Prefetch("roles", MemberRole.objects.order_by("-from_on", "role"))
    found = (
        Member.objects.visible_to(actor)
        .with_roles(actor.today)
        .select_related("user", "site", "organisation")
    )
    member = found.prefetch_related(roles).filter(pk=member_id).first()
    if member is None:
        raise Http404
    return colleague(member, actor)


def heirs_for(actor: Actor, leaving: Member, on: date) -> list[Member]:
    """Colleagues who will be there that day and whose role can follow people."""
    followers = [role for role, rights in MATRIX.items() if rights.following]
    present = Member.objects.visible_to(actor).active_on(on).exclude(pk=leaving.pk)
    held = MemberRole.objects.held_on(on).filter(role__in=followers).values("member")
    return list(present.filter(pk__in=held).order_by("display_name"))


def invitations_waiting(actor: Actor) -> list[Invitation]:
    found = Invitation.objects.visible_to(actor).waiting().select_related("invited_by")
    return list(found.order_by("-invited_at")[:100])


def invitation_or_404(actor: Actor, invitation_id: UUID) -> Invitation:
    found = (
        Invitation.objects.visible_to(actor)
        .filter(pk=invitation_id)
        .select_related("invited_by", "renews")
        .first()
    )
    if found is None:
        raise Http404
    return found


def houses_of(actor: Actor) -> list[Member]:
    """The memberships of the same human that are active today."""
    if not actor.works_elsewhere:
        return [actor.member]
    mine = Member.objects.active_on(actor.today).filter(user=actor.member.user_id)
    return list(mine.with_roles(actor.today).select_related("organisation").order_by("organisation__name"))


def membership_or_404(user_id: UUID, member_id: str, today: date) -> Member:
    """One's own membership, active today; anything else does not exist."""
    try:
        wanted = UUID(member_id)
    except ValueError:
        raise Http404 from None
    found = Member.objects.active_on(today).filter(user=user_id, pk=wanted).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class House:
    """An organisation of the demonstration and its members."""

    organisation: Organisation
    members: list[Colleague]


def houses_of_the_demonstration(today: date) -> list[House]:
    """Every house in the order it was written, the five that were described first; the roles one tries first at
    the top of each. One query."""
    order = {role.value: position for position, role in enumerate(Role)}
    members = Member.objects.active_on(today).with_roles(today).select_related("organisation", "user")
    houses: dict[UUID, House] = {}
    for member in members.order_by("organisation", "display_name"):
        house = houses.setdefault(member.organisation_id, House(member.organisation, []))
        codes = frozenset(member.current_roles)  # type: ignore[attr-defined]
        house.members.append(Colleague(member, role_list(list(codes)), codes, False))
    for house in houses.values():
        house.members.sort(key=lambda line: (first_rank(line.codes, order), line.member.display_name))
    return list(houses.values())


def first_rank(codes: Iterable[str], order: dict[str, int]) -> int:
    return min((order.get(code, 99) for code in codes), default=99)


def member_of_the_demonstration(member_id: str, today: date) -> Member:
    """Anybody invented; nobody whose address could be real. Raises Http404."""
    try:
        wanted = UUID(member_id)
    except ValueError:
        raise Http404 from None
    found = Member.objects.active_on(today).filter(pk=wanted, user__email__endswith=DEMO_DOMAIN)
    member = found.select_related("user").first()
    if member is None:
        raise Http404
    return member
