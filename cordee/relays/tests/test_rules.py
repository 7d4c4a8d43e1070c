"""Both sides of every bound: what must hold before anything leaves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.partitions import Partition
from cordee.relays.enums import OUT, Dimension, part_of
from cordee.relays.moves import RELAYS
from cordee.relays.rules import (
    Consent,
    address_stays,
    agreed,
    default_end,
    end_within,
    is_late,
    longest_end,
    next_look,
    partner_open,
    recipient_named,
    stays_in,
)

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(2021, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("consent", "holds"),
    [
        (Consent(TODAY, TODAY, "spoken"), True),
        (Consent(TODAY - DAY, TODAY, "spoken"), True),
        (Consent(TODAY - DAY, TODAY - DAY, "spoken"), False),
        (Consent(TODAY + DAY, TODAY + DAY, "spoken"), False),
        (Consent(TODAY, TODAY, ""), False),
        (Consent(None, None, "spoken"), False),
        (Consent(TODAY, TODAY, "spoken", withdrawn_on=TODAY), False),
    ],
)
def test_nothing_leaves_without_an_agreement_in_force(consent, holds):
    verdict = agreed(consent, today=TODAY)

    assert verdict.ok is holds and verdict.rule == "DPO-03"
    assert verdict.refuses is not holds
    assert "L1110-4" in verdict.source


def test_an_agreement_lasts_ninety_days_unless_said():
    assert default_end(date(2026, 1, 1)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("until", "holds"),
    [(TODAY - DAY, False), (TODAY, True), (date(2027, 3, 2), True), (date(2027, 3, 3), False)],
)
def test_an_agreement_ends_within_twelve_months(until, holds):
    assert end_within(TODAY, until).ok is holds


def test_an_agreement_given_on_29_february_ends_a_year_later():
    assert longest_end(date(2028, 2, 29)) == date(2029, 2, 28)


@given(DAYS)
def test_the_usual_end_is_always_within_the_longest(on):
    assert on < default_end(on) < longest_end(on)
    assert end_within(on, default_end(on)).ok


@pytest.mark.parametrize(
    ("name", "email", "by_mail", "holds"),
    [("Mme Diallo", "d@x.fr", True, True), ("Mme Diallo", "", False, True), ("Mme Diallo", "", True, False),
     ("  ", "d@x.fr", True, False), ("", "", False, False)],
)  # fmt: skip
def test_one_sends_to_somebody(name, email, by_mail, holds):
    assert recipient_named(name, email, by_mail=by_mail).ok is holds


HEALTH, PROTECTED, SOCIAL = Partition.HEALTH, Partition.PROTECTED, Partition.SOCIAL


@pytest.mark.parametrize(
    ("chosen", "named", "holds"),
    [
        ([SOCIAL], Partition(0), True),
        ([SOCIAL, HEALTH], Partition(0), False),
        ([SOCIAL, HEALTH], HEALTH, True),
        ([HEALTH], PROTECTED, False),
        ([HEALTH, PROTECTED], HEALTH, False),
        ([HEALTH, PROTECTED], HEALTH | PROTECTED, True),
        ([], Partition(0), True),
    ],
)
def test_health_and_justice_stay_unless_named(chosen, named, holds):
    verdict = stays_in(chosen, named)

    assert verdict.ok is holds and verdict.rule == "DIA-07"


@pytest.mark.parametrize(
    ("is_protected", "kinds", "holds"),
    [(True, ["phone"], True), (True, ["phone", "address"], False), (False, ["address"], True)],
)
def test_no_address_leaves_while_one_is_protected(is_protected, kinds, holds):
    assert address_stays(is_protected, kinds).ok is holds


@pytest.mark.parametrize(
    ("closed_on", "holds"), [(None, True), (TODAY + DAY, True), (TODAY, False), (TODAY - DAY, False)]
)
def test_nobody_is_sent_to_a_partner_that_has_closed(closed_on, holds):
    assert partner_open(closed_on, TODAY).ok is holds


@pytest.mark.parametrize(
    ("state", "until", "day"),
    [
        ("sent", None, TODAY + 30 * DAY),
        ("read", date(2026, 12, 1), TODAY + 30 * DAY),
        ("sent", TODAY + 10 * DAY, TODAY + 10 * DAY),
        ("accepted", None, TODAY + 30 * DAY),
        ("needs_more", None, TODAY + 7 * DAY),
        ("refused", None, TODAY + 7 * DAY),
        ("done", None, None),
        ("withdrawn", None, None),
    ],
)
def test_when_one_looks_again(state, until, day):
    assert next_look(state, TODAY, TODAY, until) == day


def test_the_reminder_counts_from_the_sending_not_from_the_reading():
    assert next_look("read", TODAY + 20 * DAY, TODAY, None) == TODAY + 30 * DAY


@pytest.mark.parametrize(("after", "late"), [(29, False), (30, False), (31, True)])
def test_late_is_the_day_after(after, late):
    assert is_late("sent", TODAY, TODAY, None, today=TODAY + after * DAY) is late


@given(st.sampled_from(OUT), DAYS, st.integers(0, 400))
def test_what_is_out_is_always_looked_at_again(state, sent_on, lasts):
    day = next_look(state, sent_on, sent_on, sent_on + lasts * DAY)

    assert day is not None and sent_on <= day <= sent_on + lasts * DAY


def test_every_dimension_has_its_part():
    assert part_of(Dimension.CARE) == HEALTH and part_of(Dimension.PROTECTION) == PROTECTED
    assert {part_of(code) for code in Dimension.values} == {SOCIAL, Partition.EMPLOYMENT, HEALTH, PROTECTED}


def test_the_table_of_moves_holds():
    assert list(RELAYS.problems()) == []
