"""What is done with a dossier's papers: added, described again, replaced by a newer one, removed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.dossier.enums import Audience
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.papers import keeping
from cordee.papers.access import PLACES, can, reason_against
from cordee.papers.enums import BELONGS, Kind, kind_label
from cordee.papers.expiry import keep_expiry
from cordee.papers.models import PAPER_MODELS, BasePaper
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person
from cordee.plumbing.files import checking, naming
from cordee.plumbing.files.kinds import TYPES, Clean, FileType
from cordee.plumbing.files.refusals import FileRefused

LONGEST_LABEL = 120


@dataclass(frozen=True)
class Described:
    """What is said of a paper. part: where it belongs, as its kind says unless told; label: the file's name."""

    kind: str
    label: str = ""
    part: Partition | None = None
    audience: str = Audience.HOUSE
    stands_for: str = ""
    day: date | None = None
    valid_until: date | None = None
    renewal_filed_on: date | None = None


def add_paper(
    person: Person, *, by: Actor, upload: Any, described: Described, among: Collection[FileType] = TYPES
) -> BasePaper:
    """Check, clean and keep a file in the dossier. among: the types it may be of.

    Raises NotAllowed, BadInput (FileRefused among them).
    """
    _check_may(by, "paper:add")
    part = _part_of(described, by)
    _check_days(described, by)
    clean = checking.check(upload)
    if clean.media not in {one.media for one in among}:
        raise FileRefused("not_a_scan", naming.stem(upload.name or ""))
    label = naming.harmless(described.label) or naming.stem(upload.name or "")
    return keep_paper(person, by=by, clean=clean, described=replace(described, part=part, label=label))


@transaction.atomic
def keep_paper(
    person: Person,
    *,
    by: Actor,
    clean: Clean,
    described: Described,
    added_at: Any = None,
    is_read: bool = True,
) -> BasePaper:
    """Put a content already clean in the dossier. added_at: when it came, for one that was elsewhere before.

    is_read: False for one that `by` hands over without reading it: its author would read it again.
    """
    part = described.part or BELONGS[Kind(described.kind)]
    paper = PAPER_MODELS[part](
        organisation_id=person.organisation_id,
        person=person,
        partition=int(part),
        audience=described.audience,
        kind=described.kind,
        stands_for=described.stands_for,
        media=clean.media,
        extension=clean.extension,
        day=described.day,
        valid_until=described.valid_until,
        renewal_filed_on=described.renewal_filed_on,
        author=by.member if is_read else None,
        author_organisation=by.organisation,
        added_at=added_at or timezone.now(),
    )
    key = key_of(person)
    paper.sealed_text = seal_text(key, paper, "sealed_text", person.pk, _label(described))
    keeping.keep(clean.content, paper, key=key, owner=person.pk)
    paper.save(force_insert=True)
    _tell(paper, "paper_added", by=by)
    keep_expiry(paper, on=by.today)
    return paper


def _label(described: Described) -> str:
    return described.label[:LONGEST_LABEL] or kind_label(described.kind)


def _tell(paper: BasePaper, kind: str, *, by: Actor) -> None:
    """The fact: that there is a paper, what kind; never what it says."""
    record_fact(
        person=paper.person,
        kind=kind,
        day=by.today,
        by=by,
        partition=Partition(paper.partition),
        thing=paper,
        codes={"kind": str(paper.kind)},
    )


