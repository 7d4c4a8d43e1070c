"""Identifiers, made in Python so that an INSERT needs no RETURNING under row-level security."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A random identifier that sorts by time of creation (UUID version 7)."""
    return uuid7()
