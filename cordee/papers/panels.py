"""What pages show of papers: a line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cordee.accounts.enums import PARTITION_WORDS
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.kernel.words import capital, french_day
from cordee.papers.access import can
from cordee.papers.enums import kind_label
from cordee.papers.hooks import Wanted
from cordee.papers.models import BasePaper
from cordee.papers.rules import expected_of
from cordee.ui.shapes import Badge

TYPES = {
    "pdf": "PDF", "jpg": _("photo"), "png": _("image"), "webp": _("image"), "txt": _("texte"),
    "docx": "Word", "xlsx": "Excel", "odt": "LibreOffice", "ods": "LibreOffice",
}  # fmt: skip


@dataclass(frozen=True)
class PaperLine:
    """A paper in a list. url: where it is saved from, empty when the reader may only know of it; why_not: why."""

    label: str
    kind: str
    detail: str
    added_on: date
    added_by: str
    url: str = ""
    why_not: str = ""
    change_url: str = ""
    remove_url: str = ""
    days: str = ""
    badge: Badge | None = None
    earlier: Sequence[Any] = ()


def size_words(size: int) -> str:
    """« 340 ko », « 2,1 Mo »."""
    if size < 1_000_000:
        return _("%(size)s ko") % {"size": max(1, round(size / 1000))}
    return _("%(size)s Mo") % {"size": f"{size / 1_000_000:.1f}".replace(".", ",")}


def type_words(paper: Any) -> str:
    """« PDF, 340 ko »."""
    return f"{TYPES.get(paper.extension, paper.extension)}, {size_words(paper.size)}"


def lines_of(
    papers: Sequence[BasePaper], labels: Mapping[UUID, str], actor: Any, *, kind: str = ""
) -> list[PaperLine]:
    """The papers in force, the last one first, each with those it replaced behind it. kind: of those alone."""
    here = {paper.pk for paper in papers}
    behind: dict[UUID, list[BasePaper]] = {}
    for paper in papers:
        if paper.replaced_by in here:
            behind.setdefault(paper.replaced_by, []).append(paper)
    shown = [paper for paper in papers if paper.replaced_by not in here and kind in ("", paper.kind)]
    return [
        replace(
            line_of(paper, labels, actor),
            earlier=[line_of(one, labels, actor) for one in _chain(paper, behind)],
        )
        for paper in shown
    ]


def _chain(paper: BasePaper, behind: Mapping[UUID, list[BasePaper]]) -> list[BasePaper]:
    """Those a paper replaced, the latest first, however many times."""
    found: list[BasePaper] = []
    waiting = list(behind.get(paper.pk, ()))
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting += behind.get(one.pk, ())
    return found


def sector_of(paper: BasePaper) -> str:
    """The code of its part of the dossier, as addresses name it."""
    return (Partition(paper.partition).name or "").lower()


def line_of(paper: Any, labels: Mapping[UUID, str], actor: Any) -> PaperLine:
    sector = sector_of(paper)
    where = [paper.person_id, sector, paper.pk]
    is_readable = paper.pk in labels
    return PaperLine(
        label=labels.get(paper.pk) or capital(kind_label(paper.kind)),
        kind=kind_words(paper, sector),
        detail=type_words(paper),
        added_on=localtime(paper.added_at).date(),
        added_by=paper.author_name,
        url=reverse("paper", args=where) if is_readable else "",
        why_not="" if is_readable else _("Ce document n’est plus lisible."),
        change_url=reverse("change_paper", args=where) if can(actor, "paper:change") and is_readable else "",
        remove_url=reverse("remove_paper", args=where) if can(actor, "paper:remove") else "",
        days=days_words(paper),
        badge=badge_of(paper, actor.today),
    )


def kind_words(paper: BasePaper, sector: str) -> str:
    """« Titre de séjour », and the part of the dossier where it is restricted."""
    said = capital(kind_label(paper.kind))
    if Partition(paper.partition) & RESTRICTED_PARTITIONS:
        return f"{said} ({PARTITION_WORDS[sector]})"
    return said


def days_words(paper: BasePaper) -> str:
    said = []
    if paper.day:
        said.append(_("daté du %(day)s") % {"day": french_day(paper.day)})
    if paper.valid_until:
        said.append(_("valable jusqu’au %(day)s") % {"day": french_day(paper.valid_until)})
    if paper.renewal_filed_on:
        said.append(_("renouvellement déposé le %(day)s") % {"day": french_day(paper.renewal_filed_on)})
    return ", ".join(said)


def badge_of(paper: BasePaper, on: date) -> Badge | None:
    """A word beside the colour: over, near its end, waiting for an answer."""
    expected = expected_of(paper.kind, paper.valid_until, paper.renewal_filed_on)
    if expected is None or paper.replaced_by is not None or paper.valid_until is None:
        return None
    if expected.is_filed:
        return Badge(_("Renouvellement en cours"), "info")
    if paper.valid_until < on:
        return Badge(_("Expiré"), "late")
    return Badge(_("Bientôt expiré"), "soon") if expected.warn_on <= on else None


def missing_of(expected: Sequence[Wanted], papers: Sequence[BasePaper]) -> list[tuple[Wanted, bool]]:
    """Each paper expected, and whether it is in the dossier."""
    here = {paper.stands_for for paper in papers}
    return [(wanted, wanted.code in here) for wanted in expected]


def kinds_shown(papers: Sequence[BasePaper]) -> list[tuple[str, str]]:
    """(code, label) of the kinds there are, for the filter."""
    found = {paper.kind: capital(kind_label(paper.kind)) for paper in papers}
    return sorted(found.items(), key=lambda kind: kind[1].casefold())
