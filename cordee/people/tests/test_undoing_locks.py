"""What the database lets be removed of a dossier: what one's own import made, while one undoes it; nothing else.

Each refusal starts from the same forged line of an import, and differs from the removal that passes by one thing.
"""

import time
import uuid
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cordee.dossier.actions import write_note
from cordee.dossier.models import Fact
from cordee.people.actions import add_contact, create_person
from cordee.people.models import ContactPoint, Ground
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import PersonKey
from cordee.spreadsheets.enums import Outcome, State
from cordee.spreadsheets.models import ImportRow, ImportRun
from tests import factories

pytestmark = pytest.mark.django_db

OF_A_PERSON = (Fact, ContactPoint, PersonKey, Ground)


@pytest.fixture
def house():
    return factories.house()


def dossier(by):
    """Somebody the house knows, with something in every table an undoing empties."""
    person = create_person(by=by, on=by.today, first_names="Odile", usage_name="Bruant")
    add_contact(person, by=by, kind="phone", value="06 39 98 00 01", on=by.today)
    write_note(person, by=by, text="Vue ce matin.", day=by.today)
    return person


def forged(person, *, by, **changed):
    """The lines of an import that says it made this person, and that it is being undone."""
    told = {"state": State.APPLIED, "applied_at": timezone.now(), "undone_at": None} | changed
    run = ImportRun.objects.create(
        organisation=by.organisation,
        by=by.member,
        kind="personnes",
        file_name="a.csv",
        digest="0" * 64,
        **told,
    )
    return line(run, person, by=by)


def line(run, person, *, by):
    return ImportRow.objects.create(
        organisation=by.organisation,
        member=by.member,
        run=run,
        number=1,
        outcome=Outcome.CREATE,
        made_id=person.pk,
        is_undoing=True,
        sealed_content=b"",
    )


def removed(person):
    """How many rows go, table by table, when everything of the person is asked to."""
    rows = [model.objects.filter(person=person) for model in OF_A_PERSON]
    return [found._raw_delete(found.db) for found in rows]


def test_what_ones_own_import_made_goes_while_it_is_undone(house):
    with acting_in(house.coordinator.context()):
        person = dossier(house.coordinator)
        forged(person, by=house.coordinator)

        assert all(removed(person))


@pytest.mark.parametrize("who", ["referent", "colleague", "secretary"])
def test_a_member_removes_nothing_through_the_import_of_another(house, who):
    actor = getattr(house, who)
    with acting_in(house.coordinator.context()):
        person = dossier(house.coordinator)
        run = forged(person, by=house.coordinator).run
        ImportRow.objects.update(is_undoing=False)

    with acting_in(actor.context()):
        line(run, person, by=actor)

        assert not any(removed(person))
        assert Fact.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"state": State.EXAMINED},
        {"state": State.UNDONE},
        {"undone_at": datetime(2026, 1, 5, 9, tzinfo=UTC)},
    ],
    ids=["never imported", "given back", "undone"],
)
def test_an_import_that_is_not_standing_removes_nothing(house, changed):
    with acting_in(house.coordinator.context()):
        person = dossier(house.coordinator)
        forged(person, by=house.coordinator, **changed)

        assert not any(removed(person))


@pytest.mark.parametrize("who", ["coordinator", "referent", "secretary"])
def test_a_dossier_that_was_there_before_cannot_be_named_by_an_import(house, who):
    actor = getattr(house, who)
    with (
        acting_in(house.coordinator.context()),
        mock.patch("cordee.plumbing.ids.uuid7", lambda: made_ago(90)),
    ):
        person = dossier(house.coordinator)

    with (
        acting_in(actor.context()),
        pytest.raises(DatabaseError, match="made before this import"),
        transaction.atomic(),
    ):
        forged(person, by=actor)

    with acting_in(actor.context()):
        assert not any(removed(person))
        assert Fact.objects.filter(person=person).exists()


def test_nor_by_a_line_that_named_somebody_else(house):
    with acting_in(house.coordinator.context()):
        with mock.patch("cordee.plumbing.ids.uuid7", lambda: made_ago(90)):
            person = dossier(house.coordinator)
        row = forged(dossier(house.coordinator), by=house.coordinator)

        with pytest.raises(DatabaseError, match="made before this import"), transaction.atomic():
            ImportRow.objects.filter(pk=row.pk).update(made_id=person.pk)


def made_ago(seconds):
    """An identifier such as was made then."""
    instant = int((time.time() - seconds) * 1000)
    return uuid.UUID(int=(instant << 80) | (7 << 76) | (2 << 62) | uuid.uuid4().int % (1 << 62))
