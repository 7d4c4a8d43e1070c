"""Each lock alone gives the same answer, row by row, in worlds nobody thought of.

`visible_to(actor)` with the policies asleep, and the policies with no `visible_to`, are asked for every row
of every guarded table: a lock that opens or closes more than the other is a fault of one of them.
"""

import random

import pytest

from cordee.appointments.models import Appointment, HealthMatter, Matter
from cordee.assessments.models import DiagnosisEntry, HealthItem, SituationItem
from cordee.dossier.models import Fact, HealthNote, Note, ProtectedNote
from cordee.goals.models import ActionStep, ForeseenOrientation, Goal, GoalReview, HealthGoal, LifeProject
from cordee.people.models import Person
from cordee.relays.models import Exchange, HealthRelay, Relay
from tests.rows import guarded_models, history_models
from tests.worlds import THROUGH_A_DOOR, World, disagreements, listed_models, open_leaks, unguarded


@pytest.fixture
def real_transactions(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("seed", range(10))
def test_the_code_alone_and_the_database_alone_show_the_same_rows(real_transactions, seed):
    with unguarded() as using:
        world = World(using, random.Random(seed)).draw()

        assert disagreements(world) == []


def test_open_tables_show_the_rows_of_one_s_own_house_only(real_transactions):
    """Members, programmes, invitations: no policy holds them, their only lock is `visible_to`."""
    with unguarded() as using:
        world = World(using, random.Random(1)).draw()

        assert open_leaks(world) == []


def test_history_is_read_like_the_row_it_tells_of(real_transactions):
    for seed in range(3):
        with unguarded() as using:
            world = World(using, random.Random(seed)).draw()

            for actor in world.actors:
                for model in history_models():
                    rows = world.as_application(actor, model.pgh_tracked_model)
                    events = world.as_application(actor, model)
                    told = set(
                        model.objects.using(using).filter(pk__in=events).values_list("pgh_obj_id", flat=True)
                    )
                    assert told == rows, (model._meta.label, actor.roles)


def test_the_short_way_through_one_person_shows_what_visible_to_shows(real_transactions):
    """`of_person` asks no ground again: what it shows of a dossier is what the long way shows."""
    for seed in range(3):
        with unguarded() as using:
            world = World(using, random.Random(seed)).draw()

            for actor in world.actors:
                for person in Person.objects.using(using).visible_to(actor).with_grounds_of(actor):
                    for model in (
                        Fact,
                        Note,
                        HealthNote,
                        ProtectedNote,
                        SituationItem,
                        HealthItem,
                        DiagnosisEntry,
                        Goal,
                        HealthGoal,
                        ActionStep,
                        GoalReview,
                        LifeProject,
                        ForeseenOrientation,
                        Appointment,
                        Matter,
                        HealthMatter,
                        Relay,
                        HealthRelay,
                        Exchange,
                    ):
                        rows = model.objects.using(using)
                        short = set(rows.of_person(actor, person).values_list("pk", flat=True))
                        long = set(rows.visible_to(actor).filter(person=person).values_list("pk", flat=True))
                        assert short == long, (model, actor.roles)


def test_nobody_sees_anything_without_a_context(real_transactions):
    with unguarded() as using:
        world = World(using, random.Random(1)).draw()

        for model in [*guarded_models(), *history_models()]:
            assert model._default_manager.using(using).exists(), f"the world has no {model._meta.label}"
            assert world.as_application(None, model) == set()


def test_every_guarded_model_can_be_asked_for_or_has_a_door():
    mute = [
        model._meta.label
        for model in listed_models()
        if not hasattr(model._default_manager.none(), "visible_to")
    ]

    assert mute == []


def test_doors_are_still_needed():
    assert set(THROUGH_A_DOOR) <= set(guarded_models())
