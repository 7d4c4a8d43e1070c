"""What became of the goals of a pathway, said with the person; where one thinks of going."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.enums import PARTITION_WORDS
from cordee.assessments.fetch import person_with_key
from cordee.goals import fetch, foreseeing, panels, reviewing
from cordee.goals.access import SETTERS, may_write, why_not
from cordee.goals.forms import ForeseeForm, ReviewForm
from cordee.goals.views import TAB, explain, log_opening, section_for
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.partitions import CODES
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing.access import page


@page(roles=SETTERS, writes=True)
def review(request: HttpRequest, pk: UUID, pathway_id: UUID, part: str = "") -> HttpResponse:
    """Say with the person what became of each goal of a pathway; those of a restricted part, apart."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    code = panels.PARTS.get(part, "")
    if part and code not in fetch.restricted_parts(actor, person):
        raise Http404
    pathway = fetch.running_pathway(actor, person, pathway_id)
    told = fetch.goals_of(actor, person, pathway=pathway.pk, part=code)
    goals = [one for one in told if may_write(actor, person, CODES[one.part], "goal:review")]
    if request.method == "POST":
        form = ReviewForm(request.POST, goals=goals, today=actor.today)
        if form.is_valid() and _review(request, person, pathway, form):
            return HttpResponseRedirect(reverse("person_project", args=[person.pk]))
    else:
        form = ReviewForm(goals=goals, initial={"day": actor.today, "with_person": True}, today=actor.today)
        log_opening(actor, person, code)
    context = {
        **around(actor, person, TAB, _("Bilan")),
        "form": form,
        "part": PARTITION_WORDS[code] if code else "",
        "back": reverse("person_project", args=[person.pk]),
    }
    return render(request, "goals/review.html", context, status=422 if form.is_bound else 200)


def _review(request: HttpRequest, person: Person, pathway: Any, form: ReviewForm) -> bool:
    kept = form.cleaned_data
    by = request.actor  # type: ignore[attr-defined]
    try:
        made = reviewing.review_goals(
            person, pathway, form.reviewed(), by=by, on=kept["day"], with_person=kept["with_person"]
        )
    except (BadInput, RuleBroken, StaleState) as error:
        explain(form, error)
        return False
    messages.success(request, panels.reviewed_words(len(made)))
    return True


@page(roles=SETTERS, writes=True)
def foresee(request: HttpRequest, pk: UUID, pathway_id: UUID) -> HttpResponse:
    """Where one thinks of going, several ways at once; it guides, it binds nobody."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_project(actor, pk)
    pathway = fetch.running_pathway(actor, person, pathway_id)
    section = section_for(pathway.programme_version_id)
    dimensions = [
        one for one in section.dimensions if may_write(actor, person, one.partition, "orientation:foresee")
    ]
    if not dimensions:
        raise PermissionDenied(why_not(actor, "orientation:foresee"))
    closed = any(one.part == "health" for one in dimensions)
    standing = fetch.foreseen_told(person) + (fetch.foreseen_of(actor, person, "health") if closed else [])
    own = [one for one in standing if one.row.pathway_id == pathway.pk]
    if request.method == "POST":
        form = ForeseeForm(request.POST, dimensions=dimensions, standing=own, today=actor.today)
        if form.is_valid() and _foresee(request, person, pathway, form):
            return HttpResponseRedirect(reverse("person_project", args=[person.pk]))
    else:
        form = ForeseeForm(dimensions=dimensions, standing=own, today=actor.today)
        log_opening(actor, person, "health" if closed else "")
    context = {
        **around(actor, person, TAB, _("Orientation envisagée")),
        "form": form,
        "back": reverse("person_project", args=[person.pk]),
    }
    return render(request, "goals/foresee.html", context, status=422 if form.is_bound else 200)


def _foresee(request: HttpRequest, person: Person, pathway: Any, form: ForeseeForm) -> bool:
    try:
        changed = foreseeing.foresee(person, pathway, form.wanted(), by=request.actor)  # type: ignore[attr-defined]
    except BadInput as error:
        explain(form, error)
        return False
    said = _("C’est noté.") if changed else _("Rien n’a changé\u202f: rien n’a été noté.")
    messages.success(request, said)
    return True
