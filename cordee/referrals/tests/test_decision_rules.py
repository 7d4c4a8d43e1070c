"""What the law answers to a decision: both sides of every bound."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cordee.kernel.clock import Phase
from cordee.referrals.decisions import rules
from cordee.referrals.decisions.enums import DIFFICULTIES, Criterion, Lane
from cordee.referrals.decisions.rules import ORIENT, SIGN, DecisionFacts, Step, events_of

INFORMED = date(2026, 10, 1)
RIGHT = DecisionFacts(
    on=date(2026, 10, 20),
    information_on=INFORMED,
    authority="departement",
    criteria=frozenset({"aspirations"}),
    lane="social",
    body="departement",
)


def answers(**changes):
    """(refusals, warnings) by number, of a decision right in everything but these."""
    examination = rules.examine_decision(replace(RIGHT, **changes))
    return [v.rule for v in examination.refusals], [v.rule for v in examination.warnings]


def test_a_right_decision_is_only_reminded_of_its_notification():
    examination = rules.examine_decision(RIGHT)

    assert (examination.refusals, examination.warnings) == ((), ())
    assert [verdict.rule for verdict in examination.information] == ["RSA-07"]


def test_every_answer_names_its_rule_and_its_text():
    for verdict in rules.examine_decision(DecisionFacts(on=INFORMED)).verdicts:
        assert verdict.rule.startswith("RSA-0")
        assert verdict.source


@pytest.mark.parametrize(
    ("changes", "refused", "warned"),
    [
        # RSA-01: the thirtieth day is still within the delay
        ({"on": INFORMED + timedelta(days=30)}, [], []),
        ({"on": INFORMED + timedelta(days=31)}, [], ["RSA-01"]),
        ({"on": INFORMED + timedelta(days=31), "ft_identifier": "1234567A"}, [], []),
        ({"on": INFORMED + timedelta(days=31), "information_on": None}, [], []),
        # RSA-02
        ({"authority": "france_travail"}, [], []),
        ({"authority": ""}, ["RSA-02"], []),
        ({"authority": "mission_locale"}, ["RSA-02"], []),
        ({"authority": "cap_emploi", "delegation": "  "}, ["RSA-02"], []),
        ({"authority": "delegate", "delegation": "2026-14"}, [], []),
        ({"authority": "delegate", "delegation": "2026-14", "delegation_until": RIGHT.on}, [], []),
        (
            {"authority": "delegate", "delegation": "2026-14", "delegation_until": RIGHT.on - timedelta(days=1)},
            ["RSA-02"],
            [],
        ),
        # RSA-03
        ({"criteria": frozenset()}, ["RSA-03"], []),
        ({"criteria": frozenset({"unheard_of"})}, ["RSA-03"], []),
        ({"criteria": frozenset({"health"}), "lane": "socio_pro"}, [], []),
        ({"criteria": frozenset({"health"}), "lane": "pro"}, [], ["RSA-03"]),
        ({"criteria": frozenset({"health"}), "lane": "pro", "is_justified": True}, [], []),
        ({"criteria": frozenset({"qualification"}), "lane": "pro"}, [], []),
        # RSA-04: the last day of a convention is included
        ({"body": ""}, ["RSA-04"], []),
        ({"body": "delegate"}, ["RSA-04"], []),
        ({"body": "delegate", "convention": "C-14"}, [], []),
        ({"body": "delegate", "convention": "C-14", "convention_until": RIGHT.on}, [], []),
        (
            {"body": "delegate", "convention": "C-14", "convention_until": RIGHT.on - timedelta(days=1)},
            [],
            ["RSA-04"],
        ),
        ({"body": "decree"}, [], []),
        # RSA-05
        ({"lane": ""}, ["RSA-05"], []),
        ({"lane": "autre"}, ["RSA-05"], []),
        # RSA-06: six weeks are forty-two days
        ({"on": date(2026, 11, 11), "ft_identifier": "1234567A"}, [], []),
        ({"on": date(2026, 11, 12), "ft_identifier": "1234567A"}, [], ["RSA-06"]),
        (
            {"on": date(2026, 11, 12), "ft_identifier": "1234567A", "authority": "france_travail"},
            [],
            [],
        ),
        ({"on": date(2026, 11, 12), "ft_identifier": "1234567A", "is_reorientation": True}, [], []),
    ],
)  # fmt: skip
def test_what_refuses_and_what_warns(changes, refused, warned):
    assert answers(**changes) == (refused, warned)


def test_before_the_text_came_into_force_nothing_goes_to_france_travail():
    assert not rules.is_for_france_travail(date(2024, 12, 31), on=date(2025, 6, 1))
    assert rules.is_for_france_travail(date(2025, 1, 1), on=date(2025, 2, 12))
    assert not rules.is_for_france_travail(date(2025, 1, 1), on=date(2025, 2, 11))


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("12345678", True),
        ("1234567A", True),
        ("1234567 a", True),
        ("12345678901", True),
        ("123 456 789 01", True),
        ("1234567", False),
        ("123456789", False),
        ("123456AB", False),
        ("1234567É", False),
        ("1234567890A", False),
        ("123456789012", False),
        ("", False),
    ],
)
def test_the_identifier_of_france_travail(typed, is_one):
    assert rules.is_ft_identifier(rules.ft_identifier_as_kept(typed)) is is_one


@pytest.mark.parametrize(("text", "holds"), [("2C 123", True), ("", False), ("  ", False)])
def test_a_notification_carries_its_proof(text, holds):
    assert rules.proof(text).ok is holds
    assert rules.proof(text).rule == "RSA-07"


def test_only_a_departement_decides():
    assert rules.decides("departement")
    assert not any(rules.decides(kind) for kind in ("ccas", "association", "gcms", "training", ""))


def test_the_words_of_the_rules_are_those_of_the_lists():
    assert set(rules.LANES) == set(Lane.values)
    assert set(rules.CRITERIA) == set(Criterion.values)
    assert rules.DIFFICULTIES == DIFFICULTIES


class TestTheSixWeeks:
    @pytest.mark.parametrize(
        ("on", "phase"),
        [
            (date(2026, 10, 28), Phase.RUNNING),
            (date(2026, 10, 29), Phase.SOON),
            (date(2026, 11, 11), Phase.SOON),
            (date(2026, 11, 12), Phase.LATE),
        ],
    )
    def test_warned_at_four_weeks_late_at_six(self, on, phase):
        assert ORIENT.state(events_of([Step(INFORMED)]), on).phase is phase

    def test_a_decision_ends_them(self):
        events = events_of([Step(INFORMED, decided_on=date(2026, 11, 5))])

        assert ORIENT.state(events, date(2027, 1, 1)).phase is Phase.DONE

    def test_a_new_opening_starts_them_again_a_reorientation_does_not(self):
        again = Step(date(2027, 3, 1))
        other = Step(date(2027, 3, 1), is_reorientation=True)
        first = Step(INFORMED, decided_on=INFORMED)

        assert len(ORIENT.runs(events_of([first, again]))) == 2
        assert len(ORIENT.runs(events_of([first, other]))) == 1


class TestTheMonth:
    @pytest.mark.parametrize(
        ("told", "due"),
        [
            (date(2026, 2, 20), date(2026, 3, 20)),
            (date(2026, 1, 31), date(2026, 2, 28)),
            (date(2028, 1, 31), date(2028, 2, 29)),
            (date(2028, 2, 29), date(2028, 3, 29)),
            (date(2026, 12, 15), date(2027, 1, 15)),
        ],
    )
    def test_date_to_date_late_the_day_after(self, told, due):
        events = events_of([Step(decided_on=told, notified_on=told)])

        assert SIGN.state(events, due).phase is Phase.SOON
        assert SIGN.state(events, due + timedelta(days=1)).phase is Phase.LATE
        assert SIGN.runs(events)[-1].due_on == due

    def test_warned_the_twentieth_day(self):
        told = date(2026, 11, 20)
        events = events_of([Step(decided_on=told, notified_on=told)])

        assert SIGN.state(events, told + timedelta(days=19)).phase is Phase.RUNNING
        assert SIGN.state(events, told + timedelta(days=20)).phase is Phase.SOON

    def test_nothing_without_a_notification(self):
        assert SIGN.runs(events_of([Step(INFORMED, decided_on=INFORMED)])) == ()

    def test_a_contract_answers_it_even_the_same_day(self):
        told = date(2026, 11, 20)
        events = events_of([Step(decided_on=told, notified_on=told)], [told])

        assert SIGN.state(events, told).phase is Phase.DONE

    def test_another_orientation_interrupts_and_its_notification_starts_again(self):
        first = Step(INFORMED, decided_on=date(2026, 11, 20), notified_on=date(2026, 11, 20))
        second = Step(is_reorientation=True, decided_on=date(2026, 12, 1))

        between = SIGN.state(events_of([first, second]), date(2026, 12, 31))
        assert between.phase is Phase.INTERRUPTED

        runs = SIGN.runs(events_of([first, replace(second, notified_on=date(2026, 12, 5))]))
        assert [run.due_on for run in runs] == [date(2026, 12, 20), date(2027, 1, 5)]
