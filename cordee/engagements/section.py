"""The section « contracts » of a definition: the kinds of contracts a programme makes, as data.

    [contracts]
    source = "RSA-11"
    kinds = [
      { code = "contrat", like = "ce" },
      { code = "cer", like = "cer", replaced_by = "contrat" },
    ]

`like` begins from a kind of kinds.toml; every key may then be said otherwise, or a kind written whole:

    label, source, model (said at the foot of each page), sections (in their order), commitments (the catalogue),
    rights (its text), asks (what a signature needs), hours, lanes, after_diagnosis, needs_end, review_months,
    least_months, most_months, signers (besides the person and the house), legacy and replaced_by (an old kind),
    family: two contracts of a family never run together,
    concludes: its signature is the one the law waits for after an orientation (RSA-08),
    duties: the RSA may depend on its being kept: facts may be noted, and reasons (RSA-21 to RSA-27).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import twins
from cordee.programmes.definition import Definition, by_code
from cordee.programmes.reading import Notes, Reader
from cordee.programmes.sources import Sources

SECTION = "contracts"
SHARED = Path(__file__).with_name("kinds.toml")

HOUSE, PERSON, OTHER, PLAN, RIGHTS = "house", "person", "other", "plan", "rights"
PARTS = {
    "words": _("les mots de la personne"),
    HOUSE: _("les engagements de la structure"),
    PERSON: _("les engagements de la personne"),
    OTHER: _("les engagements d’un tiers"),
    "modalities": _("les modalités"),
    PLAN: _("le plan d’action"),
    RIGHTS: _("les droits et les recours"),
    "situation": _("la situation prise en compte"),
}
WRITTEN = ("words", "modalities", "situation")  # parts that are a text of their own
SIDES = {code: PARTS[code] for code in (HOUSE, PERSON, OTHER)}
ASKED = {"referent": _("un référent"), **{code: PARTS[code] for code in (HOUSE, PERSON, PLAN, RIGHTS)}}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a contract, in its place."""

    code: str
    label: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sentence one may start from."""

    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signs besides the person and the house. needed: nothing is signed without them."""

    code: str
    label: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contract."""

    code: str
    label: str
    family: str
    source: str
    sections: tuple[Section, ...]
    model: str = ""
    rights: str = ""
    asks: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    signers: tuple[Signer, ...] = ()
    hours: bool = False
    lanes: bool = False
    after_diagnosis: bool = False
    needs_end: bool = False
    review_months: int = 6
    least_months: int | None = None
    most_months: int | None = None
    legacy: bool = False
    replaced_by: str = ""
    concludes: bool = False
    duties: bool = False

    def section(self, code: str) -> Section | None:
        return by_code(self.sections, code)

    def has(self, code: str) -> bool:
        return self.section(code) is not None

    def suggested(self, side: str) -> list[str]:
        return [one.text for one in self.commitments if one.side == side]

    def signer(self, code: str) -> Signer | None:
        return by_code(self.signers, code)


@dataclass(frozen=True, slots=True)
class Contracts:
    """What a programme makes. The first kind that is not an old one is the one offered first."""

    kinds: tuple[Kind, ...]
    source: str = ""

    def kind(self, code: str) -> Kind | None:
        return by_code(self.kinds, code)


def contracts_of(definition: Definition) -> Contracts | None:
    """The kinds of a programme; none where it makes no contract."""
    found = definition.sections.get(SECTION)
    return found if isinstance(found, Contracts) else None


def read_section(root: Reader, definition: Definition) -> Contracts:
    """Read and check the section; every fault is noted with its line."""
    reader = root.table(SECTION)
    sources = Sources(definition.sources)
    kinds = tuple(_kind(item, shared_kinds(), sources) for item in reader.tables("kinds", required=True))
    read = Contracts(kinds, sources.of(reader))
    reader.finish()
    _check(reader, read)
    return read


def _check(reader: Reader, read: Contracts) -> None:
    """Codes once; an old kind says what takes its place, and that exists."""
    codes = {kind.code: kind.label for kind in read.kinds}
    if not codes:
        reader.fault("kinds", _("il manque «\u202fkinds\u202f» (au moins une nature de contrat)"))
    for code in twins([kind.code for kind in read.kinds if kind.code]):
        reader.fault("kinds", _("le code «\u202f{code}\u202f» est donné deux fois", code=code))
    for kind in read.kinds:
        if kind.replaced_by:
            reader.known("kinds", kind.replaced_by, codes)


def _kind(item: Reader, shared: Mapping[str, Kind], sources: Sources) -> Kind:
    like = item.text("like", required=False)
    base = shared.get(like) if like and item.known("like", like, shared) else None
    alone = base is None
    start = base or Kind("", "", "", "", ())
    kind = Kind(
        code=item.code(),
        label=item.text("label", required=alone, default=start.label),
        family=item.code("family", required=alone) or start.family,
        source=sources.of(item, required=alone) or start.source,
        model=item.text("model", required=False, default=start.model, longest=400),
        rights=item.prose("rights") or start.rights,
        sections=_sections(item, sources) if alone or item.has("sections") else start.sections,
        asks=item.choices("asks", ASKED) if item.has("asks") else start.asks,
        commitments=_commitments(item) if item.has("commitments") else start.commitments,
        signers=_signers(item) if item.has("signers") else start.signers,
        hours=item.yes("hours", default=start.hours),
        lanes=item.yes("lanes", default=start.lanes),
        after_diagnosis=item.yes("after_diagnosis", default=start.after_diagnosis),
        needs_end=item.yes("needs_end", default=start.needs_end),
        review_months=item.integer("review_months", least=1, most=24) or start.review_months,
        least_months=item.integer("least_months", least=1, most=60) or start.least_months,
        most_months=item.integer("most_months", least=1, most=60) or start.most_months,
        legacy=item.yes("legacy", default=start.legacy),
        replaced_by=item.code("replaced_by", required=False) or start.replaced_by,
        concludes=item.yes("concludes", default=start.concludes),
        duties=item.yes("duties", default=start.duties),
    )
    _check_kind(item, kind)
    return kind


def _check_kind(item: Reader, kind: Kind) -> None:
    """What is asked has a section to be written in."""
    codes = [section.code for section in kind.sections]
    for code in twins(codes):
        item.fault("sections", _("la partie «\u202f{code}\u202f» est donnée deux fois", code=code))
    for code in kind.asks:
        if code != "referent" and code not in codes:
            item.fault(
                "asks",
                _(
                    "«\u202f{code}\u202f»\u202f: cette partie n’est pas dans «\u202fsections\u202f»",
                    code=code,
                ),
            )
    if kind.hours and PLAN not in codes:
        item.fault("hours", _("des heures demandent une partie «\u202fplan\u202f»"))


def _sections(item: Reader, sources: Sources) -> tuple[Section, ...]:
    return tuple(
        Section(one.choice("code", PARTS), one.text("label"), sources.of(one, required=False))
        for one in item.tables("sections", required=True)
    )


def _commitments(item: Reader) -> tuple[Commitment, ...]:
    return tuple(
        Commitment(one.choice("side", SIDES), one.text("text")) for one in item.tables("commitments")
    )


def _signers(item: Reader) -> tuple[Signer, ...]:
    return tuple(Signer(one.code(), one.text("label"), one.yes("needed")) for one in item.tables("signers"))


@cache
def shared_kinds() -> Mapping[str, Kind]:
    """The kinds definitions begin from. Raises ValueError when the file itself is wrong: it ships with us."""
    notes = Notes()
    root = Reader(tomllib.loads(SHARED.read_text("utf-8")), (), notes)
    kinds = [_kind(item, {}, Sources({})) for item in root.tables("kinds", required=True)]
    if notes.faults:
        raise ValueError("; ".join(fault.message for fault in notes.faults))
    return {kind.code: kind for kind in kinds}
