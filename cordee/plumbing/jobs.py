"""Background work: queued in the transaction of the fact that causes it, run once by a worker.

    # cordee/<domain>/jobs.py, found by itself when Django starts
    @every(minutes=5)                                     # only if it must come round: once per organisation
    @job("sheets.read", _("Lecture d’un tableau"))
    def read_sheet(work: Work, *, batch: UUID) -> None: ...

    # in an action
    enqueue("sheets.read", organisation=batch.organisation_id, because="sheet received", batch=batch.pk)

Arguments are identifiers only: the queue is a plain table, read by whoever keeps the house running, and by no policy.
A job knows its organisation or does not exist. It runs in a transaction of its own, as the organisation
(`system_context`), or with the eyes of `member`, whose rights are read again when it runs (`work.by`): somebody who
left since then starts nothing. Its effect and the mark that it is done are committed together: a worker killed
between the two, or twice the same job, changes nothing.

by_itself=True: for work longer than a minute, or that speaks to the outside in the middle. It then opens its own
transactions (`with work.transaction():`), and must bear being run again from the start.

What fails is tried again, later and later; after `attempts` it stays in the list of the settings, where one reads its
label and asks for it again. `Hopeless` is not tried again.

procrastinate does the work (docs/decisions/0007); nothing outside this file and `worker` knows it, so that Django's
own tasks may replace it.
"""

import inspect
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as Queued
from procrastinate.manager import JobManager

from cordee.kernel.registry import Registry
from cordee.plumbing.context import DatabaseContext, acting_in, system_context

logger = logging.getLogger(__name__)
QUEUE = "cordee"
RESERVED = frozenset({"organisation", "because", "member", "done"})
LONGEST_ID = 80
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
Function = TypeVar("Function", bound=Callable[..., Any])
# Always Django's own connection: in a worker, procrastinate's would commit apart from the fact.
_manager = JobManager(DjangoConnector())


class Hopeless(Exception):
    """A job that would fail as well later."""


class MemberGone(Hopeless):
    """Whoever asked for the job is no longer of the organisation."""


@dataclass(frozen=True)
class Work:
    """What a job is told. by: the actor who asked, or None when the organisation itself works."""

    organisation: UUID
    because: str
    context: DatabaseContext
    by: Any = None

    def transaction(self) -> AbstractContextManager[None]:
        """For a job `by_itself`: a transaction in which PostgreSQL knows for whom it works."""
        return acting_in(self.context)

    @property
    def must_stop(self) -> bool:
        """Is the worker asked to end? A long job stops at the next clean place, and queues what is left."""
        return STOPPING.asked


@dataclass
class Stopping:
    asked: bool = False


STOPPING = Stopping()


@dataclass(frozen=True)
class Job:
    """A kind of work. label: what the settings call it; takes: the type of each argument."""

    code: str
    label: Any
    run: Callable[..., Any]
    attempts: int
    by_itself: bool
    takes: dict[str, Any] = field(hash=False)


JOBS: Registry[Job] = Registry("travail")
# Who asks for a job, read again when it runs. accounts: (organisation, member) -> Actor | None
ACTORS: Registry[Callable[[UUID, UUID], Any]] = Registry("auteur d’un travail")


def job(
    code: str, label: Any, *, attempts: int = 8, by_itself: bool = False
) -> Callable[[Function], Function]:
    """Declare a kind of work. See the module."""

    def declare(run: Function) -> Function:
        hints = get_type_hints(run)
        names = [
            name for name, one in inspect.signature(run).parameters.items() if one.kind is one.KEYWORD_ONLY
        ]
        takes = {name: hints[name] for name in names}
        JOBS.register(code, Job(code, label, run, attempts, by_itself, takes))
        app.task(name=code, queue=QUEUE, pass_context=True, retry=BackOff(attempts))(
            lambda context, **arguments: perform(code, arguments, number=context.job.id)
        )
        return run

    return declare


def every(*, minutes: int = 0, cron: str = "") -> Callable[[Function], Function]:
    """Queue a job without arguments, once per organisation, each so many minutes or as a cron line (UTC) says."""

    def declare(run: Function) -> Function:
        code = next(one.code for one in JOBS.values() if one.run is run)
        line = cron or f"*/{minutes} * * * *"
        tick = app.task(name=f"every:{code}", queue=QUEUE, pass_context=False)(
            lambda timestamp: queue_for_each(code, because=f"every {line}")
        )
        app.periodic(cron=line, periodic_id=code)(tick)
        return run

    return declare


def queue_for_each(code: str, *, because: str) -> None:
    """One job per organisation; none is added where the last one still waits."""
    with transaction.atomic():
        for organisation in apps.get_model("accounts", "Organisation").objects.values_list("pk", flat=True):
            enqueue(code, organisation=organisation, because=because, once=f"{code}:{organisation}")


def enqueue(
    code: str,
    *,
    organisation: Any,
    because: str,
    member: Any = None,
    at: datetime | None = None,
    once: str | None = None,
    **ids: str | int | UUID,
) -> None:
    """Queue a job in the current transaction: it exists if and only if the fact does.

    organisation, member: objects or their identifiers. because: what caused it, in a few words of ours, kept in the
    history of what it writes. at: not before. once: while a job with this key waits, no other is added; the one that
    waits begins after this transaction, and sees what it wrote.
    Raises LookupError for an unknown job, TypeError for anything that is not an identifier.
    """
    wanted = JOBS[code]
    if organisation is None:
        raise TypeError(f"{code}: a job belongs to an organisation")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{code}: queued outside the transaction of its cause")
    arguments: dict[str, Any] = {
        "organisation": str(_identifier(organisation)),
        "because": because[:LONGEST_ID],
        **({"member": str(_identifier(member))} if member is not None else {}),
        **{name: _checked(wanted, name, value) for name, value in ids.items()},
    }
    if missing := wanted.takes.keys() - ids.keys():
        raise TypeError(f"{code}: {', '.join(sorted(missing))} is missing")
    queued = Queued(
        id=None,
        queue=QUEUE,
        lock=None,
        queueing_lock=once,
        task_name=code,
        task_kwargs=arguments,
        scheduled_at=at,
    )
    if once is None:
        _manager.defer_job(queued)
    else:
        _add_unless_waiting(queued)


