"""An organisation's own key: it wraps the keys of its people, and seals what is not (yet) one person's."""

from uuid import UUID

from django.db.models import QuerySet

from cordee.plumbing import crypto
from cordee.plumbing.models import OrganisationKey
from cordee.plumbing.prepared import prepared


def organisation_key(organisation_id: UUID) -> bytes:
    """The organisation's key, made the first time. Raises crypto.Unreadable with another master key."""
    kept = next(iter(_kept(organisation_id)), None)
    if kept is None:
        wrapped = crypto.wrap_organisation_key(crypto.new_key(), organisation_id)
        kept, _made = OrganisationKey.objects.get_or_create(
            organisation_id=organisation_id, defaults={"wrapped": wrapped}
        )
    return crypto.unwrap_organisation_key(bytes(kept.wrapped), organisation_id)


@prepared
def _kept(organisation_id: UUID) -> QuerySet[OrganisationKey]:
    return OrganisationKey.objects.filter(pk=organisation_id)
