"""The pages of imports: what each shows, in how many queries, and what is refused kindly."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.spreadsheets import actions
from cordee.spreadsheets.models import ImportRow, ImportRun
from cordee.spreadsheets.tests.tables import PEOPLE, csv, xlsx
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return factories.house()


@pytest.fixture
def client(house):
    return factories.visit(house.coordinator)


def send(client, content, name="personnes.xlsx"):
    return client.post(reverse("new_import", args=["personnes"]), {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def kept(house):
    """What the database holds, as the coordinator sees it."""
    return Kept(house)


@dataclass
class Kept:
    house: Any

    @property
    def run(self):
        with acting_in(self.house.coordinator.context()):
            return ImportRun.objects.get()

    @property
    def people(self):
        with acting_in(self.house.coordinator.context()):
            return Person.objects.count()

    @property
    def choices(self):
        with acting_in(self.house.coordinator.context()):
            return dict(ImportRow.objects.values_list("number", "choice"))


def run_by_worker(house):
    """What the worker would do of the run that waits."""
    with acting_in(house.coordinator.context()):
        run = ImportRun.objects.get()
        return actions.carry_out_import(run, by=house.coordinator)


def chosen(run):
    return {f"colonne_{place}": code for place, (code, _how) in run.mapping.items()}


def tried(client, content, kept):
    send(client, content)
    run = kept.run
    client.post(reverse("import_examine", args=[run.pk]), chosen(run))
    return kept.run


def test_a_table_is_sent_tried_imported_and_undone(house, client, kept):
    answer = send(client, xlsx(PEOPLE))
    run = kept.run
    assert answer.headers["Location"] == reverse("import", args=[run.pk])

    page = client.get(answer.headers["Location"]).content.decode()
    assert "5 colonnes reconnues sur 5" in page and "reconnue à son titre" in page

    client.post(reverse("import_examine", args=[run.pk]), chosen(run))
    page = client.get(reverse("import", args=[run.pk])).content.decode()
    assert "3 dossiers à créer" in page and "06 39 98 01 01" in page
    assert not kept.people

    client.post(reverse("import_apply", args=[run.pk]))
    page = client.get(reverse("import", args=[run.pk])).content.decode()
    assert "Import en cours" in page and "hx-trigger" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    run_by_worker(house)
    assert kept.people == 3
    page = client.get(reverse("import", args=[run.pk])).content.decode()
    assert "3 dossiers créés" in page

    client.post(reverse("import_undo", args=[run.pk]))
    assert not kept.people
    assert "Annulé le" in client.get(reverse("import", args=[run.pk])).content.decode()


def test_the_progress_leads_to_the_page_when_it_is_over(house, client, kept):
    run = tried(client, xlsx(PEOPLE), kept)
    client.post(reverse("import_apply", args=[run.pk]))

    running = client.get(reverse("import_progress", args=[run.pk]), headers={"HX-Request": "true"})
    run_by_worker(house)
    over = client.get(reverse("import_progress", args=[run.pk]), headers={"HX-Request": "true"})

    assert (running.status_code, over.status_code) == (200, 204)
    assert over.headers["HX-Redirect"] == reverse("import", args=[run.pk])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "vide"),
        ("a.xlsx", b"%PDF-1.7", "pas un tableau"),
        ("a.csv", b"a;b\0\x01", "invisibles"),
        ("a.xls", b"<html><table>", "page web"),
        ("a.xlsx", b"PK\x03\x04zz", "abîmé"),
        ("a.csv", b"x" * (10 * 1024 * 1024 + 1), "10 Mo"),
        ("a.csv", b"a;b\n" + b"x" * 40_000 + b";c", "démesuré"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(client, name, content, sentence):
    answer = send(client, content, name)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_without_a_file_one_is_asked(client):
    answer = client.post(reverse("new_import", args=["personnes"]), {})

    assert answer.status_code == 422
    assert "Choisissez un fichier" in answer.content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd\n.csv", "é" * 200 + ".csv", "<b>x</b>.csv"])
def test_the_name_of_a_file_is_only_shown(house, client, name):
    answer = send(client, csv(PEOPLE), name)

    assert answer.status_code in (302, 422)
    with acting_in(house.coordinator.context()):
        runs = list(ImportRun.objects.all())
    for run in runs:
        assert len(run.file_name) <= 120 and "/" not in run.file_name
        assert "<b>x</b>" not in client.get(reverse("import", args=[run.pk])).content.decode()


def test_one_column_twice_is_said_and_what_was_chosen_is_kept(client, kept):
    send(client, csv(PEOPLE))
    run = kept.run

    answer = client.post(
        reverse("import_examine", args=[run.pk]), {"colonne_0": "first_names", "colonne_1": "first_names"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Déjà choisi" in page and page.count('value="first_names" selected') == 2


def test_a_column_that_does_not_exist_is_refused(client, kept):
    send(client, csv(PEOPLE))
    run = kept.run

    answer = client.post(reverse("import_examine", args=[run.pk]), {"colonne_0": "password"})

    assert answer.status_code == 422


def test_another_sheet_is_chosen(client, kept):
    send(
        client,
        xlsx([["Nom", "Prénom"], ["Dupont", "Jean"], ["A", "B"]], sheets=[("Autre", [["Prénom"], ["Léa"]])]),
    )
    run = kept.run
    assert "Autre" in client.get(reverse("import", args=[run.pk])).content.decode()

    client.post(reverse("import_sheet", args=[run.pk]), {"feuille": "1"})

    run = kept.run
    assert (run.sheet, run.titles, run.total) == (1, {"0": "Prénom"}, 1)
    assert client.post(reverse("import_sheet", args=[run.pk]), {"feuille": "x"}).status_code == 302
    assert client.post(reverse("import_sheet", args=[run.pk]), {"feuille": "900"}).status_code == 302


@pytest.mark.parametrize(
    "answer", ["rien", "same x", "same 01980000-0000-7000-8000-000000000000", "new", "\0"]
)
def test_an_answer_nobody_offered_changes_nothing(client, kept, answer):
    run = tried(client, csv(PEOPLE), kept)

    sent = client.post(
        reverse("import_decide", args=[run.pk, 2]), {"answer": answer, "retour": "//ailleurs.invalid"}
    )

    assert sent.status_code == 302
    assert sent.headers["Location"].startswith(reverse("import", args=[run.pk]))
    assert not any(kept.choices.values())


def test_a_line_is_left_aside_and_taken_again(client, kept):
    run = tried(client, csv(PEOPLE), kept)

    client.post(reverse("import_decide", args=[run.pk, 2]), {"answer": "skip"})
    page = client.get(reverse("import", args=[run.pk])).content.decode()
    assert kept.choices[2] == "skip"
    assert "1 ligne laissée de côté" in page

    client.post(reverse("import_decide", args=[run.pk, 2]), {"answer": ""})
    assert kept.choices[2] == ""


def test_a_line_that_does_not_exist_is_not_found(client, kept):
    run = tried(client, csv(PEOPLE), kept)

    assert client.post(reverse("import_decide", args=[run.pk, 99]), {"answer": "skip"}).status_code == 404


def test_only_errors_are_shown_with_what_to_correct_and_nothing_to_import(client, kept):
    run = tried(client, csv([["Nom", "Prénom", "Né le"], ["Dupont", "Jean", "40/1/85"], ["A", "", ""]]), kept)

    page = client.get(reverse("import", args=[run.pk])).content.decode()

    assert "cellule C2" in page and "<b>ligne 3</b>" in page and "cellule ligne" not in page
    assert "Aucune ligne n’est à importer" in page


def test_an_import_given_up_keeps_nothing(client, kept):
    run = tried(client, csv(PEOPLE), kept)

    client.post(reverse("import_drop", args=[run.pk]))

    assert not kept.choices
    assert kept.run.sealed_source is None
    assert "abandonné" in client.get(reverse("import", args=[run.pk])).content.decode()
    assert client.post(reverse("import_apply", args=[run.pk])).status_code == 409


def test_a_colleague_sees_that_an_import_runs_not_its_lines(house, client, kept):
    run = tried(client, csv(PEOPLE), kept)

    page = factories.visit(house.secretary).get(reverse("import", args=[run.pk])).content.decode()

    assert "Coordinator" in page and "Dupont" not in page
    assert factories.visit(house.secretary).post(reverse("import_apply", args=[run.pk])).status_code == 403


@pytest.mark.parametrize("count", [1, 120])
def test_the_pages_take_as_many_queries_whatever_the_lines(client, kept, count):
    rows = [["Nom", "Prénom", "Né le"], *(["Exemple", f"Prénom{n}", "3/1/85"] for n in range(count))]
    run = tried(client, csv(rows), kept)
    pages = [
        reverse("imports"),
        reverse("import", args=[run.pk]),
        reverse("import", args=[run.pk]) + "?lignes=create&apres=1",
    ]

    counted = []
    for address in pages:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        counted.append(len([one for one in seen if "SAVEPOINT" not in one["sql"]]))

    assert counted == [5, 9, 9]


@pytest.mark.parametrize("name", ["import_template", "import_example"])
def test_the_files_to_download_are_read_again(client, kept, name):
    answer = client.get(reverse(name, args=["personnes"]))
    assert answer.headers["Content-Disposition"].startswith("attachment")

    sent = send(client, answer.content)

    if name == "import_template":
        assert "aucune ligne" in sent.content.decode()
        return
    run = kept.run
    client.post(reverse("import_examine", args=[run.pk]), chosen(run))
    run = kept.run
    assert (run.counts, run.total) == ({"create": 5}, 5)
    assert len(run.mapping) == len(run.titles) == 12
    assert client.get(reverse(name, args=["inconnu"])).status_code == 404
