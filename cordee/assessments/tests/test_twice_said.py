"""A residence permit noted in the situation and kept as a paper: one end, the later one, whatever the order."""

from datetime import timedelta

import pytest

from cordee.assessments.actions import Said
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import RESIDENCE_PERMIT
from cordee.assessments.enums import State
from cordee.assessments.tests.test_situation import note, permit, shown
from cordee.dossier.models import Deadline
from cordee.papers.actions import bring_paper_back, remove_paper
from cordee.papers.tests.test_papers import add
from cordee.plumbing.context import acting_in, system_context
from tests import factories

SLOT = ("permit", 0)


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    factories.pathway(house, found)
    return found


def say(house, person, days, **more):
    answer = permit(house.referent.today + timedelta(days=days), **more) if days else Answer(State.NO)
    try:
        before = shown(house.referent, person, RESIDENCE_PERMIT, SLOT)
    except KeyError:
        before = None
    note(house, person, RESIDENCE_PERMIT, {SLOT: Said(answer, before)})


def scan(house, person, days, *, by=None):
    return add(house, person, by=by, valid_until=house.referent.today + timedelta(days=days))


def ends(house):
    """(of what, in how many days) of every end still awaited."""
    with acting_in(system_context(house.organisation.pk, because="test")):
        rows = Deadline.objects.filter(closed_on=None, thing_kind__in=("situation", "paper"))
        return [(row.thing_kind, (row.due_on - house.referent.today).days) for row in rows]


@pytest.mark.parametrize("first", ["said", "scanned"])
@pytest.mark.parametrize(
    ("said", "scanned", "stands"),
    [(100, 100, ("paper", 100)), (99, 100, ("paper", 100)), (101, 100, ("situation", 101))],
)
def test_the_later_end_stands_whichever_was_written_first(house, person, first, said, scanned, stands):
    steps = [lambda: say(house, person, said), lambda: scan(house, person, scanned)]
    for step in steps if first == "said" else reversed(steps):
        step()

    assert ends(house) == [stands]


def test_a_paper_added_by_who_does_not_read_the_situation_counts_too(house, person):
    say(house, person, 50)
    scan(house, person, 90, by=house.secretary)

    assert ends(house) == [("paper", 90)]


def test_the_paper_gone_what_was_said_is_awaited_again_and_back_it_stands(house, person):
    say(house, person, 50)
    paper = scan(house, person, 90)
    with acting_in(house.coordinator.context()):
        remove_paper(paper, by=house.coordinator)
    assert ends(house) == [("situation", 50)]

    with acting_in(house.coordinator.context()):
        bring_paper_back(paper, by=house.coordinator)
    assert ends(house) == [("paper", 90)]


def test_said_to_be_over_the_paper_stays_alone(house, person):
    scan(house, person, 90)
    say(house, person, 120)
    assert ends(house) == [("situation", 120)]

    say(house, person, 0)
    assert ends(house) == [("paper", 90)]


def test_another_paper_or_another_person_gives_way_to_nothing(house, person):
    say(house, person, 50)
    add(house, person, kind="identity", valid_until=house.referent.today + timedelta(days=90))
    scan(house, factories.person(house.referent), 40)

    assert sorted(ends(house)) == [("paper", 40), ("paper", 90), ("situation", 50)]
