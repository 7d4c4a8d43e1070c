"""Who may do what to a team: the table, and the sentence that refuses."""

import pytest

from cordee.accounts import access
from cordee.accounts.enums import Role

ALL = frozenset(role.value for role in Role)


@pytest.mark.parametrize(
    ("who", "given"),
    [
        ("coordinator", ALL),
        ("director", ALL),
        ("admin", frozenset({"statistician", "tech_admin"})),
        ("referent", frozenset()),
        ("secretary", frozenset()),
    ],
)
def test_who_gives_which_roles(house, who, given):
    assert access.may_give(getattr(house, who)) == given


@pytest.mark.parametrize("action", access.ROLES)
def test_each_refusal_has_its_sentence(house, action):
    assert access.reason_against(house.referent, action).endswith(".")
    assert access.reason_against(house.coordinator, action) == ""
    assert not access.can(house.secretary, action)


def test_an_unknown_action_is_a_fault_of_ours(house):
    with pytest.raises(KeyError):
        access.can(house.coordinator, "team:dissolve")


def test_who_keeps_the_accounts_cannot_open_a_dossier_through_somebody(house):
    held = frozenset({"counsellor"})

    assert access.reason_against_giving(house.admin, {"counsellor"})
    assert access.reason_against_managing(house.admin, "team:renew", house.referent.member, held)
    assert access.reason_against_managing(house.admin, "team:roles", house.referent.member, held)
    assert not access.reason_against_managing(house.admin, "team:depart", house.referent.member, held)


@pytest.mark.parametrize(
    ("held", "wanted", "refused"),
    [
        ({"coordinator"}, {"coordinator", "counsellor"}, True),
        ({"coordinator", "counsellor"}, {"coordinator"}, False),
        ({"coordinator"}, {"coordinator"}, False),
        ({"coordinator"}, {"director"}, True),
    ],
)
def test_nobody_widens_their_own_roles(house, held, wanted, refused):
    actor = house.coordinator

    reason = access.reason_against_roles(actor, actor.member, frozenset(held), frozenset(wanted))

    assert bool(reason) is refused


def test_nobody_leaves_or_renews_alone(house):
    actor = house.coordinator

    for action in ("team:depart", "team:renew"):
        assert access.reason_against_managing(actor, action, actor.member, actor.roles)
