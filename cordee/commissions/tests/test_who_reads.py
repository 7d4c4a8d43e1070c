"""Who sits changes once the board is called: who leaves reads nothing more, who comes reads what is left."""

from datetime import timedelta

import pytest

from cordee.commissions import boards, holding, planning
from cordee.commissions.boards import HolderWanted
from cordee.commissions.tests.factories import (
    SITE,
    board_of,
    cheval_bleu,
    member,
    opened,
    sitting_of,
    waits,
)
from cordee.people.models import Person
from cordee.plumbing.context import acting_in, apply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_coordinator(house):
    """What is looked at beside a gesture is looked at by whoever coordinates."""
    apply(house.coordinator.context())


@pytest.fixture
def called(house):
    """(somebody whose situation is before a board called in three days, that board, who sits there with an account)."""
    version = cheval_bleu(house)
    board = board_of(house, version)
    person, _pathway = waits(house, version)
    sits, by = member(house), house.coordinator
    seat = board.seats.order_by("order").first()
    with acting_in(by.context()):
        boards.seat_holder(seat, HolderWanted("Membre", member=sits.member), by=by, on=by.today)
    sitting = sitting_of(house, board, day=by.today + timedelta(days=3))
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
    return person, board, sits


def reads(actor, person):
    with acting_in(actor.context()):
        return Person.objects.visible_to(actor).filter(pk=person.pk).exists()


def holder_of(board, sits):
    return board.seats.get(holders__member=sits.member).holders.get(member=sits.member)


def leaves(house, board, sits):
    boards.end_holder(holder_of(board, sits), by=house.coordinator, on=house.coordinator.today)


def college_closes(house, board, sits):
    boards.close_seat(holder_of(board, sits).seat, by=house.coordinator, on=house.coordinator.today)


@pytest.mark.parametrize("gone", [leaves, college_closes])
def test_who_leaves_the_board_reads_nothing_more(house, called, gone):
    person, board, sits = called
    assert reads(sits, person)

    with acting_in(house.coordinator.context()):
        gone(house, board, sits)

    assert not reads(sits, person)


def test_who_changes_college_goes_on_reading(house, called):
    person, board, sits = called
    by = house.coordinator

    with acting_in(by.context()):
        boards.change_college(
            holder_of(board, sits), by=by, seat=board.seats.last(), on=by.today + timedelta(days=1)
        )

    assert reads(sits, person)


def test_who_comes_after_the_call_reads_too(house, called):
    person, board, _sits = called
    newcomer, by = member(house), house.coordinator
    assert not reads(newcomer, person)

    with acting_in(by.context()):
        boards.seat_holder(
            board.seats.last(), HolderWanted("Suppléante", member=newcomer.member), by=by, on=by.today
        )

    assert reads(newcomer, person)


def test_a_sitting_closed_too_soon_is_read_again_once_reopened(house):
    version = cheval_bleu(house)
    board = board_of(house, version)
    person, _pathway = waits(house, version)
    sits, by = member(house), house.coordinator
    with acting_in(by.context()):
        boards.seat_holder(board.seats.last(), HolderWanted("Membre", member=sits.member), by=by, on=by.today)
    sitting = sitting_of(house, board)
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
    sitting.refresh_from_db()
    sitting = opened(house, sitting)
    with acting_in(by.context()):
        holding.close_sitting(sitting, by=by, version=sitting.version)
    assert not reads(sits, person)

    sitting.refresh_from_db()
    with acting_in(by.context()):
        holding.reopen_sitting(sitting, by=by, version=sitting.version)

    assert reads(sits, person)
