"""The hours of a person, week by week, in words; and what a house chose of their weights and of its reminders."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.appointments import asking, house
from cordee.appointments.access import HOURS_READERS, ROLES
from cordee.dossier.hours import HOURS, spells_of, target_for
from cordee.kernel.errors import BadInput
from cordee.kernel.hours import HEAVIEST, WHOLE, Target, Week, hours_words, monday_of, said, week_of
from cordee.people.fetch import person_for
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.forms import CordeeForm, FrenchDateField
from cordee.ui.shapes import Crumb

TAB = "rendez-vous"
BEHIND, AHEAD = 7, 2  # weeks shown around the one asked


@dataclass(frozen=True)
class Row:
    """A week as the page says it."""

    monday: date
    sunday: date
    planned: str
    done: str
    justified: str
    words: str
    is_now: bool


@page(roles=HOURS_READERS)
def hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ten weeks: planned, done, justified; what they come to, in words. Nothing follows from it by itself."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    access_log.record(actor, what="hours.opened", person=person.pk, holder=person.organisation_id)
    at = monday_of(asking.day_of(request, actor.today))
    mondays = [at + timedelta(weeks=turn) for turn in range(AHEAD, -BEHIND - 1, -1)]
    spells = spells_of(actor, person, mondays[-1], mondays[0] + timedelta(days=6))
    history = house.history_of(actor.organisation, mondays[0])
    weeks = [week_of(monday, spells, house.in_force(history, monday).weights) for monday in mondays]
    target = target_for(actor, person, at)
    here = next(week for week in weeks if week.monday == at)
    context = {
        **around(actor, person, TAB, _("Heures")),
        "rows": [row_of(week, target, actor.today) for week in weeks],
        "here": row_of(here, target, actor.today),
        "kinds": kinds_of(here),
        "target": target,
        "target_words": hours_words(target.minutes) if target else "",
        "before": (at - timedelta(weeks=BEHIND + 1)).isoformat(),
        "after": (at + timedelta(weeks=AHEAD + 1)).isoformat(),
    }
    return render(request, "appointments/hours.html", context)


def row_of(week: Week, target: Target | None, today: date) -> Row:
    return Row(
        week.monday, week.sunday, hours_words(week.planned), hours_words(week.done), hours_words(week.justified),
        said(week, target, today=today), week.monday <= today <= week.sunday,
    )  # fmt: skip


def kinds_of(week: Week) -> list[tuple[str, str, str, str]]:
    """(source, planned, done, justified) of each source that has hours that week."""
    labels = {code: str(source.label) for code, source in HOURS.items()}
    return [
        (labels.get(code, code), *(hours_words(minutes) for minutes in sums))  # type: ignore[misc]
        for code, sums in week.by_kind.items()
    ]


class ChoicesForm(CordeeForm):
    """How long before a reminder leaves; what an hour of each source weighs; from when."""

    remind_days = forms.IntegerField(
        label=gettext_lazy("Jours avant le rendez-vous"), min_value=1, max_value=house.MOST_DAYS
    )
    from_on = FrenchDateField(label=gettext_lazy("À partir du"), allow="future")

    def __init__(self, *args: Any, choices: house.Choices, today: date, **kwargs: Any) -> None:
        initial = {"remind_days": choices.remind_days, "from_on": today}
        super().__init__(*args, today=today, initial=initial, **kwargs)
        self.codes = [code for code, _source in HOURS.items()]
        for code, source in HOURS.items():
            name = f"weight_{code}"
            self.fields[name] = forms.IntegerField(
                label=source.label, min_value=0, max_value=HEAVIEST, initial=choices.weights.get(code, WHOLE)
            )

    @property
    def weight_fields(self) -> list[Any]:
        return [self[f"weight_{code}"] for code in self.codes]

    def weights(self) -> dict[str, int]:
        return {code: self.cleaned_data[f"weight_{code}"] for code in self.codes}


@page(roles=ROLES["hours:weigh"], writes=True)
def settings(request: HttpRequest) -> HttpResponse:
    """What the house chose, dated."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = house.choices_of(actor.organisation, actor.today)
    form = ChoicesForm(request.POST if request.method == "POST" else None, choices=chosen, today=actor.today)
    if form.is_valid() and kept(form, actor):
        messages.success(
            request, _("C’est enregistré. Les semaines d’avant gardent le poids qu’elles avaient.")
        )
        return HttpResponseRedirect(reverse("appointment_settings"))
    context = {
        "form": form,
        "crumbs": [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Rendez-vous et heures"))],
    }
    return render(request, "appointments/settings.html", context, status=422 if form.is_bound else 200)


def kept(form: ChoicesForm, actor: Any) -> bool:
    told = form.cleaned_data
    try:
        house.choose(
            by=actor, remind_days=told["remind_days"], weights=form.weights(), from_on=told["from_on"]
        )
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
