"""The one place that writes the state of a message."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from cordee.kernel.registry import Registry
from cordee.plumbing.outbox import hooks
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import MOVES

TROUBLES = ("failed", "bounced", "unknown")


def moved(
    pk: UUID, to: str, *, held_by: UUID | None = None, only_from: tuple[str, ...] = (), **values: Any
) -> bool:
    """Write a state where the one before allows it. held_by: only while this claim holds the message.
    only_from: fewer states than the table allows. False when nothing was written."""
    allowed = tuple(state for state in MOVES[to] if not only_from or state in only_from)
    rows = Message.objects.filter(pk=pk, state__in=allowed)
    if held_by is not None:
        rows = rows.filter(claim=held_by)
    is_written = bool(rows.update(state=to, state_at=timezone.now(), **values))
    if is_written and to in TROUBLES:
        tell(hooks.TROUBLED, pk)
    return is_written


def tell(listeners: Registry[Callable[[Any], None]], pk: UUID) -> None:
    """Whoever listens, of a message as it now stands."""
    message = Message.objects.select_related("organisation").get(pk=pk)
    for listen in listeners.values():
        listen(message)
