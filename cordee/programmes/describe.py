"""A definition in sentences: what its page and docs/programmes show, each line with its source.

Plain values, ready to be laid out; the numbers of the law are those of the day asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cordee.kernel.clock import Delay, Term
from cordee.kernel.registry import Registry
from cordee.kernel.verdict import Requirement, Severity
from cordee.kernel.words import NARROW_SPACE, french_day, french_list
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Move
from cordee.programmes.definition import (
    Admission,
    CircleRole,
    Definition,
    Exit,
    ProgrammeClock,
    Stage,
    Waiting,
)
from cordee.programmes.law import LawDelay
from cordee.programmes.vocabulary import (
    AUDIENCES,
    CLOCK_SUBJECTS,
    EXIT_CATEGORIES,
    FACT_KINDS,
    MEMBER_ROLES,
    ORGANISATION_KINDS,
    PARTITIONS,
)

FIRMNESS = {
    Severity.REFUSE: _("Sans cela, l’entrée est refusée"),
    Severity.WARN: _("Signalé, jamais bloquant"),
    Severity.INFORM: _("Pour information"),
}

ASKS = {
    Severity.REFUSE: _("Il faut :"),
    Severity.WARN: _("À vérifier :"),
    Severity.INFORM: _("À savoir :"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, a word beside it, and where it comes from."""

    text: str
    source: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class StageSheet:
    """A stage with the moves that leave it."""

    number: int
    stage: Stage
    needs_admission: bool
    expected: str
    onwards: tuple[Line, ...]
    ways_back: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ClockSheet:
    """A delay in words. warns and late may be empty."""

    label: str
    starts: str
    stops: str
    pauses: str
    due: str
    warns: str
    in_charge: str
    source: str


@dataclass(frozen=True, slots=True)
class ExitGroup:
    """The ways out that figures count together."""

    label: str
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section that a later domain reads, as it says it."""

    title: str
    lines: tuple[Line, ...]


# By section: how the domain that owns it says it.
SAID: Registry[Callable[[object], Part]] = Registry("section dite")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page of a programme."""

    definition: Definition
    facts: tuple[tuple[str, str], ...]
    conditions: tuple[Line, ...]
    waiting: tuple[Line, ...]
    admission: tuple[Line, ...]
    stages: tuple[StageSheet, ...]
    clocks: tuple[ClockSheet, ...]
    roles: tuple[Line, ...]
    exits: tuple[ExitGroup, ...]
    more: tuple[Part, ...] = ()


def describe(definition: Definition, *, on: date) -> Sheet:
    """Everything a page says of a programme on a day."""
    return Sheet(
        definition=definition,
        facts=tuple(_facts(definition, on)),
        conditions=tuple(requirement_line(item, on) for item in definition.entry.conditions),
        waiting=tuple(_waiting(definition.entry.waiting)),
        admission=tuple(_admission(definition.admission)),
        stages=tuple(_stage(definition, stage, on) for stage in definition.stages),
        clocks=tuple(_clock(definition, item, on) for item in definition.clocks),
        roles=tuple(_role(role) for role in definition.roles),
        exits=tuple(_exits(definition.exits)),
        more=tuple(
            say(definition.sections[name]) for name, say in SAID.items() if name in definition.sections
        ),
    )


def _facts(definition: Definition, on: date) -> Iterable[tuple[str, str]]:
    header = definition.header
    yield _("Pour qui"), french_list([AUDIENCES[code] for code in header.audience])
    yield _("Organisation"), ORGANISATION_KINDS[header.organisation_kind]
    yield _("Territoire"), header.territory
    yield _("Depuis"), str(header.since) if header.since else ""
    yield _("Durée"), _("sans date de fin") if header.long_term else ""
    yield _("Places"), _places(definition, on)
    yield _("Cette version s’applique"), _("depuis le {day}", day=french_day(header.valid_from))
    yield _("Source"), header.source


def _places(definition: Definition, on: date) -> str:
    """12, puis 15 à partir du 1er mars 2027."""
    now = definition.places_on(on)
    said = [str(now)] if now is not None else []
    said += [
        _("{n} à partir du {day}", n=one.places, day=french_day(one.from_on))
        for one in definition.capacity
        if one.from_on > on
    ]
    return _(", puis ").join(said)


def requirement_line(requirement: Requirement, on: date) -> Line:
    """What a condition asks, how firmly, and why."""
    return Line(requirement.says(on), requirement.source, FIRMNESS[requirement.severity])


def _waiting(waiting: Waiting) -> Iterable[Line]:
    if waiting.confirm_every_months:
        yield Line(
            _(
                "Une orientation en attente est confirmée avec la personne tous les {n} mois.",
                n=waiting.confirm_every_months,
            ),
            waiting.source,
        )
    if waiting.expires_after_months:
        yield Line(
            _(
                "Sans nouvelles depuis {n} mois, sa fin peut être annoncée, puis notée {days} jours plus tard.",
                n=waiting.expires_after_months,
                days=waiting.notice_days,
            ),
            waiting.source,
        )


