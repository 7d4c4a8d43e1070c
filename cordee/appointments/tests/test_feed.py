"""The calendar address: a secret, dead at once; hours and nothing else, as other programs read them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from cordee.accounts.models import MemberRole
from cordee.appointments import feed
from cordee.appointments.actions import When, Where
from cordee.appointments.matters import About
from cordee.appointments.models import CalendarFeed
from cordee.appointments.tests.factories import book, move, settle, wanted
from cordee.home.tests.asking import text_of
from cordee.people.actions import seal_dossier
from cordee.plumbing.context import acting_in
from tests import factories

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def person(house):
    found = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    found.pathway = factories.pathway(house, found)
    return found


@pytest.fixture
def token(house):
    with acting_in(house.referent.context()):
        return feed.open_feed(by=house.referent)


def read(token, **headers):
    return Client().get(reverse("calendar_read", args=[token]), headers=headers)


def events(answer):
    calendar = vobject.readOne(answer.content.decode())
    return list(getattr(calendar, "vevent_list", []))


def test_another_library_reads_the_same_hours(house, person, token):
    row = book(house.referent, person)
    answer = read(token)

    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer)
    assert (
        event.dtstart.value.astimezone(UTC) == row.starts_at
        and event.dtend.value.astimezone(UTC) == row.ends_at
    )
    assert event.summary.value == "Rendez-vous"
    assert (
        event.dtstart.value.hour,
        event.dtstart.params.get("X-VOBJ-ORIGINAL-TZID", event.dtstart.params.get("TZID")),
    ) == (14, ["Europe/Paris"])


@pytest.mark.parametrize(
    ("day", "offset"),
    [(date(2027, 1, 14), 1), (date(2027, 7, 15), 2), (date(2027, 3, 28), 2), (date(2027, 10, 31), 1)],
)
def test_hours_are_right_on_both_sides_of_the_change(house, person, token, day, offset):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=True):
        book(house.referent, person, when=When(day, time(14, 30), 60))
        (event,) = events(read(token))

    assert event.dtstart.value.astimezone(PARIS).time() == time(14, 30)
    assert event.dtstart.value.utcoffset() == timedelta(hours=offset)


def test_nothing_of_anybody(house, person, token):
    book(
        house.referent,
        person,
        where=Where("home", None, "3 rue du Bief"),
        about=About("housing", "family", "impayés"),
    )
    content = read(token).content.decode()

    for word in (
        "Aub",
        "Mistral",
        "Bief",
        "housing",
        "logement",
        "famil",
        "impay",
        "domicile",
        "home",
        str(person.pk),
        house.organisation.name,
    ):
        assert word not in content.replace("\r\n ", "")
    assert content.count("SUMMARY:Rendez-vous\r\n") == 1


def test_lines_are_folded_and_end_as_they_should(house, person, token):
    book(house.referent, person)
    content = read(token).content

    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and b"\n" not in b"".join(lines)
    assert (
        b"BEGIN:VTIMEZONE" in content
        and b"TZID:Europe/Paris" in content
        and content.endswith(b"END:VCALENDAR\r\n")
    )


def test_an_empty_agenda_is_a_calendar_all_the_same(token):
    answer = read(token)

    assert answer.status_code == 200 and events(answer) == []


def test_only_ones_own_and_only_what_stands(house, person, token):
    book(house.colleague, person, at=time(9))
    off = book(house.referent, person, at=time(10))
    settle(house.referent, off, person, "revoked")
    kept = book(house.referent, person, at=time(11))

    assert [event.uid.value for event in events(read(token))] == [f"{kept.pk}@cordee"]


def test_what_did_not_change_is_not_sent_again(house, person, token):
    row = book(house.referent, person)
    first = read(token)
    assert first["ETag"] and first["Last-Modified"] and first["Cache-Control"] == "private, no-cache"

    again = read(token, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""

    move(house.referent, row, person, wanted(house.referent, at=time(9)))
    changed = read(token, **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]
    (event,) = events(changed)
    assert event.sequence.value == "1" and event.dtstart.value.hour == 9


def test_a_dossier_closed_meanwhile_leaves_at_once_whatever_the_date(house, person, token):
    row = book(house.referent, person)
    first = read(token)
    assert len(events(first)) == 1
    with acting_in(house.referent.context()):
        feed.close_feed(by=house.referent)
    with acting_in(house.colleague.context()):
        theirs = feed.open_feed(by=house.colleague)
    move(house.referent, row, person, wanted(house.referent, member=house.colleague.member))
    before = read(theirs)
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="danger", on=house.referent.today)

    after = read(theirs, **{"If-Modified-Since": before["Last-Modified"]})
    assert len(events(before)) == 1 and after.status_code == 200 and events(after) == []


# The secret


@pytest.mark.parametrize("made_up", ["x", "a" * 43, "a" * 300, "é", "..%2f"])
def test_an_address_made_up_is_not_found(house, made_up):
    answer = Client().get(f"/calendrier/{made_up}.ics")

    assert answer.status_code == 404


def test_only_a_digest_is_kept(house, token):
    row = CalendarFeed.objects.get()

    assert token not in row.digest and row.digest == feed.digest_of(token) and len(token) >= 43


def test_revoked_it_reads_nothing_from_that_instant(house, token):
    assert read(token).status_code == 200
    factories.visit(house.referent).post(reverse("calendar_feed_stop"))

    assert read(token).status_code == 404
    assert read(token, **{"If-None-Match": "*"}).status_code == 404


def test_renewed_the_one_before_is_dead(house, token):
    answer = factories.visit(house.referent).post(reverse("calendar_feed"))
    address = answer.context["address"]

    assert read(token).status_code == 404
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert address not in text_of(factories.visit(house.referent).get(reverse("calendar_feed")))


def test_whoever_leaves_takes_it_along(house, token):
    house.referent.member.until_on = house.referent.today - timedelta(days=1)
    house.referent.member.save(update_fields=["until_on"])

    assert read(token).status_code == 404


def test_whoever_loses_the_role_loses_the_address(house, token):
    MemberRole.objects.filter(member=house.referent.member).update(
        until_on=house.referent.today - timedelta(days=1)
    )

    assert read(token).status_code == 404


def test_each_has_their_own(house, token):
    with acting_in(house.colleague.context()):
        assert not CalendarFeed.objects.visible_to(house.colleague).exists()
        assert not feed.close_feed(by=house.colleague)

    assert read(token).status_code == 200
