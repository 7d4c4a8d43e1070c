"""Appointments that come back: a rhythm booked, moved from one on, ended; written a year ahead while it lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import zone
from cordee.appointments import actions, telling
from cordee.appointments.actions import Outcome, Wanted, When
from cordee.appointments.enums import Status, Unit
from cordee.appointments.holidays import calendar_of
from cordee.appointments.matters import NOTHING, TABLES, About, change_matter, read_matter
from cordee.appointments.models import Appointment, Series
from cordee.appointments.recurring import days_of, horizon
from cordee.kernel.errors import BadInput
from cordee.kernel.wall_clock import instant_at
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder

FEWEST = 2


@dataclass(frozen=True)
class Rhythm:
    """every so many weeks or months. until: the last day, None for as long as it lasts."""

    every: int = 1
    unit: str = Unit.WEEK
    until: date | None = None
    skips_public: bool = True
    skips_school: bool = False


Times = list[tuple[datetime, datetime]]


def days_written(
    rhythm: Rhythm, first: date, *, house: Any, today: date, begin: date | None = None
) -> list[date]:
    """The days to write now, and up to when. begin: not before, for a rhythm that goes on."""
    last = horizon(first, today, rhythm.until)
    closed = calendar_of(house, first, max(last, first)).closed(
        public=rhythm.skips_public, school=rhythm.skips_school
    )
    found = days_of(first, every=rhythm.every, unit=rhythm.unit, until=last, closed=closed)
    return [day for day in found if begin is None or day >= begin]


def times_on(days: Sequence[date], when: When, house: Any) -> Times:
    """The instants of an hour of the wall on these days: it stays the same hour when clocks change."""
    here, lasts = zone(house.time_zone), timedelta(minutes=when.minutes)
    return [(start, start + lasts) for start in (instant_at(day, when.at, here) for day in days)]


@transaction.atomic
def book_rhythm(
    person: Person, *, by: Actor, wanted: Wanted, rhythm: Rhythm, despite: bool = False
) -> list[Appointment]:
    """Book every meeting of a rhythm up to its end, or a year ahead. Raises as `book_appointment`."""
    actions.check_wanted(person, wanted, by=by)
    actions.times_of(wanted.when, by)
    days, until = _checked_days(wanted.when.day, rhythm, by=by)
    times = times_on(days, wanted.when, by.organisation)
    if not despite:
        actions.check_free(person, wanted, times, by=by)
    series = _series(person, wanted.when, rhythm, by=by, until=until)
    return actions.write_appointments(person, wanted, times, by=by, series=series)


def _checked_days(first: date, rhythm: Rhythm, *, by: Actor) -> tuple[list[date], date]:
    if rhythm.until is not None and rhythm.until < first:
        raise BadInput("until", _("Le dernier jour vient avant le premier\u202f: vérifiez les deux."))
    days = days_written(rhythm, first, house=by.organisation, today=by.today)
    if len(days) < FEWEST:
        raise BadInput(
            "until",
            _("Ce rythme ne donne pas deux rendez-vous\u202f: éloignez le dernier jour, ou laissez-le vide."),
        )
    return days, horizon(first, by.today, rhythm.until)


def _series(person: Person, when: When, rhythm: Rhythm, *, by: Actor, until: date) -> Series:
    series = Series(
        organisation_id=person.organisation_id, person_id=person.pk, first_on=when.day, at=when.at,
        minutes=when.minutes, every=rhythm.every, unit=rhythm.unit, until_on=rhythm.until, written_until=until,
        skips_public=rhythm.skips_public, skips_school=rhythm.skips_school, booked_by=by.member,
    )  # fmt: skip
    series.save(force_insert=True)
    return series


def rhythm_of(series: Series) -> Rhythm:
    return Rhythm(series.every, series.unit, series.until_on, series.skips_public, series.skips_school)


def following(appointment: Appointment) -> list[Appointment]:
    """This one and those after it in its rhythm, still to come; itself alone without one."""
    if appointment.series_id is None:
        return [appointment]
    rows = Appointment.objects.filter(
        series=appointment.series_id, status=Status.UNKNOWN, starts_at__gte=appointment.starts_at
    )
    return list(rows.order_by("starts_at", "pk"))


@transaction.atomic
def move_following(
    appointment: Appointment,
    person: Person,
    *,
    by: Actor,
    wanted: Wanted,
    version: int,
    despite: bool = False,
) -> int:
    """Move this one and all the following: the same rhythm, from another day, at another hour. Returns how many.

    Raises as `move_appointment`.
    """
    actions.check_wanted(person, wanted, by=by)
    kept = actions.locked(appointment, version)
    series = kept.series
    if series is None or kept.status != Status.UNKNOWN:
        raise BadInput("day", _("Ce rendez-vous ne se répète plus\u202f: déplacez-le seul."))
    actions.times_of(wanted.when, by)
    rows = following(kept)
    rhythm = rhythm_of(series)
    days, until = (
        _checked_days(wanted.when.day, rhythm, by=by)
        if len(rows) > 1
        else ([wanted.when.day], series.written_until)
    )
    times = times_on(days, wanted.when, by.organisation)
    if not despite:
        actions.check_free(person, wanted, times, by=by, leaving=[row.pk for row in rows])
    _end(series, kept, by=by)
    fresh = _series(person, wanted.when, rhythm, by=by, until=until)
    for row, (start, end) in zip(rows, times, strict=False):
        _retimed(row, person, wanted, start, end, fresh, by=by)
    actions.call_off(rows[len(times) :], person, by=by, outcome=Outcome(Status.REVOKED))
    actions.write_appointments(person, wanted, times[len(rows) :], by=by, series=fresh)
    actions.tell(person, "appointment_moved", rows[0], by=by, times=len(times))
    return len(times)


def _retimed(
    row: Appointment,
    person: Person,
    wanted: Wanted,
    start: datetime,
    end: datetime,
    series: Series,
    *,
    by: Actor,
) -> None:
    telling.withdraw(row, by=by)
    actions.rewrite(row, wanted, (start, end), key=key_of(person), series=series)
    change_matter(row, wanted.about, key=key_of(person))


def _end(series: Series, at: Appointment, *, by: Actor) -> None:
    """The rhythm ends before this meeting."""
    day = at.starts_at.astimezone(zone(by.organisation.time_zone)).date() - timedelta(days=1)
    series.until_on = max(series.first_on, day)
    series.written_until = series.until_on
    series.save(update_fields=["until_on", "written_until"])


@transaction.atomic
def end_rhythm(appointment: Appointment, person: Person, *, by: Actor, outcome: Outcome) -> int:
    """Call off this one and all the following. Returns how many. Raises NotAllowed, BadInput, StaleState."""
    rows = following(appointment)
    if appointment.series is not None:
        _end(appointment.series, appointment, by=by)
    return actions.call_off(rows, person, by=by, outcome=outcome)


def go_on(series: Series, person: Person, *, by: Actor) -> int:
    """Write what is missing of the year ahead, as the last meetings were. Asked each time one is settled."""
    if series.until_on is not None and series.written_until >= series.until_on:
        return 0
    rhythm = rhythm_of(series)
    last = horizon(series.first_on, by.today, rhythm.until)
    if (last - series.written_until).days < 28:
        return 0  # a month at a time
    begin = series.written_until + timedelta(days=1)
    days = days_written(rhythm, series.first_on, house=by.organisation, today=by.today, begin=begin)
    when = When(series.first_on, series.at, series.minutes)
    with for_the_holder(series.organisation_id):
        wanted = _as_before(series, person, when)
        if wanted is None:
            return 0
        made = actions.write_appointments(
            person, wanted, times_on(days, when, by.organisation), by=by, series=series, is_told=False
        )
        series.written_until = last
        series.save(update_fields=["written_until"])
    return len(made)


def _as_before(series: Series, person: Person, when: When) -> Wanted | None:
    """The last meeting of a rhythm, as a wish for the next ones."""
    last = (
        Appointment.objects.filter(series=series)
        .select_related("member", "colleague", "place")
        .order_by("-starts_at")
        .first()
    )
    if last is None:
        return None
    key = key_of(person)
    where = actions.Where(last.place_kind, last.place, unseal_text(key, last, "sealed_where", person.pk))
    return Wanted(
        when,
        where,
        last.member,
        _about(last, key),
        last.wants_reminder,
        last.means_is_safe,
        last.colleague,
    )


def _about(appointment: Appointment, key: bytes) -> About:
    for table in TABLES:
        row = table.objects.filter(appointment=appointment).first()  # type: ignore[attr-defined]
        if row is not None and (about := read_matter(row, key)):
            return about
    return NOTHING
