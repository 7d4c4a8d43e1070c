"""Texts of a situation: sealed with the person's key, or the organisation's while an orientation has no dossier."""

from typing import Any

from cordee.commissions.models import ItemDecision, MinutesCorrection, MinutesEntry, SittingItem
from cordee.people.keys import UNREADABLE, key_from, key_of, organisation_key, seal_text, unseal_text
from cordee.plumbing.crypto import Unreadable

SEALED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (SittingItem, ("sealed_notes",)),
    (ItemDecision, ("sealed_missing", "sealed_reason")),
    (MinutesEntry, ("sealed_words", "sealed_told")),
    (MinutesCorrection, ("sealed_words",)),
)


def key_for(row: Any, person: Any = None) -> bytes:
    """The key of a row's texts. person: theirs, when the page has it already; fetched `with_key`, no query."""
    if row.person_id is None:
        return organisation_key(row.organisation_id)
    person = person or row.person
    return key_from(person) if hasattr(person, "wrapped_key") else key_of(person)


def write(row: Any, column: str, text: str, *, key: bytes) -> None:
    """Seal a text in a row; an empty one leaves the column empty. Saves nothing."""
    text = text.strip()
    setattr(row, column, seal_text(key, row, column, _bound(row), text) if text else None)


def read(row: Any, column: str, *, key: bytes) -> str:
    """The text of a row; « … » when its key was destroyed."""
    try:
        return unseal_text(key, row, column, _bound(row))
    except Unreadable:
        return UNREADABLE


def _bound(row: Any) -> Any:
    """Whose text it is: the person's, or the house's while a row names nobody."""
    return getattr(row, "person_id", None) or row.organisation_id


def join_dossier(item: SittingItem, person: Any, pathway_id: Any) -> None:
    """An orientation became a dossier: what was written of it joins it, sealed again with the person's key.

    item: held for update, still without a person.
    """
    house, own = organisation_key(item.organisation_id), key_of(person)
    texts: list[tuple[Any, dict[str, str]]] = []
    for model, columns in SEALED:
        rows = [item] if model is SittingItem else model.objects.filter(item=item, person=None)
        texts += [(row, {name: read(row, name, key=house) for name in columns}) for row in rows]
    item.pathway_id = pathway_id
    for row, told in texts:
        row.person = person
        for column, text in told.items():
            write(row, column, text, key=own)
        more = ["pathway"] if row is item else []
        row.save(update_fields=["person", *told, *more])
    item.guests.filter(person=None).update(person=person)
    item.withdrawals.filter(person=None).update(person=person)
    item.news.filter(person=None).update(person=person)
