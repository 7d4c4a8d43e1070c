"""The circle: who joins, who leaves, what each may read, the referent who changes."""

from datetime import timedelta

import pytest

from cordee.dossier.models import Deadline
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.pathways import actions
from cordee.pathways.circle import Outsider, add_place, end_place
from cordee.pathways.models import CirclePlace, Pathway
from cordee.people.models import Ground, Person
from cordee.plumbing.context import acting_in
from cordee.programmes.cached import definition_of
from tests import factories


@pytest.fixture
def pathway(house, acting):
    made = factories.pathway(house, factories.person(house.referent))
    acting(house.coordinator)
    return made


def join(house, pathway, role, *, by=None, **who):
    by = by or house.coordinator
    who.setdefault("on", by.today)
    return add_place(pathway, definition_of(pathway.programme_version_id), role=role, by=by, **who)


def test_a_place_opens_what_the_role_and_the_trade_both_allow(house, pathway, acting):
    place = join(house, pathway, "animatrice", member=house.workshop_leader.member)

    assert place.partitions == int(Partition.IDENTITY | Partition.EMPLOYMENT)
    acting(house.workshop_leader)
    assert Person.objects.visible_to(house.workshop_leader).get() == pathway.person


def test_health_is_for_carers_or_with_the_persons_agreement(house, pathway):
    nurse = join(house, pathway, "soin", member=house.nurse.member)
    without = join(house, pathway, "soin", member=house.colleague.member)
    agreed = join(
        house, pathway, "soin", member=house.workshop_leader.member, consent_on=house.coordinator.today
    )

    assert nurse.partitions & Partition.HEALTH
    assert not without.partitions & Partition.HEALTH
    assert agreed.partitions & Partition.HEALTH


def test_somebody_from_elsewhere_is_named_and_reads_nothing(house, pathway):
    place = join(house, pathway, "proche", outsider=Outsider("Samira", "sa sœur"))

    assert (place.name, place.partitions) == ("Samira", 0)
    assert not Ground.objects.filter(thing_id=place.pk).exists()


@pytest.mark.parametrize(
    ("who", "field"),
    [
        ({}, "name"),
        ({"outsider": Outsider("  ")}, "name"),
    ],
)
def test_a_place_needs_somebody(house, pathway, who, field):
    with pytest.raises(BadInput) as caught:
        join(house, pathway, "proche", **who)
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["on", "consent_on"])
def test_a_place_needs_days_that_have_come(house, pathway, field):
    tomorrow = house.referent.today + timedelta(days=1)

    with pytest.raises(BadInput) as caught:
        join(house, pathway, "proche", outsider=Outsider("S"), **{field: tomorrow})
    assert caught.value.field == field


def test_a_colleague_or_somebody_else_but_not_both(house, pathway):
    with pytest.raises(BadInput):
        join(house, pathway, "proche", member=house.colleague.member, outsider=Outsider("Samira"))


@pytest.mark.parametrize("role", ["fabriqué", ""])
def test_an_unknown_role_is_refused(house, pathway, role):
    with pytest.raises(BadInput):
        join(house, pathway, role, outsider=Outsider("Samira"))


def test_the_referent_is_one_of_the_team_and_alone(house, pathway):
    with pytest.raises(BadInput) as caught:
        join(house, pathway, "referent", outsider=Outsider("Samira"))
    assert caught.value.field == "role"


def test_leaving_shuts_at_once_what_the_place_opened(house, pathway, acting):
    place = join(house, pathway, "animatrice", member=house.workshop_leader.member)

    end_place(place, by=house.coordinator, on=house.coordinator.today)

    acting(house.workshop_leader)
    assert not Person.objects.visible_to(house.workshop_leader).exists()


@pytest.mark.parametrize("days", [-40, 1])
def test_a_place_ends_between_its_beginning_and_today(house, pathway, days):
    place = CirclePlace.objects.get(pathway=pathway)
    with pytest.raises(BadInput):
        end_place(place, by=house.coordinator, on=house.coordinator.today + timedelta(days=days))


