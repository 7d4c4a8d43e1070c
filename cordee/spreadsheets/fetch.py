"""Fetching for the pages of imports: everything through `visible_to`, hidden and absent alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from cordee.spreadsheets import staging
from cordee.spreadsheets.enums import Making
from cordee.spreadsheets.models import ExportRun, ImportRow, ImportRun
from cordee.spreadsheets.registry import Staged

PAGE = 50
RUNS = 50


def runs_of(actor: Any) -> list[ImportRun]:
    """The last imports of the house."""
    rows = ImportRun.objects.visible_to(actor).select_related("by").defer("sealed_source")
    return list(rows.order_by("-created_at", "-pk")[:RUNS])


def run_for(actor: Any, pk: UUID) -> ImportRun:
    """Raises Http404 when hidden or absent alike."""
    found = (
        ImportRun.objects.visible_to(actor).select_related("by").defer("sealed_source").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def export_for(actor: Any, pk: UUID, *, with_file: bool = False) -> ExportRun:
    """A long list the actor asked for less than a day ago. Raises Http404 when another's, gone or absent alike."""
    rows = ExportRun.objects.visible_to(actor)
    found = (rows if with_file else rows.defer("sealed_content")).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def exports_like(actor: Any, kind: str, asked: str) -> list[ExportRun]:
    """The same list, with the same filters, that the actor had prepared already; latest first."""
    rows = ExportRun.objects.visible_to(actor).filter(kind=kind, asked=asked[: ExportRun.LONGEST_QUERY])
    return list(rows.exclude(state=Making.FAILED).defer("sealed_content").order_by("-created_at")[:5])


def row_for(actor: Any, run: ImportRun, number: int) -> ImportRow:
    found = ImportRow.objects.visible_to(actor).filter(run=run, number=number).first()
    if found is None:
        raise Http404
    return found


@dataclass
class LinesPage:
    """A page of lines, where the next one starts (0 at the end)."""

    lines: list[tuple[ImportRow, Staged]] = field(default_factory=list)
    after: int = 0


def lines_of(actor: Any, run: ImportRun, outcome: str, after: int) -> LinesPage:
    rows = (
        ImportRow.objects.visible_to(actor)
        .filter(run=run, outcome=outcome, number__gt=after)
        .order_by("number")
    )
    found = list(rows[: PAGE + 1])
    return LinesPage(
        list(staging.staged_of(found[:PAGE])), found[PAGE - 1].number if len(found) > PAGE else 0
    )


def answers_of(actor: Any, run: ImportRun) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """(likenesses by kind and answer, other lines left aside by what they would have done): one query."""
    rows = ImportRow.objects.visible_to(actor).filter(run=run).exclude(choice="").order_by()
    alike: dict[str, dict[str, int]] = {}
    aside: dict[str, int] = {}
    for outcome, reason, choice, count in rows.values_list("outcome", "reason", "choice").annotate(
        n=Count("pk")
    ):
        if outcome == "ask":
            alike.setdefault(reason, {})[choice] = count
        else:
            aside[outcome] = aside.get(outcome, 0) + count
    return alike, aside