@transaction.atomic
def change_paper(paper: BasePaper, *, by: Actor, version: int, described: Described) -> BasePaper:
    """Say again what it is. It stays in its part of the dossier. Raises NotAllowed, BadInput, StaleState."""
    _check_may(by, "paper:change")
    _check_days(described, by)
    if PAPER_MODELS[BELONGS[_kind(described)]] is not type(paper) and described.kind != paper.kind:
        raise BadInput(
            "kind",
            _(
                "Ce document se range ailleurs dans le dossier\u202f: ajoutez-le à nouveau, puis retirez celui-ci."
            ),
        )
    kept = _locked(paper, version)
    kept.kind, kept.stands_for = described.kind, described.stands_for
    kept.day, kept.valid_until = described.day, described.valid_until
    kept.renewal_filed_on = described.renewal_filed_on
    kept.sealed_text = seal_text(
        key_of(kept.person), kept, "sealed_text", kept.person_id, naming.harmless(_label(described))
    )
    kept.version += 1
    kept.save(
        update_fields=[
            "kind",
            "stands_for",
            "day",
            "valid_until",
            "renewal_filed_on",
            "sealed_text",
            "version",
        ]
    )
    keep_expiry(kept, on=by.today)
    return kept


@transaction.atomic
def replace_paper(paper: BasePaper, *, by: Actor, upload: Any, described: Described) -> BasePaper:
    """Put a newer one in its place; the old one stays, behind it. Raises what add_paper raises, StaleState."""
    kept = _locked(paper, paper.version)
    if kept.replaced_by is not None:
        raise StaleState(_("Un collègue vient de remplacer ce document."))
    part = Partition(kept.partition)
    newer = add_paper(kept.person, by=by, upload=upload, described=replace(described, part=part))
    kept.replaced_by = newer.pk
    kept.version += 1
    kept.save(update_fields=["replaced_by", "version"])
    keep_expiry(kept, on=by.today)
    return newer


@transaction.atomic
def remove_paper(paper: BasePaper, *, by: Actor) -> None:
    """Take it out of the dossier: ten minutes to change one's mind, then its content is erased. Raises NotAllowed."""
    _check_may(by, "paper:remove")
    paper.removed_at = timezone.now()
    paper.save(update_fields=["removed_at"])
    keeping.let_go(paper.blob)
    _tell(paper, "paper_removed", by=by)
    keep_expiry(paper, on=by.today)


@transaction.atomic
def bring_paper_back(paper: BasePaper, *, by: Actor) -> bool:
    """Undo the above; False when it is too late. Raises NotAllowed."""
    _check_may(by, "paper:remove")
    if not keeping.take_back(paper.blob):
        return False
    paper.removed_at = None
    paper.save(update_fields=["removed_at"])
    _tell(paper, "paper_restored", by=by)
    keep_expiry(paper, on=by.today)
    return True


def _check_may(by: Actor, action: str) -> None:
    if not can(by, action):
        raise NotAllowed(reason_against(by, action))


def _kind(described: Described) -> Kind:
    if described.kind not in Kind.values:
        raise BadInput("kind", _("Choisissez la nature du document dans la liste."))
    return Kind(described.kind)


def _part_of(described: Described, by: Actor) -> Partition:
    """Where it goes, when the actor may put something there."""
    part = described.part or BELONGS[_kind(described)]
    if not by.roles & PLACES[part]:
        raise BadInput(
            "kind",
            _("Ce document touche à une partie du dossier que d’autres tiennent\u202f: confiez-le-leur."),
        )
    return part


def _check_days(described: Described, by: Actor) -> None:
    if described.day and described.day > by.today:
        raise BadInput("day", _("Ce jour est dans l’avenir\u202f: c’est la date écrite sur le document."))
    if described.day and described.valid_until and described.day > described.valid_until:
        raise BadInput("valid_until", _("Un document ne peut pas finir avant de commencer."))
    if described.renewal_filed_on and described.renewal_filed_on > by.today:
        raise BadInput(
            "renewal_filed_on", _("Ce jour est dans l’avenir\u202f: notez le dépôt une fois fait.")
        )


def _locked(paper: BasePaper, version: int) -> BasePaper:
    """The paper, ours until the end of the transaction. Raises StaleState when it moved meanwhile."""
    kept: BasePaper = type(paper).objects.select_for_update().get(pk=paper.pk)  # type: ignore[attr-defined]
    if kept.version != version or kept.removed_at is not None:
        raise StaleState(_("Un collègue a modifié ce document pendant que vous étiez sur cette page."))
    return kept
