"""Reading an uploaded file: through the limited process, then the table found in its sheet."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cordee.spreadsheets import limits
from cordee.spreadsheets.limits import Unreadable
from cordee.spreadsheets.values import Cell

ROOT = Path(__file__).resolve().parent.parent.parent
WALL_SECONDS = 40


@dataclass(frozen=True)
class Sheet:
    """One of the sheets of a workbook. place: its number among all of them. head: the texts of its first rows."""

    name: str
    rows: int
    is_hidden: bool
    place: int
    head: list[list[str]] = field(default_factory=list)


@dataclass
class Workbook:
    """What was read: the sheets there are, the cells of the one chosen, what must be said of it.

    merged: (first row, first column, last row, last column) of merged cells. epoch: of the serials of its days.
    """

    sheets: list[Sheet]
    chosen: int
    rows: list[list[Cell]]
    hidden_rows: frozenset[int] = frozenset()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    epoch: int = 1900
    said: list[str] = field(default_factory=list)


def read(content: bytes, sheet: int | None = None) -> Workbook:
    """Read a file in a process of its own. Raises Unreadable with the sentence to show."""
    if len(content) > limits.MOST_BYTES:
        raise Unreadable(limits.TOO_HEAVY)
    try:
        ran = apart(content, sheet)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(limits.TOO_SLOW) from error
    if ran.returncode:
        raise Unreadable(limits.TOO_SLOW if ran.returncode in (-24, -9) else limits.UNPACKS_TOO_MUCH)
    return workbook_of(json.loads(ran.stdout))


def apart(content: bytes, sheet: int | None) -> subprocess.CompletedProcess[bytes]:
    """The process that reads, once ended; the campaign of imports looks at what it said. Raises TimeoutExpired."""
    command = [
        sys.executable,
        "-m",
        "cordee.spreadsheets.child",
        *([str(sheet)] if sheet is not None else []),
    ]
    return subprocess.run(  # noqa: S603 - our own module, its only argument a number
        command,
        input=content,
        capture_output=True,
        timeout=WALL_SECONDS,
        cwd=ROOT,
        env=_environment(),
        check=False,
    )


def _environment() -> dict[str, str]:
    """Neither secret nor address: the process that parses a stranger's file knows nothing of the instance."""
    return {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


def workbook_of(told: dict[str, Any]) -> Workbook:
    if "refused" in told:
        raise Unreadable(told["refused"])
    return Workbook(
        sheets=[
            Sheet(one["name"], one["rows"], one["hidden"], one["place"], one["head"])
            for one in told["sheets"]
        ],
        chosen=told["chosen"],
        rows=[[_cell(cell) for cell in row] for row in told["rows"]],
        hidden_rows=frozenset(told["hidden_rows"]),
        merged=[tuple(one) for one in told["merged"]],
        epoch=told["epoch"],
        said=told["said"],
    )


def _cell(cell: Any) -> Cell:
    return date.fromisoformat(cell["d"]) if isinstance(cell, dict) else cell
