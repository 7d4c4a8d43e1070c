"""Readings of a person's file, through one door.

Who, what, when, in which role; never the content. A search keeps a keyed hash of its terms, so that the
same search can be recognised and no name can be read. Source: DPO-10, design/security.md 4.6.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from cordee.plumbing.context import DatabaseContext, acting_in
from cordee.plumbing.ids import new_id


class Reader(Protocol):
    """Who reads: the actor of a request."""

    @property
    def organisation(self) -> Any: ...
    @property
    def member(self) -> Any: ...
    @property
    def roles(self) -> frozenset[str]: ...

    def context(self) -> DatabaseContext: ...


COLUMNS = (
    'INSERT INTO "plumbing_accesslog" (id, organisation_id, reader_organisation_id, member_id, person_id,'
    " what, detail, roles, at) VALUES "
)
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, now())"
INSERT = COLUMNS + ROW


def record(
    reader: Reader, *, what: str, person: UUID | None = None, holder: UUID | None = None, detail: str = ""
) -> None:
    """One line of the log, before the bytes leave.

    what: "dossier.opened", "partition.health", "search", "contact.revealed"… holder: the organisation that
    holds the dossier, the reader's own when not given.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, _line(reader, what, person, holder, detail))


def record_each(reader: Reader, people: Sequence[UUID], *, what: str, detail: str = "") -> None:
    """A line for each of these people of the reader's house, in one statement: what is printed of many at once."""
    if not people:
        return
    values = [value for person in people for value in _line(reader, what, person, None, detail)]
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS + ", ".join([ROW] * len(people)), values)


def _line(reader: Reader, what: str, person: UUID | None, holder: UUID | None, detail: str) -> list[Any]:
    return [
        new_id(),
        holder or reader.organisation.pk,
        reader.organisation.pk,
        reader.member.pk,
        person,
        what,
        detail[:200],
        " ".join(sorted(reader.roles)),
    ]


def record_search(reader: Reader, terms: str) -> None:
    record(reader, what="search", detail=hashed(terms))


def record_refusal(reader: Reader, request: HttpRequest, status: int) -> None:
    """In its own transaction: the request's one has been rolled back."""
    match = request.resolver_match
    name = match.view_name if match else "unknown"
    wanted = " ".join(str(value) for value in (match.kwargs.values() if match else ()))
    with transaction.atomic(), acting_in(reader.context()):
        record(reader, what="refused", detail=f"{status} {request.method} {name} {wanted}")


def hashed(terms: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, terms.strip().lower().encode(), hashlib.sha256).hexdigest()[:24]
