"""Roles and departures, dated; what a leaver followed passes to colleagues."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from cordee.accounts import access, hooks, sessions
from cordee.accounts.actions.joining import trace
from cordee.accounts.actor import Actor
from cordee.accounts.models import Invitation, Member, MemberRole, MemberRoleQuerySet, Organisation, Site
from cordee.accounts.rules import keeps_a_coordinator
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import ALL_PARTITIONS
from cordee.plumbing.context import DatabaseContext, acting_in, widened

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Departure:
    """What a departure did. handed_over: things given to colleagues; left: things nobody follows any more."""

    handed_over: int
    left: int


def describe_member(member: Member, *, by: Actor, job_title: str, site: Site | None) -> None:
    """What a colleague is called at work, and where they work. Raises NotAllowed."""
    if reason := access.reason_against(by, "team:describe"):
        raise NotAllowed(reason)
    member.job_title, member.site = job_title, site
    member.save(update_fields=["job_title", "site"])


@transaction.atomic
def change_roles(member: Member, *, by: Actor, roles: Iterable[str], on: date) -> None:
    """Make these the roles held from the day `on`; what was held before stays written.

    Raises NotAllowed (one's own roles widened, roles `by` may not give), BadInput for a past day, RuleBroken
    when nobody would coordinate any more.
    """
    lock_house(by.organisation)
    wanted = frozenset(roles)
    held = frozenset(MemberRole.objects.filter(member=member).held_on(on).values_list("role", flat=True))
    if reason := access.reason_against_roles(by, member, held, wanted):
        raise NotAllowed(reason)
    if on < by.today:
        raise BadInput("on", _("Choisissez aujourd’hui ou plus tard : le passé ne se réécrit pas."))
    if member.until_on is not None and on > member.until_on:
        raise BadInput("on", _("Cette personne aura quitté l’équipe à cette date."))
    if "coordinator" not in wanted:
        require_a_coordinator(member, on=on)
    roles_of = MemberRole.objects.filter(member=member)
    _never_begin(roles_of, on)
    roles_of.exclude(role__in=wanted).held_on(on).update(until_on=on - A_DAY)
    roles_of.filter(role__in=wanted).held_on(on).update(until_on=member.until_on)
    MemberRole.objects.bulk_create(
        MemberRole(member=member, role=role, from_on=on, until_on=member.until_on)
        for role in sorted(wanted - held)
    )
    trace(by, "team.roles", f"{member.pk} {on} {' '.join(sorted(held))} > {' '.join(sorted(wanted))}")


def _never_begin(roles: MemberRoleQuerySet, on: date) -> None:
    """Roles planned after that day: what is being written now takes their place."""
    planned = roles.filter(from_on__gt=on).exclude(until_on__lt=F("from_on"))
    planned.update(until_on=F("from_on") - A_DAY)


@transaction.atomic
def record_departure(
    member: Member,
    *,
    by: Actor,
    on: date,
    heir: Member | None = None,
    heirs: Mapping[str, Member | None] | None = None,
) -> Departure:
    """A colleague leaves: `on` is the first day without them.

    heir: who takes over what they followed; heirs: exceptions, by the key of an item (hooks.FollowedItem),
    None to leave it to nobody. From today or before, their sessions are closed at once.
    Raises NotAllowed, BadInput on the date, RuleBroken for the last coordinator.
    """
    lock_house(by.organisation)
    held = frozenset(
        MemberRole.objects.filter(member=member).held_on(by.today).values_list("role", flat=True)
    )
    if reason := access.reason_against_managing(by, "team:depart", member, held):
        raise NotAllowed(reason)
    if member.until_on is not None and member.until_on < by.today:
        raise StaleState(_("Ce départ est déjà enregistré."))
    last_day = max(on, member.from_on) - A_DAY
    require_a_coordinator(member, on=max(last_day + A_DAY, by.today))
    with acting_in(whole_house(by)):
        before = followed_count(member)
        given = hand_over(member, by=by, on=on, heir=heir, heirs=heirs or {})
        for told in hooks.LEFT.values():
            told(member, by, on)
    member.until_on = last_day
    member.save(update_fields=["until_on"])
    roles = MemberRole.objects.filter(member=member)
    _never_begin(roles, last_day)
    roles.held_on(last_day + A_DAY).update(until_on=last_day)
    Invitation.objects.waiting().filter(renews=member).update(withdrawn_at=Now())
    if on <= by.today:
        sessions.close_sessions(member.user)
    trace(by, "team.departure", f"{member.pk} {on} {given}/{before}")
    return Departure(handed_over=given, left=max(0, before - given))


def hand_over(
    leaving: Member, *, by: Actor, on: date, heir: Member | None, heirs: Mapping[str, Member | None]
) -> int:
    """Exceptions first, then the rest to the heir. Returns how many things changed hands."""
    given = 0
    for colleague in {one for one in heirs.values() if one is not None}:
        keys = frozenset(key for key, chosen in heirs.items() if chosen == colleague)
        given += sum(pass_on(leaving, colleague, by, on, only=keys) for pass_on in hooks.HAND_OVER.values())
    if heir is None:
        return given
    if not heirs:
        return given + sum(pass_on(leaving, heir, by, on) for pass_on in hooks.HAND_OVER.values())
    rest = frozenset(item.key for kind in hooks.followed_by(leaving) for item in kind.items) - heirs.keys()
    return given + sum(pass_on(leaving, heir, by, on, only=rest) for pass_on in hooks.HAND_OVER.values())


def followed_count(member: Member) -> int:
    return sum(kind.number for kind in hooks.followed_by(member))


@transaction.atomic
def cancel_departure(member: Member, *, by: Actor) -> None:
    """A departure to come is called off; the roles it would have ended go on. What was given stays given."""
    held = frozenset(
        MemberRole.objects.filter(member=member).held_on(by.today).values_list("role", flat=True)
    )
    if reason := access.reason_against_managing(by, "team:depart", member, held):
        raise NotAllowed(reason)
    if member.until_on is None or member.until_on < by.today:
        raise StaleState(_("Ce départ n’est plus à venir."))
    MemberRole.objects.filter(member=member, until_on=member.until_on).update(until_on=None)
    member.until_on = None
    member.save(update_fields=["until_on"])
    trace(by, "team.departure_cancelled", str(member.pk))


def whole_house(by: Actor) -> DatabaseContext:
    """What a departure must see: every dossier of the house, whatever the one who records it may read."""
    everything = int(ALL_PARTITIONS)
    return widened(
        by.context("departure"),
        house=by.organisation.pk,
        partitions=everything,
        titles=everything,
        intake=True,
    )


def lock_house(organisation: Organisation) -> None:
    """Two coordinators must not leave at the same instant, each counting on the other."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def require_a_coordinator(member: Member, *, on: date) -> None:
    """Raises RuleBroken when, without this member, nobody coordinates on that day."""
    coordinators = MemberRole.objects.held_on(on).filter(
        role="coordinator",
        member__in=Member.objects.active_on(on).filter(organisation=member.organisation_id),
    )
    ids = set(coordinators.values_list("member_id", flat=True))
    verdict = keeps_a_coordinator(is_one=member.pk in ids, others=len(ids - {member.pk}))
    if not verdict.ok:
        raise RuleBroken([verdict])
