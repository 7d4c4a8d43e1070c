"""The second lock, writing: what PostgreSQL refuses to the application role, whatever the code tries.

For every guarded table: a row for another house, a row hung from a hidden dossier, a row moved elsewhere.
A foreign key looks past the policies: without these checks it would accept a hidden parent, and its error
would tell a person who is hidden from one who does not exist.
"""

import copy
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, transaction

from cordee.commissions.enums import ItemState
from cordee.commissions.models import Sitting, SittingItem
from cordee.doors.models import Arrival
from cordee.dossier.models import HealthNote, Note, WorkingNote
from cordee.kernel.partitions import ALL_PARTITIONS, Partition
from cordee.people.models import Ground, Person, Seal
from cordee.plumbing.context import acting_in
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import AccessLog, Draft, PersonKey, Submission
from cordee.plumbing.policies import PersonRows
from cordee.referrals.models import Referral
from tests.lock_world import TABLES, WORK, give, insertion
from tests.rows import make_row, parents_of, row_values, rows_declared

REFUSED = "42501 new row violates row-level security policy"
# Whom these rows are about is no access to them, and their writing is held by the writer's own name.
BY_NAME = {AccessLog, Draft, Submission}
OF_A_DOSSIER = [
    model
    for model in TABLES
    if isinstance(rows_declared(model), PersonRows) and model not in (Person, *BY_NAME)
]
HANGS_FROM = {"sitting_id": Sitting, "referral_id": Referral}
CHANGEABLE = [model for model in TABLES if "U" in rows_declared(model).grants and model is not Submission]


def name(model) -> str:
    return model._meta.label


def forged(model, locks, **values):
    """A row as somebody of the other house could forge it, about the open house's dossier unless said."""
    spot = locks.spot("known", author=locks.other_house.author)
    given = row_values(model, spot, **values)
    return model(**given)


@pytest.mark.parametrize(
    "model", [model for model in TABLES if model not in (AccessLog, Submission)], ids=name
)
def test_a_row_for_another_organisation_is_refused(locks, database, model):
    row = forged(model, locks)

    assert database.refused(locks.other_house.author, *insertion(row)).startswith(REFUSED)


@pytest.mark.parametrize("model", OF_A_DOSSIER, ids=name)
def test_a_child_of_a_hidden_person_is_refused_like_a_child_of_nobody(locks, database, model):
    writer = locks.other_house.author
    ours = locks.other_house.organisation.pk

    hidden = database.refused(writer, *insertion(forged(model, locks, organisation_id=ours)))
    absent = database.refused(
        writer, *insertion(forged(model, locks, organisation_id=ours, person_id=new_id()))
    )

    assert hidden.startswith(REFUSED)
    assert hidden == absent


@pytest.mark.parametrize("model", [model for model in OF_A_DOSSIER if parents_of(model)], ids=name)
def test_a_child_of_another_dossier_s_row_is_refused(locks, database, model):
    """A stage period of our person in their pathway, a decision on it…"""
    writer = locks.other_house.author
    for field in parents_of(model):
        theirs = locks.row(field.related_model, "known")
        row = model(**row_values(model, locks.spot("theirs"), **{field.attname: theirs.pk}))

        assert database.refused(writer, *insertion(row)).startswith(REFUSED), field.name


def test_a_situation_without_a_dossier_stays_under_a_sitting_and_an_orientation_of_its_house(locks, database):
    """Nobody's dossier opens it: only what it hangs from says whose it is. One taken off the agenda, for its sitting
    has no other place for it."""
    writer = locks.other_house.coordinator
    ours = {field: locks.row(model, "theirs").pk for field, model in HANGS_FROM.items()}

    def refused(**values):
        given = {"person_id": None, "state": ItemState.REMOVED} | ours | values
        return database.refused(
            writer, *insertion(SittingItem(**row_values(SittingItem, locks.spot("theirs"), **given)))
        )

    assert refused() == ""
    for field, model in HANGS_FROM.items():
        assert refused(**{field: locks.row(model, "known").pk}).startswith(REFUSED), field


