"""Appointments as the pages show them: the agenda by day and week, a person's, my day's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.appointments import fetch
from cordee.appointments.access import can
from cordee.appointments.enums import THEMES, PlaceKind, Reason, Status
from cordee.appointments.holidays import Calendar
from cordee.appointments.matters import About
from cordee.appointments.rules import is_to_settle
from cordee.dossier.enums import Counterpart
from cordee.kernel.wall_clock import bounds_of
from cordee.kernel.words import capital, french_list
from cordee.people.access import name_of
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge
from cordee.ui.wording import THIN, hour_words

UNSEEN = "…"


@dataclass(frozen=True)
class Line:
    """An appointment on a line. detail: with whom and where; url: its page; settle_url: where to say what it became."""

    start: datetime
    hours: str
    person: str
    url: str
    detail: str
    badge: Badge | None = None
    settle_url: str = ""
    is_off: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the agenda. marks: holidays; book_url: empty where one may not book."""

    day: date
    lines: Sequence[Line] = ()
    marks: Sequence[str] = ()
    is_closed: bool = False
    is_today: bool = False
    book_url: str = ""


@dataclass(frozen=True)
class Shown:
    """Who looks, at what hour: what turns rows into lines. shows_member: the line says who holds it; shows_person:
    it begins with whom one sees, which a page of that very person does not repeat."""

    actor: Any
    people: dict[UUID, Any]
    now: datetime
    shows_member: bool = False
    shows_person: bool = True

    @property
    def zone(self) -> Any:
        return zone(self.actor.organisation.time_zone)

    def line(self, row: Any) -> Line:
        start, end = row.starts_at.astimezone(self.zone), row.ends_at.astimezone(self.zone)
        person, detail = self.people.get(row.person_id), self.detail(row)
        named = name_of(self.actor, person) if person else UNSEEN
        settles = is_to_settle(row.status, ends_at=row.ends_at, now=self.now) and can(
            self.actor, "appointment:settle"
        )
        return Line(
            start=start,
            hours=hours_words(start.time(), end.time()),
            person=named if self.shows_person else capital(detail),
            url=address("appointment", row.pk),
            detail=detail if self.shows_person else "",
            badge=badge_of(row, self.now),
            settle_url=address("settle_appointment", row.pk) if settles else "",
            is_off=row.status in (Status.EXCUSED, Status.REVOKED),
            is_now=row.starts_at <= self.now < row.ends_at,
        )

    def detail(self, row: Any) -> str:
        parts = [self.held_with(row), where_words(row)]
        return " · ".join(part for part in parts if part)

    def held_with(self, row: Any) -> str:
        """Who holds it; in one's own agenda, who holds it beside."""
        if self.shows_member:
            return holders_words(row)
        if row.colleague_id is None:
            return ""
        other = next(one for one in row.holders if one.pk != self.actor.member.pk)
        return _("avec %(who)s") % {"who": other.display_name}


def holders_words(row: Any) -> str:
    """« Paul Exemple et Nadia Modèle »."""
    return str(french_list([one.display_name for one in row.holders]))


def hours_words(start: time, end: time) -> str:
    """14 h – 15 h 30."""
    return f"{hour_words(start)}{THIN}–{THIN}{hour_words(end)}"


def where_words(row: Any) -> str:
    """« à la structure, Salle 2 »."""
    kind = str(PlaceKind(row.place_kind).label)
    return f"{kind}, {row.place.name}" if row.place_id and row.place else kind


TONES = {Status.SEEN: "done", Status.NO_SHOW: "late", Status.EXCUSED: "neutral", Status.REVOKED: "neutral"}


def badge_of(row: Any, now: datetime) -> Badge | None:
    """What became of it; « à qualifier » when it is over and nobody said."""
    if row.status == Status.UNKNOWN:
        return (
            Badge(_("à qualifier"), "soon")
            if is_to_settle(row.status, ends_at=row.ends_at, now=now)
            else None
        )
    return Badge(capital(str(Status(row.status).label)), TONES[Status(row.status)])


def days_of(
    shown: Shown, days: Sequence[date], rows: Iterable[Any], calendar: Calendar, *, book: str = ""
) -> list[Day]:
    """The rows by day; a meeting over midnight stands on the day it begins. book: the address a new one starts from."""
    lines: dict[date, list[Line]] = {day: [] for day in days}
    for row in rows:
        line = shown.line(row)
        lines.setdefault(line.start.date(), []).append(line)
    return [
        Day(
            day=day,
            lines=lines[day],
            marks=marks_of(day, calendar),
            is_closed=day in calendar.public or day.weekday() == 6,
            is_today=day == shown.actor.today,
            book_url=f"{book}?jour={day.isoformat()}" if book else "",
        )
        for day in days
    ]


