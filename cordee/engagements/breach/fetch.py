"""Fetching facts, their words and their decision: through `of_person`, hidden and absent alike."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404

from cordee.engagements.breach.models import Breach, Sanction
from cordee.people.keys import key_from, unseal_text
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable

MOST = 40
SEALED = ("sealed_facts", "sealed_reason", "sealed_observations")


@dataclass(frozen=True)
class Told:
    """Facts with the words they hold; nothing of them when the key was destroyed."""

    row: Any
    sanction: Any = None
    facts: str = ""
    reason: str = ""
    observations: str = ""


def breaches_of(actor: Any, person: Person, contract: Any = None) -> list[Breach]:
    """The facts noted of a person, or of one of their contracts, the latest first, without their words. One query."""
    rows = Breach.objects.of_person(actor, person).select_related("sanction")
    if contract is not None:
        rows = rows.filter(contract=contract.pk)
    return list(rows.order_by("-day", "-pk")[:MOST])


def breach_for(actor: Any, person: Person, pk: UUID) -> Told:
    """One, with its words. One query. Raises Http404."""
    rows = Breach.objects.of_person(actor, person).select_related("sanction", "contract")
    row = rows.annotate(author_name=F("author__display_name")).filter(pk=pk).first()
    if row is None:
        raise Http404
    sanction = sanction_of(row)
    try:
        key = key_from(person)
    except Unreadable:
        return Told(row, sanction)
    words = (
        unseal_text(key, row, name, person.pk)
        for name in ("sealed_facts", "sealed_reason", "sealed_observations")
    )
    return Told(row, sanction, *words)


def sanction_of(row: Breach) -> Sanction | None:
    """Its decision, fetched with it."""
    return getattr(row, "sanction", None)
