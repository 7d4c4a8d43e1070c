"""What a domain declares to be imported: its columns, what a row means, what applying and undoing it does.

The engine reads, recognises, cleans, stages and shows; the domain answers three questions of a whole table at once
(what would each line do, do it, undo it), so that ten thousand lines take a few statements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.registry import Registry
from cordee.spreadsheets.values import Cell

CREATE, CHANGE, SAME, ASK, ERROR = "create", "change", "same", "ask", "error"
SKIP, NEW = "skip", "new"  # the other answer to a likeness is "same": one already known


@dataclass(frozen=True)
class Reading:
    """What a cell is read with. on: today; order: of the days of its column; epoch: of the workbook's serials."""

    on: date
    order: str = "dmy"
    epoch: int = 1900


@dataclass(frozen=True)
class Column:
    """A piece of information a table may hold.

    names: other ways to title it, written without accents. clean: gives a plain value (text, truth, list, mapping)
    or raises BadInput. looks: tells it by its content where no title does. repeated: several columns may hold it.
    """

    code: str
    label: Any
    clean: Callable[[Cell, Reading], Any]
    names: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    help: Any = ""
    looks: Callable[[Cell, date], bool] | None = None
    repeated: bool = False


@dataclass
class Line:
    """A line of the table, its cells made clean. number: as the workbook counts it, from 1.

    values: by column code; a list where the column is repeated. problems: (address, sentence) of what is unreadable.
    notes: what was understood in a way somebody should look at.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Finding:
    """What a line would do. outcome: create, change, same, ask (a likeness to decide) or error.

    reason: a code, so that one decision serves every line of the same kind; why: its sentence. changes: (what,
    before, after). candidates: (identifier, who) the line may be about. target: the row it is about, when known.
    choice: the safe answer to a likeness. plan: what applying needs, plain values.
    """

    outcome: str
    name: str = ""
    reason: str = ""
    why: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    candidates: list[tuple[str, str]] = field(default_factory=list)
    target: UUID | None = None
    choice: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    plan: dict[str, Any] = field(default_factory=dict)


@dataclass
class Staged:
    """A line when it is applied: what was found, what somebody chose, the row it made or changed.

    is_altered: applying changed what was planned, and undoing must know it.
    """

    number: int
    finding: Finding
    choice: str = ""
    target: UUID | None = None
    made: UUID | None = None
    is_altered: bool = False


Progress = Callable[[int], None]


@dataclass(frozen=True)
class ImportKind:
    """Something a table may hold, line by line.

    examine: what each line would do, nothing written. apply: do it, all of it in the caller's transaction; each
    Staged line gets `made`. undo: the reverse; answers the sentences of what was used meanwhile, and then does
    nothing. example: the lines of a table as people keep them, titles first. told: (what, value) of what a line would
    make. made_words, to_make_words: « 3 dossiers créés », « 3 dossiers à créer ». words: the sentence of each reason
    of a likeness. thing: what a line is about; others: the answer that those alike are not the same.
    """

    code: str
    label: Any
    lead: Any
    columns: tuple[Column, ...]
    may: Callable[[Any], bool]
    why_not: Callable[[Any], str]
    examine: Callable[[Any, Sequence[Line]], list[Finding]]
    apply: Callable[[Any, Sequence[Staged], Progress], None]
    undo: Callable[[Any, Sequence[Staged]], list[str]]
    needs: Callable[[frozenset[str]], str]
    example: Callable[[date], list[list[Any]]]
    made_words: Callable[[int], str]
    to_make_words: Callable[[int], str]
    told: Callable[[Finding], Sequence[tuple[str, str]]] = lambda finding: ()
    done_url: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    thing: Any = lazy("Personne")
    others: Any = lazy("Ce sont d’autres personnes")

    def column(self, code: str) -> Column | None:
        return next((one for one in self.columns if one.code == code), None)


IMPORTS: Registry[ImportKind] = Registry("import")
