"""A person's file: who they are, how to reach them, what to be careful about, what comes next.

Four queries before the thread's: the person (key, contacts, grounds, working notes, drafts, where they stand), the
pathways (circle, words), the deadlines, and the reading itself noted in the log.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.models import Deadline, WorkingNote
from cordee.dossier.views import CONTACT, NOTE
from cordee.home.gestures import gestures_of
from cordee.home.standing import brought_along
from cordee.home.thread import opened_key
from cordee.kernel.partitions import Partition
from cordee.people.access import can, name_of
from cordee.people.enums import Channel, ContactKind, LegalProtection
from cordee.people.identity import link_of
from cordee.people.identity import reach as wishes
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable, bound, unseal
from cordee.plumbing.models import Draft
from cordee.plumbing.prepared import prepared
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge, DeadlineRow, Definition, PersonHeader

MOST_DEADLINES = 12
MOST_WORKING_NOTES = 5
FIRST_WORDS = 90  # characters of a working note shown in the margin
HE, SHE = ("il",), ("elle",)


def person_for(actor: Actor, pk: UUID, *, standing: bool = False) -> Person:
    """The person, with what a page of their file needs of them. standing: and where they stand, for the first one.

    Raises Http404 when hidden or absent alike.
    """
    found = people_with_standing(actor, pk) if standing else people_with_all(actor, pk)
    if not found:
        raise Http404
    return found[0]


@prepared
def people_with_standing(actor: Actor, pk: UUID) -> QuerySet[Person]:
    return _with_all(actor, pk).annotate(**brought_along(actor))


@prepared
def people_with_all(actor: Actor, pk: UUID) -> QuerySet[Person]:
    return _with_all(actor, pk)


def _with_all(actor: Actor, pk: UUID) -> QuerySet[Person]:
    return (
        Person.objects.visible_to(actor)
        .filter(pk=pk)
        .select_related("social_profile")
        .with_key()
        .with_contacts()
        .with_grounds_of(actor)
        .annotate(working=ArraySubquery(_working_notes(actor)), begun=ArraySubquery(_begun(actor)))
    )


def _working_notes(actor: Actor) -> Any:
    rows = WorkingNote.objects.visible_to(actor).filter(person=OuterRef("pk")).order_by("-day", "-pk")
    return rows.values(told=JSONObject(id="id", day="day", sealed="sealed_text"))[:MOST_WORKING_NOTES]


def _begun(actor: Actor) -> Any:
    rows = Draft.objects.filter(member=actor.member, person=OuterRef("pk"), form__in=(CONTACT, NOTE))
    return rows.order_by("form").values("form")


def header_of(person: Any, actor: Actor, *, words: str = "", words_on: date | None = None) -> PersonHeader:
    """Who this person is, as far as the reader may know."""
    if not can(actor, "identity:read"):
        return PersonHeader(name=name_of(actor, person), words=words, words_on=words_on)
    return PersonHeader(
        name=person.full_name,
        meta=meta_of(person, actor.today),
        words=words,
        words_on=words_on,
        badges=badges_of(person),
        watch=watch_of(person, actor),
        facts=reach_of(person),
    )


def meta_of(person: Person, on: date) -> list[str]:
    """The few words under the name: birth, age, pronoun, languages."""
    words = [birth_words(person), person.age_label(on), person.pronoun, ", ".join(person.languages)]
    return [word for word in words if word]


def birth_words(person: Person) -> str:
    """« née le 12 mars 1984 », « né en 1991 », according to the pronoun when it is known."""
    birth = person.birth_date
    if not birth.label:
        return ""
    how = {"day": birth.label}
    pronoun = person.pronoun.casefold()
    exact = birth.day is not None
    if pronoun in SHE:
        return (_("née le %(day)s") if exact else _("née en %(day)s")) % how
    if pronoun in HE:
        return (_("né le %(day)s") if exact else _("né en %(day)s")) % how
    return _("naissance\u202f: %(day)s") % how


def badges_of(person: Any) -> list[Badge]:
    found = []
    if person.is_sealed:
        found.append(Badge(_("Dossier fermé à l’équipe"), "accent"))
    if person.has_protected_contact:
        found.append(Badge(_("Coordonnées protégées"), "late"))
    if person.needs_interpreter:
        found.append(Badge(_("Avec interprète"), "info"))
    return found


def watch_of(person: Any, actor: Actor) -> list[str]:
    """What must be kept in mind before a call or a letter."""
    found = []
    if person.has_protected_contact:
        found.append(
            _(
                "Quelqu’un la cherche peut-être\u202f: ne dites à personne où elle est, "
                "pas même qu’elle est suivie ici."
            )
        )
    if person.preferred_channel == Channel.NONE:
        found.append(_("Elle demande à ne pas être contactée."))
    profile = getattr(person, "social_profile", None)
    if profile is not None and profile.legal_protection and person.opened_to(actor) & Partition.SOCIAL:
        measure = str(LegalProtection(profile.legal_protection).label)
        by = _(", exercée par %(who)s") % {"who": profile.guardian} if profile.guardian else ""
        found.append(f"{measure[:1].upper()}{measure[1:]}{by}.")
    return found


def reach_of(person: Any) -> list[Definition]:
    """How to reach the person, as they wish it; a touch on a number calls it."""
    found = [
        Definition(
            str(ContactKind(contact["kind"]).label).capitalize(),
            told(contact),
            link_of(contact["kind"], contact["value"]),
        )
        for contact in person.contacts
    ]
    return [*found, *wishes(person)]


def told(contact: dict[str, str]) -> str:
    return f"{contact['value']} ({contact['note']})" if contact["note"] else contact["value"]


def deadlines_of(actor: Actor, person: Person, definitions: dict[Any, Any]) -> list[DeadlineRow]:
    """What must happen for this person, nearest first. definitions: of their pathways. One query."""
    return [
        DeadlineRow(
            title=row.label,
            due=row.due_on,
            today=actor.today,
            warn_on=row.warn_on,
            late_on=row.late_on,
            in_charge=row.in_charge.display_name if row.in_charge else "",
            why=row.postponed_reason,
            actions=gestures_of(row, actor, definitions.get(row.pathway_id)),
        )
        for row in standing_for(actor, person.organisation_id, person.pk)
    ]


@prepared
def standing_for(actor: Actor, holder: UUID, person: UUID) -> QuerySet[Deadline]:
    rows = Deadline.objects.standing().filter(organisation=holder, person=person).visible_to(actor)
    return rows.select_related("in_charge").order_by("due_on", "pk")[:MOST_DEADLINES]


@dataclass(frozen=True)
class OwnNote:
    """A working note in its author's margin."""

    day: date
    words: str
    url: str


