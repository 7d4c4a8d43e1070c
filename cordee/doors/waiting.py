"""Papers sent with an orientation nobody has confirmed yet: checked, sealed, and gone with it after its delay.

Their contents lie on disk like any other, but with an end from the first moment: what is not confirmed is erased by
the sweep of papers, whatever else fails. What they are is sealed with the arrival.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.doors.models import Arrival
from cordee.papers import keeping
from cordee.papers.models import Blob
from cordee.plumbing import crypto
from cordee.plumbing.files import checking, naming, store
from cordee.plumbing.files.kinds import Clean
from cordee.plumbing.ids import new_id
from cordee.referrals.models import Referral
from cordee.referrals.papers import attach_clean
from cordee.referrals.receiving import add_word


@dataclass(frozen=True)
class Paper:
    """A file somebody chose, once cleaned. mark: the same content gives the same."""

    clean: Clean
    kind: str
    label: str
    mark: str

    @classmethod
    def checked(cls, upload: Any, kind: str) -> "Paper":
        """Raises FileRefused."""
        clean = checking.check(upload)
        return cls(clean, kind, naming.stem(upload.name or ""), keeping.digest_of(clean.content, b"arrival"))


def keep(paper: Paper, arrival: Arrival, key: bytes) -> dict[str, str]:
    """Its content on disk until the arrival expires; what the arrival must remember of it."""
    row = new_id()
    name = store.keep(paper.clean.content, key, tied(row, arrival.organisation_id))
    Blob(name=name, erase_after=arrival.expires_at).save(force_insert=True)
    return {
        "row": str(row),
        "blob": name,
        "kind": paper.kind,
        "label": paper.label,
        "media": paper.clean.media,
        "extension": paper.clean.extension,
    }


def hand_over(told: dict[str, str], arrival: Arrival, referral: Referral, key: bytes) -> None:
    """Confirmed: it comes with the orientation. One that cannot be read any more is said to be missing."""
    try:
        content = store.read(told["blob"], key, tied(UUID(told["row"]), arrival.organisation_id))
    except crypto.Unreadable:
        words = _("Un document joint n’a pas pu être lu\u202f: demandez-le à nouveau.")
        add_word(referral, on=referral.received_on, by=referral.referrer_name, words=words)
        return
    clean = Clean(content, told["media"], told["extension"])
    attach_clean(referral, clean=clean, kind=told["kind"], label=told["label"])
    keeping.erase_now(told["blob"])


def tied(row: UUID, organisation: UUID) -> str:
    return crypto.bound("doors_arrival", "paper", row, organisation)
