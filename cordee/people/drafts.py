"""What is being typed, kept on the server until it is sent.

A draft belongs to one member, one form, one person (or none): sealed with the person's key, or with the
organisation's for a form about nobody yet. Nobody else can read it.

- save_draft, drop_draft   as one types; once the form is sent
- resumed                  what waits, for a form about to be shown
- with_draft, resumed_in   the same for a page that fetches the person anyway: no further query
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput
from cordee.people.keys import key_from, key_of, organisation_key
from cordee.people.models import Person
from cordee.plumbing import crypto
from cordee.plumbing.models import Draft
from cordee.plumbing.prepared import Given, prepared

LARGEST = 1_000_000  # bytes: a draft above it stays on screen, not on the server
LONGEST_NAME = 80  # of a form


@dataclass(frozen=True)
class Resumed:
    """What was typed and not sent, as first values of the form; nothing and no instant when there is none."""

    typed: dict[str, Any] = field(default_factory=dict)
    started_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.typed)


NOTHING = Resumed()


def save_draft(actor: Actor, form: str, person: Person | None, typed: QueryDict) -> None:
    """Keep what is typed now in place of what was typed before. An empty form drops its draft.

    Raises BadInput above what a draft may weigh.
    """
    kept = {name: values for name, values in typed.lists() if not name.startswith(("_", "csrf"))}
    if not any(value.strip() for values in kept.values() for value in values):
        drop_draft(actor, form, person)
        return
    if len(json.dumps(kept)) > LARGEST:
        raise BadInput("draft", "too large")
    draft = _find(actor, form, person)
    if draft is None and _insert(actor, form, person, kept):
        return
    draft = draft or _find(actor, form, person)  # somebody's other tab was the first
    if draft is not None:
        key = _key(actor, person)
        started = _open(key, draft).started_at or draft.updated_at
        draft.sealed, draft.updated_at = _close(key, draft, kept, started), timezone.now()
        draft.save(update_fields=["sealed", "updated_at"])


def _insert(actor: Actor, form: str, person: Person | None, kept: dict[str, Any]) -> bool:
    """Keep a first draft. False when another tab of the same person has just done so."""
    draft = Draft(organisation=actor.organisation, member=actor.member, person=person, form=form)
    draft.sealed = _close(_key(actor, person), draft, kept, draft.updated_at)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def resumed(actor: Actor, form: str, person: Person | None) -> Resumed:
    """What waits for this form. Two queries at most."""
    draft = _find(actor, form, person)
    return _open(_key(actor, person), draft) if draft else NOTHING


def draft_of(actor: Actor, form: str, person: Person | None) -> dict[str, Any]:
    """What was typed and not sent, as first values of the form; empty when there is nothing."""
    return resumed(actor, form, person).typed


def with_draft(people: QuerySet[Any], actor: Actor, form: str) -> QuerySet[Any]:
    """Each person with what waits for this form about them; to be read by `resumed_in`."""
    drafts = Draft.objects.filter(member=actor.member, form=form, person=OuterRef("pk"))
    return people.annotate(
        draft_id=Subquery(drafts.values("pk")[:1]), draft_sealed=Subquery(drafts.values("sealed")[:1])
    )


def resumed_in(person: Any) -> Resumed:
    """The draft of a person fetched `with_draft` and `with_key`: no query."""
    if person.draft_id is None:
        return NOTHING
    draft = Draft(pk=person.draft_id, person_id=person.pk, sealed=person.draft_sealed)
    try:
        return _open(key_from(person), draft)
    except crypto.Unreadable:
        return NOTHING


def drop_draft(actor: Actor, form: str, person: Person | None) -> None:
    """The form was sent, or emptied."""
    Draft.objects.filter(member=actor.member, form=form, person=person).delete()


def _find(actor: Actor, form: str, person: Person | None) -> Draft | None:
    about = (
        waiting_for(actor.member.pk, Given(form), person.pk)
        if person
        else waiting(actor.member.pk, Given(form))
    )
    return about[0] if about else None


@prepared
def waiting_for(member: UUID, form: str, person: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(member=member, form=form, person=person).order_by("pk")[:1]


@prepared
def waiting(member: UUID, form: str) -> QuerySet[Draft]:
    return Draft.objects.filter(member=member, form=form, person=None).order_by("pk")[:1]


def _key(actor: Actor, person: Person | None) -> bytes:
    return key_of(person) if person else organisation_key(actor.organisation.pk)


def _close(key: bytes, draft: Draft, kept: dict[str, Any], started: datetime) -> bytes:
    plain = json.dumps({"typed": kept, "started": started.isoformat()})
    return crypto.seal(key, plain.encode(), _bound(draft))


def _open(key: bytes, draft: Draft) -> Resumed:
    """What a draft holds; nothing when it can no longer be read."""
    try:
        plain = json.loads(crypto.unseal(key, bytes(draft.sealed), _bound(draft)))
    except crypto.Unreadable:
        return NOTHING
    typed = {name: values[0] if len(values) == 1 else values for name, values in plain["typed"].items()}
    return Resumed(typed, datetime.fromisoformat(plain["started"]))


def _bound(draft: Draft) -> str:
    return crypto.bound("plumbing_draft", "sealed", draft.pk, draft.person_id or draft.organisation_id)
