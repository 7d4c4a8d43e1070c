"""The queue: in the transaction of its cause, for one organisation, done once."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from cordee.accounts.models import Member, Site
from cordee.plumbing import jobs
from cordee.plumbing.jobs import enqueue, failed_jobs, perform, pulse, queue_for_each, try_again
from cordee.plumbing.tests import probe_jobs  # noqa: F401 - declares the jobs of these tests
from cordee.plumbing.tests.jobs import run_jobs, waiting
from tests import factories

pytestmark = pytest.mark.django_db


def names(house):
    return list(Site.objects.filter(organisation=house.organisation).values_list("name", flat=True))


def queued(house, code="probe.note", **ids):
    enqueue(code, organisation=house.organisation, because="test", **(ids or {"name": "a"}))


def test_a_job_runs_for_its_organisation_and_leaves_the_queue(house):
    queued(house)

    assert run_jobs() == ["probe.note"]
    assert "a" in names(house)
    assert run_jobs() == []


def test_a_job_exists_if_and_only_if_its_cause_does(house):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued(house)
        raise ZeroDivisionError

    assert waiting() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": None},
        {"name": 1.5},
        {"name": ["a"]},
        {"name": True},
        {"name": "x" * 81},
        {"other": "a"},
        {"name": None},
    ],
)
def test_a_job_without_organisation_or_with_more_than_identifiers_is_refused(house, wrong):
    with pytest.raises((TypeError, ValueError)):
        enqueue("probe.note", **{"organisation": house.organisation, "because": "test", "name": "a"} | wrong)

    assert waiting() == []


def test_a_missing_argument_and_an_unknown_job_are_refused_at_once(house):
    with pytest.raises(TypeError):
        enqueue("probe.note", organisation=house.organisation, because="test")
    with pytest.raises(LookupError, match=r"probe\.note"):
        enqueue("probe.not", organisation=house.organisation, because="test")


def test_a_job_sees_with_the_eyes_of_who_asked(house):
    enqueue("probe.eyes", organisation=house.organisation, because="test", member=house.nurse.member)
    enqueue("probe.eyes", organisation=house.organisation, because="test")
    run_jobs()

    expected = f"{house.nurse.member.pk} {house.nurse.house == house.organisation.pk}"
    assert {expected, "nobody True"} <= set(names(house))


def test_who_left_or_belongs_elsewhere_starts_nothing(house, stranger):
    enqueue("probe.eyes", organisation=house.organisation, because="test", member=house.nurse.member)
    enqueue("probe.eyes", organisation=house.organisation, because="test", member=stranger.member)
    Member.objects.filter(pk=house.nurse.member.pk).update(until_on=factories.today() - timedelta(days=1))
    run_jobs(ahead=True)

    assert len(names(house)) == 1  # the house's own site
    assert [failed.attempts for failed in failed_jobs(house.organisation.pk)] == [1, 1]


def test_what_fails_leaves_nothing_is_tried_again_then_given_up(house):
    queued(house, "probe.fails", name="b")

    assert run_jobs(ahead=True) == ["probe.fails"] * 3
    assert "b" not in names(house)
    (failed,) = failed_jobs(house.organisation.pk)
    assert (str(failed.label), failed.attempts) == ("Essai qui échoue", 3)


def test_waits_grow_up_to_six_hours():
    waits = [
        jobs.BackOff(20).get_retry_decision(
            exception=ValueError(), job=type("Job", (), {"attempts": attempts, "id": 1, "task_name": "x"})()
        )
        for attempts in (0, 1, 5, 12)
    ]
    seconds = [round((one.retry_at - timezone.now()).total_seconds(), -1) for one in waits]

    assert seconds == [10, 40, 10240, 21600]


def test_the_hopeless_is_not_tried_again(house):
    enqueue("probe.hopeless", organisation=house.organisation, because="test")

    assert run_jobs(ahead=True) == ["probe.hopeless"]


def test_a_failed_job_is_asked_for_again_by_its_own_house_only(house, stranger):
    queued(house, "probe.fails", name="b")
    run_jobs(ahead=True)
    (failed,) = failed_jobs(house.organisation.pk)

    assert failed_jobs(stranger.organisation.pk) == []
    assert not try_again(stranger.organisation.pk, failed.number)
    assert try_again(house.organisation.pk, failed.number)
    assert not try_again(house.organisation.pk, failed.number)
    assert failed_jobs(house.organisation.pk) == []
    assert [code for code, _arguments in waiting()] == ["probe.fails"]


def test_a_later_job_waits_for_its_time(house):
    enqueue(
        "probe.note", organisation=house.organisation, because="test",
        at=timezone.now() + timedelta(hours=1), name="later",
    )  # fmt: skip

    assert run_jobs() == []
    assert pulse(house.organisation.pk).waiting == 0
    assert run_jobs(ahead=True) == ["probe.note"]


@pytest.mark.parametrize("year", [2020, 2090])
def test_where_a_test_moves_the_clock_a_later_job_waits_by_it(house, year):
    noon = datetime(year, 1, 2, 12, tzinfo=UTC)
    enqueue("probe.note", organisation=house.organisation, because="test", at=noon, name="later")

    with time_machine.travel(noon - timedelta(minutes=1), tick=False):
        assert run_jobs() == []
    with time_machine.travel(noon, tick=False):
        assert run_jobs() == ["probe.note"]


def test_once_adds_nothing_while_one_waits(house):
    for name in ("first", "second"):
        enqueue("probe.note", organisation=house.organisation, because="test", once="key", name=name)
    assert pulse(house.organisation.pk).waiting == 1
    run_jobs()
    enqueue("probe.note", organisation=house.organisation, because="test", once="key", name="third")
    run_jobs()

    assert names(house)[1:] == ["first", "third"]


def test_a_job_done_twice_has_one_effect(house):
    """A worker killed after the effect and before saying so: the next one finds the mark."""
    queued(house)
    ((number, arguments),) = numbered()
    perform("probe.note", arguments, number=number)
    ((number, arguments),) = numbered()
    perform("probe.note", arguments, number=number)

    assert names(house).count("a") == 1


def test_two_workers_on_one_job_have_one_effect(house):
    """The one thought dead comes back: what it did last is undone."""
    queued(house)
    ((number, arguments),) = numbered()
    perform("probe.note", arguments, number=number)
    with pytest.raises(jobs.Hopeless), transaction.atomic():
        perform("probe.note", arguments, number=number)

    assert names(house).count("a") == 1


def numbered():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, args FROM procrastinate_jobs")
        return [(number, json.loads(arguments)) for number, arguments in cursor.fetchall()]


def test_periodic_work_is_one_job_per_organisation(house, stranger):
    queue_for_each("probe.nightly", because="test")
    queue_for_each("probe.nightly", because="test")
    run_jobs()

    assert names(house).count("nightly") == 1
    assert Site.objects.filter(organisation=stranger.organisation, name="nightly").count() == 1


def test_every_job_has_words_and_arguments_that_are_identifiers():
    for job in jobs.JOBS.values():
        assert str(job.label).strip(), job.code
        assert set(job.takes.values()) <= {str, int, UUID}, job.code


def test_the_queue_holds_identifiers_only(house):
    queued(house, name=str(house.referent.member.pk))

    ((_code, arguments),) = waiting()
    assert set(arguments) == {"organisation", "because", "name"}
