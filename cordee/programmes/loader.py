"""A text in, a definition out, or all its faults at once, each with its line and what was expected.

Anything may be given: 50 MB, bytes that are not text, NUL, a song. The answer is a definition or a
`DefinitionError` a user can read.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cordee.kernel.errors import CordeeError
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Workflow
from cordee.programmes import sections
from cordee.programmes.checks import check
from cordee.programmes.definition import Definition, ProgrammeClock
from cordee.programmes.locator import Path, locate
from cordee.programmes.reading import Notes, Reader
from cordee.programmes.sources import Sources

LARGEST = 1_000_000  # bytes; the longest definition shipped is under 20,000


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault on a line of the text. where: the path in words (stages, 2 : label); path: for the forms."""

    line: int
    where: str
    message: str
    path: Path = ()

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return _("Ligne {line}{place} : {message}", line=self.line, place=place, message=self.message)


class DefinitionError(CordeeError):
    """The definition cannot be used. problems: everything found, in the order of the lines."""

    def __init__(self, problems: list[Problem], unread: int = 0) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        lines = [str(problem) for problem in self.problems]
        if unread:
            lines.append(_("… et {n} autres.", n=unread))
        super().__init__("\n".join(lines))


def parse(text: str | bytes) -> Definition:
    """Read and check a definition. Raises DefinitionError with every fault found."""
    clean = _text(text)
    notes = Notes()
    root = Reader(_toml(clean), (), notes)
    definition = _read(root, notes, clean)
    if notes.faults:
        raise _error(clean, notes)
    return definition


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _text(text: str | bytes) -> str:
    """A text of a reasonable size. The size is looked at first, before a byte is decoded."""
    if len(text) > LARGEST:
        raise _alone(_("Cette définition est trop longue : au plus un million de caractères."))
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise _alone(
                _("Ce fichier n’est pas du texte en UTF-8 : enregistrez-le en UTF-8."), line
            ) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if "\x00" in text:
        raise _alone(_("Ce fichier contient un caractère nul : est-ce bien du texte ?"), _line(text, "\x00"))
    if not text.strip():
        raise _alone(_("Cette définition est vide."))
    if lone := re.search("[\ud800-\udfff]", text):
        raise _alone(_("Ce fichier contient un caractère abîmé."), _line(text, lone.group()))
    return text


def _line(text: str, mark: str) -> int:
    return text[: text.index(mark)].count("\n") + 1


# A key of twelve parts or more (a.b.c…): tomllib takes the square of their number, and hangs on thousands.
ENDLESS_KEY = re.compile(r"""(?<![\w-])(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){12}""")


def _toml(text: str) -> dict[str, object]:
    if endless := ENDLESS_KEY.search(text):
        raise _alone(
            _("Une clé a trop de points : deux ou trois suffisent."), text[: endless.start()].count("\n") + 1
        )
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _alone(_("Trop de tables ou de listes les unes dans les autres.")) from error
    except ValueError as error:  # TOMLDecodeError, and numbers of thousands of figures
        raise _alone(_explained(str(error)), _toml_line(text, str(error))) from error


def _toml_line(text: str, message: str) -> int:
    found = re.search(r"at line (\d+)", message)
    if found:
        return int(found.group(1))
    return text.count("\n") + 1 if "end of document" in message else 1


