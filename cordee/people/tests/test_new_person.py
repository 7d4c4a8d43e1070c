"""A new dossier: search first, with reasons; a first name is enough; nothing typed is lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cordee.home.tests.asking import HTMX, links_of, text_of
from cordee.people.actions import seal_dossier
from cordee.people.models import ContactPoint, Person
from cordee.people.search import lookalikes
from cordee.plumbing.context import acting_in
from tests import factories


def send(who, **typed):
    return factories.visit(who).post(reverse("new_person"), typed)


def count(who):
    with acting_in(who.context()):
        return Person.objects.count()


def reasons(actor, **described):
    with acting_in(actor.context()):
        return {one.person.full_name: one.reason for one in lookalikes(actor, **described)}


def test_a_first_name_is_enough(house):
    answer = send(house.secretary, first_names="Luc")

    with acting_in(house.secretary.context()):
        person = Person.objects.get()
    assert answer["Location"] == reverse("person", args=[person.pk])
    assert (person.full_name, person.created_by_id) == ("Luc", house.secretary.member.pk)


def test_the_first_ways_to_reach_somebody_come_with_them(house):
    send(house.referent, first_names="Luc", phone="06 00 00 00 12", email="luc@exemple.fr", birth="mars 1984")

    with acting_in(house.referent.context()):
        assert Person.objects.get().birth == "1984-03"
        assert set(ContactPoint.objects.values_list("kind", flat=True)) == {"phone", "email"}


def test_somebody_who_looks_like_it_is_shown_before_a_second_dossier_is_opened(house):
    known = factories.person(house.referent, first_names="Michel", usage_name="Dupont", birth="1984-03-12")

    first = send(
        house.colleague, first_names="Michel", usage_name="Dupond", birth="12/03/1984", phone="06 12"
    )

    assert first.status_code == 422 and count(house.colleague) == 1
    assert reverse("person", args=[known.pk]) in links_of(first)
    assert "se prononce de la même façon, même date de naissance" in text_of(first)
    assert 'value="06 12"' in first.content.decode()

    second = send(house.colleague, first_names="Michel", usage_name="Dupond", someone_else="1")
    assert second.status_code == 302 and count(house.colleague) == 2


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        ({"first_names": "Michel", "usage_name": "Dupont"}, "même nom"),
        ({"first_names": "dupont", "usage_name": "MICHEL"}, "même nom"),
        (
            {"first_names": "Michel", "usage_name": "Dupont", "birth": "1984-03-12"},
            "même nom, même date de naissance",
        ),
        (
            {"first_names": "Michel", "usage_name": "Dupont", "birth": "1984"},
            "même nom, même année de naissance",
        ),
        ({"first_names": "Michel", "usage_name": "Dupond"}, "nom qui se prononce de la même façon"),
        ({"first_names": "Michel", "usage_name": "Dupomt"}, "nom très proche"),
        ({"first_names": "Michel", "usage_name": "Durand", "birth_name": "Dupont"}, "même nom"),
        ({"first_names": "Michel", "usage_name": "Dupond", "birth": "1960-01-01"}, None),
        ({"first_names": "Zélie", "usage_name": "Quatremer"}, None),
    ],
)
def test_each_likeness_has_its_reason(house, described, reason):
    factories.person(house.referent, first_names="Michel", usage_name="Dupont", birth="1984-03-12")

    assert reasons(house.colleague, **described) == ({"Michel Dupont": reason} if reason else {})


def test_likeness_betrays_nobody_one_may_not_see(house, stranger):
    sealed = factories.person(house.referent, first_names="Michel", usage_name="Dupont")
    with acting_in(house.coordinator.context()):
        seal_dossier(sealed, by=house.coordinator, reason="essai", on=house.coordinator.today)

    assert reasons(house.colleague, first_names="Michel", usage_name="Dupont") == {}
    assert reasons(stranger, first_names="Michel", usage_name="Dupont") == {}
    assert send(stranger, first_names="Michel", usage_name="Dupont").status_code == 302


def test_likenesses_come_as_one_types(house):
    factories.person(house.referent, first_names="Michel", usage_name="Dupont")
    client = factories.visit(house.colleague)

    near = client.get(
        reverse("alike"), {"first_names": "Michel", "usage_name": "Dup", "birth": "31/02"}, headers=HTMX
    )
    short = client.get(reverse("alike"), {"first_names": "M"}, headers=HTMX)

    assert "Michel Dupont" in text_of(near) and "<html" not in near.content.decode()
    assert text_of(short) == ""


@pytest.mark.parametrize(
    "typed", [{}, {"first_names": "\0\0"}, {"first_names": "é" * 100_000, "birth": "\0"}]
)
def test_anything_may_be_typed_meanwhile(house, typed):
    assert factories.visit(house.referent).get(reverse("alike"), typed, headers=HTMX).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_names": ""}, "first_names"),
        ({"birth": "30/02/2001"}, "birth"),
        ({"birth": "01/01/2090"}, "birth"),
        ({"email": "pas un courriel"}, "email"),
        ({"usage_name": "nul\0"}, "usage_name"),
        ({"usage_name": "x" * 10_000_000}, "usage_name"),
    ],
)
def test_what_cannot_be_kept_is_explained_and_nothing_is_half_written(house, typed, field):
    answer = send(house.referent, **{"first_names": "Luc", "phone": "06 à garder", **typed})

    assert answer.status_code == 422 and answer.context["form"].errors[field]
    assert "06 à garder" in answer.content.decode() and count(house.referent) == 0


def test_two_sendings_open_one_dossier(house):
    client, key = factories.visit(house.referent), str(uuid4())

    first, second = (
        client.post(reverse("new_person"), {"first_names": "Luc", "_once": key}) for _twice in range(2)
    )

    assert first["Location"] == second["Location"] and count(house.referent) == 1


def test_a_form_refused_may_be_sent_again_with_the_same_key(house):
    client, key = factories.visit(house.referent), str(uuid4())
    client.post(reverse("new_person"), {"first_names": "", "_once": key})

    assert client.post(reverse("new_person"), {"first_names": "Luc", "_once": key}).status_code == 302


@pytest.mark.parametrize("who", ["nurse", "workshop_leader", "director", "admin"])
def test_opening_a_dossier_belongs_to_some_functions(house, who):
    assert factories.visit(house.team[who]).get(reverse("new_person")).status_code == 403
    assert send(house.team[who], first_names="Luc").status_code == 403
    assert count(house.referent) == 0
