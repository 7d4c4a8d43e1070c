"""Minutes from what was decided to what is corrected afterwards: drafted, completed, approved, frozen."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from cordee.commissions import agenda, deciding, holding
from cordee.commissions.enums import SittingState
from cordee.commissions.minutes import actions
from cordee.commissions.minutes.tests.factories import (
    MISSING,
    approved,
    closed,
    held,
    presences,
    read,
    write_entry,
)
from cordee.commissions.models import Minutes, MinutesCorrection, MinutesEntry
from cordee.commissions.tests.factories import decide
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.people.models import Person, Seal
from cordee.plumbing.context import acting_in, apply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_coordinator(house):
    """What is looked at beside a gesture is looked at by whoever coordinates."""
    apply(house.coordinator.context())


def test_they_are_drafted_from_what_was_decided(house):
    sitting, _items = held(house)

    whole = read(house.secretary, sitting)

    assert [chair.attendance for chair in whole.room.chairs] == ["present"] * 6
    assert whole.room.quorum == ("Tous les collèges étaient représentés.",)
    first, second = (one.told for one in whole.entries)
    assert (
        first.said[0].words == "À revoir\u202f: il manque quelque chose" and first.said[0].missing == MISSING
    )
    assert second.said[0].words == "Liste d’attente, rang 1"
    assert first.kind == "Admission" and first.programme
    assert not Minutes.objects.exists() and not MinutesEntry.objects.exists()


def test_a_decision_taken_back_leaves_the_draft_at_once(house):
    sitting, items = held(house, close=False)
    with acting_in(house.secretary.context()):
        items[0].refresh_from_db()
        deciding.undo_decision(items[0], by=house.secretary, version=items[0].version)

    assert read(house.secretary, sitting).entries[0].told.said == ()


def test_who_withdrew_and_who_was_invited_are_told_and_what_was_left(house):
    sitting, items = held(house, close=False)
    who = house.secretary
    with acting_in(who.context()):
        items[0].refresh_from_db()
        deciding.undo_decision(items[0], by=who, version=items[0].version)
        holder = holding.seats_on(sitting).first().holders.first()
        holding.withdraw_holder(items[0], holder, by=who)
    with acting_in(house.coordinator.context()):
        items[0].refresh_from_db()
        agenda.change_item(
            items[0], by=house.coordinator, version=items[0].version, minutes=10, presenter=None,
            presenter_name="Nora Exemple", person_heard=True,
        )  # fmt: skip
    closed(house, sitting)

    told = read(who, sitting).entries[0].told

    assert told.withdrawn == (f"{holder.name} ({holder.seat.label})",)
    assert told.presenter == "Nora Exemple" and told.is_heard and told.is_left


def test_words_are_added_to_a_situation_and_to_the_whole(house):
    sitting, items = held(house)
    write_entry(house.secretary, items[0], "Sa sœur l’accompagne")
    with acting_in(house.secretary.context()):
        actions.write_whole(sitting, by=house.secretary, words="La salle change en mars", version=0)

    whole = read(house.coordinator, sitting)

    assert whole.words == "La salle change en mars"
    assert whole.entries[0].told.words == "Sa sœur l’accompagne"
    row = MinutesEntry.objects.get()
    assert row.person_id == items[0].person_id and "sœur".encode() not in bytes(row.sealed_words)
    assert b"salle" not in bytes(Minutes.objects.get().sealed_words)


def test_two_who_write_at_once_do_not_overwrite_each_other(house):
    _sitting, items = held(house)
    write_entry(house.secretary, items[0], "Les premiers mots")

    with pytest.raises(StaleState):
        write_entry(house.coordinator, items[0], "Les seconds", version=0)

    write_entry(house.coordinator, items[0], "Les deux", version=1)
    assert MinutesEntry.objects.get().version == 2


def test_words_too_long_are_refused_one_sign_less_is_not(house):
    _sitting, items = held(house)
    with pytest.raises(BadInput):
        write_entry(house.secretary, items[0], "a" * (actions.LONGEST_WORDS + 1))

    write_entry(house.secretary, items[0], "a" * actions.LONGEST_WORDS)


@pytest.mark.parametrize("who", ["referent", "coach", "colleague"])
def test_only_who_holds_the_pen_writes(house, who):
    _sitting, items = held(house)

    with pytest.raises(NotAllowed):
        write_entry(getattr(house, who), items[0], "Mots")


def test_approved_by_the_coordinator_they_are_kept_as_they_stood(house):
    sitting, items = held(house)
    write_entry(house.secretary, items[0], "Sa sœur l’accompagne")
    before = read(house.coordinator, sitting)

    minutes = approved(house, sitting)

    assert sitting.state == SittingState.APPROVED and minutes.approved_by == house.coordinator.member
    after = read(house.coordinator, sitting)
    assert after.room == before.room
    assert [one.told for one in after.entries] == [one.told for one in before.entries]
    assert all(one.is_frozen for one in after.entries)


def test_the_secretary_does_not_approve(house):
    sitting, _items = held(house)

    with pytest.raises(NotAllowed):
        approved(house, sitting, by=house.secretary)


def test_what_changed_since_it_was_read_is_read_again(house):
    sitting, items = held(house)
    by = house.coordinator
    mark = read(by, sitting).print
    write_entry(house.secretary, items[0], "Un mot de plus")

    with acting_in(by.context()), pytest.raises(StaleState):
        actions.approve(sitting, by=by, version=sitting.version, read=mark)

    approved(house, sitting)


@pytest.mark.parametrize("lacking", ["the end", "the presences", "a decision"])
def test_not_before_everything_is_there(house, lacking):
    sitting, items = held(house, close=False, note=lacking != "the presences")
    if lacking == "a decision":
        closed(house, sitting)
        with acting_in(house.secretary.context()):
            items[0].refresh_from_db()
            deciding.undo_decision(items[0], by=house.secretary, version=items[0].version)
    if lacking == "the presences":
        closed(house, sitting)

    with pytest.raises(RuleBroken):
        approved(house, sitting)

    if lacking == "the presences":
        presences(house, sitting)
    elif lacking == "a decision":
        decide(house, items[0], "waiting")
    else:
        closed(house, sitting)
    approved(house, sitting)


def test_approved_nothing_moves_any_more(house):
    sitting, items = held(house)
    approved(house, sitting)
    who, by = house.secretary, house.coordinator
    seat = holding.seats_on(sitting).first()
    items[0].refresh_from_db()

    refused = [
        lambda: write_entry(who, items[0], "Après"),
        lambda: actions.write_whole(sitting, by=who, words="Après", version=0),
        lambda: deciding.undo_decision(items[0], by=who, version=items[0].version),
        lambda: decide(house, items[0], "waiting"),
        lambda: holding.note_presence(sitting, seat, by=who, attendance="absent"),
        lambda: holding.withdraw_holder(items[0], seat.holders.first(), by=who),
        lambda: holding.reopen_sitting(sitting, by=who, version=sitting.version),
        lambda: actions.approve(sitting, by=by, version=sitting.version, read=read(by, sitting).print),
    ]
    for gesture in refused:
        with acting_in(by.context()), pytest.raises((StaleState, RuleBroken)):
            gesture()


def test_a_name_or_a_board_that_changes_later_changes_nothing_of_approved_minutes(house):
    sitting, items = held(house)
    approved(house, sitting)
    before = read(house.coordinator, sitting)
    with acting_in(house.coordinator.context()):
        Person.objects.filter(pk=items[0].person_id).update(usage_name="Autrement")
        sitting.board.label = "Autre nom"
        sitting.board.save(update_fields=["label"])

    after = read(house.coordinator, sitting)

    assert after.room == before.room and after.entries[0].told == before.entries[0].told


@pytest.mark.parametrize("model", [Minutes, MinutesEntry, MinutesCorrection])
def test_the_database_itself_refuses_to_change_what_is_approved(house, model):
    sitting, items = held(house)
    write_entry(house.secretary, items[0], "Avant")
    column = "sealed_words"
    if model is MinutesEntry:
        MinutesEntry.objects.update(sealed_words=b"avant")  # not frozen yet: it is accepted
        write_entry(house.secretary, items[0], "Avant encore", version=1)
    approved(house, sitting)
    with acting_in(house.coordinator.context()):
        actions.correct(sitting, by=house.coordinator, words="À lire autrement", item=items[0])

    with pytest.raises(ProgrammingError), transaction.atomic():
        model.objects.update(**{column: b"autre chose"})


def test_a_correction_is_signed_and_dated_and_the_original_stays(house):
    sitting, items = held(house)
    by = house.coordinator
    approved(house, sitting)
    before = read(by, sitting).entries[0].told
    with acting_in(by.context()):
        actions.correct(sitting, by=by, words="Lire\u202f: une attestation", item=items[0])
        actions.correct(sitting, by=by, words="Lire\u202f: salle haute")

    whole = read(by, sitting)

    kept = whole.entries[0].corrections[0]
    assert (kept.words, kept.by) == ("Lire\u202f: une attestation", by.member.display_name)
    assert timezone.localdate(kept.at) == by.today
    assert whole.entries[0].told == before and whole.entries[1].corrections == []
    assert [one.words for one in whole.corrections] == ["Lire\u202f: salle haute"]


def test_no_correction_before_the_approval_without_words_or_by_somebody_else(house):
    sitting, _items = held(house)
    by = house.coordinator
    with acting_in(by.context()):
        with pytest.raises(StaleState):
            actions.correct(sitting, by=by, words="Trop tôt")
        approved(house, sitting)
        with pytest.raises(BadInput):
            actions.correct(sitting, by=by, words="  ")
        with pytest.raises(NotAllowed):
            actions.correct(sitting, by=house.secretary, words="Pas moi")
        actions.correct(sitting, by=by, words="Moi")


def test_a_sealed_dossier_is_in_nobody_elses_minutes(house):
    sitting, items = held(house)
    approved(house, sitting)
    with acting_in(house.coordinator.context()):
        actions.correct(sitting, by=house.coordinator, words="Secret", item=items[0])
    assert len(read(house.coordinator, sitting).entries) == 2
    with acting_in(house.referent.context()):
        person = Person.objects.get(pk=items[0].person_id)
        Seal(
            organisation=house.organisation, person=person, reason="essai", sealed_by=house.referent.member
        ).save(force_insert=True)

    for who in (house.coordinator, house.secretary):
        whole = read(who, sitting)
        assert [one.item.pk for one in whole.entries] == [items[1].pk]
        with acting_in(who.context()):
            assert not MinutesEntry.objects.filter(item=items[0]).exists()
            assert not MinutesCorrection.objects.filter(item=items[0]).exists()
    assert {one.item.pk for one in read(house.referent, sitting).entries} >= {items[0].pk}
