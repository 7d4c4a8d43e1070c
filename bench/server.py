"""The web server, exactly as `./do serve` starts it, on a free port; and what its processes weigh."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gestures.console import GestureError
from gestures.serving import web_command
from gestures.state import ROOT

STARTING_SECONDS = 60
LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    variables: Mapping[str, str], log: Path, application: str = "config.wsgi:application", first: str = "/"
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The port, and the process, of a server that answers. first: an address it knows."""
    port = free_port()
    with open(log, "wb") as told:
        process = subprocess.Popen(
            web_command(LOOPBACK, port, application),
            env=dict(variables),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    try:
        _wait(process, port, first, log)
        yield port, process
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], port: int, first: str, log: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
            connection.request("GET", first, headers={"Host": "localhost"})
            status = connection.getresponse().status
            connection.close()
            if status < 500:
                return
        time.sleep(0.1)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise GestureError(f"Le serveur de la mesure n’a pas démarré ({log}) :\n{last}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


def memory_mb(process: subprocess.Popen[bytes]) -> float:
    """What the server and its workers hold, pages they share counted once. 0 where the system cannot tell."""
    total = 0
    for pid in [process.pid, *_children(process.pid)]:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _children(parent: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for pid in (task / "children").read_text().split():
                found += [int(pid), *_children(int(pid))]
    return found


def processor_ms(pid: int) -> float:
    """Processor time that a process and its children have used, threads gone included. 0 where nobody can tell.

    On a machine shared with others, it says what a page costs when elapsed time says who else was at work.
    """
    ticks = 0
    for one in [pid, *_children(pid)]:
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])  # user and system time
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")
