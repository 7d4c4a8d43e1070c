"""Migrations told in place end where Django's own way ends: same state, same classes."""

import pgtrigger
from django.db import models
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

from cordee.plumbing.migrating import added_in_place

KEPT = pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)


def played():
    """A house, then its people, with an index, a constraint and a trigger; classes made from the first model on."""
    state = ProjectState()
    state.add_model(ModelState("imagined", "House", [("id", models.AutoField(primary_key=True))]))
    assert state.apps.get_model("imagined", "house")
    house = models.ForeignKey("imagined.House", models.PROTECT, related_name="people")
    fields = [("id", models.AutoField(primary_key=True)), ("name", models.TextField()), ("house", house)]
    state.add_model(ModelState("imagined", "Someone", fields))
    state.add_index("imagined", "someone", models.Index(fields=["name"], name="someone_name"))
    state.add_constraint(
        "imagined", "someone", models.UniqueConstraint(fields=["house"], name="someone_alone")
    )
    AddTrigger("someone", KEPT).state_forwards("imagined", state)
    return state


def described(state):
    house, someone = (state.apps.get_model("imagined", name) for name in ("house", "someone"))
    meta = someone._meta
    return {
        "options": state.models["imagined", "someone"].options,
        "fields": [field.name for field in meta.get_fields()],
        "reverse": [field.name for field in house._meta.get_fields()],
        "points_to": meta.get_field("house").remote_field.model is house,
        "indexes": [index.name for index in meta.indexes],
        "constraints": [constraint.name for constraint in meta.constraints],
        "alone": [constraint.name for constraint in meta.total_unique_constraints],
        "triggers": [trigger.name for trigger in meta.triggers],
    }


def test_a_model_and_its_options_are_the_same_either_way():
    usual = described(played())
    with added_in_place():
        in_place = described(played())

    assert in_place == usual
    assert usual["points_to"] and usual["reverse"] == ["people", "id"] and usual["alone"] == ["someone_alone"]


def test_outside_it_django_does_as_it_does():
    before = ProjectState.add_model, ProjectState._append_option, AddTrigger.state_forwards
    with added_in_place():
        assert ProjectState.add_model is not before[0]
    assert (ProjectState.add_model, ProjectState._append_option, AddTrigger.state_forwards) == before
