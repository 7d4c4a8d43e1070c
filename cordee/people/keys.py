"""A person's key: made with the person, fetched once per page, used to seal and unseal their texts."""

from typing import Any
from uuid import UUID

from django.db import models

from cordee.people.models import Person
from cordee.plumbing import crypto
from cordee.plumbing.house_key import organisation_key
from cordee.plumbing.inserting import insert
from cordee.plumbing.keys import person_key
from cordee.plumbing.models import PersonKey

__all__ = [
    "UNREADABLE",
    "key_from",
    "key_of",
    "make_key",
    "organisation_key",
    "seal_text",
    "unseal_text",
    "wrapped_for",
]

UNREADABLE = "…"


def make_key(person: Person) -> bytes:
    """A new person's key, kept wrapped."""
    key = crypto.new_key()
    insert(PersonKey(person=person, organisation_id=person.organisation_id, wrapped=wrapped_for(person, key)))
    return key


def wrapped_for(person: Person, key: bytes) -> bytes:
    return crypto.wrap_person_key(key, organisation_key(person.organisation_id), person.pk)


def key_of(person: Person) -> bytes:
    """One query. Raises crypto.Unreadable when the key was destroyed."""
    return person_key(person.pk, person.organisation_id)


def key_from(person: Any) -> bytes:
    """The key of a person fetched `with_key`: no query. Raises crypto.Unreadable when it was destroyed."""
    if person.wrapped_key is None or person.house_wrapped_key is None:
        raise crypto.Unreadable(str(person.pk))
    house = crypto.unwrap_organisation_key(bytes(person.house_wrapped_key), person.organisation_id)
    return crypto.unwrap_person_key(bytes(person.wrapped_key), house, person.pk)


def seal_text(key: bytes, row: models.Model, column: str, person_id: UUID, text: str) -> bytes:
    """A free text, sealed for this row and this person alone."""
    return crypto.seal(key, text.encode(), crypto.bound(row._meta.db_table, column, row.pk, person_id))


def unseal_text(key: bytes, row: Any, column: str, person_id: UUID) -> str:
    sealed = getattr(row, column)
    if sealed is None:
        return ""
    bound = crypto.bound(row._meta.db_table, column, row.pk, person_id)
    return crypto.unseal(key, bytes(sealed), bound).decode()
