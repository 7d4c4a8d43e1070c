"""Mail, through a real SMTP server: sent once, put off, refused, uncertain; and what it looks like."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.kernel.errors import BadInput, StaleState
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.jobs import Work
from cordee.plumbing.outbox import actions, sending
from cordee.plumbing.outbox.hooks import REFUSALS
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs, waiting
from demo.mail_server import DROP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_the_house(house, db):
    with acting_in(system_context(house.organisation.pk, because="test")):
        yield


def once_at(step, reply):
    """The server answers this the first time it comes to a step, then behaves."""
    left = [reply]
    return lambda asked, to: left.pop() if asked == step and left else None


def another_round(message, **changes):
    """As if the time of a message had come: the worker looks again."""
    Message.objects.filter(pk=message.pk).update(**{"due_at": timezone.now()} | changes)
    return sending.send_due(sending_work(message))


def sending_work(message):
    context = system_context(message.organisation_id, because="test")
    return Work(message.organisation_id, "test", context)


def again(message):
    """What became of it."""
    return Message.objects.get(pk=message.pk)


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def test_a_message_is_sent_once(post, write):
    message = write(to="prescription@exemple.invalid")
    run_jobs(ahead=True)
    run_jobs(ahead=True)

    (envelope,) = post.mails
    assert envelope.recipients == ("prescription@exemple.invalid",)
    assert envelope.sender == f"retours+{message.pk.hex}@exemple.invalid"
    sent = again(message)
    assert (sent.state, sent.attempts, sent.provider_id) == ("sent", 1, f"<{message.pk.hex}@exemple.invalid>")


def test_what_leaves_is_text_and_plain_html_that_says_who_it_comes_from(post, write, house):
    write(text="Bonjour,\n\nSuivez la réponse :\nhttps://exemple.invalid/suivi/abc?x=1&y=2\n.\n<b>Fin</b>")
    run_jobs()

    mail = read(post.mails[0])
    assert mail["From"] == "La Passerelle <accueil@exemple.invalid>"
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("Votre demande", "auto-generated")
    text, html = (mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    assert (
        text == "Bonjour,\n\nSuivez la réponse :\nhttps://exemple.invalid/suivi/abc?x=1&y=2\n.\n<b>Fin</b>\n"
    )
    assert '<a href="https://exemple.invalid/suivi/abc?x=1&amp;y=2">' in html
    assert "&lt;b&gt;Fin&lt;/b&gt;" in html
    assert '<html lang="fr">' in html


def test_the_person_reads_a_neutral_sender(post, write):
    write(to_person=True)
    run_jobs()

    assert read(post.mails[0])["From"] == "Un message pour vous <accueil@exemple.invalid>"
    assert b"Passerelle" not in post.mails[0].content


def test_the_same_key_is_the_same_message(post, write):
    first, second = write(once="key"), write(once="key", text="Autre chose")
    run_jobs()

    assert first.pk == second.pk
    assert len(post.mails) == 1


def test_it_leaves_with_its_cause_or_not_at_all(post, write):
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    run_jobs()

    assert post.mails == []
    assert waiting() == []


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_what_is_cut_before_the_text_is_tried_again(post, write, step):
    message = write()
    post.behave = once_at(step, DROP)
    run_jobs()

    assert (again(message).state, again(message).why) == ("queued", "waiting")
    another_round(message)
    assert again(message).state == "sent"
    assert len(post.mails) == 1


@pytest.mark.parametrize("reply", [DROP, 3.0])
def test_silence_after_the_text_is_uncertain_and_never_sent_again_by_itself(post, write, reply):
    message = write()
    post.behave = once_at("body", reply)
    run_jobs()
    another_round(message)

    assert (again(message).state, again(message).why, again(message).attempts) == ("unknown", "silence", 1)
    assert len(post.mails) == (1 if reply == 3.0 else 0)


def test_somebody_says_that_it_left(post, write, house):
    message = write()
    post.behave = once_at("body", DROP)
    run_jobs()
    actions.settle_message(again(message), went=True, by=house.secretary)
    run_jobs(ahead=True)

    assert (again(message).state, again(message).settled_by) == ("sent", house.secretary.member)
    assert post.mails == []
    with pytest.raises(StaleState):
        actions.settle_message(again(message), went=False, by=house.coordinator)


def test_somebody_asks_for_it_again(post, write, house):
    message = write()
    post.behave = once_at("body", DROP)
    run_jobs()
    actions.settle_message(again(message), went=False, by=house.secretary)
    run_jobs(ahead=True)

    assert again(message).state == "sent"
    assert len(post.mails) == 1


@pytest.mark.parametrize(
    ("step", "reply", "why"),
    [
        ("rcpt", "550 5.1.1 <x@exemple.invalid> user unknown", "refused"),
        ("rcpt", "552 5.2.2 mailbox full", "full"),
        ("body", "554 5.7.1 refused by policy", "policy"),
        ("mail", "530 5.7.0 authentication required", "settings"),
        ("data", "554 no valid recipients", "refused"),
    ],
)
def test_a_refusal_for_good_is_noted_with_what_to_do(post, write, step, reply, why):
    message = write()
    post.behave = once_at(step, reply)
    run_jobs(ahead=True)

    kept = again(message)
    assert (kept.state, kept.why) == ("failed", why)
    assert kept.detail == " ".join(reply.split()[:2]) if "." in reply.split()[1] else "554"
    assert "exemple" not in kept.detail
    assert kept.get_why_display()


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "body"])
def test_a_server_that_asks_to_wait_is_tried_later_and_later_for_days(post, write, step):
    message = write()
    post.behave = lambda asked, to: "451 4.7.1 greylisted" if asked == step else None
    run_jobs()
    first = again(message)
    assert (first.state, first.why, first.detail) == ("queued", "waiting", "451 4.7.1")
    assert timedelta(seconds=50) < first.due_at - timezone.now() <= timedelta(minutes=1)

    another_round(message)
    assert again(message).due_at - timezone.now() > timedelta(minutes=4)

    another_round(message, created_at=timezone.now() - timedelta(days=3, hours=23))
    assert again(message).state == "queued"
    another_round(message, created_at=timezone.now() - timedelta(days=4, minutes=1))
    assert (again(message).state, again(message).why) == ("failed", "gave_up")


def test_a_server_down_for_days_loses_nothing(post, write, settings):
    port = post.server.port
    settings.EMAIL_PORT = 1  # nobody listens
    messages = [write() for _one in range(3)]
    run_jobs()
    Message.objects.update(
        created_at=timezone.now() - timedelta(days=30), state_at=timezone.now() - timedelta(hours=1)
    )
    run_jobs(ahead=True, at_most=5)
    assert [code for code, _arguments in waiting()] == ["outbox.send"]
    assert {(again(one).state, again(one).attempts) for one in messages} == {("queued", 0)}

    settings.EMAIL_PORT = port
    Message.objects.update(state_at=timezone.now() - timedelta(hours=1))
    run_jobs(ahead=True, at_most=5)
    assert len(post.mails) == 3


def test_a_server_that_is_down_is_asked_once_by_a_burst(post, write, settings, monkeypatch):
    settings.EMAIL_PORT = 1
    calls = []
    kept = sending.carry
    monkeypatch.setattr(sending, "carry", lambda *given: calls.append(1) or kept(*given))
    for _one in range(5):
        write()
    run_jobs()

    assert len(calls) == 1


def test_one_bad_address_stops_nobody(post, write):
    bad, good = write(to="perdu@exemple.invalid"), write()
    post.behave = lambda step, to: "550 5.1.1 unknown" if step == "rcpt" and "perdu" in to[-1] else None
    run_jobs()

    assert (again(bad).state, again(good).state) == ("failed", "sent")


def test_what_a_dead_worker_held(post, write, settings):
    """Not handed over: sent. Handed over: uncertain."""
    before, after = write(), write()
    past = timezone.now() - timedelta(seconds=1)
    held = {"state": "sending", "claim": before.pk, "lease_until": past}
    Message.objects.filter(pk=before.pk).update(**held)
    Message.objects.filter(pk=after.pk).update(**held, handed_at=past)
    run_jobs()

    assert (again(before).state, again(after).state, again(after).why) == ("sent", "unknown", "cut")
    assert len(post.mails) == 1


def test_a_lease_that_runs_is_left_alone(post, write):
    message = write()
    later = timezone.now() + timedelta(seconds=60)
    Message.objects.update(state="sending", claim=message.pk, lease_until=later)
    run_jobs(ahead=True)

    assert again(message).state == "sending"
    assert post.mails == []


def test_a_worker_that_comes_back_too_late_hands_nothing_over(post, write):
    message = write()

    work = sending_work(message)
    parcel, _channel = sending.claim(work, ["mail"])
    Message.objects.filter(pk=message.pk).update(claim=message.pk)
    sending.carry(work, parcel, sending.mail.MailCarrier())

    assert post.mails == []
    assert again(message).state == "sending"


def test_what_is_too_late_and_what_is_not_wanted_any_more_does_not_leave(post, write, monkeypatch):
    late = write(not_after=timezone.now() - timedelta(minutes=1))
    unwanted, wanted = write(), write()
    monkeypatch.setitem(REFUSALS._items, "test", lambda one: "unwanted" if one.pk == unwanted.pk else "")
    run_jobs()

    assert [again(one).state for one in (late, unwanted, wanted)] == ["failed", "failed", "sent"]
    assert (again(late).why, again(unwanted).why) == ("expired", "unwanted")


def test_a_message_for_later_waits_and_may_be_taken_back(post, write, house):
    message = write(not_before=timezone.now() + timedelta(hours=1))
    run_jobs(ahead=True)
    assert post.mails == []

    actions.cancel_message(again(message), by=house.referent)
    another_round(message)
    assert again(message).state == "cancelled"
    assert post.mails == []


def test_what_left_cannot_be_taken_back(post, write, house):
    message = write()
    run_jobs()

    with pytest.raises(StaleState):
        actions.cancel_message(again(message), by=house.referent)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("to", {"to": "pas une adresse"}),
        ("to", {"to": "a@exemple.invalid\nBcc: b@exemple.invalid"}),
        ("text", {"text": "  "}),
        ("text", {"text": "nul\0"}),
        ("text", {"text": "x" * 20_001}),
        ("subject", {"subject": " "}),
        ("to", {"channel": "sms", "to": "01 23 45 67 89"}),
        ("text", {"channel": "sms", "to": "06 12 34 56 78", "text": "x" * 1000}),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(write, field, given):
    with pytest.raises(BadInput) as refusal:
        write(**given)

    assert refusal.value.field == field
    assert Message.objects.count() == 0


def test_a_subject_stays_on_one_line(post, write):
    write(subject="Un objet\r\nBcc: autre@exemple.invalid")
    run_jobs()

    assert read(post.mails[0])["Subject"] == "Un objet Bcc: autre@exemple.invalid"
    assert read(post.mails[0])["Bcc"] is None


def test_nothing_can_be_read_in_the_table(write):
    message = write(to="secret@exemple.invalid", text="Rendez-vous secret")

    kept = bytes(again(message).sealed_content)
    assert b"secret" not in kept
    assert open_letter(again(message)).text == "Rendez-vous secret"
