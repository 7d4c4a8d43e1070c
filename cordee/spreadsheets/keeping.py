"""A list too long to be made while one waits: asked for, made by a worker, kept sealed for a day for whoever asked.

- ask          keep what is asked, and queue its making
- make         read the list with the eyes of who asked, write the file, seal it
- opened       the file, for who asked, as long as their functions are those it was made for
- forget_old   what is older than a day goes, by the nightly job of the house
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.plumbing import access_log, crypto
from cordee.plumbing.jobs import Work, enqueue, is_carried
from cordee.plumbing.keys import organisation_key
from cordee.spreadsheets.enums import Making
from cordee.spreadsheets.models import ExportRun
from cordee.spreadsheets.outgoing import EXPORTS, NOT_YOURS, ExportKind, origin_of, rows_of, table_of
from cordee.spreadsheets.staging import bound
from cordee.spreadsheets.writers import FORMATS

PROBLEM = _("Le fichier n’a pas pu être préparé. Vous pouvez le demander à nouveau.")
STEP = 2_000  # lines written between two signs of life


def roles_of(actor: Any) -> str:
    return " ".join(sorted(str(role) for role in actor.roles))


@transaction.atomic
def ask(kind: ExportKind, *, by: Any, asked: QueryDict, file_format: str) -> ExportRun:
    """Have a list prepared; asked for twice while it waits, it is prepared once. Raises NotAllowed, BadInput."""
    if not kind.may(by):
        raise NotAllowed(str(NOT_YOURS))
    query = asked.urlencode()
    if len(query) > ExportRun.LONGEST_QUERY:
        raise BadInput("liste", _("Ces filtres sont trop longs\u202f: revenez à la liste."))
    same = ExportRun.objects.visible_to(by).filter(kind=kind.code, file_format=file_format, asked=query)
    if (waiting := same.filter(state=Making.WAITING, roles=roles_of(by)).first()) is not None:
        return waiting
    run = ExportRun(
        organisation=by.organisation,
        member=by.member,
        kind=kind.code,
        file_format=file_format,
        asked=query,
        roles=roles_of(by),
    )
    run.save(force_insert=True)
    enqueue(
        "sheets.export", organisation=run.organisation_id, member=by.member, because="list asked", run=run.pk
    )
    return run


def make(work: Work, pk: UUID) -> None:
    """Read in one transaction, write with a sign of life now and then, seal in a last one. Run again after a crash, it
    begins again; a file already made is left as it is."""
    with work.transaction():
        run = _waiting(work, pk)
        if run is None:
            return
        kind = EXPORTS[run.kind]
        table = table_of(kind, by=work.by, asked=QueryDict(run.asked))
        rows = rows_of(kind, table, by=work.by, file_format=run.file_format)
        origin = origin_of(kind, table, work.by, len(rows))
        _note(work, pk, total=len(rows))

    def told(written: int) -> None:
        with work.transaction():
            _note(work, pk, written=written)

    content = FORMATS[run.file_format].write(origin, table.columns, _followed(rows, told))
    with work.transaction():
        run = _waiting(work, pk)
        if run is not None:
            _keep(run, content, roles_of(work.by))


def _waiting(work: Work, pk: UUID) -> ExportRun | None:
    return ExportRun.objects.visible_to(work.by).filter(pk=pk, state=Making.WAITING).first()


def _note(work: Work, pk: UUID, **said: int) -> None:
    ExportRun.objects.visible_to(work.by).filter(pk=pk, state=Making.WAITING).update(**said)


def _followed(rows: Sequence[Any], told: Callable[[int], None]) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number and number % STEP == 0:
            told(number)
        yield row


def _keep(run: ExportRun, content: bytes, roles: str) -> None:
    run.sealed_content = crypto.seal(
        organisation_key(run.organisation_id), zlib.compress(content, 1), _bound(run)
    )
    run.size, run.state, run.written, run.roles = len(content), Making.READY, run.total or 0, roles
    run.save(update_fields=["sealed_content", "size", "state", "written", "roles"])


def _bound(run: ExportRun) -> str:
    return bound("spreadsheets_exportrun", run.pk, run.organisation_id)


def opened(run: ExportRun, *, by: Any) -> bytes:
    """The file, logged before it leaves. Raises NotAllowed, StaleState when it is not ready, or made for functions the
    actor no longer has."""
    kind = EXPORTS.get(run.kind)
    if run.member_id != by.member.pk or kind is None or not kind.may(by):
        raise NotAllowed(str(NOT_YOURS))
    if run.roles != roles_of(by):
        raise StaleState(_("Vos fonctions ont changé depuis\u202f: demandez ce fichier à nouveau."))
    if run.state != Making.READY or run.sealed_content is None:
        raise StaleState(_("Ce fichier n’est pas encore prêt."))
    access_log.record(by, what="export.fetched", detail=f"{run.kind} {run.file_format} {run.pk}")
    key = organisation_key(run.organisation_id)
    return zlib.decompress(crypto.unseal(key, bytes(run.sealed_content), _bound(run)))


@transaction.atomic
def drop(run: ExportRun, *, by: Any) -> None:
    """The file goes at once. Raises NotAllowed."""
    if run.member_id != by.member.pk:
        raise NotAllowed(str(NOT_YOURS))
    run.delete()


@transaction.atomic
def give_up(run: ExportRun, *, problem: str) -> None:
    """What could not be made, and why."""
    run.state, run.problem = Making.FAILED, problem[:500]
    run.save(update_fields=["state", "problem"])


def is_abandoned(run: ExportRun) -> bool:
    """Still said to be in preparation, and no job carries it any more."""
    return run.state == Making.WAITING and not is_carried(run.organisation_id, run=run.pk)


def forget_old() -> int:
    """Everybody’s files of more than a day, by the job of the house, which the policy shows those only. How many."""
    return ExportRun.objects.all().delete()[0]
