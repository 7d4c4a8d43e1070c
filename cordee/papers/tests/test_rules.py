"""When the end of a paper is announced: both sides of every delay."""

from datetime import date, timedelta

import pytest

from cordee.papers.enums import BELONGS, Kind
from cordee.papers.rules import Expected, expected_of, warned_from

END = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("kind", "warned"),
    [
        ("residence", date(2027, 1, 30)),  # sixty days
        ("rqth", date(2026, 9, 30)),  # six months, at the end of a shorter one
        ("identity", date(2027, 3, 1)),  # thirty days
        ("other", date(2027, 3, 1)),
    ],
)
def test_the_end_is_announced_in_time(kind, warned):
    assert warned_from(kind, END) == warned
    assert expected_of(kind, END, None) == Expected(warned, END)


def test_a_leap_day_is_a_day():
    assert warned_from("rqth", date(2028, 2, 29)) == date(2027, 8, 29)


def test_a_paper_without_an_end_is_not_awaited():
    assert expected_of("identity", None, None) is None
    assert expected_of("identity", None, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2026, 12, 1), date(2027, 4, 1)),  # four months later, after the end
        (date(2026, 11, 1), END),  # four months fall before the end: effects last until then
        (date(2026, 10, 31), END),
    ],
)
def test_a_renewal_filed_moves_what_is_awaited(filed, due):
    assert expected_of("residence", END, filed) == Expected(due - timedelta(days=30), due, is_filed=True)


def test_every_kind_belongs_somewhere():
    assert set(BELONGS) == set(Kind)
