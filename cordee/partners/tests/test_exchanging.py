"""Tables and extracts brought in, tried out, imported, undone; the directory taken out as data·inclusion v1."""

import json
from datetime import date, timedelta

import pytest
from data_inclusion.schema import v1
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cordee.kernel.errors import BadInput
from cordee.partners import exchange
from cordee.partners.actions import add_partner
from cordee.partners.linking import note_contact
from cordee.partners.models import InstitutionalReferent, Partner, PartnerService
from cordee.partners.offering import add_service
from cordee.plumbing.context import acting_in, apply
from cordee.spreadsheets import actions, staging
from cordee.spreadsheets.models import ImportRow, ImportRun
from cordee.spreadsheets.tests.tables import csv
from tests import factories

TITLES = ["Structure", "Nature", "Domaines", "CP", "Ville", "Tél.", "Mail", "Contact", "Fonction", "SIRET"]
STRUCTURE = {
    "source": "dora", "id": "dora--1", "nom": "Centre social Le Tournesol", "date_maj": "2025-02-14", "commune": "Metz",
    "code_postal": "57000", "code_insee": "57463", "telephone": "+33199000042", "siret": "13003013300016",
    "horaires_accueil": "Mo-Fr 08:30-12:30; PH off", "reseaux_porteurs": ["ccas-cias"], "description": "Un accueil.",
}  # fmt: skip
SERVICE = {
    "source": "dora", "id": "dora--s1", "structure_id": "dora--1", "nom": "Accès aux droits", "date_maj": "2025-02-14",
    "description": "On fait les démarches ensemble.", "type": "accompagnement", "publics": ["tous-publics"],
    "thematiques": ["sante--acces-aux-soins"], "frais": "gratuit", "zone_eligibilite": ["57"],
    "volume_horaire_hebdomadaire": 1.5, "nombre_semaines": 3,
}  # fmt: skip


@pytest.fixture
def by(house):
    with acting_in(house.coordinator.context()):
        yield house.coordinator


def examined(by, run):
    mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
    return actions.examine_import(run, by=by, mapping=mapping)


def tried(by, *rows, kind="partenaires", titles=TITLES):
    content = csv([titles, *rows])
    return examined(by, actions.start_import(by=by, kind=kind, file_name="liste.csv", content=content))


def finish(run, by):
    return actions.carry_out_import(actions.begin_import(run, by=by), by=by)


def findings(run):
    staged = [one for _row, one in staging.staged_of(ImportRow.objects.filter(run=run))]
    return [one.finding for one in sorted(staged, key=lambda one: one.number)]


ROW = ["CCAS d’Exempleville", "CCAS", "Social, logement et hébergement", "57100", "Exempleville", "0199000042",
       "ccas@exemple.invalid", "Mme Exemple", "assistante sociale", ""]  # fmt: skip


def test_a_list_people_keep_is_recognised_and_brought_in(by):
    run = tried(by, ROW, ["Le Vestiaire", "boutique", "", "", "", "", "", "", "", ""])

    assert [one.outcome for one in findings(run)] == ["create", "create"]
    assert "boutique" in " ".join(findings(run)[1].notes)
    finish(run, by)
    made = Partner.objects.get(name="CCAS d’Exempleville")
    assert (made.kinds, made.domains, made.phone) == (["CCAS"], ["social", "logement"], "+33199000042")
    assert InstitutionalReferent.objects.get().function == "assistante sociale"


def test_the_same_table_again_changes_nothing(by):
    finish(tried(by, ROW), by)

    assert [one.outcome for one in findings(tried(by, ROW))] == ["same"]
    assert [one.outcome for one in findings(tried(by, ROW, ROW))] == ["same", "same"]


