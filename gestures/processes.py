"""Is the server of a data folder alive, and what did it leave behind?

A pid alone proves nothing: the process may be a zombie nobody reaps (usual in containers), or another program
that got the same number. On Linux, a server and its children are recognised by their working folder.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")
PATIENCE = 5.0


def postmaster_pid(data: Path) -> int | None:
    """The pid written in the data folder, whatever it is worth."""
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def postmaster_alive(data: Path) -> bool:
    """Is the server of this folder running, for real?"""
    pid = postmaster_pid(data)
    return pid is not None and _serves(pid, data)


def kill_leftovers(data: Path, *, patience: float | None = None, whole: bool = False) -> bool:
    """Wait for the children of a dead server, then end those that linger. True once none is left.

    They notice by themselves that their server died, except in the middle of a long computation.
    whole: the server itself too (a throwaway cluster whose owner died).
    """
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    while others := _living_in(data):
        if not whole and postmaster_alive(data):
            return False
        if time.monotonic() >= deadline:
            for pid in others:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    return True


def is_alive(pid: int) -> bool:
    """Does this process exist, and is it more than a zombie?"""
    state = _state(pid)
    return state is not None and state not in "ZX"


def birth(pid: int) -> str:
    """When the process was born: with its pid, what tells it from a later one of the same number."""
    if not PROC.is_dir():
        return _told_by_ps(pid, "lstart")
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _serves(pid: int, data: Path) -> bool:
    if not is_alive(pid):
        return False
    if PROC.is_dir():
        return _working_folder(pid) == os.path.realpath(data)
    return f"-D {data}" in _told_by_ps(pid, "command")


def _living_in(data: Path) -> list[int]:
    """The processes at work in the data folder. Empty where the system cannot tell."""
    if not PROC.is_dir():
        return []
    folder = os.path.realpath(data)
    numbers = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if _working_folder(pid) == folder and is_alive(pid)]


def _working_folder(pid: int) -> str | None:
    try:
        return os.readlink(PROC / str(pid) / "cwd").removesuffix(" (deleted)")
    except OSError:
        return None


def _state(pid: int) -> str | None:
    if not PROC.is_dir():
        return _told_by_ps(pid, "stat")[:1] or None
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return None


def _told_by_ps(pid: int, what: str) -> str:
    told = subprocess.run(["ps", "-o", f"{what}=", "-p", str(pid)], capture_output=True, text=True)
    return told.stdout.strip()
