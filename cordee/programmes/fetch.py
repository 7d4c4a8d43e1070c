"""Which version of each programme of an organisation is in force on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from cordee.programmes.models import ProgrammeVersion


def current_versions(organisation: Any, on: date) -> dict[UUID, UUID]:
    """{programme: version in force}, active programmes only. One query."""
    versions = (
        ProgrammeVersion.objects.filter(
            programme__organisation=organisation, programme__is_active=True, valid_from__lte=on
        )
        .order_by("programme", "-valid_from", "-loaded_at")
        .distinct("programme")
    )
    return dict(versions.values_list("programme_id", "pk"))