def test_one_known_by_its_siret_or_its_name_and_town_is_completed(by):
    first = add_partner(by=by, name="Un autre nom", siret="13003013300016", phone="115")
    second = add_partner(by=by, name="Le Relais", town="Metz", domains=["social"])
    run = tried(
        by,
        ["Le bon nom", "", "", "", "", "", "", "", "", "130 030 133 00016"],
        ["Le relais", "", "Budget", "", "Metz", "", "", "", "", ""],
    )

    assert [(one.outcome, one.target) for one in findings(run)] == [
        ("change", first.pk),
        ("change", second.pk),
    ]
    assert ("Structure", "Un autre nom", "Le bon nom") in findings(run)[0].changes
    finish(run, by)
    for row in (first, second):
        row.refresh_from_db()
    assert (first.name, first.phone) == ("Le bon nom", "115")
    assert second.domains == ["social", "budget"]


def test_the_same_name_elsewhere_is_asked_and_left_alone_until_somebody_says(by):
    known = add_partner(by=by, name="Le Relais", town="Metz")
    run = tried(by, ["Le Relais", "", "", "", "Thionville", "", "", "", "", ""])

    assert (findings(run)[0].outcome, findings(run)[0].choice, findings(run)[0].target) == (
        "ask",
        "skip",
        known.pk,
    )
    finish(run, by)
    assert Partner.objects.count() == 1


@pytest.mark.parametrize(("place", "typed"), [(9, "123"), (5, "demander"), (0, "")])
def test_a_line_that_cannot_be_right_is_told_and_left(by, place, typed):
    wrong = [*ROW[:place], typed, *ROW[place + 1 :]]
    run = tried(by, wrong, ["Le Relais", *[""] * 9])

    assert [one.outcome for one in findings(run)] == ["error", "create"]
    finish(run, by)
    assert [one.name for one in Partner.objects.all()] == ["Le Relais"]


def test_everything_is_taken_back_unless_it_was_used(by):
    known = add_partner(by=by, name="Le Relais", town="Metz")
    rows = (ROW, ["Le Relais", "", "Budget", "", "Metz", "", "", "", "", ""])
    run = finish(tried(by, *rows), by)
    actions.undo_import(run, by=by)
    known.refresh_from_db()
    assert (Partner.objects.count(), InstitutionalReferent.objects.count(), known.domains) == (1, 0, [])

    run = finish(tried(by, *rows), by)
    note_contact(Partner.objects.get(name="CCAS d’Exempleville"), by=by, on=by.today, means="phone")
    with pytest.raises(BadInput, match="CCAS d’Exempleville"):
        actions.undo_import(run, by=by)
    assert Partner.objects.count() == 2


# Extracts of data·inclusion


def upload(by, content, name="extrait.json"):
    client = factories.visit(by)
    answer = client.post(reverse("partner_exchanges"), {"file": SimpleUploadedFile(name, content)})
    apply(by.context())
    return answer


def as_public_csv(rows):
    return exchange.as_csv(rows).replace(";", ",", 0).encode()


@pytest.mark.parametrize("written", ["json", "csv"])
def test_an_extract_is_tried_out_before_anything_is_written(by, written):
    content = json.dumps([STRUCTURE]).encode() if written == "json" else as_public_csv([STRUCTURE])
    answer = upload(by, content)

    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("import", args=[run.pk])
    assert Partner.objects.count() == 0
    finish(examined(by, run), by)
    made = Partner.objects.get()
    assert (made.source, made.source_id, made.source_date) == ("dora", "dora--1", date(2025, 2, 14))
    assert (made.insee, made.networks, made.opening_hours) == (
        "57463",
        ["ccas-cias"],
        "Mo-Fr 08:30-12:30; PH off",
    )


def test_both_lists_of_an_extract_come_in_one_after_the_other(by):
    upload(by, json.dumps({"structures": [STRUCTURE], "services": [SERVICE]}).encode())
    structures, services = ImportRun.objects.order_by("kind")

    finish(examined(by, structures), by)
    finish(examined(by, services), by)
    made = PartnerService.objects.get()
    assert made.partner.source_id == "dora--1"
    assert (made.themes, made.zones, str(made.weekly_hours), made.weeks) == (
        ["sante--acces-aux-soins"],
        ["57"],
        "1.50",
        3,
    )
    assert [one.outcome for one in findings(examined(by, rerun(by, SERVICE, "services")))] == ["same"]


