"""The one writer of the state of a contract and of a version: which moves there are, nothing else moves them."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.engagements.enums import Status, VersionState
from cordee.engagements.models import Contract, ContractVersion
from cordee.kernel.errors import StaleState

CONTRACT_MOVES: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.PROPOSED, Status.DROPPED, Status.SIGNED}),
    Status.PROPOSED: frozenset({Status.DRAFT, Status.SIGNED, Status.DROPPED}),
    Status.SIGNED: frozenset({Status.SIGNED, Status.ENDED}),
    Status.ENDED: frozenset({Status.SIGNED}),
    Status.DROPPED: frozenset({Status.DRAFT}),
}
VERSION_MOVES: dict[str, frozenset[str]] = {
    VersionState.DRAFT: frozenset({VersionState.PROPOSED, VersionState.DROPPED, VersionState.SIGNED}),
    VersionState.PROPOSED: frozenset({VersionState.DRAFT, VersionState.SIGNED, VersionState.DROPPED}),
    VersionState.SIGNED: frozenset({VersionState.REPLACED}),
    VersionState.REPLACED: frozenset(),
    VersionState.DROPPED: frozenset({VersionState.DRAFT}),
}


def become(contract: Contract, status: str, **changes: Any) -> None:
    """Move a contract, held for update. Raises StaleState when the table has no such move."""
    _move(contract, "status", CONTRACT_MOVES[contract.status], status, changes)


def version_becomes(version: ContractVersion, state: str, **changes: Any) -> None:
    """Move a version, held for update. Raises StaleState when the table has no such move."""
    _move(version, "state", VERSION_MOVES[version.state], state, changes)


def _move(row: Any, column: str, moves: frozenset[str], to: str, changes: dict[str, Any]) -> None:
    if to not in moves:
        raise StaleState(_("Ce contrat a changé depuis l’affichage de cette page."))
    setattr(row, column, to)
    counter = "version" if column == "status" else "edit"
    changes[counter] = getattr(row, counter) + 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[column, *changes])
