"""The few words of a contact, sealed with the key of the house."""

from cordee.partners.models import PartnerContact
from cordee.plumbing import crypto
from cordee.plumbing.house_key import organisation_key

COLUMN = "sealed_words"
UNREADABLE = "…"


def _bound(contact: PartnerContact) -> str:
    return crypto.bound(contact._meta.db_table, COLUMN, contact.pk, contact.organisation_id)


def write_words(contact: PartnerContact, text: str) -> None:
    """Seal what was said; nothing said is nothing kept."""
    key = organisation_key(contact.organisation_id)
    contact.sealed_words = crypto.seal(key, text.encode(), _bound(contact)) if text else None


def read_words(contact: PartnerContact, *, key: bytes) -> str:
    """What was said; « … » when it does not open any more."""
    if contact.sealed_words is None:
        return ""
    try:
        return crypto.unseal(key, bytes(contact.sealed_words), _bound(contact)).decode()
    except crypto.Unreadable:
        return UNREADABLE
