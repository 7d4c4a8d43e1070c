"""Orientations brought in from a table: tried out, imported, imported again, undone."""

from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse

from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.people.actions import create_person, protect_contact
from cordee.people.tests.test_undoing_locks import made_ago
from cordee.plumbing.context import acting_in
from cordee.plumbing.outbox.models import Message
from cordee.referrals.actions import answer_referral, read_reason
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import referral
from cordee.spreadsheets import actions, staging
from cordee.spreadsheets.models import ImportRow, ImportRun
from cordee.spreadsheets.tests.tables import csv
from tests import factories

pytestmark = pytest.mark.django_db
TITLES = [
    "Reçue le", "Nom", "Prénom", "Né(e) le", "Tél", "Prescripteur", "Structure", "Motif", "Suite", "Date de réponse",
    "Motif de refus", "Besoins", "Voie",
]  # fmt: skip


@pytest.fixture
def house():
    return factories.house()


@pytest.fixture
def by(house):
    with acting_in(house.coordinator.context()):
        yield house.coordinator


def day(by, days_ago):
    return f"{by.today - timedelta(days=days_ago):%d/%m/%Y}"


def row(by, days_ago=30, **told):
    given = {"Reçue le": day(by, days_ago), "Nom": "EXEMPLE", "Prénom": "Camille"} | told
    return [given.get(title, "") for title in TITLES]


def tried(by, *rows):
    content = csv([TITLES, *rows])
    run = actions.start_import(by=by, kind="orientations", file_name="orientations.csv", content=content)
    mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
    return actions.examine_import(run, by=by, mapping=mapping)


def finish(run, by):
    return actions.carry_out_import(actions.begin_import(run, by=by), by=by)


def imported(by, *rows):
    return finish(tried(by, *rows), by)


def findings(run):
    return {one.number: one.finding for _row, one in staging.staged_of(ImportRow.objects.filter(run=run))}


def test_every_title_of_the_table_is_recognised(by):
    run = tried(by, row(by))

    assert {code for code, how in run.mapping.values() if how == "title"} == {
        "received_on", "usage_name", "first_names", "birth", "phones", "referrer_name", "structure", "reason", "state",
        "answered_on", "refusal_reason", "needs", "channel",
    }  # fmt: skip


def test_an_orientation_is_noted_as_if_it_had_been_taken_down_that_day(house, by):
    run = imported(by, row(
        by, **{"Né(e) le": "3/1/85", "Tél": "0639980101 / 0353010101 (sa sœur)", "Prescripteur": "Mme Modèle",
               "Structure": "Mission locale de Fictive", "Motif": "Cherche un rythme", "Besoins": "Rencontrer du monde, permis",
               "Voie": "Service social"},
    ))  # fmt: skip

    made = Referral.objects.get()
    assert (made.full_name, made.birth, made.phone) == ("Camille Exemple", "1985-01-03", "06 39 98 01 01")
    assert made.reach_note == "03 53 01 01 01 sa sœur"
    assert (made.referrer_name, made.structure_kind) == ("Mme Modèle", "ML")
    assert (made.channel, made.needs) == ("service-social", ["liens"])
    assert made.programme_id == house.version.programme_id
    assert read_reason(made) == "Cherche un rythme\nBesoins : permis".replace(" :", "\u202f:")
    assert (made.state, made.state_since, made.handled_by, made.version) == (
        "received",
        made.received_on,
        None,
        1,
    )
    assert made.received_on == by.today - timedelta(days=30)
    assert made.name_key == "camille exemple"
    assert run.counts["made"] == 1
    assert not Message.objects.exists()


