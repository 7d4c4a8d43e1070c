"""The table in a sheet: its title line under the letterhead, its columns, its lines, and what was left aside.

Titles are compared without accents, case nor punctuation, to the synonyms each column declares; a column without a
known title may be told by its content, and it is said to be guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cordee.kernel.names import search_key
from cordee.kernel.words import sentence as _
from cordee.spreadsheets import limits
from cordee.spreadsheets.limits import Unreadable
from cordee.spreadsheets.reading import Workbook
from cordee.spreadsheets.registry import Column
from cordee.spreadsheets.values import Cell, text

TITLES_WITHIN = 40  # rows: a letterhead is not longer
SAMPLE = 60  # lines looked at to tell a column by its content
SURE = 0.7  # of the filled cells must look like it
TOTALS = ("total", "sous total", "totaux", "nombre de", "effectif", "moyenne", "somme")
BY_TITLE, BY_CONTENT, BY_MEMORY, BY_HAND = "title", "content", "memory", "hand"


@dataclass
class Table:
    """columns: places of the columns kept. titles: what is written above each. lines: (row number from 0, cells)."""

    header: int = -1
    titles: dict[int, str] = field(default_factory=dict)
    lines: list[tuple[int, list[Cell]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """The same titles in the same order: the same table, next time."""
        kept = "|".join(f"{place}:{search_key(title)}" for place, title in sorted(self.titles.items()))
        return hashlib.sha256(kept.encode()).hexdigest()[:32]

    def cells_of(self, place: int) -> list[Cell]:
        return [cells[place] for _number, cells in self.lines if place < len(cells)]


def table_in(workbook: Workbook, columns: Sequence[Column]) -> Table:
    """The table of the sheet read. Raises Unreadable when it holds no line."""
    rows = workbook.rows
    spread = _spread_down(rows, workbook.merged)
    header = _header(rows, columns)
    table = Table(header)
    groups = _groups(rows, header, workbook.merged)
    width = _width(rows[max(header, 0) :])
    for place in range(width):
        own = text(_at(rows, header, place))[:80] if header >= 0 else ""
        group = groups.get(place, "")
        title = f"{group} — {own}" if group and own and group != own else own or group
        if title or any(_at(rows, row, place) is not None for row in range(header + 1, len(rows))):
            table.titles[place] = title[:120]
    if len(table.titles) > limits.MOST_COLUMNS:
        table.titles = dict(list(table.titles.items())[: limits.MOST_COLUMNS])
        table.said.append(_("Seules les {most} premières colonnes sont lues.", most=limits.MOST_COLUMNS))
    _keep_lines(table, spread, workbook)
    if not table.lines:
        raise Unreadable(limits.NO_ROW)
    if len(table.lines) > limits.MOST_ROWS:
        raise Unreadable(limits.too_many_rows(len(table.lines)))
    return table


def best_sheet(workbook: Workbook, columns: Sequence[Column]) -> int:
    """The sheet whose titles are best known: the largest is sometimes a reading guide, or last year's."""
    if len(workbook.sheets) < 2:
        return workbook.chosen

    def known(head: Sequence[Sequence[str]]) -> int:
        return max(
            (len({code for cell in row if (code := code_for(cell, columns))}) for row in head), default=0
        )

    chosen = max(workbook.sheets, key=lambda one: (known(one.head), not one.is_hidden, one.rows))
    return chosen.place if known(chosen.head) else workbook.chosen


def _at(rows: Sequence[Sequence[Cell]], row: int, place: int) -> Cell:
    return rows[row][place] if 0 <= row < len(rows) and place < len(rows[row]) else None


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    return max((len(row) for row in rows), default=0)


