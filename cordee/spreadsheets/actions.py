"""What is done with a table brought in: read, its columns chosen, tried out, decided, imported, undone.

The dry run writes nothing but its own lines. Importing is one transaction: everything, or nothing. `_become` alone
changes the state.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.plumbing import access_log
from cordee.plumbing.jobs import enqueue, is_carried
from cordee.plumbing.together import update_together
from cordee.spreadsheets import staging
from cordee.spreadsheets.access import can, reason_against
from cordee.spreadsheets.cleaning import clean_lines
from cordee.spreadsheets.enums import Choice, Outcome, State
from cordee.spreadsheets.finding import Table, best_sheet, recognise, table_in
from cordee.spreadsheets.limits import Unreadable
from cordee.spreadsheets.models import ImportRow, ImportRun, RememberedColumns
from cordee.spreadsheets.reading import Workbook, read
from cordee.spreadsheets.registry import IMPORTS, ImportKind, Staged
from cordee.spreadsheets.rules import is_decided, may_become

PROBLEM = lazy("Un imprévu a empêché d’aller au bout. Rien n’a été écrit\u202f: relancez l’import.")
AT_ONCE = 1_000  # lines examined while the page waits; beyond, a worker does it
LONGEST_NAME = 120


def check(by: Any, kind: str) -> ImportKind:
    """The kind of import, which this actor may do. Raises NotAllowed with the sentence of the table."""
    if not can(by, "spreadsheet:import"):
        raise NotAllowed(reason_against(by, "spreadsheet:import"))
    wanted = IMPORTS[kind]
    if not wanted.may(by):
        raise NotAllowed(wanted.why_not(by))
    return wanted


def check_own(run: ImportRun, by: Any) -> ImportKind:
    """The lines of a table are whoever brought it in's."""
    if run.by_id != by.member.pk:
        raise NotAllowed(_("Cet import est suivi par la personne qui l’a commencé."))
    return check(by, run.kind)


@transaction.atomic
def start_import(*, by: Any, kind: str, file_name: str, content: bytes) -> ImportRun:
    """Read a file, recognise its columns. Raises NotAllowed, BadInput when it cannot be read."""
    wanted = check(by, kind)
    forget_old(by=by)
    run = ImportRun(
        organisation=by.organisation,
        by=by.member,
        kind=kind,
        file_name=_tidy(file_name),
        digest=hashlib.sha256(content).hexdigest(),
    )
    workbook = _read(content)
    if (best := best_sheet(workbook, wanted.columns)) != workbook.chosen:
        workbook = _read(content, best)
    _describe(run, workbook, wanted, on=by.today)
    run.said = [*_said_before(run, by), *run.said]
    run.sealed_source = staging.seal_file(run, content)
    run.save(force_insert=True)
    access_log.record(by, what="import.read", detail=f"{kind} {run.pk}")
    return run


def _tidy(name: str) -> str:
    kept = "".join(sign for sign in name.rpartition("/")[2].rpartition("\\")[2] if sign.isprintable())
    return kept[-LONGEST_NAME:] or "tableau"


def _read(content: bytes, sheet: int | None = None) -> Workbook:
    try:
        return read(content, sheet)
    except Unreadable as refused:
        raise BadInput("file", refused.message) from refused


def _table(workbook: Workbook, kind: ImportKind) -> Table:
    try:
        return table_in(workbook, kind.columns)
    except Unreadable as refused:
        raise BadInput("file", refused.message) from refused


def _describe(run: ImportRun, workbook: Workbook, kind: ImportKind, *, on: Any) -> None:
    """What the page of the columns shows."""
    table = _table(workbook, kind)
    run.sheets = [
        {"name": one.name, "rows": one.rows, "hidden": one.is_hidden, "place": one.place}
        for one in workbook.sheets
    ]
    run.sheet = workbook.chosen
    run.titles = {str(place): title for place, title in table.titles.items()}
    run.signature = table.signature
    run.total = len(table.lines)
    run.said = [*workbook.said, *table.said]
    memory = RememberedColumns.objects.filter(
        organisation=run.organisation_id, kind=kind.code, signature=run.signature
    ).first()
    found = recognise(table, kind.columns, on=on, remembered=memory.mapping if memory else None)
    run.mapping = {str(place): [one.code, one.how] for place, one in found.items()}


