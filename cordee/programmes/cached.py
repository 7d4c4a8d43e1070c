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
