"""The lines of a table made clean, column by column; what cannot be read is said with the address of its cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cordee.kernel.errors import BadInput
from cordee.kernel.words import sentence as _
from cordee.spreadsheets import limits, values
from cordee.spreadsheets.finding import Table
from cordee.spreadsheets.registry import Column, ImportKind, Line, Reading

Step = tuple[int, Column, Reading, dict[Any, Any]]
AMERICAN = _("La colonne «\u202f{title}\u202f» écrit le mois avant le jour\u202f: elle a été lue ainsi.")


def clean_lines(
    table: Table, kind: ImportKind, mapping: Mapping[int, str], *, on: date, epoch: int
) -> tuple[list[Line], list[str]]:
    """(lines, what must be said of the whole)."""
    said: list[str] = []
    plan: list[Step] = []
    for place, code in sorted(mapping.items()):
        column = kind.column(code)
        if column is None:
            continue
        order = values.order_of(table.cells_of(place))
        if order == values.MONTH_FIRST:
            said.append(_(AMERICAN.template, title=table.titles.get(place, "")))
        plan.append((place, column, Reading(on, order, epoch), {}))
    return [_line(number, cells, plan) for number, cells in table.lines], said


def _line(number: int, cells: list[Any], plan: list[Step]) -> Line:
    line = Line(number + 1)
    for place, column, reading, known in plan:
        cell = cells[place] if place < len(cells) else None
        if cell is None:
            continue
        try:
            value = _clean(column, reading, known, cell)
        except BadInput as refused:
            line.problems.append((limits.address_of(number, place), refused.message))
            continue
        if value is None or value == "" or value == []:
            continue
        if column.repeated and column.code in line.values:
            line.values[column.code] = [*line.values[column.code], *value]
        else:
            line.values.setdefault(column.code, value)
    return line


def _clean(column: Column, reading: Reading, known: dict[Any, Any], cell: Any) -> Any:
    """Towns, programmes, yes and no come again thousands of times: each is read once a table."""
    key = (type(cell), cell)
    if key not in known:
        known[key] = column.clean(cell, reading)
    return known[key]
