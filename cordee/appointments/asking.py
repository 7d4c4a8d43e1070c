"""What an address of the agenda asks for, read without trusting it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest

from cordee.appointments.holidays import week_of
from cordee.kernel.dates import add_days

ME, TEAM = "", "equipe"
DAY, WEEK = "jour", "semaine"


@dataclass(frozen=True)
class Asked:
    """view: DAY or WEEK; who: ME, TEAM or a member's identifier; place: a place's, or nothing."""

    day: date
    view: str
    who: str = ME
    place: str = ""

    @property
    def days(self) -> list[date]:
        return [self.day] if self.view == DAY else week_of(self.day)

    @property
    def before(self) -> date:
        return add_days(self.day, -1 if self.view == DAY else -7)

    @property
    def after(self) -> date:
        return add_days(self.day, 1 if self.view == DAY else 7)

    def query(self, **changes: Any) -> str:
        """The query string of this page with some parts changed."""
        told = {
            "jour": self.day.isoformat(),
            "vue": self.view,
            "qui": self.who,
            "lieu": self.place,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in told.items() if value})


def asked_of(request: HttpRequest, today: date, *, team: set[str], places: set[str]) -> Asked:
    """Raises Http404 for a colleague or a place that is not of the house, hidden and absent alike."""
    who, place = request.GET.get("qui", ME), request.GET.get("lieu", "")
    if who not in (ME, TEAM) and who not in team or place and place not in places:
        raise Http404
    view = request.GET.get("vue", WEEK)
    return Asked(day_of(request, today), view if view in (DAY, WEEK) else WEEK, who, place)


def day_of(request: HttpRequest, today: date) -> date:
    """The day an address asks for; today when there is none, or when it is not one of our century."""
    try:
        day = date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return today
    return day if today - timedelta(days=40_000) < day < today + timedelta(days=40_000) else today


def hour_of(request: HttpRequest) -> time | None:
    try:
        return time.fromisoformat(request.GET.get("heure", ""))
    except ValueError:
        return None


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
