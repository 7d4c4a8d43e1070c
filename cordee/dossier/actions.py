"""What is written in the thread of a dossier: facts, contacts, notes; deadlines postponed or done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier import gesture, hooks
from cordee.dossier.access import SECTORS, can, reason_against
from cordee.dossier.enums import Audience, Sector
from cordee.dossier.models import NOTE_MODELS, BaseNote, Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import CODES, Partition
from cordee.people.keys import key_of, seal_text, unseal_text
from cordee.people.models import Person
from cordee.plumbing.ids import new_id
from cordee.plumbing.together import insert_together

LONGEST_NOTE = 100_000  # characters: about forty pages


class EditConflict(StaleState):
    """Somebody rewrote the note meanwhile: both texts, so that none is lost."""

    def __init__(self, theirs: str, mine: str, note: BaseNote) -> None:
        super().__init__(_("Cette note a changé pendant que vous écriviez."))
        self.theirs, self.mine, self.note = theirs, mine, note


@dataclass(frozen=True)
class Contact:
    """What makes a note a contact: where or how, with whom, how long (minutes)."""

    means: str = ""
    counterpart: str = "person"
    minutes: int | None = None


def record_fact(
    *,
    person: Person,
    kind: str,
    day: date,
    by: Actor | None,
    pathway_id: UUID | None = None,
    partition: Partition = Partition.IDENTITY,
    thing: Any = None,
    codes: dict[str, Any] | None = None,
) -> Fact:
    """Add what happened to the thread; the clocks and whoever listens are told in the same transaction, once the
    gesture it belongs to is done (`gesture.facts_together`)."""
    fact = Fact(
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway_id,
        kind=kind,
        day=day,
        by=by.member if by else None,
        author_organisation_id=by.organisation.pk if by else person.organisation_id,
        partition=int(partition),
        thing_kind=thing._meta.model_name if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        codes=codes or {},
    )
    gesture.tell(fact)
    return fact


def record_facts(
    kind: str,
    told: Sequence[tuple[UUID, date, Mapping[str, Any]]],
    *,
    organisation: UUID,
    by: Actor,
    partition: Partition = Partition.IDENTITY,
    things: tuple[str, Sequence[UUID]] | None = None,
) -> int:
    """The same fact for many people, each (person, day, codes), in one statement: an import. How many.

    things: (kind, identifier for each) of what the facts concern.
    Nobody is told one by one: what an import notes (a dossier opened, an identity completed) starts no delay.
    """
    now = timezone.now()
    rows = [
        {
            "id": new_id(),
            "organisation_id": organisation,
            "person_id": person,
            "kind": kind,
            "day": day,
            "at": now,
            "by_id": by.member.pk,
            "author_organisation_id": by.organisation.pk,
            "partition": int(partition),
            "thing_kind": things[0] if things else "",
            "thing_id": things[1][place] if things else None,
            "codes": dict(codes),
        }
        for place, (person, day, codes) in enumerate(told)
    ]
    return insert_together(Fact, rows)


def take_back_facts(people: Sequence[UUID]) -> dict[UUID, str]:
    """Remove the opening of dossiers an import made; those where anything else happened are named, with what."""
    facts = Fact.objects.filter(person__in=people)
    others = facts.exclude(kind="person_registered").values_list("person_id", flat=True)
    used = dict.fromkeys(others, _("quelque chose s’est passé dans le dossier"))
    facts.filter(kind="person_registered").exclude(person__in=used).delete()
    return used


def take_back_facts_of(things: Sequence[UUID], people: Sequence[UUID]) -> int:
    """Remove what the threads of these people say of things an import made, about to be removed. How many."""
    return Fact.objects.filter(person__in=people, thing_id__in=things).delete()[0]


@transaction.atomic
def write_note(
    person: Person,
    *,
    by: Actor,
    text: str,
    day: date,
    sector: str = Sector.SOCIAL,
    audience: str = Audience.HOUSE,
    contact: Contact | None = None,
    pathway_id: UUID | None = None,
) -> BaseNote:
    """A note, or a contact noted, in the table of its partition; its text sealed with the person's key.

    Raises NotAllowed (role, sector), BadInput (empty, too long, day in the future).
    """
    _check_writer(by, sector)
    _check_text(text, needed=contact is None)
    if day > by.today:
        raise BadInput("day", _("Ce jour est dans l’avenir\u202f: une note dit ce qui a eu lieu."))
    if contact is not None and sector == Sector.WORKING:
        raise BadInput("sector", _("Un contact se partage\u202f: notez à part ce qui n’est que pour vous."))
    partition = CODES[sector]
    note = NOTE_MODELS[partition](
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway_id,
        partition=int(partition),
        audience=Audience.AUTHOR if sector == Sector.WORKING else audience,
        author=by.member,
        author_organisation=by.organisation,
        day=day,
        is_contact=contact is not None,
        means=contact.means if contact else "",
        counterpart=contact.counterpart if contact else "",
        minutes=contact.minutes if contact else None,
    )
    note.sealed_text = seal_text(key_of(person), note, "sealed_text", person.pk, text)
    note.save(force_insert=True)
    if sector != Sector.WORKING:
        _tell(note, person, by=by)
    return note


def _tell(note: BaseNote, person: Person, *, by: Actor) -> None:
    """The fact of a note: that it exists, never what it says. A working note leaves none."""
    codes = {"sector": sector_of(note).value, "audience": note.audience}
    if note.is_contact:
        codes |= {"means": note.means, "counterpart": note.counterpart}
        mark_contact(person, day=note.day)
    record_fact(
        person=person,
        kind="contact_noted" if note.is_contact else "note_written",
        day=note.day,
        by=by,
        pathway_id=note.pathway_id,
        partition=Partition(note.partition),
        thing=note,
        codes=codes,
    )


def mark_contact(person: Person, *, day: date) -> None:
    """The last day somebody was in touch with the person, never going back."""
    moved = Person.objects.filter(Q(last_contact_on=None) | Q(last_contact_on__lt=day), pk=person.pk).update(
        last_contact_on=day
    )
    if moved:
        for listener in hooks.AFTER_CONTACT.values():
            listener(person, day)


@transaction.atomic
def edit_note(note: BaseNote, person: Person, *, by: Actor, text: str, version: int) -> BaseNote:
    """Rewrite a note. Raises EditConflict, which carries both texts, when it changed meanwhile."""
    _check_writer(by, sector_of(note), action="note:edit")
    _check_text(text, needed=not note.is_contact)
    kept = type(note).objects.select_for_update().get(pk=note.pk)  # type: ignore[attr-defined]
    key = key_of(person)
    theirs = unseal_text(key, kept, "sealed_text", person.pk)
    if kept.version != version and theirs != text:
        raise EditConflict(theirs, text, kept)
    if theirs == text:
        return kept  # type: ignore[no-any-return]
    kept.sealed_text = seal_text(key, kept, "sealed_text", person.pk, text)
    kept.version, kept.edited_at = F("version") + 1, timezone.now()
    kept.save(update_fields=["sealed_text", "version", "edited_at"])
    kept.refresh_from_db(fields=["version"])
    return kept  # type: ignore[no-any-return]


def sector_of(note: BaseNote) -> Sector:
    return Sector((Partition(note.partition).name or "").lower())


def _check_writer(by: Actor, sector: str, action: str = "note:write") -> None:
    if not can(by, action):
        raise NotAllowed(reason_against(by, action))
    if not by.roles & SECTORS[sector]:
        raise NotAllowed(_("Ce type de note ne fait pas partie de vos fonctions."))


def _check_text(text: str, *, needed: bool) -> None:
    if needed and not text.strip():
        raise BadInput("text", _("Écrivez quelques mots avant d’enregistrer."))
    if len(text) > LONGEST_NOTE:
        raise BadInput(
            "text",
            _(
                "Cette note dépasse %(most)s caractères. Votre texte est gardé\u202f: partagez-le en plusieurs notes."
            )
            % {"most": LONGEST_NOTE},
        )


@transaction.atomic
def postpone_deadline(deadline: Deadline, *, by: Actor, until: date, reason: str) -> Deadline:
    """Leave it aside on one's own day until a later day; the reason is kept.

    The legal day does not move: a delay set by a text cannot be pushed by a click, so it stays as it is;
    only what the day shows waits. Raises NotAllowed, BadInput.
    """
    if not can(by, "deadline:change"):
        raise NotAllowed(reason_against(by, "deadline:change"))
    if until <= by.today:
        raise BadInput("until", _("Choisissez un jour à venir."))
    if not reason.strip():
        raise BadInput("reason", _("Dites en quelques mots pourquoi vous reportez."))
    deadline.shown_from = until
    deadline.postponed_reason = reason.strip()[:300]
    deadline.save(update_fields=["shown_from", "postponed_reason"])
    return deadline


@transaction.atomic
def bring_deadline_back(deadline: Deadline, *, by: Actor) -> None:
    """Undo `postpone_deadline`: it is on the day again. Raises NotAllowed."""
    if not can(by, "deadline:change"):
        raise NotAllowed(reason_against(by, "deadline:change"))
    deadline.shown_from, deadline.postponed_reason = None, ""
    deadline.save(update_fields=["shown_from", "postponed_reason"])


@transaction.atomic
def complete_deadline(deadline: Deadline, *, by: Actor) -> None:
    """Say that it is done."""
    if not can(by, "deadline:change"):
        raise NotAllowed(reason_against(by, "deadline:change"))
    deadline.closed_on, deadline.closing = by.today, "done"
    deadline.save(update_fields=["closed_on", "closing"])
