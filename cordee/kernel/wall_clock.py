"""From the hour a clock on the wall shows to an instant, and the two nights a year when that is not one thing.

- instants      none, one or two: 2:30 does not exist on the last Sunday of March, and comes twice in October
- instant_at    the one a rhythm takes, whatever the night
- explained     what to say of an hour that is not one instant
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _


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
