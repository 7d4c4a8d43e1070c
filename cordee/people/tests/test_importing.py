"""People brought in from a table: tried out, imported, imported again, undone."""

from unittest import mock

import pytest

from cordee.dossier.actions import write_note
from cordee.dossier.models import Fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.people.actions import add_contact, create_person, protect_contact, seal_dossier
from cordee.people.keys import key_of
from cordee.people.models import ContactPoint, Ground, Person
from cordee.people.tests.test_undoing_locks import made_ago
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import PersonKey
from cordee.spreadsheets import actions, staging
from cordee.spreadsheets.models import ImportRow, ImportRun
from cordee.spreadsheets.tests.tables import PEOPLE, csv, xlsx
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return factories.house()


@pytest.fixture
def by(house):
    with acting_in(house.coordinator.context()):
        yield house.coordinator


def tried(by, content, *, columns=None):
    """A table sent, its columns as they were recognised, and tried out."""
    run = actions.start_import(by=by, kind="personnes", file_name="personnes.xlsx", content=content)
    mapping = columns or {int(place): code for place, (code, _how) in run.mapping.items()}
    return actions.examine_import(run, by=by, mapping=mapping)


def imported(by, content):
    run = tried(by, content)
    return finish(run, by)


def finish(run, by):
    return actions.carry_out_import(actions.begin_import(run, by=by), by=by)


def findings(run):
    return {
        staged.number: staged.finding for _row, staged in staging.staged_of(ImportRow.objects.filter(run=run))
    }


def test_a_table_is_tried_out_without_writing_anything(by):
    run = tried(by, xlsx(PEOPLE))

    assert (run.state, run.counts) == ("examined", {"create": 3})
    assert not Person.objects.exists()
    told = findings(run)[2]
    assert told.plan["identity"] == {
        "first_names": "Jean-Marie", "usage_name": "Dupont", "birth": "1985-01-03",
    }  # fmt: skip
    assert told.plan["contacts"] == [
        ["phone", "06 39 98 01 01", ""], ["phone", "03 53 01 01 01", "sa sœur"], ["email", "jm@exemple.invalid", ""],
    ]  # fmt: skip


def test_an_import_writes_people_as_if_they_had_been_typed(by):
    run = imported(by, xlsx(PEOPLE))
    typed = create_person(
        by=by, on=by.today, first_names="Jean-Marie", usage_name="Dupont", birth="1985-01-03"
    )

    made = Person.objects.get(usage_name="Dupont", pk__in=ImportRow.objects.values("made_id"))
    for name in ("search_key", "sound_key", "sort_key", "birth", "created_on", "created_by", "version"):
        assert getattr(made, name) == getattr(typed, name), name
    assert key_of(made) != key_of(typed)
    grounds = Ground.objects.filter(person__in=[made, typed]).values_list(
        "kind", "partitions", "member", "granted_by"
    )
    assert len(set(grounds)) == 1
    fact = Fact.objects.get(person=made)
    assert (fact.kind, fact.day, fact.by, fact.codes) == (
        "person_registered",
        by.today,
        by.member,
        {"channel": "import"},
    )
    assert run.state == "applied" and run.sealed_source is None
    assert run.counts["made"] == 3
    assert Person.pgh_event_model.objects.filter(pgh_obj_id=made.pk).count() == 1


def test_the_same_file_again_changes_nothing(by):
    content = xlsx(PEOPLE)
    imported(by, content)

    run = tried(by, content)

    assert run.counts == {"same": 3}
    assert "déjà été importé" in run.said[0]


def test_only_the_differences_of_a_file_are_applied(by):
    imported(by, xlsx(PEOPLE))
    changed = [list(row) for row in PEOPLE]
    changed[1][3] = "0639980101 / 0639980199"
    changed[2][0], changed[2][1] = "LE GOFF", "SAMIRA"

    run = tried(by, xlsx(changed))
    told = findings(run)[2]
    finish(run, by)

    assert told.outcome == "change"
    assert told.changes == [("Téléphone", "", "06 39 98 01 99")]
    assert findings(run)[3].outcome == "same"
    values = set(
        ContactPoint.objects.filter(person__usage_name="Dupont", kind="phone").values_list("value", flat=True)
    )
    assert values == {"06 39 98 01 01", "03 53 01 01 01", "06 39 98 01 99"}


