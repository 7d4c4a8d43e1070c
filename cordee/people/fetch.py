"""Fetching for the pages: everything through `visible_to`, hidden and absent alike."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import Member, Organisation
from cordee.accounts.words import partition_words, role_list
from cordee.kernel.dates import BirthDate
from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import Partition
from cordee.people import readers
from cordee.people.enums import GroundKind
from cordee.people.models import ContactPoint, Ground, Person, SocialProfile
from cordee.people.search import Lookalike, lookalikes
from cordee.plumbing.models import AccessLog
from cordee.plumbing.prepared import prepared

READINGS = 60


def person_for(actor: Any, pk: UUID | None) -> Person:
    """The person, with what the actor's grounds open. Raises Http404."""
    found = people_opened(actor, pk) if pk else []
    if not found:
        raise Http404
    return found[0]


@prepared
def people_opened(actor: Any, pk: UUID) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).filter(pk=pk).with_grounds_of(actor)


def person_with_contacts(actor: Any, pk: UUID) -> Person:
    found = people_to_reach(actor, pk)
    if not found:
        raise Http404
    return found[0]


@prepared
def people_to_reach(actor: Any, pk: UUID) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).filter(pk=pk).with_grounds_of(actor).with_contacts()


def contacts_of(actor: Any, person: Person) -> Any:
    """Every way to reach the person that ever was."""
    return ContactPoint.objects.visible_to(actor).filter(person=person)


def still_sees(actor: Any, pk: UUID) -> bool:
    """A gesture may close the dossier to whoever made it."""
    return Person.objects.visible_to(actor).filter(pk=pk).exists()


def social_opened(actor: Any, person: Person) -> bool:
    """May the actor read the social part? The person comes `with_grounds_of` them."""
    return bool(person.opened_to(actor) & Partition.SOCIAL)


def social_profile(person: Person) -> dict[str, str] | None:
    """Legal protection as the actor may read it (the policies decide); empty values when nothing is noted."""
    profile = SocialProfile.objects.filter(person=person).first()
    if profile is None:
        return {"legal_protection": "", "guardian": ""}
    return {"legal_protection": profile.legal_protection, "guardian": profile.guardian}


def identity_initial(person: Person) -> dict[str, Any]:
    """The identity as the form shows it again."""
    names = (
        "first_names",
        "usage_name",
        "birth_name",
        "alias",
        "pronoun",
        "needs_interpreter",
        "external_number",
    )
    shown: dict[str, Any] = {name: getattr(person, name) for name in names}
    return shown | {"birth": person.birth_date, "languages": ", ".join(person.languages)}


def birth_typed(text: str, today: date) -> str:
    """The code of a birth as it is being typed; nothing while it is not one."""
    try:
        return BirthDate.parse(text, on=today).code
    except BadInput:
        return ""


def alike(actor: Any, identity: dict[str, Any]) -> list[Lookalike]:
    return lookalikes(
        actor,
        first_names=identity["first_names"],
        usage_name=identity["usage_name"],
        birth_name=identity["birth_name"],
        birth=identity["birth"],
    )


@dataclass(frozen=True)
class GroundLine:
    who: str
    why: str
    partitions: str
    starts_at: datetime
    ends_at: datetime | None


