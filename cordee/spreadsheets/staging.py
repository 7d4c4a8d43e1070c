"""What is kept of a table between its reading and its end, sealed with the organisation's key."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from cordee.plumbing import crypto
from cordee.plumbing.house_key import organisation_key
from cordee.plumbing.ids import new_id
from cordee.plumbing.together import insert_together, update_together
from cordee.spreadsheets.models import ImportRow, ImportRun
from cordee.spreadsheets.registry import Finding, Staged


def bound(table: str, row: UUID, organisation: UUID) -> str:
    return f"{table}|sealed|{row}|{organisation}|1"


def seal_file(run: ImportRun, content: bytes) -> bytes:
    key = organisation_key(run.organisation_id)
    return crypto.seal(
        key, zlib.compress(content, 1), bound("spreadsheets_importrun", run.pk, run.organisation_id)
    )


def file_of(run: ImportRun) -> bytes:
    """The file as it was sent. Raises crypto.Unreadable once it is gone."""
    if run.sealed_source is None:
        raise crypto.Unreadable(str(run.pk))
    key = organisation_key(run.organisation_id)
    sealed = crypto.unseal(
        key, run.sealed_source, bound("spreadsheets_importrun", run.pk, run.organisation_id)
    )
    return zlib.decompress(sealed)


def stage(run: ImportRun, numbers: Sequence[int], findings: Sequence[Finding]) -> None:
    """Keep what each line would do, in place of what was kept before."""
    key = organisation_key(run.organisation_id)
    ImportRow.objects.filter(run=run).delete()
    rows = []
    for number, finding in zip(numbers, findings, strict=True):
        pk = new_id()
        rows.append(
            {
                "id": pk,
                "organisation_id": run.organisation_id,
                "member_id": run.by_id,
                "run_id": run.pk,
                "number": number,
                "outcome": finding.outcome,
                "reason": finding.reason,
                "choice": finding.choice,
                "target_id": finding.target,
                "is_undoing": False,
                "sealed_content": _sealed(key, pk, run.organisation_id, finding),
            }
        )
    insert_together(ImportRow, rows)


def _sealed(key: bytes, row: UUID, organisation: UUID, finding: Finding) -> bytes:
    content = json.dumps(vars(finding), default=str, ensure_ascii=False).encode()
    return crypto.seal(key, content, bound("spreadsheets_importrow", row, organisation))


def keep_altered(pairs: Sequence[tuple[ImportRow, Staged]]) -> None:
    """What applying changed of the plan, kept for the day it is undone."""
    altered = [(row, staged) for row, staged in pairs if staged.is_altered]
    if altered:
        key = organisation_key(altered[0][0].organisation_id)
        update_together(
            ImportRow,
            [
                {"id": row.pk, "sealed_content": _sealed(key, row.pk, row.organisation_id, staged.finding)}
                for row, staged in altered
            ],
        )


def finding_of(row: ImportRow, key: bytes) -> Finding:
    opened = crypto.unseal(
        key, row.sealed_content or b"", bound("spreadsheets_importrow", row.pk, row.organisation_id)
    )
    told: dict[str, Any] = json.loads(opened)
    for name in ("changes", "candidates", "problems"):
        told[name] = [tuple(one) for one in told[name]]
    return Finding(**told | {"target": row.target_id})


def staged_of(rows: Sequence[ImportRow] | Any) -> Iterator[tuple[ImportRow, Staged]]:
    """Each row with what is sealed in it."""
    key: bytes | None = None
    for row in rows:
        key = key or organisation_key(row.organisation_id)
        yield row, Staged(row.number, finding_of(row, key), row.choice, row.target_id, row.made_id)
