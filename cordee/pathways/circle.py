"""The people around the person: who, in which role, from when until when, what each may see.

A member's place opens a ground of access, dated like it and ended with it. Somebody outside the house is
only named: they read nothing here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member, MemberRole
from cordee.accounts.rules import rights_of
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition, mask
from cordee.pathways.access import can, reason_against
from cordee.pathways.models import CirclePlace, Pathway
from cordee.people.actions import end_grounds, give_ground
from cordee.people.enums import GroundKind
from cordee.programmes.definition import CircleRole, Definition


@dataclass(frozen=True)
class Outsider:
    """Somebody of the circle who is not a member: named, reachable, reading nothing."""

    name: str
    structure: str = ""
    phone: str = ""
    email: str = ""


def name_referent(pathway: Pathway, definition: Definition, *, member: Member, by: Actor, on: date) -> CirclePlace:
    """The one professional answerable for the pathway; the previous one's place ends the same day."""
    role = definition.referent_role
    for place in CirclePlace.objects.filter(pathway=pathway, role=role.code, until_on=None):
        _end(place, on=on)
    pathway.referent = member
    pathway.save(update_fields=["referent"])
    return add_place(pathway, definition, role=role.code, by=by, on=on, member=member)


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
    if not can(by, "circle:change"):
        raise NotAllowed(reason_against(by, "circle:change"))
    known = definition.role(role)
    if known is None:
        raise BadInput("role", _("Ce rôle n’existe pas dans ce dispositif."))
    _check_unique(pathway, known)
    person = pathway.person
    opened = partitions_opened(known, member, consent_on) if member else Partition(0)
    place = CirclePlace(
        organisation_id=pathway.organisation_id,
        person_id=pathway.person_id,
        pathway=pathway,
        role=role,
        member=member,
        partitions=int(opened),
        consent_on=consent_on,
        from_on=on,
        **({"name": outsider.name, "structure": outsider.structure, "phone": outsider.phone, "email": outsider.email}
           if outsider else {}),
    )
    place.save(force_insert=True)
    if member is not None and opened:
        give_ground(person, member=member, kind=GroundKind.FOLLOWS, partitions=opened, by=by, thing_id=place.pk)
    record_fact(
        person=person,
        kind="referent_named" if known.is_referent else "circle_joined",
        day=on,
        by=by,
        pathway_id=pathway.pk,
        thing=place,
        codes={"role": known.label, "who": member.display_name if member else place.name},
    )
    return place


def _check_unique(pathway: Pathway, role: CircleRole) -> None:
    taken = CirclePlace.objects.filter(pathway=pathway, role=role.code, until_on=None)
    if role.unique and taken.exists():
        raise BadInput("role", _("Ce rôle est déjà tenu : terminez d’abord la place actuelle."))


def partitions_opened(role: CircleRole, member: Member, consent_on: date | None) -> Partition:
    """What the programme gives the role, within what the member's professions may open.

    Health and protection beyond one's profession: only with the person's agreement (CSP L1110-4).
    """
    wanted = Partition(mask(*role.partitions))
    codes = frozenset(MemberRole.objects.filter(member=member, until_on=None).values_list("role", flat=True))
    professional = rights_of(codes, open_team=True).following
    opened = wanted & professional
    if consent_on is not None:
        opened |= wanted & RESTRICTED_PARTITIONS
    return opened | (Partition.IDENTITY if opened else Partition(0))


@transaction.atomic
def end_place(place: CirclePlace, *, by: Actor, on: date) -> None:
    """Somebody leaves the circle; what their place opened closes at this instant."""
    if not can(by, "circle:change"):
        raise NotAllowed(reason_against(by, "circle:change"))
    if on < place.from_on:
        raise BadInput("on", _("La fin ne peut pas venir avant le début."))
    definition = place.pathway.programme_version.definition
    role = definition.role(place.role)
    _end(place, on=on)
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


def end_all(pathway: Pathway, *, on: date) -> None:
    """The pathway is over: every place ends, with the grounds it gave."""
    for place in CirclePlace.objects.filter(pathway=pathway, until_on=None).select_related("pathway"):
        _end(place, on=max(on, place.from_on))


def _end(place: CirclePlace, *, on: date) -> None:
    place.until_on = max(on, place.from_on)
    place.save(update_fields=["until_on"])
    end_grounds(place.pathway.person, thing_id=place.pk)


def hand_over(leaving: Any, heir: Any, *, by: Actor, on: date) -> int:
    """Every place a departing colleague holds goes to another one. Returns how many pathways changed referent."""
    places = CirclePlace.objects.filter(member=leaving, until_on=None).select_related(
        "pathway__person", "pathway__programme_version"
    )
    changed = 0
    for place in places:
        definition = place.pathway.programme_version.definition
        role = definition.role(place.role)
        _end(place, on=on)
        if role is not None and role.is_referent:
            name_referent(place.pathway, definition, member=heir, by=by, on=on)
            changed += 1
        elif not CirclePlace.objects.filter(pathway=place.pathway, role=place.role, member=heir, until_on=None).exists():
            add_place(place.pathway, definition, role=place.role, by=by, on=on, member=heir)
    return changed
