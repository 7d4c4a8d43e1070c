"""`python -m bench.filling SET SEED FOLDER`: make a set and load it into an empty, prepared database.

Prints what is kept of it as one line of JSON: visitors, planted dossiers, the day it was made for.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

import django


def fill(code: str, seed: int, folder: Path) -> dict[str, object]:
    from bench.generate import generate
    from bench.load import load
    from bench.network import weave
    from bench.preparing import prepare
    from bench.sets import SETS

    prepare(verbosity=0)
    today, began = date.today(), time.monotonic()
    made = generate(SETS[code], seed=seed, today=today, folder=folder)
    told = time.monotonic()
    rows = load(made) + weave(today=today)
    print(
        f"{told - began:.1f} s to make, {time.monotonic() - told:.1f} s to load {rows} rows", file=sys.stderr
    )
    return {
        "today": today.isoformat(),
        "rows": rows,
        "visitors": [asdict(visitor) for visitor in made.visitors],
        "planted": made.planted,
    }


def main() -> None:
    django.setup()
    code, seed, folder = sys.argv[1:]
    print(json.dumps(fill(code, int(seed), Path(folder))))


if __name__ == "__main__":
    main()
