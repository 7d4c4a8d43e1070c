"""Fetching links for the pages of the house: through `of_person`, hidden and absent alike."""

from typing import Any
from uuid import UUID

from django.http import Http404

from cordee.engagements.remote.models import SigningLink
from cordee.engagements.remote.panels import Line, line_of
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable

MOST = 20


def links_of(actor: Any, person: Person, contract: Any) -> list[Line]:
    """The links of a contract, the latest first. One query."""
    rows = SigningLink.objects.of_person(actor, person).filter(contract=contract.pk)
    found = rows.select_related("version", "sent_by").order_by("-sent_at", "-pk")[:MOST]
    try:
        key = key_from(person)
    except Unreadable:
        key = None
    return [line_of(row, person, key, actor.organisation) for row in found]


def link_for(actor: Any, person: Person, contract: Any, pk: UUID) -> SigningLink:
    """Raises Http404."""
    rows = SigningLink.objects.of_person(actor, person).filter(contract=contract.pk, pk=pk)
    found = rows.first()
    if found is None:
        raise Http404
    return found
