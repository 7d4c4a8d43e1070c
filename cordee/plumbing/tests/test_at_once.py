"""Several queries in one statement give what each gives alone: the same objects, in the same order."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.accounts.models import Member, MemberRole, Organisation
from cordee.people.models import Person
from cordee.plumbing.at_once import at_once
from cordee.plumbing.context import NOBODY, acting_in
from cordee.plumbing.ids import new_id
from cordee.plumbing.prepared import prepared
from tests import factories


@prepared
def members(organisation: UUID):
    return (
        Member.objects.filter(organisation=organisation)
        .select_related("user")
        .order_by("-display_name", "pk")
    )


@prepared
def roles(organisation: UUID, on: date):
    return MemberRole.objects.held_on(on).filter(member__organisation=organisation).order_by("role", "pk")


@prepared
def names(organisation: UUID):
    return Organisation.objects.filter(pk=organisation).values_list("pk", "name")


@prepared
def first_people(actor, most: int):
    return Person.objects.visible_to(actor).with_key().with_contacts().order_by("sort_key", "pk")[:most]


@prepared
def nobody(organisation: UUID):
    return Member.objects.none()


def asked_of(house):
    today, organisation = factories.today(), house.organisation.pk
    return [
        (members, (organisation,)),
        (names, (organisation,)),
        (first_people, (house.coordinator, 3)),
        (nobody, (organisation,)),
        (roles, (organisation, today)),
    ]


@pytest.mark.parametrize("people", [0, 1, 5])
def test_each_gives_what_it_gives_alone(house, people):
    for number in range(people):
        factories.person(house.referent, first_names=f"Prénom{number}")
    with acting_in(house.coordinator.context()):
        alone = [query(*arguments) for query, arguments in asked_of(house)]

        with CaptureQueriesContext(connection) as captured:
            together = at_once(*(query.of(*arguments) for query, arguments in asked_of(house)))

    assert together == alone
    assert len(captured) == 1
    assert [len(rows) for rows in together] == [len(house.team), 1, min(people, 3), 0, len(alone[4])]
    assert len(alone[4]) > 1
    for one, other in zip(together[2], alone[2], strict=True):
        assert vars(one) | {"_state": None} == vars(other) | {"_state": None}


def test_what_came_with_a_row_is_there_without_a_query(house):
    (found, _names) = at_once(members.of(house.organisation.pk), names.of(house.organisation.pk))

    with CaptureQueriesContext(connection) as captured:
        assert all(one.user.full_name for one in found if one.user_id)
    assert len(captured) == 0


def test_other_values_give_other_rows(house, stranger):
    for one in (house, stranger, house):
        organisation = one.organisation
        assert at_once(names.of(organisation.pk), members.of(new_id())) == [
            [(organisation.pk, organisation.name)],
            [],
        ]


def test_the_policies_answer_for_each_of_them(house):
    """The second lock: with nobody's context, the same statement finds nobody."""
    factories.person(house.referent)
    asked = (first_people.of(house.coordinator, 3), names.of(house.organisation.pk))

    with acting_in(house.coordinator.context()):
        seen = at_once(*asked)[0]
    with acting_in(NOBODY):
        hidden = at_once(*asked)[0]

    assert len(seen) == 1 and hidden == []


def test_nothing_asked_or_nothing_to_find_is_no_statement(house):
    with CaptureQueriesContext(connection) as captured:
        assert at_once() == []
        assert at_once(None, nobody.of(new_id())) == [[], []]
    assert len(captured) == 0


def test_one_alone_keeps_its_place(house):
    organisation = house.organisation

    assert at_once(None, names.of(organisation.pk), None) == [[], [(organisation.pk, organisation.name)], []]
