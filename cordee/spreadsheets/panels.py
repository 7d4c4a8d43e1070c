"""What the pages of an import show: plain values made from its run and its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.spreadsheets.enums import Choice, Making, Outcome, State
from cordee.spreadsheets.finding import Table
from cordee.spreadsheets.models import ExportRun, ImportRow, ImportRun
from cordee.spreadsheets.outgoing import EXPORTS
from cordee.spreadsheets.registry import IMPORTS, ImportKind, Staged
from cordee.spreadsheets.values import text
from cordee.spreadsheets.writers import FORMATS
from cordee.ui.shapes import Badge, Tab
from cordee.ui.wording import number_words

TONES = {
    State.READ: "soon",
    State.EXAMINING: "info",
    State.EXAMINED: "soon",
    State.APPLYING: "info",
    State.APPLIED: "done",
    State.UNDONE: "neutral",
    State.DROPPED: "neutral",
    State.FAILED: "late",
}
TRIED = 3  # cells shown of each column
ORDER = (Outcome.CREATE, Outcome.CHANGE, Outcome.ASK, Outcome.ERROR, Outcome.SAME)
HOW = {
    "title": lambda: _("reconnue à son titre"),
    "content": lambda: _("devinée d’après son contenu"),
    "memory": lambda: _("comme la dernière fois"),
    "hand": lambda: _("choisie par vous"),
}


def badge_of(run: ImportRun) -> Badge:
    return Badge(str(State(run.state).label), TONES[State(run.state)])


@dataclass
class RunLine:
    """An import in the list."""

    run: ImportRun
    kind: Any
    badge: Badge
    told: str
    is_mine: bool


def run_lines(runs: Sequence[ImportRun], actor: Any) -> list[RunLine]:
    return [
        RunLine(run, kind_label(run), badge_of(run), told(run), run.by_id == actor.member.pk) for run in runs
    ]


def kind_label(run: ImportRun) -> Any:
    kind = IMPORTS.get(run.kind)
    return kind.label if kind else run.kind


def told(run: ImportRun) -> str:
    """« 42 dossiers créés, 3 complétés, 2 lignes laissées de côté », or how many lines. What did not happen is not
    said, but when nothing did."""
    if run.state in (State.APPLIED, State.UNDONE) and "made" in run.counts:
        counts, kind = run.counts, IMPORTS.get(run.kind)
        made, changed = counts["made"], counts.get("changed", 0)
        parts = [
            (kind.made_words(made) if kind else number_words(made)) if made else "",
            _said("%s complété", "%s complétés", changed),
            _said("%s ligne déjà à jour", "%s lignes déjà à jour", counts.get("same", 0)),
            _said("%s ligne laissée de côté", "%s lignes laissées de côté", counts.get("aside", 0)),
        ]
        return ", ".join([*([] if made or changed else [_("rien de nouveau")]), *filter(None, parts)])
    return ngettext("%s ligne", "%s lignes", run.total) % number_words(run.total)


def _said(one: str, many: str, count: int) -> str:
    """How many, in words; nothing for none."""
    return ngettext(one, many, count) % number_words(count) if count else ""


@dataclass
class ColumnShown:
    """A column of the table: its title, what it is taken for, a few of its cells."""

    place: int
    letter: str
    bound: Any
    how: str
    cells: list[str]


def columns_shown(form: Any, run: ImportRun, table: Table) -> list[ColumnShown]:
    from cordee.spreadsheets.limits import address_of

    shown = []
    for place in sorted(int(one) for one in run.titles):
        how = run.mapping.get(str(place), ["", ""])[1]
        cells = [text(cell)[:60] for cell in table.cells_of(place) if cell is not None][:TRIED]
        shown.append(
            ColumnShown(
                place,
                address_of(0, place)[:-1],
                form[f"colonne_{place}"],
                HOW[how]() if how in HOW else "",
                cells,
            )
        )
    return shown


@dataclass
class LineShown:
    """A line of the dry run."""

    row: ImportRow
    name: str
    why: str
    changes: list[tuple[str, str, str]]
    problems: list[tuple[str, str]]
    notes: list[str]
    told: list[tuple[str, str]]
    answers: list[tuple[str, str, str, bool]] = field(default_factory=list)
    is_skipped: bool = False


def lines_shown(
    lines: Sequence[tuple[ImportRow, Staged]], kind: ImportKind | None, today: Any
) -> list[LineShown]:
    return [_line_shown(row, staged, kind) for row, staged in lines]


def _line_shown(row: ImportRow, staged: Staged, kind: ImportKind | None) -> LineShown:
    finding = staged.finding
    shown = LineShown(
        row,
        finding.name,
        finding.why,
        list(finding.changes),
        [(place_of(address), sentence) for address, sentence in finding.problems],
        list(finding.notes),
        list(kind.told(finding)) if kind is not None and row.outcome in (Outcome.CREATE, Outcome.ASK) else [],
        is_skipped=row.choice == Choice.SKIP,
    )
    if row.outcome == Outcome.ASK:
        shown.answers = _answers(row, staged)
    return shown


def place_of(address: str) -> str:
    """« cellule D17 »; what is missing from a whole line is already said so: « ligne 17 »."""
    return _("cellule %s") % address if address[:1].isupper() else address


def _answers(row: ImportRow, staged: Staged) -> list[tuple[str, str, str, bool]]:
    """(choice, target, label, is it the one chosen)."""
    found = []
    for identifier, who in staged.finding.candidates:
        target = "" if identifier.startswith("line:") else identifier
        chosen = row.choice == Choice.SAME and (not target or str(row.target_id) == target)
        found.append((Choice.SAME.value, target, _("C’est %s") % who, chosen))
    found.append((Choice.NEW.value, "", str(_("C’est quelqu’un d’autre")), row.choice == Choice.NEW))
    found.append((Choice.SKIP.value, "", str(_("Laisser de côté")), row.choice == Choice.SKIP))
    return found


@dataclass
class Alike:
    """A kind of likeness, to answer at once."""

    reason: str
    label: str
    count: int
    undecided: int


def alikes(found: Mapping[str, Mapping[str, int]], kind: ImportKind | None) -> list[Alike]:
    words = kind.words if kind is not None else {}
    return [
        Alike(reason, str(words.get(reason, reason)), sum(counts.values()), counts.get(Choice.SKIP, 0))
        for reason, counts in sorted(found.items())
    ]


def tabs_of(run: ImportRun, chosen: str) -> list[Tab]:
    url = reverse("import", args=[run.pk])
    return [
        Tab(str(outcome.label).capitalize(), f"{url}?lignes={outcome.value}", outcome.value == chosen, count)
        for outcome in ORDER
        if (count := run.counts.get(outcome.value, 0)) or outcome.value == chosen
    ]


def first_outcome(run: ImportRun) -> str:
    """What is looked at first: what must be decided, then what is wrong, then what is made."""
    for outcome in (Outcome.ASK, Outcome.ERROR, Outcome.CREATE, Outcome.CHANGE):
        if run.counts.get(outcome.value):
            return outcome.value
    return Outcome.SAME.value


@dataclass(frozen=True)
class Decided:
    """What importing would do, answers counted. done: lines imported. sentence: said beside the button."""

    done: int
    aside: int
    sentence: str


def decided(run: ImportRun, alike: Mapping[str, Mapping[str, int]], left: Mapping[str, int]) -> Decided:
    """The counts of the run, corrected by what somebody answered or left aside."""
    kind = IMPORTS.get(run.kind)
    answers = {choice: sum(counts.get(choice, 0) for counts in alike.values()) for choice in Choice.values}
    made = run.counts.get("create", 0) - left.get("create", 0) + answers["new"]
    changed = run.counts.get("change", 0) - left.get("change", 0) + answers["same"]
    aside = sum(left.values()) + answers["skip"] + run.counts.get("error", 0)
    parts = [
        (kind.to_make_words(made) if kind else number_words(made)) if made else "",
        _said("%s à compléter", "%s à compléter", changed),
        _said("%s ligne déjà à jour", "%s lignes déjà à jour", run.counts.get("same", 0)),
        _said("%s ligne laissée de côté", "%s lignes laissées de côté", aside),
    ]
    nothing = [] if made or changed else [_("rien à importer")]
    return Decided(made + changed, aside, ", ".join([*nothing, *filter(None, parts)]))


@dataclass(frozen=True)
class ExportLine:
    """A long list taken out. told: « Excel (xlsx), 12 400 lignes »."""

    run: ExportRun
    label: Any
    told: str
    badge: Badge
    file_name: str


MAKING_TONES = {Making.WAITING: "info", Making.READY: "done", Making.FAILED: "late"}


def export_line(run: ExportRun) -> ExportLine:
    kind, known = EXPORTS.get(run.kind), FORMATS.get(run.file_format)
    total = run.total or 0
    told = [
        known.label if known else run.file_format,
        _said("%s ligne", "%s lignes", total),
        _weight(run.size),
    ]
    return ExportLine(
        run,
        kind.label if kind else run.kind,
        ", ".join(part for part in told if part),
        Badge(str(Making(run.state).label), MAKING_TONES[Making(run.state)]),
        f"{run.kind}-{day_of(run).isoformat()}.{run.file_format}",
    )


def _weight(size: int | None) -> str:
    return str(filesizeformat(size)) if size else ""


def day_of(run: ExportRun) -> Any:
    """The day it was asked for, where the house lives."""
    return timezone.localtime(run.created_at).date()
