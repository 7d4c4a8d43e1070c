"""Who may do what to a person's file: each line of the table allowed and refused on the same ground."""

import pytest

from cordee.kernel.errors import NotAllowed
from cordee.people import actions
from cordee.people.access import REASONS, ROLES, can, name_of, reason_against
from cordee.people.models import Person
from tests import factories

EVERYBODY = [
    "referent",
    "coordinator",
    "secretary",
    "coach",
    "nurse",
    "workshop_leader",
    "director",
    "admin",
]
ALLOWED = {
    "identity:read": {"referent", "coordinator", "secretary", "coach", "nurse"},
    "person:create": {"referent", "coordinator", "secretary", "coach"},
    "person:change": {"referent", "coordinator", "secretary", "coach"},
    "contact:change": {"referent", "coordinator", "secretary", "coach"},
    "contact:protect": {"referent", "coordinator", "coach"},
    "contact:reveal": {"referent", "coordinator"},
    "person:seal": {"coordinator"},
}


def gestures(person, who):
    """What each line of the table lets one do."""
    on = who.today
    return {
        "person:create": lambda: actions.create_person(by=who, on=on, first_names="Luc"),
        "person:change": lambda: actions.change_identity(person, by=who, version=1, on=on, alias="Rose"),
        "contact:change": lambda: actions.add_contact(person, by=who, kind="phone", value="06", on=on),
        "contact:protect": lambda: actions.protect_contact(person, by=who, on=on),
        "contact:reveal": lambda: actions.reveal_contact(person, by=who, reason="courrier"),
        "person:seal": lambda: actions.seal_dossier(person, by=who, reason="essai", on=on),
    }


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_table_says_who_may(house, who):
    actor = house.team[who]

    assert {action for action in ROLES if can(actor, action)} == {
        action for action, allowed in ALLOWED.items() if who in allowed
    }


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("action", [action for action in ALLOWED if action != "identity:read"])
def test_an_action_obeys_the_table(house, acting, who, action):
    """The dossier is open to whoever tries: a refusal is the table's, not that of a hidden row."""
    actor = house.team[who]
    person = factories.person(house.referent)
    acting(house.referent)
    actions.give_ground(person, member=actor.member, kind="follows", partitions=63, by=house.referent)
    acting(actor)
    person = Person.objects.get(pk=person.pk)

    if who in ALLOWED[action]:
        gestures(person, actor)[action]()
        assert reason_against(actor, action) == ""
    else:
        with pytest.raises(NotAllowed) as refused:
            gestures(person, actor)[action]()
        assert str(refused.value) == reason_against(actor, action) == str(REASONS[action])


def test_every_line_has_its_sentence():
    assert set(REASONS) == set(ROLES)
    assert all(str(sentence).endswith(".") for sentence in REASONS.values())


def test_an_unknown_right_is_a_fault_not_a_refusal(house):
    with pytest.raises(KeyError):
        can(house.referent, "person:sell")


@pytest.mark.parametrize("role", ["workshop_leader", "technical_supervisor"])
def test_those_who_lead_a_group_know_a_first_name_and_an_initial(house, role):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    leader = factories.actor(house.organisation, role)
    both = factories.actor(house.organisation, role, "counsellor")

    assert name_of(leader, person) == "Aubépine M."
    assert name_of(both, person) == name_of(house.nurse, person) == "Aubépine Mistral"
