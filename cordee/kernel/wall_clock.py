"""From the hour a clock on the wall shows to an instant, and the two nights a year when that is not one thing.

- instants      none, one or two: 2:30 does not exist on the last Sunday of March, and comes twice in October
- instant_at    the one a rhythm takes, whatever the night
- explained     what to say of an hour that is not one instant
- parse_hour    an hour as people type it
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _

NAMED = {"midi": 12, "minuit": 0}
HALVES = {"": 0, " et quart": 15, " et demi": 30, " et demie": 30}
TYPED = re.compile(r"(\d{1,2})(?:\s*(?:h|heures?|:|\.)\s*(\d{2})?\s*(?:m|mn|min|minutes?)?)?")
GLUED = re.compile(r"(\d{1,2})(\d{2})")  # 1430, 930
LONGEST_HOUR = 40  # characters: beyond, it is not an hour, and is not even read


def instants(day: date, at: time, zone: tzinfo) -> tuple[datetime, ...]:
    """The instants (UTC, in order) when clocks of this zone show this hour on this day."""
    found = []
    for fold in (0, 1):
        wall = datetime.combine(day, at.replace(fold=fold, tzinfo=None), tzinfo=zone)
        instant = wall.astimezone(UTC)
        if (
            instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
            and instant not in found
        ):
            found.append(instant)
    return tuple(sorted(found))


def instant_at(day: date, at: time, zone: tzinfo) -> datetime:
    """One instant always: the first of two, and as many minutes after the jump when the hour does not exist."""
    found = instants(day, at, zone)
    if found:
        return found[0]
    # Clocks jump forward: read with the offset from before the jump, the hour falls after it.
    return datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=zone).astimezone(UTC)


def explained(day: date, at: time, zone: tzinfo) -> str:
    """Why this hour of this day is not one instant; empty when it is."""
    found = instants(day, at, zone)
    told = {"hour": hour_of(at), "day": french_day(day)}
    if not found:
        after = instant_at(day, at, zone).astimezone(zone)
        return _(
            "{hour} n’existe pas le {day}\u202f: cette nuit-là, les horloges avancent d’une heure. "
            "Écrivez par exemple {after}.",
            after=hour_of(after.time()), **told,
        )  # fmt: skip
    if len(found) > 1:
        return _(
            "{hour} vient deux fois le {day}\u202f: cette nuit-là, les horloges reculent d’une heure. "
            "Dites laquelle.",
            **told,
        )
    return ""


def hour_of(at: time) -> str:
    """2 h 30, 9 h."""
    return f"{at.hour}\u00a0h" + (f"\u00a0{at.minute:02d}" if at.minute else "")


def bounds_of(day: date, zone: tzinfo, days: int = 1) -> tuple[datetime, datetime]:
    """The first instant of a day, and the first after it (days later): 23, 24 or 25 hours apart."""
    return instant_at(day, time.min, zone), instant_at(day + timedelta(days=days), time.min, zone)


def parse_hour(text: str, *, field: str = "at") -> time:
    """14:30, 14h30, 14 h, 9, 1430, midi, 9 h et demie. Raises BadInput with how to write it."""
    said = " ".join(text.lower().split()) if len(text) <= LONGEST_HOUR else ""
    hour, minute = _named(said) or _typed(said) or (99, 0)
    if hour > 23 or minute > 59:
        raise BadInput(field, _("Écrivez une heure, par exemple 14\u00a0h\u00a030."))
    return time(hour, minute)


def _named(said: str) -> tuple[int, int] | None:
    """Midi, minuit, and what follows an hour in words."""
    words = search_key(said)
    for half, minutes in HALVES.items():
        whole = words.removesuffix(half) if half else words
        if half and whole == words:
            continue
        if whole in NAMED:
            return NAMED[whole], minutes
        if half and (found := TYPED.fullmatch(whole)) and not found[2]:
            return int(found[1]), minutes
    return None


def _typed(said: str) -> tuple[int, int] | None:
    found = TYPED.fullmatch(said) or GLUED.fullmatch(said)
    return (int(found[1]), int(found[2] or 0)) if found else None
