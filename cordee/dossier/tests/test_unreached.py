"""A message that did not arrive leaves its trace: in the thread, and on the day of whoever follows the person."""

import pytest
from django.utils import timezone

from cordee.dossier.models import Deadline, Fact
from cordee.dossier.sentences import say
from cordee.dossier.tests.test_messages import person, post, sent_rows, wish, write  # noqa: F401 - fixtures
from cordee.people.actions import seal_dossier
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.actions import settle_message
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.states import moved
from cordee.plumbing.tests.jobs import run_jobs
from demo import mail_server
from tests import factories

pytestmark = pytest.mark.django_db


def becomes(house, message, state, **values):
    with acting_in(system_context(house.organisation.pk, because="test")):
        now = timezone.now()
        Message.objects.filter(pk=message.pk).update(
            state="sent" if state == "bounced" else "sending", claim=message.pk, lease_until=now
        )
        assert moved(message.pk, state, **values)


def traces(house, who=None):
    with acting_in((who or house.referent).context()):
        facts = [say(fact) for fact in Fact.objects.filter(kind__startswith="message_").order_by("at")]
        return facts, list(Deadline.objects.filter(kind="message_unreached"))


@pytest.mark.parametrize(
    ("state", "why", "said"),
    [
        ("failed", "refused", "Message par courriel non parti\u202f: message libre ("),
        ("bounced", "full", "Message par courriel revenu\u202f: message libre ("),
        ("unknown", "cut", "Message par courriel peut-être pas arrivé\u202f: message libre ("),
    ],
)
def test_it_is_told_in_the_thread_and_shown_on_the_day(house, person, visit, state, why, said):  # noqa: F811
    factories.pathway(house, person)
    message = write(person, house, by=house.coordinator)
    becomes(house, message, state, why=why)

    facts, (line,) = traces(house)
    assert facts[-1].startswith(said)
    assert (line.in_charge, line.closed_on) == (house.referent.member, None)
    day = visit(house.referent).get("/").content.decode()
    assert "Un message n’est pas arrivé" in day
    assert f"/personnes/{person.pk}/messages" in day
    assert (
        "Un message n’est pas arrivé" in visit(house.referent).get(f"/personnes/{person.pk}").content.decode()
    )


def test_without_a_referent_it_is_on_the_day_of_who_wrote(house, person):  # noqa: F811
    becomes(house, write(person, house, by=house.coordinator), "failed", why="refused")

    assert traces(house)[1][0].in_charge == house.coordinator.member


def test_what_arrives_leaves_no_line(house, person, post):  # noqa: F811
    write(person, house)
    run_jobs()

    assert sent_rows(house)[0].state == "sent"
    assert traces(house)[1] == []


def test_a_server_that_refuses_is_told_by_the_worker_itself(house, person, settings):  # noqa: F811
    refusing = lambda step, to: "550 5.1.1 no such box" if step == "rcpt" else None  # noqa: E731
    with mail_server.serving(lambda envelope: None, refusing) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        write(person, house)
        run_jobs()

    assert sent_rows(house)[0].state == "failed"
    assert len(traces(house)[1]) == 1


@pytest.mark.parametrize("went", [True, False])
def test_the_line_closes_when_somebody_settles_it_and_comes_back_if_it_fails_again(house, person, went):  # noqa: F811
    message = write(person, house)
    becomes(house, message, "unknown", why="cut")
    with acting_in(house.coordinator.context()):
        settle_message(Message.objects.get(pk=message.pk), went=went, by=house.coordinator)
    assert [line.closed_on is None for line in traces(house)[1]] == [False]

    if not went:
        becomes(house, message, "failed", why="refused")
        assert sorted(line.closed_on is None for line in traces(house)[1]) == [False, True]


def test_a_dossier_closed_to_the_team_keeps_it_to_its_messages(house, person):  # noqa: F811
    """The worker does not see it: nothing is written there, and the message itself is settled all the same."""
    factories.pathway(house, person)
    message = write(person, house)
    with acting_in(house.coordinator.context()):
        seal_dossier(
            person, by=house.coordinator, reason="Une collègue est de sa famille.", on=house.referent.today
        )
    becomes(house, message, "failed", why="refused")

    assert sent_rows(house)[0].state == "failed"
    assert traces(house)[1] == []
