"""What the last preparation of a demonstration left, while nothing it depends on has changed since.

Then a start loads Django once less, a third of its time. Kept beside the data it tells of; forgotten as soon as
somebody else's hand may have changed the database, and when a server refuses to start on it.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

from gestures import assets, environment
from gestures.state import ROOT, State

MARK = "cordee.prepared"
SOURCES = {".py", ".toml", ".sql", ".json"}


def kept(state: State) -> str | None:
    """What the preparation said, if it need not be done again today."""
    try:
        told = json.loads(_mark(state).read_text(encoding="utf-8"))
        return str(told["said"]) if told["of"] == _print() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(state: State, said: str) -> None:
    _mark(state).write_text(json.dumps({"of": _print(), "said": said}), encoding="utf-8")


def forget(state: State) -> None:
    _mark(state).unlink(missing_ok=True)


def _mark(state: State) -> Path:
    return state.data / MARK


def _print() -> str:
    """Of the code, of the libraries, and of the day: partitions are made by month, and only so far ahead."""
    places = [path for package in ("cordee", "demo", "config") for path in (ROOT / package).rglob("*")]
    sources = sorted(path for path in places if path.suffix in SOURCES and "tests" not in path.parts)
    salt = f"{time.strftime('%Y-%m-%d')} {environment.requirement_print('runtime')}"
    return assets.print_of(sources, salt)


# What a demonstration was written from: its territory is loaded once, and a newer version writes another.

WRITTEN = "cordee.written"
LOADED = "Territoire de démonstration chargé"  # what load_demo says when it writes
OLDER = (
    "Le territoire chargé ici est celui d’une version d’avant. Pour le récent\u202f: ./do demo --again\n"
    "(ce qui a été saisi dans la démonstration s’efface)."
)


def note_written(state: State) -> None:
    """The territory has just been written, by these sources."""
    (state.data / WRITTEN).write_text(_print_of_the_territory(), encoding="utf-8")


def older_words(state: State) -> str:
    """What is said of a territory that other sources wrote; nothing when it is of these."""
    try:
        told = (state.data / WRITTEN).read_text(encoding="utf-8")
    except OSError:
        told = ""
    return "" if told == _print_of_the_territory() else OLDER


def _print_of_the_territory() -> str:
    """By content: a clone made again has other dates, and the same territory."""
    total = hashlib.sha256()
    written = [path for path in (ROOT / "demo").rglob("*.py") if "tests" not in path.parts]
    for path in sorted([*written, *(ROOT / "cordee" / "programmes" / "shipped").glob("*.toml")]):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
