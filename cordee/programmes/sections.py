"""From the tables of a document to the values of a definition, section by section.

The Foundation's sections are read here. A later domain registers its own with `register_section`: its
loader is called once the rest is read, with the reader of the whole document and the definition so far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

from cordee.kernel.clock import Clock, Delay, Term
from cordee.kernel.registry import Registry
from cordee.kernel.verdict import Requirement
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Move
from cordee.programmes import law
from cordee.programmes.definition import (
    Admission,
    Capacity,
    Channel,
    CircleRole,
    Decision,
    Definition,
    Entry,
    Exit,
    Header,
    Need,
    Paper,
    ProgrammeClock,
    Seat,
    Stage,
    Waiting,
    Words,
)
from cordee.programmes.reading import Reader
from cordee.programmes.requirements import read_requirements
from cordee.programmes.sources import Sources
from cordee.programmes.vocabulary import (
    ADMISSION_MODES,
    AUDIENCES,
    CLOCK_SUBJECTS,
    EXIT_CATEGORIES,
    EXIT_KINDS,
    FACT_KINDS,
    MEMBER_ROLES,
    ORGANISATION_KINDS,
    OUTCOMES,
    PARTITIONS,
    THEMES,
)

SectionLoader = Callable[[Reader, Definition], object]
SECTIONS: Registry[SectionLoader] = Registry("section")
# What a section asks to be done again in time: read as any delay of the programme, after its own.
SECTION_CLOCKS: Registry[Callable[[object, Definition], tuple[ProgrammeClock, ...]]] = Registry(
    "délais d’une section"
)
FOUNDATION = (
    "programme",
    "sources",
    "entry",
    "admission",
    "stages",
    "moves",
    "clocks",
    "roles",
    "exits",
    "capacity",
)
UNITS = ("days", "weeks", "months")


def register_section(name: str, loader: SectionLoader) -> None:
    """Declare a section of definitions, read by the domain that owns it."""
    if name in FOUNDATION:
        raise ValueError(f"{name}: a section of the foundation")
    SECTIONS.register(name, loader)


@dataclass(frozen=True)
class Context:
    """What lines refer to: the sources of the document, and the labels of its roles and papers."""

    sources: Sources
    names: Mapping[str, Mapping[str, str]]

    def requirements(self, reader: Reader, key: str) -> tuple[Requirement, ...]:
        return read_requirements(reader, key, self.sources, self.names)


def read_header(reader: Reader, context: Context) -> Header:
    words = reader.table("words")
    header = Header(
        code=reader.code(),
        label=reader.text("label"),
        short_label=reader.text("short_label"),
        organisation_kind=reader.choice("organisation_kind", ORGANISATION_KINDS),
        valid_from=reader.day("valid_from"),
        source=context.sources.of(reader),
        audience=reader.choices("audience", AUDIENCES),
        description=reader.prose("description", required=True),
        territory=reader.text("territory", required=False),
        since=reader.integer("since", least=1900, most=2100),
        long_term=reader.yes("long_term"),
        words=Words(
            **{
                word.name: words.text(word.name, required=False) or str(word.default)
                for word in fields(Words)
            }
        ),
    )
    words.finish()
    reader.finish()
    return header


def read_entry(reader: Reader, context: Context) -> Entry:
    entry = Entry(
        channels=tuple(
            Channel(item.code(), item.text("label"), context.sources.of(item))
            for item in reader.tables("channels", required=True)
        ),
        conditions=context.requirements(reader, "conditions"),
        needs=tuple(
            Need(item.code(), item.text("label"), item.choice("theme", THEMES))
            for item in reader.tables("needs")
        ),
        papers=tuple(
            Paper(item.code(), item.text("label"), context.sources.of(item))
            for item in reader.tables("papers")
        ),
        zero_exclusion=reader.yes("zero_exclusion"),
        waiting=read_waiting(reader.table("waiting"), context),
    )
    reader.finish()
    return entry


def read_waiting(reader: Reader, context: Context) -> Waiting:
    notice = reader.integer("notice_days", least=1, most=90)
    waiting = Waiting(
        confirm_every_months=reader.integer("confirm_every_months", least=1, most=24),
        expires_after_months=reader.integer("expires_after_months", least=1, most=60),
        notice_days=Waiting().notice_days if notice is None else notice,
        source=context.sources.of(reader) if reader.content else "",
    )
    reader.finish()
    return waiting


def read_admission(reader: Reader, context: Context) -> Admission:
    direct = reader.content.get("mode") == "direct"
    board = reader.content.get("mode") == "board"
    admission = Admission(
        mode=reader.choice("mode", ADMISSION_MODES),
        body=reader.text("body", required=not direct),
        recorded_by=frozenset(reader.choices("recorded_by", MEMBER_ROLES, required=not direct)),
        decisions=tuple(
            Decision(item.code(), item.text("label"), item.choice("outcome", OUTCOMES))
            for item in reader.tables("decisions", required=not direct)
        ),
        seats=tuple(Seat(item.code(), item.text("label")) for item in reader.tables("seats", required=board)),
        guests=reader.prose("guests"),
        every_months=reader.integer("every_months", least=1, most=24, required=board),
        source=context.sources.of(reader),
    )
    reader.finish()
    return admission


def read_stages(root: Reader, context: Context) -> tuple[Stage, ...]:
    stages = [
        Stage(
            code=item.code(),
            label=item.text("label"),
            description=item.prose("description"),
            order=item.integer("order", least=0, most=1000) or index,
            admitted=item.yes("admitted"),
            aside=item.yes("aside"),
            expected_months=item.integer("expected_months", least=1, most=120),
            source=context.sources.of(item),
        )
        for index, item in enumerate(root.tables("stages", required=True), start=1)
    ]
    return tuple(sorted(stages, key=lambda stage: stage.order))


def read_moves(root: Reader, context: Context) -> tuple[Move, ...]:
    return tuple(
        Move(
            code=item.code(),
            label=item.text("label"),
            from_states=item.texts("from", required=True),
            to_state=item.text("to"),
            roles=frozenset(item.choices("roles", MEMBER_ROLES, required=True)),
            requires=context.requirements(item, "requires"),
            back=item.yes("back"),
            source=context.sources.of(item, required=False),
        )
        for item in root.tables("moves")
    )


def read_clocks(root: Reader, context: Context) -> tuple[ProgrammeClock, ...]:
    return tuple(_clock(item, context) for item in root.tables("clocks"))


def _clock(item: Reader, context: Context) -> ProgrammeClock:
    code = item.code()
    clock = Clock(
        code=code,
        start=_kinds(item, "start", required=True),
        stop=_kinds(item, "stop", required=True),
        due=read_term(item, "due", required=True) or Delay(days=0),
        interruption=_kinds(item, "interruption"),
        restart=_kinds(item, "restart"),
        warn_after=read_term(item, "warn_after"),
        warn_before=read_term(item, "warn_before"),
        late_after=read_term(item, "late_after"),
    )
    return ProgrammeClock(
        code=code,
        label=item.text("label"),
        clock=_dated(clock),
        in_charge=item.texts("in_charge", required=True),
        subject=item.choice("subject", CLOCK_SUBJECTS, required=False, default="pathway"),
        source=context.sources.of(item),
    )


def _kinds(item: Reader, key: str, *, required: bool = False) -> frozenset[str]:
    labels = {kind.code: kind.label for kind in FACT_KINDS.values()}
    return frozenset(item.choices(key, labels, required=required))


def _dated(clock: Clock) -> Clock:
    """A delay of the law starts nothing before the law."""
    terms = (clock.due, clock.warn_after, clock.warn_before, clock.late_after)
    days = [law.begins(term.code) for term in terms if isinstance(term, law.LawDelay)]
    return replace(clock, applies_from=max(days)) if days else clock


def read_term(item: Reader, key: str, *, required: bool = False) -> Term | None:
    """A delay written { weeks = 6 }, or read in the law: { law = "RSA-06.due" }."""
    written = item.mapping(key)
    if not written:
        if required and not item.has(key):
            item.fault(key, _("il manque « {key} » (par exemple {{ weeks = 6 }})", key=key))
        return None
    code = written.get("law")
    if set(written) == {"law"} and isinstance(code, str):
        return _law_delay(item, key, code)
    unit, number = next(iter(written.items()))
    if len(written) != 1 or unit not in UNITS or type(number) is not int or not 0 <= number <= 3660:
        item.fault(key, _("« {key} » : attendu un délai, par exemple {{ days = 30 }}", key=key))
        return None
    return Delay(**{unit: number})


def _law_delay(item: Reader, key: str, code: str) -> Term | None:
    delays = {c: "" for c, values in law.parameters().items() if isinstance(values[0].value, Delay)}
    return law.LawDelay(code) if item.known(key, code, delays) else None


def read_roles(root: Reader, context: Context) -> tuple[CircleRole, ...]:
    return tuple(
        CircleRole(
            code=item.code(),
            label=item.text("label"),
            partitions=frozenset(item.choices("may_see", PARTITIONS)),
            unique=item.yes("unique"),
            is_referent=item.yes("referent"),
            outside=item.yes("outside"),
            source=context.sources.of(item),
        )
        for item in root.tables("roles", required=True)
    )


def read_exits(root: Reader, context: Context) -> tuple[Exit, ...]:
    return tuple(
        Exit(
            code=item.code(),
            label=item.text("label"),
            category=item.choice("category", EXIT_CATEGORIES),
            kind=item.choice("kind", EXIT_KINDS),
            requires=context.requirements(item, "requires"),
            source=context.sources.of(item),
        )
        for item in root.tables("exits", required=True)
    )


def read_capacity(root: Reader, context: Context) -> tuple[Capacity, ...]:
    """The places offered, each number from a day on."""
    offered = [
        Capacity(
            from_on=item.day("from"),
            places=item.integer("places", least=0, most=100_000, required=True) or 0,
            source=context.sources.of(item, required=False),
        )
        for item in root.tables("capacity")
    ]
    days = [one.from_on for one in offered]
    for index, day in enumerate(days):
        if day in days[:index]:
            root.notes.add(("capacity", index, "from"), _("deux nombres de places pour un même jour"))
    return tuple(sorted(offered, key=lambda one: one.from_on))
