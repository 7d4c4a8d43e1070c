"""Who visits the pages: a session written as signing in writes it, a context, dossiers to open, names to type."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from bench.wire import Wire
from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.sessions import BACKEND, MEMBER_KEY, SECOND_FACTOR_KEY, SEEN_KEY, STARTED_KEY
from cordee.people.models import Person
from cordee.plumbing.context import acting_in

SEARCHES = 60
SHORTEST_TYPO = 6
SHORT_NAME = 4


@dataclass
class Visit:
    """Somebody signed in. port: of the server visited; planted: dossiers with 120 events they may open."""

    role: str
    actor: Actor
    session: str
    port: int
    planted: list[str]
    others: list[Visit] = field(default_factory=list)

    def wire(self, port: int | None = None) -> Wire:
        """A new connection, signed in."""
        return Wire(port or self.port, self.session)

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        """(first names, family name) of people they may see, drawn once."""
        with acting_in(self.actor.context()):
            rows = list(
                Person.objects.visible_to(self.actor)
                .order_by("pk")
                .values_list("first_names", "usage_name")[:4000]
            )
        return random.Random("names").sample(rows, min(SEARCHES, len(rows)))

    @cached_property
    def typed(self) -> list[str]:
        """What is typed on the way to a name: beginnings, middles, two words in any order, with accents."""
        return [way(first, last) for (first, last), way in zip(self.names, _ways(), strict=False)]

    @cached_property
    def mistyped(self) -> list[str]:
        """Family names with a letter dropped, doubled or swapped, as fingers do."""
        chance = random.Random("typos")
        long_enough = [last for _first, last in self.names if len(last) >= SHORTEST_TYPO and " " not in last]
        return [_mistyped(last, chance) for last in long_enough]


def _ways() -> Any:
    """Ways of typing, over and over."""
    ways = (
        lambda first, last: last[:3],
        lambda first, last: last[:5],
        lambda first, last: last,
        lambda first, last: first.split(" ")[0][:4],
        lambda first, last: f"{first.split(' ')[0]} {last[:3]}",
        lambda first, last: f"{last} {first[:3]}",
        lambda first, last: last[2:6] if len(last) > SHORT_NAME + 2 else last,
        lambda first, last: last[:2],
    )
    return (ways[number % len(ways)] for number in range(SEARCHES))


def _mistyped(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name) - 1)
    way = chance.randrange(3)
    if way == 0:
        return name[:place] + name[place + 1 :]
    if way == 1:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def open_session(actor: Actor) -> str:
    """A session as signing in leaves it, second factor proved. Returns the value of its cookie."""
    now = int(time.time())
    session = SessionStore()
    session[SESSION_KEY] = str(actor.user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = actor.user.get_session_auth_hash()
    session.update(
        {MEMBER_KEY: str(actor.member.pk), STARTED_KEY: now, SEEN_KEY: now, SECOND_FACTOR_KEY: True}
    )
    session.create()
    return str(session.session_key)


def visits(visitors: list[dict[str, Any]], planted: dict[str, list[str]], port: int) -> list[Visit]:
    """Everybody of the cast, signed in."""
    every = []
    for told in visitors:
        actor = actor_for(UUID(told["user_id"]), UUID(told["member_id"]), timezone.localdate())
        assert actor is not None, told
        every.append(Visit(told["role"], actor, open_session(actor), port, planted[str(told["house"])]))
    return every
