"""What is already there at a time: of the person, of whoever holds the meeting, of the room.

The room and the colleague are looked at with the eyes of the house itself, hours alone: a dossier closed to the reader
keeps its name, its hour takes the room all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.appointments.models import Appointment
from cordee.appointments.rules import Taken, clashes
from cordee.kernel.errors import CordeeError
from cordee.plumbing.context import acting_in, system_context
from cordee.ui.wording import day_words, hour_words

MOST_SAID = 6


class Clashing(CordeeError):
    """The time is taken; nothing was written. One may keep it all the same, knowing it. said: a sentence each."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(_("Ce moment est déjà pris."))
        self.said = said


@dataclass(frozen=True)
class Sharing:
    """What two meetings may not share without saying so."""

    person: UUID
    members: Sequence[UUID]
    place: UUID | None


def clashes_of(
    house: Any, shared: Sharing, times: Iterable[tuple[datetime, datetime]], *, leaving: Iterable[UUID] = ()
) -> list[Taken]:
    """What these times meet. One query. leaving: appointments being moved, which leave their place."""
    wanted = list(times)
    if not wanted:
        return []
    first, last = min(start for start, _end in wanted), max(end for _start, end in wanted)
    known = _taken(house, shared, first, last, list(leaving))
    found: dict[tuple[datetime, str, UUID | None], Taken] = {}
    for start, end in wanted:
        found |= {(one.starts_at, one.by, one.who): one for one in clashes(start, end, known)}
    return sorted(found.values(), key=lambda one: (one.starts_at, one.by))


def _taken(house: Any, shared: Sharing, first: datetime, last: datetime, leaving: list[UUID]) -> list[Taken]:
    asked = Q(person=shared.person) | Q(member__in=shared.members) | Q(colleague__in=shared.members)
    if shared.place:
        asked |= Q(place=shared.place)
    with acting_in(system_context(house.pk, because="clash")):
        rows = list(
            Appointment.objects.filter(asked, organisation=house.pk)
            .standing()
            .between(first, last)
            .exclude(pk__in=leaving)
            .values_list("starts_at", "ends_at", "person_id", "member_id", "colleague_id", "place_id")
        )
    return [taken for row in rows for taken in _said(row, shared)]


def _said(row: tuple[Any, ...], shared: Sharing) -> list[Taken]:
    starts_at, ends_at, person, member, colleague, place = row
    found = [Taken(starts_at, ends_at, "person")] if person == shared.person else []
    found += [
        Taken(starts_at, ends_at, "member", one) for one in shared.members if one in (member, colleague)
    ]
    if shared.place and place == shared.place:
        found.append(Taken(starts_at, ends_at, "place"))
    return found


def words_of(found: Iterable[Taken], house: Any, *, members: Mapping[UUID, str], place: str) -> list[str]:
    """« Paul Exemple a déjà un rendez-vous le jeudi 3 décembre, de 14 h à 15 h. » members: names, empty for oneself."""
    here = zone(house.time_zone)
    lines = [_words(one, here, members.get(one.who, "") if one.who else "", place) for one in found]
    if len(lines) > MOST_SAID:
        rest = len(lines) - MOST_SAID
        lines = [*lines[:MOST_SAID], _("Et %(n)s autres fois.") % {"n": rest}]
    return lines


def _words(one: Taken, here: tzinfo, member: str, place: str) -> str:
    start, end = one.starts_at.astimezone(here), one.ends_at.astimezone(here)
    told = {
        "day": day_words(start.date()),
        "from": hour_words(start.time()),
        "to": hour_words(end.time()),
        "who": member,
        "where": place,
    }
    if one.by == "person":
        return _("La personne a déjà un rendez-vous le %(day)s, de %(from)s à %(to)s.") % told
    if one.by == "place":
        return _("%(where)s est pris le %(day)s, de %(from)s à %(to)s.") % told
    if not member:
        return _("Vous avez déjà un rendez-vous le %(day)s, de %(from)s à %(to)s.") % told
    return _("%(who)s a déjà un rendez-vous le %(day)s, de %(from)s à %(to)s.") % told
