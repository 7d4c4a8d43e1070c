"""The thread of a file: what happened, latest first, page after page, with the texts the reader may read.

Open notes are read in place. Restricted ones (health, protection) are told by their title; for those entitled they
unfold, and the unfolding is logged. One query for a page.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.enums import PARTITION_WORDS
from cordee.accounts.models import zone
from cordee.dossier.enums import Audience
from cordee.dossier.models import Fact
from cordee.dossier.sentences import icon_of, say
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.kernel.words import capital
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable, bound, unseal
from cordee.plumbing.prepared import prepared
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge, TimelineEntry
from cordee.ui.wording import hour_words

FACTS_A_PAGE = 30
LONGEST_IN_PLACE = 900  # characters of a note shown in the thread: the rest is one click away
NOTES = ("note_written", "contact_noted")
Cursor = tuple[date, UUID]


@dataclass
class Thread:
    """A page of the thread. more: the cursor of the next one, empty at the end."""

    entries: list[TimelineEntry] = field(default_factory=list)
    more: str = ""


def thread_of(actor: Actor, person: Person, *, after: Cursor | None = None) -> Thread:
    """The facts the actor may know of. The person comes `with_key` and `with_grounds_of` them."""
    found = facts_of(actor, person, *(after or (None, None)))
    reader = Reader(person, actor)
    entries = [reader.entry(fact) for fact in found[:FACTS_A_PAGE]]
    more = cursor_of(found[FACTS_A_PAGE - 1]) if len(found) > FACTS_A_PAGE else ""
    return Thread(entries, more)


@prepared
def facts_of(actor: Actor, person: Person, day: date | None, last: UUID | None) -> QuerySet[Fact]:
    """A page of facts and one more, older than the last one shown when there is one."""
    facts = Fact.objects.of_person(actor, person).with_notes(actor, person).select_related("by")
    if day is not None:
        facts = facts.filter(day__lte=day).filter(Q(day__lt=day) | Q(pk__lt=last))
    return facts[: FACTS_A_PAGE + 1]


def cursor_of(fact: Fact) -> str:
    return f"{fact.pk}{fact.day.isoformat()}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor of an address; the beginning of the thread when there is none, or when it was altered."""
    try:
        return date.fromisoformat(text[36:]), UUID(text[:36])
    except ValueError:
        return None


class Reader:
    """Turns the facts of one person into what the page shows."""

    def __init__(self, person: Person, actor: Actor) -> None:
        self.person = person
        self.actor = actor
        self.key = opened_key(person)
        self.zone = zone(actor.organisation.time_zone)

    def entry(self, fact: Any) -> TimelineEntry:
        partition = Partition(fact.partition)
        restricted = bool(partition & RESTRICTED_PARTITIONS)
        text, is_cut = cut(self.text(fact))
        url = self.url(fact) if fact.kind in NOTES and (fact.note_opens or fact.note_text is not None) else ""
        return TimelineEntry(
            sentence=say(fact),
            day=fact.day,
            hour=self.hour(fact),
            icon=icon_of(fact),
            by=fact.by.display_name if fact.by else "",
            text=text,
            url="" if restricted else url,
            folded_url=url if restricted else "",
            is_cut=is_cut,
            partition=capital(str(PARTITION_WORDS[str(partition.name).lower()])) if restricted else "",
            badges=marks(fact),
        )

    def url(self, fact: Any) -> str:
        return address("note", self.person.pk, fact.codes.get("sector", ""), fact.thing_id)

    def hour(self, fact: Any) -> str:
        """When it was written, when that was the very day it took place."""
        at = timezone.localtime(fact.at, self.zone)
        return hour_words(at.time()) if at.date() == fact.day else ""

    def text(self, fact: Any) -> str:
        if fact.note_text is None or self.key is None:
            return ""
        tied = bound("dossier_note", "sealed_text", fact.thing_id, self.person.pk)
        try:
            return unseal(self.key, bytes(fact.note_text), tied).decode()
        except Unreadable:
            return _("Ce texte n’est plus lisible.")


def marks(fact: Any) -> tuple[Badge, ...]:
    """What a note says of itself: kept to the circle, rewritten since."""
    found = []
    if fact.codes.get("audience") == Audience.CIRCLE:
        found.append(Badge(_("pour son entourage"), "accent"))
    if fact.note_edited_at is not None:
        found.append(Badge(_("modifiée")))
    return tuple(found)


def cut(text: str) -> tuple[str, bool]:
    """The beginning of a long text, at a word's end, and whether there is more."""
    if len(text) <= LONGEST_IN_PLACE:
        return text, False
    kept = text[:LONGEST_IN_PLACE]
    return f"{kept[: kept.rfind(' ') + 1 or LONGEST_IN_PLACE].rstrip()}…", True


def opened_key(person: Person) -> bytes | None:
    """The person's key, or None when it was destroyed."""
    try:
        return key_from(person)
    except Unreadable:
        return None
