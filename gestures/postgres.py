"""PostgreSQL for whoever needs it: an instance's own cluster, or a throwaway one for tests.

session          an instance's cluster, shared between several ./do, stopped by the last one
start_ephemeral  a throwaway cluster, in memory where possible
Cluster          what both give: .url(role, database), .sql(…), .create_database(name), .stop()
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gestures import account as accounts
from gestures.account import Account
from gestures.cluster import LONGEST_SOCKET_PATH, PORT, Cluster
from gestures.processes import kill_leftovers
from gestures.state import LOGIN_ROLES, State

__all__ = ["Cluster", "EphemeralCluster", "cluster_of", "ephemeral_cluster", "session", "start_ephemeral"]


def cluster_of(state: State) -> Cluster:
    """The cluster of an instance."""
    state.create()
    account = accounts.server_account()
    return Cluster(
        data=state.data,
        sockets=_socket_folder(state, account),
        log=state.log_folder / "postgres.log",
        passwords=state.secrets().passwords,
        account=account,
    )


@contextlib.contextmanager
def session(state: State) -> Iterator[Cluster]:
    """The instance's cluster, running; stopped at the end unless another ./do still uses it.

    Each user holds a shared lock, which the system frees however the user dies: counting cannot go wrong.
    """
    cluster = cluster_of(state)
    with open(state.folder / "users.lock", "w") as users:
        with state.lock("start"):
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.start()
        try:
            yield cluster
        finally:
            with state.lock("start"), contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                cluster.stop()


def _socket_folder(state: State, account: Account | None) -> Path:
    """In the state folder if its path is short enough, else in the temporary folder under a private name."""
    near = state.folder / "run"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return near
    name = f"cordee-{os.geteuid()}-{state.folder.parent.name[:12]}-{state.folder.name}"
    return accounts.private_folder(Path("/tmp") / name, account)  # noqa: S108 - checked to be ours alone


# Throwaway clusters


class EphemeralCluster(Cluster):
    """A cluster that disappears with the process that started it."""

    def stop(self, *, mode: str = "immediate") -> None:
        super().stop(mode=mode)
        shutil.rmtree(self.data.parent, ignore_errors=True)


def start_ephemeral() -> EphemeralCluster:
    """A new cluster with the same roles and an empty database; stopped and erased by .stop() or at exit."""
    _sweep_abandoned()
    account = accounts.server_account()
    folder = Path(tempfile.mkdtemp(prefix=EPHEMERAL_PREFIX, dir=fast_folder()))
    owner = open(folder / "owner.lock", "w")  # noqa: SIM115 - held until this process ends
    fcntl.flock(owner, fcntl.LOCK_EX)
    folder.chmod(0o711)
    cluster = EphemeralCluster(
        data=folder / "data",
        sockets=folder / "run",
        log=folder / "log",
        passwords={role: secrets.token_urlsafe(12) for role in LOGIN_ROLES},
        account=account,
        durable=False,
    )
    _held[folder] = owner
    creator = os.getpid()
    atexit.register(lambda: cluster.stop() if os.getpid() == creator else None)
    try:
        cluster.start()
    except BaseException:
        cluster.stop()
        raise
    return cluster


@contextlib.contextmanager
def ephemeral_cluster() -> Iterator[EphemeralCluster]:
    """A throwaway cluster for the time of a block."""
    cluster = start_ephemeral()
    try:
        yield cluster
    finally:
        cluster.stop()


EPHEMERAL_PREFIX = "cordee-pg-"
ENOUGH_MEMORY = 1 << 30
_held: dict[Path, object] = {}


def fast_folder() -> Path:
    """Memory where there is enough of it, else a short temporary folder."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes the private folder
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_MEMORY:
        return memory
    # macOS's own temporary folder is too long for a socket.
    return Path("/tmp")  # noqa: S108


def _sweep_abandoned() -> None:
    """Erase the throwaway clusters of processes that were killed: the lock nobody holds tells them."""
    for folder in fast_folder().glob(EPHEMERAL_PREFIX + "*"):
        with contextlib.suppress(OSError):
            facts = folder.lstat()
            is_ours = facts.st_uid == os.geteuid() and not folder.is_symlink() and folder not in _held
            if not is_ours or time.time() - facts.st_mtime < 60:
                continue
            with open(folder / "owner.lock", "w") as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                kill_leftovers(folder / "data", patience=0, whole=True)
                shutil.rmtree(folder, ignore_errors=True)
