"""The page of the background work: a pulse, what was given up, asked for again by its own house only."""

import pytest
from django.db import connection
from django.urls import reverse

from cordee.home.startup import start_faults
from cordee.plumbing.jobs import enqueue, failed_jobs
from cordee.plumbing.tests import probe_jobs  # noqa: F401 - declares the jobs of these tests
from cordee.plumbing.tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(house):
    enqueue("probe.hopeless", organisation=house.organisation, because="test")
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    return failed_jobs(house.organisation.pk)[0]


def test_what_was_given_up_is_shown_and_asked_for_again(house, failed, visit, django_assert_max_num_queries):
    client = visit(house.coordinator)
    with django_assert_max_num_queries(11):
        told = client.get(reverse("background")).content.decode()
    assert "Essai sans espoir" in told
    assert "Personne ne travaille" in told

    assert client.post(reverse("background_again", args=[failed.number])).status_code == 302
    assert failed_jobs(house.organisation.pk) == []
    assert client.post(reverse("background_again", args=[failed.number])).status_code == 404


def test_another_house_sees_and_restarts_nothing(house, stranger, failed, visit):
    from tests import factories

    other = factories.house(name="Encore une autre")
    client = visit(other.coordinator)

    assert "Essai sans espoir" not in client.get(reverse("background")).content.decode()
    assert client.post(reverse("background_again", args=[failed.number])).status_code == 404
    assert len(failed_jobs(house.organisation.pk)) == 1


def test_a_worker_alive_is_said(house, visit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM procrastinate_register_worker_v1()")

    assert "Tout tourne" in visit(house.admin).get(reverse("background")).content.decode()


@pytest.mark.parametrize(
    ("name", "value", "refused"),
    [
        ("SMS_URL", "https://passerelle.example.org/sms", True),
        ("SMS_URL", "http://127.0.0.1:9999/", False),
        ("SMS_URL", "", False),
        ("EMAIL_HOST", "mail.example.org", True),
        ("EMAIL_HOST", "127.0.0.1", False),
    ],
)
def test_a_demonstration_writes_to_nobody_outside(settings, name, value, refused):
    settings.DEMO = True
    setattr(settings, name, value)

    assert any("this very machine" in fault for fault in start_faults()) is refused
