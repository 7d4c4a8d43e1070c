"""A meeting held by two: in both agendas, in both feeds, clashes looked for with each; what becomes of it when one goes."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cordee.appointments import fetch, rhythms
from cordee.appointments.clashing import Clashing
from cordee.appointments.feed import feed_of
from cordee.appointments.handing_over import followed, hand_over, left
from cordee.appointments.models import Appointment
from cordee.appointments.rhythms import Rhythm
from cordee.appointments.tests.factories import at_noon, book, move, seen_by, wanted
from cordee.appointments.tests.test_pages import send, typed
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.kernel.errors import BadInput
from cordee.plumbing.context import acting_in
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house):
    found = factories.person(house.referent, first_names="Nadia", usage_name="Exemple")
    found.pathway = factories.pathway(house, found)
    return found


@pytest.fixture
def row(house, person):
    return book(house.referent, person, colleague=house.colleague.member)


def in_house(house):
    return acting_in(house.coordinator.context())


def agenda_of(who, actor=None):
    reader = actor or who
    now = timezone.now()
    with acting_in(reader.context()):
        return fetch.agenda(reader, now, now + timedelta(days=30), member=who.member.pk)


def test_it_is_in_both_agendas_and_nowhere_else(house, person, row):
    assert [one.pk for one in agenda_of(house.referent)] == [row.pk]
    assert [one.pk for one in agenda_of(house.colleague)] == [row.pk]
    assert agenda_of(house.coordinator) == []


def test_each_feed_carries_it_once(house, person, row):
    for who in (house.referent, house.colleague):
        content = feed_of(who, timezone.now(), lambda one: "https://exemple.invalid/").content
        assert content.count(b"BEGIN:VEVENT") == 1 and f"{row.pk}@cordee".encode() in content
        assert b"Nadia" not in content
    assert feed_of(house.coordinator, timezone.now(), lambda one: "x").content.count(b"BEGIN:VEVENT") == 0


@pytest.mark.parametrize(
    ("holds", "helps", "named"),
    [
        ("referent", None, ""),
        ("colleague", None, ""),
        ("coordinator", "colleague", ""),
        ("colleague", "coordinator", ""),
    ],
)
def test_a_clash_is_found_with_each_of_the_two(house, person, row, holds, helps, named):
    other = factories.person(house.referent)
    who = getattr(house, holds)
    more = {"colleague": getattr(house, helps).member} if helps else {}

    with pytest.raises(Clashing) as clash:
        book(who, other, **more)

    (said,) = clash.value.said
    assert "a déjà un rendez-vous" in said or "Vous avez déjà" in said
    if holds == "coordinator":
        assert house.colleague.member.display_name in said
    assert book(who, other, at=time(15, 30), **more).pk


def test_who_is_free_does_not_clash(house, person, row):
    other = factories.person(house.referent)

    assert book(house.coordinator, other, colleague=None).pk


def test_a_meeting_moved_leaves_its_place_for_both(house, person, row):
    asked = wanted(house.referent, at=time(15, 0), colleague=house.colleague.member)
    moved = move(house.referent, row, person, asked)

    assert moved.colleague_id == house.colleague.member.pk
    alone = move(house.referent, moved, person, wanted(house.referent, at=time(15, 0)))
    assert alone.colleague_id is None and agenda_of(house.colleague) == []


def test_not_with_oneself_nor_with_who_does_not_read_the_dossier(house, person):
    with pytest.raises(BadInput) as refused:
        book(house.referent, person, colleague=house.referent.member)
    assert refused.value.field == "colleague"
    with pytest.raises(BadInput) as refused:
        book(house.referent, person, colleague=house.director.member)
    assert refused.value.field == "colleague"
    with in_house(house):
        held = book(house.referent, person)
    with in_house(house), pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=held.pk).update(colleague=house.referent.member)


def test_a_rhythm_is_held_by_two_all_along(house, person):
    asked = wanted(house.referent, colleague=house.colleague.member)
    with acting_in(house.referent.context()):
        made = rhythms.book_rhythm(
            seen_by(house.referent, person), by=house.referent, wanted=asked,
            rhythm=Rhythm(until=asked.when.day + timedelta(days=21)), despite=True,
        )  # fmt: skip

    assert len(made) > 2 and {one.colleague_id for one in made} == {house.colleague.member.pk}


@pytest.mark.parametrize(
    ("leaving", "heir", "held", "helped"),
    [
        ("referent", "coordinator", "coordinator", "colleague"),
        ("referent", "colleague", "colleague", None),
        ("colleague", "coordinator", "referent", "coordinator"),
        ("colleague", "referent", "referent", None),
    ],
)
def test_handed_over_each_keeps_who_else_holds_it(house, person, row, leaving, heir, held, helped):
    gone, takes = getattr(house, leaving).member, getattr(house, heir).member
    with in_house(house):
        assert followed(gone)[0].number == 1
        assert hand_over(gone, takes, house.coordinator, house.referent.today) == 1
        row.refresh_from_db()

    assert row.member_id == getattr(house, held).member.pk and row.version == 2
    assert row.colleague_id == (getattr(house, helped).member.pk if helped else None)


def test_who_only_helped_and_left_is_no_longer_expected(house, person, row):
    with in_house(house):
        left(house.colleague.member, house.coordinator, house.referent.today)
        row.refresh_from_db()

    assert row.colleague_id is None and row.member_id == house.referent.member.pk


# The pages


def test_it_is_booked_and_read_from_the_pages(house, person, visit):
    who = house.referent
    data = typed(who, who.today + timedelta(days=3), colleague=str(house.colleague.member.pk))
    answer = send(who, "book_appointment", person.pk, **data)
    assert answer.status_code == 302, text_of(answer)

    with acting_in(who.context()):
        made = Appointment.objects.get()
    names = f"{who.member.display_name} et {house.colleague.member.display_name}"
    assert names in text_of(visit(who).get(reverse("appointment", args=[made.pk])))
    form = visit(who).get(reverse("move_appointment", args=[made.pk])).context["form"]
    assert form["colleague"].value() == str(house.colleague.member.pk)


def test_my_day_says_with_whom(house, person):
    with at_noon(house.referent):
        book(house.referent, person, days=0, at=time(12, 5), minutes=5, colleague=house.colleague.member)

        said = text_of(ask(house.colleague, reverse("my_day"))[0])
    assert "Nadia" in said


@pytest.mark.parametrize("number", [1, 12])
def test_the_agenda_costs_the_same(house, person, number):
    for turn in range(number):
        book(
            house.referent,
            person,
            days=turn % 3,
            at=time(8 + turn % 10),
            despite=True,
            colleague=house.colleague.member,
        )

    for page in ("agenda", "my_day"):
        answer, asked = ask(house.colleague, reverse(page))
        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
