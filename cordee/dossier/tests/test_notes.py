"""Notes: the table of their partition, who reads them, the fact they leave, two people writing at once."""

from datetime import timedelta

import pytest

from cordee.dossier.actions import LONGEST_NOTE, Contact, EditConflict, edit_note, write_note
from cordee.dossier.enums import Sector
from cordee.dossier.fetch import text_of
from cordee.dossier.models import Fact, HealthNote, Note, ProtectedNote, WorkingNote
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.people.actions import give_ground
from cordee.people.models import Person
from tests import factories

TABLES = {
    "social": Note,
    "employment": Note,
    "health": HealthNote,
    "protected": ProtectedNote,
    "working": WorkingNote,
}
EVERYBODY = [
    "referent",
    "colleague",
    "coordinator",
    "secretary",
    "coach",
    "nurse",
    "workshop_leader",
    "director",
]


@pytest.fixture
def person(house):
    return factories.person(house.referent)


@pytest.fixture
def write(house, person, acting):
    def written(sector="social", *, by=None, text="Un mot.", day=None, **options):
        who = by or house.referent
        acting(who)
        return write_note(person, by=who, text=text, day=day or who.today, sector=sector, **options)

    return written


def circle(house, person, acting, **partitions):
    """Places around the person, by the name of the colleague."""
    acting(house.referent)
    for who, opened in partitions.items():
        give_ground(
            person, member=house.team[who].member, kind="follows", partitions=opened, by=house.referent
        )


def readers(house, note, acting):
    """Who reads a note: asked of the application, then of the database alone; both must agree."""
    seen, open_to_policies = set(), set()
    for who in EVERYBODY:
        acting(house.team[who])
        if type(note).objects.visible_to(house.team[who]).filter(pk=note.pk).exists():
            seen.add(who)
        if type(note).objects.filter(pk=note.pk).exists():
            open_to_policies.add(who)
    assert seen == open_to_policies
    return seen


@pytest.mark.parametrize("sector", Sector.values)
def test_a_note_stands_in_the_table_of_its_partition(write, person, sector):
    note = write(sector, text="مرحبا 🙂")

    assert type(note) is TABLES[sector]
    assert text_of(note, person) == "مرحبا 🙂" and "مرحبا".encode() not in bytes(note.sealed_text)


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        ("social", {"referent", "colleague", "coordinator"}),
        ("employment", {"referent", "colleague", "coordinator", "coach"}),
        ("health", {"referent"}),
        ("protected", {"referent"}),
        ("working", {"referent"}),
    ],
)
def test_in_an_open_team_a_note_is_read_by_its_partition(house, write, acting, sector, expected):
    assert readers(house, write(sector), acting) == expected


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        ("social", {"referent", "coordinator"}),
        ("employment", {"referent", "coordinator", "workshop_leader"}),
        ("health", {"referent", "nurse"}),
        ("protected", {"referent", "colleague"}),
    ],
)
def test_by_caseload_a_note_is_read_by_the_places_around_the_person(db, acting, sector, expected):
    house = factories.house(sharing="caseload")
    person = factories.person(house.referent)
    circle(house, person, acting, nurse=9, workshop_leader=5, colleague=17)
    acting(house.referent)
    note = write_note(person, by=house.referent, text="Un mot.", day=house.referent.today, sector=sector)

    assert readers(house, note, acting) == expected


def test_a_note_for_the_circle_is_closed_to_the_rest_of_the_house(house, person, write, acting):
    note = write(audience="circle")
    circle(house, person, acting, coach=7)

    assert readers(house, note, acting) == {"referent", "coach"}


def test_a_place_in_the_circle_opens_only_its_partitions(house, person, write, acting):
    note = write("health", audience="circle")
    circle(house, person, acting, coach=7, nurse=9)

    assert readers(house, note, acting) == {"referent", "nurse"}


def test_a_stranger_reads_nothing(write, stranger, acting):
    notes = [write(sector) for sector in Sector.values]

    acting(stranger)

    assert not any(type(note).objects.filter(pk=note.pk).exists() for note in notes)


# --- What a note leaves ----------------------------------------------------------------------------------


def test_a_note_leaves_a_fact_that_never_says_what_is_in_it(write, person):
    note = write("social", text="Un mot à taire")

    fact = Fact.objects.get(kind="note_written")
    assert (fact.thing_id, fact.partition, fact.codes) == (
        note.pk,
        2,
        {"sector": "social", "audience": "house"},
    )


