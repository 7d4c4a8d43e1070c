"""Each lock alone gives the same answer, row by row, in worlds nobody thought of.

`visible_to(actor)` with the policies asleep, and the policies with no `visible_to`, are asked for every row
of every guarded table: a lock that opens or closes more than the other is a fault of one of them.
"""

import random

import pytest

from cordee.plumbing.models import AccessLog, Draft, PersonKey, Submission
from tests.rows import guarded_models, history_models
from tests.worlds import World, unguarded

# No page lists these tables: they are reached by a door that starts from something already visible.
THROUGH_A_DOOR = {
    AccessLog: "people.fetch.readings_of, for a dossier fetched visible_to",
    Draft: "people.drafts, by member and form",
    PersonKey: "people.keys.key_of, for a person fetched visible_to",
    Submission: "plumbing.once, by key and member",
}


def listed_models():
    return [model for model in guarded_models() if model not in THROUGH_A_DOOR]


def disagreements(world: World) -> list[str]:
    found = []
    for actor in world.actors:
        for model in listed_models():
            asked, allowed = world.as_asked(actor, model), world.as_application(actor, model)
            if asked != allowed:
                who = f"{sorted(actor.roles)} {actor.sharing}"
                found.append(
                    f"{model._meta.label} for {who}: the code alone shows {len(asked - allowed)} more,"
                    f" the database alone {len(allowed - asked)} more"
                )
    return found


@pytest.fixture
def real_transactions(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("seed", range(10))
def test_the_code_alone_and_the_database_alone_show_the_same_rows(real_transactions, seed):
    with unguarded() as using:
        world = World(using, random.Random(seed)).draw()

        assert disagreements(world) == []


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
