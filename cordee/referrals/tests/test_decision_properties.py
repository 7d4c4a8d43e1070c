"""What holds of the two delays whatever the days: no deadline is lost, none goes back."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.clock import Ending, Phase
from cordee.referrals.decisions.rules import ORIENT, SIGN, Step, events_of

days = st.dates(min_value=date(2025, 1, 1), max_value=date(2060, 12, 31))
gaps = st.integers(min_value=0, max_value=400)


@st.composite
def lines(draw):
    """A line of decisions: an opening, then re-orientations, each decided and told after the one before."""
    day = draw(days)
    steps = [Step(information_on=day)]
    for rank in range(draw(st.integers(min_value=1, max_value=5))):
        decided = day + timedelta(days=draw(gaps))
        told = decided + timedelta(days=draw(gaps))
        step = Step(day if rank == 0 else None, rank > 0, decided, told)
        steps = [step] if rank == 0 else [*steps, step]
        day = told
    return steps


@given(days, days)
def test_the_later_one_is_told_the_later_the_contract_is_due(one, other):
    earlier, later = sorted((one, other))

    due = [
        SIGN.runs(events_of([Step(decided_on=day, notified_on=day)]))[0].due_on for day in (earlier, later)
    ]
    assert due[0] <= due[1]


@given(days)
def test_a_month_is_a_month(day):
    run = SIGN.begin(day)

    assert 28 <= (run.due_on - day).days <= 31
    assert run.warn_on <= run.due_on < run.late_on
    assert (run.late_on - run.due_on).days == 1


@given(days)
def test_six_weeks_are_six_weeks(day):
    run = ORIENT.begin(day)

    assert (run.due_on - day).days == 42
    assert (run.warn_on - day).days == 28


@given(lines())
def test_a_new_start_never_loses_a_deadline(line):
    runs = SIGN.runs(events_of(line))

    assert [run.started_on for run in runs] == [step.notified_on for step in line]
    assert all(run.ending is not None for run in runs[:-1])
    assert runs[-1].ended_on is None


@given(lines())
def test_only_another_orientation_ends_a_month_without_a_contract(line):
    for run in SIGN.runs(events_of(line)):
        assert run.ending in (None, Ending.INTERRUPTION, Ending.RESTART)


@given(lines(), gaps)
def test_a_contract_stops_the_last_month_and_no_other(line, after):
    signed = line[-1].notified_on + timedelta(days=after)
    last = SIGN.runs(events_of(line, [signed]))[-1]

    assert last.ending is Ending.STOP
    assert last.phase(signed) in (Phase.DONE, Phase.DONE_LATE)
    assert (last.phase(signed) is Phase.DONE) == (signed <= last.due_on)


@given(lines())
def test_the_six_weeks_run_once_whatever_comes_after(line):
    runs = ORIENT.runs(events_of(line))

    assert len(runs) == 1
    assert runs[0].ended_on == line[0].decided_on
