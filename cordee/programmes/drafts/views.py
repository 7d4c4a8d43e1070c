"""The pages of a draft: begin one, its summary, setting it aside, dating it. Its sections are in `sections`."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.plumbing.access import page
from cordee.programmes import hooks
from cordee.programmes.access import ROLES
from cordee.programmes.drafts import actions
from cordee.programmes.drafts import fetch as drafts
from cordee.programmes.drafts.comparing import differences
from cordee.programmes.drafts.document import at, plain
from cordee.programmes.drafts.faults import examined, faults_of
from cordee.programmes.drafts.forms import BeginForm, InForceForm
from cordee.programmes.drafts.shown import Card, Effects, cards, effects, shown_differences
from cordee.programmes.fetch import version_on
from cordee.programmes.loader import DefinitionError, Problem
from cordee.programmes.models import VersionDraft
from cordee.programmes.views import crumbs, programme_or_404, version_or_404
from cordee.ui.flash import offer_undo
from cordee.ui.shapes import Crumb

MANAGERS = ROLES["programme:prepare"]


@page(roles=MANAGERS, writes=True)
def new_programme(request: HttpRequest) -> HttpResponse:
    """A new programme, from one of the house's, one of the library, or a file."""
    actor = request.actor  # type: ignore[attr-defined]
    models = drafts.models_for(actor)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BeginForm(*sent, models=models)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.begin_copy(
                by=actor, text=form.cleaned_data["text"], label=form.cleaned_data["label"].strip()
            )
            return HttpResponseRedirect(reverse("draft", args=[draft.pk]))
        except BadInput as error:
            form.add_error(error.field, error.message)
    context = {"form": form, "models": models, "crumbs": crumbs(_("Nouveau programme"))}
    return render(request, "programmes/drafts/new.html", context, status=422 if form.is_bound else 200)


@page(roles=MANAGERS, only_writes=True)
def prepare_version(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of a programme, or go on with the draft already begun."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = programme_or_404(actor, code)
    version = version_or_404(programme, actor.today)
    draft = actions.begin_version(programme, by=actor, based_on=version)
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


@page(roles=MANAGERS)
def draft_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One card a section: what it says, what is left to mend."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.standing_draft(actor, pk)
    groups = cards(draft.text, draft.pk, actor.today)
    context = {
        "draft": draft,
        "groups": groups,
        "left": len(faults_of(draft.text)),
        "others": others(draft.text, groups),
        "crumbs": crumbs(draft.label),
    }
    return render(request, "programmes/drafts/draft.html", context)


def others(text: str, groups: list[tuple[str, list[Card]]]) -> list[Problem]:
    """What is wrong outside every section a form knows, in a text that came from a file."""
    told = {problem for _group, held in groups for card in held for problem in card.problems}
    return [problem for problem in faults_of(text) if problem not in told]


@page(roles=MANAGERS)
def draft_source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as a file, finished or not."""
    draft = drafts.draft_for(request.actor, pk)  # type: ignore[attr-defined]
    response = HttpResponse(draft.text, content_type="application/toml; charset=utf-8")
    code = at(plain(draft.text), ("programme", "code"))
    response["Content-Disposition"] = f'attachment; filename="{code}-brouillon.toml"'
    return response


@page(roles=MANAGERS, only_writes=True)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.draft_for(actor, pk)
    actions.discard_draft(draft, by=actor)
    offer_undo(request, _("Le brouillon est mis de côté."), reverse("draft_resume", args=[pk]))
    return HttpResponseRedirect(reverse("programmes"))


@page(roles=MANAGERS, only_writes=True)
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with a draft set aside."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.draft_for(actor, pk)
    try:
        actions.take_up_again(draft, by=actor)
    except BadInput as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("programmes"))
    return HttpResponseRedirect(reverse("draft", args=[pk]))


@page(roles=MANAGERS, writes=True)
def in_force(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changes, for whom; then from which day."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.standing_draft(actor, pk)
    sent = request.POST if request.method == "POST" else None
    form = InForceForm(sent, today=actor.today, initial={"on": actor.today})
    if request.method == "POST" and form.is_valid():
        done = _put_in_force(request, draft, form)
        if done is not None:
            return done
    status = 409 if form.has_error("__all__", "seen") else 422 if form.is_bound else 200
    return render(request, "programmes/drafts/in_force.html", preview(actor, draft, form), status=status)


def _put_in_force(request: HttpRequest, draft: VersionDraft, form: InForceForm) -> HttpResponse | None:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        version = actions.put_in_force(
            draft, by=actor, on=form.cleaned_data["on"], seen=form.cleaned_data["seen"]
        )
    except actions.DraftConflict as conflict:
        form.add_error(None, ValidationError(conflict.message, code="seen"))
        draft.refresh_from_db()
    except DefinitionError:
        form.add_error(None, _("Il reste des points à revoir avant de mettre en vigueur."))
    except BadInput as error:
        form.add_error(error.field, error.message)
    else:
        said = _("«\u202f%(label)s\u202f» est daté. Les parcours ouverts gardent leur version.")
        messages.success(request, said % {"label": version.definition.label})
        return HttpResponseRedirect(reverse("programme_versions", args=[version.definition.code]))
    return None


def preview(actor: Any, draft: VersionDraft, form: InForceForm) -> dict[str, Any]:
    """The version in force beside the new one, and the running pathways."""
    definition, problems = examined(draft.text)
    standing = version_on(draft.programme, actor.today) if draft.programme else None
    on: date = actor.today
    changes: list[Any] = []
    found: Effects | None = None
    if definition is not None and standing is not None:
        changes = shown_differences(differences(standing.definition, definition, on=on))
        found = effects(hooks.standings(actor, draft.programme), definition, actor)
    return {
        "draft": draft,
        "form": form,
        "seen": actions.seen_at(draft.text, ()),
        "left": len(problems),
        "told": [
            said for _group, held in cards(draft.text, draft.pk, on) for card in held for said in card.told
        ],
        "standing": standing,
        "changes": changes,
        "effects": found,
        "crumbs": [*crumbs(draft.label)[:-1], _crumb(draft), crumbs(_("Mettre en vigueur"))[-1]],
    }


def _crumb(draft: VersionDraft) -> Crumb:
    return Crumb(draft.label, reverse("draft", args=[draft.pk]))
