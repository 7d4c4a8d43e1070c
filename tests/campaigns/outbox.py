"""Messages through a real SMTP server, the worker killed again and again, the server failing and slow at random.

Every message must arrive once. One whose departure is uncertain is counted apart: it waits for somebody, it may have
arrived, once at most; there are few of them: those in hand when a worker died, and those whose server hung up at the
very end. The worker is a process of its own, ended by kill -9.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, transaction

from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.jobs import enqueue
from cordee.plumbing.outbox.actions import SEND, post_message
from cordee.plumbing.outbox.enums import Why
from cordee.plumbing.outbox.hooks import PURPOSES, Purpose
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.worker import AT_ONCE
from demo.mail_server import DROP, Envelope, MailServer
from tests import factories

PURPOSES.register("campaign", Purpose("Campagne"))
LEASE = "2"  # seconds: a dead worker's message is looked at soon
FEW = 0.03  # uncertain because the server hung up, at most
FAULTS = {"mail": 0.004, "rcpt": 0.004, "data": 0.004, "body": 0.001}
SETTLING = 240.0  # seconds, at most
LONGEST_LIFE = 4.0  # seconds a worker sends before it is killed, at most


@dataclass
class Office:
    """The server, and what arrived: how many times each message did."""

    chance: random.Random
    arrived: Counter[str] = field(default_factory=Counter)
    lock: Any = field(default_factory=threading.Lock)

    def take(self, envelope: Envelope) -> None:
        with self.lock:
            self.arrived[envelope.sender.partition("+")[2].partition("@")[0]] += 1

    def behave(self, step: str, recipients: list[str]) -> str | float | None:
        with self.lock:
            drawn, kind = self.chance.random(), self.chance.random()
        if drawn >= FAULTS.get(step, 0.0):
            return None
        if kind < 0.4:
            return DROP
        return "451 4.3.0 try later" if kind < 0.8 else self.chance.uniform(0.05, 0.3)


def run(*, seconds: float, chance: random.Random, most: int = 10_000) -> tuple[int, list[str]]:
    """(messages written, faults). Writing, sending and killing go on together, then a last worker ends the work."""
    house = factories.house(name="Maison des envois")
    office = Office(chance)
    server = MailServer(office.take, office.behave)
    server.start()
    worker = Workers(server.port, office)
    try:
        written = write_and_kill(
            house, worker, chance, most, time.monotonic() + seconds, min(LONGEST_LIFE, max(0.4, seconds / 40))
        )
        worker.keep_alive()
        left = settle(house, worker, time.monotonic() + max(seconds, SETTLING))
    finally:
        worker.end()
        server.stop()
    return len(written), faults_of(house, office, written, left, worker.kills)


class Workers:
    """One worker at a time."""

    def __init__(self, port: int, office: Office) -> None:
        self.port, self.office, self.kills = port, office, 0
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.before = self.office.arrived.total()
        command = [sys.executable, "-m", "tests.campaigns.outbox_worker"]
        told = {
            "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.port), "EMAIL_TIMEOUT": "5",
            "CORDEE_OUTBOX_LEASE": LEASE,
        }  # fmt: skip
        return subprocess.Popen(
            command, env=os.environ | told, stderr=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def has_sent(self) -> bool:
        return self.office.arrived.total() > self.before

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.process = self._start()

    def keep_alive(self) -> None:
        if self.process.poll() is not None:
            self.process = self._start()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(120)


def write_and_kill(
    house: Any, worker: Workers, chance: random.Random, most: int, end: float, life: float
) -> set[str]:
    """Each worker is killed within `life` seconds of its first message."""
    written: set[str] = set()
    kill_at = 0.0
    while time.monotonic() < end and (len(written) < most or waiting(house)):
        if len(written) < most:
            written |= write(house, len(written), min(50, most - len(written)))
        else:
            time.sleep(0.05)
        if kill_at and time.monotonic() >= kill_at:
            worker.kill()
            kill_at = 0.0
        elif not kill_at and worker.has_sent:
            kill_at = time.monotonic() + chance.uniform(0, life)
    return written


def write(house: Any, first: int, number: int) -> set[str]:
    """A request's worth of messages, committed together."""
    with acting_in(system_context(house.organisation.pk, because="campaign")), transaction.atomic():
        return {
            post_message(
                organisation=house.organisation, channel="mail", purpose="campaign", subject="Votre demande",
                to=f"destinataire{rank}@exemple.invalid", text="Bonjour.", once=f"campaign-{rank}",
            ).pk.hex
            for rank in range(first, first + number)
        }  # fmt: skip


def waiting(house: Any) -> int:
    with acting_in(system_context(house.organisation.pk, because="campaign")):
        return Message.objects.filter(state__in=("queued", "held", "sending")).count()


def settle(house: Any, worker: Workers, end: float) -> int:
    """Until nothing waits any more, with a worker nobody kills."""
    while (left := waiting(house)) and time.monotonic() < end:
        worker.keep_alive()
        with transaction.atomic():  # what comes round every few minutes
            enqueue(SEND, organisation=house.organisation, because="campaign", once="campaign")
        time.sleep(1)
    return left


def faults_of(house: Any, office: Office, written: set[str], left: int, kills: int) -> list[str]:
    with acting_in(system_context(house.organisation.pk, because="campaign")):
        told = {pk.hex: (state, why) for pk, state, why in Message.objects.values_list("pk", "state", "why")}
    connections.close_all()
    states = {pk: state for pk, (state, _why) in told.items()}
    uncertain = {pk: why for pk, (state, why) in told.items() if state == "unknown"}
    cut = sum(why == Why.CUT for why in uncertain.values())
    found = [f"{pk}: arrived {times} times" for pk, times in office.arrived.items() if times > 1]
    found += [
        f"{pk}: {states.get(pk)}, never arrived" for pk in written - set(uncertain) if not office.arrived[pk]
    ]
    found += [f"{pk}: {state}" for pk, state in states.items() if state not in {"sent", "unknown"}]
    if cut > AT_ONCE * kills:
        found.append(f"{cut} messages cut by {kills} deaths of a worker that carries {AT_ONCE} at once")
    if len(uncertain) - cut > FEW * len(written) + 2:
        found.append(f"{len(uncertain) - cut} uncertain messages of {len(written)}")
    print(
        f"{len(written)} messages, {kills} morts du travailleur, {len(uncertain)} incertains, {left} en attente"
    )
    return found
