"""docs/programmes: one page for each shipped definition, written from it.

python -m cordee.programmes.docs          writes them
python -m cordee.programmes.docs --check  says which are not up to date, and fails
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cordee.programmes import law, shipped
from cordee.programmes.describe import ClockSheet, Line, Sheet, StageSheet, describe
from cordee.programmes.loader import parse
from cordee.programmes.story import parse_story

FOLDER = Path(__file__).parents[2] / "docs" / "programmes"
AS_OF = date(2026, 11, 22)  # the law of this day: the pages change when a text does, not every morning


def pages() -> dict[str, str]:
    """The content of every page by the name of its file."""
    found = {f"{code}.md": page(code) for code in shipped.codes()}
    return {"README.md": index(), "loi.md": law_page(), **found}


def index() -> str:
    lines = [
        "# Les programmes livrés",
        "",
        "Écrit à partir des définitions : `python -m cordee.programmes.docs`.",
        "",
    ]
    for code in shipped.codes():
        header = parse(shipped.text(code)).header
        lines.append(f"- [{header.label}]({code}.md) : {header.territory}")
    return "\n".join([*lines, "", "Voir aussi [les paramètres de la loi](loi.md)."]) + "\n"


def law_page() -> str:
    """Every parameter with its values and texts."""
    lines = [
        "# Paramètres de la loi",
        "",
        "| code | objet | depuis | valeur | texte |",
        "|---|---|---|---|---|",
    ]
    for code, values in law.parameters().items():
        for item in values:
            said = item.value if isinstance(item.value, int) else item.value.label
            check = " (à vérifier)" if item.to_check else ""
            lines.append(
                f"| {code} | {item.label} | {item.valid_from:%d/%m/%Y} | {said} | {item.source}{check} |"
            )
    return "\n".join(lines) + "\n"


def page(code: str) -> str:
    """One programme in words."""
    sheet = describe(parse(shipped.text(code)), on=AS_OF)
    return "\n".join(_page(sheet, code)) + "\n"


def _page(sheet: Sheet, code: str) -> Iterator[str]:
    definition = sheet.definition
    yield from (f"# {definition.label}", "", definition.header.description.replace("\n", " "), "")
    yield from (f"- {term} : {value}" for term, value in sheet.facts if value)
    yield from ("", "## Entrer", "", "Par :", "")
    yield from (_line(Line(channel.label, channel.source)) for channel in definition.entry.channels)
    if sheet.conditions:
        yield from ("", "Conditions :", "", *map(_line, sheet.conditions))
    if definition.entry.papers:
        yield from ("", "Papiers habituels, jamais exigés pour être écouté :", "")
        yield from (_line(Line(paper.label, paper.source)) for paper in definition.entry.papers)
    yield from ("", "## Admission", "", *map(_line, sheet.admission))
    yield from ("", "## Étapes", "")
    for stage in sheet.stages:
        yield from _stage(stage)
    yield from ("## Délais", "", "| délai | part de | s’arrête à | échéance | alerte | en charge | source |")
    yield from ("|---|---|---|---|---|---|---|", *map(_clock, sheet.clocks))
    yield from ("", "## Autour de la personne", "", *map(_line, sheet.roles))
    yield from ("", "## Sorties", "")
    for group in sheet.exits:
        yield f"- {group.label} : " + " ; ".join(f"{item.label} ({item.source})" for item in group.exits)
    yield from ("", "## Histoire jouée", "", f"{parse_story(shipped.story(code)).title}.")


def _line(line: Line) -> str:
    mark = f" *{line.mark}.*" if line.mark else ""
    source = f" — {line.source}" if line.source else ""
    return f"- {line.text}{mark}{source}"


def _stage(sheet: StageSheet) -> Iterator[str]:
    title = f"{sheet.number}. {sheet.stage.label}" if sheet.number else sheet.stage.label
    marks = [sheet.expected, "après admission" if sheet.needs_admission else ""]
    yield from (f"### {title}", "", sheet.stage.description, "")
    yield from (f"*{mark}*\n" for mark in marks if mark)
    yield f"Source : {sheet.stage.source}\n"
    yield from map(_line, sheet.onwards)
    yield from (_line(Line(f"Retour : {line.text}", line.source, line.mark)) for line in sheet.ways_back)
    yield ""


def _clock(sheet: ClockSheet) -> str:
    cells = (sheet.label, sheet.starts, sheet.stops, sheet.due, sheet.warns, sheet.in_charge, sheet.source)
    return f"| {' | '.join(cells)} |"


def outdated() -> list[str]:
    """Names of the pages that are not what the definitions say, or should not be there."""
    wanted = pages()
    there = {path.name for path in FOLDER.glob("*.md")} if FOLDER.exists() else set()
    changed = [
        name for name, text in wanted.items() if name not in there or (FOLDER / name).read_text() != text
    ]
    return sorted([*changed, *(there - set(wanted))])


def write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in outdated():
        (FOLDER / name).unlink(missing_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        late = outdated()
        print("\n".join(late) if late else "docs/programmes: up to date")
        return 1 if late else 0
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
