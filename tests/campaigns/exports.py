"""Every list taken out, in every format, opened by LibreOffice: each cell it shows is the one that was written.

The lists of a house whose people and orientations hold whatever can be typed, then tables of hostile cells given to
the writers, with what no database holds (NUL). A csv is opened as a French keyboard does: semicolons, days in French.
"""

import csv
import io
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.http import QueryDict

from cordee.partners.actions import add_partner
from cordee.people.actions import add_contact, create_person
from cordee.plumbing.context import acting_in
from cordee.referrals.actions import answer_referral
from cordee.referrals.tests.factories import referral
from cordee.spreadsheets.outgoing import EXPORTS, MOST_ROWS
from cordee.spreadsheets.writers import FORMATS, LIVE, LONGEST_CELL, Origin, OutColumn
from tests import factories
from tests.campaigns.tables import ODD

MISSING = "Il manque LibreOffice. Tapez :\napt-get install -y --no-install-recommends libreoffice-calc-nogui"
ASKED = {"personnes": "vue=dossiers", "orientations": "etat=toutes", "attente": ""}
HOSTILE = (
    *(one for one in ODD if one != "\ud7ff"), '=cmd|"/c calc"!A1', "\t=1", "  =1+1", "deux  espaces", " au bord ", "a\tb", "a\n\nb",
    "👩‍👩‍👧 famille", "e\u0301", "\u202edroite", "é" * 5_000, 'des "guillemets"; et ;', "'déjà", "_x0041_", "&amp;<b>", "00120", "1,5", "#REF!",
)  # fmt: skip
UNHOLDABLE = ("a\0b", "\0", "x" * 40_000, "\x1b[31m", "\x7f", "a\r\nb")
AS_FRENCH = "59,34,76,1,,1036,false,false"  # semicolon, quote, UTF-8, from the first line, French, no guess
AS_SHOWN = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"
WAIT = 180
FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item></oor:items>
"""
FIRST = {"csv": ["--infilter=CSV:" + AS_FRENCH], "xlsx": [], "ods": []}


@dataclass(frozen=True)
class Made:
    """A file, and the cells LibreOffice must show. what: for the report."""

    what: str
    file_format: str
    content: bytes
    cells: list[list[str]]


def office() -> str | None:
    """Where LibreOffice is, on this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def run(*, seconds: float, chance: random.Random) -> tuple[int, list[str]]:
    """(cells compared, faults). At least one round, whatever the time. A fault names the file and the cell."""
    if office() is None:
        return 0, [MISSING]
    end, house = time.monotonic() + seconds, factories.house(name='Maison =des; "listes"')
    cells, faults = 0, []
    while True:
        inhabit(house, chance)
        more, found = compared([*lists(house), *tables(chance)])
        cells, faults = cells + more, faults + found
        if time.monotonic() > end:
            return cells, faults


# What is taken out


def inhabit(house: Any, chance: random.Random) -> None:
    """People with their ways to be reached, orientations, half of them in line: hostile cells everywhere."""
    by = house.coordinator
    for place in range(12):
        told = [chance.choice(HOSTILE)[:60].strip() or "Alix" for _time in range(4)]
        with acting_in(by.context()):
            person = create_person(
                by=by, on=by.today, first_names=told[0], usage_name=told[1], birth=f"19{60 + place}-03-0{1 + place % 9}",
                languages=[told[2][:40]], external_number=f"{chance.randrange(10**9):09}",
            )  # fmt: skip
            add_contact(person, by=by, kind="address", value=told[3], on=by.today)
            add_partner(by=by, name=told[0], short_name=told[2][:60], town=told[1], description=told[3])
        row = referral(
            house, days_ago=place, first_names=told[1], usage_name=told[0], structure=told[2], referrer_name=told[3],
            birth=("", "1985", "1985-03-02")[place % 3],
        )  # fmt: skip
        if place % 2:
            with acting_in(by.context()):
                answer_referral(row, by=by, move="wait", on=by.today, version=row.version)


def lists(house: Any) -> Iterator[Made]:
    """Every list declared, as its coordinator takes it out."""
    by = house.coordinator
    with acting_in(by.context()):
        for kind in EXPORTS.values():
            table = kind.table(by, QueryDict(ASKED.get(kind.code, "")))
            rows = [list(row) for row in table.rows]
            assert 0 < len(rows) <= MOST_ROWS, kind.code
            yield from written(kind.code, [str(kind.label), str(by.organisation.name)], table.columns, rows)


