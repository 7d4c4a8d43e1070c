"""One PostgreSQL cluster of ours, reached by a Unix socket only: created, started, recovered, stopped.

Each precaution below answers a failure seen: root, zombies, orphans, crashes in the middle of a start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from gestures import account as accounts
from gestures import binaries as programs
from gestures import roles
from gestures.account import Account
from gestures.binaries import Binaries
from gestures.console import GestureError
from gestures.processes import kill_leftovers, postmaster_alive
from gestures.settings_file import server_settings
from gestures.state import write_private

PORT = 5432
LONGEST_SOCKET_PATH = 107
RETRY_SECONDS = 30
LOG_LIMIT = 10 << 20
RECOVERY_SECONDS = 120
WORTH_RETRYING = ("already exists", "still in use", "is already in use", "Address already in use")


@dataclass
class Cluster:
    """A PostgreSQL cluster of ours.

    data: its data folder, which it owns; sockets: the 0700 folder of its socket; log: its log file.
    passwords: by short role name (admin, owner, app, backup).
    durable: False only for throwaway clusters, which may lose everything in a crash.
    """

    data: Path
    sockets: Path
    log: Path
    passwords: Mapping[str, str]
    account: Account | None = None
    durable: bool = True
    database: str = roles.DATABASE
    _binaries: Binaries | None = field(default=None, repr=False)

    # Which programs

    @property
    def data_version(self) -> int | None:
        """The major version that made the data folder; None before that."""
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    @property
    def binaries(self) -> Binaries:
        if self._binaries is None:
            self._binaries = programs.choose(data_version=self.data_version, account=self.account)
        return self._binaries

    # How to reach it

    def url(self, role: str = "app", database: str | None = None) -> str:
        """The address of a database for a role (admin, owner, app, backup)."""
        short = role.removeprefix("cordee_")
        return (
            f"postgresql://cordee_{short}:{self.passwords[short]}@/{database or self.database}"
            f"?host={quote(str(self.sockets), safe='/')}"
        )

    def client_environment(self, role: str = "admin", database: str | None = None) -> dict[str, str]:
        """The variables with which psql, pg_dump… reach the database as that role."""
        return _without_pg_variables() | {
            "PGHOST": str(self.sockets),
            "PGPORT": str(PORT),
            "PGUSER": f"cordee_{role}",
            "PGPASSWORD": self.passwords[role],
            "PGDATABASE": database or self.database,
            "PGCONNECT_TIMEOUT": "5",
        }

    def sql(self, statements: str, *, role: str = "admin", database: str | None = None) -> str:
        """Run statements with psql; the values found, one row a line, columns separated by |."""
        ran = subprocess.run(
            [self.binaries.program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1"],
            input=statements,
            capture_output=True,
            text=True,
            env=self.client_environment(role, database),
        )
        if ran.returncode:
            raise GestureError(f"PostgreSQL refuse :\n{ran.stderr.strip()}")
        return ran.stdout.strip()

    # Its life

    def is_running(self) -> bool:
        return postmaster_alive(self.data)

    def start(self) -> bool:
        """Make it run, created first if need be. True if it was started, False if it ran already.

        The caller holds the lock of the state folder: two starts at once must not race.
        """
        if self.data_version is None:
            self._create()
        self._prepare_folders()
        started = not (self.is_running() and self._becomes_ready())
        if started:
            self._launch()
        self._ensure_roles()
        return started

    def stop(self, *, mode: str = "fast") -> None:
        """Stop it; "fast" rolls back what is under way and writes a clean shutdown."""
        if self.is_running():
            self._pg_ctl("stop", "-m", mode, "-w", "-t", str(RECOVERY_SECONDS))
        self._clear_traces()

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Another database with the same owner and the same closed doors (tests make one per process)."""
        source = f" TEMPLATE {template}" if template else ""
        self.sql(f"CREATE DATABASE {name} OWNER cordee_owner{source};", database="postgres")
        self.sql(roles.close_database(name) + roles.CLOSE_SCHEMA, database=name)

    def drop_database(self, name: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);", database="postgres")

    # Creation

    def _create(self) -> None:
        """initdb beside, then rename: an interrupted creation leaves nothing half-made."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        accounts.private_folder(draft, self.account)
        # A real file: /dev/stdin cannot be opened once privileges are dropped.
        password_file = draft.with_name(draft.name + ".pw")
        password_file.unlink(missing_ok=True)
        write_private(password_file, self.passwords["admin"])
        accounts.give([password_file], self.account)
        try:
            self._run_as_account(
                [
                    self.binaries.program("initdb"),
                    "-D",
                    str(draft),
                    "-U",
                    "cordee_admin",
                    "-A",
                    "scram-sha-256",
                ]
                + [f"--pwfile={password_file}", "-E", "UTF8", "-k", "--no-instructions"]
                + _locale_options(self.binaries.version)
                + ([] if self.durable else ["--no-sync"])
            )
        finally:
            password_file.unlink(missing_ok=True)
        with open(draft / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write("\ninclude_if_exists = 'cordee.conf'\n")
        draft.rename(self.data)

    def _prepare_folders(self) -> None:
        accounts.private_folder(self.sockets, self.account)
        length = len(os.fsencode(self.sockets / f".s.PGSQL.{PORT}"))
        if length > LONGEST_SOCKET_PATH:
            raise GestureError(f"Le chemin de la socket est trop long pour le système : {self.sockets}")
        self.log.touch(mode=0o600)
        accounts.give([self.log], self.account)

    def _ensure_roles(self) -> None:
        """Create what is missing; skipped when the same statements already ran on this cluster."""
        statements = roles.create_roles(self.passwords)
        mark = self.data / "cordee.roles"
        if mark.exists() and mark.read_text() == roles.digest(statements):
            return
        self.sql(statements, database="postgres")
        if self.database not in self.sql("SELECT datname FROM pg_database", database="postgres").split():
            self.create_database(self.database)
        self.sql(
            "REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;", database="postgres"
        )
        mark.write_text(roles.digest(statements))

    # Start

    def _launch(self) -> None:
        self._clear_traces()
        self._turn_log()
        settings = server_settings(self.sockets, durable=self.durable)
        (self.data / "cordee.conf").write_text(settings, encoding="utf-8")
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            read_from = self.log.stat().st_size
            ran = self._pg_ctl("start", "-w", "-t", str(RECOVERY_SECONDS), "-l", str(self.log), check=False)
            if ran.returncode == 0:
                return
            said = _read_from(self.log, read_from)
            if time.monotonic() > deadline or not any(reason in said for reason in WORTH_RETRYING):
                raise GestureError(_could_not_start(self.log, said or ran.stderr))
            time.sleep(0.3)
            self._clear_traces()

    def _turn_log(self) -> None:
        """Keep the previous log once, when it has grown; the server holds it open, hence before a start."""
        if self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
            self._prepare_folders()

    def _becomes_ready(self) -> bool:
        """A server found running may still replay its journal after a crash, or be dying: then False."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        while self.is_running():
            try:
                self.sql("SELECT 1", database="postgres")
                return True
            except GestureError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        return False

    def _clear_traces(self) -> None:
        """After a violent death: wait for orphan children, then remove the lock files that lie.

        The pid written there may be a zombie nobody reaps (usual in containers) or belong to another program
        by now: PostgreSQL would refuse to start. The files are removed only once no process lives in the
        folder: they are what keeps two servers off the same data.
        """
        if self.is_running() or not kill_leftovers(self.data):
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for trace in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.sockets / trace).unlink(missing_ok=True)

    # Programs

    def _pg_ctl(self, verb: str, *options: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self._run_as_account(
            [self.binaries.program("pg_ctl"), verb, "-D", str(self.data), *options], check=check
        )

    def _run_as_account(self, command: list[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env=_without_pg_variables() | {"HOME": str(self.data.parent)},
            **accounts.as_account(self.account),
        )
        if check and ran.returncode:
            raise GestureError(f"PostgreSQL ({Path(command[0]).name}) refuse :\n{ran.stderr.strip()}")
        return ran


# Small change


def _without_pg_variables() -> dict[str, str]:
    """The environment without what would lead PostgreSQL's programs elsewhere, and with English messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _locale_options(version: int) -> list[str]:
    """An order of letters that no upgrade of the system changes, so that indexes never rot."""
    has_c_utf8 = os.uname().sysname == "Linux"
    libc = ["--locale=C.UTF-8"] if has_c_utf8 else ["--locale=C", "--lc-ctype=UTF-8"]
    if version >= 17:
        return [*libc, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return libc


def _read_from(log: Path, position: int) -> str:
    with open(log, encoding="utf-8", errors="replace") as handle:
        handle.seek(position)
        return handle.read()


def _could_not_start(log: Path, said: str) -> str:
    last = "\n".join(said.strip().splitlines()[-5:])
    return f"PostgreSQL n’a pas pu démarrer. Ce qu’il en dit ({log}) :\n{last}"
