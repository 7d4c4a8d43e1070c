"""Orientations and the waiting list, taken out: what stands in the files, what never does, who may."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.people.actions import create_person, protect_contact
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.referrals.actions import answer_referral
from cordee.referrals.enums import SENSITIVE_STRUCTURES
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import asking, referral
from cordee.spreadsheets.reading import read
from tests import factories

pytestmark = pytest.mark.django_db


def address(liste="orientations", file_format="csv", **asked):
    from urllib.parse import urlencode

    return reverse("export", args=[liste, file_format]) + (f"?{urlencode(asked)}" if asked else "")


def lines_of(client, **asked):
    """[{title: cell}] of the csv, and the lines above its titles."""
    answer = client.get(address(**asked))
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    titles = rows.index([]) + 1
    return [dict(zip(rows[titles], row, strict=True)) for row in rows[titles + 1 :]], rows[:titles]


def wait(house, row):
    with acting_in(house.coordinator.context()):
        answer_referral(
            row, by=house.coordinator, move="wait", on=house.coordinator.today, version=row.version
        )


def test_an_orientation_is_told_in_french_columns_under_where_it_comes_from(house, visit):
    referral(
        house, days_ago=4, birth="1985-01-03", phone="06 39 98 01 01", structure="CCAS de Fictive", structure_kind="CCAS",
        referrer_name="Mme Modèle", needs=["liens"], channel="voisins", papers_missing=["accord"], reason="Ne sort pas de Cordée",
    )  # fmt: skip

    (line,), head = lines_of(visit(house.coordinator))

    day = f"{house.coordinator.today - timedelta(days=4):%d/%m/%Y}"
    assert (line["Reçue le"], line["Nom d’usage"], line["Prénoms"], line["Naissance"]) == (
        day, "Exemple", "Camille", "03/01/1985",
    )  # fmt: skip
    assert (line["Structure"], line["Qui oriente"], line["Par quelle voie"]) == (
        "CCAS de Fictive", "Mme Modèle", "Voisinage",
    )  # fmt: skip
    assert (line["Besoins"], line["Pièces qui manquent"]) == ("Rencontrer du monde", "Accord de la personne")
    assert (line["Où elle en est"], line["Répondue le"], line["Motif du refus"]) == ("reçue", "", "")
    assert head[0] == ["Orientations"] and head[1] == [house.organisation.name]
    assert "en attente d’une réponse" in head[3][0]
    assert "Ne sort pas" not in str(line)


@pytest.mark.parametrize("kind", sorted(SENSITIVE_STRUCTURES))
def test_a_structure_that_says_too_much_is_never_named(house, visit, kind):
    row = referral(
        house, structure="Foyer Canari", structure_kind=kind, referrer_name="Mme Canari", referrer_function="éducatrice Canari",
        referrer_contact="canari@exemple.invalid",
    )  # fmt: skip
    wait(house, row)
    client = visit(house.coordinator)

    for liste in ("orientations", "attente"):
        assert b"Camille" in client.get(address(liste)).content
        assert b"anari" not in client.get(address(liste)).content


@pytest.mark.parametrize(
    ("structure", "function", "is_named"),
    [
        ("CSAPA de Fictive", "", False), ("Unité éducative PJJ", "", False), ("Exemple", "éducatrice de l’aide sociale à l’enfance", False),
        ("Mission locale", "conseillère", True), ("La Baseline", "", True), ("Spiperie", "", True),
    ],
)  # fmt: skip
def test_a_name_that_says_it_is_not_written_either(house, visit, structure, function, is_named):
    referral(house, structure=structure, structure_kind="", referrer_function=function)

    (line,), _head = lines_of(visit(house.coordinator))

    assert (line["Structure"] == structure) is is_named


def test_a_protected_persons_telephone_is_in_no_file(house, visit):
    row = referral(house, phone="06 39 98 01 01", email="canari@exemple.invalid")
    with acting_in(house.coordinator.context()):
        by = house.coordinator
        person = create_person(by=by, on=by.today, first_names="Camille", usage_name="Exemple")
        protect_contact(person, by=by, on=by.today)
        Referral.objects.filter(pk=row.pk).update(person=person)

    (line,), _head = lines_of(visit(house.coordinator))

    assert (line["Prénoms"], line["Téléphone"], line["Courriel"]) == ("Camille", "", "")


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods"])
def test_no_formula_is_live_in_any_format(house, visit, file_format):
    referral(house, first_names="=1+1", usage_name="@SUM(A1)", structure="+33")

    answer = visit(house.coordinator).get(address(file_format=file_format))

    cells = [str(cell) for row in read(answer.content).rows for cell in row if cell is not None]
    expected = ["'=1+1", "'@SUM(A1)", "'+33"] if file_format == "csv" else ["=1+1", "@SUM(A1)", "+33"]
    assert set(expected) <= set(cells)
    if file_format != "csv":
        import zipfile

        package = zipfile.ZipFile(io.BytesIO(answer.content))
        name = "content.xml" if file_format == "ods" else "xl/worksheets/sheet1.xml"
        assert b"formula" not in package.read(name) and b"<f>" not in package.read(name)


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods"])
def test_an_emoji_made_of_several_stays_whole(house, visit, file_format):
    referral(house, structure="👩\u200d👩\u200d👧 de Fictive")

    answer = visit(house.coordinator).get(address(file_format=file_format))

    assert "👩\u200d👩\u200d👧 de Fictive" in [cell for row in read(answer.content).rows for cell in row]


def test_the_filters_of_the_page_are_those_of_the_file(house, visit):
    referral(house, first_names="Noé")
    refused = referral(house, first_names="Zoé")
    with acting_in(house.coordinator.context()):
        answer_referral(
            refused,
            by=house.coordinator,
            move="refuse",
            on=house.coordinator.today,
            version=1,
            refusal_reason="full",
        )
    client = visit(house.coordinator)

    standing, _head = lines_of(client)
    answered, head = lines_of(client, etat="repondues")

    assert ([line["Prénoms"] for line in standing], [line["Prénoms"] for line in answered]) == (
        ["Noé"],
        ["Zoé"],
    )
    assert answered[0]["Motif du refus"] == "pas de place pour le moment"
    assert "Réponse" in head[3][0]


def test_the_waiting_list_keeps_its_order_and_its_ranks(house, visit):
    for days_ago, name in ((3, "Zoé"), (30, "Noé"), (9, "Léa")):
        wait(house, referral(house, first_names=name, days_ago=days_ago))
    referral(house, first_names="Camille")

    lines, head = lines_of(
        visit(house.coordinator), liste="attente", dispositif=str(house.version.programme_id)
    )

    assert [(line["Rang"], line["Prénoms"]) for line in lines] == [("1", "Noé"), ("2", "Léa"), ("3", "Zoé")]
    assert head[0] == ["Liste d’attente"] and "Atelier du Bief" in head[3][0]


def test_each_export_is_in_the_log(house, visit):
    referral(house)
    visit(house.secretary).get(address(file_format="ods"))

    with acting_in(house.secretary.context()):
        details = set(AccessLog.objects.filter(what="export").values_list("detail", flat=True))
    assert details == {"orientations ods 1"}


@pytest.mark.parametrize("liste", ["orientations", "attente"])
@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("secretary", 200), ("referent", 200), ("admin", 403)]
)
def test_who_may_take_them_out_is_who_reads_the_page(house, visit, liste, who, status):
    row = referral(house)
    wait(house, row)

    assert visit(getattr(house, who)).get(address(liste)).status_code == status


@pytest.mark.parametrize("liste", ["orientations", "attente"])
def test_another_house_finds_nothing_of_ours(house, visit, liste):
    wait(house, referral(house))
    elsewhere = factories.house(name="Une autre maison")

    assert b"Camille" not in visit(elsewhere.coordinator).get(address(liste, etat="toutes")).content


@pytest.mark.parametrize("rows", [3, 40])
def test_a_file_costs_the_same_for_three_or_forty(house, rows):
    for number in range(rows):
        referral(house, usage_name=f"Nom{number}")

    _answer, asked = asking(house.coordinator, address())

    assert len(asked) <= 8, "\n\n".join(asked)


def test_the_pages_offer_their_file_with_their_filters(house, visit):
    wait(house, referral(house))
    client = visit(house.coordinator)

    listed = client.get(reverse("referrals"), {"etat": "toutes"}).content.decode()
    waiting = client.get(reverse("waiting_list")).content.decode()

    assert f"{address(file_format='xlsx')}?etat=toutes" in listed
    assert f"{address('attente', 'ods')}?dispositif={house.version.programme_id}" in waiting
