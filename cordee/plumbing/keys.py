"""The keys that seal texts, fetched where the one who asks may read them."""

from uuid import UUID

from django.db.models import QuerySet

from cordee.plumbing import crypto
from cordee.plumbing.house_key import organisation_key
from cordee.plumbing.models import PersonKey
from cordee.plumbing.prepared import prepared

__all__ = ["organisation_key", "person_key"]


def person_key(person_id: UUID, organisation_id: UUID) -> bytes:
    """Raises crypto.Unreadable when the key was destroyed, or the dossier is closed to who asks."""
    kept = next(iter(_kept(person_id)), None)
    if kept is None:
        raise crypto.Unreadable(str(person_id))
    return crypto.unwrap_person_key(bytes(kept.wrapped), organisation_key(organisation_id), person_id)


@prepared
def _kept(person_id: UUID) -> QuerySet[PersonKey]:
    return PersonKey.objects.filter(pk=person_id)
