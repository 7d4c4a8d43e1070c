"""The worker as it is served: a process of its own, killed, asked to stop, cut from PostgreSQL."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from cordee.accounts.models import Site
from cordee.plumbing import worker
from cordee.plumbing.jobs import enqueue, failed_jobs
from cordee.plumbing.tests import probe_jobs  # noqa: F401 - declares the jobs of these tests
from tests import factories

PATIENCE = 2.0
SLACK = 30  # seconds: a busy machine is no fault of the worker; its jobs would take a minute
OF_THE_DEAF = "FROM procrastinate_jobs WHERE task_name = 'probe.deaf'"  # work comes round by itself beside it


@pytest.fixture
def organisation(committed):
    return factories.organisation()


@pytest.fixture
def start(committed):
    """`start()` a worker; all are ended after the test."""
    started = []

    def one():
        command = [sys.executable, "-m", "cordee.plumbing.tests.probe_worker", str(PATIENCE)]
        started.append(subprocess.Popen(command, stderr=subprocess.PIPE))
        until(lambda: asked("SELECT count(*) FROM procrastinate_workers")[0])
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.communicate()


def asked(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


def until(happens, *, seconds=120.0):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def queue(organisation, code="probe.note", **ids):
    with transaction.atomic():
        enqueue(code, organisation=organisation, because="test", **ids)


def has_site(organisation, name):
    return lambda: Site.objects.filter(organisation=organisation, name=name).exists()


def seconds_to_end(process, number=signal.SIGTERM):
    began = time.monotonic()
    process.send_signal(number)
    assert process.wait(120) == 0
    return time.monotonic() - began


def test_a_worker_wakes_at_once_and_stops_politely(organisation, start):
    process = start()
    began = time.monotonic()
    queue(organisation, name="a")
    until(has_site(organisation, "a"))

    assert time.monotonic() - began < worker.POLL_SECONDS + SLACK
    until(
        lambda: (
            asked("SELECT count(*) FROM procrastinate_jobs WHERE starts_with(task_name, 'probe.')") == (0,)
        )
    )
    assert seconds_to_end(process) < SLACK


def test_a_worker_outlives_the_loss_of_its_connections(organisation, start):
    process = start()
    queue(organisation, name="before")
    until(has_site(organisation, "before"))
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["CORDEE_TEST_CLUSTER"], autocommit=True) as admin:
        connection.close()
        # Those of this process's own database: the others' tests go on.
        ours = "SELECT pid FROM pg_stat_activity WHERE usename = 'cordee_app' AND datname = %s"
        admin.execute(f"SELECT pg_terminate_backend(pid) FROM ({ours}) ours", [name])
    queue(organisation, name="after")
    until(has_site(organisation, "after"))

    assert process.poll() is None


def test_what_runs_ends_before_the_worker(organisation, start):
    process = start()
    queue(organisation, "probe.slow", name="slow", seconds=1)
    until(lambda: asked("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")[0])

    assert seconds_to_end(process) < PATIENCE + SLACK
    assert asked("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == (0,)


def test_what_does_not_end_is_taken_up_by_the_next_worker(organisation, start):
    process = start()
    queue(organisation, "probe.deaf", seconds=60)
    until(lambda: asked(f"SELECT count(*) {OF_THE_DEAF} AND status = 'doing'")[0])

    assert PATIENCE - 0.5 < seconds_to_end(process) < PATIENCE + SLACK
    take_up()
    assert asked(f"SELECT status::text, attempts {OF_THE_DEAF}") == ("todo", 1)


def test_what_kills_its_workers_is_given_up(organisation, start):
    process = start()
    queue(organisation, "probe.deaf", seconds=60)
    until(lambda: asked(f"SELECT count(*) {OF_THE_DEAF} AND status = 'doing'")[0])
    process.kill()
    process.wait()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 7 WHERE task_name = 'probe.deaf'")
    take_up()

    assert len(failed_jobs(organisation.pk)) == 1


def take_up():
    """The minute's look after abandoned jobs, as if the dead worker had been silent for long."""

    async def once():
        with app.replace_connector(
            PsycopgConnector(kwargs=connector_params("default"), min_size=1)
        ) as connected:
            async with connected.open_async():
                await worker.take_up_abandoned.func(SimpleNamespace(app=connected), 0)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    with ThreadPoolExecutor(1) as apart:  # the browser's driver keeps an event loop in this thread
        apart.submit(asyncio.run, once()).result()
