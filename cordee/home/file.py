"""A person's file: who they are, where they are on their pathways, what comes next, the thread.

Five queries for the whole page: the person (key, contacts, grounds), the pathways (circle, words), the
deadlines, the thread with its texts, and the reading itself noted in the log.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.actor import Actor
from cordee.accounts.models import zone
from cordee.dossier.models import Deadline, Fact
from cordee.dossier.sentences import icon_of, say
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.people.enums import Channel, ContactKind
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable, bound, unseal
from cordee.ui.shapes import Badge, Definition, TimelineEntry

FACTS_A_PAGE = 30
PARTITION_LABELS = {
    Partition.HEALTH: gettext_lazy("Santé"),
    Partition.PROTECTED: gettext_lazy("Protection"),
}


def person_for(actor: Actor, pk: UUID) -> Person:
    """The person, with what the whole page needs of them. Raises Http404 when hidden or absent alike."""
    person = (
        Person.objects.visible_to(actor)
        .filter(pk=pk)
        .select_related("social_profile")
        .with_key()
        .with_contacts()
        .with_grounds_of(actor)
        .first()
    )
    if person is None:
        raise Http404
    return person


def meta_of(person: Person, on: date) -> list[str]:
    """The few words under the name: age, pronoun, languages."""
    birth = person.birth_date
    words = []
    if birth.label:
        words.append(_("née ou né en %(year)s") % {"year": birth.year} if birth.month is None else birth.label)
    words += [word for word in (person.age_label(on), person.pronoun) if word]
    if person.languages:
        words.append(", ".join(person.languages))
    return words


def badges_of(person: Person) -> list[Badge]:
    found = []
    if person.is_sealed:  # type: ignore[attr-defined]
        found.append(Badge(_("Dossier fermé à l’équipe"), "accent"))
    if person.has_protected_contact:
        found.append(Badge(_("Coordonnées protégées"), "late"))
    if person.needs_interpreter:
        found.append(Badge(_("Avec interprète"), "info"))
    return found


def reach_of(person: Person) -> list[Definition]:
    """How to reach the person, as they wish it."""
    found = []
    if person.preferred_channel:
        found.append(Definition(_("Préfère"), str(Channel(person.preferred_channel).label)))
    if person.contact_hours:
        found.append(Definition(_("Quand"), person.contact_hours))
    for contact in person.contacts:  # type: ignore[attr-defined]
        found.append(Definition(str(ContactKind(contact["kind"]).label).capitalize(), contact["value"]))
    return found


@dataclass
class Thread:
    """A page of the thread. more: the cursor of the next one, empty at the end."""

    entries: list[TimelineEntry] = field(default_factory=list)
    more: str = ""


def thread_of(actor: Actor, person: Person, *, after: tuple[date, UUID] | None = None) -> Thread:
    """The facts the actor may know of, latest first, with the texts they may read. One query."""
    facts = _older(Fact.objects.of_person(actor, person).with_notes(actor), after).select_related("by")
    found = list(facts[: FACTS_A_PAGE + 1])
    reader = Reader(person, actor)
    entries = [reader.entry(fact) for fact in found[:FACTS_A_PAGE]]
    more = cursor_of(found[FACTS_A_PAGE - 1]) if len(found) > FACTS_A_PAGE else ""
    return Thread(entries, more)


def _older(facts: QuerySet[Any], after: tuple[date, UUID] | None) -> QuerySet[Any]:
    if after is None:
        return facts
    day, last = after
    return facts.filter(day__lte=day).filter(Q(day__lt=day) | Q(pk__lt=last))


def cursor_of(fact: Fact) -> str:
    return f"{fact.pk}{fact.day.isoformat()}"


def read_cursor(text: str) -> tuple[date, UUID] | None:
    """The cursor of an address. Raises Http404 when it was altered."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[36:]), UUID(text[:36])
    except ValueError:
        raise Http404 from None


class Reader:
    """Turns the facts of one person into what the page shows."""

    def __init__(self, person: Person, actor: Actor) -> None:
        self.person = person
        self.key = opened_key(person)
        self.zone = zone(actor.organisation.time_zone)
        self.readable = person.opened_to(actor)

    def entry(self, fact: Any) -> TimelineEntry:
        partition = Partition(fact.partition)
        is_note = fact.kind in ("note_written", "contact_noted")
        restricted = bool(partition & RESTRICTED_PARTITIONS)
        opens = is_note and partition & self.readable
        return TimelineEntry(
            sentence=say(fact),
            day=fact.day,
            hour=self.hour(fact),
            icon=icon_of(fact),
            by=fact.by.display_name if fact.by else "",
            text=self.text(fact),
            url=reverse("note", args=[self.person.pk, fact.codes.get("sector", ""), fact.thing_id]) if opens else "",
            partition=str(PARTITION_LABELS.get(partition, "")) if restricted else "",
        )

    def hour(self, fact: Any) -> str:
        """When it was written, when that was the very day it took place."""
        at = timezone.localtime(fact.at, self.zone)
        return f"{at:%-H h %M}" if at.date() == fact.day else ""

    def text(self, fact: Any) -> str:
        if fact.note_text is None or self.key is None:
            return ""
        tied = bound("dossier_note", "sealed_text", fact.thing_id, self.person.pk)
        try:
            return unseal(self.key, bytes(fact.note_text), tied).decode()
        except Unreadable:
            return _("Ce texte n’est plus lisible.")


def opened_key(person: Person) -> bytes | None:
    """The person's key, or None when it was destroyed."""
    try:
        return key_from(person)
    except Unreadable:
        return None


def deadlines_of(actor: Actor, person: Person) -> list[Deadline]:
    """What must happen for this person, nearest first."""
    return list(
        Deadline.objects.standing()
        .filter(organisation=person.organisation_id, person=person.pk)
        .visible_to(actor)
        .select_related("in_charge")
        .order_by("due_on", "pk")[:12]
    )

