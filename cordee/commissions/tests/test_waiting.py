"""What comes back before a board: who it said it would look at again."""

from datetime import timedelta

import pytest

from cordee.commissions import agenda, waiting
from cordee.commissions.enums import SittingState
from cordee.commissions.models import Sitting
from cordee.commissions.tests.factories import board_of, cheval_bleu, decide, opened, sitting_of, waits
from cordee.pathways.actions import move_pathway
from cordee.plumbing.context import acting_in, apply

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def by(house):
    apply(house.coordinator.context())
    return house.coordinator


@pytest.fixture
def entered(house, by):
    """A board, and somebody who waited for it, then was admitted, and is there. The day they were to be seen again
    while they waited is long past."""
    version = cheval_bleu(house)
    board = board_of(house, version)
    person, pathway = waits(house, version)
    for ago, outcome, said in ((25, "waiting", {"review_on": by.today - 22 * DAY}), (20, "admitted", {})):
        sitting = opened(house, sitting_of(house, board, day=by.today - ago * DAY))
        decide(house, sitting.items.get(), outcome, **said)
        Sitting.objects.update(state=SittingState.CLOSED)
    pathway.refresh_from_db()
    on = by.today - 19 * DAY
    move_pathway(pathway, by=by, move="entrer", on=on, version=pathway.version, reason="essai")
    return board, person, pathway


def test_the_last_word_of_the_board_counts(by, entered):
    board, _person, _pathway = entered

    assert waiting.candidates(by, board, on=by.today) == []


def test_who_continues_is_looked_at_again_on_the_day_said(house, by, entered):
    board, person, pathway = entered
    sitting = sitting_of(house, board, day=by.today - 10 * DAY, with_all=False)
    with acting_in(by.context()):
        item = agenda.add_by_hand(sitting, by=by, kind="review", person=person, pathway=pathway)
    opened(house, sitting)
    decide(house, item, "continues", review_on=by.today)
    Sitting.objects.update(state=SittingState.CLOSED)

    assert waiting.candidates(by, board, on=by.today - DAY) == []
    found = waiting.candidates(by, board, on=by.today)
    assert [(one.kind, one.since, one.is_due) for one in found] == [("review", by.today, True)]
