"""The steps of a goal: noted, said otherwise, moved in one gesture, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.assessments.fetch import person_with_key
from cordee.goals import fetch, panels, stepping
from cordee.goals.access import ROLES, may_write, why_not
from cordee.goals.actions import ChangedMeanwhile
from cordee.goals.forms import StepForm, step_initial
from cordee.goals.models import is_sealed_whole
from cordee.goals.moves import TAKES_BACK
from cordee.goals.views import explain, goal_page, log_opening
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.partitions import CODES
from cordee.pathways.fetch import Choices
from cordee.people.models import Person
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo

STEPPERS = ROLES["step:change"]


def found(request: HttpRequest, pk: UUID, part: str, goal_id: UUID) -> tuple[Person, fetch.ToldGoal]:
    """The person and a goal whose steps the actor may write. Raises Http404, PermissionDenied."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.goal_for(actor, person, panels.PARTS.get(part, ""), goal_id)
    if not may_write(actor, person, CODES[told.part], "step:change"):
        raise PermissionDenied(why_not(actor, "step:change"))
    return person, told


@page(roles=STEPPERS, writes=True)
def new_step(request: HttpRequest, pk: UUID, part: str, goal_id: UUID) -> HttpResponse:
    """Note what is to be done for a goal: what, who, by when."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, part, goal_id)
    back = reverse("goal", args=[person.pk, part, told.row.pk])
    more = offered(actor, told)
    if request.method == "POST":
        form = StepForm(request.POST, today=actor.today, **more)
        if form.is_valid() and _add(request, person, told, form):
            return HttpResponseRedirect(back)
    else:
        form = StepForm(initial={"who": "person"}, today=actor.today, **more)
        log_opening(actor, person, told.part)
    return goal_page(request, person, form, _("Une étape"), back, goal_label=told.label)


def offered(actor: Any, told: fetch.ToldGoal) -> dict[str, Any]:
    counts = not is_sealed_whole(told.row.partition)
    return {"section": told.section, "members": Choices(actor).professionals, "counts": counts}


def member_of(actor: Any, form: StepForm) -> Any:
    """The colleague named, among those of the house."""
    named = form.cleaned_data["in_charge"]
    return Choices(actor).member(named) if named else None


def _add(request: HttpRequest, person: Person, told: fetch.ToldGoal, form: StepForm) -> bool:
    by = request.actor  # type: ignore[attr-defined]
    try:
        made = stepping.add_step(told.row, person, form.wanted(member_of(by, form)), by=by)
    except (BadInput, RuleBroken, StaleState) as error:
        explain(form, error)
        return False
    where = [person.pk, panels.SLUGS[told.part], told.row.pk, made.pk]
    offer_undo(request, _("Étape notée."), reverse("withdraw_step", args=where))
    return True


@page(roles=STEPPERS, writes=True)
def change_step(request: HttpRequest, pk: UUID, part: str, goal_id: UUID, step_id: UUID) -> HttpResponse:
    """Say a step otherwise: what, who, by when."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, part, goal_id)
    step = fetch.step_of(told, step_id)
    back = reverse("goal", args=[person.pk, part, told.row.pk])
    more = offered(actor, told)
    if request.method == "POST":
        form = StepForm(request.POST, today=actor.today, **more)
        if form.is_valid() and _change(request, person, step, form):
            messages.success(request, _("Étape modifiée."))
            return HttpResponseRedirect(back)
    else:
        form = StepForm(initial=step_initial(step), today=actor.today, **more)
        log_opening(actor, person, told.part)
    return goal_page(request, person, form, _("Modifier l’étape"), back, goal_label=told.label)


def _change(request: HttpRequest, person: Person, step: fetch.ToldStep, form: StepForm) -> bool:
    by, seen = request.actor, form.cleaned_data["seen"] or 0  # type: ignore[attr-defined]
    try:
        stepping.change_step(step.row, person, form.wanted(member_of(by, form)), by=by, seen=seen)
    except ChangedMeanwhile as conflict:
        form.meet(conflict.theirs.words, conflict.version)
        return False
    except (BadInput, RuleBroken, StaleState) as error:
        explain(form, error)
        return False
    return True


@page(roles=STEPPERS, only_writes=True)
def move_step(request: HttpRequest, pk: UUID, part: str, goal_id: UUID, step_id: UUID) -> HttpResponse:
    """Begin it, do it, put it aside, give it up, take it up again; taken back for ten minutes."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, part, goal_id)
    step = fetch.step_of(told, step_id)
    where = [person.pk, part, told.row.pk, step.row.pk]
    try:
        before = stepping.move_step(step.row, person, request.POST.get("move", ""), by=actor)
    except StaleState as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("goal", args=where[:3]))
    said = panels.moved_words(request.POST.get("move", ""))
    if before in TAKES_BACK:
        offer_undo(request, said, reverse("undo_step", args=[*where, TAKES_BACK[before]]))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("goal", args=where[:3]))


@page(roles=STEPPERS, only_writes=True)
def undo_step(
    request: HttpRequest, pk: UUID, part: str, goal_id: UUID, step_id: UUID, move: str
) -> HttpResponse:
    """Put a step back in the state it was in."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, part, goal_id)
    step = fetch.step_of(told, step_id)
    try:
        stepping.move_step(step.row, person, move, by=actor)
        messages.success(request, _("L’étape est revenue comme avant."))
    except StaleState as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("goal", args=[person.pk, part, told.row.pk]))


@page(roles=STEPPERS, only_writes=True)
def withdraw_step(request: HttpRequest, pk: UUID, part: str, goal_id: UUID, step_id: UUID) -> HttpResponse:
    """Take back a step noted by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, part, goal_id)
    step = fetch.step_of(told, step_id)
    stepping.withdraw_step(step.row, person, by=actor)
    messages.success(request, _("Étape retirée."))
    return HttpResponseRedirect(reverse("goal", args=[person.pk, part, told.row.pk]))
