"""The one writer of the state of a sitting and of a situation: which moves there are, nothing else moves them."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.commissions.enums import ItemState, SittingState
from cordee.commissions.models import Sitting, SittingItem
from cordee.kernel.errors import StaleState

SITTING_MOVES: dict[str, frozenset[str]] = {
    SittingState.PLANNED: frozenset({SittingState.CONVENED, SittingState.OPEN, SittingState.CANCELLED}),
    SittingState.CONVENED: frozenset({SittingState.CONVENED, SittingState.OPEN, SittingState.CANCELLED}),
    SittingState.OPEN: frozenset({SittingState.CLOSED}),
    SittingState.CLOSED: frozenset({SittingState.OPEN, SittingState.APPROVED}),
    SittingState.APPROVED: frozenset(),
    SittingState.CANCELLED: frozenset(),
}
ITEM_MOVES: dict[str, frozenset[str]] = {
    ItemState.WAITING: frozenset(
        {ItemState.OPINED, ItemState.DECIDED, ItemState.REMOVED, ItemState.RETURNED}
    ),
    ItemState.OPINED: frozenset({ItemState.WAITING, ItemState.DECIDED, ItemState.RETURNED}),
    ItemState.DECIDED: frozenset({ItemState.WAITING, ItemState.OPINED}),
    ItemState.REMOVED: frozenset({ItemState.WAITING}),
    ItemState.RETURNED: frozenset({ItemState.WAITING}),
}


def become(sitting: Sitting, state: str, **changes: Any) -> None:
    """Move a sitting, held for update. Raises StaleState when the table has no such move."""
    _move(sitting, SITTING_MOVES[sitting.state], state, changes, _("Cette séance a changé entre-temps."))


def item_becomes(item: SittingItem, state: str, **changes: Any) -> None:
    """Move a situation, held for update. Raises StaleState when the table has no such move."""
    _move(item, ITEM_MOVES[item.state], state, changes, _("Cette situation a changé entre-temps."))


def _move(row: Any, moves: frozenset[str], to: str, changes: dict[str, Any], sentence: str) -> None:
    if to not in moves:
        raise StaleState(sentence)
    row.state = to
    changes["version"] = row.version + 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])


def touch(row: Any, **changes: Any) -> None:
    """Change something else than the state, and raise the version. row: a sitting or a situation held for update."""
    changes["version"] = row.version + 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
