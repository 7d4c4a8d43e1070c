"""A rule's answer: does it hold, how much does it matter, why, and which text says so.

A rule is a plain function on plain values. It is declared with `@rule`, answers with `passes`,
`breaks` or `unsure`, and is asked through a `Requirement`: the line of a programme definition that
chooses the rule, sets its parameters and says how firmly it is held.
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any, get_type_hints

from cordee.kernel.errors import RuleBroken
from cordee.kernel.registry import Registry


class Severity(StrEnum):
    """What a broken rule does: stops the gesture, asks for a reason, or only tells."""

    REFUSE = "refuse"
    WARN = "warn"
    INFORM = "inform"


FIRMNESS = (Severity.INFORM, Severity.WARN, Severity.REFUSE)


def milder(one: Severity, other: Severity) -> Severity:
    """The less firm of the two."""
    return min(one, other, key=FIRMNESS.index)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one rule on one situation.

    ok: the rule holds. rule: its number (ENT-01). reason: the sentence shown. source: the text behind it.
    """

    ok: bool
    rule: str = ""
    severity: Severity = Severity.INFORM
    reason: str = ""
    source: str = ""

    @property
    def refuses(self) -> bool:
        return not self.ok and self.severity is Severity.REFUSE

    @property
    def warns(self) -> bool:
        return not self.ok and self.severity is Severity.WARN


def passes(reason: str = "") -> Verdict:
    """The rule holds; a reason, if any, is shown as information."""
    return Verdict(ok=True, reason=reason)


def breaks(reason: str) -> Verdict:
    """The rule does not hold: as firm as the definition says."""
    return Verdict(ok=False, severity=Severity.REFUSE, reason=reason)


def unsure(reason: str) -> Verdict:
    """What is needed to tell is not known: a warning at most, never a refusal."""
    return Verdict(ok=False, severity=Severity.WARN, reason=reason)


def reminds(reason: str) -> Verdict:
    """Nothing to check, something worth having in mind at that moment."""
    return Verdict(ok=True, severity=Severity.INFORM, reason=reason)


@dataclass(frozen=True)
class Rule:
    """A declared rule.

    says: what it asks, in French, given its parameters; shown on the page of a programme.
    refers: parameters that name something of the definition ({"role": "roles"}).
    """

    name: str
    code: str
    source: str
    function: Callable[..., Verdict]
    says: Callable[..., str]
    refers: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The first sentence of its docstring."""
        return (inspect.getdoc(self.function) or "").split("\n\n")[0].replace("\n", " ")

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """What a definition may set: every argument after the facts."""
        return dict(list(inspect.signature(self.function).parameters.items())[1:])

    @cached_property
    def hints(self) -> Mapping[str, Any]:
        return get_type_hints(self.function)


RULES: Registry[Rule] = Registry("règle")


def rule(
    code: str, *, source: str, says: Callable[..., str], refers: Mapping[str, str] | None = None
) -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Declare a rule under its function's name, which definitions use; `code` is what users are shown."""

    def declare(function: Callable[..., Verdict]) -> Callable[..., Verdict]:
        @wraps(function)
        def ask(facts: object, **parameters: object) -> Verdict:
            verdict = function(facts, **parameters)
            return replace(verdict, rule=code, source=verdict.source or source)

        RULES.register(function.__name__, Rule(function.__name__, code, source, ask, says, refers or {}))
        return ask

    return declare


class DatedValue(ABC):
    """A value read at the day examined, such as a threshold of the law."""

    @abstractmethod
    def at(self, day: date) -> object: ...


@dataclass(frozen=True)
class Requirement:
    """A rule chosen by a definition: with which parameters, how firmly, on whose authority."""

    rule: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.REFUSE
    source: str = ""

    def values(self, on: date) -> dict[str, object]:
        """The parameters as they stand on a day."""
        return {
            name: value.at(on) if isinstance(value, DatedValue) else value
            for name, value in self.parameters.items()
        }

    def ask(self, facts: object, *, on: date) -> Verdict:
        """The rule's verdict on these facts; a definition softens a rule, it never hardens one."""
        verdict = RULES[self.rule].function(facts, **self.values(on))
        return replace(
            verdict,
            severity=milder(verdict.severity, self.severity),
            source=self.source or verdict.source,
        )

    def says(self, on: date) -> str:
        """What it asks, in words, with the values of a day."""
        return RULES[self.rule].says(**self.values(on))


@dataclass(frozen=True)
class Examination:
    """All the verdicts on one gesture."""

    verdicts: tuple[Verdict, ...] = ()

    @property
    def refusals(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.refuses)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """What may be passed with a reason, which is kept."""
        return tuple(verdict for verdict in self.verdicts if verdict.warns)

    @property
    def information(self) -> tuple[Verdict, ...]:
        """What is only told: reasons given by rules that hold, and the mildest of those that do not."""
        return tuple(v for v in self.verdicts if v.reason and not v.refuses and not v.warns)

    @property
    def allowed(self) -> bool:
        return not self.refusals

    def raise_if_refused(self) -> None:
        """Raises RuleBroken with the verdicts that refuse."""
        if self.refusals:
            raise RuleBroken(self.refusals)


def examine(verdicts: Iterable[Verdict]) -> Examination:
    """Put verdicts together."""
    return Examination(tuple(verdicts))