def opened_table(run: ImportRun, kind: ImportKind) -> tuple[Workbook, Table]:
    """The file read again. Raises BadInput, crypto.Unreadable when it is gone."""
    workbook = _read(staging.file_of(run), run.sheet)
    return workbook, _table(workbook, kind)


@transaction.atomic
def choose_sheet(run: ImportRun, *, by: Any, sheet: int) -> ImportRun:
    """Read another sheet of the workbook. Raises NotAllowed, BadInput, StaleState."""
    kind = check_own(run, by)
    kept = locked(run)
    _become(kept, State.READ)
    _describe(kept, _read(staging.file_of(kept), sheet), kind, on=by.today)
    ImportRow.objects.filter(run=kept).delete()
    kept.save(
        update_fields=[
            "state",
            "sheets",
            "sheet",
            "titles",
            "signature",
            "total",
            "said",
            "mapping",
            "counts",
        ]
    )
    return kept


@transaction.atomic
def examine_import(run: ImportRun, *, by: Any, mapping: Mapping[int, str]) -> ImportRun:
    """Try the table out with these columns: at once when it is short, by a worker otherwise.

    Raises NotAllowed, BadInput (no column to tell who the people are), StaleState.
    """
    kind = check_own(run, by)
    if missing := kind.needs(frozenset(mapping.values())):
        raise BadInput("mapping", missing)
    kept = locked(run)
    _become(kept, State.EXAMINING)
    before = kept.mapping
    kept.mapping = {str(place): [code, _how(before, place, code)] for place, code in mapping.items()}
    kept.progress, kept.problem = 0, ""
    kept.save(update_fields=["state", "mapping", "progress", "problem"])
    remember(kept, mapping)
    if kept.total <= AT_ONCE:
        return carry_out_examination(kept, by=by)
    enqueue(
        "sheets.examine",
        organisation=kept.organisation_id,
        member=by.member,
        because="table sent",
        run=kept.pk,
    )
    return kept


def _how(before: Mapping[str, Any], place: int, code: str) -> str:
    known, how = before.get(str(place), ["", ""])
    return str(how) if known == code else "hand"


def remember(run: ImportRun, mapping: Mapping[int, str]) -> None:
    """The next table with these titles will be recognised at once."""
    RememberedColumns.objects.update_or_create(
        organisation_id=run.organisation_id,
        kind=run.kind,
        signature=run.signature,
        defaults={
            "mapping": {str(place): code for place, code in mapping.items()},
            "used_at": timezone.now(),
        },
    )


@transaction.atomic
def carry_out_examination(run: ImportRun, *, by: Any) -> ImportRun:
    """What each line would do, kept line by line. Nothing else is written."""
    kind = check_own(run, by)
    kept = locked(run)
    if kept.state != State.EXAMINING:
        return kept
    workbook, table = opened_table(kept, kind)
    mapping = {int(place): code for place, (code, _how) in kept.mapping.items()}
    lines, said = clean_lines(table, kind, mapping, on=by.today, epoch=workbook.epoch)
    findings = kind.examine(by, lines)
    staging.stage(kept, [line.number for line in lines], findings)
    kept.counts = dict(Counter(finding.outcome for finding in findings))
    kept.said = [*_said_before(kept, by), *workbook.said, *table.said, *said]
    kept.total = len(lines)
    _become(kept, State.EXAMINED)
    kept.save(update_fields=["state", "counts", "said", "total", "version"])
    return kept


@transaction.atomic
def decide_line(run: ImportRun, *, by: Any, row: ImportRow, choice: str, target: UUID | None = None) -> None:
    """Answer a likeness, or leave a line aside. Raises NotAllowed, BadInput, StaleState."""
    check_own(run, by)
    kept = locked(run)
    _check_open(kept)
    if choice not in Choice.values or (row.outcome == Outcome.ERROR and choice != Choice.AS_FOUND):
        raise BadInput("choice", _("Ce choix n’est pas proposé pour cette ligne."))
    allowed = _choices_of(row)
    if choice not in allowed:
        raise BadInput("choice", _("Ce choix n’est pas proposé pour cette ligne."))
    if target is not None and str(target) not in _candidates(row):
        raise BadInput("choice", _("Cette personne n’est pas proposée pour cette ligne."))
    row.choice, row.target_id = choice, target or row.target_id
    row.save(update_fields=["choice", "target_id"])