def marks_of(day: date, calendar: Calendar) -> list[str]:
    found = [calendar.public.get(day, ""), calendar.school.get(day, "")]
    return [one for one in found if one]


def without_empty_ends(days: Sequence[Day]) -> list[Day]:
    """A week as it is worked: Saturday and Sunday stand there when they hold something, or are today."""
    return [day for day in days if day.day.weekday() < 5 or day.lines or day.is_today]


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    is_reserved: bool = False


def facts_of(row: Any, about: About, where: str, actor: Any) -> list[Fact]:
    """What the page of an appointment says, line by line."""
    here = zone(actor.organisation.time_zone)
    booked = row.booked_at.astimezone(here).date()
    said = [
        Fact(_("Avec"), holders_words(row)),
        Fact(_("Où"), ". ".join(part for part in (capital(where_words(row)), where) if part)),
        Fact(_("De quoi on parle"), str(THEMES[about.theme][0]) if about.theme in THEMES else ""),
        Fact(_("Avec qui"), str(Counterpart(about.counterpart).label) if about.counterpart else ""),
        Fact(_("À préparer"), about.words),
        Fact(_("Se répète"), rhythm_words(row.series) if row.series else ""),
        Fact(_("Rappel"), reminder_words(row)),
        Fact(_("Ce qu’il est devenu"), outcome_words(row)),
        Fact(_("Pris par"), f"{row.booked_by.display_name}, {booked:%d/%m/%Y}"),
    ]
    return [fact for fact in said if fact.value]


def reminder_words(row: Any) -> str:
    """Whether the person is reminded, while it is still to come."""
    if row.status != Status.UNKNOWN:
        return ""
    return _("oui, par message") if row.wants_reminder else _("non")


def outcome_words(row: Any) -> str:
    """« Honoré, 10 minutes de retard », « Absence non excusée : transport, trajet ; motif légitime »."""
    if row.status == Status.UNKNOWN:
        return ""
    said = capital(str(Status(row.status).label))
    if row.late_minutes:
        said += _(", %(n)s minutes de retard") % {"n": row.late_minutes}
    if row.reason:
        said += f"{THIN}: {Reason(row.reason).label}"
    if row.is_legitimate is not None:
        said += _(" (motif légitime)") if row.is_legitimate else _(" (motif non retenu)")
    return said


def rhythm_words(series: Any) -> str:
    """« toutes les 2 semaines à 14 h, jusqu’au 30/06/2027 », « chaque semaine à 9 h, sans fin prévue »."""
    every, is_week = series.every, series.unit == "week"
    if every == 1:
        said = _("chaque semaine") if is_week else _("chaque mois")
    else:
        said = (_("toutes les %(n)s semaines") if is_week else _("tous les %(n)s mois")) % {"n": every}
    end = (
        _("jusqu’au %(day)s") % {"day": f"{series.until_on:%d/%m/%Y}"}
        if series.until_on
        else _("sans fin prévue")
    )
    return _("%(often)s à %(hour)s, %(end)s") % {"often": said, "hour": hour_words(series.at), "end": end}


# My day


@dataclass(frozen=True)
class Mine:
    """One's own appointments of the day, and those passed that wait for a word."""

    today: Sequence[Line]
    to_settle: Sequence[Line]


def bounds_of_mine(actor: Any) -> tuple[datetime, datetime]:
    """From how far back to settle, up to the end of today."""
    start, end = bounds_of(actor.today, zone(actor.organisation.time_zone))
    return start - timedelta(days=fetch.LONGEST_OPEN_DAYS), end


def mine_of(actor: Any, rows: Sequence[Any], people: dict[UUID, Any]) -> Mine:
    """The rows of `fetch.day_of`, as my day shows them. No query."""
    shown = Shown(actor, people, timezone.now())
    lines = [(row, shown.line(row)) for row in rows]
    today = [line for _row, line in lines if line.start.date() == actor.today]
    return Mine(today, [line for _row, line in lines if line.start.date() < actor.today])


def next_lines(actor: Any, person: Any) -> list[Line]:
    """The next meetings of a person, for the page of the dossier. One query."""
    if not can(actor, "appointment:see"):
        return []
    now = timezone.now()
    shown = Shown(actor, {person.pk: person}, now, shows_member=True, shows_person=False)
    return [shown.line(row) for row in fetch.next_of(actor, person.organisation_id, person.pk, now)]


def next_step(actor: Any, person: Any) -> tuple[str, str] | None:
    """Beside a contact being noted: when one sees the person again."""
    if person.organisation_id != actor.organisation.pk or not can(actor, "appointment:book"):
        return None
    return _("Prendre le prochain rendez-vous"), address("book_appointment", person.pk)
