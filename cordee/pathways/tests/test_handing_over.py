"""A departure: what the leaver followed passes to a colleague at once, or ends with them."""

from datetime import timedelta

import pytest

from cordee.accounts import hooks
from cordee.accounts.actions.team import record_departure
from cordee.dossier.models import Deadline
from cordee.pathways import circle
from cordee.pathways.models import CirclePlace, Pathway
from cordee.people.models import Ground, Person
from cordee.plumbing.context import acting_in
from cordee.programmes.cached import definition_of
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import referral
from tests import factories


@pytest.fixture
def followed(house, acting):
    """The referent follows one pathway, holds a place on another, and answers an orientation."""
    mine = factories.pathway(house, factories.person(house.coordinator))
    other = factories.pathway(
        house, factories.person(house.coordinator), referent=house.colleague.member, by=house.coordinator
    )
    acting(house.coordinator)
    circle.add_place(
        other,
        definition_of(other.programme_version_id),
        role="animatrice",
        by=house.coordinator,
        on=house.coordinator.today,
        member=house.referent.member,
    )
    referral(house, by=house.referent)
    acting(house.coordinator)
    return mine, other


def test_the_page_names_what_there_is_to_hand_over(house, followed):
    told = {kind.label: kind.number for kind in hooks.followed_by(house.referent.member)}

    assert told == {
        "parcours comme référent": 1,
        "places dans un entourage": 1,
        "orientations en attente de réponse": 1,
    }


def test_everything_passes_to_the_heir(house, followed):
    mine, _other = followed

    outcome = record_departure(
        house.referent.member, by=house.coordinator, on=house.coordinator.today, heir=house.coach.member
    )

    assert (outcome.handed_over, outcome.left) == (3, 0)
    assert Pathway.objects.get(pk=mine.pk).referent == house.coach.member
    assert Referral.objects.get().handled_by == house.coach.member
    assert not CirclePlace.objects.filter(member=house.referent.member, until_on=None).exists()
    in_charge = Deadline.objects.standing().get(thing_id=mine.pk, kind="silence").in_charge
    assert in_charge == house.coach.member
    with acting_in(house.coach.context()):
        assert Person.objects.followed_by(house.coach).filter(pk=mine.person_id).exists()


def test_whoever_records_it_needs_no_right_on_dossiers(house, followed, acting):
    """The departure is the right: a technical administrator hands over what they may not read."""
    acting(house.admin)

    record_departure(house.referent.member, by=house.admin, on=house.admin.today, heir=house.colleague.member)

    with acting_in(house.coordinator.context()):
        assert not CirclePlace.objects.filter(member=house.referent.member, until_on=None).exists()


def test_left_to_nobody_it_waits_for_those_in_charge(house, followed):
    mine, _other = followed

    record_departure(house.referent.member, by=house.coordinator, on=house.coordinator.today)

    assert Pathway.objects.get(pk=mine.pk).referent is None
    assert Referral.objects.get().handled_by is None
    for thing in (mine.pk, Referral.objects.get().pk):
        assert (
            Deadline.objects.standing().filter(thing_id=thing).first().in_charge == house.coordinator.member
        )


def test_no_reason_to_read_outlives_the_departure(house, followed):
    record_departure(house.referent.member, by=house.coordinator, on=house.coordinator.today)

    assert not Ground.objects.live().filter(member=house.referent.member).exists()


def test_announced_ahead_the_leaver_reads_until_the_last_day(house, followed):
    mine, _other = followed
    last_day = house.coordinator.today + timedelta(days=9)

    record_departure(
        house.referent.member,
        by=house.coordinator,
        on=last_day + timedelta(days=1),
        heir=house.colleague.member,
    )

    place = CirclePlace.objects.get(pathway=mine, member=house.referent.member)
    ground = Ground.objects.get(thing_id=place.pk)
    assert place.until_on == last_day
    assert ground in Ground.objects.live()
    assert ground.ends_at is not None
    assert CirclePlace.objects.get(pathway=mine, until_on=None).from_on == house.coordinator.today
