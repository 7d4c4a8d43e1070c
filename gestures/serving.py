"""The web server and its worker, from start to Ctrl-C.

Both run in a process group of their own, written down in the state folder: what a killed ./do left behind is
found and ended at the next start, before it can hold the port.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from gestures import environment, instance, prepared
from gestures.console import GestureError, bold, done, faint, say, seconds, step, warn
from gestures.instance import Instance
from gestures.processes import birth, is_alive
from gestures.state import ROOT, State, state_of, write_private

WORKERS = 2
THREADS = 4
STARTING_SECONDS = 60
STOPPING_SECONDS = 15
LOOPBACK = "127.0.0.1"
LOG_LIMIT = 10 << 20


class Interrupted(BaseException):
    """Ctrl-C, or a polite request to stop."""


def serve(*, demo: bool, host: str, port: int) -> int:
    """Serve an instance until Ctrl-C; everything started here is stopped on the way out."""
    began = time.monotonic()
    state = state_of(demo=demo)
    _end_abandoned(state)
    _refuse_busy_port(state, host, port)
    with _stopped_politely(), ExitStack() as stack:
        environment.ensure("runtime")
        served = stack.enter_context(instance.running(demo=demo))
        accounts = served.prepare(again=False)
        post = _post(served, stack, port) if demo else {}
        web = stack.enter_context(
            _child(served, f"web-{port}", web_command(host, port), port=port, more=post)
        )
        children = [web]
        with step("Cordée répond"):
            _wait_for_answer(web, host, port, state)
        # After the first answer: until then the web server wants the whole machine.
        if instance.has_command("worker"):
            worker = _child(served, f"worker-{port}", served.django("worker"), more=post)
            children.append(stack.enter_context(worker))
        _welcome(state, host, port, accounts, time.monotonic() - began)
        _watch(children, state, port)
    return 0


def stop(state: State) -> int:
    """End whatever serves this instance, started by a ./do still alive or not. How many were ended."""
    ended = 0
    for record in _records(state):
        told = _read(record)
        if told and told.launcher_lives:
            os.kill(told.launcher, signal.SIGTERM)
            _wait_until_gone(told.launcher)
            ended += 1
    return ended + _end_abandoned(state)


# Children


def web_command(host: str, port: int, application: str = "config.wsgi:application") -> list[str]:
    """How the web server is started, wherever it is (the bench measures this very command)."""
    return [
        *(environment.python(), "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--http", "1"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "4", "--log-level", "warning"),
        application,
    ]


def _post(served: Instance, stack: ExitStack, port: int) -> dict[str, str]:
    """The demonstration's own mail server and SMS gateway, on loopback; where to find them.

    Not when the environment names another mail server of this machine, nor before the demonstration has one.
    """
    if os.environ.get("EMAIL_HOST") or not instance.has_module("demo.post"):
        return {}
    mail, sms = _free_port(), _free_port()
    command = [environment.python(), "-m", "demo.post", "--folder", str(served.state.folder / "courrier")]
    stack.enter_context(
        _child(served, f"courrier-{port}", [*command, "--mail", str(mail), "--sms", str(sms)])
    )
    return {"EMAIL_HOST": LOOPBACK, "EMAIL_PORT": str(mail), "CORDEE_SMS_URL": f"http://{LOOPBACK}:{sms}/"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _child(
    served: Instance, name: str, command: list[str], port: int = 0, more: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    own = {"CORDEE_PORT": str(port)} if port else {}
    variables = served.variables(owner=False, **own, **(more or {}))
    with _log(served.state, name) as log:
        process = subprocess.Popen(
            command,
            env=variables,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    record = served.state.folder / f"{name}.running"
    write_private(record, json.dumps(vars(Running.of(process.pid, port))))
    try:
        yield process
    finally:
        _end_process(process)
        record.unlink(missing_ok=True)


def _end_process(process: subprocess.Popen[bytes]) -> None:
    """Ask the first process only: granian's workers hang when they are signalled along with it."""
    if process.poll() is None:
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOPPING_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _end_leader(leader: int) -> None:
    os.kill(leader, signal.SIGTERM)
    _wait_until_gone(leader)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + STOPPING_SECONDS
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def _log_path(state: State, name: str) -> Path:
    return state.log_folder / f"{name}.log"


