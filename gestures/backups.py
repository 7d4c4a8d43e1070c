"""One file that holds an instance: its database, the files deposited, and what tells which they are.

The master key is *not* in it: a stolen backup must not open encrypted texts. It is kept apart, and recognised
at restoration by its print.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

from gestures import postgres, prepared
from gestures.binaries import EXTENSIONS
from gestures.console import GestureError, done, say, step
from gestures.postgres import Cluster
from gestures.state import State

FORMAT = 1
DUMP = "database.dump"
FILES = "files"
ABOUT = "about.json"
PARTIAL = ".partial"


def back_up(state: State, target: Path) -> None:
    """Write the backup beside, then rename: an interrupted one never looks complete."""
    if target.exists():
        raise GestureError(f"Le fichier {target} existe déjà : choisissez un autre nom.")
    draft = target.with_name(f".{target.name}.partial")
    with step("Sauvegarde écrite") as words, postgres.session(state) as cluster:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with open(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
                _fill(archive, state, cluster)
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)
        words.append(f"dans {target} ({_megabytes(target)})")
    say(
        "\n  La clé maîtresse n’y est pas. Sans elle, les textes chiffrés sont perdus : gardez à part,\n"
        f"  en lieu sûr, une copie de {state.secrets_file}"
    )


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} Mo".replace(".", ",")


def restore(state: State, source: Path) -> None:
    """Fill an empty instance from a backup. Never touches one that already holds something."""
    if not source.is_file():
        raise GestureError(f"Le fichier {source} est introuvable.")
    with _opened(source) as archive:
        about = _about(archive)
        with postgres.session(state) as cluster:
            _check_fits(about, state, cluster)
            prepared.forget(state)
            with step("Sauvegarde restaurée"), tempfile.TemporaryDirectory(dir=state.folder) as folder:
                _restore_database(cluster, _extract(archive, DUMP, Path(folder)))
                _restore_files(archive, state)
        state.found()
    done(f"Sauvegarde du {about['made_at']} remise en place.")


def _fill(archive: tarfile.TarFile, state: State, cluster: Cluster) -> None:
    with tempfile.NamedTemporaryFile(dir=state.folder, prefix=".dump-") as dump:
        # As cordee_backup: the row policies would hide almost everything from any other role.
        _postgres_program(cluster, ["pg_dump", "-Fc", "-f", dump.name, cluster.database], role="backup")
        about = {
            "format": FORMAT,
            "made_at": time.strftime("%Y-%m-%d %H:%M:%S"),
            "postgres": cluster.binaries.version,
            "master_key_print": state.secrets().master_key_print,
            "demo": state.is_demo,
        }
        text = json.dumps(about, indent=1).encode()
        entry = tarfile.TarInfo(ABOUT)
        entry.size, entry.mode, entry.mtime = len(text), 0o600, int(time.time())
        archive.addfile(entry, io.BytesIO(text))
        archive.add(dump.name, DUMP)
    _add_files(archive, state.folder / FILES)


def _add_files(archive: tarfile.TarFile, folder: Path) -> None:
    """After the database: a file it names is there. One erased meanwhile was no longer to be kept; one still being
    written is named by nobody yet."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(PARTIAL):
            with contextlib.suppress(FileNotFoundError):
                archive.add(path, f"{FILES}/{path.relative_to(folder)}")


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, mode="r:")
    except tarfile.TarError as error:
        raise GestureError(f"{source} n’est pas une sauvegarde de Cordée.") from error


def _about(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = archive.extractfile(ABOUT)
        about: dict[str, Any] = json.load(member) if member else {}
    except (KeyError, ValueError, tarfile.TarError):
        about = {}
    if about.get("format") != FORMAT:
        raise GestureError(
            "Ce fichier n’est pas une sauvegarde de Cordée, ou vient d’une version plus récente."
        )
    return about


def _check_fits(about: dict[str, Any], state: State, cluster: Cluster) -> None:
    if cluster.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") != "0":
        raise GestureError(
            "Cette instance contient déjà des données : une sauvegarde ne se restaure\n"
            "que dans une instance vide.\n"
            f"Pour repartir de zéro, renommez d’abord le dossier {state.folder}"
        )
    if int(about["postgres"]) > cluster.binaries.version:
        raise GestureError(
            f"La sauvegarde vient de PostgreSQL {about['postgres']}, plus récent que celui d’ici"
            f" ({cluster.binaries.version})."
        )
    if about["master_key_print"] != state.secrets().master_key_print:
        raise GestureError(
            "La clé maîtresse de cette instance n’est pas celle de la sauvegarde : les textes chiffrés\n"
            "resteraient illisibles. Mettez d’abord le fichier secrets.json de l’instance sauvegardée\n"
            f"à la place de {state.secrets_file}, puis recommencez."
        )


def _extract(archive: tarfile.TarFile, name: str, folder: Path) -> Path:
    archive.extract(name, folder, filter="data")
    return folder / name


def _restore_database(cluster: Cluster, dump: Path) -> None:
    # Extensions belong to the owner, as on a new instance, and not to the administrator who restores.
    wanted = "".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
    cluster.sql(wanted, role="owner")
    command = ["pg_restore", "--exit-on-error", "--single-transaction", "-d", cluster.database, str(dump)]
    _postgres_program(cluster, command, role="admin")


def _restore_files(archive: tarfile.TarFile, state: State) -> None:
    members = [member for member in archive.getmembers() if member.name.split("/")[0] == FILES]
    archive.extractall(state.folder, members=members, filter="data")  # noqa: S202 - the filter refuses escapes


def _postgres_program(cluster: Cluster, command: list[str], *, role: str) -> None:
    ran = subprocess.run(
        [cluster.binaries.program(command[0]), *command[1:]],
        env=cluster.client_environment(role),
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise GestureError(f"{command[0]} a échoué :\n" + ran.stderr.strip()[-1500:])