def _header(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> int:
    """The line of titles: the one where most titles are known; -1 when none is."""
    best, place = 0, -1
    for number, row in enumerate(rows[:TITLES_WITHIN]):
        known = {code for cell in row if isinstance(cell, str) and (code := code_for(cell, columns))}
        if len(known) > best:
            best, place = len(known), number
    return place


def _groups(
    rows: Sequence[Sequence[Cell]], header: int, merged: Sequence[tuple[int, int, int, int]]
) -> dict[int, str]:
    """What a first line of titles says above several columns (« Coordonnées »), when there is one.

    Only where it is merged over columns, or where several titles stand: one alone is the title of the page.
    """
    if header <= 0:
        return {}
    above = rows[header - 1]
    filled = [place for place, cell in enumerate(above) if text(cell)]
    wide = {first: last for top, first, _bottom, last in merged if top == header - 1 and last > first}
    if len(filled) < 2:
        return {}
    found = {}
    for place in filled:
        for column in range(place, wide.get(place, place) + 1):
            found[column] = text(above[place])[:60]
    return found


def _spread_down(rows: Sequence[list[Cell]], merged: Sequence[tuple[int, int, int, int]]) -> list[list[Cell]]:
    """A cell merged over several lines says the same of each of them."""
    if not any(bottom > top for top, _first, bottom, _last in merged):
        return list(rows)
    spread = [list(row) for row in rows]
    for top, first, bottom, _last in merged:
        value = _at(rows, top, first)
        for row in range(top + 1, min(bottom + 1, len(spread))) if value is not None else ():
            spread[row].extend([None] * (first + 1 - len(spread[row])))
            spread[row][first] = value
    return spread


def _keep_lines(table: Table, rows: Sequence[list[Cell]], workbook: Workbook) -> None:
    totals = hidden = 0
    for number in range(table.header + 1, len(rows)):
        cells = rows[number]
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        if _is_total(cells):
            totals += 1
            continue
        hidden += number in workbook.hidden_rows
        table.lines.append((number, cells))
    if totals:
        table.said.append(
            _("Une ligne de total est laissée de côté.")
            if totals == 1
            else _("{count} lignes de total sont laissées de côté.", count=totals)
        )
    if hidden:
        table.said.append(
            _("Une ligne masquée dans le classeur est lue aussi.")
            if hidden == 1
            else _("{count} lignes masquées dans le classeur sont lues aussi.", count=hidden)
        )


def _is_total(cells: Sequence[Cell]) -> bool:
    """« Total : 42 », or a lone figure under a column. Most lines are seen at once to hold too much for that."""
    most = max(3, len(cells) // 2)
    if sum(cell is not None and (not isinstance(cell, str) or cell[:1].isalnum()) for cell in cells) > most:
        return False
    filled = [cell for cell in cells if cell is not None and (not isinstance(cell, str) or text(cell))]
    first = search_key(text(filled[0])[:80]) if filled else ""
    if first.startswith(TOTALS) and len(filled) <= most:
        return any(
            isinstance(cell, int | float) or text(cell).strip().isdigit() for cell in filled[1:]
        ) or any(sign.isdigit() for sign in first)
    return len(filled) == 1 and isinstance(filled[0], int | float) and len(cells) > 1


# Recognising the columns


def code_for(title: str, columns: Sequence[Column]) -> str:
    """The column a title names, if any."""
    key = search_key(title[:120])
    if not key:
        return ""
    for column in columns:
        if key == search_key(str(column.label)) or key in column.names:
            return column.code
    shorter = " ".join(word for word in key.split() if word not in FILLING)
    for column in columns:
        if shorter and shorter in column.names:
            return column.code
    return ""


FILLING = frozenset(
    (
        "de",
        "du",
        "la",
        "le",
        "les",
        "l",
        "d",
        "n",
        "personne",
        "beneficiaire",
        "usager",
        "participant",
        "salarie",
    )
)


@dataclass(frozen=True)
class Recognised:
    """The column a place was taken for, and how it was told."""

    code: str
    how: str


def recognise(
    table: Table, columns: Sequence[Column], *, on: date, remembered: Mapping[str, str] | None = None
) -> dict[int, Recognised]:
    """What each column of the table holds. remembered: what was chosen for the same titles before."""
    found: dict[int, Recognised] = {}
    known = {column.code: column for column in columns}
    for kept, code in (remembered or {}).items():
        if int(kept) in table.titles and code in known:
            found[int(kept)] = Recognised(code, BY_MEMORY)
    if remembered:
        return found
    for place, title in table.titles.items():
        own = title.rpartition(" — ")[2]
        code = code_for(title.replace(" — ", " "), columns) or code_for(own, columns)
        if code and _is_free(known[code], found):
            found[place] = Recognised(code, BY_TITLE)
    for place in table.titles:
        if place not in found and (code := _by_content(table.cells_of(place), columns, found, on)):
            found[place] = Recognised(code, BY_CONTENT)
    return found


def _is_free(column: Column, found: Mapping[int, Recognised]) -> bool:
    return column.repeated or all(one.code != column.code for one in found.values())


def _by_content(
    cells: Sequence[Cell], columns: Sequence[Column], found: Mapping[int, Recognised], on: date
) -> str:
    filled = [cell for cell in cells if cell is not None and text(str(cell)[:400])][:SAMPLE]
    for column in columns:
        if column.looks is None or not filled or not _is_free(column, found):
            continue
        if sum(column.looks(cell, on) for cell in filled) >= max(1, SURE * len(filled)):
            return column.code
    return ""
