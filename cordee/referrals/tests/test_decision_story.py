"""S4-1, played exactly: pure, then through the database, a day after the other."""

from datetime import date

import pytest

from cordee.dossier.models import Deadline, Fact
from cordee.kernel.clock import Phase
from cordee.plumbing.context import acting_in
from cordee.referrals.decisions.rules import ORIENT, SIGN, Step, events_of
from cordee.referrals.tests.decision_factories import (
    asked_again,
    awaited,
    decided,
    departement,
    notified,
    on_day,
)
from tests import factories

INFORMED = date(2026, 10, 1)
TOLD, TOLD_AGAIN = date(2026, 11, 20), date(2026, 12, 5)


def test_as_plain_values():
    waiting = events_of([Step(INFORMED)])
    assert ORIENT.state(waiting, date(2026, 10, 28)).phase is Phase.RUNNING
    assert ORIENT.state(waiting, date(2026, 10, 29)).phase is Phase.SOON
    assert ORIENT.state(waiting, date(2026, 11, 12)).phase is Phase.LATE

    first = Step(INFORMED, decided_on=TOLD, notified_on=TOLD)
    assert SIGN.runs(events_of([first]))[0].due_on == date(2026, 12, 20)

    second = Step(is_reorientation=True, decided_on=TOLD_AGAIN, notified_on=TOLD_AGAIN)
    assert [run.due_on for run in SIGN.runs(events_of([first, second]))] == [
        date(2026, 12, 20),
        date(2027, 1, 5),
    ]


@pytest.fixture
def world(db):
    house = departement()
    return house, factories.person(house.coordinator, on=date(2026, 9, 1))


def standing(person):
    return {row.kind: row for row in Deadline.objects.filter(person=person, closed_on=None)}


def days(row):
    return row.warn_on, row.due_on, row.late_on


def test_through_the_database(world):
    house, person = world
    by = house.coordinator

    row = awaited(on_day(by, INFORMED), person, INFORMED)
    with acting_in(by.context()):
        kept = standing(person)
        assert days(kept["orienter"]) == (date(2026, 10, 29), date(2026, 11, 12), date(2026, 11, 12))

    row = decided(on_day(by, TOLD), row, TOLD)
    with acting_in(by.context()):
        assert standing(person) == {}

    row = notified(on_day(by, TOLD), row, TOLD)
    with acting_in(by.context()):
        assert standing(person)["contrat"].due_on == date(2026, 12, 20)

    again = asked_again(on_day(by, TOLD_AGAIN), row, TOLD_AGAIN)
    with acting_in(by.context()):
        assert standing(person)["contrat"].due_on == date(2026, 12, 20), "asked only: the month goes on"

    again = decided(on_day(by, TOLD_AGAIN), again, TOLD_AGAIN)
    with acting_in(by.context()):
        assert standing(person) == {}, "interrupted"
        assert Deadline.objects.get(person=person, kind="contrat").closing == "interrupted"

    notified(on_day(by, TOLD_AGAIN), again, TOLD_AGAIN)
    with acting_in(by.context()):
        assert standing(person)["contrat"].due_on == date(2027, 1, 5)
        rows = Deadline.objects.filter(person=person, kind="contrat").order_by("due_on")
        assert [one.due_on for one in rows] == [date(2026, 12, 20), date(2027, 1, 5)], "both are kept"
        kinds = Fact.objects.filter(person=person).exclude(kind="person_registered").order_by("day", "id")
        assert list(kinds.values_list("kind", flat=True)) == [
            "rsa_information_received",
            "orientation_decided",
            "orientation_notified",
            "reorientation_asked",
            "reoriented",
            "orientation_notified",
        ]