def test_a_working_note_leaves_no_fact(write):
    write("working")

    assert list(Fact.objects.values_list("kind", flat=True)) == ["person_registered"]


def test_a_contact_says_how_with_whom_and_when(house, write, person):
    yesterday = house.referent.today - timedelta(days=1)

    write(text="", day=yesterday, contact=Contact("home", "family", 45))

    fact = Fact.objects.get(kind="contact_noted")
    assert fact.codes == {"sector": "social", "audience": "house", "means": "home", "counterpart": "family"}
    assert Person.objects.get(pk=person.pk).last_contact_on == fact.day == yesterday


def test_the_last_contact_never_goes_back(house, write, person):
    today = house.referent.today
    for day in (today, today - timedelta(days=20)):
        write(text="", day=day, contact=Contact("phone"))

    assert Person.objects.get(pk=person.pk).last_contact_on == today


def test_a_plain_note_is_not_a_contact(write, person):
    write()

    assert Person.objects.get(pk=person.pk).last_contact_on is None


# --- Refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "a" * (LONGEST_NOTE + 1)}, "text"),
        ({"sector": "working", "contact": Contact("phone")}, "sector"),
    ],
)
def test_what_cannot_be_written_names_its_field(write, options, field):
    with pytest.raises(BadInput) as refused:
        write(**options)

    assert refused.value.field == field
    assert not Note.objects.exists() and not WorkingNote.objects.exists()


def test_a_note_of_tomorrow_is_refused_and_one_of_long_ago_is_not(house, write):
    with pytest.raises(BadInput) as refused:
        write(day=house.referent.today + timedelta(days=1))
    assert refused.value.field == "day"

    write(day=house.referent.today - timedelta(days=4000))


@pytest.mark.parametrize(
    ("who", "sectors"),
    [
        ("coordinator", {"social", "employment", "health", "protected", "working"}),
        ("colleague", {"social", "employment", "health", "protected", "working"}),
        ("coach", {"social", "employment", "working"}),
        ("nurse", {"health", "working"}),
        ("workshop_leader", {"employment", "working"}),
        ("secretary", set()),
        ("director", set()),
    ],
)
def test_each_function_writes_in_its_sectors(house, person, write, acting, who, sectors):
    """The dossier is open to whoever tries: a refusal is that of the function."""
    circle(house, person, acting, **{who: 63})
    written = set()

    for sector in Sector.values:
        try:
            write(sector, by=house.team[who])
        except NotAllowed:
            continue
        written.add(sector)

    assert written == sectors


# --- Two people at once ------------------------------------------------------------------------------------


def test_a_rewriting_raises_the_version_and_keeps_one_text(write, person, house):
    note = write(text="Avant")

    kept = edit_note(note, person, by=house.referent, text="Après", version=1)

    assert (kept.version, text_of(kept, person)) == (2, "Après") and kept.edited_at is not None


def test_the_second_of_two_writers_is_given_both_texts(write, person, house, acting):
    note = write(text="Au départ")
    edit_note(note, person, by=house.referent, text="Le premier", version=1)
    acting(house.colleague)

    with pytest.raises(EditConflict) as conflict:
        edit_note(note, person, by=house.colleague, text="Le second", version=1)

    assert (conflict.value.theirs, conflict.value.mine) == ("Le premier", "Le second")
    assert text_of(Note.objects.get(pk=note.pk), person) == "Le premier"
    edit_note(note, person, by=house.colleague, text="Les deux", version=conflict.value.note.version)
    assert text_of(Note.objects.get(pk=note.pk), person) == "Les deux"


def test_writing_the_same_words_twice_is_no_conflict_and_no_version(write, person, house):
    note = write(text="Le même")
    edit_note(note, person, by=house.referent, text="Le même", version=1)
    edit_note(note, person, by=house.referent, text="Autre", version=1)

    kept = edit_note(note, person, by=house.referent, text="Autre", version=1)

    assert kept.version == 2


def test_a_text_of_another_note_cannot_be_read_in_its_place(write, person):
    first, second = write(text="premier"), write(text="second")
    Note.objects.filter(pk=second.pk).update(sealed_text=first.sealed_text)

    assert text_of(Note.objects.get(pk=second.pk), person) == ""
