"""What is done with definitions: loading one, loading those that ship with Cordée.

Loading never changes a version: a text that differs from the one in force is kept as a new row, and the
pathways already open stay pinned to theirs.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from cordee.accounts.models import Organisation
from cordee.kernel.errors import NotAllowed
from cordee.programmes import shipped
from cordee.programmes.access import can, reason_against
from cordee.programmes.definition import Definition
from cordee.programmes.fetch import version_on
from cordee.programmes.loader import parse
from cordee.programmes.models import Programme, ProgrammeVersion

SHIPPED, BY_ORGANISATION = "shipped", "organisation"


def load_definition(
    text: str | bytes, *, organisation: Organisation, by: Any = None, source_kind: str = BY_ORGANISATION
) -> ProgrammeVersion:
    """Check a definition and keep it as a version of the organisation's programme.

    by: the actor who loads it; None when Cordée itself does (set-up, demonstration).
    Returns the version already kept when nothing changed.
    Raises DefinitionError with every fault and its line, NotAllowed if `by` may not.
    """
    if by is not None and not can(by, "programme:load"):
        raise NotAllowed(reason_against(by, "programme:load"))
    return keep(parse(text), organisation=organisation, by=by, source_kind=source_kind)


@transaction.atomic
def keep(
    definition: Definition, *, organisation: Organisation, by: Any = None, source_kind: str = BY_ORGANISATION
) -> ProgrammeVersion:
    """Store a definition already read. Two people loading at once wait for one another."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    programme, _is_new = Programme.objects.get_or_create(
        organisation=organisation, code=definition.code, defaults={"label": definition.label}
    )
    latest = programme.versions.filter(valid_from=definition.valid_from).order_by("-loaded_at").first()
    if latest is not None and latest.digest == definition.digest:
        return latest
    version = ProgrammeVersion(
        programme=programme,
        valid_from=definition.valid_from,
        text=definition.text,
        digest=definition.digest,
        source_kind=source_kind,
        loaded_by=by.member if by is not None else None,
    )
    version.save(force_insert=True)
    rename(programme, on=organisation.today)
    return version


def rename(programme: Programme, *, on: date) -> bool:
    """Give a programme the label of its version in force; of the first one, before any is. True when it changed.

    A version prepared for later keeps its own label to itself until its day.
    """
    version = version_on(programme, on)
    if version is None or programme.label == version.definition.label:
        return False
    programme.label = version.definition.label
    programme.save(update_fields=["label"])
    return True


def load_shipped_for(organisation: Organisation, codes: Iterable[str]) -> list[ProgrammeVersion]:
    """Load definitions that ship with Cordée for an organisation. Raises LookupError for an unknown code."""
    return [
        load_definition(shipped.text(code), organisation=organisation, source_kind=SHIPPED) for code in codes
    ]
