"""What a programme definition says, once read: frozen values that can be shared between requests.

Every line carries its source: the text of the law, or the document of the organisation, it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from cordee.kernel.clock import Clock
from cordee.kernel.verdict import Requirement
from cordee.kernel.workflow import Move, Workflow
from cordee.programmes.vocabulary import FACT_KINDS, FactKind


class Coded(Protocol):
    @property
    def code(self) -> str: ...


Thing = TypeVar("Thing", bound=Coded)


def by_code(things: Iterable[Thing], code: str) -> Thing | None:
    return next((thing for thing in things if thing.code == code), None)


@dataclass(frozen=True, slots=True)
class Words:
    """What the organisation calls things: French, singular, lower case, without article."""

    programme: str = "dispositif"
    person: str = "personne accompagnée"
    pathway: str = "parcours"
    stage: str = "étape"
    referent: str = "référent"
    exit: str = "sortie"


@dataclass(frozen=True, slots=True)
class Header:
    """long_term: no end date is ever asked for. since: the year the organisation began it."""

    code: str
    label: str
    short_label: str
    organisation_kind: str
    valid_from: date
    source: str
    audience: tuple[str, ...] = ()
    description: str = ""
    territory: str = ""
    since: int | None = None
    long_term: bool = False
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way people come: who orients them here."""

    code: str
    label: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A reason or a need that an orientation may name."""

    code: str
    label: str
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper usually expected; its absence is shown, never a reason to refuse by itself."""

    code: str
    label: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long an orientation may wait without news.

    confirm_every_months: when to ask whether the person is still interested. expires_after_months: when its
    end may be announced. notice_days: between the announcement and the end. Nothing happens by itself.
    """

    confirm_every_months: int | None = None
    expires_after_months: int | None = None
    notice_days: int = 15
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """zero_exclusion: no condition of this programme may refuse anybody."""

    channels: tuple[Channel, ...] = ()
    conditions: tuple[Requirement, ...] = ()
    needs: tuple[Need, ...] = ()
    papers: tuple[Paper, ...] = ()
    zero_exclusion: bool = False
    waiting: Waiting = field(default_factory=Waiting)


@dataclass(frozen=True, slots=True)
class Seat:
    """A college of a board."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on an admission, in the organisation's words. outcome: admitted, refused, adjourned…"""

    code: str
    label: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Admission:
    """Who lets in. body: how it is called in a sentence (« la commission insertion »).

    mode: direct (opening the pathway is enough), interview, or board. recorded_by: member roles that may
    write the decision down. every_months: the rhythm of a board.
    """

    mode: str = "direct"
    body: str = ""
    recorded_by: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()
    seats: tuple[Seat, ...] = ()
    guests: str = ""
    every_months: int | None = None
    source: str = ""

    @property
    def is_direct(self) -> bool:
        return self.mode == "direct"

    def decision(self, code: str) -> Decision | None:
        return by_code(self.decisions, code)


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment of the pathway.

    admitted: entering it needs the admission. aside: drawn beside the main line, not on it.
    expected_months: how long it usually lasts; said, never enforced.
    """

    code: str
    label: str
    description: str = ""
    order: int = 0
    admitted: bool = False
    aside: bool = False
    expected_months: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeClock:
    """A delay of the programme.

    in_charge: circle roles, then member roles; the first one filled is in charge. subject: what it runs
    on (a pathway, an orientation received, a person). section: the section that gave it, when it is not `clocks`.
    """

    code: str
    label: str
    clock: Clock
    in_charge: tuple[str, ...]
    subject: str = "pathway"
    source: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class CircleRole:
    """A role around the person, on one pathway.

    partitions: what it may see of the dossier. unique: one at a time. outside: usually held by somebody
    of another organisation, or a relative, who sees nothing without a dated ground.
    """

    code: str
    label: str
    partitions: frozenset[str] = frozenset()
    unique: bool = False
    is_referent: bool = False
    outside: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out. category: how figures count it. kind: what it leads to. requires: what to check first."""

    code: str
    label: str
    category: str
    kind: str
    requires: tuple[Requirement, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many people the programme can accompany at a time, from a day until the next number."""

    from_on: date
    places: int
    source: str = ""


@dataclass(frozen=True)
class Definition:
    """A programme as its organisation runs it from a day on.

    sources: the documents its lines refer to, by short name. sections: what later domains read.
    """

    header: Header
    entry: Entry
    admission: Admission
    stages: tuple[Stage, ...]
    workflow: Workflow
    clocks: tuple[ProgrammeClock, ...]
    roles: tuple[CircleRole, ...]
    exits: tuple[Exit, ...]
    capacity: tuple[Capacity, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, object] = field(default_factory=dict)
    text: str = field(default="", repr=False)
    digest: str = ""

    @property
    def code(self) -> str:
        return self.header.code

    @property
    def label(self) -> str:
        return self.header.label

    @property
    def valid_from(self) -> date:
        return self.header.valid_from

    @property
    def words(self) -> Words:
        return self.header.words

    @property
    def moves(self) -> tuple[Move, ...]:
        return self.workflow.moves

    @cached_property
    def main_line(self) -> tuple[Stage, ...]:
        """The stages drawn one after the other."""
        return tuple(stage for stage in self.stages if not stage.aside)

    @property
    def initial_stage(self) -> Stage:
        return self.stages[0]

    @property
    def referent_role(self) -> CircleRole:
        """The role of the one professional answerable for the pathway."""
        return next(role for role in self.roles if role.is_referent)

    @cached_property
    def milestones(self) -> tuple[FactKind, ...]:
        """The kinds of facts its own delays listen to that a professional notes by hand. Those of a section listen to
        what is done in its pages."""
        kinds = [kind for item in self.clocks if not item.section for kind in sorted(item.clock.listens_to)]
        return tuple(FACT_KINDS[kind] for kind in dict.fromkeys(kinds) if FACT_KINDS[kind].by_hand)

    def places_on(self, day: date) -> int | None:
        """How many people it can accompany at a time on a day; None when nobody said."""
        begun = [one.places for one in self.capacity if one.from_on <= day]
        return begun[-1] if begun else None

    def stage(self, code: str) -> Stage | None:
        return by_code(self.stages, code)

    def exit(self, code: str) -> Exit | None:
        return by_code(self.exits, code)

    def role(self, code: str) -> CircleRole | None:
        return by_code(self.roles, code)

    def clock(self, code: str) -> ProgrammeClock | None:
        return by_code(self.clocks, code)

    def channel(self, code: str) -> Channel | None:
        return by_code(self.entry.channels, code)

    def need(self, code: str) -> Need | None:
        return by_code(self.entry.needs, code)

    def paper(self, code: str) -> Paper | None:
        return by_code(self.entry.papers, code)
