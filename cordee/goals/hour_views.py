"""The hours of a step, week by week: what was planned, what somebody says of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.goals import counted, fetch, stepping
from cordee.goals.forms import SeenForm, seen_field
from cordee.goals.step_views import STEPPERS, found
from cordee.goals.views import TAB, explain, log_opening
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.hours import hours_words, monday_of
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing.access import page
from cordee.ui.fields import HoursField

BEHIND = 8  # weeks one may speak of at once; those before stay as they were said


@dataclass(frozen=True)
class AskedWeek:
    """A week as the form asks it. planned: in words, nothing where nothing was."""

    monday: date
    sunday: date
    planned: str
    done: Any
    justified: Any


class HoursForm(SeenForm):
    """What became of the hours of each week, the latest first; a week left empty is not spoken of."""

    seen = seen_field()

    def __init__(
        self, *args: Any, weeks: Mapping[date, int], said: counted.Carried, today: date, **more: Any
    ) -> None:
        """weeks: minutes planned, by Monday."""
        self.weeks, self.today = weeks, today
        asked, initial = {}, dict(more.pop("initial", {}))
        for monday in weeks:
            asked[f"done-{monday}"] = HoursField(label=gettext_lazy("Faites"), required=False, max_length=40)
            asked[f"justified-{monday}"] = HoursField(
                label=gettext_lazy("Justifiées"), required=False, max_length=40
            )
            if monday in said.weeks:
                initial[f"done-{monday}"], initial[f"justified-{monday}"] = said.weeks[monday]
        self.base_fields = {**asked, **type(self).base_fields}  # type: ignore[misc]
        super().__init__(*args, initial=initial, today=today, **more)

    @property
    def asked(self) -> Iterator[AskedWeek]:
        for monday, planned in self.weeks.items():
            words = hours_words(planned) if planned else ""
            yield AskedWeek(
                monday,
                monday + timedelta(days=6),
                words,
                self[f"done-{monday}"],
                self[f"justified-{monday}"],
            )

    def said(self, *, as_planned: bool) -> dict[date, tuple[int, int]]:
        """By Monday. as_planned: the weeks that are over and that nobody spoke of went as planned."""
        kept, told = self.cleaned_data, {}
        for monday, planned in self.weeks.items():
            done, justified = kept[f"done-{monday}"], kept[f"justified-{monday}"]
            if done is not None or justified is not None:
                told[monday] = (done or 0, justified or 0)
            elif as_planned and planned and monday + timedelta(days=6) < self.today:
                told[monday] = (planned, 0)
        return told


def weeks_asked(step: counted.Carried, today: date) -> dict[date, int]:
    """The weeks one may speak of, the latest first, with the minutes planned in each."""
    last = monday_of(today)
    first = last - timedelta(weeks=BEHIND - 1)
    planned = set(counted.planned_weeks(step, first, last))
    known = planned | {monday for monday in step.weeks if first <= monday <= last}
    return {monday: step.minutes if monday in planned else 0 for monday in sorted(known, reverse=True)}


@page(roles=STEPPERS, writes=True)
def step_hours(request: HttpRequest, pk: UUID, part: str, goal_id: UUID, step_id: UUID) -> HttpResponse:
    """Say what became of the hours of a step, week by week. Raises Http404 where it carries none."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, part, goal_id)
    step = fetch.step_of(told, step_id)
    carried = counted.carried_by(step.row, counted.over_on(told.row))
    if carried is None:
        raise Http404
    back = reverse("goal", args=[person.pk, part, told.row.pk])
    more = {"weeks": weeks_asked(carried, actor.today), "said": carried, "today": actor.today}
    if request.method == "POST":
        form = HoursForm(request.POST, **more)
        if form.is_valid() and _keep(request, person, step, form):
            messages.success(request, _("C’est noté dans ses heures."))
            return HttpResponseRedirect(back)
    else:
        form = HoursForm(initial={"seen": step.row.version}, **more)
        log_opening(actor, person, told.part)
    context = {
        **around(actor, person, TAB, _("Heures de l’étape")),
        "form": form,
        "step": step,
        "back": back,
        "action": request.path,
        "hours_url": reverse("person_hours", args=[person.pk]),
    }
    return render(request, "goals/hours.html", context, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, person: Person, step: fetch.ToldStep, form: HoursForm) -> bool:
    by, seen = request.actor, form.cleaned_data["seen"] or 0  # type: ignore[attr-defined]
    said = form.said(as_planned="as_planned" in request.POST)
    try:
        stepping.note_hours(step.row, person, said, by=by, seen=seen)
    except StaleState as error:
        form.meet("", step.row.version)
        explain(form, error)
        return False
    except BadInput as error:
        explain(form, error)
        return False
    return True