def test_a_place_ends_once(house, pathway):
    place = CirclePlace.objects.get(pathway=pathway)
    end_place(place, by=house.coordinator, on=house.coordinator.today)

    with pytest.raises(StaleState):
        end_place(place, by=house.coordinator, on=house.coordinator.today)


def test_a_new_referent_takes_over_what_is_due(house, pathway):
    by = house.coordinator

    actions.change_referent(
        pathway, by=by, member=house.colleague.member, on=by.today, version=pathway.version
    )

    kept = Pathway.objects.get(pk=pathway.pk)
    assert kept.referent == house.colleague.member
    assert CirclePlace.objects.get(pathway=pathway, until_on=None).member == house.colleague.member
    silence = Deadline.objects.standing().get(thing_id=pathway.pk, kind="silence")
    assert silence.in_charge == house.colleague.member


def test_two_colleagues_do_not_name_two_referents(house, pathway):
    by, seen = house.coordinator, pathway.version
    actions.change_referent(pathway, by=by, member=house.colleague.member, on=by.today, version=seen)

    with pytest.raises(StaleState):
        actions.change_referent(pathway, by=by, member=house.coach.member, on=by.today, version=seen)


def test_without_a_referent_what_is_due_goes_to_the_next_in_charge(house, pathway):
    end_place(CirclePlace.objects.get(pathway=pathway), by=house.coordinator, on=house.coordinator.today)

    assert Pathway.objects.get(pk=pathway.pk).referent is None
    silence = Deadline.objects.standing().get(thing_id=pathway.pk, kind="silence")
    assert silence.in_charge == house.coordinator.member


@pytest.mark.django_db
class TestByCaseload:
    """Where each reads only whom they follow, a gesture may close the dossier to whoever makes it."""

    def followed(self):
        closed = factories.house("Par personnes suivies", sharing="caseload")
        with acting_in(closed.coordinator.context()):
            person = factories.person(closed.coordinator)
        return closed, factories.pathway(closed, person, by=closed.coordinator)

    def test_the_referent_hands_over_to_a_colleague(self):
        closed, pathway = self.followed()

        with acting_in(closed.referent.context()):
            actions.change_referent(
                pathway,
                by=closed.referent,
                member=closed.colleague.member,
                on=closed.referent.today,
                version=1,
            )
            assert not Person.objects.visible_to(closed.referent).exists()
        with acting_in(closed.colleague.context()):
            assert Person.objects.visible_to(closed.colleague).get() == pathway.person

    def test_the_referent_ends_their_own_place(self):
        closed, pathway = self.followed()
        with acting_in(closed.referent.context()):
            place = CirclePlace.objects.get(pathway=pathway)
            end_place(place, by=closed.referent, on=closed.referent.today)
            assert not Person.objects.visible_to(closed.referent).exists()


def test_an_operator_names_its_own_people(house, stranger, acting):
    """They work in the holder's dossier: the ground is written in the holder's name."""
    made = factories.pathway(house, factories.person(house.referent), carried_out_by=stranger.organisation)

    with acting_in(stranger.context()):
        place = add_place(
            made,
            definition_of(made.programme_version_id),
            role="animatrice",
            by=stranger,
            on=stranger.today,
            member=stranger.member,
        )
    acting(house.coordinator)
    assert Ground.objects.get(thing_id=place.pk).organisation == house.organisation
    with acting_in(stranger.context()):
        end_place(place, by=stranger, on=stranger.today)
    acting(house.coordinator)
    assert Ground.objects.get(thing_id=place.pk).ends_at is not None


@pytest.mark.parametrize("who", ["secretary", "workshop_leader", "nurse", "director"])
def test_others_do_not_change_the_circle(house, pathway, acting, who):
    actor = getattr(house, who)
    acting(actor)
    with pytest.raises(NotAllowed):
        join(house, pathway, "proche", by=actor, outsider=Outsider("Samira"))
