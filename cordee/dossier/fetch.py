"""Fetching for the pages: everything through `visible_to`, hidden and absent alike."""

from typing import Any
from uuid import UUID

from django.http import Http404

from cordee.dossier.enums import Sector
from cordee.dossier.models import NOTE_MODELS, BaseNote, Deadline
from cordee.kernel.partitions import CODES
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable


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
