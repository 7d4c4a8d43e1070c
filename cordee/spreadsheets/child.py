"""The process that reads a file: little memory, little time, no network asked, nothing written.

`python -m cordee.spreadsheets.child [sheet]` takes the file on its input and gives JSON on its output. It is killed
without regret: the web server never parses what somebody uploaded.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from cordee.spreadsheets import books, limits, texts
from cordee.spreadsheets.limits import Unreadable

# What the first bytes of other files say, whatever their name.
NOT_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"MZ",
    b"\x7fELF",
)


def main() -> int:
    _limit()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        answer = asdict(read(sys.stdin.buffer.read(limits.MOST_BYTES + 1), wanted))
    except Unreadable as refused:
        answer = {"refused": refused.message}
    except MemoryError:
        answer = {"refused": limits.UNPACKS_TOO_MUCH}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.MOST_MEMORY),
        (resource.RLIMIT_CPU, limits.MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a machine that refuses one still holds the others
            continue


def read(content: bytes, wanted: int | None = None) -> books.Book:
    """What the bytes are decides, never the name of the file. Raises Unreadable."""
    if len(content) > limits.MOST_BYTES:
        raise Unreadable(limits.TOO_HEAVY)
    if not content.strip():
        raise Unreadable(limits.EMPTY)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", books.OLE)):
        return books.read(content, wanted)
    beginning = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(NOT_TABLES):
        raise Unreadable(limits.NOT_A_TABLE)
    if beginning.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        raise Unreadable(limits.WEB_PAGE)
    rows, said = texts.rows_of(content)
    if not rows:
        raise Unreadable(limits.NO_ROW)
    cells: list[list[str | None]] = [[cell if cell.strip() else None for cell in row] for row in rows]
    for row in cells:
        while row and row[-1] is None:
            row.pop()
    return books.Book(
        sheets=[{"name": "", "rows": len(rows), "hidden": False, "place": 0, "head": []}],
        rows=cells,
        said=said,
    )


if __name__ == "__main__":
    sys.exit(main())
