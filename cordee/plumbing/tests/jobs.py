"""Running what is queued, in a test: the functions of PostgreSQL, the connection of the test, no thread.

What an error does to a job (tried again, given up) is done as the worker does it. What time it is, the test says: a
job of the ninth waits for the ninth where the clock was moved, whatever day the database lives in.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as Queued

from cordee.plumbing.jobs import perform

FAR = "interval '1000 years'"
AWAY = "UPDATE procrastinate_jobs SET scheduled_at ="
logger = logging.getLogger(__name__)


def run_jobs(*, ahead: bool = False, at_most: int = 500) -> list[str]:
    """The codes of the jobs run, in order, and of those they queued. ahead: those of later too, tried again or not."""
    asked, ran = DjangoConnector(), []
    worker = asked.execute_query_one(query=sql.queries["register_worker"])["worker_id"]
    while len(ran) < at_most:
        with only_what_is_due(ahead=ahead):
            row = asked.execute_query_one(query=sql.queries["fetch_job"], queues=None, worker_id=worker)
        if row["id"] is None:
            break
        ran.append(row["task_name"])
        _run(asked, row | {"args": json.loads(row["args"])})  # Django reads jsonb as text
    return ran


@contextmanager
def only_what_is_due(*, ahead: bool) -> Iterator[None]:
    """The jobs of later than the test's own clock are put out of sight of the database's."""
    with connection.cursor() as cursor:
        due = "TRUE" if ahead else "scheduled_at <= %(now)s"
        told = {"now": timezone.now()}
        cursor.execute(
            f"UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND {due}",  # noqa: S608
            told,
        )
        cursor.execute(f"{AWAY} scheduled_at + {FAR} WHERE status = 'todo' AND scheduled_at > %(now)s", told)
        yield
        cursor.execute(f"{AWAY} scheduled_at - {FAR} WHERE scheduled_at > %(now)s + {FAR}", told)


def _run(asked: DjangoConnector, row: dict) -> None:
    queued = Queued(
        id=row["id"], queue=row["queue_name"], lock=None, queueing_lock=None, task_name=row["task_name"],
        task_kwargs=row["args"], attempts=row["attempts"],
    )  # fmt: skip
    try:
        with transaction.atomic():
            perform(row["task_name"], row["args"], number=row["id"])
    except Exception as error:  # noqa: BLE001 - a worker outlives whatever a job raises
        logger.info("job %s: %r", row["task_name"], error)
        again = app.tasks[row["task_name"]].get_retry_exception(exception=error, job=queued)
        if again is None:
            asked.execute_query(
                query=sql.queries["finish_job"], job_id=row["id"], status="failed", delete_job=False
            )
            return
        asked.execute_query(
            query=sql.queries["retry_job"], job_id=row["id"], retry_at=again.retry_decision.retry_at,
            new_priority=None, new_queue_name=None, new_lock=None,
        )  # fmt: skip
    else:
        asked.execute_query(
            query=sql.queries["finish_job"], job_id=row["id"], status="succeeded", delete_job=True
        )


def waiting() -> list[tuple[str, dict]]:
    """(code, arguments) of what is queued."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(code, json.loads(arguments)) for code, arguments in cursor.fetchall()]
