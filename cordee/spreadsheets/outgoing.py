"""What a domain declares to be taken out: a list, its columns for this reader, its rows, its filters in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.registry import Registry
from cordee.plumbing import access_log
from cordee.spreadsheets.writers import FORMATS, Origin, OutColumn
from cordee.ui.wording import day_words, hour_words, number_words

MOST_ROWS = 50_000  # lines in one file
AT_ONCE = 2_000  # lines of a file made while one waits: beyond, a worker makes it


@dataclass
class Table:
    """A list as this reader may take it out. filters: in words. rows: read when they are gone through; counted: how
    many, without reading them, up to a number."""

    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[Any]]
    filters: Sequence[str] = ()
    counted: Callable[[int], int] = lambda most: 0

    @property
    def is_long(self) -> bool:
        return self.counted(AT_ONCE + 1) > AT_ONCE


@dataclass(frozen=True)
class ExportKind:
    """A list that may be taken out. table: what this actor sees of it with these filters (those of its page)."""

    code: str
    label: Any
    may: Callable[[Any], bool]
    table: Callable[[Any, QueryDict], Table]


EXPORTS: Registry[ExportKind] = Registry("export")
NOT_YOURS = _("Cette liste ne fait pas partie de vos fonctions.")


def file_of(kind: ExportKind, *, by: Any, asked: QueryDict, file_format: str) -> tuple[bytes, int]:
    """(the file, how many lines), logged before it leaves. Raises NotAllowed, BadInput when there are too many."""
    table = table_of(kind, by=by, asked=asked)
    rows = rows_of(kind, table, by=by, file_format=file_format)
    content = FORMATS[file_format].write(origin_of(kind, table, by, len(rows)), table.columns, rows)
    return content, len(rows)


def table_of(kind: ExportKind, *, by: Any, asked: QueryDict) -> Table:
    """The list as this actor may take it out. Raises NotAllowed."""
    if not kind.may(by):
        raise NotAllowed(str(NOT_YOURS))
    return kind.table(by, asked)


def rows_of(kind: ExportKind, table: Table, *, by: Any, file_format: str) -> list[Sequence[Any]]:
    """Every line, logged before any leaves. Raises BadInput when there are too many for a file."""
    rows = list(islice(table.rows, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        told = _(
            "Cette liste compte plus de %(most)s lignes\u202f: choisissez un filtre, puis exportez à nouveau."
        )
        raise BadInput("liste", told % {"most": number_words(MOST_ROWS)})
    access_log.record(by, what="export", detail=f"{kind.code} {file_format} {len(rows)}")
    return rows


def origin_of(kind: ExportKind, table: Table, by: Any, count: int) -> Origin:
    now = timezone.now()
    lines = [
        str(by.organisation.name),
        ngettext("%s ligne", "%s lignes", count) % number_words(count),
        _("Filtres\u202f: %s") % (" · ".join(table.filters) if table.filters else _("aucun")),
        _("Exporté le %(day)s à %(hour)s par %(who)s")
        % {"day": day_words(now, "j F Y"), "hour": hour_words(now), "who": by.member.display_name},
    ]
    return Origin(str(kind.label), lines)
