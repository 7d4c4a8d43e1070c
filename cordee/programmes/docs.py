"""docs/programmes: one page for each shipped definition, written from it.

python -m cordee.programmes.docs          writes them
python -m cordee.programmes.docs --check  says which are not up to date, and fails
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from cordee.programmes import law, shipped
from cordee.programmes.describe import ClockSheet, Line, Sheet, StageSheet, describe
from cordee.programmes.loader import parse
from cordee.programmes.sources import references
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
    named = definition.sources
    line = partial(_line, named)
    yield from (f"# {definition.label}", "", definition.header.description.replace("\n", " "), "")
    yield from (f"- {term} : {value}" for term, value in sheet.facts if value)
    yield from ("", "## Entrer", "", "Par :", "")
    yield from (line(Line(channel.label, channel.source)) for channel in definition.entry.channels)
    if sheet.conditions:
        yield from ("", "Conditions :", "", *map(line, sheet.conditions))
    if definition.entry.papers:
        yield from ("", "Papiers habituels, jamais exigés pour être écouté :", "")
        yield from (line(Line(paper.label, paper.source)) for paper in definition.entry.papers)
    if sheet.waiting:
        yield from ("", "Attendre une place :", "", *map(line, sheet.waiting))
    yield from ("", "## Admission", "", *map(line, sheet.admission))
    yield from ("", "## Étapes", "")
    for stage in sheet.stages:
        yield from _stage(stage, line)
    yield from ("## Délais", "", "| délai | part de | s’arrête à | échéance | alerte | en charge | source |")
    yield from ("|---|---|---|---|---|---|---|", *map(partial(_clock, named), sheet.clocks))
    yield from ("", "## Autour de la personne", "", *map(line, sheet.roles))
    yield from ("", "## Sorties", "")
    for group in sheet.exits:
        yield f"- {group.label} : " + " ; ".join(
            f"{item.label} {_refs(named, item.source)}" for item in group.exits
        )
    for part in sheet.more:
        yield from ("", f"## {part.title}", "", *map(line, part.lines))
    yield from ("", "## Sources", "", *(f"- {key} : {name}" for key, name in named.items()))
    yield from ("", "## Histoire jouée", "", f"{parse_story(shipped.story(code)).title}.")


def _refs(named: Mapping[str, str], source: str) -> str:
    """The short names of a source, between brackets."""
    return f"[{', '.join(reference.label for reference in references(source, named))}]" if source else ""


def _line(named: Mapping[str, str], line: Line) -> str:
    mark = f"*{line.mark}.*" if line.mark else ""
    return " ".join(part for part in ("-", line.text, mark, _refs(named, line.source)) if part)


def _stage(sheet: StageSheet, line: Callable[[Line], str]) -> Iterator[str]:
    title = f"{sheet.number}. {sheet.stage.label}" if sheet.number else sheet.stage.label
    marks = [sheet.expected, "après admission" if sheet.needs_admission else ""]
    yield from (f"### {title}", "", line(Line(sheet.stage.description, sheet.stage.source))[2:], "")
    yield from (f"*{mark}*\n" for mark in marks if mark)
    yield from map(line, sheet.onwards)
    yield from (line(Line(f"Retour : {move.text}", move.source)) for move in sheet.ways_back)
    yield ""


def _clock(named: Mapping[str, str], sheet: ClockSheet) -> str:
    source = _refs(named, sheet.source)
    cells = (sheet.label, sheet.starts, sheet.stops, sheet.due, sheet.warns, sheet.in_charge, source)
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
    import django

    django.setup()  # the sections of later domains are read once these have started
    sys.exit(main(sys.argv[1:]))
