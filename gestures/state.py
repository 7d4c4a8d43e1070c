"""Where an instance keeps what must outlive it: database, secrets, files, logs.

One folder per clone of the repository, so that two clones run side by side; in it, one folder for the demo
and one for the real instance. It is outside the tree: deleting a clone never deletes people's files, and,
when we are root, the account PostgreSQL drops to could not enter the tree.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gestures.console import GestureError, say

ROOT = Path(__file__).resolve().parent.parent
SHARED_BY_ROOT = Path("/var/lib/cordee")
LOGIN_ROLES = ("admin", "owner", "app", "backup")


def clone_key(root: Path = ROOT) -> str:
    """A short name for this clone, the same at every start."""
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]


def state_home(root: Path = ROOT) -> Path:
    """The folder that holds the instances of this clone; CORDEE_STATE_HOME chooses another."""
    chosen = os.environ.get("CORDEE_STATE_HOME")
    if chosen:
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return SHARED_BY_ROOT / clone_key(root)
    xdg = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(xdg).absolute() / "cordee" / clone_key(root)


@dataclass(frozen=True)
class Secrets:
    """What protects an instance. The master key opens every encrypted text: without it they are lost."""

    secret_key: str
    master_key: str
    passwords: dict[str, str]

    @classmethod
    def generate(cls) -> Secrets:
        given = os.environ.get("CORDEE_MASTER_KEY")
        return cls(
            secret_key=os.environ.get("CORDEE_SECRET_KEY") or secrets.token_urlsafe(50),
            master_key=given or base64.b64encode(secrets.token_bytes(32)).decode(),
            passwords={role: secrets.token_urlsafe(24) for role in LOGIN_ROLES},
        )

    @property
    def master_key_print(self) -> str:
        """What recognises the master key without revealing it."""
        return hashlib.sha256(b"cordee master key " + self.master_key.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class State:
    """The folder of one instance and what lies in it."""

    folder: Path
    is_demo: bool

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def log_folder(self) -> Path:
        return self.folder / "logs"

    @property
    def secrets_file(self) -> Path:
        return self.folder / "secrets.json"

    @property
    def exists(self) -> bool:
        return self.secrets_file.exists()

    @property
    def is_founded(self) -> bool:
        """Does it hold an organisation, created by ./do init or brought back by ./do restore?"""
        return (self.folder / "founded").exists()

    def found(self) -> None:
        (self.folder / "founded").touch()

    def create(self) -> None:
        """Make the folder; root's may be crossed, not listed, by the account that runs PostgreSQL."""
        is_root = os.geteuid() == 0
        self.folder.parent.mkdir(mode=0o755 if is_root else 0o700, parents=True, exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o711 if is_root else 0o700)
        self.log_folder.mkdir(mode=0o711 if is_root else 0o700, exist_ok=True)
        (self.folder.parent / "clone").write_text(f"{ROOT}\n", encoding="utf-8")

    def secrets(self) -> Secrets:
        """The secrets of this instance, made at its first start and never again."""
        with self.lock("secrets"):
            if not self.secrets_file.exists():
                write_private(self.secrets_file, json.dumps(vars(Secrets.generate()), indent=1))
            return _read_secrets(self.secrets_file)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """One process at a time; the system frees the lock of a process that died."""
        self.create()
        with open(self.folder / f"{name}.lock", "w") as handle:
            _wait_for(handle.fileno())
            yield


def state_of(*, demo: bool, root: Path = ROOT) -> State:
    return State(state_home(root) / ("demo" if demo else "instance"), demo)


def every_state() -> list[State]:
    """The instances of this clone that exist: demo, real instance, those of the bench."""
    folders = sorted(path.parent for path in state_home().glob("*/secrets.json"))
    return [State(folder, is_demo=folder.name == "demo") for folder in folders]


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner reads, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def _read_secrets(path: Path) -> Secrets:
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise GestureError(
            f"Le fichier des secrets {path} est abîmé : remettez-le depuis une copie.\n"
            "Sans lui, les textes chiffrés de cette instance ne peuvent pas être relus."
        ) from error


def _wait_for(descriptor: int) -> None:
    began, told = time.monotonic(), False
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not told and time.monotonic() - began > 1:
                say("  Un autre ./do prépare déjà cette instance : j’attends qu’il ait fini.")
                told = True
            time.sleep(0.05)