def test_one_that_waits_has_its_delay_and_one_answered_has_none(by):
    imported(
        by, row(by, Nom="Attend"), row(by, Nom="Refus", **{"Suite": "refus", "Date de réponse": day(by, 10)})
    )

    waiting, refused = Referral.objects.order_by("usage_name")
    assert Deadline.objects.standing().filter(thing_id=waiting.pk).exists()
    assert not Deadline.objects.filter(thing_id=refused.pk).exists()
    assert (refused.state, refused.answered_on) == ("refused", by.today - timedelta(days=10))


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("en attente de place", "waiting"), ("En attente", "waiting"), ("commission", "to_board"), ("refus", "refused"),
        ("Admise", "accepted"), ("sans suite", "expired"), ("", "received"), ("réorientée", "passed_on"),
    ],
)  # fmt: skip
def test_where_it_stands_is_read_as_people_write_it(by, typed, state):
    imported(by, row(by, **{"Suite": typed, "Date de réponse": day(by, 10)}))

    made = Referral.objects.get()
    assert made.state == state
    assert len(made.steps) == (state != "received")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"Suite": "refus"}, "jour de la réponse"),
        ({"Suite": "refus", "Date de réponse": "01/01/2001"}, "avant l’arrivée"),
        ({"Suite": "bof"}, "n’est pas un état connu"),
        ({"Reçue le": ""}, "jour où l’orientation est arrivée"),
        ({"Reçue le": "01/01/2999"}, "dans l’avenir"),
        ({"Prénom": ""}, "prénom"),
    ],
)
def test_what_is_missing_is_said_and_never_invented(by, told, sentence):
    run = tried(by, row(by, **told))
    finish(run, by)

    assert run.counts == {"error": 1}
    assert any(sentence in said for _where, said in findings(run)[2].problems)
    assert not Referral.objects.exists()


@pytest.mark.parametrize(("days_ago", "outcome"), [(30, "create"), (29, "create"), (31, "error")])
def test_an_answer_comes_on_the_day_of_arrival_at_the_earliest(by, days_ago, outcome):
    run = tried(by, row(by, 30, **{"Suite": "retirée", "Date de réponse": day(by, days_ago)}))

    assert run.counts == {outcome: 1}


def test_a_refusal_without_its_reason_says_other_and_keeps_the_words(by):
    run = imported(
        by, row(by, **{"Suite": "refus", "Date de réponse": day(by, 1), "Motif de refus": "trop loin"})
    )

    made = Referral.objects.get()
    assert made.refusal_reason == "other"
    assert "trop loin" in read_reason(made)
    assert "autre motif" in findings(run)[2].notes[0]


def test_the_same_file_again_changes_nothing(by):
    lines = [row(by, **{"Motif": "Un rythme", "Tél": "0639980101"}), row(by, 12, Prénom="Noé")]
    imported(by, *lines)

    run = tried(by, *lines)

    assert run.counts == {"same": 2}
    assert "déjà été importé" in run.said[0]


def test_only_the_differences_of_a_table_are_applied_and_an_empty_cell_erases_nothing(by):
    imported(by, row(by, **{"Motif": "Un rythme", "Tél": "0639980101", "Structure": "CCAS de Fictive"}))

    run = tried(by, row(by, **{"Tél": "0639980199", "Structure": "CCAS DE FICTIVE"}))
    finding = findings(run)[2]
    finish(run, by)

    assert finding.changes == [("Téléphone", "06 39 98 01 01", "06 39 98 01 99")]
    kept = Referral.objects.get()
    assert (kept.phone, kept.structure, read_reason(kept)) == (
        "06 39 98 01 99",
        "CCAS de Fictive",
        "Un rythme",
    )
    assert kept.version == 2


def test_an_answer_given_here_is_not_overwritten_by_a_table(by):
    imported(by, row(by))
    known = Referral.objects.get()
    answer_referral(known, by=by, move="study", on=by.today, version=1)

    run = tried(by, row(by, **{"Suite": "refus", "Date de réponse": day(by, 1)}))

    assert run.counts == {"same": 1}
    assert "sa réponse se donne sur sa page" in findings(run)[2].notes[-1]


