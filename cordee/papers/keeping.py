"""What every table of papers does with a content: kept with its row, read again, let go, taken back.

A content is sealed for one row of one person (of the organisation, while an orientation has no person).
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cordee.papers.models import Blob
from cordee.plumbing.crypto import bound
from cordee.plumbing.files import store

UNDO = timedelta(minutes=10)
COLUMN = "content"


def tied(row: Any, owner: UUID) -> str:
    """What the content of a row is sealed for. owner: the person, or the organisation."""
    return bound(row._meta.db_table, COLUMN, row.pk, owner)


def digest_of(content: bytes, key: bytes) -> str:
    """The same content gives the same mark in one dossier, and says nothing to who has not its key."""
    return hmac.new(key, content, hashlib.sha256).hexdigest()[:32]


def keep(content: bytes, row: Any, *, key: bytes, owner: UUID) -> None:
    """Write the content, then give its row the name, the size and the mark; saving the row is the caller's."""
    row.blob = store.keep(content, key, tied(row, owner))
    row.size, row.digest = len(content), digest_of(content, key)
    Blob(name=row.blob).save(force_insert=True)


def read(row: Any, *, key: bytes, owner: UUID) -> bytes:
    """Raises crypto.Unreadable: the key was destroyed, or the content erased."""
    return store.read(row.blob, key, tied(row, owner))


def let_go(name: str) -> None:
    """Erase a content in ten minutes, unless somebody changes their mind."""
    Blob.objects.filter(pk=name).update(erase_after=timezone.now() + UNDO)


def take_back(name: str) -> bool:
    """Keep it after all; False when it is too late."""
    standing = Blob.objects.filter(pk=name, erase_after__gt=timezone.now())
    return bool(standing.update(erase_after=None))


def erase_now(name: str) -> None:
    """Its content lives on in another row: this copy goes with the transaction, not before it."""
    Blob.objects.filter(pk=name).update(erase_after=timezone.now())
    transaction.on_commit(sweep_removed)


def sweep_removed(most: int = 200) -> int:
    """Erase the contents whose ten minutes are over. Returns how many.

    The file first, then its line: cut in between, the next sweep finds the line again.
    """
    with transaction.atomic():
        due = Blob.objects.select_for_update(skip_locked=True).due(timezone.now())
        names = list(due.values_list("pk", flat=True)[:most])
        for name in names:
            store.erase(name)
        Blob.objects.filter(pk__in=names).delete()
    return len(names)
