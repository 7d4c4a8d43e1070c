"""The workbooks one downloads: a model to fill with its help sheet, an example to try the import with."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from cordee.spreadsheets.registry import ImportKind

SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
WIDTH = 22


def model_of(kind: ImportKind) -> bytes:
    """An empty table with the titles Cordée knows, and a sheet that says what each may hold."""
    kept = io.BytesIO()
    workbook = xlsxwriter.Workbook(kept, SAFE)
    title = workbook.add_format({"bold": True, "bg_color": "#E7F0EE", "bottom": 1, "text_wrap": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet(_("À remplir"))
    for place, column in enumerate(kind.columns):
        sheet.write_string(0, place, str(column.label), title)
    sheet.set_column(0, len(kind.columns) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    guide = workbook.add_worksheet(_("Mode d’emploi"))
    for place, words in enumerate((_("Colonne"), _("Exemples"), _("À savoir"), _("Autres titres reconnus"))):
        guide.write_string(0, place, words, title)
    for row, column in enumerate(kind.columns, start=1):
        guide.write_string(row, 0, str(column.label), wrapped)
        guide.write_string(row, 1, " · ".join(column.examples), wrapped)
        guide.write_string(row, 2, str(column.help), wrapped)
        guide.write_string(row, 3, ", ".join(column.names[:8]), wrapped)
    guide.set_column(0, 3, 38)
    workbook.close()
    return kept.getvalue()


def example_of(kind: ImportKind, on: date) -> bytes:
    """A table of fictitious people, as associations keep them."""
    kept = io.BytesIO()
    workbook = xlsxwriter.Workbook(kept, SAFE)
    sheet = workbook.add_worksheet(_("Exemple"))
    for row, cells in enumerate(kind.example(on)):
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell)
    sheet.set_column(0, 14, WIDTH)
    workbook.close()
    return kept.getvalue()


def _write(sheet: Any, row: int, place: int, cell: Any) -> None:
    if isinstance(cell, int | float):
        sheet.write_number(row, place, cell)
    elif cell:
        sheet.write_string(row, place, str(cell))
