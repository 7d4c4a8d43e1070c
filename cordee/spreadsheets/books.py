"""Workbooks: what a zip declares is read before anything is unpacked, then calamine reads the cells.

A stray cell at the far corner makes calamine ask for hundreds of gigabytes and abort; a small zip may unpack to
several. So sizes and addresses are read first, and all of it happens in a limited process (`child`).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - in the limited process, entities refused

from cordee.spreadsheets import limits
from cordee.spreadsheets.limits import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
SPREADSHEET_MARK = b"application/vnd.oasis.opendocument.spreadsheet"
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
ROW_NUMBER = re.compile(rb'\br="([0-9]{1,10})"')
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,10})"')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
REPEATED = re.compile(rb'table:number-(columns|rows)-repeated="([0-9]{1,12})"')
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHUNK = 4 * limits.MEGABYTE


@dataclass
class Known:
    """What the XML of a sheet says beside its cells. merged: (first row, first column, last row, last column)."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Book:
    """What is handed back: the sheets' names, their sizes, the cells of the one chosen."""

    sheets: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    chosen: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    epoch: int = 1900
    said: list[str] = field(default_factory=list)


def read(content: bytes, wanted: int | None) -> Book:
    """A workbook's sheet; wanted: its place among those that hold something. Raises Unreadable."""
    if content.startswith(OLE) and ENCRYPTED_PACKAGE in content:
        raise Unreadable(limits.PROTECTED)
    package = _package(content) if content.startswith(b"PK") else None
    known, epoch = _inspected(package) if package else ({}, 1900)
    return _cells(content, wanted, known, epoch)


# What a zip declares


def _package(content: bytes) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(limits.DAMAGED) from error
    if len(entries) > limits.MOST_ENTRIES or sum(one.file_size for one in entries) > limits.MOST_UNPACKED:
        raise Unreadable(limits.UNPACKS_TOO_MUCH)
    if any(one.flag_bits & 1 for one in entries):
        raise Unreadable(limits.PROTECTED)
    names = {one.filename for one in entries}
    if "xl/workbook.bin" in names:
        raise Unreadable(limits.OLD_BINARY)
    if "xl/workbook.xml" not in names and not _is_ods(package, names):
        raise Unreadable(limits.NOT_A_TABLE)
    return package


