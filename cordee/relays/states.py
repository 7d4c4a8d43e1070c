"""The only writer of the state of a relay, and the row held while one writes."""

from datetime import date
from typing import Any

from cordee.kernel.errors import NotAllowed, StaleState
from cordee.relays.access import CLOSED
from cordee.relays.models import BaseRelay
from cordee.relays.moves import RELAYS


def locked(relay: BaseRelay) -> BaseRelay:
    """The relay, ours until the end of the transaction. Raises NotAllowed when it is hidden from who asks."""
    rows: Any = type(relay).objects  # type: ignore[attr-defined]
    kept: BaseRelay | None = rows.select_for_update().filter(pk=relay.pk).first()
    if kept is None:
        raise NotAllowed(str(CLOSED))
    return kept


def become(relay: BaseRelay, move: str, *, roles: frozenset[str], on: date) -> None:
    """Move a relay. Raises StaleState when the table has no such move from where it stands, or not for these roles."""
    refused = [v for v in RELAYS.check(move, state=relay.state, roles=roles, facts=None, on=on) if v.refuses]
    found = RELAYS.move(move)
    if refused or found is None:
        raise StaleState(" ".join(verdict.reason for verdict in refused))
    relay.state, relay.state_since = found.to_state, on
    relay.save(update_fields=["state", "state_since"])