@pytest.fixture
def reads_all(locks, unguarded_rows):
    """The author of the open house reads every part of the known dossier: what cannot be seen cannot be moved."""
    ground = give(locks, "known", locks.open_house.author, partitions=ALL_PARTITIONS)
    yield
    ground.delete(using=unguarded_rows)


def test_an_orientation_cannot_point_at_a_hidden_person(locks, database):
    row = Referral(**row_values(Referral, locks.spot("theirs"), person_id=locks.known.pk))

    assert database.refused(locks.other_house.coordinator, *insertion(row)).startswith(REFUSED)


# An arrival is seen by no member: theirs to move it would be to see it first.
@pytest.mark.parametrize("model", [model for model in CHANGEABLE if model is not Arrival], ids=name)
def test_a_row_cannot_be_moved_to_another_organisation(locks, database, reads_all, model):
    row = locks.row(model, "known")
    statement = f'UPDATE "{model._meta.db_table}" SET organisation_id = %s WHERE "{row._meta.pk.column}" = %s'

    moved = database.refused(locks.open_house.author, statement, [locks.other_house.organisation.pk, row.pk])

    assert moved.startswith(REFUSED)


@pytest.mark.parametrize(
    "model", [*(model for model in CHANGEABLE if model in OF_A_DOSSIER), Referral], ids=name
)
def test_a_row_cannot_be_moved_to_a_hidden_person(locks, database, reads_all, model):
    row = locks.row(model, "known")
    statement = f'UPDATE "{model._meta.db_table}" SET person_id = %s WHERE "{row._meta.pk.column}" = %s'

    moved = database.refused(locks.open_house.author, statement, [locks.theirs.pk, row.pk])

    assert moved.startswith(REFUSED)


@pytest.mark.parametrize("model", CHANGEABLE, ids=name)
def test_a_hidden_row_cannot_be_changed(locks, database, model):
    row = locks.row(model, "known")
    key = row._meta.pk.column
    with database.acting(locks.other_house.coordinator) as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{key}" = "{key}" WHERE "{key}" = %s', [row.pk])
        assert cursor.rowcount == 0


@pytest.mark.parametrize("model", [model for model in TABLES if model is not Submission], ids=name)
def test_without_a_context_nothing_is_written(locks, database, model):
    row = copy.copy(locks.row(model, "known"))
    if model not in (PersonKey,):
        row.pk = new_id()

    assert database.refused(None, *insertion(row)).startswith(REFUSED)


# Grounds and seals


def test_a_ground_on_the_dossier_of_another_house_is_refused(locks, database):
    writer = locks.other_house.coordinator
    row = Ground(
        organisation=locks.open_house.organisation,
        person=locks.known,
        member=writer.member,
        kind="follows",
        partitions=63,
    )

    assert database.refused(writer, *insertion(row)).startswith(REFUSED)


def test_a_ground_of_one_s_own_house_on_another_s_person_gives_no_right_to_write(
    locks, database, unguarded_rows
):
    writer = locks.other_house.author
    rogue = Ground(
        organisation=writer.organisation,
        person=locks.known,
        member=writer.member,
        kind="follows",
        partitions=63,
    )
    rogue.save(using=unguarded_rows, force_insert=True)
    note = Note(**row_values(Note, locks.spot("known", author=writer)))
    hung = Note(
        **row_values(Note, locks.spot("known", author=writer), organisation_id=writer.organisation.pk)
    )

    assert database.refused(writer, *insertion(note)).startswith(REFUSED)
    assert database.refused(writer, *insertion(hung)).startswith(REFUSED)
    rogue.delete(using=unguarded_rows)


def test_a_seal_on_the_dossier_of_another_house_is_refused(locks, database):
    row = Seal(organisation=locks.open_house.organisation, person=locks.known, reason="essai")

    assert database.refused(locks.other_house.coordinator, *insertion(row)).startswith(REFUSED)


# Through a ground


def test_a_partner_writes_what_the_ground_opens_for_the_house_that_holds(locks, database, unguarded_rows):
    partner = locks.other_house.author
    ground = give(locks, "known", partner, partitions=WORK)
    allowed = Note(**row_values(Note, locks.spot("known", author=partner)))
    closed = HealthNote(**row_values(HealthNote, locks.spot("known", author=locks.open_house.author)))
    stolen = Note(
        **row_values(Note, locks.spot("known", author=partner), organisation_id=partner.organisation.pk)
    )

    assert database.refused(partner, *insertion(allowed)) == ""
    assert database.refused(partner, *insertion(closed)).startswith(REFUSED)
    assert database.refused(partner, *insertion(stolen)).startswith(REFUSED)
    ground.delete(using=unguarded_rows)


