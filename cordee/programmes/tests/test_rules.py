"""The rules of entry: tables of cases, both sides of every bound, and what is not known."""

from datetime import date

import pytest

from cordee.kernel.dates import BirthDate
from cordee.kernel.verdict import RULES, Requirement, Severity
from cordee.programmes import rules
from cordee.programmes.facts import AdmissionFacts, PathwayFacts

ON = date(2026, 11, 22)
OK, REFUSES, WARNS = "ok", "refuses", "warns"


def answer(verdict):
    return OK if verdict.ok else REFUSES if verdict.refuses else WARNS


def facts(on=ON, **known):
    return PathwayFacts(on=on, **known)


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        (BirthDate(2010, 11, 23), ON, REFUSES),
        (BirthDate(2010, 11, 22), ON, OK),
        (BirthDate(2010, 11, 21), ON, OK),
        (BirthDate(2000, 11, 23), ON, OK),
        (BirthDate(2000, 11, 22), ON, REFUSES),
        (BirthDate(2008, 2, 29), date(2024, 2, 28), REFUSES),
        (BirthDate(2008, 2, 29), date(2024, 2, 29), OK),
        (BirthDate(2009, 2, 28), date(2025, 2, 28), OK),
        (BirthDate(2008, 2, 29), date(2034, 2, 28), OK),
        (BirthDate(2008, 2, 29), date(2034, 3, 1), REFUSES),
        (BirthDate(2010, 11), ON, WARNS),
        (BirthDate(2010, 12), ON, REFUSES),
        (BirthDate(2010, 10), ON, OK),
        (BirthDate(2010), ON, WARNS),
        (BirthDate(2005), ON, OK),
        (BirthDate(2000), ON, WARNS),
        (BirthDate(1990), ON, REFUSES),
        (BirthDate(), ON, WARNS),
    ],
)
def test_age_within_sixteen_and_twenty_six(birth, on, expected):
    assert answer(rules.age_within(facts(on, birth=birth), at_least=16, below=26)) == expected


def test_age_may_have_one_bound_only():
    old = facts(birth=BirthDate(1930))

    assert rules.age_within(old, at_least=16).ok
    assert answer(rules.age_within(old, below=30)) == REFUSES
    assert RULES["age_within"].says(at_least=16) == "Avoir au moins 16 ans."
    assert RULES["age_within"].says(below=30) == "Avoir moins de 30 ans."
    assert RULES["age_within"].says(at_least=16, below=30) == "Avoir au moins 16 ans et moins de 30 ans."


@pytest.mark.parametrize(
    ("received", "expected"),
    [(None, REFUSES), (date(2026, 11, 21), OK), (ON, OK), (date(2026, 11, 23), REFUSES)],
)
def test_an_orientation_counts_from_the_day_it_is_received(received, expected):
    assert answer(rules.orientation_recorded(facts(orientation_on=received))) == expected


@pytest.mark.parametrize(
    ("decision", "expected", "says"),
    [
        (None, REFUSES, "à prononcer par la commission"),
        (AdmissionFacts("admitted", date(2026, 11, 21)), OK, ""),
        (AdmissionFacts("admitted", ON), OK, ""),
        (AdmissionFacts("admitted", date(2026, 11, 23)), REFUSES, "à prononcer"),
        (AdmissionFacts("admitted", date(2026, 11, 1), ON), OK, ""),
        (
            AdmissionFacts("admitted", date(2026, 11, 1), date(2026, 11, 23)),
            REFUSES,
            "prend effet le 23 novembre",
        ),
        (AdmissionFacts("adjourned", date(2026, 11, 1)), REFUSES, "n’est pas une admission"),
        (AdmissionFacts("refused", date(2026, 11, 1)), REFUSES, "n’est pas une admission"),
        (AdmissionFacts("redirected", date(2026, 11, 1)), REFUSES, "n’est pas une admission"),
    ],
)
def test_an_admission_opens_the_way_from_the_day_it_takes_effect(decision, expected, says):
    verdict = rules.admission_decided(facts(admission=decision), by="la commission")

    assert answer(verdict) == expected
    assert says in verdict.reason


@pytest.mark.parametrize(
    ("authority", "delegated", "expected"),
    [
        ("", False, WARNS),
        ("departement", False, OK),
        ("france_travail", False, OK),
        ("mission_locale", False, REFUSES),
        ("mission_locale", True, OK),
    ],
)
def test_only_an_entitled_authority_decides(authority, delegated, expected):
    known = facts(deciding_authority=authority, delegation_recorded=delegated)

    assert answer(rules.decision_named_authority(known, among=("departement", "france_travail"))) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [(None, WARNS), (frozenset(), REFUSES), (frozenset({"aah"}), REFUSES), (frozenset({"rsa", "aah"}), OK)],
)
def test_resources_not_known_only_warn(resources, expected):
    assert answer(rules.receives(facts(resources=resources), any_of=("rsa",))) == expected


@pytest.mark.parametrize(("recognised", "expected"), [(None, WARNS), (False, REFUSES), (True, OK)])
def test_a_recognition_not_known_only_warns(recognised, expected):
    assert answer(rules.disability_recognised(facts(disability_recognised=recognised))) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [(None, WARNS), (frozenset(), WARNS), (frozenset({"a"}), WARNS), (frozenset({"a", "b", "c"}), OK)],
)
def test_missing_papers_warn_and_never_refuse(received, expected):
    verdict = rules.papers_received(facts(papers_received=received), papers=("a", "b"), label="A et B")

    assert answer(verdict) == expected
    assert verdict.ok or "A et B" in verdict.reason


@pytest.mark.parametrize(
    ("rule", "missing", "present"),
    [
        ("prescriber_known", {}, {"prescriber_named": True}),
        ("wishes_recorded", {}, {"wishes_recorded": True}),
        ("exit_orientation_foreseen", {}, {"exit_target": "logement"}),
    ],
)
def test_what_is_written_down_satisfies(rule, missing, present):
    requirement = Requirement(rule, severity=Severity.WARN)

    assert answer(requirement.ask(facts(**missing), on=ON)) == WARNS
    assert answer(requirement.ask(facts(**present), on=ON)) == OK


def test_a_role_is_filled_when_somebody_holds_it():
    assert rules.role_filled(facts(circle=frozenset({"referent"})), role="referent", label="Référent").ok
    assert answer(rules.role_filled(facts(), role="referent", label="Référent")) == REFUSES


def test_reminders_only_tell():
    assert rules.reminder(facts(), text="Penser au trajet.").reason == "Penser au trajet."
    assert rules.reminder(facts(), text="Penser au trajet.").ok
    assert rules.no_prerequisite(facts()).ok


@pytest.mark.parametrize("name", [name for name in RULES if name in vars(rules)])
def test_every_rule_says_what_it_is(name):
    rule = RULES[name]
    values = {
        key: ("x",) if hint == tuple[str, ...] else "x"
        for key, hint in rule.hints.items()
        if key in rule.parameters
    }

    assert rule.code.startswith("ENT-")
    assert rule.summary
    assert rule.source
    assert name == "age_within" or rule.says(**values)


def test_numbers_of_rules_are_given_once():
    codes = [rule.code for name, rule in RULES.items() if name in vars(rules)]

    assert len(codes) == len(set(codes))
