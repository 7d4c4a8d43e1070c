"""What upper domains bring to accounts: what a leaver followed, who takes over, pages of the settings.

Declared by them when they start (`AppConfig.ready`), read here: no import ever goes up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.kernel.registry import Registry


class FollowedItem(NamedTuple):
    """One thing to hand over, chosen one by one. key: unique, given back to HAND_OVER in `only`."""

    key: str
    label: str


class Followed(NamedTuple):
    """A kind of thing a member follows. label: « parcours dont elle est référente »; items: named one by one,
    or empty when they are only counted. Items are shown to those alone who read the dossiers of the house."""

    label: str
    number: int
    items: Sequence[FollowedItem] = ()


class HandOver(Protocol):
    """Give what `leaving` follows to `heir` from the day `on`. Returns how many things changed hands.

    only: the keys of the items concerned; None means all that is left. Called in a database context that
    sees the whole house, whatever `by` may read: the listener filters on the leaving member.
    """

    def __call__(
        self, leaving: Member, heir: Member, by: Actor, on: date, *, only: frozenset[str] | None = None
    ) -> int: ...


# What a member follows, asked in the same wide context. (member) -> list[Followed]; (label, number) will do.
FOLLOWED: Registry[Callable[[Member], Sequence[tuple[Any, ...]]]] = Registry("ce que suit un membre")
HAND_OVER: Registry[HandOver] = Registry("passage de relais")
# Told when a member leaves, after the handing-over: end what gave them access. (leaving, by, on) -> None
LEFT: Registry[Callable[[Member, Actor, date], Any]] = Registry("suite d’un départ")


@dataclass(frozen=True)
class SettingsPage:
    """A page of the settings. roles: who is offered it."""

    label: Any
    description: Any
    url_name: str
    roles: frozenset[str]
    order: int = 50
    icon: str = ""


SETTINGS: Registry[SettingsPage] = Registry("page des réglages")


def followed_by(member: Member) -> list[Followed]:
    """Everything a member follows, by whatever domain, empty kinds left out."""
    found = [Followed(*entry) for source in FOLLOWED.values() for entry in source(member)]
    return [entry for entry in found if entry.number]


def settings_for(actor: Actor) -> list[SettingsPage]:
    """The pages of the settings this actor is offered, in order."""
    return sorted(
        (page for page in SETTINGS.values() if page.roles & actor.roles), key=lambda page: page.order
    )
