"""Tables taken out: csv, xlsx and ods. A text is never a formula, an empty cell stays empty, a day is a day.

Each writer takes the lines that tell where the table comes from, the columns and the rows, and gives bytes. Rows are
read one after the other; nothing is kept but what the format asks for.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from django.utils import timezone

LIVE = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula (ASVS V1.2.10)
CONTROL = {code: None for code in range(32) if code not in (9, 10)}
NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_CELL = 32_767
SHEET_NAME = 31


@dataclass(frozen=True)
class OutColumn:
    """A column of a table taken out. kind: text, day or number; width: in characters, in a workbook."""

    label: str
    kind: str = "text"
    width: int = 18


@dataclass(frozen=True)
class Origin:
    """Where a table comes from: whose, which list, with which filters, when, by whom."""

    title: str
    lines: Sequence[str]


Rows = Iterable[Sequence[Any]]


def as_csv(origin: Origin, columns: Sequence[OutColumn], rows: Rows) -> bytes:
    """UTF-8 with its mark and semicolons: what a French spreadsheet opens without asking."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    for line in (origin.title, *origin.lines):
        writer.writerow([_harmless(line)])
    writer.writerow([])
    writer.writerow([_harmless(column.label) for column in columns])
    days = _Days()
    writer.writerows(
        [
            (cell if not cell or cell[:1].isalnum() else _harmless(cell))
            if type(cell) is str
            else days[cell]
            if type(cell) is date
            else _harmless(cell)
            for cell in row
        ]
        for row in rows
    )
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


class _Days(dict[date, str]):
    """Each day as it is written: few of them, thousands of times."""

    def __missing__(self, day: date) -> str:
        self[day] = written = f"{day.day:02}/{day.month:02}/{day.year:04}"
        return written


def _harmless(cell: Any) -> Any:
    """A text that would be a formula begins with an apostrophe, which spreadsheets do not show."""
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if not isinstance(cell, str):
        return "" if cell is None else _number(cell)
    if cell.startswith(LIVE) or cell.lstrip().startswith(LIVE):
        return "'" + cell
    return cell


def _number(cell: Any) -> Any:
    return str(cell).replace(".", ",") if isinstance(cell, float | Decimal) else cell


def as_xlsx(origin: Origin, columns: Sequence[OutColumn], rows: Rows) -> bytes:
    """A workbook written line after line, in constant memory; texts are written as texts."""
    kept = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        kept,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # To the minute, as the header of origin says it: the same table asked twice is the same file.
    workbook.set_properties({"created": timezone.now().replace(second=0, microsecond=0)})
    sheet = workbook.add_worksheet(_sheet_name(origin.title))
    head = workbook.add_format({"bold": True, "bg_color": "#E7F0EE", "bottom": 1})
    title = workbook.add_format({"bold": True, "font_size": 14})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    for number, line in enumerate((origin.title, *origin.lines)):
        sheet.write_string(number, 0, _clean(line), title if not number else None)
    first = len(origin.lines) + 2
    for place, column in enumerate(columns):
        sheet.write_string(first, place, _clean(column.label), head)
    sheet.freeze_panes(first + 1, 0)
    for number, row in enumerate(rows, start=first + 1):
        for place, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(number, place, _clean(cell))
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            else:
                sheet.write_number(number, place, cell)
    workbook.close()
    return kept.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:SHEET_NAME].strip() or "Tableau"


def _clean(text: str) -> str:
    """What a workbook can hold: no control sign, no more than a cell takes."""
    return text.translate(CONTROL)[:LONGEST_CELL]


# OpenDocument: a zip of small XML files, its type first and not compressed

OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' office:version="1.3"'
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
STYLES = f"{XML}<office:document-styles {OFFICE}><office:styles/></office:document-styles>"
AUTOMATIC = (
    "<office:automatic-styles>"
    '<number:date-style style:name="N1" number:automatic-order="false"><number:day number:style="long"/>'
    '<number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>'
    '<style:style style:name="jour" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="titre" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="large" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/></style:style>'
    "</office:automatic-styles>"
)


def as_ods(origin: Origin, columns: Sequence[OutColumn], rows: Rows) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), TYPE, compress_type=zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("styles.xml", STYLES)
        with package.open("content.xml", "w") as stream:
            for part in _content(origin, columns, rows):
                stream.write(part.encode())
    return kept.getvalue()


def _content(origin: Origin, columns: Sequence[OutColumn], rows: Rows) -> Iterable[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {OFFICE}>{AUTOMATIC}'
    yield f'<office:body><office:spreadsheet><table:table table:name="{_attribute(_sheet_name(origin.title))}">'
    yield f'<table:table-column table:style-name="large" table:number-columns-repeated="{max(len(columns), 1)}"/>'
    for line in (origin.title, *origin.lines, ""):
        yield f"<table:table-row>{_string(line)}</table:table-row>"
    yield f"<table:table-row>{''.join(_string(column.label, 'titre') for column in columns)}</table:table-row>"
    for row in rows:
        yield f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return _string(cell)
    if isinstance(cell, date):
        day = cell.isoformat()[:10]
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{day}" table:style-name="jour">'
            f"<text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>"
        )
    held = f'<table:table-cell office:value-type="float" office:value="{cell}">'
    return f"{held}<text:p>{cell}</text:p></table:table-cell>"


def _string(text: str, style: str = "") -> str:
    if not text:
        return "<table:table-cell/>"
    named = f' table:style-name="{style}"' if style else ""
    paragraphs = "".join(f"<text:p>{_xml(line)}</text:p>" for line in _clean(text).split("\n"))
    return f'<table:table-cell office:value-type="string"{named}>{paragraphs}</table:table-cell>'


def _xml(text: str) -> str:
    """What joins the parts of an emoji, or turns a line, is kept; lone surrogates and two last signs are no XML."""
    return escape(NO_XML.sub("", text))


def _attribute(text: str) -> str:
    return _xml(text).replace('"', "&quot;")


@dataclass(frozen=True)
class Format:
    """A way to write a table. kind: its media type."""

    label: str
    kind: str
    write: Callable[[Origin, Sequence[OutColumn], Rows], bytes]


FORMATS = {
    "csv": Format("CSV", "text/csv; charset=utf-8", as_csv),
    "xlsx": Format(
        "Excel (xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx
    ),
    "ods": Format("LibreOffice (ods)", TYPE, as_ods),
}