def _admission(admission: Admission) -> Iterable[Line]:
    if admission.is_direct:
        yield Line(_("L’entrée est directe : ouvrir le parcours suffit."), admission.source)
        return
    yield Line(_("L’admission est prononcée par {body}.", body=admission.body), admission.source)
    if admission.every_months:
        yield Line(_("Elle se réunit tous les {n} mois.", n=admission.every_months))
    if admission.seats:
        yield Line(
            _(
                "Elle réunit : {seats}.",
                seats=f"{NARROW_SPACE}; ".join(seat.label for seat in admission.seats),
            )
        )
    if admission.guests:
        yield Line(admission.guests)
    decisions = [f"« {decision.label} »" for decision in admission.decisions]
    yield Line(_("Décisions possibles : {listed}.", listed=french_list(decisions)))
    yield Line(_("La décision est enregistrée par : {roles}.", roles=roles_in_words(admission.recorded_by)))
    yield Line(
        _("Sans décision d’admission, l’entrée est refusée ; avec elle, possible dès son jour d’effet.")
    )


def roles_in_words(roles: Iterable[str], last: str = "ou") -> str:
    """coordination, travail social ou secrétaire"""
    return french_list([label for code, label in MEMBER_ROLES.items() if code in set(roles)], last)


def _stage(definition: Definition, stage: Stage, on: date) -> StageSheet:
    leaving = definition.workflow.moves_from(stage.code)
    months = stage.expected_months
    return StageSheet(
        number=definition.main_line.index(stage) + 1 if not stage.aside else 0,
        stage=stage,
        needs_admission=stage.admitted and not definition.admission.is_direct,
        expected=_("{n} mois environ", n=months) if months else "",
        onwards=tuple(_move(definition, move, on) for move in leaving if not move.back),
        ways_back=tuple(_move(definition, move, on) for move in leaving if move.back),
    )


def _move(definition: Definition, move: Move, on: date) -> Line:
    target = definition.stage(move.to_state)
    asked = " ".join(f"{ASKS[requirement.severity]} {requirement.says(on)}" for requirement in move.requires)
    text = _(
        "{label} → {stage} (par : {roles}).",
        label=move.label,
        stage=target.label if target else move.to_state,
        roles=roles_in_words(move.roles),
    )
    return Line(f"{text} {asked}".strip(), move.source)


def _clock(definition: Definition, item: ProgrammeClock, on: date) -> ClockSheet:
    clock = item.clock
    return ClockSheet(
        label=item.label,
        starts=_happenings(clock.start),
        stops=_happenings(clock.stop),
        pauses=_happenings(clock.interruption),
        due=_due(item, on),
        warns=_warning(item, on),
        in_charge=french_list([_holder(definition, code) for code in item.in_charge], "à défaut"),
        source=item.source,
    )


def _due(item: ProgrammeClock, on: date) -> str:
    delay = term_in_words(item.clock.due, on)
    return (
        delay
        if item.subject == "pathway"
        else _("{delay}, pour {subject}", delay=delay, subject=CLOCK_SUBJECTS[item.subject])
    )


def _happenings(kinds: frozenset[str]) -> str:
    return french_list([kind.label for code, kind in FACT_KINDS.items() if code in kinds], "ou")


def _holder(definition: Definition, code: str) -> str:
    role = definition.role(code)
    return role.label if role else MEMBER_ROLES[code]


def _warning(item: ProgrammeClock, on: date) -> str:
    if item.clock.warn_after:
        return _("au bout de {delay}", delay=term_in_words(item.clock.warn_after, on))
    if item.clock.warn_before:
        return _("{delay} avant", delay=term_in_words(item.clock.warn_before, on))
    return ""


def term_in_words(term: Term, on: date) -> str:
    """6 semaines, 1 mois; what the law says on that day."""
    delay = term.at(on) if isinstance(term, LawDelay) else term
    return delay.label if isinstance(delay, Delay) else ""


def _role(role: CircleRole) -> Line:
    sees = french_list([PARTITIONS[code] for code in PARTITIONS if code in role.partitions])
    marks = [
        *([_("référent du parcours")] if role.is_referent else []),
        *([_("une seule personne à la fois")] if role.unique else []),
        *([_("souvent d’une autre structure, avec l’accord de la personne")] if role.outside else []),
    ]
    said = _("peut lire : {sees}", sees=sees) if sees else _("ne lit rien du dossier")
    return Line(_("{label} : {said}.", label=role.label, said=said), role.source, french_list(marks))


def _exits(exits: tuple[Exit, ...]) -> Iterable[ExitGroup]:
    for code, label in EXIT_CATEGORIES.items():
        group = tuple(item for item in exits if item.category == code)
        if group:
            yield ExitGroup(label, group)
