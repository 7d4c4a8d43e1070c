"""What comes back: standard notices, in the words of several servers, and what is no notice."""

import io
import mailbox
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.bounces import note_bounce, read_notice
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

NOTICE = """From: MAILER-DAEMON@mx.exemple.invalid
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.invalid

Final-Recipient: rfc822; nadia@exemple.invalid
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} <nadia@exemple.invalid> user unknown

--B
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: Votre demande

Bonjour.
--B--
"""


@pytest.fixture
def sent(post, write, house):
    message = write()
    run_jobs()
    return message


def notice(message, *, to="", action="failed", status="5.1.1", message_id="<other@exemple.invalid>"):
    to = to or f"retours+{message.pk.hex}@exemple.invalid"
    return NOTICE.format(to=to, action=action, status=status, message_id=message_id).encode()


def again(message):
    with acting_in(system_context(message.organisation_id, because="test")):
        return Message.objects.get(pk=message.pk)


@pytest.mark.parametrize(
    ("status", "why"), [("5.1.1", "refused"), ("5.2.2", "full"), ("5.7.1", "policy"), ("", "refused")]
)
def test_a_message_that_comes_back_is_noted_with_the_reason(sent, status, why):
    assert note_bounce(notice(sent, status=status))

    assert (again(sent).state, again(sent).why, again(sent).detail) == ("bounced", why, status)
    assert not note_bounce(notice(sent, status=status))


def test_it_is_found_by_our_message_id_when_the_envelope_was_lost(sent):
    kept = notice(sent, to="retours@exemple.invalid", message_id=f"<{sent.pk.hex}@exemple.invalid>")

    assert note_bounce(kept)
    assert again(sent).state == "bounced"


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.2.2"), ("relayed", "5.0.0")],
)
def test_what_is_not_final_changes_nothing(sent, action, status):
    assert not note_bounce(notice(sent, action=action, status=status))
    assert again(sent).state == "sent"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff\xfe",
        b"Subject: Absence\n\nJe suis absent.",
        b"Content-Type: multipart/report; boundary=x\n\n--x",
        b"a" * 100_000,
    ],
)
def test_anything_else_is_no_notice(content):
    assert read_notice(content) is None
    assert not note_bounce(content)


def test_a_number_nobody_has_changes_nothing(sent):
    stranger = SimpleNamespace(pk=sent.organisation_id)

    assert not note_bounce(notice(stranger))


def test_an_uncertain_message_that_comes_back_is_uncertain_no_more(sent):
    with acting_in(system_context(sent.organisation_id, because="test")):
        Message.objects.filter(pk=sent.pk).update(state="unknown")

    assert note_bounce(notice(sent))
    assert again(sent).state == "bounced"


def test_a_maildir_is_read_once(sent, tmp_path):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(notice(sent))
    box.add(b"Subject: Absence\n\nJe suis absent.")

    for expected in ("1.", "0."):
        said = io.StringIO()
        call_command("read_bounces", maildir=str(tmp_path / "box"), stdout=said)
        assert said.getvalue().strip().endswith(expected)
    assert again(sent).state == "bounced"


def test_a_notice_is_read_from_a_pipe(sent, monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(notice(sent))))
    call_command("read_bounces", stdout=said)

    assert "noté" in said.getvalue()
