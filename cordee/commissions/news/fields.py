"""What a letter of a commission names beside the fields of every letter; each is a blank to fill elsewhere."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cordee.commissions.models import Board, ItemDecision
from cordee.kernel.words import french_day
from cordee.letters.merging import FIELDS, Field, Sheet
from cordee.letters.rules import plain

BOARD, DAY, START, REVIEW, MISSING, WHY, TOWARDS = (
    "commission",
    "decided_on",
    "effective_from",
    "review_on",
    "missing",
    "reason",
    "redirected_to",
)


def declare() -> None:
    for code, label, example in (
        (BOARD, _("commission"), "la commission insertion"),
        (DAY, _("jour de la décision"), "3 décembre 2026"),
        (START, _("début"), "7 décembre 2026"),
        (REVIEW, _("prochain examen"), "le 4 mars 2027"),
        (MISSING, _("ce qui manque"), "Un justificatif de domicile"),
        (WHY, _("pourquoi"), "Le dispositif demande deux matinées par semaine."),
        (TOWARDS, _("autre réponse"), "Un accueil de jour"),
    ):
        FIELDS.register(plain(label), Field(label, example, _reader(code)))


def _reader(code: str) -> Callable[[Sheet], str]:
    return lambda sheet: sheet.told.get(code, "")


def told_of(board: Board, row: ItemDecision, *, missing: str, reason: str) -> dict[str, Any]:
    """The values of these fields for a decision; a day nobody chose is said in words."""
    later = _("lors d’une prochaine séance")
    return {
        BOARD: row.authority or board.body,
        DAY: french_day(row.decided_on),
        START: french_day(row.effective_from) if row.effective_from else "",
        REVIEW: _("le %(day)s") % {"day": french_day(row.review_on)} if row.review_on else later,
        MISSING: missing.strip(),
        WHY: reason.strip(),
        TOWARDS: row.redirected_to,
    }
