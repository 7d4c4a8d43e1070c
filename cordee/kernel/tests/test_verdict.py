"""Rules answer, definitions choose how firmly; what is not known never refuses."""

from dataclasses import dataclass
from datetime import date

import pytest

from cordee.kernel.errors import RuleBroken
from cordee.kernel.verdict import (
    RULES,
    DatedValue,
    Requirement,
    Severity,
    Verdict,
    breaks,
    examine,
    passes,
    reminds,
    rule,
    unsure,
)

ON = date(2026, 11, 22)


@rule("TST-01", source="code d’essai", says="Mesurer au moins {centimetres} cm.".format)
def _taller_than(facts, *, centimetres: int) -> Verdict:
    """Is the person tall enough?

    centimetres: lower bound, included.
    """
    if facts is None:
        return unsure("taille inconnue")
    return passes() if facts >= centimetres else breaks("trop petit")


@dataclass(frozen=True)
class _Threshold(DatedValue):
    def at(self, day):
        return 150 if day < ON else 160


@pytest.mark.parametrize(
    ("facts", "severity", "refuses", "warns"),
    [
        (170, Severity.REFUSE, False, False),
        (160, Severity.REFUSE, False, False),
        (159, Severity.REFUSE, True, False),
        (159, Severity.WARN, False, True),
        (159, Severity.INFORM, False, False),
        (None, Severity.REFUSE, False, True),
        (None, Severity.INFORM, False, False),
    ],
)
def test_a_definition_softens_a_rule_and_never_hardens_it(facts, severity, refuses, warns):
    verdict = Requirement("_taller_than", {"centimetres": 160}, severity).ask(facts, on=ON)

    assert (verdict.refuses, verdict.warns) == (refuses, warns)


def test_a_verdict_carries_the_rule_and_the_source_of_the_definition_first():
    asked = Requirement("_taller_than", {"centimetres": 160}, source="règlement du lieu").ask(10, on=ON)
    alone = Requirement("_taller_than", {"centimetres": 160}).ask(10, on=ON)

    assert (asked.rule, asked.source) == ("TST-01", "règlement du lieu")
    assert alone.source == "code d’essai"


def test_a_dated_value_is_read_at_the_day_examined():
    requirement = Requirement("_taller_than", {"centimetres": _Threshold()})

    assert requirement.ask(155, on=date(2026, 11, 21)).ok
    assert not requirement.ask(155, on=ON).ok


def test_a_rule_says_what_it_accepts_and_what_it_is_for():
    declared = RULES["_taller_than"]

    assert list(declared.parameters) == ["centimetres"]
    assert declared.hints["centimetres"] is int
    assert declared.summary == "Is the person tall enough?"


def test_a_requirement_is_said_in_words_with_the_values_of_the_day():
    requirement = Requirement("_taller_than", {"centimetres": _Threshold()})

    assert requirement.says(ON) == "Mesurer au moins 160 cm."


def test_an_unknown_rule_is_named_with_its_neighbours():
    with pytest.raises(LookupError, match="_taller_than"):
        RULES["_taler_than"]


def test_an_examination_sorts_verdicts_and_raises_what_refuses():
    refusal = Requirement("_taller_than", {"centimetres": 160}).ask(10, on=ON)
    warning = Requirement("_taller_than", {"centimetres": 160}).ask(None, on=ON)
    examination = examine([refusal, warning, reminds("penser à la taille"), passes()])

    assert examination.refusals == (refusal,)
    assert examination.warnings == (warning,)
    assert [verdict.reason for verdict in examination.information] == ["penser à la taille"]
    assert not examination.allowed
    with pytest.raises(RuleBroken) as broken:
        examination.raise_if_refused()
    assert broken.value.verdicts == (refusal,)
    assert broken.value.message == "trop petit"


def test_an_examination_without_refusal_lets_pass():
    examination = examine([unsure("à vérifier")])

    assert examination.allowed
    examination.raise_if_refused()
