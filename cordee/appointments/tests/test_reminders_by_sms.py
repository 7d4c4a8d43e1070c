"""A reminder by SMS, end to end: booked, planned, written, sent by HTTP to a gateway that really answers."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cordee.appointments.tests.factories import settle
from cordee.appointments.tests.test_reminders import (
    BOOKING,
    EVE,
    MEETING,
    booked,
    closed,
    messages,
    turn,
    wish,
)
from cordee.dossier.rules import betrays
from cordee.people.actions import add_contact
from cordee.people.models import Person
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs
from tests import factories, sms_gateway

pytestmark = pytest.mark.django_db
MORNING_AFTER = datetime(2026, 12, 9, 7, 30, tzinfo=UTC)


@pytest.fixture
def gateway(settings):
    with sms_gateway.serving() as running:
        settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_TIMEOUT = running.url, "jeton", 2
        settings.SMS_SENDER = "CORDEE"
        yield running


@pytest.fixture
def person(house):
    house.organisation.phone = "03 21 00 00 00"
    house.organisation.save(update_fields=["phone"])
    made = factories.person(house.referent, first_names="Nadia", usage_name="Exemple")
    made.pathway = factories.pathway(house, made, on=date(2026, 11, 1))
    with acting_in(house.referent.context()):
        add_contact(made, by=house.referent, kind="phone", value="06 39 98 01 02", on=house.referent.today)
    return made


def test_a_reminder_by_sms_really_reaches_the_gateway_and_says_nothing_of_anybody(house, person, gateway):
    booked(house, person)
    turn(house, BOOKING + timedelta(days=1))
    assert gateway.asked == []

    turn(house, EVE)

    ((headers, body),) = gateway.asked
    (message,) = messages(house)
    assert (message.state, message.channel, message.provider_id) == ("sent", "sms", "sms-1")
    assert headers["Idempotency-Key"] == message.pk.hex and body["to"] == "+33639980102"
    said = body["text"]
    assert "jeudi 10 decembre a 14" in said.replace("é", "e").replace("à", "a") and "03 21 00 00 00" in said
    neutral = re.sub(r"03 21 00 00 00|jeudi 10 d.cembre|14\s?h\s?30", "…", said)
    assert betrays(neutral, names=(house.organisation.name, house.site.name)) == ""
    assert "Nadia" not in said and "Exemple" not in said

    turn(house, EVE + timedelta(hours=3))
    assert len(gateway.accepted) == 1


def test_it_waits_for_the_hours_of_the_person_then_leaves(house, person, gateway):
    booked(house, person)
    wish(house, person, contact_hours="le matin")
    turn(house, EVE)
    assert gateway.asked == []
    (message,) = messages(house)
    assert message.state == "held" and message.due_at > EVE

    with time_machine.travel(MORNING_AFTER, tick=True):
        run_jobs(ahead=True, at_most=5)

    assert len(gateway.accepted) == 1 and messages(house)[0].state == "sent"


@pytest.mark.parametrize("wanted", ["email", "call", "letter", "through", "none"])
def test_none_to_who_wants_no_sms(house, person, gateway, wanted):
    booked(house, person)
    wish(house, person, preferred_channel=wanted)
    turn(house, EVE)

    assert gateway.asked == [] and messages(house) == []


@pytest.mark.parametrize("code", ["emploi", "deces"])
def test_none_once_the_person_withdrew_or_died(house, person, gateway, code):
    booked(house, person)
    closed(house, person, code)
    turn(house, EVE)

    assert gateway.asked == [] and messages(house) == []


@pytest.mark.parametrize("code", ["emploi", "deces"])
def test_none_when_they_withdrew_or_died_after_it_was_written(house, person, gateway, code):
    booked(house, person)
    wish(house, person, contact_hours="le matin")
    turn(house, EVE)
    assert messages(house)[0].state == "held"
    closed(house, person, code)

    with time_machine.travel(MORNING_AFTER, tick=True):
        run_jobs(ahead=True, at_most=5)

    assert gateway.asked == [] and messages(house)[0].state != "sent"


@pytest.mark.parametrize(("is_safe", "sent"), [(False, 0), (True, 1)])
def test_a_protected_telephone_is_used_only_when_somebody_said_it_is_safe(
    house, person, gateway, is_safe, sent
):
    booked(house, person, means_is_safe=is_safe)
    with acting_in(house.coordinator.context()):
        Person.objects.filter(pk=person.pk).update(has_protected_contact=True)

    turn(house, EVE)

    assert len(gateway.accepted) == sent


def test_called_off_before_it_left_nothing_leaves(house, person, gateway):
    row = booked(house, person)
    wish(house, person, contact_hours="le matin")
    turn(house, EVE)
    with time_machine.travel(EVE + timedelta(hours=1), tick=True):
        settle(house.referent, row, person, "revoked")

    with time_machine.travel(MORNING_AFTER, tick=True):
        run_jobs(ahead=True, at_most=5)

    assert gateway.asked == [] and MORNING_AFTER < MEETING


def test_a_gateway_that_is_down_gets_it_later_and_never_after_the_meeting(house, person, gateway, settings):
    booked(house, person)
    url, settings.SMS_URL = settings.SMS_URL, "http://127.0.0.1:1/"
    turn(house, EVE)
    assert messages(house)[0].state == "queued"

    settings.SMS_URL = url
    with time_machine.travel(MEETING + timedelta(minutes=1), tick=True):
        run_jobs(ahead=True, at_most=5)

    assert gateway.asked == []
    with acting_in(system_context(house.organisation.pk, because="test")):
        assert Message.objects.get().state != "sent"
