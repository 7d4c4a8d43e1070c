"""Appointments for tests: a day at an hour of the house's clocks, as somebody would book one."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import time_machine

from cordee.accounts.models import zone
from cordee.appointments import actions
from cordee.appointments.actions import Wanted, When, Where
from cordee.appointments.fetch import person_with_key
from cordee.plumbing.context import acting_in


def at_noon(who):
    """The day goes on from noon, whatever the hour the tests run at."""
    noon = datetime.combine(who.today, time(12), zone(who.organisation.time_zone))
    return time_machine.travel(noon, tick=True)


def wanted(who, *, days=3, at=time(14, 30), minutes=60, kind="office", member=None, **more):
    """Something in so many days."""
    when = more.pop("when", None) or When(who.today + timedelta(days=days), at, minutes)
    where = more.pop("where", None) or Where(kind)
    return Wanted(when, where, member or who.member, **more)


def seen_by(who, person):
    with acting_in(who.context()):
        return person_with_key(who, person.pk)


def book(who, person, *, despite=False, **more):
    with acting_in(who.context()):
        return actions.book_appointment(
            person_with_key(who, person.pk), by=who, wanted=wanted(who, **more), despite=despite
        )


def past(who, person, *, days=1, **more):
    """One that took place some days ago, of which nobody has said anything."""
    return book(who, person, days=-days, despite=True, **more)


def settle(who, row, person, status, *, noted=False, version=None, **more):
    with acting_in(who.context()):
        return actions.settle_appointment(
            row, person_with_key(who, person.pk), by=who, outcome=actions.Outcome(status, **more),
            version=version or row.version, noted=noted,
        )  # fmt: skip


def move(who, row, person, asked, *, despite=False, version=None):
    with acting_in(who.context()):
        return actions.move_appointment(
            row,
            person_with_key(who, person.pk),
            by=who,
            wanted=asked,
            version=version or row.version,
            despite=despite,
        )


__all__ = ["replace"]
