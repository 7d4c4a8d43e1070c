"""The papers that come with an orientation: `attach_paper` is the way in, whoever sends them.

    attach_paper(referral, upload=…, kind="identity", by=actor)      # by=None: sent from outside (public form)

It checks and cleans the file (plumbing.files), seals it with the organisation's key and ticks the paper asked for.
Raises FileRefused (a BadInput whose sentence can be shown as it is), BadInput, NotAllowed: nothing is kept then. Ask it
in a context that sees the orientation (a member's, or `system_context`).
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import RESTRICTED_PARTITIONS
from cordee.papers import keeping
from cordee.papers.actions import Described, keep_paper
from cordee.papers.enums import BELONGS, Kind, kind_label
from cordee.people.keys import organisation_key, seal_text, unseal_text
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.files import checking, naming
from cordee.plumbing.files.kinds import Clean
from cordee.plumbing.files.refusals import FileRefused
from cordee.referrals.access import can, reason_against
from cordee.referrals.models import Referral, ReferralPaper

MOST_PAPERS = 30  # of one orientation: a stranger must not fill the disk
LONGEST_LABEL = 120


@transaction.atomic
def attach_paper(
    referral: Referral,
    *,
    upload: Any,
    kind: str = Kind.OTHER,
    by: Actor | None = None,
    stands_for: str = "",
    label: str = "",
) -> ReferralPaper:
    """Keep a paper with an orientation. upload: Django's UploadedFile; label: the file's own name by default.

    stands_for: the code of the paper the programme asks for (entry.papers) that it is.
    """
    if by is not None and not can(by, "referral:change"):
        raise NotAllowed(reason_against(by, "referral:change"))
    _check(referral, kind)
    clean = checking.check(upload)
    words = naming.harmless(label) or naming.stem(upload.name or "")
    return attach_clean(referral, clean=clean, kind=kind, by=by, stands_for=stands_for, label=words)


@transaction.atomic
def attach_clean(
    referral: Referral,
    *,
    clean: Clean,
    kind: str,
    label: str,
    by: Actor | None = None,
    stands_for: str = "",
) -> ReferralPaper:
    """The same of a content already checked and cleaned. label: harmless; the kind's when there is none."""
    key = organisation_key(referral.organisation_id)
    paper = ReferralPaper(
        organisation_id=referral.organisation_id,
        referral=referral,
        kind=kind,
        partition=int(BELONGS[Kind(kind)]),
        stands_for=stands_for,
        media=clean.media,
        extension=clean.extension,
        added_by=by.member if by else None,
    )
    words = label or kind_label(kind)
    paper.sealed_text = seal_text(key, paper, "sealed_text", referral.organisation_id, words[:LONGEST_LABEL])
    digest = keeping.digest_of(clean.content, key)
    if ReferralPaper.objects.of(referral).filter(digest=digest).exists():
        raise FileRefused("already", words)
    keeping.keep(clean.content, paper, key=key, owner=referral.organisation_id)
    paper.save(force_insert=True)
    _tick(referral, stands_for)
    return paper


def _check(referral: Referral, kind: str) -> None:
    if kind not in Kind.values:
        raise BadInput("kind", _("Choisissez la nature du document dans la liste."))
    if referral.pathway_id is not None:
        raise BadInput(
            "files", _("Cette orientation a ouvert un dossier\u202f: ajoutez le document au dossier.")
        )
    if ReferralPaper.objects.of(referral).count() >= MOST_PAPERS:
        raise BadInput(
            "files", _("Cette orientation a déjà beaucoup de documents\u202f: retirez-en d’abord.")
        )


def _tick(referral: Referral, stands_for: str) -> None:
    """A paper that was missing is there. Whoever has the orientation open learns that it moved."""
    kept = Referral.objects.select_for_update().get(pk=referral.pk)
    if not stands_for or stands_for not in kept.papers_missing:
        return
    kept.papers_missing.remove(stands_for)
    kept.version = F("version") + 1
    kept.save(update_fields=["papers_missing", "version"])
    kept.refresh_from_db(fields=["version"])
    referral.papers_missing, referral.version = kept.papers_missing, kept.version


@transaction.atomic
def remove_paper(paper: ReferralPaper, *, by: Actor) -> None:
    """Take a paper away; it comes back within ten minutes, then its content is erased. Raises NotAllowed."""
    if not can(by, "referral:change"):
        raise NotAllowed(reason_against(by, "referral:change"))
    paper.removed_at = timezone.now()
    paper.save(update_fields=["removed_at"])
    keeping.let_go(paper.blob)


@transaction.atomic
def bring_paper_back(paper: ReferralPaper, *, by: Actor) -> bool:
    """Undo the above; False when it is too late. Raises NotAllowed."""
    if not can(by, "referral:change"):
        raise NotAllowed(reason_against(by, "referral:change"))
    if not keeping.take_back(paper.blob):
        return False
    paper.removed_at = None
    paper.save(update_fields=["removed_at"])
    return True


def hand_over_papers(referral: Referral, person: Person, *, by: Actor) -> None:
    """The orientation became a dossier: its papers are the person's, sealed with their key; the copies go.

    One whose content cannot be read any more stays where it is. All of them go, those closed to `by` too: whoever
    welcomes is the author in the dossier of what they could read, and of nothing else.
    """
    key = organisation_key(referral.organisation_id)
    with for_the_holder(referral.organisation_id):
        for paper in ReferralPaper.objects.of(referral).filter(moved_to=None):
            _hand_over(paper, person, key, by=by)


def _hand_over(paper: ReferralPaper, person: Person, key: bytes, *, by: Actor) -> None:
    try:
        content = read_paper(paper, key)
    except Unreadable:
        return
    described = Described(kind=paper.kind, label=paper_label(paper, key), stands_for=paper.stands_for)
    clean = Clean(content, paper.media, paper.extension)
    moved = keep_paper(
        person,
        by=by,
        clean=clean,
        described=described,
        added_at=paper.added_at,
        is_read=may_read(by, paper),
    )
    paper.moved_to = moved.pk
    paper.save(update_fields=["moved_to"])
    keeping.erase_now(paper.blob)


def paper_label(paper: ReferralPaper, key: bytes) -> str:
    """key: the organisation's."""
    return unseal_text(key, paper, "sealed_text", paper.organisation_id)


def read_paper(paper: ReferralPaper, key: bytes) -> bytes:
    """Its content. key: the organisation's. Raises crypto.Unreadable."""
    return keeping.read(paper, key=key, owner=paper.organisation_id)


def may_read(actor: Actor, paper: ReferralPaper) -> bool:
    """Whoever welcomes reads the papers of an orientation; a restricted one, who may note it or added it."""
    restricted = paper.partition & RESTRICTED_PARTITIONS
    return not restricted or bool(restricted & actor.rights.receives) or paper.added_by_id == actor.member.pk
