"""Identifiers, made in Python so that an INSERT needs no RETURNING under row-level security."""

from uuid import UUID, SafeUUID

from uuid_utils import uuid7

UNKNOWN = SafeUUID.unknown  # each time it is asked of its enumeration takes longer than making the identifier


def new_id() -> UUID:
    """A random identifier that sorts by time of creation (UUID version 7)."""
    made = object.__new__(UUID)
    object.__setattr__(made, "int", uuid7().int)
    object.__setattr__(made, "is_safe", UNKNOWN)
    return made
