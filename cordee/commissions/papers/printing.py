"""Sheets on paper: one page each, alone or a whole sitting together, with a page of contents and bookmarks.

A page is given shortened at several levels; the template measures them and sets the fullest that fits.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cordee.commissions.models import Sitting
from cordee.commissions.papers.sheets import Shape, Sheet, cut
from cordee.commissions.papers.shortening import LEVELS
from cordee.kernel.words import french_day
from cordee.plumbing.printing import pdf

TEMPLATE = Path(__file__).with_name("printed") / "sheets.typ"


def printed(sheets: Sequence[Sheet], sitting: Sitting, *, house: str, together: bool) -> bytes:
    """The PDF of these sheets. together: a first page says what follows. Without names, neither the board nor the
    house is named either."""
    hidden = any(sheet.mark for sheet in sheets)
    when = _("%(board)s, séance du %(day)s") % {"board": sitting.board.label, "day": french_day(sitting.day)}
    whole = _("Situations sans nom") if hidden else when
    alone = sheets[0].heading if sheets else whole
    title = whole if together else alone if hidden else f"{alone}, {when}"
    return pdf(
        TEMPLATE,
        {
            "title": title,
            "house": "" if hidden else house,
            "footer": _("%(what)s. À rendre en fin de séance, ou à détruire.") % {"what": whole},
            "contents": _("Les situations de cette séance") if together else "",
            "mark": sheets[0].mark if sheets else "",
            "none": _("Aucune situation."),
            "sheets": [_page(sheet) for sheet in sheets],
        },
    )


def _page(sheet: Sheet) -> dict[str, Any]:
    return {
        "heading": sheet.heading,
        "who": sheet.who,
        "closed": sheet.closed,
        "levels": [_level(one) for one in _worth_measuring(sheet)],
    }


# More than any page holds, even of narrow letters: what is surely too long is not even measured.
MOST_LINES, SIGNS_A_LINE, LINES_A_HEADING = 62, 130, 2


def _worth_measuring(sheet: Sheet) -> list[Sheet]:
    levels = [cut(sheet, level) for level in LEVELS]
    while len(levels) > 1 and _lines_of(levels[0]) > MOST_LINES:
        levels.pop(0)
    return levels


def _lines_of(sheet: Sheet) -> int:
    """How many lines it takes at the very least."""
    blocks = sum(
        LINES_A_HEADING + sum(1 + len(text) // SIGNS_A_LINE for text in block.texts) for block in sheet.blocks
    )
    return blocks + len(sheet.lines)


def _level(sheet: Sheet) -> dict[str, Any]:
    return {
        "lines": [{"label": line.label, "value": line.value} for line in sheet.lines],
        "blocks": [
            {"label": block.label, "shape": Shape(block.shape).value, "texts": list(block.texts)}
            for block in sheet.blocks
        ],
    }
