"""A real worker for the campaign of imports, that takes up at once what the one killed before it was doing, and does
not wait for minutes. CORDEE_CARELESS: the defect planted on purpose, an import written a part at a time."""

import asyncio
import os
import time
from datetime import timedelta
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402
from procrastinate.contrib.django.utils import connector_params  # noqa: E402
from procrastinate.psycopg_connector import PsycopgConnector  # noqa: E402

from cordee.plumbing import jobs, worker  # noqa: E402
from cordee.spreadsheets import jobs as sheets  # noqa: E402
from cordee.spreadsheets import staging  # noqa: E402
from cordee.spreadsheets.models import ImportRow, ImportRun  # noqa: E402
from cordee.spreadsheets.registry import IMPORTS  # noqa: E402


async def take_up() -> None:
    with app.replace_connector(PsycopgConnector(kwargs=connector_params("default"))) as connected:
        async with connected.open_async():
            await worker.take_up_abandoned.func(SimpleNamespace(app=connected), 0)


def careless(work, run, do):
    """Two hundred people at a time are committed, and only then is the import marked done; slowly enough for whoever
    looks every twentieth of a second, whatever the machine."""
    with work.transaction():
        found = ImportRun.objects.get(pk=run)
        pairs = list(staging.staged_of(ImportRow.objects.filter(run=found).order_by("number")))
    staged = [one for _row, one in pairs]
    for first in range(0, len(staged), 200):
        with work.transaction():
            IMPORTS[found.kind].apply(work.by, staged[first : first + 200], lambda done: None)
        time.sleep(0.3)
    with work.transaction():
        ImportRun.objects.filter(pk=run).update(state="applied", applied_at=timezone.now())


if __name__ == "__main__":
    jobs.FIRST_WAIT = timedelta(seconds=1)
    worker.SILENT_SECONDS = 0
    if os.environ.get("CORDEE_CARELESS"):
        sheets._carry = careless
    asyncio.run(take_up())
    worker.SILENT_SECONDS = 30
    worker.work()
