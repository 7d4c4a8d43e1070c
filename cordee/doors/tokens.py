"""What a link carries: the house and the row it is about, with a secret, signed.

Only a digest is kept in the database. One made up does not even get that far: its signature is read first, and the
answer is that of a link nobody ever gave.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from cordee.doors.guarding import digest

LONGEST = 400
CONFIRM, FOLLOW = "confirm", "follow"


@dataclass(frozen=True)
class Link:
    """A link as it was read: its signature holds, nothing more."""

    organisation: UUID
    row: UUID
    digest: str


def _signer(kind: str) -> signing.Signer:
    return signing.Signer(salt=f"cordee.doors.{kind}")


def new_token(kind: str, organisation: UUID, row: UUID) -> str:
    content = [organisation.hex, row.hex, secrets.token_urlsafe(18)]
    return _signer(kind).sign_object(content).replace(":", "~")  # a colon is not for every mail program


def read_token(kind: str, text: str) -> Link | None:
    """None when it was made up, cut, or given for something else."""
    if len(text) > LONGEST:
        return None
    try:
        organisation, row, _secret = _signer(kind).unsign_object(text.replace("~", ":"))
        return Link(UUID(organisation), UUID(row), digest(text))
    except (signing.BadSignature, ValueError, TypeError):
        return None
