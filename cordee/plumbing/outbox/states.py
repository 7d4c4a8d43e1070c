"""The one place that writes the state of a message."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import MOVES


def moved(
    pk: UUID, to: str, *, held_by: UUID | None = None, only_from: tuple[str, ...] = (), **values: Any
) -> bool:
    """Write a state where the one before allows it. held_by: only while this claim holds the message.
    only_from: fewer states than the table allows. False when nothing was written."""
    allowed = tuple(state for state in MOVES[to] if not only_from or state in only_from)
    rows = Message.objects.filter(pk=pk, state__in=allowed)
    if held_by is not None:
        rows = rows.filter(claim=held_by)
    return bool(rows.update(state=to, state_at=timezone.now(), **values))
