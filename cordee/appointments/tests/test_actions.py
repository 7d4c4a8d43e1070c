"""An appointment booked, moved, called off, said to be over: what it leaves behind, what refuses it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cordee.accounts.models import Place
from cordee.appointments import actions, fetch
from cordee.appointments.actions import When, Where
from cordee.appointments.clashing import Clashing
from cordee.appointments.matters import About, matters_of
from cordee.appointments.models import Appointment, HealthMatter, Matter, ProtectedMatter
from cordee.appointments.tests.factories import book, move, past, seen_by, settle, wanted
from cordee.dossier.models import Fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.people.actions import seal_dossier
from cordee.people.keys import key_of
from cordee.people.models import Ground
from cordee.plumbing.context import acting_in
from tests import factories

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    found.pathway = factories.pathway(house, found)
    return found


def open_all(house, person):
    """The referent follows the health of this person, and what is protected, with her agreement."""
    with acting_in(house.coordinator.context()):
        Ground(
            organisation=house.organisation, person=person, member=house.referent.member, kind="shared",
            partitions=int(Partition.HEALTH | Partition.PROTECTED),
        ).save(force_insert=True)  # fmt: skip


def kinds(house, person):
    with acting_in(house.referent.context()):
        return list(Fact.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def about(house, who, row, person):
    with acting_in(who.context()):
        seen = seen_by(who, person)
        return matters_of(who, seen, [row], key_of(seen)).get(row.pk)


def test_an_appointment_is_an_instant_and_leaves_a_fact(house, person):
    row = book(house.referent, person)

    shown = row.starts_at.astimezone(PARIS)
    assert (shown.hour, shown.minute, row.minutes, row.status) == (14, 30, 60, "unknown")
    assert kinds(house, person)[-1] == "appointment_booked"


@pytest.mark.parametrize("who", ["secretary", "colleague", "coach", "coordinator"])
def test_the_house_books(house, person, who):
    assert book(house.team[who], person).member_id == house.team[who].member.pk


@pytest.mark.parametrize("who", ["director", "admin"])
def test_who_holds_no_dossier_books_nothing(house, person, who):
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
    with pytest.raises(NotAllowed), acting_in(house.team[who].context()):
        actions.book_appointment(known, by=house.team[who], wanted=wanted(house.team[who]))


def test_whoever_holds_it_reads_the_dossier(house, person):
    """The nurse is in no circle: the appointment would not show in her agenda."""
    with pytest.raises(BadInput) as refused:
        book(house.referent, person, member=house.nurse.member)
    assert refused.value.field == "member"

    assert book(house.referent, person, member=house.colleague.member).member_id == house.colleague.member.pk


def test_a_sealed_dossier_is_not_given_to_the_rest_of_the_team(house, person):
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="parente d’une collègue", on=house.referent.today)

    with pytest.raises(BadInput):
        book(house.referent, person, member=house.colleague.member)


# The part of the dossier it touches


@pytest.mark.parametrize(
    ("theme", "table"),
    [("project", Matter), ("housing", Matter), ("care", HealthMatter), ("protection", ProtectedMatter)],
)
def test_a_theme_stands_in_the_table_of_its_part(house, person, acting, theme, table):
    open_all(house, person)
    said = About(theme, "person", "apporter le courrier")
    row = book(house.referent, person, about=said)

    acting(house.referent)
    assert [
        one for one in (Matter, HealthMatter, ProtectedMatter) if one.objects.filter(appointment=row)
    ] == [table]
    assert about(house, house.referent, row, person) == said
    assert about(house, house.colleague, row, person) == (said if table is Matter else None)


def test_a_restricted_theme_leaves_nothing_in_clear(house, person):
    from django.db import connection

    open_all(house, person)
    book(house.referent, person, about=About("care", "care", "ordonnance"))

    with acting_in(house.referent.context()), connection.cursor() as cursor:
        cursor.execute("SELECT theme, counterpart FROM appointments_healthmatter")
        assert cursor.fetchall() == [("", "")]
        cursor.execute("SELECT count(*) FROM appointments_matter")
        assert cursor.fetchone() == (0,)


def test_the_secretary_sees_the_hour_and_not_the_theme(house, person):
    row = book(house.referent, person, about=About("housing", "family", "impayés"))

    with acting_in(house.secretary.context()):
        assert fetch.appointment_for(house.secretary, row.pk).starts_at == row.starts_at
    assert about(house, house.secretary, row, person) is None
    assert about(house, house.referent, row, person) == About("housing", "family", "impayés")


def test_the_secretary_books_without_a_theme(house, person):
    with pytest.raises(BadInput) as refused:
        book(house.secretary, person, about=About("housing"))
    assert refused.value.field == "theme"

    assert book(house.secretary, person).pk


def test_a_theme_that_changes_part_leaves_the_first_one(house, person):
    row = book(house.referent, person, about=About("housing", "person", "impayés"))
    move(house.referent, row, person, wanted(house.referent, about=About("project", "person", "un jardin")))

    assert about(house, house.referent, row, person) == About("project", "person", "un jardin")
    with acting_in(house.referent.context()):
        assert Matter.objects.filter(appointment=row).count() == 1


def test_words_need_a_part_to_stand_in(house, person):
    with pytest.raises(BadInput) as refused:
        book(house.referent, person, about=About("", "", "impayés"))
    assert refused.value.field == "theme"


def test_where_is_sealed(house, person):
    row = book(house.referent, person, where=Where("neutral", None, "Café de la gare"))

    assert b"gare" not in bytes(row.sealed_where)


# Clocks


@pytest.mark.parametrize(
    ("day", "at", "second", "field"),
    [
        (date(2027, 3, 28), time(2, 30), None, "at"),
        (date(2027, 3, 28), time(3, 30), None, ""),
        (date(2026, 10, 25), time(2, 30), None, "turn"),
        (date(2026, 10, 25), time(2, 30), False, ""),
        (date(2026, 10, 25), time(2, 30), True, ""),
    ],
)
def test_the_nights_when_clocks_change(house, person, day, at, second, field):
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=PARIS), tick=True):
        if field:
            with pytest.raises(BadInput) as refused:
                book(house.referent, person, when=When(day, at, 60, second))
            assert refused.value.field == field
            return
        row = book(house.referent, person, when=When(day, at, 60, second))

    assert row.starts_at.astimezone(PARIS).time() == at
    assert row.starts_at.astimezone(PARIS).fold == int(bool(second))


def test_a_day_too_far_is_refused_on_its_field(house, person):
    with pytest.raises(BadInput) as refused:
        book(house.referent, person, days=4_000)
    assert refused.value.field == "day"


# Clashes


@pytest.mark.parametrize("by", ["person", "member", "place"])
def test_a_clash_is_said_and_may_be_kept(house, person, by):
    with acting_in(house.referent.context()):
        room = Place.objects.create(organisation=house.organisation, name="Salle bleue")
    other = factories.person(house.referent)
    first = {
        "person": {"person": person, "member": house.colleague.member},
        "member": {"person": other},
        "place": {"person": other, "member": house.colleague.member, "where": Where("office", room)},
    }[by]
    book(house.referent, first.pop("person"), **first)
    asked = {"where": Where("office", room)} if by == "place" else {}

    with pytest.raises(Clashing) as clash:
        book(house.referent, person, **asked)
    assert len(clash.value.said) == 1 and "14\u00a0h\u00a030 à 15\u00a0h\u00a030" in clash.value.said[0]
    with acting_in(house.referent.context()):
        assert Appointment.objects.count() == 1

    assert book(house.referent, person, despite=True, **asked).pk


def test_a_dossier_closed_to_the_reader_takes_its_room_and_keeps_its_name(house, person):
    with acting_in(house.referent.context()):
        room = Place.objects.create(organisation=house.organisation, name="Salle bleue")
    hidden = factories.person(house.coordinator, first_names="Secrète")
    book(house.coordinator, hidden, where=Where("office", room))
    with acting_in(house.coordinator.context()):
        seal_dossier(hidden, by=house.coordinator, reason="danger", on=house.referent.today)

    with pytest.raises(Clashing) as clash:
        book(house.referent, person, where=Where("office", room))
    assert "Secrète" not in " ".join(clash.value.said)


@pytest.mark.parametrize(
    ("at", "ok"), [(time(15, 30), True), (time(15, 29), False), (time(13, 30), True), (time(13, 31), False)]
)
def test_back_to_back_is_no_clash(house, person, at, ok):
    book(house.referent, person)
    if ok:
        assert book(house.referent, person, at=at).pk
    else:
        with pytest.raises(Clashing):
            book(house.referent, person, at=at)


def test_what_was_called_off_takes_no_time(house, person):
    row = book(house.referent, person)
    settle(house.referent, row, person, "excused")

    assert book(house.referent, person).pk


def test_moving_does_not_clash_with_itself(house, person):
    row = book(house.referent, person)
    moved = move(house.referent, row, person, wanted(house.referent, at=time(15)))

    assert moved.starts_at.astimezone(PARIS).hour == 15 and moved.version == 2
    assert kinds(house, person)[-1] == "appointment_moved"


def test_two_people_who_move_it_at_once_both_know(house, person):
    row = book(house.referent, person)
    move(house.colleague, row, person, wanted(house.referent, at=time(16)))

    with pytest.raises(StaleState):
        move(house.referent, row, person, wanted(house.referent, at=time(9)), version=1)


# What became of it


def test_seen_is_a_contact_of_its_own_day(house, person, acting):
    row = past(house.referent, person, days=2)
    settle(house.referent, row, person, "seen", late_minutes=10)

    acting(house.referent)
    fact = Fact.objects.get(person=person, kind="contact_noted")
    person.refresh_from_db()
    day = house.referent.today - timedelta(days=2)
    assert (fact.day, person.last_contact_on, fact.thing_id) == (day, day, row.pk)
    assert (row.__class__.objects.get(pk=row.pk).late_minutes) == 10


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("excused", "appointment_excused"),
        ("revoked", "appointment_revoked"),
        ("no_show", "appointment_missed"),
    ],
)
def test_who_did_not_come_was_not_in_touch(house, person, acting, status, kind):
    row = past(house.referent, person)
    kept = settle(house.referent, row, person, status, reason="transport", is_legitimate=True, late_minutes=5)

    acting(house.referent)
    person.refresh_from_db()
    assert person.last_contact_on is None and kinds(house, person)[-1] == kind
    assert kept.late_minutes is None
    assert (kept.reason, kept.is_legitimate) == (("transport", True) if status != "revoked" else ("", None))


def test_a_word_too_fast_is_taken_back_but_not_a_contact(house, person):
    row = past(house.referent, person)
    row = settle(house.referent, row, person, "no_show")
    row = settle(house.referent, row, person, "unknown")
    assert row.status == "unknown" and row.settled_on is None

    row = settle(house.referent, row, person, "seen")
    with pytest.raises(BadInput):
        settle(house.referent, row, person, "no_show")


def test_nobody_came_before_it_began(house, person):
    row = book(house.referent, person)
    with pytest.raises(BadInput):
        settle(house.referent, row, person, "seen")

    assert settle(house.referent, row, person, "excused").status == "excused"


def test_a_stranger_sees_nothing(house, person, stranger):
    row = book(house.referent, person)

    with acting_in(stranger.context()):
        assert not Appointment.objects.visible_to(stranger).exists()
        assert not Appointment.objects.filter(pk=row.pk).exists()
