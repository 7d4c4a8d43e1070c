"""Finding a name as one types it: order of the answers, one slip of the fingers, nobody twice."""

import pytest

from cordee.people.actions import give_ground, seal_dossier
from cordee.people.search import find_people
from tests import factories


def found(actor, text, wanted=12):
    return [(one.person.full_name, one.how) for one in find_people(actor, text, wanted=wanted)]


@pytest.mark.parametrize(
    "typed",
    ["Jaqcuet", "Jacqet", "Jacquuet", "Jacquat", "jaquet", "noel jaqcuet", "Jaqcuet Noël", "Nöel Jacquet"],
)
def test_one_slip_finds_the_name_all_the_same(house, acting, typed):
    factories.person(house.referent, first_names="Noël", usage_name="Jacquet")
    acting(house.referent)

    assert found(house.referent, typed)[0][0] == "Noël Jacquet"


def test_a_slip_is_forgiven_in_a_dossier_of_another_house_opened_to_us(house, stranger, acting):
    """Those opened one by one are searched apart from the house: the same typing must find them."""
    person = factories.person(stranger, first_names="Noël", usage_name="Jacquet")
    acting(stranger)
    give_ground(person, member=house.referent.member, kind="shared", partitions=1, by=stranger)
    acting(house.referent)

    assert found(house.referent, "Jaqcuet")[0][0] == "Noël Jacquet"
    acting(house.colleague)
    assert found(house.colleague, "Jaqcuet") == []


def test_family_names_come_before_first_names_and_both_before_the_middle_of_a_word(house, acting):
    for first, last in (
        ("Martine", "Abel"),
        ("Zoé", "Martin"),
        ("Luc", "Saint-Smartinet"),
        ("Ève", "Martinez"),
    ):
        factories.person(house.referent, first_names=first, usage_name=last)
    acting(house.referent)

    assert [name for name, _how in found(house.referent, "martin")] == [
        "Zoé Martin",
        "Ève Martinez",
        "Martine Abel",
        "Luc Saint-Smartinet",
    ]


def test_nobody_comes_twice_and_no_more_than_wanted(house, acting):
    for number in range(5):
        factories.person(house.referent, first_names=f"Jean {number}", usage_name="Jean")
    acting(house.referent)

    assert len(found(house.referent, "jean", wanted=12)) == 5
    assert len(found(house.referent, "jean", wanted=3)) == 3


def test_who_is_merely_alike_is_shown_at_worst_and_always_to_the_search_for_duplicates(house, acting):
    factories.person(house.referent, first_names="Noël", usage_name="Jacquet")
    factories.person(house.referent, first_names="Zoé", usage_name="Jacquemart")
    acting(house.referent)
    typed = "jacquett"

    everybody = [one.person.usage_name for one in find_people(house.referent, typed)]
    nearest = [one.person.usage_name for one in find_people(house.referent, typed, at_worst=True)]
    alone = find_people(house.referent, "jacquemoirt", at_worst=True)

    assert everybody == ["Jacquet", "Jacquemart"] and nearest == ["Jacquet"]
    assert (alone[0].person.usage_name, alone[0].how) == ("Jacquemart", "likeness")


def test_a_sealed_dossier_is_found_by_its_own_team_only(house, acting):
    person = factories.person(house.referent, first_names="Noël", usage_name="Jacquet")
    acting(house.coordinator)
    seal_dossier(person, by=house.coordinator, reason="un proche", on=house.coordinator.today)

    acting(house.referent)  # who opened the dossier
    assert found(house.referent, "Jaqcuet")
    acting(house.colleague)
    assert found(house.colleague, "Jaqcuet") == found(house.colleague, "Jacquet") == []


@pytest.mark.parametrize(
    "typed", ["%%%%", "____", "'; DROP", "\\\\\\", "日本", "h", "hhh", "a" * 80, "é" * 40, "🙂🙂"]
)
def test_anything_may_be_typed(house, acting, typed):
    factories.person(house.referent, first_names="Noël", usage_name="Jacquet")
    acting(house.referent)

    assert isinstance(found(house.referent, typed), list)


def test_what_has_no_sound_is_like_nobody(house, acting):
    factories.person(house.referent, first_names="Noël", usage_name="Jacquet")
    acting(house.referent)

    assert found(house.referent, "hhhh") == []
