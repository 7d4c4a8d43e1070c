"""The section « diagnosis » of a definition: which themes, which questions of its own, what closing needs.

    [diagnosis]
    label = "Diagnostic partagé"
    every_months = 6                 # how often it is made again: a delay of the programme, on the referent's day
    closing = ["desires"]            # blocks without which it is not closed
    source = "B3.6"
    themes = [{ code = "logement", like = "housing" }]
    blocks = [{ code = "desires", label = "Ses envies", group = "triad" }]

`like` begins from a theme of themes.toml; every key may then be said otherwise, or a theme written whole.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cordee.assessments.diagnosis.vocabularies import (
    DATA_INCLUSION_CODES,
    FRANCE_TRAVAIL,
    GROUPS,
    IAE,
    PARTS,
)
from cordee.kernel.clock import Clock, Delay
from cordee.kernel.partitions import CODES, Partition
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import twins
from cordee.programmes.definition import Definition, ProgrammeClock, by_code
from cordee.programmes.reading import Notes, Reader
from cordee.programmes.sources import Sources

SECTION = "diagnosis"
AGAIN = "diagnostic-a-refaire"  # the delay of a diagnosis made some time ago
WARNED_BEFORE = Delay(days=30)
OWN_WORDS = "own_words"
SHARED = Path(__file__).with_name("themes.toml")


@dataclass(frozen=True, slots=True)
class Situation:
    """A circumstance one may tick."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What is looked at together. part: the part of the dossier; the other codes: what it is elsewhere."""

    code: str
    label: str
    part: str
    data_inclusion: tuple[str, ...] = ()
    france_travail: str = ""
    iae: str = ""
    situations: tuple[Situation, ...] = ()
    hint: str = ""

    @property
    def partition(self) -> Partition:
        return CODES[self.part]


@dataclass(frozen=True, slots=True)
class Block:
    """A question of the programme's own, answered in words. group: which stand together."""

    code: str
    label: str
    group: str = "other"
    part: str = "employment"
    hint: str = ""

    @property
    def partition(self) -> Partition:
        return CODES[self.part]


WORDS = Block(OWN_WORDS, _("Ce qu’elle en dit, dans ses mots"), "words", "employment")


@dataclass(frozen=True, slots=True)
class Form:
    """What a programme asks of a diagnosis. The person's own words always come first."""

    label: str
    themes: tuple[Theme, ...]
    blocks: tuple[Block, ...] = ()
    closing: tuple[str, ...] = ()
    every_months: int | None = None
    source: str = ""

    @property
    def questions(self) -> tuple[Block, ...]:
        return (WORDS, *self.blocks)

    @property
    def everything(self) -> list[Theme | Block]:
        """The questions, then the themes."""
        found: list[Theme | Block] = [*self.questions]
        return found + list(self.themes)

    def theme(self, code: str) -> Theme | None:
        return by_code(self.themes, code)

    def block(self, code: str) -> Block | None:
        return by_code(self.questions, code)

    def asked(self, code: str) -> Theme | Block | None:
        return self.theme(code) or self.block(code)


def form_of(definition: Definition) -> Form | None:
    """The form of a programme; none where it describes no diagnosis."""
    found = definition.sections.get(SECTION)
    return found if isinstance(found, Form) else None


def read_section(root: Reader, definition: Definition) -> Form:
    """Read and check the section; every fault is noted with its line."""
    reader = root.table(SECTION)
    form = Form(
        label=reader.text("label"),
        themes=tuple(_theme(item, shared_themes()) for item in reader.tables("themes", required=True)),
        blocks=tuple(_block(item) for item in reader.tables("blocks")),
        closing=reader.texts("closing"),
        every_months=reader.integer("every_months", least=1, most=36),
        source=Sources(definition.sources).of(reader),
    )
    reader.finish()
    _check(reader, form)
    return form


def rhythm(form: object, definition: Definition) -> tuple[ProgrammeClock, ...]:
    """To be made again so many months after the last one: nothing is late before a first one is made."""
    if not isinstance(form, Form) or not form.every_months:
        return ()
    clock = Clock(
        code=AGAIN,
        start=frozenset({"diagnosis_made"}),
        stop=frozenset({"pathway_closed"}),
        interruption=frozenset({"pathway_suspended"}),
        restart=frozenset({"pathway_resumed"}),
        due=Delay(months=form.every_months),
        warn_before=WARNED_BEFORE,
    )
    referents = tuple(role.code for role in definition.roles if role.is_referent)
    again = _("Refaire le point ensemble\u202f: {label}", label=form.label)
    return (ProgrammeClock(AGAIN, str(again), clock, referents, source=form.source, section=SECTION),)


def _check(reader: Reader, form: Form) -> None:
    """Codes once over themes and blocks, since answers are kept by them; closing asks for what exists."""
    codes = [thing.code for thing in form.everything if thing.code]
    for code in twins(codes):
        reader.fault("themes", _("le code «\u202f{code}\u202f» est donné deux fois", code=code))
    for code in form.closing:
        block = form.block(code)
        reader.known("closing", code, {block.code: block.label for block in form.questions})
        if block is not None and block.part != "employment":
            reader.fault(
                "closing",
                _("«\u202f{code}\u202f»\u202f: attendu une question de la partie emploi", code=code),
            )


def _block(item: Reader) -> Block:
    return Block(
        item.code(),
        item.text("label"),
        item.choice("group", GROUPS, required=False, default="other"),
        item.choice("part", PARTS, required=False, default="employment"),
        item.text("hint", required=False),
    )


def _theme(item: Reader, shared: Mapping[str, Theme]) -> Theme:
    like = item.text("like", required=False)
    base = shared.get(like) if like and item.known("like", like, shared) else None
    part = item.choice("part", PARTS, required=base is None, default=base.part if base else "social")
    return Theme(
        item.code(),
        item.text("label", required=base is None, default=base.label if base else ""),
        part,
        _or(item, "data_inclusion", base.data_inclusion if base else ()),
        item.choice(
            "france_travail", FRANCE_TRAVAIL, required=False, default=base.france_travail if base else ""
        ),
        item.choice("iae", IAE, required=False, default=base.iae if base else ""),
        tuple(_situations(item)) if item.has("situations") else base.situations if base else (),
        item.text("hint", required=False),
    )


def _or(item: Reader, key: str, default: Sequence[str]) -> tuple[str, ...]:
    return item.choices(key, DATA_INCLUSION_CODES) if item.has(key) else tuple(default)


def _situations(item: Reader) -> Iterator[Situation]:
    found = [Situation(one.code(), one.text("label")) for one in item.tables("situations")]
    for code in twins([one.code for one in found if one.code]):
        item.fault("situations", _("le code «\u202f{code}\u202f» est donné deux fois", code=code))
    yield from found


@cache
def shared_themes() -> Mapping[str, Theme]:
    """The themes the definitions begin from. Raises ValueError when the file itself is wrong: it ships with us."""
    notes = Notes()
    root = Reader(tomllib.loads(SHARED.read_text("utf-8")), (), notes)
    themes = [_theme(item, {}) for item in root.tables("themes", required=True)]
    if notes.faults:
        raise ValueError("; ".join(fault.message for fault in notes.faults))
    return {theme.code: theme for theme in themes}