def working_notes(person: Any) -> list[OwnNote]:
    """The author's last working notes about this person: they leave nothing in the thread. No query."""
    key = opened_key(person)
    found = []
    for row in person.working:
        url = address("note", person.pk, "working", UUID(row["id"]))
        found.append(OwnNote(date.fromisoformat(row["day"]), _first_words(key, person, row), url))
    return found


def _first_words(key: bytes | None, person: Any, row: dict[str, str]) -> str:
    tied = bound(WorkingNote._meta.db_table, "sealed_text", UUID(row["id"]), person.pk)
    try:
        if key is None:
            raise Unreadable(row["id"])
        text = " ".join(unseal(key, bytes.fromhex(row["sealed"].removeprefix("\\x")), tied).decode().split())
    except Unreadable:
        return _("Ce texte n’est plus lisible.")
    return text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS].rstrip()}…"


def begun_forms(person: Any) -> list[tuple[str, str]]:
    """(address, words) of what the reader began to write about this person and did not send. No query."""
    said = {
        CONTACT: ("contact", _("Un contact commencé n’est pas encore noté.")),
        NOTE: ("new_note", _("Une note commencée n’est pas encore enregistrée.")),
    }
    return [(address(said[form][0], person.pk), said[form][1]) for form in person.begun if form in said]
