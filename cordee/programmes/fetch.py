"""Which version of each programme of an organisation is in force on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from cordee.programmes.models import Programme, ProgrammeVersion, ProgrammeVersionQuerySet, VersionDraft


def current_versions(organisation: Any, on: date) -> dict[UUID, UUID]:
    """{programme: version in force}, active programmes only. One query."""
    return dict(each_in_force(organisation, on).values_list("programme_id", "pk"))


def each_in_force(organisation: Any, on: date) -> ProgrammeVersionQuerySet:
    """Of each active programme, the version in force on a day."""
    versions = ProgrammeVersion.objects.filter(
        programme__organisation=organisation, programme__is_active=True, valid_from__lte=on
    )
    return versions.order_by("programme_id", "-valid_from", "-loaded_at").distinct("programme_id")


def versions_seen_by(actor: Any) -> list[ProgrammeVersion]:
    """The programmes of the actor's house as they run today, by name. One query."""
    found = each_in_force(actor.organisation, actor.today).select_related("programme")
    return sorted(found, key=lambda version: version.definition.label)


def not_in_force(actor: Any, shown: list[ProgrammeVersion]) -> tuple[list[Programme], list[Programme]]:
    """(programmes whose first version is yet to begin, programmes that no longer welcome). One query."""
    others = list(Programme.objects.visible_to(actor).exclude(pk__in=[one.programme_id for one in shown]))
    return [one for one in others if one.is_active], [one for one in others if not one.is_active]


def drafts_seen_by(actor: Any) -> list[VersionDraft]:
    """The drafts of the house in progress, the last touched first. One query."""
    rows = VersionDraft.objects.visible_to(actor).standing().select_related("changed_by", "programme")
    return list(rows.defer("text").order_by("-changed_at"))


def programme_seen_by(actor: Any, code: str) -> Programme | None:
    return Programme.objects.visible_to(actor).filter(code=code).first()


def versions_of(programme: Programme) -> list[ProgrammeVersion]:
    """Every version of a programme, the newest first; the text is read when it is shown."""
    return list(programme.versions.order_by("-valid_from", "-loaded_at").defer("text"))


def version_on(programme: Programme, on: date) -> ProgrammeVersion | None:
    """The version in force on a day; before the first one, the first one."""
    return programme.versions.current_on(on) or programme.versions.order_by("valid_from", "loaded_at").first()
