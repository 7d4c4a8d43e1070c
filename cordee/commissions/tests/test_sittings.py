"""A sitting from its agenda to its decisions: what is done, what is refused, what is taken back."""

from datetime import timedelta

import pytest

from cordee.commissions import agenda, boards, deciding, fetch, holding, inviting, planning, waiting
from cordee.commissions.boards import HolderWanted
from cordee.commissions.enums import Answer, ItemState, SittingState
from cordee.commissions.models import Convocation, ItemDecision, SeatHolder, Sitting, SittingItem
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
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.pathways.actions import move_pathway
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.people.models import Ground, Person
from cordee.plumbing.context import acting_in, apply
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.referrals.actions import Opening, answer_referral, convert_referral, take_referral

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_coordinator(house):
    """What is looked at beside a gesture is looked at by whoever coordinates."""
    apply(house.coordinator.context())


@pytest.fixture
def version(house):
    return cheval_bleu(house)


@pytest.fixture
def board(house, version):
    return board_of(house, version)


@pytest.fixture
def waiting_one(house, version):
    return waits(house, version)


def enter(house, pathway, on):
    who = house.referent
    pathway.refresh_from_db()
    with acting_in(who.context()):
        return move_pathway(pathway, by=who, move="entrer", on=on, version=pathway.version, reason="essai")


def test_the_board_of_the_programme_has_its_six_colleges_and_its_rhythm(board):
    assert board.seats.count() == 6
    assert (board.every_months, board.body, board.label) == (
        3,
        "la commission insertion",
        "Commission insertion",
    )


def test_what_waits_is_put_on_the_agenda_once(house, board, waiting_one):
    sitting = sitting_of(house, board)

    with acting_in(house.coordinator.context()):
        again = waiting.candidates(house.coordinator, board, on=sitting.day)

    assert [item.person_id for item in sitting.items.all()] == [waiting_one[0].pk]
    assert again == []


def test_admission_opens_the_gate_from_its_day(house, board, waiting_one):
    """S0-2: refused before any decision; admitted, it opens from the day said and not before."""
    today = house.referent.today
    _person, pathway = waiting_one
    with pytest.raises(RuleBroken, match="commission insertion"):
        enter(house, pathway, today)
    sitting = sitting_of(house, board)
    opened(house, sitting)

    decide(house, sitting.items.get(), "admitted", effective_from=today + timedelta(days=1))

    with pytest.raises(RuleBroken, match="prend effet"):
        enter(house, pathway, today)
    AdmissionDecision.objects.update(effective_from=today, decided_on=today)
    assert enter(house, pathway, today).stage == "accueil"


def test_a_decision_taken_back_closes_the_gate_again(house, board, waiting_one):
    sitting = sitting_of(house, board)
    opened(house, sitting)
    item = sitting.items.get()
    decide(house, item, "admitted")
    item.refresh_from_db()

    with acting_in(house.secretary.context()):
        deciding.undo_decision(item, by=house.secretary, version=item.version)

    item.refresh_from_db()
    assert item.state == ItemState.WAITING
    assert AdmissionDecision.objects.get().withdrawn_at is not None
    with pytest.raises(RuleBroken):
        enter(house, waiting_one[1], house.referent.today)
    decide(house, item, "adjourned", missing="La note sociale")
    assert ItemDecision.objects.standing().get().outcome == "adjourned"


def test_nothing_is_taken_back_once_the_minutes_are_approved(house, board, waiting_one):
    sitting = sitting_of(house, board)
    opened(house, sitting)
    item = sitting.items.get()
    decide(house, item, "admitted")
    Sitting.objects.update(state=SittingState.APPROVED)
    item.refresh_from_db()

    with acting_in(house.secretary.context()), pytest.raises(StaleState, match="approuvé"):
        deciding.undo_decision(item, by=house.secretary, version=item.version)


def test_two_secretaries_do_not_write_over_each_other(house, board, waiting_one):
    sitting = sitting_of(house, board)
    opened(house, sitting)
    item = sitting.items.get()
    seen = item.version
    decide(house, item, "admitted")

    with acting_in(house.coordinator.context()), pytest.raises(StaleState):
        deciding.record_decision(
            item,
            by=house.coordinator,
            wanted=deciding.DecisionWanted("refused", reason="Autre chose"),
            version=seen,
        )

    assert ItemDecision.objects.standing().get().outcome == "admitted"


def test_who_does_not_hold_the_pen_decides_nothing(house, board, waiting_one):
    sitting = sitting_of(house, board)
    opened(house, sitting)

    with pytest.raises(NotAllowed):
        decide(house, sitting.items.get(), "admitted", by=house.referent)


