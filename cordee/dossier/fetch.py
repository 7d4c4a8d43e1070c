"""Fetching for the pages: everything through `visible_to`, hidden and absent alike."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.dossier.enums import Sector
from cordee.dossier.messages import Way, ways_to
from cordee.dossier.models import NOTE_MODELS, BaseNote, Deadline
from cordee.kernel.partitions import CODES
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.outbox.hooks import PURPOSES
from cordee.plumbing.outbox.letters import Letter, open_letter
from cordee.plumbing.outbox.models import Message


def note_for(actor: Any, person: Person, sector: str, pk: UUID) -> BaseNote:
    """A note of this person, in the table of its sector. Raises Http404."""
    if sector not in Sector.values:
        raise Http404
    partition = CODES[sector]
    rows = NOTE_MODELS[partition].objects.visible_to(actor)  # type: ignore[attr-defined]
    note = rows.filter(pk=pk, person=person, partition=int(partition)).select_related("author").first()
    if note is None:
        raise Http404
    return note


def text_of(note: BaseNote, person: Person) -> str:
    """The text, or nothing when the person's key was destroyed."""
    try:
        return unseal_text(key_of(person), note, "sealed_text", person.pk)
    except Unreadable:
        return ""


def deadline_for(actor: Any, pk: UUID) -> Deadline:
    row = Deadline.objects.standing().visible_to(actor).filter(pk=pk).select_related("person").first()
    if row is None:
        raise Http404
    return row


MOST_MESSAGES = 60


def messages_of(actor: Any, person: Person) -> list[Message]:
    """What was sent to or about a person, latest first. One query."""
    rows = Message.objects.visible_to(actor).filter(person=person).select_related("created_by")
    return list(rows.order_by("-created_at", "-pk")[:MOST_MESSAGES])


def message_for(actor: Any, person: Person, pk: UUID) -> Message:
    """A message of this dossier. Raises Http404."""
    rows = Message.objects.visible_to(actor).filter(pk=pk, person=person)
    found = rows.select_related("created_by", "settled_by", "organisation").first()
    if found is None:
        raise Http404
    return found


def sending_for(actor: Any, pk: UUID) -> Message:
    """A message of the house the actor may settle. Raises Http404."""
    found = Message.objects.visible_to(actor).filter(pk=pk, organisation=actor.organisation).first()
    if found is None:
        raise Http404
    return found


def sendings(actor: Any, states: tuple[str, ...]) -> list[Message]:
    """Those of the house in these states, latest first. One query."""
    rows = Message.objects.visible_to(actor).filter(organisation=actor.organisation, state__in=states)
    return list(rows.select_related("person", "created_by").order_by("-state_at", "-pk")[:MOST_MESSAGES])


def waiting_messages(actor: Any) -> tuple[int, datetime | None]:
    """(how many should have left, since when), up to a thousand. One query."""
    late = Message.objects.visible_to(actor).filter(organisation=actor.organisation).due()
    found = list(
        late.filter(due_at__lt=timezone.now() - timedelta(minutes=5)).values_list("due_at", flat=True)[:1000]
    )
    return len(found), (found[0] if found else None)


def letter_of(message: Message) -> Letter | None:
    """What was written, without a link for its recipient alone; nothing when the dossier's key was destroyed."""
    try:
        letter = open_letter(message)
    except Unreadable:
        return None
    purpose = PURPOSES.get(message.purpose)
    if purpose is None or not purpose.hides_links:
        return letter
    return replace(letter, text=re.sub(r"https?://\S+", _("(lien personnel)"), letter.text))


def ways_open(actor: Any, person: Person) -> list[Way]:
    """The means the person accepts. One query."""
    contacts = ContactPoint.objects.visible_to(actor).filter(person=person, ended_on=None)
    return ways_to(person, list(contacts))
