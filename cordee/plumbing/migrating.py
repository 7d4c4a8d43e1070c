"""Migrating from nothing in a fraction of the time.

Each model, index, constraint and trigger a migration adds makes Django make again, in memory, the class of every model
related to it: here nearly all of them, since everything belongs to an organisation. It is enough that the new class is
made, or that the one class concerned knows of its option.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger


@contextmanager
def added_in_place() -> Iterator[None]:
    """Within, what a migration adds is told to the one model concerned, and to no other."""
    with (
        patch.object(ProjectState, "add_model", _add_model),
        patch.object(ProjectState, "_append_option", _append_option),
        patch.object(AddTrigger, "state_forwards", _append_trigger),
    ):
        yield


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    key = (model_state.app_label, model_state.name_lower)
    state.models[key] = model_state
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:  # to ask for it otherwise would make every class
        state.apps.render_multiple([model_state])


def _append_option(state: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    options = state.models[app_label, model_name].options
    options[option_name] = [*options.get(option_name, []), obj]
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, options[option_name])
        meta.__dict__.pop("total_unique_constraints", None)


def _append_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _append_option(state, app_label, operation.model_name, "triggers", operation.trigger)
