"""What somebody in a hurry gets wrong around a sitting: said with its rule, nothing typed or known is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cordee.commissions import boards, holding, inviting, planning
from cordee.commissions.boards import HolderWanted
from cordee.commissions.enums import SittingState
from cordee.commissions.minutes.tests.factories import approved, closed, held
from cordee.commissions.models import BoardSeat, Convocation, ItemGuest, Sitting
from cordee.commissions.tests.factories import (
    SITE,
    board_of,
    cheval_bleu,
    decide,
    member,
    opened,
    sitting_of,
    waits,
)
from cordee.home.tests.asking import text_of
from cordee.kernel.errors import BadInput, RuleBroken
from cordee.plumbing.context import acting_in, apply
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from tests.factories import visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by(house):
    apply(house.coordinator.context())
    return house.coordinator


@pytest.fixture
def version(house):
    return cheval_bleu(house)


@pytest.fixture
def board(house, version):
    return board_of(house, version)


def convened(house, board, *, days=10):
    who = house.coordinator
    sitting = sitting_of(house, board, day=who.today + timedelta(days=days))
    with acting_in(who.context()):
        planning.convene(sitting, by=who, version=sitting.version, site=SITE)
        sitting.refresh_from_db()
    return sitting


def move(by, sitting, day):
    with acting_in(by.context()):
        planning.change_sitting(
            sitting, by=by, version=sitting.version, day=day, at=sitting.at, minutes=60, place="", site=SITE
        )


def test_those_who_are_called_are_never_told_of_a_day_gone_by(house, board, by):
    sitting = convened(house, board)

    with pytest.raises(BadInput) as refused:
        move(by, sitting, by.today - timedelta(days=1))

    assert refused.value.field == "day" and "déjà passée" in refused.value.message
    assert not Message.objects.filter(purpose="commission_moved").exists()
    move(by, sitting, by.today)
    assert Message.objects.filter(purpose="commission_moved").count() == 6


def test_a_sitting_nobody_was_called_to_may_be_written_down_afterwards(house, board, by):
    sitting = sitting_of(house, board, day=by.today + timedelta(days=10), with_all=False)

    move(by, sitting, by.today - timedelta(days=1))

    sitting.refresh_from_db()
    assert sitting.day == by.today - timedelta(days=1)


def test_a_reason_too_long_leaves_the_sitting_and_the_words_as_they_are(house, board, by):
    sitting = convened(house, board)
    typed = "La salle est fermée. " * 20

    answer = visit(by).post(
        reverse("cancel_sitting", args=[sitting.pk]), {"version": sitting.version, "reason": typed}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert typed.strip() in page and "trop long" in page and '<details class="gesture" open>' in page
    apply(by.context())
    sitting.refresh_from_db()
    assert sitting.state == SittingState.CONVENED


def test_a_college_whose_name_is_too_long_keeps_what_was_typed(board, by):
    answer = visit(by).post(reverse("add_seat", args=[board.pk]), {"label": "Collège " * 30})

    page = answer.content.decode()
    assert answer.status_code == 422 and "trop long" in page and "Collège Collège" in page
    apply(by.context())
    assert BoardSeat.objects.filter(board=board).count() == 6


def test_nothing_ticked_is_said(house, board, version, by):
    waits(house, version)
    sitting = sitting_of(house, board, with_all=False)

    answer = visit(by).post(reverse("sitting_offers", args=[sitting.pk]), {})

    assert "Cochez au moins une situation" in answer.content.decode()


# Who sits


def test_nobody_leaves_a_college_before_they_came(board, by):
    holder = board.seats.first().holders.get()

    with acting_in(by.context()):
        with pytest.raises(BadInput) as refused:
            boards.end_holder(holder, by=by, on=holder.from_on - timedelta(days=1))
        boards.end_holder(holder, by=by, on=holder.from_on)

    assert refused.value.field == "on"
    holder.refresh_from_db()
    assert holder.until_on == holder.from_on


def test_who_changes_college_after_the_call_is_called_once(house, board, by):
    sitting = convened(house, board)
    first, second = board.seats.order_by("order")[:2]
    with acting_in(by.context()):
        moved = boards.change_college(first.holders.get(), by=by, seat=second, on=by.today)
        called = planning.convene(sitting, by=by, version=sitting.version, site=SITE)

    assert called.written == 0
    assert Convocation.objects.filter(sitting=sitting).count() == 6
    assert Convocation.objects.get(sitting=sitting, holder=moved).sent_at is not None


def test_who_changes_college_after_the_sitting_is_called_for_the_one_they_hold_that_day(house, board, by):
    sitting = convened(house, board)
    first, second = board.seats.order_by("order")[:2]
    holder = first.holders.get()
    with acting_in(by.context()):
        boards.change_college(holder, by=by, seat=second, on=sitting.day + timedelta(days=1))

    assert Convocation.objects.filter(sitting=sitting, holder=holder).exists()


def test_who_left_a_college_does_not_change_for_another(board, by):
    first, second = board.seats.order_by("order")[:2]
    holder = first.holders.get()
    left = by.today - timedelta(days=30)
    with acting_in(by.context()):
        boards.end_holder(holder, by=by, on=left)
        with pytest.raises(BadInput):
            boards.change_college(holder, by=by, seat=second, on=by.today)

    holder.refresh_from_db()
    assert holder.until_on == left


def test_a_member_with_an_account_is_called_at_its_address(house, board, by):
    sits = member(house)
    with acting_in(by.context()):
        boards.seat_holder(
            board.seats.first(), HolderWanted("Mme Compte", member=sits.member), by=by, on=by.today
        )
    convened(house, board)

    with acting_in(by.context()):
        letters = [open_letter(one) for one in Message.objects.filter(purpose="commission_convened")]
    assert len(letters) == 7
    assert Message.objects.filter(purpose="commission_convened").count() == 7
    assert Convocation.objects.get(holder__name="Mme Compte").sent_at is not None


# Guests and decisions


@pytest.mark.parametrize(("days", "is_taken"), [(360, True), (370, False)])
def test_an_agreement_older_than_a_year_is_asked_again(house, board, version, by, days, is_taken):
    waits(house, version)
    item = sitting_of(house, board).items.get()
    agreed = by.today - timedelta(days=days)

    with acting_in(by.context()):
        if is_taken:
            inviting.invite_guest(item, by=by, name="Docteur", consent_on=agreed)
        else:
            with pytest.raises(BadInput) as refused:
                inviting.invite_guest(item, by=by, name="Docteur", consent_on=agreed)
            assert refused.value.field == "consent_on"

    assert ItemGuest.objects.exists() is is_taken


@pytest.mark.parametrize(
    ("what", "says"),
    [("held", "Merci d’être venu"), ("cancelled", "n’a pas lieu"), ("removed", "ne sert plus")],
)
def test_a_guest_who_comes_back_reads_what_became_of_the_invitation(house, board, version, by, what, says):
    waits(house, version)
    sitting = sitting_of(house, board)
    with acting_in(by.context()):
        inviting.invite_guest(
            sitting.items.get(), by=by, name="Docteur", email="docteur@exemple.invalid", consent_on=by.today
        )
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        sitting.refresh_from_db()
        letter = open_letter(Message.objects.get(purpose="commission_invited"))
        if what == "cancelled":
            planning.cancel_sitting(sitting, by=by, version=sitting.version)
        elif what == "removed":
            inviting.remove_guest(ItemGuest.objects.get(), by=by)
    if what == "held":
        opened(house, sitting)
        with acting_in(by.context()):
            sitting.refresh_from_db()
            holding.close_sitting(sitting, by=by, version=sitting.version)

    page = Client().get("/seance/invitation/" + letter.text.split("/seance/invitation/")[1].split()[0])

    assert page.status_code == 410
    assert says in page.content.decode()


def test_whoever_answers_a_call_reads_that_it_is_noted(house, board):
    convened(house, board)
    letter = open_letter(Message.objects.filter(purpose="commission_convened").first())
    url = "/seance/convocation/" + letter.text.split("/seance/convocation/")[1].split()[0]

    page = Client().post(url, {"choice": "comes"}, follow=True)

    assert "C’est noté. Merci d’avoir répondu." in page.content.decode()


@pytest.mark.parametrize("field", ["effective_from", "review_on"])
def test_a_year_mistyped_is_not_decided(house, board, version, by, field):
    waits(house, version)
    item = opened(house, sitting_of(house, board)).items.get()
    outcome = "admitted" if field == "effective_from" else "waiting"

    with pytest.raises(BadInput) as refused:
        decide(house, item, outcome, **{field: by.today.replace(year=by.today.year + 60, day=1)})

    assert refused.value.field == field


def test_minutes_are_not_approved_while_a_college_is_left_unsaid(house):
    sitting, _items = held(house, close=False, note=False)
    who = house.secretary
    first, *others = holding.seats_on(sitting)

    def note(seat, attendance):
        with acting_in(who.context()):
            holding.note_presence(sitting, seat, by=who, attendance=attendance)

    for seat in others:
        note(seat, "excused")
    closed(house, sitting)
    with pytest.raises(RuleBroken):
        approved(house, sitting)

    note(first, "absent")
    approved(house, sitting)


@pytest.mark.parametrize(("state", "is_waited_for"), [("convened", True), ("closed", False)])
def test_nobody_is_waited_for_once_the_sitting_is_over(house, board, state, is_waited_for):
    sitting = convened(house, board)
    with acting_in(house.coordinator.context()):
        Sitting.objects.filter(pk=sitting.pk).update(state=state)

    shown = text_of(visit(house.coordinator).get(reverse("sitting", args=[sitting.pk])))

    assert ("Pas encore de réponse" in shown) is is_waited_for
    assert ("Sans réponse" in shown) is not is_waited_for
