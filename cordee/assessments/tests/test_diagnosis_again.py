"""A diagnosis is made again at the rhythm of its programme: a delay like any other, on the referent's day."""

from datetime import timedelta

import pytest

from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.diagnosis.section import AGAIN, Form, rhythm
from cordee.assessments.tests.test_diagnosis import WISHES, begun, close, person, write  # noqa: F401 - a fixture
from cordee.dossier.models import Deadline
from cordee.kernel.dates import add_months
from cordee.programmes.loader import parse

OTHER = Entry(words="Travailler dehors, le matin")


def made(house, person, words=WISHES, *, days_ago=0):  # noqa: F811
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"envies": words}, day=house.referent.today - timedelta(days=days_ago))
    return close(house, person, diagnosis)


def open_ones(person):  # noqa: F811
    return list(Deadline.objects.filter(person=person, kind=AGAIN, closed_on=None))


def months_of(house):
    return house.version.definition.sections["diagnosis"].every_months


def test_the_first_one_is_never_late(house, person, acting):  # noqa: F811
    begun(house, person)

    acting(house.referent)
    assert open_ones(person) == []


def test_once_made_it_is_to_be_made_again_on_the_day_of_the_referent(house, person, acting):  # noqa: F811
    made(house, person, days_ago=20)

    acting(house.referent)
    (row,) = open_ones(person)
    due = add_months(house.referent.today - timedelta(days=20), months_of(house))
    assert (row.due_on, row.warn_on, row.late_on) == (due, due - timedelta(days=30), due + timedelta(days=1))
    assert row.in_charge == house.referent.member and row.pathway_id == person.pathway.pk


def test_made_again_the_same_deadline_moves(house, person, acting):  # noqa: F811
    made(house, person, days_ago=40)
    made(house, person, OTHER)

    acting(house.referent)
    (row,) = open_ones(person)
    assert row.due_on == add_months(house.referent.today, months_of(house))


@pytest.mark.parametrize("every", [None, 0])
def test_without_a_rhythm_there_is_no_delay(house, every):
    definition = house.version.definition
    assert rhythm(Form(label="Diagnostic", themes=(), every_months=every), definition) == ()
    assert rhythm(None, definition) == ()


def test_the_document_may_describe_the_delay_by_itself(house):
    own = f"""
[[clocks]]
code = "{AGAIN}"
label = "Refaire le point au printemps"
start = ["diagnosis_made"]
stop = ["pathway_closed"]
due = {{ months = 9 }}
in_charge = ["coordinator"]
source = "usage"
"""
    shipped = parse(house.version.text)
    written = parse(house.version.text.replace("\n[[clocks]]", own + "\n[[clocks]]", 1))

    assert [item.section for item in shipped.clocks if item.code == AGAIN] == ["diagnosis"]
    (found,) = [item for item in written.clocks if item.code == AGAIN]
    assert found.label == "Refaire le point au printemps" and found.section == ""