def test_an_external_number_recognises_somebody_whose_name_was_corrected(by):
    imported(by, csv([["N°", "Nom", "Prénom", "Né le"], ["E-1", "Dupond", "Jean", "3/1/85"]]))

    run = tried(by, csv([["N°", "Nom", "Prénom", "Né le"], ["E-1", "Dupont", "Jean", "3/1/85"]]))
    finish(run, by)

    person = Person.objects.get()
    assert (person.usage_name, person.external_number, person.version) == ("Dupont", "E-1", 2)
    assert person.sort_key == "dupont jean"
    assert Fact.objects.filter(person=person, kind="identity_changed").count() == 1


@pytest.mark.parametrize(
    ("known", "line", "reason"),
    [
        ({"birth": "1985-01-03"}, ["Dupont", "Jean", ""], "same_name"),
        ({"birth": ""}, ["Dupont", "Jean", "3/1/85"], "same_name"),
        ({"birth": "1985"}, ["Dupont", "Jean", "3/1/85"], "same_name"),
        ({"birth": "1985-03-01"}, ["Dupont", "Jean", "3/1/85"], "near_birth"),
        ({"birth": "1986-01-03"}, ["Dupont", "Jean", "3/1/85"], "near_birth"),
        ({"birth": "1985-01-03"}, ["Jean", "Dupont", "3/1/85"], "swapped"),
        ({"birth": "1985-01-03"}, ["Dupond", "Jean", "3/1/85"], "same_sound"),
        ({"birth": "1985-01-03"}, ["Moreau", "Jean", "3/1/85"], "other_family"),
        ({"birth": "1985-01-03"}, ["Dupont", "Jean", "3/1/85"], None),
        ({"birth": "1970-05-09"}, ["Dupont", "Jean", "3/1/85"], ""),
        ({"birth": "1985-01-03"}, ["Dupont", "Luc", "3/1/85"], ""),
    ],
)  # fmt: skip
def test_likenesses_are_told_with_their_reason_and_do_nothing_by_themselves(by, known, line, reason):
    """None: the same person for sure; "": somebody else."""
    create_person(by=by, on=by.today, first_names="Jean", usage_name="Dupont", **known)

    run = tried(by, csv([["Nom", "Prénom", "Né le"], line]))
    finding = findings(run)[2]

    assert finding.outcome == ("same" if reason is None else "ask" if reason else "create")
    if reason:
        assert (finding.reason, finding.choice) == (reason, "skip")
        finish(run, by)
        assert Person.objects.count() == 1


@pytest.mark.parametrize(("choice", "people", "phones"), [("same", 1, 1), ("new", 2, 1), ("skip", 1, 0)])
def test_a_likeness_is_answered(by, choice, people, phones):
    known = create_person(by=by, on=by.today, first_names="Jean", usage_name="Dupont")
    run = tried(by, csv([["Nom", "Prénom", "Né le", "Tél"], ["Dupont", "Jean", "3/1/85", "0639980101"]]))
    row = ImportRow.objects.get(run=run)

    actions.decide_line(run, by=by, row=row, choice=choice, target=known.pk if choice == "same" else None)
    finish(run, by)

    assert (Person.objects.count(), ContactPoint.objects.count()) == (people, phones)
    known.refresh_from_db()
    assert known.birth == ("1985-01-03" if choice == "same" else "")


def test_one_answer_serves_every_likeness_of_the_same_kind(by):
    for name in ("Jean", "Luc"):
        create_person(by=by, on=by.today, first_names=name, usage_name="Dupont")
    run = tried(
        by, csv([["Nom", "Prénom", "Né le"], ["Dupont", "Jean", "3/1/85"], ["Dupont", "Luc", "4/1/86"]])
    )

    answered = actions.decide_alike(run, by=by, reason="same_name", choice="same")
    finish(run, by)

    assert answered == 2
    assert set(Person.objects.values_list("birth", flat=True)) == {"1985-01-03", "1986-01-04"}


def test_the_same_person_on_three_lines_is_one_person(by):
    rows = [
        ["Nom", "Prénom", "Né le", "Tél"],
        ["Dupont", "Jean", "3/1/85", "0639980101"],
        ["DUPONT", "Jean", "03/01/1985", "0639980102"],
        ["Dupont", "jean", "3 janvier 1985", "0639980101"],
    ]

    run = tried(by, csv(rows))
    finish(run, by)

    assert run.counts == {"create": 1, "ask": 2}
    assert Person.objects.count() == 1
    assert set(ContactPoint.objects.values_list("value", flat=True)) == {"06 39 98 01 01", "06 39 98 01 02"}


