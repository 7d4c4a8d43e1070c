"""What the law asks of a contract: both sides of every bound."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.engagements import rules
from cordee.engagements.rules import ContentFacts, HoursFacts
from cordee.kernel.dates import Period, add_months

DAY = date(2026, 11, 29)


def hours(minutes, **more):
    return rules.weekly_hours(HoursFacts(DAY, minutes, **more))


LONE = {"ground": "childcare", "asked_by_person": True}


@pytest.mark.parametrize(
    ("minutes", "more", "holds"),
    [
        (15 * 60, {}, True),
        (15 * 60 - 1, {}, False),
        (8 * 60, {}, False),
        (8 * 60, {"reason": "   "}, False),
        (8 * 60, {"reason": "Soigne sa mère le matin"}, True),
        (1, {"reason": "Reprise très progressive"}, True),
        (0, {}, False),
        (0, {"reason": "Reprise très progressive"}, False),
        (0, {"ground": "health"}, False),
        (0, {"ground": "health", "asked_by_person": True}, True),
        (0, {"ground": "fatigue", "asked_by_person": True}, False),
        (0, {**LONE, "child_age": 9}, True),
        (0, {**LONE, "child_age": 11}, True),
        (0, {**LONE, "child_age": 12}, False),
        (0, {**LONE, "child_age": 13}, False),
        (0, {**LONE, "child_age": None}, False),
        (0, {**LONE, "child_age": 0}, True),
        (0, {"ground": "childcare", "child_age": 9}, False),
        (None, {}, False),
    ],
)
def test_hours_a_week(minutes, more, holds):
    verdict = hours(minutes, **more)

    assert verdict.ok is holds
    assert verdict.refuses is not holds
    assert (verdict.rule, "L5411-6" in verdict.source) == ("RSA-12", True)


def test_beyond_twenty_hours_is_told_and_beyond_thirty_five_is_a_warning():
    assert not hours(20 * 60).reason
    assert hours(20 * 60 + 1).reason
    assert hours(20 * 60 + 1).ok
    assert hours(35 * 60).ok
    assert hours(35 * 60 + 1).warns


WHOLE = ContentFacts(True, 1, 1, 1, True)
EVERYTHING = frozenset({"referent", "house", "person", "plan", "rights"})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (ContentFacts(False, 1, 1, 1, True), "référent"),
        (ContentFacts(True, 0, 1, 1, True), "de la structure"),
        (ContentFacts(True, 1, 0, 1, True), "de la personne"),
        (ContentFacts(True, 1, 1, 0, True), "objectif"),
        (ContentFacts(True, 1, 1, 1, False), "recours"),
    ],
)
def test_each_thing_missing_refuses_the_signature_and_is_named(facts, said):
    verdict = rules.content(facts, EVERYTHING)

    assert verdict.refuses
    assert said in verdict.reason
    assert rules.content(WHOLE, EVERYTHING).ok


def test_a_kind_only_asks_for_its_own_sections():
    assert rules.content(ContentFacts(False, 0, 1, 0, False), {"person"}).ok


@pytest.mark.parametrize(
    ("diagnoses", "holds"),
    [
        ([], False),
        ([DAY], True),
        ([DAY + timedelta(1)], False),
        ([DAY - timedelta(1), DAY + timedelta(9)], True),
    ],
)
def test_a_contract_is_signed_after_its_diagnosis(diagnoses, holds):
    verdict = rules.after_diagnosis(DAY, diagnoses)

    assert verdict.ok is holds
    assert verdict.refuses is not holds


@pytest.mark.parametrize(
    ("start", "end", "review", "holds"),
    [
        (DAY, DAY, DAY, True),
        (DAY, DAY - timedelta(1), DAY, False),
        (DAY, DAY + timedelta(180), DAY + timedelta(180), True),
        (DAY, DAY + timedelta(180), DAY + timedelta(181), False),
        (DAY, DAY + timedelta(180), DAY - timedelta(1), False),
        (DAY, None, DAY + timedelta(900), False),
        (DAY, DAY, None, False),
        (None, DAY, DAY, False),
    ],
)
def test_days_are_in_order(start, end, review, holds):
    assert rules.days_of(start, end, review, needs_end=True).ok is holds


def test_a_kind_without_an_end_does_not_ask_for_one():
    assert rules.days_of(DAY, None, DAY + timedelta(900), needs_end=False).ok


@pytest.mark.parametrize(
    ("end", "warns"),
    [
        (date(2026, 7, 13), True),
        (date(2026, 7, 14), False),
        (date(2027, 1, 14), False),
        (date(2027, 1, 15), True),
        (None, False),
    ],
)
def test_six_to_twelve_months_both_bounds_included(end, warns):
    verdict = rules.lasting(date(2026, 1, 15), end, least=6, most=12)

    assert verdict.warns is warns
    assert not verdict.refuses


A = Period(date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("wanted", "others", "holds"),
    [
        (A, [], True),
        (A, [Period(date(2026, 6, 30), None)], False),
        (A, [Period(date(2026, 7, 1), None)], True),
        (A, [Period(date(2025, 1, 1), date(2025, 12, 31))], True),
        (A, [Period(date(2025, 1, 1), date(2026, 1, 1))], False),
        (A, [Period(date(2020, 1, 1), None)], False),
        (Period(date(2026, 1, 1), None), [A], False),
        (Period(date(2026, 7, 1), None), [A], True),
    ],
)
def test_two_contracts_of_a_kind_do_not_share_a_day(wanted, others, holds):
    assert rules.no_overlap(wanted, others).ok is holds


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.integers(0, 500), DAYS, st.integers(0, 500))
def test_overlapping_is_the_same_asked_from_either_side(start, length, other_start, other_length):
    one = Period(start, start + timedelta(length))
    other = Period(other_start, other_start + timedelta(other_length))
    shared = max(one.start, other.start) <= min(one.end, other.end)

    assert rules.no_overlap(one, [other]).ok is rules.no_overlap(other, [one]).ok is not shared


def test_somebody_without_duties_is_not_bound_to_a_contract():
    assert rules.bound_to_conclude(rights_and_duties=False).reason
    assert rules.bound_to_conclude(rights_and_duties=False).ok
    assert not rules.bound_to_conclude(rights_and_duties=True).reason
    assert not rules.bound_to_conclude(rights_and_duties=None).reason


def test_the_reasonable_offer_is_set_within_six_months_but_in_the_social_lane():
    signed = date(2026, 8, 31)

    assert rules.reasonable_offer(signed, "pro") == (date(2027, 1, 31), date(2027, 2, 28))
    assert rules.reasonable_offer(signed, "socio_pro") is not None
    assert rules.reasonable_offer(signed, "social") is None


def test_the_social_lane_is_looked_at_again_after_six_months_twelve_with_a_ground():
    started = date(2026, 8, 31)

    assert rules.reexamined_by(started, [], extended=False)[0] == date(2027, 2, 28)
    assert rules.reexamined_by(started, ["housing"], extended=True)[0] == date(2027, 8, 31)
    day, verdict = rules.reexamined_by(started, ["convenience"], extended=True)
    assert day is None
    assert verdict.refuses


def test_everybody_has_a_contract_by_the_end_of_2026():
    assert rules.everybody_by() == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("ages", "protection", "needed", "may"),
    [
        ((42, 42), "", {"person"}, {"person"}),
        ((18, 18), "", {"person"}, {"person"}),
        ((17, 17), "", {"parent"}, {"person", "parent", "guardian"}),
        ((17, 18), "", {"person"}, {"person", "parent"}),
        (None, "", {"person"}, {"person", "parent"}),
        ((42, 42), "tutelle", {"guardian"}, {"person", "guardian"}),
        ((17, 17), "tutelle", {"guardian"}, {"person", "guardian"}),
        ((42, 42), "habilitation_familiale", {"guardian"}, {"person", "guardian"}),
        ((42, 42), "curatelle_simple", {"person"}, {"person", "guardian"}),
        ((42, 42), "curatelle_renforcee", {"person"}, {"person", "guardian"}),
        ((42, 42), "sauvegarde", {"person"}, {"person"}),
        ((42, 42), "mesure_accompagnement", {"person"}, {"person"}),
    ],
)
def test_who_signs_on_the_persons_side(ages, protection, needed, may):
    found = rules.signers(ages, protection)

    assert (set(found.needed), set(found.may)) == (needed, may)


def test_an_unknown_age_is_a_warning():
    assert rules.signers(None, "").verdict.warns
    assert rules.signers((17, 18), "").verdict.warns
    assert not rules.signers((18, 19), "").verdict.warns


def test_a_contract_is_signed_when_all_those_needed_have_signed():
    assert rules.is_complete({"person", "house"}, {"house", "person"})
    assert not rules.is_complete({"person", "house"}, {"house"})
    assert rules.is_complete({"parent"}, {"guardian"})
    assert not rules.is_complete({"guardian"}, {"parent"})
    assert not rules.is_complete({"guardian"}, {"person"})


@given(DAYS)
def test_the_reasonable_offer_warns_before_it_is_due(day):
    warn, due = rules.reasonable_offer(day, "pro")

    assert day < warn < due == add_months(day, 6)