@pytest.mark.parametrize(
    ("choice", "rows", "phone"), [("same", 1, "06 39 98 01 01"), ("new", 2, ""), ("skip", 1, "")]
)
def test_one_that_waits_under_the_same_name_is_asked(house, by, choice, rows, phone):
    known = referral(house, days_ago=5, first_names="Camille", usage_name="Exemple")
    run = tried(by, row(by, 30, **{"Tél": "0639980101"}))
    assert (run.counts, findings(run)[2].reason) == ({"ask": 1}, "waits")

    target = known.pk if choice == "same" else None
    actions.decide_line(run, by=by, row=ImportRow.objects.get(run=run), choice=choice, target=target)
    finish(run, by)

    known.refresh_from_db()
    assert (Referral.objects.count(), known.phone) == (rows, phone)


def test_a_dossier_known_for_sure_is_recognised_and_its_thread_says_so(by):
    person = create_person(
        by=by, on=by.today, first_names="Camille", usage_name="Exemple", birth="1985-01-03"
    )

    run = imported(by, row(by, **{"Né(e) le": "3/1/85"}))

    made = Referral.objects.get()
    assert made.person == person
    assert "Dossier reconnu" in findings(run)[2].notes[0]
    fact = Fact.objects.get(person=person, kind="referral_received")
    assert (fact.thing_id, fact.day) == (made.pk, made.received_on)


@pytest.mark.parametrize(
    ("choice", "made", "linked"), [("same", 1, True), ("new", 1, False), ("skip", 0, False)]
)
def test_somebody_who_may_be_known_is_asked(by, choice, made, linked):
    person = create_person(
        by=by, on=by.today, first_names="Camille", usage_name="Exemple", birth="1985-01-03"
    )
    run = tried(by, row(by))
    assert findings(run)[2].reason == "person_same_name"

    target = person.pk if choice == "same" else None
    actions.decide_line(run, by=by, row=ImportRow.objects.get(run=run), choice=choice, target=target)
    done = finish(run, by)

    assert done.counts["made"] == made
    assert [one.person_id for one in Referral.objects.all()] == [person.pk if linked else None] * made


def test_a_protected_person_keeps_their_contacts_out_of_the_orientation(by):
    person = create_person(
        by=by, on=by.today, first_names="Camille", usage_name="Exemple", birth="1985-01-03"
    )
    protect_contact(person, by=by, on=by.today)

    imported(by, row(by, **{"Né(e) le": "3/1/85", "Tél": "0639980101"}))

    assert Referral.objects.get().phone == ""


def test_the_same_orientation_on_two_lines_is_one(by):
    run = imported(by, row(by), row(by, Prénom="CAMILLE"), row(by, 12))

    assert Referral.objects.count() == 2
    assert "ligne 2" in findings(run)[3].notes[-1]


def test_a_table_looked_at_for_an_hour_is_imported_all_the_same(by):
    """The database names nobody who was there before the import: identifiers are made when it is written."""
    with mock.patch("cordee.plumbing.ids.uuid7", lambda: made_ago(3_600)):
        run = tried(by, row(by))

    finish(run, by)

    assert Referral.objects.count() == 1
    actions.undo_import(run, by=by)
    assert not Referral.objects.exists()


def test_an_import_is_undone_as_if_it_had_never_been(house, by):
    person = create_person(by=by, on=by.today, first_names="Noé", usage_name="Exemple", birth="1999-05-04")
    known = referral(house, days_ago=30, first_names="Camille", usage_name="Exemple", phone="06 39 98 01 09")
    run = imported(
        by,
        row(by, **{"Tél": "0639980101", "Motif": "Un rythme"}),
        row(by, Prénom="Noé", **{"Né(e) le": "4/5/99"}),
    )
    assert Referral.objects.count() == 2

    actions.undo_import(run, by=by)

    known.refresh_from_db()
    assert (list(Referral.objects.all()), known.phone, read_reason(known)) == ([known], "06 39 98 01 09", "")
    assert not Fact.objects.filter(person=person, kind="referral_received").exists()
    assert set(Deadline.objects.standing().values_list("thing_id", flat=True)) == {known.pk}


