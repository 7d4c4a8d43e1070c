"""What the worker does of imports: those nobody carries any more are given up, old ones are forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.jobs import JOBS, Work, enqueue, is_carried
from cordee.spreadsheets import actions
from cordee.spreadsheets.models import ImportRow, ImportRun
from cordee.spreadsheets.tests.tables import PEOPLE, xlsx
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return factories.house()


def tried(by, content=None):
    with acting_in(by.context()):
        run = actions.start_import(
            by=by, kind="personnes", file_name="a.xlsx", content=content or xlsx(PEOPLE)
        )
        mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
        return actions.examine_import(run, by=by, mapping=mapping)


def by_the_house(house, code):
    """The job, as the organisation itself."""
    context = system_context(house.organisation.pk, because="test")
    with acting_in(context):
        JOBS[code].run(Work(house.organisation.pk, "test", context))


def aged(by, run, age):
    with acting_in(by.context()):
        ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - age)


def lines_of(by):
    with acting_in(by.context()):
        return ImportRow.objects.count()


@pytest.mark.parametrize(
    ("age", "left"), [(timedelta(days=30, minutes=1), 0), (timedelta(days=29, hours=23), 3)]
)
def test_lines_go_at_night_after_thirty_days_and_not_before(house, age, left):
    run = tried(house.coordinator)
    aged(house.coordinator, run, age)

    by_the_house(house, "sheets.forget")

    assert lines_of(house.coordinator) == left
    with acting_in(house.coordinator.context()):
        kept = ImportRun.objects.get()
    assert (kept.sealed_source is None) is (left == 0)
    assert kept.state == ("dropped" if left == 0 else "examined")


def test_everybodys_lines_go_and_those_of_another_house_stay(house):
    elsewhere = factories.house(name="Une autre maison")
    for by in (house.coordinator, house.secretary, elsewhere.coordinator):
        aged(by, tried(by), timedelta(days=31))

    by_the_house(house, "sheets.forget")

    assert [lines_of(by) for by in (house.coordinator, house.secretary, elsewhere.coordinator)] == [0, 0, 3]


def test_an_imported_table_keeps_its_trace_when_its_lines_go(house):
    by, run = house.coordinator, tried(house.coordinator)
    with acting_in(by.context()):
        actions.carry_out_import(actions.begin_import(run, by=by), by=by)
    aged(by, run, timedelta(days=31))

    by_the_house(house, "sheets.forget")

    with acting_in(by.context()):
        kept = ImportRun.objects.get()
    assert (kept.state, kept.counts["made"], lines_of(by)) == ("applied", 3, 0)


def test_a_file_imported_after_midnight_is_said_of_the_day_it_was_there(house):
    by, content = house.coordinator, xlsx(PEOPLE)
    run = tried(by, content)
    with acting_in(by.context()):
        actions.carry_out_import(actions.begin_import(run, by=by), by=by)
        half_past_midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # the first of January in France
        ImportRun.objects.update(applied_at=half_past_midnight)

    assert "déjà été importé le 01/01/2027" in tried(by, content).said[0]


def test_the_nightly_job_changes_no_line(house):
    aged(house.coordinator, tried(house.coordinator), timedelta(days=31))

    with acting_in(system_context(house.organisation.pk, because="test")):
        assert ImportRow.objects.count() == 3
        with pytest.raises(Exception, match="row-level security"):
            ImportRow.objects.update(choice="new")


def test_an_import_nobody_carries_is_given_up_and_can_be_asked_again(house):
    by, run = house.coordinator, tried(house.coordinator)
    with acting_in(by.context()):
        ImportRun.objects.filter(pk=run.pk).update(state="applying")

    by_the_house(house, "sheets.watch")

    with acting_in(by.context()):
        kept = ImportRun.objects.get()
        assert (kept.state, bool(kept.problem)) == ("failed", True)
        assert actions.begin_import(kept, by=by).state == "applying"


def test_an_import_that_waits_for_its_worker_is_left_alone(house):
    by, run = house.coordinator, tried(house.coordinator)
    with acting_in(by.context()):
        actions.begin_import(run, by=by)

    by_the_house(house, "sheets.watch")

    with acting_in(by.context()):
        assert ImportRun.objects.get().state == "applying"


def test_a_job_is_carried_by_its_own_house_only(house):
    run = tried(house.coordinator)
    elsewhere = factories.house(name="Une autre maison")
    with acting_in(house.coordinator.context()):
        enqueue("sheets.apply", organisation=house.organisation, because="test", run=run.pk)

        assert is_carried(house.organisation.pk, run=run.pk)
        assert not is_carried(elsewhere.organisation.pk, run=run.pk)
        assert not is_carried(house.organisation.pk, run=house.organisation.pk)