def _log(state: State, name: str) -> IO[bytes]:
    path = _log_path(state, name)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


# What a previous ./do left


@dataclass(frozen=True)
class Running:
    """What is written down of a server: the ./do that launched it, its first process, and their births."""

    launcher: int
    launcher_birth: str
    leader: int
    leader_birth: str
    port: int

    @classmethod
    def of(cls, leader: int, port: int) -> Running:
        return cls(os.getpid(), birth(os.getpid()), leader, birth(leader), port)

    @property
    def launcher_lives(self) -> bool:
        return is_alive(self.launcher) and birth(self.launcher) == self.launcher_birth

    @property
    def leader_lives(self) -> bool:
        return is_alive(self.leader) and birth(self.leader) == self.leader_birth


def _records(state: State) -> list[Path]:
    return sorted(state.folder.glob("*.running"))


def _read(record: Path) -> Running | None:
    try:
        return Running(**json.loads(record.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _end_abandoned(state: State) -> int:
    """A ./do ended by kill -9 could not stop its servers: do it for it. How many were ended."""
    ended = 0
    for record in _records(state):
        told = _read(record)
        if told and told.launcher_lives:
            continue
        if told and told.leader_lives:
            _end_leader(told.leader)
            ended += 1
        record.unlink(missing_ok=True)
    return ended


def _refuse_busy_port(state: State, host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return
        except PermissionError as error:
            raise GestureError(f"Le port {port} est réservé au système. Essayez : --port 8000") from error
        except OSError as error:
            raise GestureError(_busy(state, port)) from error


def _busy(state: State, port: int) -> str:
    ours = any((told := _read(record)) and told.port == port for record in _records(state))
    if ours:
        return f"Cordée tourne déjà à l’adresse http://localhost:{port}\nPour l’arrêter : ./do stop"
    return (
        f"Le port {port} est déjà pris par un autre programme.\n"
        f"Choisissez-en un autre : ./do {'demo' if state.is_demo else 'serve'} --port {port + 1}"
    )


# Start and end


@contextmanager
def _stopped_politely() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all take the same way out. A second Ctrl-C changes nothing."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def leave(number: int, frame: FrameType | None) -> None:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)
        raise Interrupted

    before = {number: signal.signal(number, leave) for number in numbers}
    try:
        yield
    except Interrupted:
        say()
        done("Tout est arrêté.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_answer(web: subprocess.Popen[bytes], host: str, port: int, state: State) -> None:
    log = _log_path(state, f"web-{port}")
    deadline = time.monotonic() + STARTING_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        status = _status(host, port)
        if status and status < 500:
            return
        if status:
            warn(f"La première page répond par une erreur ({status}) ; détails dans {log}")
            return
        time.sleep(0.05)
    prepared.forget(state)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    raise GestureError(f"Le serveur n’a pas démarré. Ce qu’il en dit ({log}) :\n{last}")


def _status(host: str, port: int) -> int | None:
    """The status of the first page; None while nothing answers."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _welcome(state: State, host: str, port: int, accounts: str, took: float) -> None:
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0", "::"} else host  # noqa: S104
    title = "La démonstration de Cordée est prête" if state.is_demo else "Cordée est prête"
    print()
    for line in accounts.strip().splitlines():
        print(f"  {line}")
    print(f"\n  {bold(title)}{faint('  ' + seconds(took))}\n\n  {bold(f'http://{shown}:{port}/')}")
    print(faint(f"\n  Ctrl-C pour arrêter. Journaux : {state.log_folder}"), flush=True)


def _watch(children: list[subprocess.Popen[bytes]], state: State, port: int) -> None:
    """Wait for ever; a child that ends by itself ends the whole, with its last words."""
    while all(child.poll() is None for child in children):
        time.sleep(0.5)
    web_ended = children[0].poll() is not None
    log = _log_path(state, f"web-{port}" if web_ended else f"worker-{port}")
    last = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    who = "Le serveur web" if web_ended else "Le travail de fond"
    raise GestureError(f"{who} s’est arrêté de lui-même. Ses derniers mots ({log}) :\n{last}")
