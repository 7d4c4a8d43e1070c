"""Many rows in one statement: what is asked of the triggers, once."""

import pytest
from django.db import connection

from cordee.people.models import ContactPoint, Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.ids import new_id
from cordee.plumbing.together import insert_together, update_together
from tests import factories

pytestmark = pytest.mark.django_db


def said():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        return cursor.fetchone()[0]


def contact(person, value):
    return {
        "id": new_id(), "organisation_id": person.organisation_id, "person_id": person.pk, "kind": "phone", "value": value,
        "note": "",
    }  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [("", "{}"), ("{}", "{}"), ("{other}", "{other}")])
def test_no_row_raises_an_error_to_ask_whether_its_trigger_is_ignored(house, before, after):
    """Catching one costs what waits for the end of the transaction; what was said before stays said."""
    person = factories.person(house.coordinator)
    with acting_in(house.coordinator.context()):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [before])

        written = insert_together(ContactPoint, [contact(person, "06 39 98 01 01")])

        assert (written, said()) == (1, after)


def test_history_is_written_of_rows_changed_together(house):
    person = factories.person(house.coordinator)
    with acting_in(house.coordinator.context()):
        changed = update_together(Person, [{"id": person.pk, "alias": "Mimi"}])

        assert changed == 1
        assert Person.pgh_event_model.objects.filter(pgh_obj_id=person.pk, alias="Mimi").exists()
