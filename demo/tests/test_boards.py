"""The boards of the territory: who sits, a sitting of before with what it decided, one to come with what waits."""

from cordee.accounts.models import Organisation
from cordee.commissions.models import (
    Board,
    ItemDecision,
    Minutes,
    MinutesCorrection,
    MinutesEntry,
    Presence,
    Sitting,
    SittingItem,
)
from cordee.plumbing.context import acting_in, system_context


def boards_in(house: Organisation) -> list[Board]:
    return list(Board.objects.filter(organisation=house))


def test_three_houses_have_their_board(territory):
    labels = {}
    for code, house in territory.items():
        with acting_in(system_context(house.pk, because="test")):
            for board in boards_in(house):
                labels[code] = board.label

    assert labels == {
        "cheval-bleu": "Commission insertion",
        "departement-du-calvados": "Équipe pluridisciplinaire",
        "le-lierre": "Cellule d’appui",
    }


def test_le_cheval_bleu_has_met_and_prepares_what_comes(territory):
    house = territory["cheval-bleu"]
    with acting_in(system_context(house.pk, because="test")):
        (board,) = boards_in(house)
        before, held = Sitting.objects.held().filter(board=board).order_by("day")
        coming = Sitting.objects.coming(house.today).get(board=board)
        decided = ItemDecision.objects.filter(item__sitting=held)

        assert (before.state, held.state) == ("approved", "closed")
        assert board.seats.count() == Presence.objects.filter(sitting=held).count() == 6
        assert decided.count() == held.items.count() > 0
        assert all(one.decided_on == held.day for one in decided)
        assert SittingItem.objects.filter(sitting=coming).count() > 0


def test_its_minutes_are_approved_with_a_correction_or_a_draft(territory):
    house = territory["cheval-bleu"]
    with acting_in(system_context(house.pk, because="test")):
        before, held = Sitting.objects.held().filter(board__in=boards_in(house)).order_by("day")
        kept = MinutesEntry.objects.filter(item__sitting=before)

        assert kept.count() == before.items.count() > 0
        assert all(one.frozen_at for one in kept)
        assert MinutesCorrection.objects.filter(minutes__sitting=before).count() == 1
        assert Minutes.objects.get(sitting=held).approved_at is None
        assert MinutesEntry.objects.filter(item__sitting=held, frozen_at=None).exists()


def test_some_wait_for_a_place(territory):
    house = territory["cheval-bleu"]
    with acting_in(system_context(house.pk, because="test")):
        (board,) = boards_in(house)
        line = list(ItemDecision.objects.in_line(board).order_by("rank"))

        assert [one.rank for one in line] == [1, 2, 3]
        assert line[0].is_offered and line[1].confirmed_on and not line[2].offered_on