def test_a_repeated_line_whose_first_was_left_aside_still_brings_the_person(by):
    rows = [["Nom", "Prénom", "Né le"], ["Dupont", "Jean", "3/1/85"], ["Dupont", "Jean", "3/1/85"]]
    run = tried(by, csv(rows))
    actions.decide_line(run, by=by, row=ImportRow.objects.get(run=run, number=2), choice="skip")

    finish(run, by)

    assert Person.objects.count() == 1


def test_twins_are_two_people_and_it_is_said(by):
    rows = [["Nom", "Prénom", "Né le"], ["Martin", "Léa", "3/1/2004"], ["Martin", "Zoé", "3/1/2004"]]

    run = imported(by, csv(rows))

    assert Person.objects.count() == 2
    assert "jumeaux" in findings(run)[3].notes[0]


def test_what_cannot_be_read_is_said_with_the_address_of_its_cell(by):
    rows = [["Nom", "Prénom", "Né le", "Tél"], ["Dupont", "", "32/1/85", "12"], ["Martin", "Léa", "", ""]]

    run = tried(by, csv(rows))
    problems = findings(run)[2].problems
    finish(run, by)

    assert run.counts == {"error": 1, "create": 1}
    assert [address for address, _sentence in problems] == ["C2", "D2", "ligne 2"]
    assert Person.objects.get().first_names == "Léa"


def test_a_protected_person_keeps_their_contacts_out_of_reach(by):
    person = create_person(by=by, on=by.today, first_names="Jean", usage_name="Dupont", birth="1985-01-03")
    add_contact(person, by=by, kind="phone", value="0639980100", on=by.today)
    protect_contact(person, by=by, on=by.today)

    run = tried(by, csv([["Nom", "Prénom", "Né le", "Tél"], ["Dupont", "Jean", "3/1/85", "0639980101"]]))
    finding = findings(run)[2]

    assert (finding.outcome, finding.changes) == ("same", [])
    assert "protégées" in finding.notes[0]


def test_a_dossier_sealed_to_the_importer_is_neither_shown_nor_doubled_in_words(house, by):
    """The answer is the same whether a hidden dossier exists or not."""
    with acting_in(house.referent.context()):
        hidden = create_person(
            by=house.referent, on=by.today, first_names="Jean", usage_name="Caché", birth="1985-01-03"
        )
    with acting_in(house.coordinator.context()):
        seal_dossier(hidden, by=house.coordinator, reason="collègue", on=by.today)
    with acting_in(house.secretary.context()):
        run = tried(house.secretary, csv([["Nom", "Prénom", "Né le"], ["Caché", "Jean", "3/1/85"]]))

        assert run.counts == {"create": 1}


def test_somebody_registered_meanwhile_stops_the_import(by):
    run = tried(by, xlsx(PEOPLE))
    create_person(by=by, on=by.today, first_names="Samira", usage_name="Le Goff", birth="1990-01-03")

    with pytest.raises(StaleState, match="relancez"):
        finish(run, by)

    assert Person.objects.count() == 1


def test_somebody_changed_meanwhile_stops_the_import(by):
    person = create_person(by=by, on=by.today, first_names="Samira", usage_name="Le Goff", birth="1990-01-03")
    run = tried(by, xlsx(PEOPLE))
    Person.objects.filter(pk=person.pk).update(version=2)

    with pytest.raises(StaleState, match="relancez"):
        finish(run, by)


def test_a_table_looked_at_for_an_hour_is_imported_all_the_same(by):
    """The database names nobody who was there before the import: identifiers are made when it is written."""
    with mock.patch("cordee.plumbing.ids.uuid7", lambda: made_ago(3_600)):
        run = tried(by, xlsx([*PEOPLE, PEOPLE[1]]))

    finish(run, by)

    assert Person.objects.count() == 3
    actions.undo_import(run, by=by)
    assert not Person.objects.exists()


def test_an_import_is_undone_as_if_it_had_never_been(by):
    known = create_person(by=by, on=by.today, first_names="Samira", usage_name="Le Goff", birth="1990-01-03")
    run = imported(by, xlsx([*PEOPLE, ["Le Goff", "Samira", "3/1/1990", "0639980188", ""]]))
    assert Person.objects.count() == 3

    undone = actions.undo_import(run, by=by)

    assert undone.state == "undone"
    assert list(Person.objects.all()) == [known]
    assert set(PersonKey.objects.values_list("person_id", flat=True)) == {known.pk}
    assert not ContactPoint.objects.filter(ended_on=None).exists()
    assert set(Fact.objects.values_list("person_id", flat=True)) == {known.pk}
    assert not ImportRow.objects.exists()


