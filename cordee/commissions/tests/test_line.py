"""The waiting list of a board: still of interest, a place offered, what was answered; who leaves it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cordee.commissions import fetch, lining
from cordee.commissions.enums import ItemKind, Outcome
from cordee.commissions.models import ItemDecision, Sitting, SittingItem
from cordee.commissions.rules import confirm_on, in_turn
from cordee.commissions.tests.factories import board_of, cheval_bleu, decide, opened, sitting_of, waits
from cordee.dossier.models import Fact
from cordee.dossier.sentences import say
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.words import french_day
from cordee.pathways.admitting import carry_admission
from cordee.pathways.models import Pathway
from cordee.plumbing.context import acting_in, apply
from cordee.plumbing.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def by(house):
    apply(house.coordinator.context())
    return house.coordinator


@pytest.fixture
def board(house, by):
    """Three people on its waiting list, since a hundred days."""
    version = cheval_bleu(house)
    board = board_of(house, version)
    for _number in range(3):
        waits(house, version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    for item in sitting.items.order_by("position"):
        decide(house, item, "waiting")
    ItemDecision.objects.update(decided_on=by.today - 100 * DAY)
    apply(by.context())
    return board


def test_a_later_sitting_does_not_make_their_wait_younger(house, by, board):
    row = line_of(by, board)[0]
    ItemDecision.objects.filter(pk=row.pk).update(review_on=by.today)
    Sitting.objects.update(day=by.today - 100 * DAY, state="closed")
    sitting = sitting_of(house, board)
    opened(house, sitting)
    item = sitting.items.get(person=row.person_id)
    decide(house, item, "waiting", rank=1)
    apply(by.context())

    (kept,) = (one for one in line_of(by, board) if one.person_id == row.person_id)
    first, again = (french_day(day) for day in (by.today - 100 * DAY, by.today))
    assert (kept.since, kept.decided_on) == (by.today - 100 * DAY, by.today)
    for shown in (page(house.referent, kept), factories.visit(by).get(reverse("board", args=[board.pk]))):
        assert f"depuis le {first} · maintenue le {again}" in text_of(shown)


@pytest.mark.parametrize(("asked", "waits_still"), [("another", True), ("the same", False), ("none", False)])
@pytest.mark.parametrize("first", ["of a programme", "of none"])
def test_what_is_said_of_another_programme_leaves_the_place(by, board, asked, waits_still, first):
    one, other, _third = line_of(by, board)
    if first == "of none":
        SittingItem.objects.filter(pk=one.item_id).update(programme_id=None)
    programme = {"another": new_id(), "the same": one.item.programme_id, "none": None}[asked]
    SittingItem.objects.filter(pk=other.item_id).update(
        person=one.person_id, pathway=None, programme_id=programme, kind=ItemKind.REVIEW
    )
    ItemDecision.objects.filter(pk=other.pk).update(
        person=one.person_id, outcome=Outcome.ADJOURNED, rank=None, decided_on=by.today
    )

    waiting = {row.pk for row in line_of(by, board)}

    assert (one.pk in waiting) is (waits_still and first == "of a programme")


def line_of(by, board):
    return fetch.waiting_list(by, board)


def page(who, row, name="line", **said):
    visit = factories.visit(who)
    address = reverse(name, args=[row.pk])
    with acting_in(who.context()):
        return visit.post(address, said) if said else visit.get(address)


def told(kind):
    return [say(fact) for fact in Fact.objects.filter(kind=kind)]


@pytest.mark.parametrize(
    ("decided", "confirmed", "months", "due"),
    [
        (date(2026, 1, 31), None, 1, date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 3, 1), 3, date(2026, 6, 1)),
        (date(2026, 1, 31), None, None, None),
    ],
)
def test_one_is_asked_again_after_the_months_of_the_programme(decided, confirmed, months, due):
    assert confirm_on(decided, confirmed, months) == due


def test_a_place_offered_out_of_turn_warns_and_refuses_nothing():
    assert in_turn(0).reason == ""
    assert "Une personne attend" in in_turn(1).reason
    assert "2 personnes attendent" in in_turn(2).reason
    assert {in_turn(number).rule for number in range(3)} == {"COM-06"}
    assert not in_turn(2).refuses


def test_who_says_it_still_holds_is_asked_again_later(house, by, board):
    row = line_of(by, board)[0]
    before = page(house.referent, row).content.decode()
    lining.confirm_interest(row, by=by, on=by.today)

    assert "demander si cela tient toujours" in before
    assert "demander si cela tient toujours" not in page(house.referent, row).content.decode()
    assert told("commission_still_wanted") == [
        "Commission insertion, liste d’attente\u202f: la demande tient toujours"
    ]


@pytest.mark.parametrize("days", [-101, 1])
def test_a_day_before_the_decision_or_to_come_is_refused(by, board, days):
    row = line_of(by, board)[0]
    for gesture in (lining.confirm_interest, lining.offer_place):
        with pytest.raises(BadInput, match="Choisissez un jour entre le"):
            gesture(row, by=by, on=by.today + days * DAY)

    assert lining.confirm_interest(row, by=by, on=by.today - 100 * DAY).confirmed_on == by.today - 100 * DAY


def test_a_place_is_offered_once_and_by_who_holds_the_pen(house, by, board):
    row = line_of(by, board)[0]
    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        lining.offer_place(row, by=house.referent, on=by.today)
    lining.offer_place(row, by=by, on=by.today)

    with pytest.raises(StaleState, match="déjà proposée"):
        lining.offer_place(row, by=by, on=by.today)
    assert len(told("commission_place_offered")) == 1


def test_an_answer_needs_an_offer_and_is_one_of_three(by, board):
    row = line_of(by, board)[0]
    with pytest.raises(StaleState, match="Aucune place"):
        lining.note_offer_answer(row, by=by, answer="accepted", on=by.today)
    lining.offer_place(row, by=by, on=by.today - DAY)
    with pytest.raises(BadInput, match="Choisissez sa réponse"):
        lining.note_offer_answer(row, by=by, answer="oui", on=by.today)
    with pytest.raises(BadInput, match="Choisissez un jour"):
        lining.note_offer_answer(row, by=by, answer="stays", on=by.today - 2 * DAY)


def test_who_prefers_to_wait_keeps_their_rank_and_who_gives_up_leaves(by, board):
    first, second, third = line_of(by, board)
    for row, answer in ((first, "stays"), (second, "gives_up")):
        lining.offer_place(row, by=by, on=by.today)
        lining.note_offer_answer(row, by=by, answer=answer, on=by.today)

    assert [row.pk for row in line_of(by, board)] == [first.pk, third.pk]
    with pytest.raises(StaleState, match="n’est plus sur la liste"):
        lining.offer_place(second, by=by, on=by.today)
    assert lining.offer_place(first, by=by, on=by.today).is_offered  # asked again another time
    assert sorted(told("commission_place_answered"))[0].endswith("ne souhaite plus de place")


def test_who_is_admitted_otherwise_leaves_the_list(house, by, board):
    first, *others = line_of(by, board)
    pathway = Pathway.objects.get(pk=first.item.pathway_id)
    carry_admission(
        pathway,
        by=by,
        recorded_by=by.member,
        decision="admis",
        decided_on=by.today,
        effective_from=by.today,
        authority="la commission insertion",
    )

    assert [row.pk for row in line_of(by, board)] == [row.pk for row in others]


def test_the_page_warns_out_of_turn_and_keeps_what_was_typed(house, by, board):
    first, second, _third = line_of(by, board)
    assert "COM-06" not in page(by, first).content.decode()
    out_of_turn = page(by, second).content.decode()
    refused = page(by, second, "offer_place", **{"on": "32/13/2026"})

    assert "Une personne attend à un rang d’avant" in out_of_turn and "COM-06" in out_of_turn
    assert refused.status_code == 422 and "32/13/2026" in refused.content.decode()


def test_the_gestures_go_through_the_pages(house, by, board):
    row = line_of(by, board)[0]
    today = f"{by.today:%d/%m/%Y}"
    assert page(house.referent, row, "offer_place", **{"on": today}).status_code == 403
    assert page(by, row, "offer_place", **{"on": today}).status_code == 302
    shown = page(house.referent, row).content.decode()
    assert "Noter sa réponse" in shown
    sent = {"on": today, "answer": "gives_up"}
    answered = page(house.referent, row, "answer_offer", **sent)
    assert answered.status_code == 302 and answered["Location"].endswith("#attente")
    gone = page(house.referent, row).content.decode()
    assert "n’est plus sur la liste" in gone and "Noter sa réponse" not in gone


def test_somebody_of_another_house_finds_no_line(stranger, by, board):
    assert page(stranger, line_of(by, board)[0]).status_code == 404


def test_the_page_costs_a_fixed_number_of_statements(house, by, board):
    _answer, asked = ask(by, reverse("line", args=[line_of(by, board)[1].pk]))

    assert len(asked) <= MOST_QUERIES, "\n".join(asked)
