"""My day, the list, the file: what they show, to whom, in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.dossier.actions import Contact, write_note
from cordee.plumbing.context import acting_in
from tests import factories

MOST_QUERIES = 8  # performance.md; the line of the reading log comes on top


def ask(who, address, **headers):
    client = factories.visit(who)
    client.get(address, **headers)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, **headers)
    asked = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) and "plumbing_accesslog" not in query["sql"]
    ]
    return answer, asked


@pytest.mark.parametrize("people", [1, 12])
def test_people_list_costs_the_same_for_one_or_many(house, people):
    for _ in range(people):
        factories.pathway(house, factories.person(house.referent))

    answer, asked = ask(house.referent, reverse("people"))

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
    assert answer.content.decode().count("<tr>") == people + 1


def test_list_shows_mine_then_the_house(house):
    mine = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    factories.pathway(house, mine)

    seen = factories.visit(house.colleague).get(reverse("people")).content.decode()
    everyone = factories.visit(house.colleague).get(reverse("people"), {"vue": "maison"}).content.decode()

    assert "Mistral" not in seen
    assert "Mistral" in everyone


@pytest.mark.parametrize("query", ["mistral", "aubép", "AUBEPINE mistral", "mistral aubepine", "istra", "Mistrall", "Obépine"])
def test_search_finds_a_name_however_it_is_typed(house, query):
    factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")

    answer = factories.visit(house.colleague).get(reverse("search"), {"q": query})

    assert "Aubépine Mistral" in answer.content.decode()


def test_search_never_shows_another_house(house, stranger):
    factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")

    answer = factories.visit(stranger).get(reverse("search"), {"q": "mistral"})

    assert "Aubépine" not in answer.content.decode()


def test_a_file_says_everything_in_few_queries(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    factories.pathway(house, person)
    with acting_in(house.referent.context()):
        for number in range(40):
            write_note(
                person, by=house.referent, text=f"Note numéro {number}.", day=house.referent.today - timedelta(number),
                contact=Contact("phone"),
            )

    answer, asked = ask(house.referent, reverse("person", args=[person.pk]))

    text = answer.content.decode()
    assert "Aubépine Mistral" in text and "Note numéro 3." in text
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_the_thread_goes_on(house):
    person = factories.person(house.referent)
    with acting_in(house.referent.context()):
        for number in range(40):
            write_note(person, by=house.referent, text=f"Note {number}.", day=house.referent.today - timedelta(number))
    client = factories.visit(house.referent)

    first = client.get(reverse("person", args=[person.pk])).content.decode()
    link = first.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    after = client.get(link, headers={"HX-Request": "true"}).content.decode()

    assert "Note 29." in first and "Note 39." not in first
    assert "Note 39." in after and "Note 29." not in after


def test_a_stranger_is_told_nothing(house, stranger):
    person = factories.person(house.referent)

    hidden = factories.visit(stranger).get(reverse("person", args=[person.pk]))
    absent = factories.visit(stranger).get(reverse("person", args=[stranger.member.pk]))

    assert hidden.status_code == absent.status_code == 404


def test_my_day_shows_late_and_silent(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    factories.pathway(house, person, on=house.referent.today - timedelta(days=60))

    answer, asked = ask(house.referent, reverse("my_day"))

    assert "Sans nouvelles" in answer.content.decode() and "Aubépine Mistral" in answer.content.decode()
    assert len(asked) <= MOST_QUERIES