def test_one_that_was_answered_is_not_undone_and_it_says_which(by):
    run = imported(by, row(by), row(by, Prénom="Noé"))
    answer_referral(Referral.objects.get(first_names="Noé"), by=by, move="study", on=by.today, version=1)

    with pytest.raises(BadInput, match="Noé Exemple"):
        actions.undo_import(run, by=by)

    assert Referral.objects.count() == 2
    assert ImportRun.objects.get(pk=run.pk).state == "applied"


def test_one_changed_since_the_import_is_not_lost_by_an_undoing(by):
    imported(by, row(by))
    run = imported(by, row(by, **{"Tél": "0639980101"}))
    answer_referral(Referral.objects.get(), by=by, move="study", on=by.today, version=2)

    with pytest.raises(BadInput, match="modifiée depuis"):
        actions.undo_import(run, by=by)


def test_one_noted_meanwhile_stops_the_import(house, by):
    run = tried(by, row(by), row(by, Prénom="Noé"))
    referral(house, days_ago=30, first_names="Camille", usage_name="Exemple")

    with pytest.raises(StaleState, match="relancez"):
        finish(run, by)

    assert Referral.objects.count() == 1


def test_an_orientation_is_never_removed_outside_an_undoing(by):
    imported(by, row(by))

    rows = Referral.objects.all()

    assert rows._raw_delete(rows.db) == 0


def test_a_table_without_days_of_arrival_is_refused_before_anything(by):
    run = actions.start_import(
        by=by,
        kind="orientations",
        file_name="b.csv",
        content=csv([["Nom", "Prénom"], ["Exemple", "Camille"]]),
    )

    with pytest.raises(BadInput, match="ancienneté"):
        actions.examine_import(run, by=by, mapping={0: "usage_name", 1: "first_names"})


def test_a_counsellor_does_not_import(house):
    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        actions.start_import(by=house.referent, kind="orientations", file_name="a.csv", content=b"a;b\n1;2")


def test_the_example_is_tried_out_and_every_page_shows_it(house, visit):
    client = visit(house.secretary)
    example = client.get(reverse("import_example", args=["orientations"])).content
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = {"file": SimpleUploadedFile("exemple.xlsx", example)}
    address = client.post(reverse("new_import", args=["orientations"]), upload).headers["Location"]
    with acting_in(house.secretary.context()):
        run = ImportRun.objects.get()
    chosen = {f"colonne_{place}": code for place, (code, _how) in run.mapping.items()}
    client.post(reverse("import_examine", args=[run.pk]), chosen)
    tried_out = client.get(address).content.decode()
    client.post(reverse("import_apply", args=[run.pk]))
    with acting_in(house.secretary.context()):
        actions.carry_out_import(ImportRun.objects.get(), by=house.secretary)

    assert "4 orientations à noter" in tried_out, tried_out[tried_out.index("<h1") :][:1500]
    assert "4 orientations notées" in client.get(address).content.decode()
    assert client.get(reverse("referrals")).status_code == 200
    with acting_in(house.secretary.context()):
        every = list(Referral.objects.values_list("pk", flat=True))
    assert [client.get(reverse("referral", args=[pk])).status_code for pk in every] == [200] * 4


def test_an_accepted_one_without_a_pathway_has_its_page(house, by, visit):
    imported(by, row(by, **{"Suite": "admise", "Date de réponse": day(by, 3)}))

    assert (
        visit(house.coordinator).get(reverse("referral", args=[Referral.objects.get().pk])).status_code == 200
    )


def test_many_lines_take_few_statements(by, django_assert_max_num_queries):
    run = tried(
        by,
        *(
            row(
                by,
                Nom=f"Exemple{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10]}",
                **{"Suite": "retirée", "Date de réponse": day(by, 3)},
            )
            for n in range(60)
        ),
    )
    actions.begin_import(run, by=by)

    with django_assert_max_num_queries(40):
        actions.carry_out_import(run, by=by)

    assert Referral.objects.count() == 60
