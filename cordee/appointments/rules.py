"""What may be booked, what clashes, what may be said of a meeting. Plain functions on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cordee.kernel.verdict import Severity, Verdict
from cordee.kernel.words import sentence as _

SHORTEST, LONGEST = 5, 720  # minutes
LONGEST_AHEAD = timedelta(days=3 * 366)
LONGEST_BEHIND = timedelta(days=366)  # a meeting noted afterwards
MOST_LATE = 240  # minutes


@dataclass(frozen=True)
class Taken:
    """Time that is already taken. by: "person", "member" or "place", what the two meetings would share; who: which
    member."""

    starts_at: datetime
    ends_at: datetime
    by: str = "member"
    who: UUID | None = None


def overlaps(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
    """Do two meetings share a minute? One that begins when the other ends does not (ATE-06)."""
    return first[0] < second[1] and second[0] < first[1]


def clashes(starts_at: datetime, ends_at: datetime, taken: Iterable[Taken]) -> list[Taken]:
    """What is already there at that time, in order."""
    found = [one for one in taken if overlaps((starts_at, ends_at), (one.starts_at, one.ends_at))]
    return sorted(found, key=lambda one: (one.starts_at, one.by))


def may_be_booked(starts_at: datetime, ends_at: datetime, *, now: datetime) -> Verdict:
    """Is it a meeting one may write down? A past one may be noted, for a year."""
    length = ends_at - starts_at
    if length < timedelta(minutes=SHORTEST):
        return _refused(
            _("Un rendez-vous dure au moins {n} minutes, et finit après avoir commencé.", n=SHORTEST)
        )
    if length > timedelta(minutes=LONGEST):
        return _refused(
            _("Un rendez-vous dure au plus {n} heures\u202f: partagez-le en plusieurs.", n=LONGEST // 60)
        )
    if starts_at > now + LONGEST_AHEAD:
        return _refused(_("Ce jour est à plus de trois ans\u202f: vérifiez l’année."))
    if starts_at < now - LONGEST_BEHIND:
        return _refused(
            _("Ce jour est passé depuis plus d’un an\u202f: notez plutôt un contact dans le dossier.")
        )
    return Verdict(ok=True)


def may_be_settled(status: str, *, starts_at: datetime, now: datetime, before: str = "unknown") -> Verdict:
    """May one say this of the meeting now? Somebody who came, or did not, is known once it has begun.

    before: what was said until now. Seen, a contact stands in the thread, and facts are not taken back.
    """
    if before == "seen" and status != "seen":
        return _refused(
            _(
                "Un contact est noté dans le fil pour ce rendez-vous\u202f: il ne s’efface pas. Écrivez une note."
            )
        )
    if status in ("seen", "no_show") and now < starts_at:
        return _refused(_("Ce rendez-vous n’a pas encore commencé\u202f: il peut être déplacé ou annulé."))
    return Verdict(ok=True)


def is_to_settle(status: str, *, ends_at: datetime, now: datetime) -> bool:
    """Does somebody still have to say what became of it?"""
    return status == "unknown" and ends_at <= now


def says_late(minutes: int | None) -> Verdict:
    """Minutes late, between none and four hours."""
    if minutes is not None and not 0 <= minutes <= MOST_LATE:
        return _refused(_("Un retard va de 0 à {n} minutes.", n=MOST_LATE))
    return Verdict(ok=True)


def remind_at(starts_at: datetime, days: int) -> datetime:
    """From when a reminder may leave: so many days before, to the hour."""
    return starts_at - timedelta(days=days)


def _refused(reason: str) -> Verdict:
    return Verdict(ok=False, severity=Severity.REFUSE, reason=reason)
