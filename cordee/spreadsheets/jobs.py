"""A long table is tried out and imported by a worker; killed anywhere, it does it again from the start, once.

Killed too often, it is given up: the import says so and may be asked for again. At night, what was kept of old
tables goes (RET-05). A long list is taken out the same way; its file goes after a day (RET-06).
"""

from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import CordeeError
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.jobs import Work, every, job
from cordee.spreadsheets import actions, keeping
from cordee.spreadsheets.models import ExportRun, ImportRun


@job("sheets.examine", lazy("Essai d’un tableau à importer"), attempts=3, by_itself=True)
def examine(work: Work, *, run: UUID) -> None:
    _carry(work, run, actions.carry_out_examination)


@job("sheets.apply", lazy("Import d’un tableau"), attempts=3, by_itself=True)
def apply(work: Work, *, run: UUID) -> None:
    _carry(work, run, actions.carry_out_import)


def _carry(work: Work, run: UUID, do: object) -> None:
    """In one transaction; what is refused is told in another, since nothing of the first is kept."""
    try:
        with work.transaction():
            found = ImportRun.objects.visible_to(work.by).filter(pk=run).first()
            if found is not None:
                do(found, by=work.by)  # type: ignore[operator]
        return
    except (CordeeError, Unreadable) as refused:
        told = getattr(refused, "message", "") or str(actions.PROBLEM)
    except (
        IntegrityError
    ):  # a rule of the tables the dry run does not know; tried again, it would refuse again
        told = str(actions.PROBLEM)
    with work.transaction():
        found = ImportRun.objects.visible_to(work.by).filter(pk=run).first()
        if found is not None:
            actions.give_up(found, problem=told)


@job("sheets.export", lazy("Préparation d’une longue liste"), attempts=3, by_itself=True)
def export(work: Work, *, run: UUID) -> None:
    """What is refused is told on its page, in another transaction: nothing of the first is kept."""
    try:
        keeping.make(work, run)
        return
    except CordeeError as refused:
        told = getattr(refused, "message", "") or str(keeping.PROBLEM)
    with work.transaction():
        found = ExportRun.objects.visible_to(work.by).filter(pk=run).first()
        if found is not None:
            keeping.give_up(found, problem=told)


@every(minutes=30)
@job("sheets.forget_exports", lazy("Effacement des listes exportées depuis plus d’un jour"))
def forget_exports(work: Work) -> None:
    """Whoever asked for them."""
    keeping.forget_old()


@every(minutes=10)
@job("sheets.watch", lazy("Imports restés en suspens"))
def watch(work: Work) -> None:
    """Those whose job died with its worker too often, or is no longer there."""
    actions.give_up_abandoned()


@every(cron="20 2 * * *")
@job("sheets.forget", lazy("Effacement des tableaux importés depuis plus de trente jours"))
def forget(work: Work) -> None:
    """The lines of everybody's old tables, and the files nobody imported."""
    actions.forget_everybodys()