def rerun(by, row, kind):
    return actions.start_import(
        by=by, kind=kind, file_name="encore.csv", content=exchange.as_csv([row]).encode()
    )


def test_a_line_the_package_refuses_is_told_by_its_field(by):
    run = examined(by, rerun(by, STRUCTURE | {"code_insee": "5746"}, "partenaires"))

    assert findings(run)[0].outcome == "error"


REFUSED = [
    (json.dumps([{"id": "1", "nom": "A", "typologie": "ASSO", "source": "dora"}]), "plus ancienne"),
    ("id;nom;presentation_resume\n1;A;B\n", "plus ancienne"),
    (json.dumps([STRUCTURE | {"_di_schema": "v0.21"}]), "plus ancienne"),
    (json.dumps([STRUCTURE | {"_di_schema": "v2.0.0"}]), "suit la version 2 de data·inclusion"),
    (json.dumps([STRUCTURE, STRUCTURE | {"_di_schema": "12"}]), "suit la version 12"),
    (json.dumps([{"nom": "A"}]), "il y manque"),
    ("Nom;Ville\nCCAS;Metz\n", "il y manque"),
    ("[1, 2]", "pas une liste"),
    ('{"structures": "x"}', "pas une liste"),
    ('[{"nom": ', "abîmé"),
    ("[]", "aucune ligne"),
    ("é".encode("latin-1"), "UTF-8"),
]


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_a_file_of_another_version_or_of_no_version_writes_nothing(by, content, said):
    answer = upload(by, content if isinstance(content, bytes) else content.encode())

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert upload(by, json.dumps([STRUCTURE]).encode()).status_code == 302


def taken(by, kind, file_format):
    answer = factories.visit(by).get(reverse("partners_taken_out", args=[kind, file_format]))
    apply(by.context())
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_leaves_is_what_the_package_accepts_and_nothing_sensitive(by):
    partner = add_partner(by=by, name="=Le Relais", town="Metz", phone="01 99 00 00 42", description="Oui")
    add_service(partner, by=by, name="Accueil", themes=["sante--addictions"])
    hidden = add_partner(by=by, name="Centre de soins", kinds=["CSAPA"])
    add_service(hidden, by=by, name="Consultations", themes=["sante--addictions"])

    structures, services = (json.loads(taken(by, kind, "json")) for kind in ("structures", "services"))
    assert [v1.Structure.model_validate(one).nom for one in structures] == ["=Le Relais"]
    assert [v1.Service.model_validate(one).nom for one in services] == ["Accueil"]
    assert services[0]["structure_id"] == structures[0]["id"]
    assert "description" not in structures[0]
    written = taken(by, "structures", "csv")
    assert "'=Le Relais" in written
    assert "+33199000042" in written
    assert "'+33" not in written


def test_what_left_comes_back_as_it_was(by):
    partner = add_partner(
        by=by, name="Le Relais", town="Metz", phone="01 99 00 00 42", networks=["ccas-cias"]
    )
    row = exchange.structure_of(partner, on=by.today)

    assert exchange.kind_of([row]) == "structures"
    assert row["source"] == "cordee"
    assert row["date_maj"] == by.today.isoformat()
    assert exchange.structure_of(partner, on=by.today - timedelta(days=3))["date_maj"] < row["date_maj"]


def test_an_extract_of_both_lists_says_where_the_services_wait(by):
    client = factories.visit(by)
    both = json.dumps({"structures": [STRUCTURE], "services": [SERVICE]}).encode()
    file = SimpleUploadedFile("extrait.json", both)
    shown = client.post(reverse("partner_exchanges"), {"file": file}, follow=True).content.decode()

    assert "Les services du même extrait attendent" in shown