def _is_ods(package: zipfile.ZipFile, names: set[str]) -> bool:
    if not {"mimetype", "content.xml"} <= names:
        return False
    if b"encryption-data" in (
        _part(package, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    ):
        raise Unreadable(limits.PROTECTED)
    return _part(package, "mimetype").strip().startswith(SPREADSHEET_MARK)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """One entry, held within what all of them may unpack to: the size a zip declares may lie."""
    return b"".join(_blocks(package, name))


def _blocks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    total = 0
    try:
        with package.open(name) as stream:
            while block := stream.read(CHUNK):
                total += len(block)
                if total > limits.MOST_UNPACKED:
                    raise Unreadable(limits.UNPACKS_TOO_MUCH)
                yield block
    except (
        zipfile.BadZipFile,
        KeyError,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable(limits.DAMAGED) from error
    except Exception as error:  # zlib.error, lzma's: each compression has its own
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(limits.DAMAGED) from error


def _inspected(package: zipfile.ZipFile) -> tuple[dict[str, Known], int]:
    """What is known of each sheet by its name, and the system its days are counted in."""
    if "xl/workbook.xml" not in package.namelist():
        _inspect_ods(package)
        return {}, 1900
    workbook = _xml(_part(package, "xl/workbook.xml"))
    properties = next(_named(workbook, "workbookPr"), None)
    epoch = 1904 if properties is not None and properties.get("date1904") in {"1", "true"} else 1900
    paths = _paths(package)
    known = {}
    for name in package.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            known[name] = _inspect_sheet(package, name)
    by_name = {
        sheet.get("name") or "": known.get(paths.get(sheet.get(RELATIONSHIP) or "", ""), Known())
        for sheet in _named(workbook, "sheet")
    }
    return by_name, epoch


def _paths(package: zipfile.ZipFile) -> dict[str, str]:
    if "xl/_rels/workbook.xml.rels" not in package.namelist():
        return {}
    found = {}
    for relation in _named(_xml(_part(package, "xl/_rels/workbook.xml.rels")), "Relationship"):
        target = relation.get("Target") or ""
        found[relation.get("Id") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _xml(content: bytes) -> Element:
    from xml.etree.ElementTree import fromstring  # noqa: S405

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(limits.DAMAGED)
    try:
        return fromstring(content)  # noqa: S314 - no entity, in the limited process
    except (ParseError, ValueError) as error:
        raise Unreadable(limits.DAMAGED) from error


def _named(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _inspect_sheet(package: zipfile.ZipFile, name: str) -> Known:
    """Where the cells of a sheet stand, before any is made; its hidden rows; its merged cells."""
    known, last_row, last_column, farthest = Known(), 0, 0, ""
    for text in _overlapping(_blocks(package, name)):
        for found in ROW.finditer(text):
            number = ROW_NUMBER.search(found[1])
            if number and HIDDEN.search(found[1]):
                known.hidden_rows.add(int(number[1]) - 1)
        for found in CELL.finditer(text):
            column, row = limits.column_number(found[1].decode()), int(found[2]) - 1
            if row > last_row or column > last_column:
                farthest = (found[1] + found[2]).decode()
            last_row, last_column = max(last_row, row), max(last_column, column)
        for found in MERGED.finditer(text):
            first, last = limits.column_number(found[1].decode()), limits.column_number(found[3].decode())
            known.merged.append((int(found[2]) - 1, first, int(found[4]) - 1, last))
    _check_area(last_row + 1, last_column + 1, farthest)
    return known


def _overlapping(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks cut where a tag begins, so that none is missed between two."""
    rest = b""
    for block in blocks:
        text = rest + block
        cut = text.rfind(b"<")
        rest = text[cut:] if len(text) - cut < CHUNK else b""
        yield text[:cut]
    yield rest


def _check_area(rows: int, columns: int, farthest: str) -> None:
    if rows > limits.FARTHEST_ROW or columns > limits.FARTHEST_COLUMN or rows * columns > limits.MOST_AREA:
        raise Unreadable(limits.too_far(farthest))


def _inspect_ods(package: zipfile.ZipFile) -> None:
    """A repeated row or column that holds something is made as many times as it says."""
    for text in _overlapping(_blocks(package, "content.xml")):
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Unreadable(limits.DAMAGED)
        for tag in re.finditer(rb"<table:table-(?:cell|row)\b[^>]*>", text):
            repeated = REPEATED.search(tag[0])
            is_filled = not tag[0].endswith(b"/>") and tag[0].startswith(b"<table:table-cell")
            if repeated and int(repeated[2]) > 1_000 and is_filled:
                raise Unreadable(limits.UNPACKS_TOO_MUCH)


# The cells


def _cells(content: bytes, wanted: int | None, known: dict[str, Known], epoch: int) -> Book:
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        book = Book(epoch=epoch)
        shown = {str(one.name): str(one.visible).endswith("Visible") for one in workbook.sheets_metadata}
        names = list(workbook.sheet_names)[: limits.MOST_SHEETS]
        found: dict[int, list[list[Any]]] = {}
        for place, name in enumerate(names):
            rows = _rows(workbook.get_sheet_by_name(name))
            if rows:
                found[place] = rows
                told = {
                    "name": name[:80],
                    "rows": len(rows),
                    "hidden": not shown.get(name, True),
                    "place": place,
                    "head": _head(rows),
                }
                book.sheets.append(told)
    except calamine.PasswordError as error:
        raise Unreadable(limits.PROTECTED) from error
    except calamine.CalamineError as error:
        is_locked = "assword" in str(error)
        raise Unreadable(limits.PROTECTED if is_locked else limits.DAMAGED) from error
    except Unreadable:
        raise
    except Exception as error:  # a panic of the reader comes as an exception of its own
        raise Unreadable(limits.DAMAGED) from error
    if not found:
        raise Unreadable(limits.NO_ROW)
    visible = [sheet for sheet in book.sheets if not sheet["hidden"]] or book.sheets
    book.chosen = wanted if wanted in found else max(visible, key=lambda sheet: sheet["rows"])["place"]
    book.rows = found[book.chosen]
    beside = known.get(names[book.chosen], Known())
    book.hidden_rows, book.merged = sorted(beside.hidden_rows), beside.merged[:5000]
    return book


def _head(rows: list[list[Any]]) -> list[list[str]]:
    """The texts of the first rows, by which the sheet that holds the table is told from a reading guide."""
    return [[cell[:80] for cell in row[:80] if isinstance(cell, str)] for row in rows[:40]]


def _rows(sheet: Any) -> list[list[Any]]:
    """The rows of a sheet from A1, their empty ends cut off."""
    if sheet.total_height * max(sheet.total_width, 1) > limits.MOST_AREA:
        raise Unreadable(limits.UNPACKS_TOO_MUCH)
    rows: list[list[Any]] = []
    last = 0
    for place, row in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = [_plain(cell, place, column) for column, cell in enumerate(row)]
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if len(rows) <= limits.MOST_ROWS + 100:
            rows.append(cells)
        if cells:
            last = place + 1
    if last > limits.MOST_ROWS + 100:
        raise Unreadable(limits.too_many_rows(last))
    return rows[:last]


def _plain(cell: Any, row: int, column: int) -> Any:
    """What JSON can carry. A day is {"d": …}; an hour, its text."""
    if isinstance(cell, str):
        if len(cell) > limits.LONGEST_CELL:
            raise Unreadable(limits.too_long(limits.address_of(row, column)))
        return cell if cell.strip() else None
    if isinstance(cell, dt.datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    if isinstance(cell, float) and (cell != cell or abs(cell) == float("inf")):
        return None
    return cell