@pytest.mark.parametrize(
    ("outcome", "field"), [("adjourned", "missing"), ("redirected", "redirected_to"), ("refused", "reason")]
)
def test_each_outcome_asks_its_words(house, board, waiting_one, outcome, field):
    sitting = sitting_of(house, board)
    opened(house, sitting)

    with pytest.raises(BadInput) as refused:
        decide(house, sitting.items.get(), outcome)

    assert refused.value.field == field
    decide(house, sitting.items.get(), outcome, **{field: "Ce qu’il faut dire"})


def test_who_waits_keeps_a_rank_and_comes_back(house, board, version):
    for _number in range(2):
        waits(house, version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    for item in sitting.items.order_by("position"):
        decide(house, item, "waiting")

    assert list(ItemDecision.objects.order_by("rank").values_list("rank", flat=True)) == [1, 2]
    with acting_in(house.coordinator.context()):
        Sitting.objects.update(day=sitting.day - timedelta(days=90), state=SittingState.CLOSED)
        found = waiting.candidates(house.coordinator, board, on=house.coordinator.today)
    assert sorted(one.rank for one in found) == [1, 2]


def test_who_waits_is_listed_whatever_was_asked_for(house, board, version):
    """A situation added by hand may be of no programme in particular."""
    for _number in range(2):
        waits(house, version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    for item in sitting.items.order_by("position"):
        decide(house, item, "waiting")
    SittingItem.objects.filter(pk=sitting.items.first().pk).update(programme_id=None)

    assert len(fetch.waiting_list(house.coordinator, board)) == 2


def test_a_required_quorum_refuses_to_decide(house, version):
    board = board_of(house, version, quorum=2, quorum_mode="require")
    waits(house, version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    seats = list(board.seats.order_by("order"))
    by = house.secretary
    with acting_in(by.context()):
        holding.note_presence(sitting, seats[0], by=by, attendance="present")

    with pytest.raises(RuleBroken, match="collèges représentés"):
        decide(house, sitting.items.get(), "admitted")

    with acting_in(by.context()):
        holding.note_presence(sitting, seats[1], by=by, attendance="replaced", name="Quelqu’un")
    decide(house, sitting.items.get(), "admitted")


def test_two_levels_ask_the_opinion_then_the_decision(house, version):
    board = board_of(house, version, is_two_level=True, authority="la présidence")
    waits(house, version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    item = sitting.items.get()

    with pytest.raises(RuleBroken, match="avis"):
        decide(house, item, "admitted", level="decision")
    decide(house, item, "admitted")
    assert not AdmissionDecision.objects.exists()  # an opinion opens nothing
    decide(house, item, "admitted")

    item.refresh_from_db()
    assert item.state == ItemState.DECIDED
    assert AdmissionDecision.objects.get().authority == "la présidence"


def test_the_call_names_nobody_and_carries_an_event(house, board, waiting_one):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=10))
    by = house.coordinator
    with acting_in(by.context()):
        called = planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        letters = [open_letter(one) for one in Message.objects.filter(purpose="commission_convened")]

    assert called.written == len(letters) == 6 and not called.failed
    person = waiting_one[0]
    for letter in letters:
        assert "BEGIN:VEVENT" in letter.calendar
        for name in (person.first_names, person.usage_name):
            assert name not in letter.text + letter.subject + letter.calendar


def test_one_bad_address_stops_nobody_else_and_is_named(house, board, waiting_one):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=10))
    by = house.coordinator
    with acting_in(by.context()):
        wrong = SeatHolder.objects.filter(seat__board=board).order_by("pk")[0]
        SeatHolder.objects.filter(pk=wrong.pk).update(email="pas une adresse")
        first = planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        sitting.refresh_from_db()
        wrong.refresh_from_db()
        listed = Convocation.objects.get(sitting=sitting, holder=wrong)
        boards.correct_holder(wrong, by=by, name=wrong.name, email="juste@exemple.invalid")
        again = planning.convene(sitting, by=by, version=sitting.version, site=SITE)

    assert (first.written, first.failed) == (5, (wrong.name,))
    assert sitting.state == SittingState.CONVENED
    assert listed.sent_at is None and listed.token_digest == ""
    assert (again.written, again.failed) == (1, ())


def test_a_corrected_address_is_written_to_again_unless_they_answered(house, board, waiting_one):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=10))
    by = house.coordinator
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        waits, comes = Convocation.objects.filter(sitting=sitting).order_by("pk")[:2]
        planning.note_answer(comes, by=by, answer=Answer.COMES)
        for one in (waits, comes):
            boards.correct_holder(one.holder, by=by, name=one.holder.name, email="autre@exemple.invalid")
        sitting.refresh_from_db()
        called = planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        with pytest.raises(BadInput):
            boards.correct_holder(waits.holder, by=by, name=" ", email="")

    assert called.written == 1


