"""The database of the bench: a cluster of its own for each set, kept between runs.

It is made again when the schema, the generator, the seed or the definitions changed, or when its « today » is
a week old. Loaded in haste (nothing is synced), then started again with the settings every instance runs with:
what is measured is no special mode.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from bench.sets import DataSet, master_key
from gestures import postgres
from gestures.cluster import Cluster
from gestures.console import GestureError, step
from gestures.instance import Instance
from gestures.state import ROOT, State, state_home

FRESH_DAYS = 7
KEPT_IN = "set.json"
# What the rows come from: a change in one of these makes the set again.
SOURCES = ("cordee/*/migrations/*.py", "cordee/programmes/shipped/*.toml", "cordee/kernel/names.py")
MAKERS = (
    "agreements",
    "aims",
    "boards",
    "calendar",
    "courses",
    "generate",
    "houses",
    "kinds",
    "lives",
    "load",
    "meetings",
    "names",
    "network",
    "orientations",
    "phrases",
    "portraits",
    "rows",
    "sealing",
    "sets",
    "shapes",
)


@dataclass(frozen=True)
class Kept:
    """What is remembered of a loaded set. visitors: see houses.Visitor; planted: dossiers by house number."""

    fingerprint: str
    today: str
    rows: int
    visitors: list[dict[str, object]]
    planted: dict[str, list[str]]

    @property
    def is_fresh(self) -> bool:
        return (date.today() - date.fromisoformat(self.today)).days < FRESH_DAYS


def state_of(wanted: DataSet) -> State:
    return State(state_home() / f"bench-{wanted.code}", is_demo=False)


def fingerprint(wanted: DataSet, seed: int) -> str:
    """What changes when the same command would load other rows."""
    total = hashlib.sha256(f"{wanted} {seed}".encode())
    paths = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))]
    for path in [*paths, *(ROOT / "bench" / f"{name}.py" for name in MAKERS)]:
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def instance_of(state: State, cluster: Cluster) -> Instance:
    return Instance(state, cluster.url("app"), cluster.url("owner"))


def variables(state: State, cluster: Cluster, *, seed: int, owner: bool) -> dict[str, str]:
    """The environment of a Django process of the bench."""
    key = base64.b64encode(master_key(seed)).decode()
    return instance_of(state, cluster).variables(owner=owner, CORDEE_MASTER_KEY=key, PYTHONPATH=str(ROOT))


@contextmanager
def running(wanted: DataSet, *, seed: int, again: bool = False) -> Iterator[tuple[State, Cluster, Kept]]:
    """The set loaded and its cluster running; stopped at the end."""
    state = state_of(wanted)
    with state.lock("bench"):
        cluster = postgres.cluster_of(state)
        kept = read_kept(state)
        if again or kept is None or kept.fingerprint != fingerprint(wanted, seed) or not kept.is_fresh:
            kept = _make(wanted, state, replace(cluster, durable=False), seed=seed)
        with _started(cluster):
            with step("Base à jour"):
                _python(["-m", "bench.preparing"], variables(state, cluster, seed=seed, owner=True))
            yield state, cluster, kept


@contextmanager
def _started(cluster: Cluster) -> Iterator[None]:
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


def read_kept(state: State) -> Kept | None:
    try:
        return Kept(**json.loads((state.folder / KEPT_IN).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _make(wanted: DataSet, state: State, cluster: Cluster, *, seed: int) -> Kept:
    """A new database, prepared as any other, then filled."""
    (state.folder / KEPT_IN).unlink(missing_ok=True)
    with _started(cluster):
        cluster.drop_database(cluster.database)
        cluster.create_database(cluster.database)
        made_of = fingerprint(wanted, seed)
        given = variables(state, cluster, seed=seed, owner=True)
        folder = Path(tempfile.mkdtemp(prefix="rows-", dir=state.folder))
        try:
            with step(
                f"Jeu {wanted.code} fabriqué et chargé ({wanted.people:,} personnes)".replace(",", "\u202f")
            ):
                told = _python(["-m", "bench.filling", wanted.code, str(seed), str(folder)], given)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    kept = Kept(fingerprint=made_of, **json.loads(told.strip().splitlines()[-1]))
    (state.folder / KEPT_IN).write_text(json.dumps(asdict(kept)), encoding="utf-8")
    return kept


def _python(arguments: list[str], given: dict[str, str]) -> str:
    """A Python process of its own: this one must not read the settings before the database exists."""
    ran = subprocess.run(
        [sys.executable, *arguments],
        env=given | {"CORDEE_NO_POOL": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise GestureError("La base de la mesure n’a pas pu être préparée.\n" + ran.stderr[-3000:])
    return ran.stdout