def grounds_of(actor: Any, person: Person) -> list[GroundLine]:
    """Who may read this dossier one by one, for which reason, since when. Two queries."""
    rows = list(
        Ground.objects.visible_to(actor)
        .filter(person=person)
        .select_related("member", "grantee_organisation")
        .order_by("ends_at", "-starts_at")[:READINGS]
    )
    kept = readers.withheld_from(actor, {row.member_id for row in rows})
    return [
        GroundLine(
            str(row.member or row.grantee_organisation),
            str(GroundKind(row.kind).label),
            partition_words(Partition(row.partitions) & ~kept.get(row.member_id, Partition(0))),
            row.starts_at,
            row.ends_at,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Reading:
    """What somebody read of the file in a day. at: the last time; where: their house, when it is another. what: each
    thing read and how many times, the last one first."""

    at: datetime
    who: str
    where: str
    roles: str
    what: list[tuple[str, int]]


WHAT = {
    "dossier.opened": _("a ouvert le dossier"),
    "thread.read": _("a lu la suite du fil"),
    "identity.opened": _("a ouvert l’identité et les contacts"),
    "access.opened": _("a consulté cette page"),
    "contact.revealed": _("a vu les coordonnées protégées"),
    "contact.unprotected": _("a levé la protection des coordonnées"),
    "messages.opened": _("a ouvert les messages"),
    "letters.opened": _("a préparé une lettre"),
    "appointments.opened": _("a ouvert les rendez-vous"),
    "appointment.opened": _("a ouvert un rendez-vous"),
    "hours.opened": _("a ouvert les heures"),
    "contract.listed": _("a ouvert la liste des contrats"),
    "message.opened": _("a lu un message"),
    "note.opened": _("a ouvert une note"),
    "paper.saved": _("a enregistré un document"),
    "referral.paper": _("a enregistré un document de l’orientation"),
    "situation.opened": _("a ouvert la situation"),
    "diagnosis.opened": _("a ouvert le diagnostic"),
    "project.opened": _("a ouvert le projet"),
    "project.printed": _("a ouvert «\u202fMon projet\u202f», à donner à la personne"),
    "contract.opened": _("a ouvert le contrat"),
    "relay.opened": _("a ouvert les relais"),
    "relay.listed": _("a ouvert la liste des relais"),
    "contract.printed": _("a imprimé le contrat"),
    "breach.opened": _("a ouvert les manquements"),
    "attendance.opened": _("a ouvert le relevé d’assiduité"),
    "attendance.printed": _("a imprimé le relevé d’assiduité"),
    "partition.health": _("a ouvert la partie santé"),
    "partition.protected": _("a ouvert la partie protection"),
    "pathway.opened": _("a ouvert le parcours"),
    "circle.opened": _("a ouvert l’entourage"),
    "referral.opened": _("a ouvert l’orientation"),
    "orientation.opened": _("a ouvert les décisions d’orientation"),
    "commission.sheet": _("a ouvert la fiche de commission"),
    "commission.printed": _("a imprimé la fiche de commission"),
    "commission.item": _("a ouvert la situation préparée pour une commission"),
    "commission.session": _("a ouvert la séance d’une commission"),
    "commission.news": _("a préparé les suites d’une commission"),
    "commission.minutes": _("a ouvert le compte rendu de la commission"),
    "commission.minutes_printed": _("a imprimé le compte rendu de la commission"),
    "orientation.letter": _("a ouvert le courrier d’orientation"),
}


WITH_REASON = ("contact.revealed", "contact.unprotected")


def readings_of(actor: Any, person: Person) -> list[Reading]:
    """The last readings of this dossier, latest first; those of somebody in a day stand together. Three queries."""
    log = AccessLog.objects.filter(organisation_id=person.organisation_id, person_id=person.pk)
    rows = list(log.order_by("-at", "-pk")[:READINGS])
    members = Member.objects.in_bulk({row.member_id for row in rows})
    houses = Organisation.objects.in_bulk(
        {row.reader_organisation_id for row in rows} - {person.organisation_id}
    )
    together: dict[tuple[Any, ...], list[AccessLog]] = {}
    for row in rows:
        together.setdefault(_as_one(row), []).append(row)
    return [
        Reading(
            latest.at,
            str(members.get(latest.member_id, "")),
            str(houses.get(latest.reader_organisation_id, "")),
            role_list(latest.roles.split()),
            list(Counter(what_was_read(row) for row in group).items()),
        )
        for group in together.values()
        for latest in group[:1]
    ]


def _as_one(row: AccessLog) -> tuple[Any, ...]:
    """What makes two readings stand together: who, in which functions, which day. One with a reason stands alone."""
    alone = row.pk if row.what in WITH_REASON else None
    return row.member_id, row.reader_organisation_id, row.roles, timezone.localdate(row.at), alone


def what_was_read(row: AccessLog) -> str:
    reason = f" ({row.detail})" if row.what in WITH_REASON else ""
    return f"{WHAT.get(row.what, row.what)}{reason}"