def test_a_partner_cannot_take_a_row_home(locks, database, unguarded_rows):
    partner = locks.other_house.author
    ground = give(locks, "known", partner, partitions=WORK)
    row = locks.row(Note, "known")

    taken = database.refused(
        partner,
        "UPDATE dossier_note SET organisation_id = %s WHERE id = %s",
        [partner.organisation.pk, row.pk],
    )

    assert taken.startswith(REFUSED)
    ground.delete(using=unguarded_rows)


# In somebody's name


def test_the_reading_log_is_written_in_one_s_own_name(locks, database):
    writer = locks.other_house.author
    own = {"reader_organisation_id": writer.organisation.pk, "member_id": writer.member.pk}
    refused_reading = forged(AccessLog, locks, **own)
    borrowed = forged(AccessLog, locks, **(own | {"member_id": locks.open_house.author.member.pk}))
    elsewhere = forged(
        AccessLog, locks, **(own | {"reader_organisation_id": locks.open_house.organisation.pk})
    )

    assert database.refused(writer, *insertion(refused_reading)) == ""
    assert database.refused(writer, *insertion(borrowed)).startswith(REFUSED)
    assert database.refused(writer, *insertion(elsewhere)).startswith(REFUSED)


def test_the_reading_log_and_the_facts_are_never_changed(locks, database):
    for table in ("plumbing_accesslog", "people_personevent", "dossier_noteevent"):
        for statement in (f"UPDATE {table} SET organisation_id = NULL", f"DELETE FROM {table}"):
            assert database.refused(locks.open_house.coordinator, statement).startswith("42501 ")
    changed = database.refused(locks.open_house.coordinator, "UPDATE dossier_fact SET organisation_id = NULL")
    assert changed.startswith("42501 ")


REMOVABLE = [model for model in TABLES if getattr(rows_declared(model), "removing", "")]


@pytest.mark.parametrize("model", [*REMOVABLE, Ground], ids=name)
def test_nothing_of_a_dossier_is_removed_but_what_an_import_made_while_it_is_undone(locks, database, model):
    """Whoever may read every row of the house removes none of them."""
    with database.acting(locks.open_house.coordinator) as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}"')

        assert cursor.rowcount == 0


def test_what_may_be_removed_is_what_an_import_makes():
    assert {model._meta.label for model in REMOVABLE} == {
        "people.Person",
        "people.ContactPoint",
        "plumbing.PersonKey",
        "dossier.Fact",
        "referrals.Referral",
        "partners.Partner",
        "partners.PartnerContact",
        "partners.InstitutionalReferent",
        "partners.PartnerSite",
        "partners.PartnerService",
        "partners.Agreement",
    }


def test_a_working_note_cannot_be_given_to_somebody_else(locks, database):
    note = locks.row(WorkingNote, "known")

    given = database.refused(
        locks.open_house.author,
        "UPDATE dossier_workingnote SET author_id = %s WHERE id = %s",
        [locks.open_house.counsellor.member.pk, note.pk],
    )

    assert given.startswith(REFUSED)


# The history of a row belongs to its dossier


def test_history_is_written_with_the_row_and_held_by_the_same_policy(locks, database):
    writer = locks.open_house.author
    with database.acting(writer) as cursor:
        cursor.execute(*insertion(Note(**row_values(Note, locks.spot("known")))))
        cursor.execute("SELECT count(*) FROM dossier_noteevent WHERE pgh_created_at = now()")
        assert cursor.fetchone()[0] == 1


@contextmanager
def refused_by_the_database():
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.sqlstate == "42501"


def test_the_models_meet_the_same_refusal(locks):
    """The same, through the models and the context the application uses."""
    writer = locks.other_house.author
    with acting_in(writer.context()), refused_by_the_database():
        make_row(Note, locks.spot("known", author=writer), partition=int(Partition.SOCIAL))
