"""The worker: a process that runs what `jobs.enqueue` queued, until it is asked to stop.

Woken by PostgreSQL (LISTEN) when a job arrives, it looks by itself every few seconds for those whose time has come.
Asked to stop, it takes no more, lets what runs end for a few seconds, then leaves: what was cut is taken up by the
next worker, thirty seconds later (`take_up_abandoned`). PostgreSQL gone, it waits for it.
"""

import asyncio
import contextlib
import logging
import os
import signal
import time
from typing import Any

import psycopg
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import Status
from procrastinate.psycopg_connector import PsycopgConnector

from cordee.plumbing.jobs import JOBS, QUEUE, STOPPING
from cordee.plumbing.memory import settle

logger = logging.getLogger(__name__)
AT_ONCE = 3  # jobs of one worker
POLL_SECONDS = 2.0
PATIENCE = 8.0  # for what runs, once asked to stop; ./do waits for fifteen seconds
SILENT_SECONDS = 30  # without a sign of life, a worker is dead
LOST = (psycopg.Error, exceptions.ProcrastinateException, OSError)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.abandoned", queue=QUEUE, queueing_lock="jobs.abandoned", pass_context=True)
async def take_up_abandoned(context: Any, timestamp: int) -> None:
    """Queue again what a dead worker was doing; what killed too many of them is given up."""
    manager = context.app.job_manager
    for cut in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        known = JOBS.get(cut.task_name)
        if known is None or cut.attempts + 1 >= known.attempts:
            logger.error("Job %s (%s) ended with its worker too often", cut.id, cut.task_name)
            await manager.finish_job(cut, Status.FAILED, delete_job=known is None)
        else:
            await manager.retry_job(cut)


def work() -> None:
    """Until SIGTERM or Ctrl-C."""
    settle()
    asyncio.run(_work())


async def _work() -> None:
    loop = asyncio.get_running_loop()
    working = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _ask_to_stop, loop, working)
    wait = 1.0
    while not STOPPING.asked:
        began = time.monotonic()
        try:
            await _one_life(working)
        except LOST as error:
            logger.warning("Worker lost PostgreSQL, tries again in %.0f s: %s", wait, error)
        if not STOPPING.asked:
            wait = 1.0 if time.monotonic() - began > 60 else min(wait * 2, 30.0)
            await _either(asyncio.sleep(wait), working.wait())


async def _one_life(stop: asyncio.Event) -> None:
    """From one connection to its loss, or to the end."""
    connector = PsycopgConnector(
        kwargs=connector_params("default"), min_size=1, max_size=AT_ONCE + 1, timeout=10
    )
    with app.replace_connector(connector) as connected:
        async with connected.open_async():
            running = asyncio.ensure_future(
                connected.run_worker_async(
                    queues=[QUEUE],
                    name=f"cordee-{os.getpid()}",
                    concurrency=AT_ONCE,
                    fetch_job_polling_interval=POLL_SECONDS,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    stalled_worker_timeout=SILENT_SECONDS,
                )
            )
            await _either(running, stop.wait())
            if not running.done():
                running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


def _ask_to_stop(loop: asyncio.AbstractEventLoop, working: asyncio.Event) -> None:
    if STOPPING.asked:
        return
    STOPPING.asked = True
    working.set()
    # A job that does not end cannot be ended (it is a thread): the process is.
    loop.call_later(PATIENCE, os._exit, 0)


async def _either(*ways: Any) -> None:
    tasks = [asyncio.ensure_future(one) for one in ways]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for one in tasks[1:]:
        one.cancel()
