"""Definitions by version, read once per process: a version's row never changes."""

from functools import lru_cache
from uuid import UUID

from cordee.programmes.definition import Definition
from cordee.programmes.models import ProgrammeVersion


@lru_cache(maxsize=512)
def definition_of(version_id: UUID) -> Definition:
    """The definition a pathway is pinned to; one query the first time, none afterwards."""
    return ProgrammeVersion.objects.get(pk=version_id).definition


def stage_label(version_id: UUID, code: str) -> str:
    """How the programme calls a stage; its code where the definition no longer knows it."""
    stage = definition_of(version_id).stage(code)
    return stage.label if stage else code


@lru_cache(maxsize=2048)
def once_called(programme_id: UUID, kind: str, code: str) -> str:
    """How the programme called a stage, a role or a decision that its version no longer knows.

    kind: stage, role. One query the first time, none afterwards; the code when no version ever knew it.
    """
    for version in ProgrammeVersion.objects.filter(programme=programme_id).order_by(
        "-valid_from", "-loaded_at"
    ):
        thing = getattr(version.definition, kind)(code)
        if thing is not None:
            return str(thing.label)
    return code
