"""A long list taken out: made by a worker, kept sealed for a day, for whoever asked for it and nobody else."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cordee.accounts.enums import Role
from cordee.kernel.errors import NotAllowed, StaleState
from cordee.plumbing.context import acting_in
from cordee.plumbing.jobs import JOBS, Work, is_carried
from cordee.plumbing.models import AccessLog
from cordee.spreadsheets import keeping, outgoing, writers
from cordee.spreadsheets.models import ExportRun
from cordee.spreadsheets.outgoing import EXPORTS
from cordee.spreadsheets.tests.test_jobs import by_the_house
from tests import factories

pytestmark = pytest.mark.django_db
ASKED = "vue=dossiers"
ADDRESS = f"/tableaux/exporter/personnes/csv?{ASKED}"


@pytest.fixture
def house():
    made = factories.house()
    for number in range(3):
        factories.person(made.coordinator, first_names=f"Léa{number}", usage_name="Exemple")
    return made


@pytest.fixture
def short(monkeypatch):
    """Two lines are a long list already."""
    monkeypatch.setattr(outgoing, "AT_ONCE", 2)


def asked(by, file_format="csv", query=ASKED):
    with acting_in(by.context()):
        return keeping.ask(EXPORTS["personnes"], by=by, asked=QueryDict(query), file_format=file_format)


def worked(by, run):
    """The job, as the worker does it."""
    work = Work(by.organisation.pk, "test", by.context(), by)
    JOBS["sheets.export"].run(work, run=run.pk)


def read(by, run):
    with acting_in(by.context()):
        return ExportRun.objects.visible_to(by).get(pk=run.pk)


def made(by):
    run = asked(by)
    worked(by, run)
    return read(by, run)


def aged(by, run, age):
    with acting_in(by.context()):
        ExportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - age)


@pytest.mark.parametrize(("lines", "status", "kind"), [(2, 200, "text/html"), (3, 200, "text/csv")])
def test_a_list_is_made_at_once_up_to_what_one_waits_for(house, visit, monkeypatch, lines, status, kind):
    monkeypatch.setattr(outgoing, "AT_ONCE", lines)

    answer = visit(house.coordinator).get(ADDRESS)

    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (status, kind)


def test_a_long_list_is_asked_for_made_and_fetched(house, visit, short):
    client, by = visit(house.coordinator), house.coordinator

    page = client.get(ADDRESS).content.decode()
    sent = client.post(ADDRESS)
    with acting_in(by.context()):
        run = ExportRun.objects.get()
        assert is_carried(run.organisation_id, run=run.pk)
    waiting = client.get(sent["Location"]).content.decode()
    worked(by, run)
    ready = client.get(sent["Location"]).content.decode()
    fetched = client.get(reverse("export_file", args=[run.pk]))

    assert "Préparer le fichier CSV" in page
    assert sent["Location"] == reverse("export_run", args=[run.pk])
    assert "Préparation du fichier" in waiting and "http-equiv" in waiting
    assert "Télécharger le fichier" in ready and "3 lignes" in ready
    assert fetched["Content-Disposition"].endswith(f'personnes-{by.today.isoformat()}.csv"')
    assert fetched.content.decode().count("Exemple;Léa") == 3


def test_it_is_the_file_a_short_list_would_have_given(house, visit, short):
    now = made(house.coordinator)
    with acting_in(house.coordinator.context()):
        kept = keeping.opened(now, by=house.coordinator).decode().splitlines()
        at_once, _count = outgoing.file_of(
            EXPORTS["personnes"], by=house.coordinator, asked=QueryDict(ASKED), file_format="csv"
        )

    told = at_once.decode().splitlines()
    assert (kept[:4], kept[5:]) == (told[:4], told[5:])  # the hour apart


def test_the_file_is_sealed_where_it_is_kept(house):
    run = made(house.coordinator)

    with acting_in(house.coordinator.context()):
        assert "Exemple" in keeping.opened(run, by=house.coordinator).decode()
    for column in (bytes(run.sealed_content), repr(vars(run)).encode()):
        assert b"Exemple" not in column


def test_reading_and_fetching_are_each_logged(house):
    by, run = house.coordinator, made(house.coordinator)
    with acting_in(by.context()):
        keeping.opened(run, by=by)
        told = list(AccessLog.objects.order_by("at").values_list("what", "detail"))

    assert ("export", "personnes csv 3") in told
    assert ("export.fetched", f"personnes csv {run.pk}") in told


@pytest.mark.parametrize("part", ["export_run", "export_progress", "export_file"])
def test_nobody_else_has_it_not_even_a_colleague_with_the_same_rights(house, visit, part):
    run = made(house.coordinator)
    other = factories.actor(house.organisation, "coordinator", name="Autre Coordination")

    mine, theirs = (visit(who).get(reverse(part, args=[run.pk])) for who in (house.coordinator, other))

    assert mine.status_code in (200, 302)
    assert theirs.status_code == 404


def test_somebody_else_cannot_drop_it_and_its_author_can(house, visit):
    run = made(house.coordinator)
    address = reverse("export_drop", args=[run.pk])

    assert visit(house.colleague).post(address).status_code == 404
    assert visit(house.coordinator).post(address).status_code == 302
    with acting_in(house.coordinator.context()):
        assert not ExportRun.objects.exists()


def test_it_is_no_longer_given_when_functions_changed(house):
    by, run = house.coordinator, made(house.coordinator)
    with acting_in(by.context()):
        ExportRun.objects.filter(pk=run.pk).update(roles="coordinator secretary")

    with acting_in(by.context()), pytest.raises(StaleState, match="fonctions ont changé"):
        keeping.opened(read(by, run), by=by)


def test_somebody_without_the_list_neither_asks_nor_fetches(house):
    run = made(house.coordinator)
    director = factories.actor(house.organisation, Role.DIRECTOR)

    with acting_in(director.context()):
        with pytest.raises(NotAllowed):
            keeping.ask(EXPORTS["personnes"], by=director, asked=QueryDict(""), file_format="csv")
        with pytest.raises(NotAllowed):
            keeping.opened(run, by=director)


@pytest.mark.parametrize(
    ("age", "left"), [(timedelta(hours=24, minutes=1), 0), (timedelta(hours=23, minutes=59), 1)]
)
def test_it_goes_after_a_day_and_not_before(house, visit, age, left):
    by, run = house.coordinator, made(house.coordinator)
    aged(by, run, age)
    status = visit(by).get(reverse("export_run", args=[run.pk])).status_code

    by_the_house(house, "sheets.forget_exports")

    with acting_in(by.context()):
        assert ExportRun.objects.count() == left
    assert status == (200 if left else 404)


def test_everybodys_old_files_go_and_those_of_another_house_stay(house):
    elsewhere = factories.house(name="Une autre maison")
    for by in (house.coordinator, house.colleague, elsewhere.coordinator):
        aged(by, made(by), timedelta(days=2))

    by_the_house(house, "sheets.forget_exports")

    left = []
    for by in (house.coordinator, house.colleague, elsewhere.coordinator):
        with acting_in(by.context()):
            left.append(ExportRun.objects.count())
    assert left == [0, 0, 1]


def test_asked_twice_while_it_waits_it_is_made_once_and_again_once_it_is_ready(house):
    first, again, other = asked(house.coordinator), asked(house.coordinator), asked(house.coordinator, "ods")
    worked(house.coordinator, first)

    assert first.pk == again.pk != other.pk
    assert asked(house.coordinator).pk != first.pk


def test_made_again_after_a_crash_it_is_the_same_and_made_once(house):
    by, run = house.coordinator, asked(house.coordinator)
    worked(by, run)
    before = bytes(read(by, run).sealed_content)

    worked(by, run)

    assert bytes(read(by, run).sealed_content) == before


def test_how_far_it_is_can_be_read_while_it_is_written(house, monkeypatch):
    by, run, seen = house.coordinator, asked(house.coordinator), []
    monkeypatch.setattr(keeping, "STEP", 2)

    def slowly(origin, columns, rows):
        for _row in rows:
            now = read(by, run)
            seen.append((now.written, now.total))
        return b"x"

    monkeypatch.setitem(writers.FORMATS, "csv", SimpleNamespace(write=slowly))
    worked(by, run)

    assert seen == [(0, 3), (0, 3), (2, 3)]


def test_a_list_beyond_what_a_file_holds_says_so(house, visit, monkeypatch):
    monkeypatch.setattr(outgoing, "MOST_ROWS", 2)
    by, run = house.coordinator, asked(house.coordinator)

    worked(by, run)
    page = visit(by).get(reverse("export_run", args=[run.pk])).content.decode()

    assert read(by, run).state == "failed"
    assert "compte plus de 2 lignes" in page and "Demander à nouveau" in page


def test_a_list_no_worker_carries_any_more_can_be_asked_for_again(house, visit):
    by, run = house.coordinator, asked(house.coordinator)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")

    page = visit(by).get(reverse("export_run", args=[run.pk])).content.decode()

    assert "n’a pas pu être préparé" in page and "Demander à nouveau" in page


def test_a_made_list_is_offered_where_it_is_asked_again(house, visit, short):
    run = made(house.coordinator)

    page = visit(house.coordinator).get(ADDRESS).content.decode()

    assert "Déjà préparé" in page
    assert reverse("export_run", args=[run.pk]) in page


def test_filters_too_long_are_refused_in_words(house, visit):
    answer = visit(house.coordinator).post(f"{ADDRESS}&q={'x' * 2100}")

    assert answer.status_code == 422
    assert "filtres sont trop longs" in answer.content.decode()


@pytest.mark.parametrize(("most", "counted"), [(2, 2), (3, 3), (9, 3)])
@pytest.mark.parametrize("query", ["vue=dossiers", "vue=maison"])
def test_a_list_is_counted_no_further_than_asked(house, most, counted, query):
    by = house.coordinator
    with acting_in(by.context()):
        table = outgoing.table_of(EXPORTS["personnes"], by=by, asked=QueryDict(query))

        assert table.counted(most) == (counted if query == "vue=dossiers" else 0)
        assert len(list(table.rows)) == (3 if query == "vue=dossiers" else 0)
