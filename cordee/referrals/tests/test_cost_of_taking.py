"""From the blank page to the open dossier: how many statements it takes, whatever the house holds, and what it leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.dossier.models import Deadline, Fact
from cordee.pathways.models import CirclePlace, Pathway, StagePeriod
from cordee.people.models import Ground, Person
from cordee.plumbing.models import PersonKey
from cordee.plumbing.once import FIELD
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import MOST_QUERIES, asking, referral
from cordee.referrals.tests.test_pages import NEW, typed
from tests import factories

AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET CONSTRAINTS")
OPENING, CHECKING = 33, 11  # statements of the request that opens the dossier; of the one that asks who it is


def sent(client, form):
    """The answer to a form sent, and the statements it asked; the transaction's own apart."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(NEW, form)
    asked = [query["sql"] for query in captured.captured_queries]
    return answer, [
        sql for sql in asked if not sql.startswith(AROUND) and "'cordee.organisation', ''" not in sql
    ]


def form_of(house, **changes):
    return typed(house, ouvrir="1", words="Retrouver un rythme.", phone="06 39 98 01 01", **changes)


def once(client):
    """A key as the blank page gives it."""
    page = client.get(NEW).content.decode()
    return page.split(f'name="{FIELD}" value="')[1].split('"')[0]


@pytest.mark.parametrize("people", [1, 30])
def test_an_unknown_person_takes_two_requests_and_few_statements(house, visit, people):
    for number in range(people):
        factories.person(house.coordinator, first_names=f"Personne {number}", usage_name="Ailleurs")
        referral(house, usage_name=f"Attendue {number}")
    client = visit(house.coordinator)
    client.post(NEW, form_of(house, usage_name="Premier"))  # warm, as in a day's work

    page, asked_page = asking(house.coordinator, NEW)
    answer, asked = sent(client, form_of(house, **{FIELD: once(client)}))

    assert (page.status_code, answer.status_code) == (200, 302)
    assert len(asked_page) <= MOST_QUERIES
    assert len(asked) <= OPENING, "\n\n".join(asked)


def test_somebody_who_looks_like_another_takes_a_third_request(house, visit):
    known = factories.person(house.coordinator, first_names="Alix", usage_name="Martin")
    client = visit(house.coordinator)
    client.post(NEW, form_of(house, usage_name="Premier"))

    answer, asked = sent(client, form_of(house, **{FIELD: once(client)}))
    again = form_of(house, same_person="autre", shown=str(known.pk), **{FIELD: once(client)})
    opened, asked_then = sent(client, again)

    assert (answer.status_code, opened.status_code) == (422, 302)
    assert len(asked) <= CHECKING + 2, "\n\n".join(asked)  # who they are, and the line of the reading log
    assert len(asked_then) <= OPENING + 2, "\n\n".join(asked_then)


def test_nothing_is_missing_from_what_it_leaves(house, visit, acting):
    visit(house.coordinator).post(NEW, form_of(house))

    acting(house.coordinator)
    person = Person.objects.get()
    pathway = Pathway.objects.get()
    facts = list(Fact.objects.order_by("id").values_list("kind", flat=True))
    assert facts == [
        "person_registered",
        "contact_changed",
        "referral_received",
        "pathway_opened",
        "referent_named",
        "words_written",
        "referral_answered",
    ]
    assert Referral.objects.get().pathway_id == pathway.pk
    assert PersonKey.objects.filter(person=person).exists()
    assert StagePeriod.objects.filter(pathway=pathway).count() == 1
    assert CirclePlace.objects.filter(pathway=pathway).count() == 1
    assert set(Ground.objects.values_list("kind", flat=True)) == {"opened_by", "follows"}
    assert set(Deadline.objects.values_list("thing_id", flat=True)) == {pathway.pk}
