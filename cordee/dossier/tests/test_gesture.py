"""The facts of a gesture: written together, heard once written, lost together; who has just arrived."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cordee.dossier import hooks
from cordee.dossier.actions import record_fact
from cordee.dossier.gesture import facts_together, is_newcomer
from cordee.dossier.models import Fact
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house, acting):
    made = factories.person(house.coordinator)
    acting(house.coordinator)
    return made


@pytest.fixture
def heard(monkeypatch):
    """What a listener is told, and whether the fact could be read by then."""
    told = []
    listen = lambda fact: told.append((fact.kind, Fact.objects.filter(pk=fact.pk).exists()))  # noqa: E731
    monkeypatch.setattr(hooks.AFTER_FACT, "values", lambda: [listen])
    return told


def tell(person, by, *kinds):
    for kind in kinds:
        record_fact(person=person, kind=kind, day=factories.today(), by=by)


def kinds_of(person):
    return [
        fact.kind
        for fact in Fact.objects.filter(person=person).exclude(kind="person_registered").order_by("id")
    ]


def test_a_fact_alone_is_written_at_once(house, person, heard):
    tell(person, house.coordinator, "one")

    assert kinds_of(person) == ["one"]
    assert heard == [("one", True)]


def test_the_facts_of_a_gesture_are_one_statement_in_their_order(house, person, heard):
    with CaptureQueriesContext(connection) as captured, facts_together():
        tell(person, house.coordinator, "one", "two", "three")
        assert kinds_of(person) == []

    written = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("INSERT")]
    assert len(written) == 1
    assert kinds_of(person) == ["one", "two", "three"]
    assert heard == [("one", True), ("two", True), ("three", True)]


def test_a_gesture_within_another_is_part_of_it(house, person, heard):
    with facts_together():
        with facts_together():
            tell(person, house.coordinator, "inner")
        assert kinds_of(person) == []
        tell(person, house.coordinator, "outer")

    assert kinds_of(person) == ["inner", "outer"]


def test_what_a_listener_tells_is_written_too(house, person, monkeypatch):
    def answer(fact):
        if fact.kind == "asked":
            tell(person, house.coordinator, "answered")

    monkeypatch.setattr(hooks.AFTER_FACT, "values", lambda: [answer])
    with facts_together():
        tell(person, house.coordinator, "asked")

    assert kinds_of(person) == ["asked", "answered"]


def test_a_gesture_that_fails_leaves_no_fact_and_does_not_hold_the_next(house, person, heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), facts_together():
        tell(person, house.coordinator, "lost")
        raise ZeroDivisionError

    assert (kinds_of(person), heard) == ([], [])
    tell(person, house.coordinator, "next")
    assert kinds_of(person) == ["next"]


def test_somebody_is_a_newcomer_within_the_gesture_that_opened_their_dossier_only(house, person):
    with facts_together():
        met = factories.person(house.coordinator)
        assert is_newcomer(met.pk)
        assert not is_newcomer(person.pk)

    assert not is_newcomer(met.pk)
    with facts_together():
        assert not is_newcomer(met.pk)
