"""One key per person. Free text and restricted partitions are sealed with it, bound to their row.

master key (outside the database) → organisation key → person key → AES-256-GCM, with the table, the
column, the row and the person as associated data: a sealed text copied to another row does not open.
Destroying a person's key makes their texts unreadable everywhere, history and backups included.

A sealed value is: version byte, 96-bit nonce, ciphertext with its tag.
"""

import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(Exception):
    """A sealed text that does not open: its person's key was destroyed, or it was moved."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Raises Unreadable when the key, the row or the content is not the one that was sealed."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise Unreadable("unknown version")
    nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, bound_to.encode())
    except InvalidTag:
        raise Unreadable(bound_to) from None


def bound(table: str, column: str, row: UUID, person: UUID) -> str:
    """What a sealed text is tied to."""
    return f"{table}|{column}|{row}|{person}|1"


def wrap_organisation_key(key: bytes, organisation: UUID) -> bytes:
    return seal(master_key(), key, f"organisation|{organisation}")


def wrap_person_key(key: bytes, organisation_key: bytes, person: UUID) -> bytes:
    return seal(organisation_key, key, f"person|{person}")


def unwrap_person_key(wrapped: bytes, organisation_key: bytes, person: UUID) -> bytes:
    return unseal(organisation_key, wrapped, f"person|{person}")


@lru_cache(maxsize=512)
def unwrap_organisation_key(wrapped: bytes, organisation: UUID) -> bytes:
    """Kept in memory by the process that serves; the database only ever holds it wrapped."""
    return unseal(master_key(), wrapped, f"organisation|{organisation}")


def master_key() -> bytes:
    key = settings.MASTER_KEY
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("CORDEE_MASTER_KEY must be 32 bytes in base64: ./do makes one")
    return bytes(key)
