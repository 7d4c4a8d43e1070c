"""What is being typed, kept on the server until it is sent.

A draft belongs to one member, one form, one person (or none): sealed with the person's key, or with the
organisation's for a form about nobody yet. Nobody else can read it.
"""

import json
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput
from cordee.people.keys import key_of, organisation_key
from cordee.people.models import Person
from cordee.plumbing import crypto
from cordee.plumbing.models import Draft

LARGEST = 1_000_000  # bytes: a draft above it stays on screen, not on the server


def save_draft(actor: Actor, form: str, person: Person | None, typed: QueryDict) -> None:
    """Keep what is typed now in place of what was typed before. An empty form drops its draft."""
    kept = {name: values for name, values in typed.lists() if not name.startswith(("_", "csrf"))}
    if not any(value.strip() for values in kept.values() for value in values):
        drop_draft(actor, form, person)
        return
    plain = json.dumps(kept).encode()
    if len(plain) > LARGEST:
        raise BadInput("draft", "too large")
    draft = _find(actor, form, person) or Draft(
        organisation=actor.organisation, member=actor.member, person=person, form=form
    )
    is_new = draft._state.adding
    draft.sealed = crypto.seal(_key(actor, person), plain, _bound(draft))
    draft.updated_at = timezone.now()
    if is_new:
        draft.save(force_insert=True)
    else:
        draft.save(update_fields=["sealed", "updated_at"])


def draft_of(actor: Actor, form: str, person: Person | None) -> dict[str, Any]:
    """What was typed and not sent, as initial values of the form; empty when there is nothing."""
    draft = _find(actor, form, person)
    if draft is None:
        return {}
    try:
        kept = json.loads(crypto.unseal(_key(actor, person), bytes(draft.sealed), _bound(draft)))
    except crypto.Unreadable:
        return {}
    return {name: values[0] if len(values) == 1 else values for name, values in kept.items()}


def drop_draft(actor: Actor, form: str, person: Person | None) -> None:
    """The form was sent, or emptied."""
    Draft.objects.filter(member=actor.member, form=form, person=person).delete()


def _find(actor: Actor, form: str, person: Person | None) -> Draft | None:
    return Draft.objects.filter(member=actor.member, form=form, person=person).first()


def _key(actor: Actor, person: Person | None) -> bytes:
    return key_of(person) if person else organisation_key(actor.organisation.pk)


def _bound(draft: Draft) -> str:
    return crypto.bound("plumbing_draft", "sealed", draft.pk, draft.person_id or draft.organisation_id)