# tomllib explains in English; these are its sentences, in the order they are looked for.
EXPLANATIONS = (
    ("Expected '='", _("Ce n’est pas du TOML : une clé est suivie de « = » et d’une valeur.")),
    ("Invalid statement", _("Ce n’est pas du TOML : attendu « clé = valeur » ou « [section] ».")),
    ("Unclosed array", _("Une liste « [ » n’est pas refermée.")),
    ("Unclosed inline table", _("Une table « { » n’est pas refermée sur la même ligne.")),
    ("Expected ']'", _("Un titre de section n’est pas refermé par « ] ».")),
    ("Unterminated string", _("Un texte entre guillemets n’est pas refermé.")),
    ('Expected "\'"', _("Un texte entre guillemets n’est pas refermé.")),
    ("Illegal character", _("Un caractère interdit : un texte sur plusieurs lignes prend trois guillemets.")),
    ("Unescaped '\\\\'", _("Une barre oblique inverse « \\ » s’écrit deux fois.")),
    ("Cannot overwrite", _("Cette clé est déjà donnée plus haut.")),
    ("Duplicate inline table key", _("Cette clé est donnée deux fois.")),
    ("Cannot declare", _("Cette section est déjà donnée plus haut.")),
    ("Invalid date", _("Cette date n’existe pas dans le calendrier.")),
    ("Expected newline", _("Il y a du texte en trop à la fin de la ligne.")),
    ("Invalid value", _("Une valeur n’est pas comprise : les textes se mettent entre guillemets.")),
    ("Exceeds the limit", _("Un nombre est trop long.")),
)


def _explained(message: str) -> str:
    for start, said in EXPLANATIONS:
        if start in message:
            return said
    return _("Ce n’est pas du TOML : ponctuation, guillemets et crochets sont à vérifier.")


def _alone(message: str, line: int = 1) -> DefinitionError:
    return DefinitionError([Problem(line, "", message)])


def _read(root: Reader, notes: Notes, text: str) -> Definition:
    context = sections.Context(Sources.read(root.table("sources")), _names(root))
    stages = sections.read_stages(root, context)
    definition = Definition(
        header=sections.read_header(root.table("programme", required=True), context),
        entry=sections.read_entry(root.table("entry", required=True), context),
        admission=sections.read_admission(root.table("admission", required=True), context),
        stages=stages,
        workflow=Workflow(
            initial=stages[0].code if stages else "",
            states=tuple(stage.code for stage in stages),
            moves=sections.read_moves(root, context),
        ),
        clocks=sections.read_clocks(root, context),
        roles=sections.read_roles(root, context),
        exits=sections.read_exits(root, context),
        capacity=sections.read_capacity(root, context),
        sources=context.sources.named,
        text=text,
        digest=digest_of(text),
    )
    check(definition, root, notes)
    later = {name: load(root, definition) for name, load in sections.SECTIONS.items() if root.has(name)}
    root.asked |= {*sections.FOUNDATION, *sections.SECTIONS}
    root.finish()
    return replace(definition, sections=later, clocks=(*definition.clocks, *_rhythms(definition, later)))


def _rhythms(definition: Definition, later: Mapping[str, object]) -> Iterator[ProgrammeClock]:
    """The delays its sections give, but those the document describes by itself."""
    for name, section in later.items():
        give = sections.SECTION_CLOCKS.get(name)
        for item in give(section, definition) if give is not None and section is not None else ():
            if definition.clock(item.code) is None:
                yield item


def _names(root: Reader) -> dict[str, dict[str, str]]:
    """Labels of the roles and papers of the document, for the rules that refer to them."""
    entry = root.content.get("entry")
    return {
        "roles": _labels(root.content.get("roles")),
        "papers": _labels(entry.get("papers") if isinstance(entry, dict) else None),
    }


def _labels(tables: object) -> dict[str, str]:
    items = [item for item in tables if isinstance(item, dict)] if isinstance(tables, list) else []
    return {str(item.get("code", "")): str(item.get("label", "")) for item in items}


def _error(text: str, notes: Notes) -> DefinitionError:
    locator = locate(text)
    problems = [
        Problem(locator.line(fault.path), in_words(fault.path), fault.message, fault.path)
        for fault in notes.faults
    ]
    return DefinitionError(problems, notes.unread)


def in_words(path: Path) -> str:
    """(stages, 1, label) → stages, 2 : label."""
    said = ""
    for step in path:
        if isinstance(step, int):
            said += f", {step + 1}"
        else:
            said += f" : {step[:60]}" if said else step[:60]
    return said
