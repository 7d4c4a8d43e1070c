"""What is done to a person's own file: the row, the fact it leaves, what it never leaves."""

from datetime import date, timedelta

import pytest

from cordee.dossier.models import Fact
from cordee.kernel.errors import NotAllowed, StaleState
from cordee.people import actions
from cordee.people.models import ContactPoint, Person, ProtectedContact, Seal, SocialProfile
from cordee.people.search import find_people
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog, PersonKey
from tests import factories

CANARY = "3 rue du Canari"


@pytest.fixture
def by(house, acting):
    """The referent, acting until the end of the test."""
    acting(house.referent)
    return house.referent


@pytest.fixture
def person(house):
    return factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")


def kinds(person):
    return list(Fact.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def contacts(person):
    return list(ContactPoint.objects.filter(person=person, ended_on=None).values_list("value", flat=True))


def revealed(person, by):
    return [value for _label, value in actions.reveal_contact(person, by=by, reason="courrier")]


def test_a_dossier_may_start_with_a_first_name_alone(by):
    person = actions.create_person(by=by, on=by.today, first_names="Luc")

    assert (person.full_name, person.short_name, person.birth) == ("Luc", "Luc", "")
    assert kinds(person) == ["person_registered"] and PersonKey.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize(
    ("identity", "full", "short"),
    [
        (
            {"first_names": "Rose Marie", "usage_name": "Zéphyr", "birth_name": "Mistral"},
            "Rose Marie Zéphyr",
            "Rose Z.",
        ),
        ({"first_names": "Rose", "birth_name": "Mistral"}, "Rose Mistral", "Rose M."),
        ({"first_names": "Rose", "alias": "Momo", "usage_name": "Zéphyr"}, "Momo Zéphyr", "Momo Z."),
        ({"first_names": "محمد", "usage_name": "العربي"}, "محمد العربي", "محمد ا."),
        ({"first_names": "🙂"}, "🙂", "🙂"),
        ({"first_names": "Jeanne", "usage_name": "d’Arc"}, "Jeanne d’Arc", "Jeanne A."),
        ({"first_names": "Anne", "usage_name": "de La Fontaine"}, "Anne de La Fontaine", "Anne L."),
        ({"first_names": "Luc", "usage_name": "dupont"}, "Luc dupont", "Luc D."),
    ],
)
def test_a_person_is_called_as_they_live_it(by, identity, full, short):
    person = actions.create_person(by=by, on=by.today, **identity)

    assert (person.full_name, person.short_name) == (full, short)


def test_whoever_opens_a_dossier_by_caseload_sees_it(db):
    house = factories.house(sharing="caseload")
    person = factories.person(house.referent)

    with acting_in(house.referent.context()):
        assert Person.objects.visible_to(house.referent).filter(pk=person.pk).exists()
    with acting_in(house.colleague.context()):
        assert not Person.objects.filter(pk=person.pk).exists()


def test_a_change_of_name_is_found_sorted_and_dated(person, by):
    changed = actions.change_identity(person, by=by, version=1, on=by.today, usage_name="Écume")

    assert (changed.version, changed.sort_key) == (2, "ecume aubepine")
    assert Fact.objects.get(kind="identity_changed").codes == {"fields": ["usage_name"]}
    assert [one.person.pk for one in find_people(by, "ecume")] == [person.pk]
    assert find_people(by, "mistral") == []


def test_saving_without_a_change_leaves_no_trace(person, by):
    actions.change_identity(person, by=by, version=1, on=by.today, usage_name="Mistral")

    assert Person.objects.get(pk=person.pk).version == 1 and kinds(person) == ["person_registered"]


def test_two_people_changing_an_identity_at_once_do_not_overwrite_each_other(person, by):
    actions.change_identity(person, by=by, version=1, on=by.today, usage_name="Écume")

    with pytest.raises(StaleState):
        actions.change_identity(person, by=by, version=1, on=by.today, first_names="Rose")

    assert Person.objects.get(pk=person.pk).full_name == "Aubépine Écume"


def test_a_legal_protection_is_noted_once(person, by):
    for _twice in range(2):
        actions.change_social_profile(person, by=by, legal_protection="tutelle", guardian="UDAF", on=by.today)

    assert SocialProfile.objects.get(person=person).guardian == "UDAF"
    assert kinds(person).count("protection_noted") == 1


def test_a_contact_withdrawn_may_be_put_back_the_same_day(person, by):
    actions.add_contact(person, by=by, kind="phone", value="06 00", on=by.today)
    contact = ContactPoint.objects.get(person=person)
    actions.end_contact(person, contact, by=by, on=by.today)
    assert contacts(person) == []

    actions.restore_contact(person, contact, by=by, on=by.today)

    assert contacts(person) == ["06 00"]


def test_a_contact_withdrawn_yesterday_is_not_put_back_by_a_click(person, by):
    actions.add_contact(person, by=by, kind="phone", value="06 00", on=by.today)
    contact = ContactPoint.objects.get(person=person)
    actions.end_contact(person, contact, by=by, on=by.today - timedelta(days=1))

    with pytest.raises(StaleState):
        actions.restore_contact(person, contact, by=by, on=by.today)


# --- Protection -----------------------------------------------------------------------------------------


def test_protecting_takes_every_contact_away_those_of_before_too(person, by):
    actions.add_contact(person, by=by, kind="address", value=CANARY, note="fond de cour", on=by.today)
    actions.add_contact(person, by=by, kind="phone", value="06 00", on=by.today)
    old = ContactPoint.objects.get(person=person, kind="phone")
    actions.end_contact(person, old, by=by, on=by.today)

    actions.protect_contact(person, by=by, on=by.today)

    assert not ContactPoint.objects.filter(person=person).exclude(value="").exists()
    assert revealed(person, by) == [f"{CANARY} (fond de cour)"]
    assert ProtectedContact.objects.filter(person=person).exclude(ended_on=None).count() == 1


def test_what_is_added_afterwards_is_protected_unless_it_is_safe_to_show(person, by):
    actions.protect_contact(person, by=by, on=by.today)
    actions.add_contact(person, by=by, kind="address", value=CANARY, on=by.today)
    actions.add_contact(person, by=by, kind="through", value="Le foyer", on=by.today, is_safe=True)

    assert contacts(person) == ["Le foyer"] and revealed(person, by) == [CANARY]


def test_revealing_is_logged_with_its_reason(person, by):
    actions.protect_contact(person, by=by, on=by.today)

    actions.reveal_contact(person, by=by, reason="courrier du tribunal")

    line = AccessLog.objects.get(what="contact.revealed")
    assert (line.person_id, line.detail) == (person.pk, "courrier du tribunal")


def test_lifting_the_protection_gives_the_contacts_back_and_is_logged(person, by):
    actions.add_contact(person, by=by, kind="address", value=CANARY, on=by.today)
    actions.protect_contact(person, by=by, on=by.today)

    actions.lift_contact_protection(person, by=by, reason="jugement rendu", on=by.today)

    assert contacts(person) == [CANARY] and revealed(person, by) == []
    assert not Person.objects.get(pk=person.pk).has_protected_contact
    assert AccessLog.objects.get(what="contact.unprotected").detail == "jugement rendu"
    assert kinds(person)[-1] == "contact_unprotected"


# --- Seal -------------------------------------------------------------------------------------------------


def test_a_seal_closes_to_the_house_and_lifting_it_opens_again(person, house, acting):
    acting(house.coordinator)
    actions.seal_dossier(
        person, by=house.coordinator, reason="Proche de l’équipe", on=house.coordinator.today
    )
    acting(house.colleague)
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Person.objects.visible_to(house.colleague).filter(pk=person.pk).exists()

    acting(house.coordinator)
    actions.lift_seal(person, by=house.coordinator, on=house.coordinator.today)

    acting(house.colleague)
    assert Person.objects.visible_to(house.colleague).filter(pk=person.pk).exists()
    assert {"dossier_sealed", "dossier_unsealed"} <= set(kinds(person))


def test_sealing_twice_leaves_one_seal(person, house, acting):
    acting(house.coordinator)
    for reason in ("un", "deux"):
        actions.seal_dossier(person, by=house.coordinator, reason=reason, on=house.coordinator.today)

    assert [seal.reason for seal in Seal.objects.filter(person=person)] == ["un"]


# --- Grounds ------------------------------------------------------------------------------------------------


def test_a_ground_opens_at_once_and_ends_at_once(person, stranger, house, acting):
    acting(house.referent)
    ground = actions.give_ground(person, member=stranger.member, kind="shared", partitions=1, by=house.referent,
                                 thing_id=person.pk)  # fmt: skip
    acting(stranger)
    assert Person.objects.visible_to(stranger).filter(pk=person.pk).exists()

    acting(house.referent)
    assert actions.end_grounds(person, thing_id=person.pk) == 1

    acting(stranger)
    assert not Person.objects.visible_to(stranger).filter(pk=person.pk).exists()
    assert ground.ends_at is None  # the row in memory is not what decides


@pytest.mark.parametrize(
    "age", [("1984-11-23", "42 ans"), ("1984-11-24", "41 ans"), ("1984", "41 à 42 ans"), ("", "")]
)
def test_an_age_is_as_precise_as_the_birth(by, age):
    birth, label = age
    person = actions.create_person(by=by, on=by.today, first_names="Luc", birth=birth)

    assert person.age_label(date(2026, 11, 23)) == label


def test_every_refusal_carries_the_sentence_of_the_table(person, house, acting):
    acting(house.nurse)
    with pytest.raises(NotAllowed) as refused:
        actions.change_identity(person, by=house.nurse, version=1, on=house.nurse.today, alias="Rose")

    assert (
        str(refused.value) == "Modifier l’identité revient à l’accueil, à la coordination et aux référents."
    )
