"""A goal: decided with the person or made of a barrier, read, said otherwise, taken back, taken up again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.enums import PARTITION_WORDS
from cordee.assessments.fetch import person_with_key
from cordee.goals import actions, fetch, panels
from cordee.goals.access import SETTERS, may_write, why_not
from cordee.goals.actions import ChangedMeanwhile
from cordee.goals.forms import GoalForm, goal_initial
from cordee.goals.from_diagnosis import goal_of_theme
from cordee.goals.views import TAB, explain, goal_page, log_opening, section_for
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.partitions import CODES
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo


@page(roles=SETTERS, writes=True)
def new_goal(request: HttpRequest, pk: UUID, pathway_id: UUID) -> HttpResponse:
    """Decide a goal with the person: of the catalogue, or free, in their words."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    pathway = fetch.running_pathway(actor, person, pathway_id)
    section, parts = section_for(pathway.programme_version_id), panels.writable_parts(actor, person)
    if not parts:
        raise PermissionDenied(why_not(actor, "goal:set"))
    if request.method == "POST":
        form = GoalForm(request.POST, section=section, parts=parts, today=actor.today)
        made = _set(request, person, pathway, form) if form.is_valid() else None
        if made is not None:
            back = reverse("withdraw_goal", args=[person.pk, *_where(made)])
            offer_undo(request, _("Objectif posé. Il reste à dire par quelles étapes."), back)
            return HttpResponseRedirect(reverse("goal", args=[person.pk, *_where(made)]))
    else:
        first = {"set_on": actor.today, "agreed": True, "line": request.GET.get("objectif", "")}
        form = GoalForm(section=section, parts=parts, today=actor.today, initial=first)
    return goal_page(request, person, form, _("Un objectif"), reverse("person_project", args=[person.pk]))


def _set(request: HttpRequest, person: Person, pathway: Any, form: GoalForm) -> Any:
    try:
        return actions.set_goal(person, pathway, form.wanted(), by=request.actor)  # type: ignore[attr-defined]
    except (BadInput, RuleBroken) as error:
        explain(form, error)
        return None


def _where(row: Any) -> list[Any]:
    """The address of a goal: its part, its identifier."""
    part = next(code for code, partition in CODES.items() if int(partition) == row.partition)
    return [panels.SLUGS[part], row.pk]


@page()
def goal(request: HttpRequest, pk: UUID, part: str, goal_id: UUID) -> HttpResponse:
    """A goal, its steps, what its reviews said."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.goal_for(actor, person, panels.PARTS.get(part, ""), goal_id)
    log_opening(actor, person, told.part)
    view = panels.goal_view(actor, person, told)
    context = {
        **around(actor, person, TAB, told.label),
        "view": view,
        "reviews": [(one, panels.review_words(one)) for one in told.reviews],
        "part": PARTITION_WORDS[told.part] if part in ("sante", "protection") else "",
        "back": reverse("person_project", args=[person.pk]),
        "review_url": panels.review_url(person, told) if view.may_review and view.is_open else "",
    }
    return render(request, "goals/goal.html", context)


@page(roles=SETTERS, writes=True)
def change_goal(request: HttpRequest, pk: UUID, part: str, goal_id: UUID) -> HttpResponse:
    """Say a goal otherwise; two people who do it at once both keep their words."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.goal_for(actor, person, panels.PARTS.get(part, ""), goal_id)
    if not may_write(actor, person, CODES[told.part], "goal:set"):
        raise PermissionDenied(why_not(actor, "goal:set"))
    back = reverse("goal", args=[person.pk, part, told.row.pk])
    more: dict[str, Any] = {"section": told.section, "parts": [told.part], "theme": told.said.theme}
    if request.method == "POST":
        form = GoalForm(request.POST, today=actor.today, **more)
        if form.is_valid() and _change(request, person, told, form):
            messages.success(request, _("Objectif modifié."))
            return HttpResponseRedirect(back)
    else:
        form = GoalForm(initial=goal_initial(told), today=actor.today, **more)
        log_opening(actor, person, told.part)
    return goal_page(request, person, form, _("Modifier l’objectif"), back)


def _change(request: HttpRequest, person: Person, told: fetch.ToldGoal, form: GoalForm) -> bool:
    by, seen = request.actor, form.cleaned_data["seen"] or 0  # type: ignore[attr-defined]
    try:
        actions.change_goal(told.row, person, form.wanted(), by=by, seen=seen)
    except ChangedMeanwhile as conflict:
        form.meet(conflict.theirs.words, conflict.version)
        return False
    except (BadInput, RuleBroken, StaleState) as error:
        explain(form, error)
        return False
    return True


@page(roles=SETTERS, only_writes=True)
def withdraw_goal(request: HttpRequest, pk: UUID, part: str, goal_id: UUID) -> HttpResponse:
    """Take back a goal set by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.goal_for(actor, person, panels.PARTS.get(part, ""), goal_id)
    try:
        actions.withdraw_goal(told.row, person, by=actor)
    except StaleState as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("goal", args=[person.pk, part, told.row.pk]))
    messages.success(request, _("Objectif retiré."))
    return HttpResponseRedirect(reverse("person_project", args=[person.pk]))


@page(roles=SETTERS, only_writes=True)
def reopen_goal(request: HttpRequest, pk: UUID, part: str, goal_id: UUID) -> HttpResponse:
    """Take up again a goal that was over."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.goal_for(actor, person, panels.PARTS.get(part, ""), goal_id)
    try:
        actions.reopen_goal(told.row, person, by=actor)
    except StaleState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Objectif repris."))
    return HttpResponseRedirect(reverse("goal", args=[person.pk, part, told.row.pk]))


@page(roles=SETTERS, only_writes=True)
def from_barrier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a goal of a barrier of the diagnosis, in one gesture; it is said better afterwards."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    pathway = fetch.running_pathway(actor, person, fetch.uuid_of(request.POST.get("pathway", "")))
    try:
        wanted = goal_of_theme(pathway, request.POST.get("theme", ""), on=actor.today)
        made = actions.set_goal(person, pathway, wanted, by=actor)
    except BadInput as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("person_diagnosis", args=[person.pk]))
    back = reverse("withdraw_goal", args=[person.pk, *_where(made)])
    offer_undo(request, _("Un objectif est posé depuis ce frein. Dites-le dans ses mots."), back)
    return HttpResponseRedirect(reverse("change_goal", args=[person.pk, *_where(made)]))
