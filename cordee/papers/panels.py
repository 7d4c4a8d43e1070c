"""What pages show of papers: a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

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
