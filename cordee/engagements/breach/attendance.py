"""The record of attendance: what was kept, excused, called off, missed, and for which legitimate reasons (RSA-29).

It says what happened, never what to think of it: no rate, no score. What a reason counts is said first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.appointments.enums import Reason, Status
from cordee.appointments.models import Appointment
from cordee.dossier.hours import spells_of
from cordee.engagements.breach.enums import Legitimate
from cordee.engagements.breach.models import Breach
from cordee.kernel.hours import Standing
from cordee.kernel.typed_hours import shown_hours
from cordee.kernel.wall_clock import bounds_of
from cordee.kernel.words import capital, french_day
from cordee.people.models import Person
from cordee.ui.wording import hour_words

MOST = 200


@dataclass(frozen=True)
class Line:
    """A meeting. outcome: what became of it; reason: why not, when it was said; counts: the reason is legitimate."""

    day: date
    hour: str
    outcome: str
    reason: str = ""
    counts: bool = False


@dataclass(frozen=True)
class Attendance:
    """Between two days, both included. counts: (label, how many); reasons: legitimate ones noted beside.

    is_cut: there are more meetings than it shows.
    """

    first: date
    last: date
    lines: Sequence[Line]
    counts: Sequence[tuple[str, int]]
    done: str
    justified: str
    reasons: Sequence[str]
    is_cut: bool = False


def attendance_of(
    actor: Any, person: Person, first: date, last: date, breaches: Sequence[Breach]
) -> Attendance:
    """As far as the actor may read. breaches: the facts noted. Queries: one, and one for each source of hours."""
    here = zone(actor.organisation.time_zone)
    start, end = bounds_of(first, here)[0], bounds_of(last, here)[1]
    rows = Appointment.objects.of_person(actor, person).filter(starts_at__gte=start, starts_at__lt=end)
    found = list(rows.exclude(status=Status.UNKNOWN).order_by("starts_at", "pk")[: MOST + 1])
    found, is_cut = found[:MOST], len(found) > MOST
    lines = [_line(row, row.starts_at.astimezone(here)) for row in found]
    spells = spells_of(actor, person, first, last)
    return Attendance(
        first,
        last,
        lines,
        list(_counts(found)),
        _hours(spells, Standing.DONE),
        _hours(spells, Standing.JUSTIFIED),
        [_reason(one) for one in breaches if one.reason and first <= one.day <= last],
        is_cut,
    )


def _line(row: Appointment, at: Any) -> Line:
    reason = str(Reason(row.reason).label) if row.reason in Reason.values and row.reason else ""
    return Line(at.date(), hour_words(at.time()), outcome_of(row), reason, bool(row.is_legitimate))


def outcome_of(row: Appointment) -> str:
    """What became of it; whether its reason counts is said beside."""
    if row.status == Status.NO_SHOW and row.is_legitimate:
        return _("absence")
    return str(Status(row.status).label)


def _counts(rows: Sequence[Appointment]) -> Any:
    legitimate = sum(row.status == Status.NO_SHOW and bool(row.is_legitimate) for row in rows)
    for status in (Status.SEEN, Status.EXCUSED, Status.REVOKED):
        yield capital(str(status.label)), sum(row.status == status for row in rows)
    yield _("Absence, motif légitime"), legitimate
    yield capital(str(Status.NO_SHOW.label)), sum(row.status == Status.NO_SHOW for row in rows) - legitimate


def _hours(spells: Sequence[Any], standing: Standing) -> str:
    return shown_hours(sum(one.minutes for one in spells if one.standing == standing))


def _reason(breach: Breach) -> str:
    said = _("Faits du %(day)s\u202f: %(reason)s")
    return said % {"day": french_day(breach.day), "reason": Legitimate(breach.reason).label}
