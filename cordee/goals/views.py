"""The tab «Projet» of a dossier: projects and goals, restricted parts; the page the person takes home."""

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
from cordee.goals import fetch, foreseeing, panels
from cordee.goals.access import ROLES, why_not
from cordee.goals.actions import section_of
from cordee.goals.forms import ProjectForm
from cordee.goals.own_page import own_page_of, printed
from cordee.goals.section import Goals
from cordee.kernel.errors import BadInput, CordeeError, RuleBroken
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS
from cordee.people import drafts
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming

TAB = "projet"


def log_opening(actor: Any, person: Person, part: str = "") -> None:
    """The reading of a project; of a restricted part, under its own name."""
    restricted = part in CODES and bool(CODES[part] & RESTRICTED_PARTITIONS)
    what = f"partition.{part}" if restricted else "project.opened"
    access_log.record(actor, what=what, person=person.pk, holder=person.organisation_id, detail="goals")


@page()
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the person wants, what is done for it, where one thinks of going."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_project(actor, pk)
    pathways = fetch.pathways_of(actor, person)
    told = fetch.goals_of(actor, person)
    log_opening(actor, person)
    views = [panels.goal_view(actor, person, one) for one in told]
    context = {
        **around(actor, person, TAB, _("Projet")),
        "projects": panels.projects_of(actor, person, fetch.projects_told(person)),
        "open_goals": [view for view in views if view.is_open],
        "over": [view for view in views if not view.is_open],
        "pathways": panels.pathway_views(actor, person, pathways, fetch.foreseen_told(person), told),
        "restricted": panels.restricted_of(actor, person),
        "may_write": bool(panels.writable_parts(actor, person)),
    }
    return render(request, "goals/project.html", context)


@page()
def project_part(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """The goals of a restricted part, alone; the reading is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    code = panels.PARTS.get(part, "")
    if code not in fetch.restricted_parts(actor, person):
        raise Http404
    log_opening(actor, person, code)
    told = fetch.goals_of(actor, person, part=code)
    running = [one for one in fetch.pathways_of(actor, person) if one.is_running]
    foreseen = fetch.foreseen_of(actor, person, code) if code == "health" else []
    context = {
        **around(actor, person, TAB, _("Projet")),
        "part": PARTITION_WORDS[code],
        "goals": [panels.goal_view(actor, person, one) for one in told],
        "dimensions": panels.restricted_dimensions(running, foreseen, code),
        "review_url": panels.review_part_url(actor, person, running, told, code),
        "is_part": bool(getattr(request, "htmx", False)),
    }
    template = "goals/_part.html" if context["is_part"] else "goals/part.html"
    return render(request, template, context)


@page()
def own_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Mon projet »: what the person takes home, in easy French; open parts only, whatever the reader may open."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_project(actor, pk)
    told = fetch.goals_of(actor, person)
    access_log.record(actor, what="project.printed", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, _("Mon projet")),
        "own": own_page_of(actor, person, fetch.projects_told(person), told),
        "back": reverse("person_project", args=[person.pk]),
    }
    return render(request, "goals/own_page.html", context)


@page()
def own_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a tagged PDF."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_project(actor, pk)
    own = own_page_of(actor, person, fetch.projects_told(person), fetch.goals_of(actor, person))
    access_log.record(actor, what="project.printed", person=person.pk, holder=person.organisation_id)
    return giving.attachment(printed(own), naming.offered(_("Mon projet"), "pdf"), "application/pdf")


@page(roles=ROLES["project:write"], writes=True)
def write(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """What the person wants for their life, or for their work, in their words."""
    actor = request.actor  # type: ignore[attr-defined]
    if kind not in panels.SLUG_KINDS:
        raise Http404
    person = fetch.person_with_project(actor, pk)
    code = panels.SLUG_KINDS[kind]
    before = next(
        (one for one in panels.projects_of(actor, person, fetch.projects_told(person)) if one.kind == code),
        None,
    )
    if before is None or not before.url:
        raise PermissionDenied(why_not(actor, "project:write"))
    pathway = fetch.running_pathway(actor, person)
    if request.method == "POST":
        form = ProjectForm(request.POST, today=actor.today)
        if form.is_valid() and _keep_project(request, person, pathway, code, form):
            drafts.drop_draft(actor, f"projet-{kind}", person)
            return HttpResponseRedirect(reverse("person_project", args=[person.pk]))
        resumed = drafts.NOTHING
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, f"projet-{kind}", person)
        first = {"words": before.told.words if before.told else "", "said_on": actor.today}
        form = ProjectForm(initial=first | resumed.typed, today=actor.today)
        log_opening(actor, person)
    context = {
        **around(actor, person, TAB, before.label),
        "form": form,
        "label": before.label,
        "resumed": resumed,
        "action": request.path,
        "draft_url": reverse("person_draft", args=[person.pk, f"projet-{kind}"]),
        "back": reverse("person_project", args=[person.pk]),
    }
    return render(request, "goals/write.html", context, status=422 if form.is_bound else 200)


def _keep_project(request: HttpRequest, person: Person, pathway: Any, kind: str, form: ProjectForm) -> bool:
    kept = form.cleaned_data
    by = request.actor  # type: ignore[attr-defined]
    try:
        foreseeing.write_project(person, pathway, by=by, kind=kind, words=kept["words"], on=kept["said_on"])
    except BadInput as error:
        explain(form, error)
        return False
    messages.success(request, _("C’est gardé. Ce qu’elle disait avant reste dans l’histoire."))
    return True


def explain(form: Any, error: CordeeError) -> None:
    """Say on its field, else above the form, what cannot be."""
    field_of = getattr(form, "field_of", str)
    if isinstance(error, BadInput) and field_of(error.field) in form.fields:
        form.add_error(field_of(error.field), error.message)
    elif isinstance(error, RuleBroken) and (field := RULE_FIELDS.get(error.verdicts[0].rule)) in form.fields:
        form.add_error(field, error.message)
    else:
        form.add_error(None, str(error))


RULE_FIELDS = {"OBJ-01": "day", "OBJ-02": "target_on", "OBJ-03": "due_on"}


def goal_page(
    request: HttpRequest, person: Person, form: Any, title: str, back: str, **more: Any
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        **around(actor, person, TAB, title),
        "form": form,
        "title": title,
        "back": back,
        "action": request.path,
        **more,
    }
    status = 409 if getattr(form, "theirs", "") else 422 if form.is_bound else 200
    return render(request, "goals/form.html", context, status=status)


def section_for(version_id: UUID) -> Goals:
    """What the programme says of goals. Raises Http404 where it says nothing."""
    try:
        return section_of(version_id)
    except BadInput:
        raise Http404 from None
