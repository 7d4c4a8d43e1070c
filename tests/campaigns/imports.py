"""Tables of every kind brought in, and whole imports by a worker killed again and again.

Whatever the file, it is refused with a sentence or tried out; imported, it makes as many people as it says; undone, it
leaves nothing. A sound table brings every one of its lines. Killed anywhere, an import is there whole or not at all,
and in the end it is there once.
"""

import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.urls import reverse

from cordee.people.models import ContactPoint, Ground, Person
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.models import PersonKey
from cordee.referrals.models import Referral
from cordee.spreadsheets import actions, child, reading
from cordee.spreadsheets.cleaning import clean_lines
from cordee.spreadsheets.finding import recognise, table_in
from cordee.spreadsheets.limits import Unreadable
from cordee.spreadsheets.models import ImportRun
from cordee.spreadsheets.registry import IMPORTS
from tests import factories
from tests.campaigns import tables
from tests.campaigns.lasting import tries_of

RAIN = 0.6  # of the time is spent on files, the rest on the worker
MADE = (Person, ContactPoint, Ground, PersonKey, Referral)
MAKES = {"personnes": MADE.index(Person), "orientations": MADE.index(Referral)}
PAGES_EVERY = 4  # one file in so many goes through the pages
SETTLING = 240.0  # seconds, at most
LINES = 1_200  # of the tables whose worker is killed: beyond those examined at once
LIFE = 2.5  # seconds of a worker, once it has begun


class Undo(Exception):
    """What a try wrote goes."""


class Watch:
    """What the process that reads said when it fell, which the page tells as a file too heavy."""

    def __init__(self) -> None:
        self.before, self.fell = reading.apart, ""

    def __call__(self, content: bytes, sheet: int | None) -> Any:
        ran = self.before(content, sheet)
        if b"Traceback" in ran.stderr:
            self.fell = ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1][:300]
        return ran


def run(
    *, seconds: float, chance: random.Random, deaths: bool = True, least: int = 0
) -> tuple[int, list[str]]:
    """(files and imports, faults). A fault names the kind of file; the seed plays it again."""
    house = factories.house(name="Maison des tableaux")
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a file refused is no news
    begun = time.monotonic()
    tries, faults = rain(house, chance, seconds * (RAIN if deaths else 1), least)
    if deaths:
        more, others = killings(chance, begun + seconds)
        return tries + more, faults + others
    return tries, faults


# Files


def rain(house: Any, chance: random.Random, seconds: float, least: int) -> tuple[int, list[str]]:
    tries, faults = 0, []
    reading.apart = watch = Watch()  # type: ignore[assignment]
    try:
        for tries in tries_of(seconds, least=least):
            sent = tables.drawn(chance)
            watch.fell = ""
            fault = through_pages(house, sent) if tries % PAGES_EVERY == 0 else read_only(house, sent)
            if fault := fault or watch.fell:
                faults.append(f"try {tries}, {sent.what}: {fault}")
    finally:
        reading.apart = watch.before
    return tries, faults


def read_only(house: Any, sent: tables.Sent) -> str:
    """What was wrong with the reading, or nothing. A text is read here, a workbook in its process."""
    kind = IMPORTS[sent.kind]
    try:
        is_text = not sent.content.startswith((b"PK", b"\xd0\xcf"))
        workbook = _read_here(sent.content) if is_text else reading.read(sent.content)
        table = table_in(workbook, kind.columns)
        on = house.coordinator.today
        found = recognise(table, kind.columns, on=on)
        mapping = {place: one.code for place, one in found.items()}
        lines, _said = clean_lines(table, kind, mapping, on=on, epoch=workbook.epoch)
    except Unreadable as refused:
        return _refused(sent, refused.message)
    except Exception as error:  # noqa: BLE001 - any exception that reaches here is what the campaign looks for
        return repr(error)[:300]
    if sent.people is not None and len(lines) != sent.people:
        return f"{len(lines)} lines read of {sent.people}"
    return ""


def _read_here(content: bytes) -> reading.Workbook:
    from dataclasses import asdict

    return reading.workbook_of(asdict(child.read(content)))


def _refused(sent: tables.Sent, message: str) -> str:
    if not message:
        return "refused without a sentence"
    return f"a sound table was refused: {message}" if sent.people is not None else ""


def through_pages(house: Any, sent: tables.Sent) -> str:
    """Sent, looked at, tried out, imported, undone, all by the pages; then nothing of it is left."""
    told = ""
    try:
        with transaction.atomic():
            told = _whole(house, sent)
            raise Undo
    except Undo:
        return told
    except Exception as error:  # noqa: BLE001 - any exception that reaches here is what the campaign looks for
        return repr(error)[:300]


