"""The people around the person: who, in which role, from when until when, what each may see.

A member's place opens a ground of access, dated like it and ended with it. Somebody outside the house is
only named: they read nothing here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member, MemberRole
from cordee.accounts.rules import rights_of
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition, mask
from cordee.pathways import timekeeping
from cordee.pathways.access import can, reason_against
from cordee.pathways.models import CirclePlace, Pathway
from cordee.people.actions import end_grounds, give_ground
from cordee.people.enums import GroundKind
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.inserting import insert
from cordee.plumbing.prepared import prepared
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import CircleRole, Definition


@dataclass(frozen=True)
class Outsider:
    """Somebody of the circle who is not a member: named, reachable, reading nothing."""

    name: str
    structure: str = ""
    phone: str = ""
    email: str = ""


def name_referent(
    pathway: Pathway, definition: Definition, *, member: Member, by: Actor, on: date
) -> CirclePlace:
    """The one professional answerable for the pathway; the previous one's place ends the same day.

    It ends last: whoever hands their own place over may no longer write here afterwards.
    """
    _check_right(by)
    role = definition.referent_role
    previous = list(standing(pathway).filter(role=role.code))
    pathway.referent = member
    pathway.save(update_fields=["referent"])
    place = join(pathway, role, by=by, on=on, member=member)
    for one in previous:
        leave(one, on=on)
        shut(one)
    return place


@transaction.atomic
def add_place(
    pathway: Pathway,
    definition: Definition,
    *,
    role: str,
    by: Actor,
    on: date,
    member: Member | None = None,
    outsider: Outsider | None = None,
    consent_on: date | None = None,
) -> CirclePlace:
    """Somebody joins the circle in a role of the programme.

    consent_on: the day the person agreed; needed where the place opens health or protection matters to a
    member whose profession does not give them. Raises NotAllowed, BadInput.
    """
    _check_right(by)
    known = definition.role(role)
    if known is None:
        raise BadInput("role", _("Ce rôle n’existe pas dans ce dispositif."))
    if not pathway.is_running:
        raise BadInput("role", _("Ce parcours est terminé\u202f: rouvrez-le pour y associer quelqu’un."))
    _check_somebody(member, outsider)
    _check_days(by, on, consent_on)
    if known.unique and standing(pathway).filter(role=role).exists():
        raise BadInput("role", _("Ce rôle est déjà tenu\u202f: terminez d’abord la place actuelle."))
    if known.is_referent and member is None:
        raise BadInput("member", _("Ce rôle revient à quelqu’un de l’équipe\u202f: choisissez un collègue."))
    if known.is_referent and member is not None:
        return name_referent(pathway, definition, member=member, by=by, on=on)
    return join(pathway, known, by=by, on=on, member=member, outsider=outsider, consent_on=consent_on)


def _check_right(by: Actor) -> None:
    if not can(by, "circle:change"):
        raise NotAllowed(reason_against(by, "circle:change"))


def _check_somebody(member: Member | None, outsider: Outsider | None) -> None:
    named = outsider is not None and outsider.name.strip()
    if member is None and not named:
        raise BadInput("name", _("Indiquez qui tient ce rôle\u202f: un collègue, ou quelqu’un d’ailleurs."))
    if member is not None and named:
        raise BadInput(
            "name", _("Choisissez un collègue, ou nommez quelqu’un d’ailleurs\u202f: pas les deux.")
        )


def _check_days(by: Actor, on: date, consent_on: date | None) -> None:
    if on > by.today:
        raise BadInput(
            "on", _("Ce jour est dans l’avenir\u202f: une place s’ouvre le jour où elle est tenue.")
        )
    if consent_on is not None and consent_on > by.today:
        raise BadInput(
            "consent_on", _("Ce jour est dans l’avenir\u202f: notez l’accord quand la personne l’a donné.")
        )


def join(
    pathway: Pathway,
    role: CircleRole,
    *,
    by: Actor,
    on: date,
    member: Member | None = None,
    outsider: Outsider | None = None,
    consent_on: date | None = None,
) -> CirclePlace:
    """Write the place, the ground it gives and the fact it leaves; the callers have asked who may."""
    who = outsider or Outsider("")
    opened = partitions_opened(role, member, consent_on) if member else Partition(0)
    place = CirclePlace(
        organisation_id=pathway.organisation_id,
        person_id=pathway.person_id,
        pathway=pathway,
        role=role.code,
        member=member,
        partitions=int(opened),
        consent_on=consent_on,
        from_on=on,
        name=who.name.strip(),
        structure=who.structure,
        phone=who.phone,
        email=who.email,
    )
    insert(place)
    if member is not None and opened:
        with for_the_holder(pathway.organisation_id, only_elsewhere=True):
            give_ground(
                pathway.person,
                member=member,
                kind=GroundKind.FOLLOWS,
                partitions=opened,
                by=by,
                thing_id=place.pk,
            )
    record_fact(
        person=pathway.person,
        kind="referent_named" if role.is_referent else "circle_joined",
        day=on,
        by=by,
        pathway_id=pathway.pk,
        thing=place,
        codes={"role": role.label, "who": member.display_name if member else place.name},
    )
    return place


def standing(pathway: Pathway) -> Any:
    """The places held now."""
    return CirclePlace.objects.filter(pathway=pathway, until_on=None).select_related("pathway__person")


def partitions_opened(role: CircleRole, member: Member, consent_on: date | None) -> Partition:
    """What the programme gives the role, within what the member's professions may open.

    Health and protection beyond one's profession: only with the person's agreement (CSP L1110-4).
    """
    wanted = Partition(mask(*role.partitions))
    codes = frozenset(roles_without_end(member.pk))
    professional = rights_of(codes, open_team=True).following
    opened = wanted & professional
    if consent_on is not None:
        opened |= wanted & RESTRICTED_PARTITIONS
    return opened | (Partition.IDENTITY if opened else Partition(0))


@prepared
def roles_without_end(member: UUID) -> QuerySet[MemberRole, str]:
    return MemberRole.objects.filter(member=member, until_on=None).values_list("role", flat=True)


@transaction.atomic
def end_place(place: CirclePlace, *, by: Actor, on: date) -> None:
    """Somebody leaves the circle; what their place opened closes at this instant."""
    _check_right(by)
    place = (
        CirclePlace.objects.select_for_update(of=("self",))
        .select_related("pathway__person", "member")
        .get(pk=place.pk)
    )
    if place.until_on is not None:
        raise StaleState(_("Cette place était déjà terminée."))
    if on < place.from_on:
        raise BadInput("on", _("La fin ne peut pas venir avant le début."))
    if on > by.today:
        raise BadInput("on", _("Ce jour est dans l’avenir\u202f: terminez la place le jour venu."))
    definition = definition_of(place.pathway.programme_version_id)
    role = definition.role(place.role)
    leave(place, on=on)
    if role is not None and role.is_referent and place.pathway.referent_id == place.member_id:
        place.pathway.referent = None
        place.pathway.save(update_fields=["referent"])
    record_fact(
        person=place.pathway.person,
        kind="circle_left",
        day=on,
        by=by,
        pathway_id=place.pathway_id,
        thing=place,
        codes={
            "role": role.label if role else place.role,
            "who": place.member.display_name if place.member else place.name,
        },
    )
    timekeeping.refresh(place.pathway)
    shut(place)  # last: whoever ends their own place may no longer write here afterwards


def end_all(pathway: Pathway, *, on: date) -> None:
    """The pathway is over: every place ends, then the grounds they gave."""
    places = list(standing(pathway))
    for place in places:
        leave(place, on=on)
    for place in places:
        shut(place)


def leave(place: CirclePlace, *, on: date) -> None:
    place.until_on = max(on, place.from_on)
    place.save(update_fields=["until_on"])


def shut(place: CirclePlace, *, at: datetime | None = None) -> None:
    """Close what a place opened: at this instant, or at one to come."""
    with for_the_holder(place.organisation_id, only_elsewhere=True):
        end_grounds(place.pathway.person, thing_id=place.pk, at=at)
