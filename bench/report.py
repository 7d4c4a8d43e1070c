"""The figures of a run: one table to read, one file to compare, the bars that are broken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

BARS = {"growth": 1.5, "load": 5.0, "first_visit_kb": 150.0, "web_mb": 350.0}
ORDER = ("tiny", "S", "M", "L")


@dataclass
class Figure:
    """A line of the table: an operation, by somebody. Milliseconds, unless the name says otherwise.

    queries: statements, the reading log (log_queries) apart. rps, p95_8_clients_ms: with eight clients.
    floor_p50_ms: the same rows behind Cordée's middleware; bare_p50_ms: as a bare program. floor_ratio: the page
    over the first of them. web_cpu_ms, base_cpu_ms: processor time of a request, in the web server and in
    PostgreSQL. growth: this set over the smaller one. first_visit_kb, web_mb: of the whole, told once.
    """

    operation: str
    role: str
    set: str
    p50_ms: float
    p95_ms: float
    bar_ms: float
    aim_ms: list[float]
    queries: int | None = None
    rps: float | None = None
    floor_ratio: float | None = None
    growth: float | None = None
    log_queries: int | None = None
    p95_8_clients_ms: float | None = None
    bar_rps: float | None = None
    most_queries: int | None = None
    floor_p50_ms: float | None = None
    bare_p50_ms: float | None = None
    web_cpu_ms: float | None = None
    base_cpu_ms: float | None = None
    html_kb: float | None = None
    most_html_kb: float | None = None
    first_visit_kb: float | None = None
    web_mb: float | None = None
    label: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.operation, self.role


def read(path: Path) -> list[Figure]:
    """The figures of an earlier run; none when there is no such file. A file of another shape is left aside."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name for field in fields(Figure)}
        return [Figure(**{name: value for name, value in one.items() if name in known}) for one in told]
    except (OSError, ValueError, TypeError, AttributeError):
        return []


def write(path: Path, figures: Sequence[Figure], kept: Sequence[Figure]) -> None:
    """The run's figures, and those of other sets that were in the file."""
    mine = {figure.set for figure in figures}
    others = [figure for figure in kept if figure.set not in mine]
    path.write_text(
        json.dumps([asdict(figure) for figure in [*others, *figures]], ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )


def add_growth(figures: Sequence[Figure], earlier: Sequence[Figure]) -> None:
    """How much slower than the next smaller set known, line by line."""
    for figure in figures:
        smaller = [
            one
            for one in earlier
            if one.key == figure.key and one.p50_ms and ORDER.index(one.set) < ORDER.index(figure.set)
        ]
        if smaller:
            figure.growth = round(
                figure.p50_ms / max(smaller, key=lambda one: ORDER.index(one.set)).p50_ms, 2
            )


def broken(figures: Sequence[Figure]) -> list[str]:
    """Every bar that is not held, in words."""
    return [f"{one.label}, {one.role} : {said}" for one in figures for said in _broken(one)]


def _broken(one: Figure) -> list[str]:
    limits: list[tuple[str, Any, Any]] = [
        ("p95 de {:.1f} ms, au plus {:.0f}", one.p95_ms, one.bar_ms),
        ("{} requêtes SQL, au plus {}", one.queries, one.most_queries or None),
        ("{:.1f} Ko de HTML, au plus {:.0f}", one.html_kb, one.most_html_kb or None),
        ("{:.2f} fois le temps du plus petit jeu, au plus {:.1f}", one.growth, BARS["growth"]),
        ("{:.0f} Ko à la première visite, au plus {:.0f}", one.first_visit_kb, BARS["first_visit_kb"]),
        ("{:.0f} Mo pour les processus web, au plus {:.0f}", one.web_mb, BARS["web_mb"]),
        ("p95 de {:.1f} ms à huit clients, au plus {:.1f}", one.p95_8_clients_ms, one.p95_ms * BARS["load"]),
    ]
    said = [text.format(value, most) for text, value, most in limits if value and most and value > most]
    if one.rps and one.bar_rps and one.rps < one.bar_rps:
        said.append(f"{one.rps:.0f} réponses par seconde, au moins {one.bar_rps:.0f}")
    return said


COLUMNS = (
    "opération",
    "rôle",
    "req",
    "p50",
    "p95",
    "barre",
    "visée",
    "rép/s",
    "×plancher",
    "croissance",
    "Ko",
    "cpu",
)


def table(figures: Sequence[Figure]) -> str:
    """One line per operation and per visitor."""
    rows = [COLUMNS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return "\n".join(_aligned(row, widths) for row in rows)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, figures to the right."""
    cells = [
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _cells(one: Figure) -> tuple[str, ...]:
    logged = f"+{one.log_queries}" if one.log_queries else ""
    return (
        one.label or one.operation,
        one.role,
        "" if one.queries is None else f"{one.queries}{logged}",
        f"{one.p50_ms:.1f}",
        f"{one.p95_ms:.1f}" + ("!" if one.p95_ms > one.bar_ms else ""),
        f"{one.bar_ms:.0f}",
        "/".join(f"{value:.0f}" for value in one.aim_ms),
        _number(one.rps, "{:.0f}"),
        _number(one.floor_ratio, "{:.1f}"),
        _number(one.growth, "{:.2f}"),
        _number(one.html_kb, "{:.1f}"),
        "" if one.web_cpu_ms is None else f"{one.web_cpu_ms:.1f}+{one.base_cpu_ms or 0:.1f}",
    )


def _number(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)
