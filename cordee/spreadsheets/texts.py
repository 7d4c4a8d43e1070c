"""Tables written as text: csv and tsv in any French encoding, with any separator, quotes closed or not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from cordee.kernel.words import sentence as _
from cordee.spreadsheets import limits
from cordee.spreadsheets.limits import Unreadable

SEPARATORS = ";\t,|"
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", ""),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
OLD = ("cp1252", "iso8859-15", "mac_roman")
LIKELY = frozenset("éèêëàâäçùûüîïôöœæÉÈÊËÀÂÇÙÛÎÏÔŒ’‘«»€°–…ñÑ\u00a0")
SAMPLE = 60  # lines looked at to choose a separator
MOST_LINES_IN_CELL = 40  # a quoted cell longer than that was never closed


def decoded(content: bytes) -> tuple[str, str]:
    """(text, encoding). Raises Unreadable for what is no text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decode(content, encoding), encoding
    if b"\0" in content:
        encoding = _wide(content)
        if not encoding:
            raise Unreadable(limits.INVISIBLE_SIGNS)
        return _decode(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = max(OLD, key=lambda one: (_french(content, one), -OLD.index(one)))
        return content.decode(encoding, "replace"), encoding


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(limits.INVISIBLE_SIGNS) from error
    if "\0" in text:
        raise Unreadable(limits.INVISIBLE_SIGNS)
    return text


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: one byte in two is empty, on one side."""
    sample = content[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else ""


def _french(content: bytes, encoding: str) -> int:
    """How French the letters beyond ASCII look once decoded so."""
    beyond = bytes(byte for byte in content[:200_000] if byte > 127)
    decoded = beyond.decode(encoding, "replace")
    return sum(1 if sign in LIKELY else -2 for sign in decoded)


def separator_of(text: str) -> str:
    """The sign that cuts most lines in the same number of cells."""
    if found := re.match(r"sep=(.)\r?\n", text):
        return found[1]
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]

    def steadiness(sign: str) -> tuple[float, int]:
        counts = [len(_outside_quotes(line).split(sign)) for line in lines]
        usual = max(set(counts), key=lambda count: (count > 1, counts.count(count), count)) if counts else 1
        return (counts.count(usual) / len(counts) if usual > 1 else 0.0), usual

    return max(SEPARATORS, key=lambda sign: (*steadiness(sign), -SEPARATORS.index(sign)))


def _outside_quotes(line: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', line)


def rows_of(content: bytes) -> tuple[list[list[str]], list[str]]:
    """(rows, what must be said of the reading). Raises Unreadable."""
    text, _encoding = decoded(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    sign = separator_of(text)
    if text.startswith("sep="):
        text = text.partition("\n")[2]
    csv.field_size_limit(limits.MOST_BYTES * 2)
    try:
        rows = list(_parsed(text, sign))
        if not any(cell.count("\n") > MOST_LINES_IN_CELL for row in rows for cell in row):
            return _checked(rows), []
    except csv.Error:
        pass
    lines = text.split("\n")
    rows = [[_unquoted(cell) for cell in line.split(sign)] for line in lines]
    said = _(
        "Des guillemets ne sont pas refermés dans ce fichier\u202f: chaque ligne a été lue telle quelle."
    )
    return _checked(rows), [said]


def _parsed(text: str, sign: str) -> Iterator[list[str]]:
    """Rows, a closing quote missing at the end being an error."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict='"' in text)


def _unquoted(cell: str) -> str:
    return cell.strip().removeprefix('"').removesuffix('"').replace('""', '"')


def _checked(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    kept = [list(row[: limits.FARTHEST_COLUMN]) for row in rows]
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    if len(kept) > limits.MOST_ROWS + 100:
        raise Unreadable(limits.too_many_rows(len(kept)))
    for place, row in enumerate(kept):
        for column, cell in enumerate(row):
            if len(cell) > limits.LONGEST_CELL:
                raise Unreadable(limits.too_long(limits.address_of(place, column)))
    return kept
