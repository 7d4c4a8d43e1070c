"""The communes of France and what holds each: intercommunality, département, région. How near two of them are.

From the official division published by Etalab (package @etalab/decoupage-administratif, MIT), which says what a commune
belongs to and holds no coordinates: nearness is told by what two communes share, never in kilometres one would have to
make up. `python -m cordee.kernel.communes` makes the table out of node_modules; without it what a code itself says (the
same commune, the same département) is still known, and the rest is unknown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from cordee.kernel.names import search_key

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "build" / "communes.txt.gz"
PACKAGE = Path("@etalab/decoupage-administratif/data")


class Nearness(IntEnum):
    """What two communes share, the nearest first. UNKNOWN: one of them is not known."""

    SAME = 0
    GROUP = 1
    DEPARTEMENT = 2
    REGION = 3
    FAR = 4
    UNKNOWN = 5


@dataclass(frozen=True)
class Commune:
    """code: of INSEE; whole: that of the commune it is part of (Paris for its 13th), or its own. group: of the
    intercommunality (EPCI)."""

    code: str
    name: str
    postcodes: tuple[str, ...] = ()
    whole: str = ""
    group: str = ""
    departement: str = ""
    region: str = ""


@dataclass(frozen=True)
class Communes:
    """by_code: those of before as well, under the one they joined. groups: names of intercommunalities by code."""

    by_code: dict[str, Commune] = field(default_factory=dict)
    by_name: dict[str, list[Commune]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


def departement_of(code: str) -> str:
    """What the code of a commune says of its département: 57, 2A, 971."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def nearness(one: str, other: str) -> Nearness:
    """What the communes of two codes share. A code that is empty, or in no table, is unknown beyond its own figures."""
    if not one or not other:
        return Nearness.UNKNOWN
    known = communes().by_code
    here, there = known.get(one, Commune(one, "")), known.get(other, Commune(other, ""))
    if (here.whole or here.code) == (there.whole or there.code):
        return Nearness.SAME
    if here.group and here.group == there.group:
        return Nearness.GROUP
    if (here.departement or departement_of(one)) == (there.departement or departement_of(other)):
        return Nearness.DEPARTEMENT
    if not here.region or not there.region:
        return Nearness.UNKNOWN
    return Nearness.REGION if here.region == there.region else Nearness.FAR


def name_of(code: str) -> str:
    """Its official name; empty when it is unknown."""
    known = communes().by_code.get(code)
    return known.name if known else ""


def group_of(code: str) -> str:
    """The code of the intercommunality of a commune; empty when it is unknown."""
    known = communes().by_code.get(code)
    return known.group if known else ""


def group_name(code: str) -> str:
    """Its name; empty when it is unknown."""
    return communes().groups.get(group_of(code), "")


def find(words: str, *, near: Iterable[str] = ()) -> Commune | None:
    """The commune somebody names: « Yutz », « 57970 », « Yutz 57970 ». None when nobody is called so, or several are.

    near: codes of communes known; among namesakes, one of their départements is meant when it is the only one there.
    """
    words = words.replace("(", " ").replace(")", " ")
    figures = [word for word in words.split() if word.isdigit() and len(word) == 5]
    name = search_key(" ".join(word for word in words.split() if word not in figures))
    table = communes()
    found = list(table.by_name.get(name, ())) if name else _whole(table.by_code.values())
    if figures:
        found = [one for one in found if figures[0] in one.postcodes]
    if len(found) > 1:
        places = {departement_of(code) for code in near if code}
        found = [one for one in found if one.departement in places]
    return found[0] if len(found) == 1 else None


def of_address(text: str) -> Commune | None:
    """The commune of an address as it is written: « 3 rue du Pont, 57970 Yutz ». None when it is not told."""
    told = re.findall(r"\b(\d{5})\b[ ]*([^\d,;\n]*)", text)
    if not told:
        return None
    postcode, words = told[-1]
    name = re.sub(r"\bcedex\b", "", words, flags=re.IGNORECASE)
    return find(f"{name} {postcode}") or find(postcode)


def _whole(rows: Iterable[Commune]) -> list[Commune]:
    """Each once: a code of before leads to the same row."""
    return list({one.code: one for one in rows}.values())


@cache
def communes() -> Communes:
    """The table, read once by each process (about a tenth of a second)."""
    return read(TABLE)


def read(path: Path) -> Communes:
    """Empty when the table was not made."""
    table = Communes()
    if not path.exists():
        return table
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            kind, code, *said = line.rstrip("\n").split("\t")
            if kind == "G":
                table.groups[code] = said[0]
            elif kind == "C":
                name, postcodes, whole, group, departement, region, before = said
                row = Commune(code, name, tuple(postcodes.split()), whole, group, departement, region)
                for known in (code, *before.split()):
                    table.by_code.setdefault(known, row)
                table.by_name.setdefault(search_key(name), []).append(row)
    return table


def lines_of(communes: list[dict[str, Any]], groups: list[dict[str, Any]]) -> Iterator[str]:
    """The table out of the two files of the package: intercommunalities, then communes and the districts of three."""
    member = {one["code"]: group["code"] for group in groups for one in group["membres"]}
    for group in groups:
        yield "\t".join(("G", group["code"], group["nom"]))
    joined: dict[str, list[str]] = {}
    for one in communes:
        if one["type"] in ("commune-deleguee", "commune-associee") and one["code"] != one["chefLieu"]:
            joined.setdefault(one["chefLieu"], []).append(one["code"])
    for one in communes:
        if one["type"] not in ("commune-actuelle", "arrondissement-municipal"):
            continue
        code, whole = one["code"], one.get("commune", "")
        before = sorted({*one.get("anciensCodes", ()), *joined.get(code, ())} - {code})
        yield "\t".join(
            (
                "C", code, one["nom"], " ".join(one.get("codesPostaux", ())), whole, member.get(whole or code, ""),
                one.get("departement", ""), one.get("region", ""), " ".join(before),
            )
        )  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="cordee.kernel.communes")
    parser.add_argument("--node-modules", type=Path, default=ROOT / "node_modules")
    parser.add_argument("--into", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    folder = options.node_modules / PACKAGE
    if not folder.is_dir():
        print("Le découpage administratif n’est pas installé.", file=sys.stderr)
        return 1
    told = [
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("communes", "epci")
    ]
    options.into.parent.mkdir(parents=True, exist_ok=True)
    draft = options.into.with_suffix(".new")
    text = "".join(f"{line}\n" for line in lines_of(*told))
    draft.write_bytes(gzip.compress(text.encode(), mtime=0))
    draft.replace(options.into)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
