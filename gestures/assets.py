"""Static files and translation catalogues, made again only when what they come from changed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from gestures import environment
from gestures.console import GestureError, step, warn
from gestures.state import ROOT, State

CATALOGUES = ROOT / "cordee" / "plumbing" / "catalogues.py"
BUILDER = ROOT / "cordee" / "ui" / "assets.py"
COMMUNES = ROOT / "cordee" / "kernel" / "communes.py"
SETTINGS = ROOT / "config" / "settings.py"
BUILT = ROOT / "build"


def refresh(variables: Mapping[str, str], state: State) -> None:
    """All that the server serves."""
    build(variables)
    if not SETTINGS.exists():
        return
    mark = environment.fingerprint(SETTINGS, environment.requirement_file("runtime"), *_static_files())
    if not _is_current(state.folder / "static.mark", mark):
        with step("Fichiers statiques rassemblés"):
            ran = _module(["django", "collectstatic", "--noinput", "--clear", "--verbosity=0"], variables)
            sorry = "Les fichiers statiques n’ont pas pu être rassemblés."
            _keep(ran, state.folder / "static.mark", mark, sorry)


def build(variables: Mapping[str, str]) -> None:
    """What the repository itself holds once built: translations, and what comes from front-end packages."""
    po_files = sorted(
        path for place in ("locale", "cordee", "demo") for path in ROOT.glob(f"{place}/**/*.po")
    )
    mark = print_of([CATALOGUES, *po_files])
    if CATALOGUES.exists() and not _is_current(BUILT / ".catalogues", mark):
        ran = _module(["cordee.plumbing.catalogues"], variables)
        _keep(ran, BUILT / ".catalogues", mark, "Les traductions n’ont pas pu être compilées.")
    mark = print_of([BUILDER, *_sources()], environment.front_print())
    if BUILDER.exists() and not _is_current(BUILT / ".assets", mark):
        ran = _module(["cordee.ui.assets"], variables)
        if ran.returncode:
            warn("Les icônes et les styles n’ont pas pu être préparés : Cordée sera servie plus sobrement.")
            warn(ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else "")
        else:
            _keep(ran, BUILT / ".assets", mark, "")
    mark = print_of([COMMUNES], environment.front_print())
    if COMMUNES.exists() and not _is_current(BUILT / ".communes", mark):
        ran = _module(["cordee.kernel.communes"], variables)
        if ran.returncode:
            warn("Le découpage des communes manque : la proximité des partenaires sera moins précise.")
        else:
            _keep(ran, BUILT / ".communes", mark, "")


def _sources() -> list[Path]:
    """Icons are used by name in templates and in Python."""
    places = [path for package in ("cordee", "demo") for path in (ROOT / package).rglob("*")]
    return sorted(path for path in places if path.suffix in {".html", ".py"} and "tests" not in path.parts)


def _static_files() -> list[Path]:
    places = [*ROOT.glob("cordee/**/static"), *ROOT.glob("demo/**/static"), BUILT / "static"]
    return sorted(path for place in places for path in place.rglob("*") if path.is_file())


def print_of(paths: Iterable[Path], salt: str = "") -> str:
    """What changes when a file of the list appears, disappears, grows or is written again."""
    total = hashlib.sha256(salt.encode())
    for path in paths:
        if path.exists():
            facts = path.stat()
            total.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _is_current(mark: Path, expected: str) -> bool:
    return mark.exists() and mark.read_text() == expected


def _module(arguments: list[str], variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [environment.python(), "-m", *arguments],
        env=dict(variables),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def _keep(ran: subprocess.CompletedProcess[str], mark: Path, value: str, sorry: str) -> None:
    if ran.returncode:
        raise GestureError(sorry + "\n" + "\n".join(ran.stderr.strip().splitlines()[-8:]))
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(value)