def _choices_of(row: ImportRow) -> frozenset[str]:
    if row.outcome == Outcome.ASK:
        return frozenset({Choice.SAME, Choice.NEW, Choice.SKIP})
    return frozenset({Choice.AS_FOUND, Choice.SKIP})


def _candidates(row: ImportRow) -> list[str]:
    _row, staged = next(staging.staged_of([row]))
    return [identifier for identifier, _told in staged.finding.candidates]


@transaction.atomic
def decide_alike(run: ImportRun, *, by: Any, reason: str, choice: str) -> int:
    """One answer for every likeness of the same kind. How many. Raises NotAllowed, BadInput, StaleState."""
    check_own(run, by)
    kept = locked(run)
    _check_open(kept)
    if choice not in (Choice.SAME, Choice.NEW, Choice.SKIP):
        raise BadInput("choice", _("Ce choix n’est pas proposé."))
    rows = ImportRow.objects.visible_to(by).filter(run=kept, outcome=Outcome.ASK, reason=reason)
    return rows.update(choice=choice)


def _check_open(run: ImportRun) -> None:
    if run.state not in (State.EXAMINED, State.FAILED):
        raise StaleState(_("Cet import a avancé\u202f: rechargez la page."))


@transaction.atomic
def begin_import(run: ImportRun, *, by: Any) -> ImportRun:
    """Ask for the import: a worker does it, and it will be done once. Raises NotAllowed, StaleState."""
    check_own(run, by)
    kept = locked(run)
    _become(kept, State.APPLYING)
    kept.progress, kept.problem = 0, ""
    kept.save(update_fields=["state", "progress", "problem"])
    enqueue(
        "sheets.apply",
        organisation=kept.organisation_id,
        member=by.member,
        because="import asked",
        run=kept.pk,
    )
    return kept


@transaction.atomic
def carry_out_import(run: ImportRun, *, by: Any) -> ImportRun:
    """Write everything, in one transaction. Run again after a crash, it does nothing more.

    Raises NotAllowed, StaleState when something changed since the dry run.
    """
    kind = check_own(run, by)
    kept = locked(run)
    if kept.state != State.APPLYING:
        return kept
    rows = list(ImportRow.objects.visible_to(by).filter(run=kept).order_by("number"))
    pairs = list(staging.staged_of(rows))
    kind.apply(by, [staged for _row, staged in pairs], lambda done: None)
    made = [{"id": row.pk, "made_id": staged.made} for row, staged in pairs if staged.made is not None]
    update_together(ImportRow, made)
    staging.keep_altered(pairs)
    kept.counts = kept.counts | {"made": len(made), "changed": _changed(pairs), "aside": _aside(pairs)}
    kept.applied_at, kept.progress = timezone.now(), kept.total
    kept.sealed_source = None
    _become(kept, State.APPLIED)
    kept.save(update_fields=["state", "counts", "applied_at", "progress", "sealed_source", "version"])
    access_log.record(by, what="import.applied", detail=f"{kept.kind} {kept.pk} {len(made)}")
    return kept


def _changed(pairs: list[tuple[ImportRow, Staged]]) -> int:
    return sum(
        staged.made is None and is_decided(staged.finding.outcome, staged.choice) == "change"
        for _row, staged in pairs
    )


def _aside(pairs: list[tuple[ImportRow, Staged]]) -> int:
    """Lines nothing was done of: to be corrected, undecided or left by hand."""
    return sum(
        staged.finding.outcome != Outcome.SAME and not is_decided(staged.finding.outcome, staged.choice)
        for _row, staged in pairs
    )


@transaction.atomic
def give_up(run: ImportRun, *, problem: str) -> None:
    """An import that could not be written: nothing was, and it is said why."""
    kept = locked(run)
    if kept.state == State.EXAMINING:
        _become(kept, State.READ)
    elif kept.state == State.APPLYING:
        _become(kept, State.FAILED)
    kept.problem = problem[:500]
    kept.save(update_fields=["state", "problem", "version"])


