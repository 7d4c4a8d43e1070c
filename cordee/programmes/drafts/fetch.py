"""Drafts for their pages, through `visible_to`; the library of what one may start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from cordee.programmes import fetch, shipped
from cordee.programmes.loader import digest_of
from cordee.programmes.models import ProgrammeVersion, VersionDraft, read

HOUSE, LIBRARY = "maison", "modele"


def draft_for(actor: Any, pk: UUID) -> VersionDraft:
    """A draft of the house, whatever became of it. Raises Http404 when hidden or absent alike."""
    found = (
        VersionDraft.objects.visible_to(actor)
        .select_related("programme", "based_on", "changed_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def standing_draft(actor: Any, pk: UUID) -> VersionDraft:
    """A draft one still works on. Raises Http404."""
    found = draft_for(actor, pk)
    if not found.is_standing:
        raise Http404
    return found


def version_for(actor: Any, pk: UUID) -> ProgrammeVersion:
    """A version of one of the house's programmes. Raises Http404."""
    found = ProgrammeVersion.objects.visible_to(actor).select_related("programme").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Model:
    """A definition one may start from."""

    key: str
    label: str
    description: str
    text: str


def models_for(actor: Any) -> list[Model]:
    """Those of the house, then those shipped with Cordée. One query."""
    house = [
        _model(HOUSE, version.definition.code, version.text) for version in fetch.versions_seen_by(actor)
    ]
    known = {model.key.partition(":")[2] for model in house}
    return house + [
        _model(LIBRARY, code, shipped.text(code)) for code in shipped.codes() if code not in known
    ]


def _model(kind: str, code: str, text: str) -> Model:
    header = read(digest_of(text), text).header
    return Model(f"{kind}:{code}", header.label, header.description, text)