def _whole(house: Any, sent: tables.Sent) -> str:
    client, before = factories.visit(house.coordinator), counted(house)
    upload = {"file": SimpleUploadedFile("tableau.xlsx", sent.content)}
    if not sent.content:
        return ""
    answer = client.post(reverse("new_import", args=[sent.kind]), upload)
    if answer.status_code == 422:
        return _refused(sent, answer.content.decode().partition("error")[2][:200])
    address = answer.headers["Location"]
    if client.get(address).status_code != 200:
        return "the columns did not show"
    with acting_in(house.coordinator.context()):
        run = ImportRun.objects.order_by("-created_at").first()
    mapping = {f"colonne_{place}": code for place, (code, _how) in run.mapping.items()}
    tried = client.post(reverse("import_examine", args=[run.pk]), mapping)
    if tried.status_code == 422:
        return "a sound table lacks a column" if sent.people is not None else ""
    if counted(house) != before:
        return "the dry run wrote"
    for outcome in ("create", "change", "ask", "error", "same"):
        if client.get(f"{address}?lignes={outcome}").status_code != 200:
            return f"the lines « {outcome} » did not show"
    client.post(reverse("import_apply", args=[run.pk]))
    return _imported(house, client, run, sent, before)


def _imported(house: Any, client: Any, run: ImportRun, sent: tables.Sent, before: list[int]) -> str:
    with acting_in(house.coordinator.context()):
        done = actions.carry_out_import(ImportRun.objects.get(pk=run.pk), by=house.coordinator)
    place = MAKES[sent.kind]
    made = counted(house)[place] - before[place]
    if made != done.counts["made"] or (sent.people is not None and made != sent.people):
        return f"{made} made, {done.counts} told, {sent.people} sent"
    if client.get(reverse("import", args=[run.pk])).status_code != 200:
        return "the import did not show"
    client.post(reverse("import_undo", args=[run.pk]))
    return f"{counted(house)} after undoing, {before} before" if counted(house) != before else ""


def counted(house: Any) -> list[int]:
    with acting_in(house.coordinator.context()):
        return [model._default_manager.count() for model in MADE]


# The worker


def killings(chance: random.Random, end: float) -> tuple[int, list[str]]:
    """Imports one after the other, each in a house of its own, the worker killed within moments of its start."""
    tries, deaths, faults = 0, 0, []
    while not tries or time.monotonic() < end:
        house = factories.house(name=f"Maison des pannes {tries}")
        tries, dying = tries + 1, chance.randint(1, 4)
        deaths += dying
        try:
            fault = one_killed(house, chance, deaths=dying)
        except Exception as error:  # noqa: BLE001 - any exception that reaches here is what the campaign looks for
            fault = repr(error)[:300]
        if fault:
            faults.append(f"import {tries}: {fault}")
    connections.close_all()
    print(f"{tries} imports, {deaths} morts du travailleur")
    return tries, faults


def one_killed(house: Any, chance: random.Random, *, deaths: int) -> str:
    """An import asked, its worker killed `deaths` times; what is seen from outside meanwhile is all or nothing."""
    by = house.coordinator
    rows = [list(tables.TITLES), *tables.lines(chance, LINES)]
    content = "\n".join(";".join(row) for row in rows).encode()
    with acting_in(by.context()):
        run = actions.start_import(by=by, kind="personnes", file_name="a.csv", content=content)
        mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
        actions.examine_import(run, by=by, mapping=mapping)
        actions.carry_out_examination(run, by=by)
        actions.begin_import(run, by=by)
    seen: set[int] = set()
    for _death in range(deaths):
        worker = start_worker()
        watch_for(house, run, seen, SETTLING, until=is_doing)
        watch_for(house, run, seen, chance.uniform(0, LIFE))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = start_worker()
    watch_for(house, run, seen, SETTLING, until=no_job)
    wait_until(
        no_job, SETTLING
    )  # one killed between the import and saying so leaves a job to take up, and no more
    worker.terminate()
    worker.wait(120)
    return _ended(house, run, seen)


def start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.campaigns.imports_worker"]
    return subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL, start_new_session=True)


def watch_for(
    house: Any, run: ImportRun, seen: set[int], seconds: float, until: Callable[[], bool] = lambda: False
) -> None:
    """How many people are there, again and again, until the import is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen.add(counted(house)[0])
        if state_of(house, run) != "applying" or until():
            return
        time.sleep(0.05)


def wait_until(told: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not told() and time.monotonic() < end:
        time.sleep(0.05)


def state_of(house: Any, run: ImportRun) -> str:
    with acting_in(house.coordinator.context()):
        return str(ImportRun.objects.values_list("state", flat=True).get(pk=run.pk))


def _ended(house: Any, run: ImportRun, seen: set[int]) -> str:
    with acting_in(system_context(house.organisation.pk, because="campaign")):
        actions.give_up_abandoned()  # what comes round every few minutes
    state, found = state_of(house, run), counted(house)
    if partial := seen - {0, LINES}:
        return f"seen in part: {sorted(partial)}"
    if state == "failed":  # too many deaths: told so, and asked again it goes through
        if found[0]:
            return f"failed, and {found[0]} people are there"
        with acting_in(house.coordinator.context()):
            fresh = actions.begin_import(ImportRun.objects.get(pk=run.pk), by=house.coordinator)
            actions.carry_out_import(fresh, by=house.coordinator)
        state, found = state_of(house, run), counted(house)
    if state != "applied" or found[0] != LINES or found[2] != LINES or found[3] != LINES:
        return f"{state}, {found} of {LINES}"
    return "" if no_job() else "a job still waits"


def jobs_in(status: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'sheets.apply' AND status = %s",
            [status],
        )
        return int(cursor.fetchone()[0])


def is_doing() -> bool:
    return jobs_in("doing") > 0


def no_job() -> bool:
    return not jobs_in("doing") and not jobs_in("todo")