def _identifier(value: Any) -> UUID:
    found = getattr(value, "pk", value)
    return found if isinstance(found, UUID) else UUID(str(found))


def _checked(wanted: Job, name: str, value: Any) -> str | int:
    if name not in wanted.takes:
        raise TypeError(f"{wanted.code}: takes no {name}")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str | UUID) or len(str(value)) > LONGEST_ID:
        raise TypeError(f"{wanted.code}: {name} must be an identifier")
    return str(value)


def _add_unless_waiting(queued: Queued) -> None:
    """The row of the waiting job is held until this transaction ends: the worker skips it meanwhile."""
    for _attempt in range(5):
        if _held(queued.queueing_lock):
            return
        try:
            with transaction.atomic():
                _manager.defer_job(queued)
            return
        except exceptions.AlreadyEnqueued:
            continue
    raise exceptions.AlreadyEnqueued(queued.queueing_lock)


def _held(key: str | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' FOR SHARE", [key]
        )
        return cursor.fetchone() is not None


# Running


def perform(code: str, arguments: dict[str, Any], *, number: int) -> None:
    """Run a queued job. number: its row in the queue."""
    wanted = JOBS[code]
    if arguments.get("done"):
        return
    work = _work(arguments)
    ids = {
        name: UUID(value) if wanted.takes[name] is UUID else value
        for name, value in arguments.items()
        if name not in RESERVED
    }
    if wanted.by_itself:
        wanted.run(work, **ids)
        return
    with acting_in(work.context):
        wanted.run(work, **ids)
        _mark_done(number)


def _work(arguments: dict[str, Any]) -> Work:
    organisation, because = UUID(arguments["organisation"]), arguments["because"]
    if "member" not in arguments:
        return Work(organisation, because, system_context(organisation, because=because))
    with acting_in(system_context(organisation, because=because)):
        actor = ACTORS["member"](organisation, UUID(arguments["member"]))
    if actor is None:
        raise MemberGone(f"member {arguments['member']} is no longer of organisation {organisation}")
    return Work(organisation, because, actor.context(because=because), by=actor)


def _mark_done(number: int) -> None:
    """In the transaction of the effect. A worker thought dead may have done it meanwhile: then undo this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = args || %s::jsonb WHERE id = %s AND NOT args ? 'done'",
            [json.dumps({"done": True}), number],
        )
        if not cursor.rowcount:
            raise Hopeless("done already")


class BackOff(BaseRetryStrategy):
    """Ten seconds, then four times more each time, six hours at most."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if isinstance(exception, Hopeless) or job.attempts + 1 >= self.attempts:
            logger.error("Job %s (%s) failed for good: %r", job.id, job.task_name, exception)
            return None
        wait = min(FIRST_WAIT * 4**job.attempts, LONGEST_WAIT)
        return RetryDecision(retry_at=timezone.now() + wait)


# Looking after


@dataclass(frozen=True)
class Failed:
    """A job given up. at: when."""

    number: int
    label: Any
    attempts: int
    at: datetime


FAILED = """
SELECT j.id, j.task_name, j.attempts, (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)
FROM procrastinate_jobs j WHERE j.status = 'failed' AND j.args->>'organisation' = %s ORDER BY j.id DESC LIMIT 100
"""


def failed_jobs(organisation: UUID) -> list[Failed]:
    """What was given up for an organisation, latest first."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [str(organisation)])
        rows = cursor.fetchall()
    return [
        Failed(number, JOBS[code].label if code in JOBS else code, attempts, at)
        for number, code, attempts, at in rows
    ]


def try_again(organisation: UUID, number: int) -> bool:
    """Queue a failed job again, now. False when the organisation has no such job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL"
            " WHERE id = %s AND status = 'failed' AND args->>'organisation' = %s",
            [number, str(organisation)],
        )
        return bool(cursor.rowcount)


CARRIED = """
SELECT EXISTS (SELECT FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND args @> %s::jsonb AND NOT args ? 'done')
"""


def is_carried(organisation: UUID, **ids: str | int | UUID) -> bool:
    """Does a job that waits or runs take these identifiers? False once it is done, given up or gone."""
    wanted = {name: value if isinstance(value, int) else str(value) for name, value in ids.items()}
    with connection.cursor() as cursor:
        cursor.execute(CARRIED, [json.dumps({"organisation": str(organisation), **wanted})])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class Pulse:
    """Is anybody working? beat: last sign of a worker; waiting: jobs due and not begun; oldest: since when."""

    beat: datetime | None
    waiting: int
    oldest: datetime | None


PULSE = """
SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers), count(*), min(due) FROM (
    SELECT COALESCE(j.scheduled_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)) AS due
    FROM procrastinate_jobs j
    WHERE j.status = 'todo' AND j.args->>'organisation' = %s AND COALESCE(j.scheduled_at, now()) <= now()
    LIMIT 1000) waiting
"""


def pulse(organisation: UUID) -> Pulse:
    with connection.cursor() as cursor:
        cursor.execute(PULSE, [str(organisation)])
        return Pulse(*cursor.fetchone())