def test_a_sitting_cancelled_tells_those_called_and_loses_nothing(house, board, waiting_one):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=10))
    by = house.coordinator
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        sitting.refresh_from_db()
        number = planning.cancel_sitting(sitting, by=by, version=sitting.version, reason="Salle fermée")
        found = waiting.candidates(by, board, on=by.today)

    assert number == 1
    assert Message.objects.filter(purpose="commission_cancelled").count() == 6
    assert SittingItem.objects.get().state == ItemState.RETURNED
    assert [one.person_id for one in found] == [waiting_one[0].pk]


def test_a_member_reads_from_the_call_to_the_end_of_the_day_and_no_more(house, board, waiting_one):
    person, sits = waiting_one[0], member(house)
    by = house.coordinator
    seat = board.seats.order_by("order").first()
    with acting_in(by.context()):
        boards.seat_holder(seat, HolderWanted("Membre", member=sits.member), by=by, on=by.today)
    sitting = sitting_of(house, board, day=by.today + timedelta(days=3))
    item = sitting.items.get()

    def reads():
        with acting_in(sits.context()):
            return (
                Person.objects.visible_to(sits).filter(pk=person.pk).exists(),
                SittingItem.objects.visible_to(sits).filter(pk=item.pk).exists(),
            )

    assert reads() == (False, False)
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
    assert reads() == (True, True)
    ground = Ground.objects.get(member=sits.member, person=person)
    assert ground.ends_at.astimezone().date() >= sitting.day
    with acting_in(by.context()):
        holding.withdraw_holder(item, board.seats.first().holders.get(member=sits.member), by=by)
    assert reads() == (False, False)


def test_a_guest_sees_one_situation_only(house, board, version):
    first, second = waits(house, version), waits(house, version)
    guest = member(house)
    sitting = sitting_of(house, board)
    item = sitting.items.get(person=first[0])
    by = house.coordinator
    with acting_in(by.context()):
        inviting.invite_guest(item, by=by, name="Invitée", member=guest.member)
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)

    with acting_in(guest.context()):
        seen = set(Person.objects.visible_to(guest).values_list("pk", flat=True))

    assert seen == {first[0].pk}
    assert second[0].pk not in seen


def test_a_guest_with_an_account_is_told_where_to_read_then_that_it_is_cancelled(house, board, version):
    person, _pathway = waits(house, version)
    guest, by = member(house), house.coordinator
    sitting = sitting_of(house, board)
    with acting_in(by.context()):
        inviting.invite_guest(sitting.items.get(), by=by, name="Invitée", member=guest.member)
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        letter = open_letter(Message.objects.get(purpose="commission_invited"))
        sitting.refresh_from_db()
        planning.cancel_sitting(sitting, by=by, version=sitting.version)
        cancelled = [open_letter(one).to for one in Message.objects.filter(purpose="commission_cancelled")]

    assert letter.to == guest.user.email
    assert f"{SITE}/personnes/{person.pk}" in letter.text
    assert person.usage_name not in letter.text
    assert guest.user.email in cancelled
    assert sitting.items.get().guests.get().token_digest == ""


def test_a_guest_with_an_account_for_an_orientation_is_led_to_their_day(house, board, version):
    guest, by = member(house), house.coordinator
    with acting_in(by.context()):
        referral = take_referral(
            by=by, received_on=by.today, first_names="Alix", programme=version.programme, reason="x"
        )
        answer_referral(referral, by=by, move="to_board", on=by.today, version=referral.version)
    sitting = sitting_of(house, board)
    with acting_in(by.context()):
        inviting.invite_guest(sitting.items.get(), by=by, name="Invitée", member=guest.member)
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        letter = open_letter(Message.objects.get(purpose="commission_invited"))

    assert f"{SITE}/\n" in letter.text


def test_a_guest_from_outside_needs_the_person_s_agreement(house, board, waiting_one):
    item = sitting_of(house, board).items.get()
    by = house.coordinator

    with acting_in(by.context()), pytest.raises(BadInput) as refused:
        inviting.invite_guest(item, by=by, name="Médecin")

    assert refused.value.field == "consent_on"


def test_who_changes_college_keeps_their_history(house, board):
    by = house.coordinator
    first, second = board.seats.order_by("order")[:2]
    holder = first.holders.get()
    with acting_in(by.context()):
        moved = boards.change_college(holder, by=by, seat=second, on=by.today)
    holder.refresh_from_db()

    assert holder.until_on == by.today - timedelta(days=1)
    assert (moved.seat, moved.from_on, moved.name) == (second, by.today, holder.name)


