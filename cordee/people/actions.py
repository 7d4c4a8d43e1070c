"""What is done to a person's own file. Each action checks, writes, and leaves a fact.

Facts belong to `dossier`, which stands above: it listens through `hooks`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.kernel.errors import NotAllowed, StaleState
from cordee.kernel.names import phonetic_key, search_key, sort_key
from cordee.kernel.partitions import Partition
from cordee.people import hooks
from cordee.people.access import can, reason_against
from cordee.people.enums import ContactKind, GroundKind
from cordee.people.keys import key_of, make_key, seal_text, unseal_text
from cordee.people.models import ContactPoint, Ground, Person, ProtectedContact, Seal, SocialProfile
from cordee.plumbing import access_log
from cordee.plumbing.inserting import insert

IDENTITY_FIELDS = (
    "first_names",
    "usage_name",
    "birth_name",
    "alias",
    "pronoun",
    "birth",
    "languages",
    "needs_interpreter",
    "external_number",
    "preferred_channel",
    "contact_hours",
)


def check(actor: Actor, action: str) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(actor, action):
        raise NotAllowed(reason_against(actor, action))


def name_keys(person: Person) -> None:
    """Derive the keys a person is searched, heard and sorted by."""
    every = " ".join([person.alias, person.first_names, person.usage_name, person.birth_name])
    family = person.usage_name or person.birth_name
    person.search_key = f" {search_key(every)} "
    person.sound_key = f" {phonetic_key(every)} "
    person.sort_key = sort_key(f"{family} {person.first_names}")


@transaction.atomic
def create_person(*, by: Actor, on: date, **identity: Any) -> Person:
    """A new dossier, held by the actor's organisation. on: the day of its opening.

    The ground comes before the person: where the house is not open to the actor, it is what shows the row
    they have just written. Raises NotAllowed.
    """
    check(by, "person:create")
    person = Person(organisation=by.organisation, created_on=on, created_by=by.member, **identity)
    name_keys(person)
    give_ground(person, member=by.member, kind=GroundKind.OPENED_BY, partitions=by.rights.following, by=by)
    insert(person)
    make_key(person)
    hooks.happened(person, "person_registered", on, by=by)
    return person


@transaction.atomic
def change_identity(person: Person, *, by: Actor, version: int, on: date, **identity: Any) -> Person:
    """Correct or complete who the person is. Raises NotAllowed, StaleState when it changed meanwhile."""
    check(by, "person:change")
    fresh: Person = Person.objects.select_for_update().get(pk=person.pk)
    if fresh.version != version:
        raise StaleState(_("Un collègue a modifié ces informations pendant que vous écriviez."))
    changed = [
        name for name in IDENTITY_FIELDS if name in identity and identity[name] != getattr(fresh, name)
    ]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, identity[name])
    name_keys(fresh)
    fresh.version += 1
    fresh.save(update_fields=[*changed, "search_key", "sound_key", "sort_key", "version"])
    hooks.renamed(fresh)
    hooks.happened(fresh, "identity_changed", on, by=by, codes={"fields": changed})
    return fresh


@transaction.atomic
def change_social_profile(
    person: Person, *, by: Actor, legal_protection: str, guardian: str, on: date
) -> None:
    """Note the legal protection known, and who exercises it. Raises NotAllowed where that part is closed."""
    check(by, "person:change")
    if not SocialProfile.open_to(by, person):
        raise NotAllowed(_("Cette partie du dossier ne vous est pas ouverte."))
    profile, _made = SocialProfile.objects.get_or_create(
        person=person, defaults={"organisation_id": person.organisation_id}
    )
    if (profile.legal_protection, profile.guardian) == (legal_protection, guardian):
        return
    profile.legal_protection, profile.guardian = legal_protection, guardian
    profile.save(update_fields=["legal_protection", "guardian"])
    hooks.happened(person, "protection_noted", on, by=by, partition=Partition.SOCIAL)


@transaction.atomic
def add_contact(
    person: Person, *, by: Actor, kind: str, value: str, note: str = "", on: date, is_safe: bool = False
) -> None:
    """One more way to reach the person. A protected person's goes to the sealed table, unless it is said to be
    safe to show (the association that takes their mail)."""
    check(by, "contact:change")
    if person.has_protected_contact and not is_safe:
        _protect(person, kind, value)
    else:
        insert(
            ContactPoint(
                organisation_id=person.organisation_id, person=person, kind=kind, value=value, note=note
            )
        )
    hooks.happened(person, "contact_changed", on, by=by)


@transaction.atomic
def end_contact(person: Person, contact: ContactPoint, *, by: Actor, on: date) -> None:
    """A way to reach the person no longer works."""
    check(by, "contact:change")
    contact.ended_on = on
    contact.save(update_fields=["ended_on"])
    hooks.happened(person, "contact_changed", on, by=by)


@transaction.atomic
def restore_contact(person: Person, contact: ContactPoint, *, by: Actor, on: date) -> None:
    """Undo `end_contact` the same day. Raises StaleState when it is too late, or the person protected meanwhile."""
    check(by, "contact:change")
    if contact.ended_on != on or person.has_protected_contact:
        raise StaleState(_("Cette coordonnée ne peut plus être remise\u202f: ajoutez-la à nouveau."))
    contact.ended_on = None
    contact.save(update_fields=["ended_on"])
    hooks.happened(person, "contact_changed", on, by=by)


@transaction.atomic
def protect_contact(person: Person, *, by: Actor, on: date) -> None:
    """Hide where the person is: every contact, those of before included, leaves the ordinary tables for the
    sealed one.

    What stood in the ordinary rows is blanked, not only ended: lists, searches and exports never had it.
    """
    check(by, "contact:protect")
    for contact in ContactPoint.objects.filter(person=person).exclude(value=""):
        told = f"{contact.value} ({contact.note})" if contact.note else contact.value
        _protect(person, contact.kind, told, ended_on=contact.ended_on)
        contact.value, contact.note, contact.ended_on = "", "", contact.ended_on or on
        contact.save(update_fields=["value", "note", "ended_on"])
    person.has_protected_contact = True
    person.save(update_fields=["has_protected_contact"])
    hooks.happened(person, "contact_protected", on, by=by)


@transaction.atomic
def lift_contact_protection(person: Person, *, by: Actor, reason: str, on: date) -> None:
    """The danger is over: protected contacts come back to the ordinary table. Logged as a reading, with the reason."""
    check(by, "contact:protect")
    check(by, "contact:reveal")
    access_log.record(
        by, what="contact.unprotected", person=person.pk, holder=person.organisation_id, detail=reason
    )
    key = key_of(person)
    for row in ProtectedContact.objects.visible_to(by).filter(person=person, ended_on=None):
        ContactPoint.objects.create(
            organisation_id=person.organisation_id,
            person=person,
            kind=row.kind,
            value=unseal_text(key, row, "sealed_value", person.pk),
        )
        row.ended_on = on
        row.save(update_fields=["ended_on"])
    person.has_protected_contact = False
    person.save(update_fields=["has_protected_contact"])
    hooks.happened(person, "contact_unprotected", on, by=by)


def _protect(person: Person, kind: str, value: str, *, ended_on: date | None = None) -> None:
    row = ProtectedContact(
        organisation_id=person.organisation_id, person=person, kind=kind, ended_on=ended_on
    )
    row.sealed_value = seal_text(key_of(person), row, "sealed_value", person.pk, value)
    row.save(force_insert=True)


def reveal_contact(person: Person, *, by: Actor, reason: str) -> list[tuple[str, str]]:
    """(kind, value) of the protected contacts, shown once, logged with the reason before they leave.

    Raises NotAllowed for a role that may not.
    """
    check(by, "contact:reveal")
    access_log.record(
        by, what="contact.revealed", person=person.pk, holder=person.organisation_id, detail=reason
    )
    key = key_of(person)
    rows = ProtectedContact.objects.visible_to(by).filter(person=person, ended_on=None).order_by("kind", "pk")
    return [
        (str(ContactKind(row.kind).label), unseal_text(key, row, "sealed_value", person.pk)) for row in rows
    ]


@transaction.atomic
def seal_dossier(person: Person, *, by: Actor, reason: str, on: date) -> None:
    """Close the dossier to the house but for those who follow the person. Raises NotAllowed."""
    check(by, "person:seal")
    give_ground(person, member=by.member, kind=GroundKind.FOLLOWS, partitions=by.rights.following, by=by)
    Seal.objects.get_or_create(
        organisation_id=person.organisation_id,
        person=person,
        lifted_at=None,
        defaults={"reason": reason, "sealed_by": by.member},
    )
    hooks.happened(person, "dossier_sealed", on, by=by)


@transaction.atomic
def lift_seal(person: Person, *, by: Actor, on: date) -> None:
    """Open the dossier to the house again."""
    check(by, "person:seal")
    Seal.objects.filter(person=person, lifted_at=None).update(lifted_at=TransactionNow(), lifted_by=by.member)
    hooks.happened(person, "dossier_unsealed", on, by=by)


def give_ground(
    person: Person,
    *,
    kind: str,
    partitions: Partition | int,
    by: Actor | None,
    member: Member | None = None,
    organisation: Any = None,
    thing_id: UUID | None = None,
) -> Ground:
    """A dated reason for somebody to read this dossier, from this instant. member or organisation."""
    ground = Ground(
        organisation_id=person.organisation_id,
        person_id=person.pk,
        member=member,
        grantee_organisation=organisation,
        kind=kind,
        partitions=int(partitions),
        thing_id=thing_id,
        granted_by=by.member if by else None,
    )
    insert(ground)
    return ground


def end_grounds(
    person: Person, *, thing_id: UUID, member: Member | None = None, at: datetime | None = None
) -> int:
    """End what a place in a circle or a pathway gave: at this very instant, or at one to come. How many."""
    grounds = Ground.objects.filter(person=person, thing_id=thing_id, ends_at=None)
    if member is not None:
        grounds = grounds.filter(member=member)
    return grounds.update(ends_at=at or TransactionNow())


@dataclass(frozen=True)
class Passing:
    """Somebody who reads a dossier for a time: a member of a board, a guest. thing_id: what gives it."""

    person_id: UUID
    member_id: UUID
    partitions: int
    thing_id: UUID


def give_passing_grounds(
    wanted: Sequence[Passing], *, organisation: UUID, kind: str, by: Actor, until: datetime
) -> int:
    """The same reason to read many dossiers, from this instant to one already known. How many."""
    insert(
        *(
            Ground(
                organisation_id=organisation,
                person_id=one.person_id,
                member_id=one.member_id,
                kind=kind,
                partitions=one.partitions,
                thing_id=one.thing_id,
                ends_at=until,
                granted_by=by.member,
            )
            for one in wanted
        )
    )
    return len(wanted)


def end_passing_grounds(things: Mapping[UUID, UUID], *, member: UUID | None = None) -> int:
    """End at once what was given for a time, to everybody or to one member. How many.

    things: what gave it, and whose dossier it opened (the index is on the person).
    """
    grounds = Ground.objects.filter(
        person__in=list(things.values()), thing_id__in=list(things), ends_at__gt=TransactionNow()
    )
    if member is not None:
        grounds = grounds.filter(member=member)
    return grounds.update(ends_at=TransactionNow())
