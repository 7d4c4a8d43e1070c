"""Rows added by statements kept: the same rows as `save` writes, whatever a column is given."""

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import DataError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from cordee.dossier.models import Fact
from cordee.people.models import ContactPoint, Ground, Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.inserting import AT_ONCE, insert
from cordee.referrals.models import Referral
from tests import factories

pytestmark = pytest.mark.django_db
MOST_VALUES = 65_535


def contact(person, value, **changes):
    given = {"organisation_id": person.organisation_id, "person": person, "kind": "phone", "value": value}
    return ContactPoint(**{**given, **changes})


@pytest.fixture
def person(house, acting):
    made = factories.person(house.coordinator)
    acting(house.coordinator)
    return made


def columns(row, *left_out):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }


def test_a_row_is_the_one_saving_would_write(person):
    saved, inserted = contact(person, "06 39 98 01 01"), contact(person, "06 39 98 01 01")
    saved.save(force_insert=True)

    insert(inserted)

    read = {row.pk: columns(row, "id") for row in ContactPoint.objects.filter(person=person)}
    assert read[inserted.pk] == read[saved.pk]
    assert (inserted._state.adding, inserted._state.db) == (False, "default")


def test_several_rows_are_one_statement_and_none_is_nothing(person):
    rows = [contact(person, f"06 39 98 01 0{number}") for number in range(3)]

    with CaptureQueriesContext(connection) as captured:
        insert(*rows)
        insert()

    assert len(captured) == 1
    assert ContactPoint.objects.filter(person=person).count() == 3


def test_a_gesture_on_thousands_of_people_is_written_whole(house, person):
    """A statement takes 65,535 values at most: moving a large programme to another version leaves more."""
    rows = [
        Fact(
            organisation_id=person.organisation_id,
            person_id=person.pk,
            kind="contact_noted",
            day=house.coordinator.today,
            author_organisation_id=person.organisation_id,
            partition=2,
        )
        for _number in range(MOST_VALUES // len(Fact._meta.local_concrete_fields) + 1)
    ]

    with CaptureQueriesContext(connection) as captured:
        insert(*rows)

    assert Fact.objects.filter(person=person, kind="contact_noted").count() == len(rows)
    assert len(captured) == -(-len(rows) // AT_ONCE)


def test_what_the_database_works_out_is_left_to_it(house, person):
    """An instant of the transaction, a first value, an object of JSON."""
    ground = Ground(
        organisation_id=person.organisation_id,
        person=person,
        member=house.referent.member,
        kind="shared",
        partitions=1,
    )
    fact = Fact(
        organisation_id=person.organisation_id,
        person=person,
        kind="x",
        day=factories.today(),
        author_organisation_id=person.organisation_id,
        codes={"un": ["é", 1, None]},
    )
    newcomer = Person(
        organisation_id=person.organisation_id,
        first_names="Léa",
        created_on=factories.today(),
        created_by=house.coordinator.member,
    )

    for row in (ground, fact, newcomer):
        insert(row)

    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    assert isinstance(ground.starts_at, TransactionNow)
    assert Ground.objects.get(pk=ground.pk).starts_at == now
    assert Fact.objects.get(pk=fact.pk).codes == {"un": ["é", 1, None]}
    assert Person.objects.get(pk=newcomer.pk).external_number == ""


def test_a_value_too_long_and_a_row_twice_are_refused_as_by_saving(person):
    row = contact(person, "06 39 98 01 01")
    insert(row)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(row)

    assert ContactPoint.objects.filter(person=person).count() == 1


def test_the_policies_answer_for_each_row(house, stranger, person):
    """One row of another house among ours, and none is written."""
    theirs = factories.person(stranger)
    with acting_in(house.coordinator.context()):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            insert(contact(person, "1"), contact(theirs, "2"))

        insert(contact(person, "3"))

        assert [row.value for row in ContactPoint.objects.filter(person=person)] == ["3"]


def test_history_keeps_a_row_inserted(person):
    row = contact(person, "06 39 98 01 01")

    insert(row)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_contactpointevent WHERE pgh_obj_id = %s", [row.pk])
        assert cursor.fetchone() == (1,)


def test_a_list_is_written_as_saving_writes_it(house, person):
    kept = []
    for write in (lambda row: row.save(force_insert=True), insert):
        row = Person(
            organisation_id=person.organisation_id, first_names="Léa", languages=["français", "x" * 40],
            created_on=factories.today(), created_by=house.coordinator.member,
        )  # fmt: skip
        write(row)
        kept.append(Person.objects.get(pk=row.pk).languages)

    assert kept[0] == kept[1]


@pytest.mark.parametrize("saves", [lambda row: row.save(force_insert=True), insert])
def test_an_item_as_long_as_its_column_is_kept_whole(person, saves):
    row = referral(person, ["n" * 60, "besoin"])

    saves(row)

    assert type(row).objects.get(pk=row.pk).needs == ["n" * 60, "besoin"]


def test_an_item_longer_than_its_column_is_refused_and_never_cut(person):
    row = referral(person, ["besoin", "n" * 61])

    with pytest.raises(DataError), transaction.atomic():
        insert(row)

    assert not type(row).objects.filter(pk=row.pk).exists()


def referral(person, needs):
    member = person.created_by
    return Referral(
        organisation_id=person.organisation_id,
        received_on=person.created_on,
        state_since=person.created_on,
        first_names="Camille",
        name_key="camille",
        taken_by=member,
        needs=needs,
    )
