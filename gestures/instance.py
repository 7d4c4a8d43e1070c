"""A demo or a real instance: its state, its database, and the variables its processes are given."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gestures import assets, environment, postgres, prepared
from gestures.console import GestureError, step
from gestures.state import ROOT, State, state_of

LOOPBACK = {"", "localhost", "127.0.0.1", "::1", "[::1]"}


@dataclass(frozen=True)
class Instance:
    """What runs, where it keeps its state, and the addresses of its database."""

    state: State
    app_url: str
    owner_url: str

    def variables(self, *, owner: bool = True, **more: str) -> dict[str, str]:
        """The environment of a Django process. Those that serve requests never get the owner's address."""
        kept = environment.inherited()
        kept.pop("DATABASE_OWNER_URL", None)
        secrets = self.state.secrets()
        wanted = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": self.app_url,
            "CORDEE_DEMO": "1" if self.state.is_demo else "0",
            "CORDEE_STATE": str(self.state.folder),
            "CORDEE_SECRET_KEY": secrets.secret_key,
            "CORDEE_MASTER_KEY": secrets.master_key,
        }
        if owner and self.owner_url:
            wanted["DATABASE_OWNER_URL"] = self.owner_url
        return kept | wanted | more

    def django(self, *arguments: str) -> list[str]:
        return [environment.python(), "-m", "django", *arguments]

    def prepare(self, *, again: bool = True) -> str:
        """Bring database and files up to date, or refuse. Returns what the demo says of its accounts.

        again: even where the last start left all as it must be (a demonstration on our own cluster only: elsewhere
        other hands may have changed it).
        """
        with self.state.lock("prepare"):
            assets.refresh(self.variables(CORDEE_NO_POOL="1"), self.state)
            may_keep = self.state.is_demo and not os.environ.get("DATABASE_URL")
            if may_keep and not again and (said := prepared.kept(self.state)) is not None:
                return said
            prepared.forget(self.state)
            commands = [["prepare_database", "--demo"] if self.state.is_demo else ["prepare_database"]]
            tells = self.state.is_demo and has_command("demo_accounts")
            with step("Base de données à jour"):
                written = self._run_commands([*commands, *([["demo_accounts"]] if tells else [])])
            said = written[-1] if tells else ""
            if may_keep:
                if prepared.LOADED in written[0]:
                    prepared.note_written(self.state)
                said = "\n".join(part for part in (said, prepared.older_words(self.state)) if part)
            if may_keep:
                prepared.keep(self.state, said)
        return said

    def _run_commands(self, commands: list[list[str]]) -> list[str]:
        if not has_command(commands[0][0]):
            return [""] * len(commands)
        ran = subprocess.run(
            [environment.python(), "-m", "gestures.prepare", json.dumps(commands)],
            env=self.variables(CORDEE_NO_POOL="1"),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if ran.returncode:
            lines = ran.stderr.strip().splitlines()
            raise GestureError("La base de données n’a pas pu être préparée.\n" + "\n".join(lines[-12:]))
        return list(json.loads(ran.stdout.strip().splitlines()[-1]))


@contextmanager
def running(*, demo: bool) -> Iterator[Instance]:
    """An instance whose database answers: the one given by DATABASE_URL, else ours, started if need be."""
    given = os.environ.get("DATABASE_URL")
    state = state_of(demo=demo)
    if given:
        state.create()
        yield Instance(state, given, os.environ.get("DATABASE_OWNER_URL", ""))
        return
    with ExitStack() as stack:
        with step("PostgreSQL prêt") as words:
            cluster = stack.enter_context(postgres.session(state))
            words.append(f"(version {cluster.binaries.version}, {_origin(cluster.binaries.origin)})")
        yield Instance(state, cluster.url("app"), cluster.url("owner"))


def erase_demo() -> None:
    """Throw the demonstration away: the next start writes a new one. Never a database of others."""
    if os.environ.get("DATABASE_URL"):
        raise GestureError(
            "--again efface la base de la démonstration, et celle-ci est donnée par DATABASE_URL.\n"
            "Videz-la vous-même si c’est ce que vous voulez."
        )
    state = state_of(demo=True)
    if not state.folder.exists():
        return
    with state.lock("start"):
        postgres.cluster_of(state).stop()
    shutil.rmtree(state.folder)


def default_is_demo() -> bool:
    """Short gestures concern the real instance once there is one, else the demo."""
    return not state_of(demo=False).is_founded


def has_command(name: str) -> bool:
    """Does Cordée have this Django command? Looked up by file: starting Django would cost a second."""
    return any(_command_files(name))


def _command_files(name: str) -> Iterator[Path]:
    for package in ("cordee", "demo"):
        yield from (ROOT / package).glob(f"**/management/commands/{name}.py")


def has_module(name: str) -> bool:
    """Is this module or package of the repository there, and can it be run?"""
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()


def refuse_remote_mail() -> None:
    """A demo full of fictitious people must never write to a real one."""
    for name in ("EMAIL_HOST", "CORDEE_EMAIL_HOST"):
        host = os.environ.get(name, "")
        if host not in LOOPBACK:
            raise GestureError(
                f"La démonstration n’écrit à personne hors de cette machine, or {name} désigne « {host} ».\n"
                f"Retirez cette variable, puis relancez : unset {name}"
            )


def _origin(code: str) -> str:
    return {"system": "celui de la machine", "wheel": "fourni avec Cordée"}[code]