def give_up_abandoned() -> int:
    """Imports of the house that say they run, and that no job carries any more. How many."""
    running = ImportRun.objects.filter(state__in=(State.EXAMINING, State.APPLYING)).defer("sealed_source")
    abandoned = [run for run in running if not is_carried(run.organisation_id, run=run.pk)]
    for run in abandoned:
        give_up(run, problem=str(PROBLEM))
    return len(abandoned)


@transaction.atomic
def undo_import(run: ImportRun, *, by: Any) -> ImportRun:
    """Take everything back, if nothing of it was used since.

    Raises NotAllowed, StaleState, BadInput that says what was used.
    """
    kind = check_own(run, by)
    kept = locked(run)
    _become(kept, State.UNDONE)
    rows = ImportRow.objects.visible_to(by).filter(run=kept).order_by("number")
    pairs = list(staging.staged_of(list(rows)))
    if not pairs:
        raise StaleState(_("Cet import ne peut plus être annulé\u202f: ses lignes ne sont plus gardées."))
    rows.filter(made_id__isnull=False).update(is_undoing=True)
    if used := kind.undo(by, [staged for _row, staged in pairs]):
        told = "\u202f; ".join(used)
        raise BadInput("undo", _("Rien n’a été annulé, car ceci a servi depuis\u202f: %s.") % told)
    kept.undone_at = timezone.now()
    kept.save(update_fields=["state", "undone_at", "version"])
    rows.delete()
    access_log.record(by, what="import.undone", detail=f"{kept.kind} {kept.pk}")
    return kept


@transaction.atomic
def drop_import(run: ImportRun, *, by: Any) -> None:
    """Give the table up: the file and its lines go at once. Raises NotAllowed, StaleState."""
    check_own(run, by)
    kept = locked(run)
    _become(kept, State.DROPPED)
    ImportRow.objects.filter(run=kept).delete()
    kept.sealed_source = None
    kept.save(update_fields=["state", "sealed_source", "version"])


def forget_old(*, by: Any) -> int:
    """What was kept of one's own tables for longer than thirty days goes (RET-05). How many lines."""
    before = timezone.now() - ImportRun.KEPT
    old = ImportRun.objects.visible_to(by).filter(by=by.member, created_at__lt=before)
    rows = ImportRow.objects.visible_to(by).filter(run__in=old)
    count = rows.count()
    rows.delete()
    old.exclude(sealed_source=None).update(sealed_source=None)
    return count


def forget_everybodys() -> int:
    """The same for the whole house, by its nightly job: the policy shows it old lines only. How many lines."""
    before = timezone.now() - ImportRun.KEPT
    old = ImportRun.objects.filter(created_at__lt=before)
    count, _by_table = ImportRow.objects.filter(run__in=old.values("pk")).delete()
    for run in old.exclude(sealed_source=None).select_for_update():
        run.sealed_source = None
        if may_become(run.state, State.DROPPED):
            _become(run, State.DROPPED)
        run.save(update_fields=["sealed_source", "state", "version"])
    return count


def _said_before(run: ImportRun, by: Any) -> list[str]:
    """That this very file was imported already, and when."""
    earlier = same_file(run, by=by)
    if earlier is None or earlier.applied_at is None:
        return []
    told = _(
        "Ce fichier a déjà été importé le %(day)s\u202f: les lignes inchangées sont reconnues, seules ses "
        "différences seront appliquées."
    )
    return [told % {"day": f"{timezone.localtime(earlier.applied_at):%d/%m/%Y}"}]


def same_file(run: ImportRun, *, by: Any) -> ImportRun | None:
    """The last import of this very file, when there was one."""
    earlier = ImportRun.objects.visible_to(by).filter(kind=run.kind, digest=run.digest, state=State.APPLIED)
    return earlier.exclude(pk=run.pk).order_by("-created_at").first()


def locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def _become(run: ImportRun, state: str) -> None:
    """The one place that changes the state of an import. Raises StaleState when it may not go there."""
    if not may_become(run.state, state):
        raise StaleState(_("Cet import a avancé\u202f: rechargez la page."))
    run.state = state
    run.version += 1
