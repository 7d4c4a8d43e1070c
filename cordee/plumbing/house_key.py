"""An organisation's own key: it wraps the keys of its people, and seals what is not (yet) one person's."""

from uuid import UUID

from cordee.plumbing import crypto
from cordee.plumbing.models import OrganisationKey


def organisation_key(organisation_id: UUID) -> bytes:
    """The organisation's key, made the first time. Raises crypto.Unreadable with another master key."""
    kept = OrganisationKey.objects.filter(pk=organisation_id).first()
    if kept is None:
        wrapped = crypto.wrap_organisation_key(crypto.new_key(), organisation_id)
        kept, _made = OrganisationKey.objects.get_or_create(
            organisation_id=organisation_id, defaults={"wrapped": wrapped}
        )
    return crypto.unwrap_organisation_key(bytes(kept.wrapped), organisation_id)