def tables(chance: random.Random) -> Iterator[Made]:
    """Hostile cells of every kind, given to the writers."""
    columns = [
        OutColumn("Texte", "text"),
        OutColumn("=Titre", "text"),
        OutColumn("Jour", "day"),
        OutColumn("Rang", "number"),
    ]
    rows = [
        [cell, chance.choice(HOSTILE), date(1900, 3, 1) + timedelta(days=chance.randrange(60_000)), chance.randrange(10**6)]
        for cell in (*HOSTILE, *UNHOLDABLE)
    ]  # fmt: skip
    rows += [["", None, None, 0], [None, "", None, -5]]
    yield from written("cellules", ["=Titre", "@SUM(A1)"], columns, rows)


def written(what: str, head: list[str], columns: Any, rows: list[list[Any]]) -> Iterator[Made]:
    for name, one in FORMATS.items():
        every = [[line] for line in head] + [[]] + [[column.label for column in columns]] + rows
        cells = [[shown(cell, name) for cell in row] for row in every]
        yield Made(f"{what}.{name}", name, one.write(Origin(head[0], head[1:]), columns, rows), cells)


def shown(cell: Any, file_format: str) -> str:
    """What must be seen of a cell: the text without what no workbook holds, a day as it is written here."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/}{cell.year:04}"
    text = str(cell)
    if file_format != "csv":
        return plain(text)[:LONGEST_CELL]
    is_live = isinstance(cell, str) and (text.startswith(LIVE) or text.lstrip().startswith(LIVE))
    return plain("'" + text if is_live else text)


def plain(text: str) -> str:
    kept = text.replace("\r\n", "\n")
    return "".join(sign for sign in kept if ord(sign) >= 32 or sign in "\t\n")


# What LibreOffice shows of it


def compared(every: list[Made]) -> tuple[int, list[str]]:
    """(cells, faults) of these files, opened together: one start of LibreOffice for each format."""
    count, faults = 0, []
    with tempfile.TemporaryDirectory(prefix="cordee-exports-") as kept:
        settings = Path(kept) / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(FRENCH)
        for name in FORMATS:
            files = {place: made for place, made in enumerate(every) if made.file_format == name}
            for place, seen in opened(Path(kept), name, files):
                more, found = against(files[place], seen)
                count, faults = count + more, faults + found
    return count, faults


def opened(folder: Path, name: str, files: dict[int, Made]) -> Iterator[tuple[int, list[list[str]] | None]]:
    """The cells of each file as LibreOffice shows them; None when it opened nothing."""
    sent, back = folder / name, folder / f"{name}-seen"
    sent.mkdir()
    for place, made in files.items():
        (sent / f"{place}.{name}").write_bytes(made.content)
    command = [
        str(office()), "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}", *FIRST[name],
        "--convert-to", AS_SHOWN, "--outdir", str(back), *(str(sent / f"{place}.{name}") for place in files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=WAIT)
    for place in files:
        path = back / f"{place}.csv"
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else None
        yield place, None if text is None else list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def against(made: Made, seen: list[list[str]] | None) -> tuple[int, list[str]]:
    """Cell by cell; beyond the last one, LibreOffice may show empty ones only."""
    if seen is None:
        return 0, [f"{made.what}: not opened"]
    count, faults = 0, []
    for number in range(max(len(made.cells), len(seen))):
        wanted = made.cells[number] if number < len(made.cells) else []
        found = seen[number] if number < len(seen) else []
        for place in range(max(len(wanted), len(found))):
            one = wanted[place] if place < len(wanted) else ""
            other = plain(found[place]) if place < len(found) else ""
            count += place < len(wanted)
            if not same(one, other, made.file_format):
                faults.append(
                    f"{made.what} line {number + 1} column {place + 1}: {one[:60]!r} shows as {other[:60]!r}"
                )
    return count, faults


def same(one: str, other: str, file_format: str) -> bool:
    """A csv says nothing of types: a text all of figures is read as the number it writes."""
    if one == other:
        return True
    return file_format == "csv" and number(one) is not None and number(one) == number(other)


def number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
