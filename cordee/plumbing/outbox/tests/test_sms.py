"""SMS, through a real HTTP gateway on loopback that refuses, is slow, or accepts and says nothing."""

import pytest
from django.utils import timezone

from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.jobs import Work
from cordee.plumbing.outbox import sending
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs, waiting
from tests import sms_gateway

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_the_house(house, db):
    with acting_in(system_context(house.organisation.pk, because="test")):
        yield


@pytest.fixture
def gateway(settings):
    """`gateway.behave = …` makes it fail."""
    with sms_gateway.serving() as running:
        settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_TIMEOUT = running.url, "jeton", 1
        settings.SMS_SENDER = "CORDEE"
        yield running


@pytest.fixture
def sms(write):
    return lambda **given: write(channel="sms", to="06 12 34 56 78", **given)


def again(message):
    return Message.objects.get(pk=message.pk)


def test_an_sms_is_sent_once_with_its_key(gateway, sms):
    message = sms(text="Bonjour, merci de nous rappeler. À bientôt…")
    run_jobs(ahead=True)

    ((headers, body),) = gateway.asked
    assert (headers["Idempotency-Key"], headers["Authorization"]) == (message.pk.hex, "Bearer jeton")
    assert body == {
        "to": "+33612345678", "text": "Bonjour, merci de nous rappeler. A bientot...", "reference": message.pk.hex,
        "from": "CORDEE",
    }  # fmt: skip
    assert (again(message).state, again(message).provider_id) == ("sent", "sms-1")


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        ((422, 0.0, False), "failed", "refused"),
        ((400, 0.0, False), "failed", "refused"),
        ((429, 0.0, False), "queued", "waiting"),
        ((503, 0.0, False), "queued", "unreachable"),
        ((401, 0.0, False), "queued", "settings"),
        ((500, 0.0, True), "unknown", "silence"),
        ((504, 0.0, True), "unknown", "silence"),
        ((201, 2.0, True), "unknown", "silence"),
        ((0, 0.0, True), "unknown", "silence"),
        ((0, 0.0, False), "unknown", "silence"),
    ],
)
def test_what_the_gateway_says_is_what_becomes_of_it(gateway, sms, answer, state, why):
    gateway.behave = lambda call: answer
    message = sms()
    run_jobs()

    assert (again(message).state, again(message).why) == (state, why)


def test_an_uncertain_sms_is_never_sent_again_by_itself(gateway, sms, house):
    gateway.behave = lambda call: (201, 2.0, True)
    message = sms()
    run_jobs()
    Message.objects.update(due_at=timezone.now(), lease_until=timezone.now())
    sending.send_due(
        Work(house.organisation.pk, "test", system_context(house.organisation.pk, because="test"))
    )

    assert len(gateway.accepted) == len(gateway.asked) == 1
    assert again(message).state == "unknown"


def test_a_gateway_that_is_down_loses_nothing(gateway, sms, settings):
    settings.SMS_URL = "http://127.0.0.1:1/"
    message = sms()
    run_jobs()
    assert (again(message).state, again(message).why) == ("queued", "unreachable")

    settings.SMS_URL = gateway.url
    Message.objects.update(state_at=timezone.now() - sending.PAUSE)
    run_jobs(ahead=True, at_most=3)
    assert again(message).state == "sent"


def test_without_a_gateway_sms_wait_and_mail_leaves(sms, write, post):
    waits, leaves = sms(), write()
    run_jobs()

    assert (again(waits).state, again(leaves).state) == ("queued", "sent")
    assert waiting() == []
