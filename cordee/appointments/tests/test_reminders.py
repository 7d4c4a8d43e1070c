"""Confirmations and reminders: neutral, at the person's means and hours, and never when they should not be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from cordee.appointments import telling
from cordee.appointments.actions import When
from cordee.appointments.enums import PlaceKind
from cordee.appointments.jobs import plan
from cordee.appointments.matters import About
from cordee.appointments.models import Appointment
from cordee.appointments.tests.factories import book, move, seen_by, settle, wanted
from cordee.appointments.tests.test_pages import typed
from cordee.dossier.rules import betrays
from cordee.home.tests.asking import text_of
from cordee.kernel.errors import BadInput
from cordee.pathways.models import Pathway
from cordee.people.actions import add_contact, seal_dossier
from cordee.people.models import Person
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.jobs import Work, queue_for_each
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs
from demo import mail_server
from tests import factories

pytestmark = pytest.mark.django_db
BOOKING = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday, ten o'clock in France
DAY = date(2026, 12, 10)  # the Thursday of the week after
EVE = datetime(2026, 12, 8, 14, tzinfo=UTC)  # within the two days before
MEETING = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)


@pytest.fixture
def post(settings):
    mails = []
    with mail_server.serving(mails.append) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield mails


@pytest.fixture
def person(house):
    house.organisation.phone = "03 21 00 00 00"
    house.organisation.save(update_fields=["phone"])
    made = factories.person(house.referent, first_names="Nadia", usage_name="Exemple")
    made.pathway = factories.pathway(house, made, on=date(2026, 11, 1))
    with acting_in(house.referent.context()):
        add_contact(
            made, by=house.referent, kind="email", value="nadia@exemple.invalid", on=house.referent.today
        )
    return made


def wish(house, person, **changes):
    with acting_in(house.coordinator.context()):
        Person.objects.filter(pk=person.pk).update(**changes)
        person.refresh_from_db()


def booked(house, person, *, who=None, **more):
    with time_machine.travel(BOOKING, tick=True):
        asked = {"when": When(DAY, time(14, 30), 60), "wants_reminder": True, **more}
        return book(who or house.referent, person, **asked)


def turn(house, at, *, ahead=False):
    """The planning comes round, and everything it queues runs."""
    with time_machine.travel(at, tick=True):
        queue_for_each("appointments.plan", because="test")
        return run_jobs(ahead=ahead)


def messages(house, **only):
    with acting_in(system_context(house.organisation.pk, because="test")):
        return list(Message.objects.filter(**only).order_by("created_at"))


# What it says


@pytest.mark.parametrize("purpose", list(telling.PURPOSE_WORDS))
@pytest.mark.parametrize("kind", PlaceKind.values)
def test_every_text_betrays_nothing(house, person, purpose, kind):
    row = booked(house, person, kind=kind, about=About("housing", "family", "impayés"))
    said = telling.text_of(purpose, row, house.organisation)

    neutral = (
        said.replace("03 21 00 00 00", "{téléphone}")
        .replace("jeudi 10 décembre", "…")
        .replace("14\u00a0h\u00a030", "…")
    )
    assert betrays(neutral, names=(house.organisation.name, house.site.name)) == ""
    assert "Nadia" not in said and "logement" not in said and "jeudi 10 décembre à 14\u00a0h\u00a030" in said


def test_a_reminder_really_leaves_two_days_before(house, person, post):
    booked(house, person)
    turn(house, BOOKING + timedelta(days=1))
    assert post == [] and messages(house) == []

    turn(house, EVE)
    assert len(post) == 1
    assert post[0].recipients == ("nadia@exemple.invalid",)
    (message,) = messages(house)
    with acting_in(system_context(house.organisation.pk, because="test")):
        letter = open_letter(message)
    assert message.state == "sent" and letter.subject == "Votre rendez-vous"
    assert "nous vous attendons le jeudi 10 décembre" in letter.text and "03 21 00 00 00" in letter.text


def test_it_is_sent_once_however_often_the_job_comes_round(house, person, post):
    booked(house, person)
    turn(house, EVE)
    turn(house, EVE)
    turn(house, EVE + timedelta(hours=5))

    assert len(post) == 1


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (MEETING - timedelta(days=2, minutes=1), 0),
        (MEETING - timedelta(days=2), 1),
        (MEETING - timedelta(minutes=31), 1),
        (MEETING - timedelta(minutes=30), 0),
        (MEETING + timedelta(minutes=1), 0),
    ],
)
def test_neither_too_early_nor_too_late(house, person, post, at, number):
    booked(house, person)
    turn(house, at)

    assert len(messages(house)) == number


def test_the_house_says_how_long_before(house, person, post):
    from cordee.accounts.models import OrganisationSetting

    OrganisationSetting.objects.create(
        organisation=house.organisation,
        key="appointments",
        value={"remind_days": 5},
        valid_from=factories.LONG_AGO,
    )
    booked(house, person)
    turn(house, MEETING - timedelta(days=4))

    assert len(post) == 1


def test_only_who_asked_for_it(house, person, post):
    booked(house, person, wants_reminder=False)
    turn(house, EVE)

    assert messages(house) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"preferred_channel": "none"},
        {"preferred_channel": "call"},
        {"preferred_channel": "letter"},
        {"preferred_channel": "through"},
    ],
)
def test_never_to_who_said_no(house, person, post, changes):
    booked(house, person)
    wish(house, person, **changes)
    turn(house, EVE)

    assert post == [] and messages(house) == []


def test_at_the_hours_of_the_person(house, person, post):
    booked(house, person)
    wish(house, person, contact_hours="le matin")
    turn(house, EVE)  # three in the afternoon

    assert post == []
    (message,) = messages(house)
    assert message.state == "held" and message.due_at.astimezone(UTC) == datetime(2026, 12, 9, 7, tzinfo=UTC)


def test_hours_that_come_after_the_meeting_are_of_no_use(house, person, post):
    booked(house, person)
    wish(house, person, contact_hours="le samedi")
    turn(house, EVE)

    assert messages(house) == []


def test_a_person_in_danger_is_never_written_to_by_itself(house, person, post):
    booked(house, person)
    wish(house, person, has_protected_contact=True)
    turn(house, EVE)
    assert messages(house) == []

    with pytest.raises(BadInput) as refused:
        booked(house, person, despite=True)
    assert refused.value.field == "means_is_safe"


def test_a_means_said_to_be_safe_is_used(house, person, post):
    wish(house, person, has_protected_contact=True)
    booked(house, person, means_is_safe=True)
    turn(house, EVE)

    assert len(post) == 1


def closed(house, person, code):
    with acting_in(house.coordinator.context()):
        Pathway.objects.filter(person=person.pk).update(
            status="closed", closed_on=date(2026, 12, 1), exit_code=code
        )


def test_nobody_is_reminded_once_it_is_over(house, person, post):
    booked(house, person)
    closed(house, person, "emploi")
    turn(house, EVE)

    assert post == [] and messages(house) == []


@pytest.mark.parametrize("code", ["emploi", "deces"])
def test_closed_meanwhile_what_waits_does_not_leave(house, person, post, code):
    """The person withdrew, or died, after the reminder was written and before it left."""
    booked(house, person)
    wish(house, person, contact_hours="le matin")
    turn(house, EVE)
    assert len(messages(house, state="held")) == 1

    closed(house, person, code)
    turn(house, datetime(2026, 12, 9, 8, tzinfo=UTC), ahead=True)

    assert post == []
    (message,) = messages(house)
    assert message.state in ("failed", "cancelled") and message.why == "closed"


def waiting(house, person):
    row = booked(house, person)
    wish(house, person, contact_hours="le matin")
    turn(house, EVE)
    assert len(messages(house, state="held")) == 1
    row.refresh_from_db()
    return row


def test_moved_the_reminder_is_withdrawn_and_another_written(house, person, post):
    with acting_in(house.referent.context()):
        row = waiting(house, person)
    with time_machine.travel(EVE, tick=True):
        move(
            house.referent,
            row,
            person,
            wanted(house.referent, when=When(DAY, time(16), 60), wants_reminder=True),
        )
    assert [one.state for one in messages(house)] == ["cancelled"]

    turn(house, datetime(2026, 12, 9, 8, tzinfo=UTC))
    assert len(post) == 1 and [one.state for one in messages(house)] == ["cancelled", "sent"]


@pytest.mark.parametrize("status", ["excused", "revoked"])
def test_called_off_the_reminder_is_withdrawn(house, person, post, status):
    with acting_in(house.referent.context()):
        row = waiting(house, person)
    with time_machine.travel(EVE, tick=True):
        settle(house.referent, row, person, status)
    turn(house, datetime(2026, 12, 9, 8, tzinfo=UTC), ahead=True)

    assert post == [] and [one.state for one in messages(house)] == ["cancelled"]


def test_just_before_it_leaves_the_outbox_asks_whether_the_hour_still_holds(house, person, post):
    with acting_in(house.referent.context()):
        row = waiting(house, person)
        Appointment.objects.filter(pk=row.pk).update(
            starts_at=MEETING + timedelta(hours=1), ends_at=MEETING + timedelta(hours=2), wants_reminder=False
        )
    turn(house, datetime(2026, 12, 9, 8, tzinfo=UTC), ahead=True)

    assert post == [] and messages(house)[0].why == "over"


def test_the_team_of_a_sealed_dossier_reminds_its_own(house, person, post):
    booked(house, person)
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="danger", on=house.referent.today)
    turn(house, EVE)

    assert len(post) == 1


def test_whoever_booked_and_left_is_replaced_by_whoever_holds_it(house, person, post):
    booked(house, person, who=house.colleague, member=house.referent.member)
    house.colleague.member.until_on = date(2026, 12, 2)
    house.colleague.member.save(update_fields=["until_on"])
    turn(house, EVE)

    assert len(post) == 1


@pytest.mark.parametrize(
    ("time_zone", "at", "whose"),
    [
        ("Europe/Paris", datetime(2026, 12, 8, 22, 59, tzinfo=UTC), "colleague"),
        (
            "Europe/Paris",
            datetime(2026, 12, 8, 23, 0, tzinfo=UTC),
            "referent",
        ),  # midnight there, not yet in UTC
        ("America/Guadeloupe", datetime(2026, 12, 9, 3, 59, tzinfo=UTC), "colleague"),
        ("America/Guadeloupe", datetime(2026, 12, 9, 4, 0, tzinfo=UTC), "referent"),
    ],
)
def test_the_last_day_of_whoever_booked_ends_at_midnight_of_the_house(house, person, time_zone, at, whose):
    booked(house, person, who=house.colleague, member=house.referent.member)
    house.organisation.time_zone = time_zone
    house.organisation.save(update_fields=["time_zone"])
    house.colleague.member.until_on = date(2026, 12, 8)
    house.colleague.member.save(update_fields=["until_on"])

    with acting_in(system_context(house.organisation.pk, because="test")):
        assert telling.whose_turn(house.organisation, at) == {house.team[whose].member.pk}


def test_the_plan_never_speaks_for_another_house(house, person, post, stranger):
    booked(house, person)
    with time_machine.travel(EVE, tick=True):
        context = system_context(stranger.organisation.pk, because="test")
        with acting_in(context):
            plan(Work(stranger.organisation.pk, "test", context))
            assert run_jobs() == []

    assert messages(house) == []


# Confirmed, moved, called off: at once, when it is asked


def test_told_at_once_when_it_is_asked(house, person, post):
    day = house.referent.today + timedelta(days=3)
    asked = typed(house.referent, day, tells_now="on", wants_reminder="on")
    answer = factories.visit(house.referent).post(
        reverse("book_appointment", args=[person.pk]), asked, follow=True
    )
    run_jobs(ahead=True)

    assert "Le rendez-vous est pris." in text_of(answer)
    assert [one.purpose for one in messages(house)] == ["appointment_booked"] and len(post) == 1


def test_who_may_not_be_told_keeps_the_appointment(house, person, post):
    with acting_in(house.coordinator.context()):
        person.contact_points.update(ended_on=house.referent.today)
    day = house.referent.today + timedelta(days=3)
    asked = typed(house.referent, day, tells_now="on")
    answer = factories.visit(house.referent).post(
        reverse("book_appointment", args=[person.pk]), asked, follow=True
    )

    assert "La personne n’est pas prévenue" in text_of(answer) and messages(house) == []
    with acting_in(house.referent.context()):
        assert Appointment.objects.count() == 1


def test_called_off_the_person_is_told(house, person, post):
    row = book(house.referent, person)
    sent = {"status": "revoked", "reason": "", "legitimate": "", "version": "1", "tells_now": "on"}
    factories.visit(house.referent).post(reverse("settle_appointment", args=[row.pk]), sent)
    run_jobs(ahead=True)

    assert len(post) == 1 and [one.purpose for one in messages(house)] == ["appointment_off"]


def test_the_form_says_that_the_person_wants_no_message(house, person):
    wish(house, person, preferred_channel="none")
    answer = factories.visit(house.referent).get(reverse("book_appointment", args=[person.pk]))

    assert (
        "ne pas être contactée" in text_of(answer) and 'name="wants_reminder"' not in answer.content.decode()
    )
    assert seen_by(house.referent, person)
