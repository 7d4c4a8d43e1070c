"""Delays: both sides of each day, interruptions, restarts, and the history they keep."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.clock import Clock, Delay, Ending, Event, Phase

ORIENTATION = Clock(
    code="orientation",
    start=frozenset({"rsa_information_received"}),
    stop=frozenset({"orientation_notified"}),
    due=Delay(weeks=6),
    warn_after=Delay(days=28),
    late_after=Delay(days=42),
)
CONTRACT = Clock(
    code="contract",
    start=frozenset({"orientation_notified"}),
    stop=frozenset({"contract_signed"}),
    due=Delay(months=1),
    warn_after=Delay(days=20),
    interruption=frozenset({"pathway_suspended"}),
    restart=frozenset({"pathway_resumed"}),
)
SILENCE = Clock(
    code="silence",
    start=frozenset({"contact_noted", "pathway_opened"}),
    stop=frozenset({"pathway_closed"}),
    due=Delay(days=30),
    warn_before=Delay(days=5),
)


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 9, 30), Phase.NOT_STARTED),
        (date(2026, 10, 1), Phase.RUNNING),
        (date(2026, 10, 28), Phase.RUNNING),
        (date(2026, 10, 29), Phase.SOON),
        (date(2026, 11, 11), Phase.SOON),
        (date(2026, 11, 12), Phase.LATE),
        (date(2027, 11, 12), Phase.LATE),
    ],
)
def test_orientation_within_six_weeks(on, phase):
    events = [Event("rsa_information_received", date(2026, 10, 1))]

    assert ORIENTATION.state(events, on).phase is phase


@pytest.mark.parametrize(
    ("notified", "due", "late"),
    [
        (date(2026, 2, 20), date(2026, 3, 20), date(2026, 3, 21)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 1)),
        (date(2026, 11, 20), date(2026, 12, 20), date(2026, 12, 21)),
    ],
)
def test_contract_within_a_month_date_to_date(notified, due, late):
    run = CONTRACT.state([Event("orientation_notified", notified)], late).run

    assert (run.due_on, run.late_on) == (due, late)
    assert run.phase(due) is Phase.SOON
    assert run.phase(late) is Phase.LATE


def test_a_new_orientation_starts_a_whole_new_month_and_keeps_the_first():
    events = [
        Event("orientation_notified", date(2026, 11, 20)),
        Event("orientation_notified", date(2026, 12, 5)),
    ]

    first, second = CONTRACT.runs(events)

    assert first.due_on == date(2026, 12, 20)
    assert (first.ended_on, first.ending) == (date(2026, 12, 5), Ending.RESTART)
    assert second.due_on == date(2027, 1, 5)
    assert CONTRACT.state(events, date(2026, 12, 21)).phase is Phase.RUNNING


def test_what_is_not_known_yet_on_the_day_is_left_out():
    events = [Event("orientation_notified", date(2026, 11, 20)), Event("contract_signed", date(2026, 12, 10))]

    assert CONTRACT.state(events, date(2026, 12, 9)).phase is Phase.RUNNING
    assert CONTRACT.state(events, date(2026, 12, 10)).phase is Phase.DONE


@pytest.mark.parametrize(
    ("signed", "phase"),
    [(date(2026, 12, 20), Phase.DONE), (date(2026, 12, 21), Phase.DONE_LATE)],
)
def test_meeting_a_delay_on_its_last_day_is_in_time(signed, phase):
    events = [Event("orientation_notified", date(2026, 11, 20)), Event("contract_signed", signed)]

    assert CONTRACT.state(events, date(2027, 6, 1)).phase is phase


def test_an_interruption_stops_the_delay_and_a_resumption_begins_a_whole_one():
    events = [
        Event("orientation_notified", date(2026, 11, 20)),
        Event("pathway_suspended", date(2026, 12, 1)),
        Event("pathway_resumed", date(2027, 2, 1)),
    ]

    assert CONTRACT.state(events, date(2027, 1, 15)).phase is Phase.INTERRUPTED
    assert CONTRACT.state(events, date(2027, 2, 1)).run.due_on == date(2027, 3, 1)


def test_a_resumption_without_an_interruption_starts_nothing():
    signed = [
        Event("orientation_notified", date(2026, 11, 20)),
        Event("contract_signed", date(2026, 11, 25)),
        Event("pathway_suspended", date(2026, 12, 1)),
        Event("pathway_resumed", date(2027, 2, 1)),
    ]

    assert CONTRACT.state(signed, date(2027, 2, 2)).phase is Phase.DONE
    assert CONTRACT.state([Event("pathway_resumed", date(2027, 2, 1))], date(2027, 2, 2)).run is None


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 11, 5), Phase.RUNNING),
        (date(2026, 11, 6), Phase.SOON),
        (date(2026, 11, 11), Phase.SOON),
        (date(2026, 11, 12), Phase.LATE),
    ],
)
def test_silence_is_counted_from_the_last_contact(on, phase):
    events = [Event("pathway_opened", date(2026, 9, 1)), Event("contact_noted", date(2026, 10, 12))]

    assert SILENCE.state(events, on).phase is phase


def test_contacts_noted_after_the_fact_are_put_back_in_order():
    events = [Event("contact_noted", date(2026, 10, 12)), Event("pathway_opened", date(2026, 9, 1))]

    assert SILENCE.state(events, date(2026, 10, 12)).run.started_on == date(2026, 10, 12)


def test_a_warning_never_comes_before_the_start():
    short = Clock("c", frozenset({"a"}), frozenset({"b"}), Delay(days=3), warn_before=Delay(months=1))

    assert short.begin(date(2026, 1, 10)).warn_on == date(2026, 1, 10)


def test_without_a_warning_one_passes_from_running_to_late():
    plain = Clock("c", frozenset({"a"}), frozenset({"b"}), Delay(days=3)).begin(date(2026, 1, 10))

    assert plain.phase(date(2026, 1, 13)) is Phase.RUNNING
    assert plain.phase(date(2026, 1, 14)) is Phase.LATE


@pytest.mark.parametrize("wrong", [{}, {"days": 1, "weeks": 1}, {"months": -1}])
def test_a_delay_is_one_number_of_one_unit(wrong):
    with pytest.raises(ValueError):
        Delay(**wrong)


@pytest.mark.parametrize(
    ("delay", "label"),
    [
        (Delay(days=1), "1 jour"),
        (Delay(days=30), "30 jours"),
        (Delay(weeks=1), "1 semaine"),
        (Delay(weeks=6), "6 semaines"),
        (Delay(months=1), "1 mois"),
    ],
)
def test_a_delay_is_said_in_words(delay, label):
    assert delay.label == label


def test_nothing_starts_before_the_text_came_into_force():
    law = replace(CONTRACT, applies_from=date(2025, 1, 1))

    assert law.runs([Event("orientation_notified", date(2024, 12, 31))]) == ()
    assert len(law.runs([Event("orientation_notified", date(2025, 1, 1))])) == 1


KINDS = st.sampled_from(
    ["orientation_notified", "contract_signed", "pathway_suspended", "pathway_resumed", "other"]
)
EVENTS = st.lists(st.builds(Event, KINDS, st.dates()), max_size=12)


@given(EVENTS, st.dates())
def test_at_most_one_delay_runs_and_they_follow_one_another(events, on):
    runs = CONTRACT.runs(events)

    assert [run for run in runs[:-1] if run.ended_on is None] == []
    assert list(runs) == sorted(runs, key=lambda run: run.started_on)
    assert CONTRACT.state(events, on).phase in Phase