def test_a_change_is_given_back(by):
    known = create_person(
        by=by, on=by.today, first_names="Jean", usage_name="Dupond", birth="1985-01-03", external_number="E-1"
    )
    run = imported(by, csv([["N°", "Nom", "Prénom", "Né le"], ["E-1", "Dupont", "Jean", "3/1/85"]]))

    actions.undo_import(run, by=by)

    known.refresh_from_db()
    assert (known.usage_name, known.sort_key, known.version) == ("Dupond", "dupond jean", 3)


def test_an_import_that_served_is_not_undone_and_it_says_for_whom(house, by):
    run = imported(by, xlsx(PEOPLE))
    person = Person.objects.get(usage_name="Dupont")
    write_note(person, by=by, text="Vu ce matin", day=by.today)

    with pytest.raises(BadInput, match="Jean-Marie Dupont"):
        actions.undo_import(run, by=by)

    assert Person.objects.count() == 3
    assert ImportRun.objects.get(pk=run.pk).state == "applied"
    assert not ImportRow.objects.filter(is_undoing=True).exists()


def test_an_identity_corrected_since_is_not_lost_by_an_undoing(by):
    known = create_person(by=by, on=by.today, first_names="Jean", usage_name="Dupond", birth="1985-01-03")
    run = tried(by, csv([["Nom", "Prénom", "Né le"], ["Dupont", "Jean", "3/1/85"]]))
    actions.decide_line(run, by=by, row=ImportRow.objects.get(run=run), choice="same", target=known.pk)
    finish(run, by)
    Person.objects.filter(pk=known.pk).update(usage_name="Duponte")

    with pytest.raises(BadInput, match="modifiée"):
        actions.undo_import(run, by=by)


def test_a_person_is_never_removed_outside_an_undoing(by):
    imported(by, xlsx(PEOPLE))

    removed, _by_table = Person.objects.none().delete()
    rows = Person.objects.all()
    removed = rows._raw_delete(rows.db)

    assert removed == 0


def test_a_colleague_does_not_see_the_lines_of_another(house, by):
    run = tried(by, xlsx(PEOPLE))

    with acting_in(house.secretary.context()):
        assert not ImportRow.objects.all().exists()
        assert ImportRun.objects.visible_to(house.secretary).get() == run
        with pytest.raises(NotAllowed):
            actions.begin_import(run, by=house.secretary)


def test_a_counsellor_does_not_import(house):
    with acting_in(house.referent.context()), pytest.raises(NotAllowed, match="coordination"):
        actions.start_import(by=house.referent, kind="personnes", file_name="a.csv", content=csv(PEOPLE))


def test_an_import_is_written_once(by):
    run = actions.begin_import(tried(by, xlsx(PEOPLE)), by=by)

    actions.carry_out_import(run, by=by)
    actions.carry_out_import(run, by=by)

    assert Person.objects.count() == 3
    with pytest.raises(StaleState):
        actions.begin_import(run, by=by)


def test_columns_chosen_by_hand_are_remembered(by):
    rows = [["A", "B"], ["Dupont", "Jean"]]
    tried(by, csv(rows), columns={0: "usage_name", 1: "first_names"})

    run = actions.start_import(
        by=by, kind="personnes", file_name="b.csv", content=csv([*rows, ["Martin", "Léa"]])
    )

    assert run.mapping == {"0": ["usage_name", "memory"], "1": ["first_names", "memory"]}


def test_a_table_without_first_names_is_refused_before_anything(by):
    run = actions.start_import(by=by, kind="personnes", file_name="b.csv", content=csv([["Ville"], ["Lens"]]))

    with pytest.raises(BadInput, match="prénoms"):
        actions.examine_import(run, by=by, mapping={0: "town"})


def test_lines_are_forgotten_after_thirty_days(by):
    run = tried(by, xlsx(PEOPLE))
    ImportRun.objects.filter(pk=run.pk).update(created_at=run.created_at - ImportRun.KEPT * 1.01)

    forgotten = actions.forget_old(by=by)

    assert forgotten == 3
    assert not ImportRun.objects.exclude(sealed_source=None).exists()