def test_an_orientation_is_answered_by_the_board_then_joins_its_dossier(house, board, version):
    by, pen = house.referent, house.secretary
    with acting_in(by.context()):
        referral = take_referral(
            by=by,
            received_on=by.today,
            first_names="Luc",
            usage_name="Exemple",
            programme=version.programme,
            reason="Il aime la terre",
        )
        answer_referral(referral, by=by, move="to_board", on=by.today, version=referral.version)
    sitting = sitting_of(house, board)
    item = sitting.items.get()
    assert item.person_id is None
    opened(house, sitting)

    row = decide(house, item, "admitted", by=pen, reason="Sa place est ici")
    referral.refresh_from_db()
    assert referral.state == "waiting"
    with acting_in(by.context()):
        opening = Opening(version, by.today, referent=by.member, reason="essai")
        pathway = convert_referral(referral, by=by, version=referral.version, opening=opening)

    row.refresh_from_db()
    admission = AdmissionDecision.objects.get(pathway=pathway)
    assert (row.person_id, row.admission_id) == (pathway.person_id, admission.pk)
    assert admission.recorded_by == pen.member


def test_a_refusal_of_an_orientation_is_taken_back(house, board, version):
    by = house.referent
    with acting_in(by.context()):
        referral = take_referral(
            by=by, received_on=by.today, first_names="Luc", programme=version.programme, reason="x"
        )
        answer_referral(referral, by=by, move="to_board", on=by.today, version=referral.version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    item = sitting.items.get()
    decide(house, item, "refused", reason="Autre territoire", refusal_reason="other_territory")
    referral.refresh_from_db()
    assert referral.state == "refused"
    item.refresh_from_db()

    with acting_in(house.secretary.context()):
        deciding.undo_decision(item, by=house.secretary, version=item.version)

    referral.refresh_from_db()
    assert referral.state == "to_board"


def test_what_was_not_examined_waits_again(house, board, waiting_one):
    sitting = opened(house, sitting_of(house, board))

    with acting_in(house.secretary.context()):
        left = holding.close_sitting(sitting, by=house.secretary, version=sitting.version)
        found = waiting.candidates(house.coordinator, board, on=house.coordinator.today)

    assert left == 1
    assert [one.pathway_id for one in found] == [waiting_one[1].pk]


def test_a_sitting_does_not_open_before_its_day(house, board):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=1))

    with pytest.raises(BadInput):
        opened(house, sitting)


def test_the_order_changes_and_stays_dense(house, board, version):
    for _number in range(4):
        waits(house, version)
    sitting = sitting_of(house, board)
    rows = list(sitting.items.order_by("position"))
    with acting_in(house.coordinator.context()):
        agenda.move_item(rows[3], by=house.coordinator, to=1)
        agenda.take_off(rows[1], by=house.coordinator, version=rows[1].version)

    left = list(SittingItem.objects.on_agenda().values_list("pk", "position"))
    assert left == [(rows[3].pk, 1), (rows[0].pk, 2), (rows[2].pk, 3)]


def test_who_has_no_address_is_listed_to_be_rung_up(house, board):
    seat = board.seats.first()
    by = house.coordinator
    with acting_in(by.context()):
        boards.seat_holder(seat, HolderWanted("Sans courriel"), by=by, on=by.today)
    sitting = sitting_of(house, board)
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)

    assert Convocation.objects.get(holder__name="Sans courriel").sent_at is None
    assert Pathway.objects.count() == 0


def test_what_was_taken_off_is_put_back_at_the_end_while_one_prepares(house, board, waiting_one, version):
    waits(house, version)
    by = house.coordinator
    sitting = sitting_of(house, board, day=by.today + timedelta(days=10))
    first, second = sitting.items.order_by("position")
    with acting_in(by.context()):
        with pytest.raises(StaleState):
            agenda.put_back(first, by=by)
        agenda.take_off(first, by=by, version=first.version)
        agenda.put_back(first, by=by)
        assert list(sitting.items.order_by("position").values_list("pk", flat=True)) == [second.pk, first.pk]
        agenda.take_off(first, by=by, version=SittingItem.objects.get(pk=first.pk).version)
        sitting.refresh_from_db()
        planning.cancel_sitting(sitting, by=by, version=sitting.version)
        for gone in (first, second):
            with pytest.raises(StaleState):
                agenda.put_back(gone, by=by)


def test_a_board_is_closed_once_nothing_is_to_come(house, board):
    by = house.coordinator
    sitting = sitting_of(house, board, day=by.today + timedelta(days=10))
    with acting_in(by.context()):
        with pytest.raises(BadInput, match="à venir"):
            boards.close_board(board, by=by, on=by.today)
        planning.cancel_sitting(sitting, by=by, version=sitting.version)
        boards.close_board(board, by=by, on=by.today)

    assert fetch.boards_of(by) == []
