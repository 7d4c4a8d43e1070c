"""The tab «Situation» of a dossier, a theme of it with its story, a theme being noted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.assessments import actions, fetch, panels
from cordee.assessments.access import ROLES, may_change, reason_against
from cordee.assessments.catalogue import Theme
from cordee.assessments.forms import ThemeForm
from cordee.kernel.errors import BadInput
from cordee.people import drafts
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page

TAB = "situation"


@page()
def situation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of somebody's life, on one page; restricted parts stay folded."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_key(actor, pk)
    standing = fetch.open_situation(actor, person)
    cards = panels.cards_of(actor, person, standing)
    access_log.record(actor, what="situation.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, _("Situation")),
        "cards": cards,
        "glance": panels.glance_of(cards, standing, actor.today),
        "watched": panels.watched(standing, cards, actor.today),
        "restricted": panels.restricted_of(actor, person),
    }
    return render(request, "assessments/situation.html", context)


@page()
def theme(request: HttpRequest, pk: UUID, theme: str) -> HttpResponse:
    """A theme and what has changed in it; alone when its folded part is opened. The reading is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_key(actor, pk)
    shown = fetch.theme_for(actor, person, theme)
    part = (shown.partition.name or "").lower()
    access_log.record(
        actor,
        what=f"partition.{part}" if shown.is_restricted else "situation.opened",
        person=person.pk,
        holder=person.organisation_id,
        detail=shown.code,
    )
    changes = fetch.changes_of(actor, person, shown)
    standing = {one.slot: one for one in reversed(changes) if one.row.replaced_at is None}
    is_part = bool(getattr(request, "htmx", False))
    context = {
        **around(actor, person, TAB, str(shown.label)),
        "card": panels.card_of(actor, person, shown, standing),
        "moments": panels.moments_of(shown, changes, actor.today),
        "is_part": is_part,
    }
    return render(request, "assessments/_theme.html" if is_part else "assessments/theme.html", context)


@page(roles=ROLES["situation:change"], writes=True)
def change(request: HttpRequest, pk: UUID, theme: str) -> HttpResponse:
    """Note what one was told of a theme. Nothing is compulsory; what one types is kept as one types it."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_key(actor, pk)
    shown = fetch.theme_for(actor, person, theme)
    if not may_change(actor, person, shown):
        raise PermissionDenied(reason_against(actor, "situation:change"))
    name, resumed = f"situation-{shown.slug}", drafts.NOTHING
    standing = fetch.theme_situation(actor, person, shown)
    if request.method == "POST":
        form = ThemeForm(request.POST, theme=shown, standing=standing, today=actor.today)
        if form.is_valid() and save(request, person, shown, form):
            drafts.drop_draft(actor, name, person)
            return HttpResponseRedirect(f"{reverse('person_situation', args=[person.pk])}#{shown.slug}")
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, name, person)
        form = ThemeForm(theme=shown, standing=standing, today=actor.today, typed=resumed.typed)
        if shown.is_restricted:
            log_opening(actor, person, shown)
    context = {
        **around(actor, person, TAB, str(shown.label)),
        "label": shown.label,
        "form": form,
        "resumed": resumed,
        "action": reverse("change_situation", args=[person.pk, shown.slug]),
        "draft_url": reverse("person_draft", args=[person.pk, name]),
    }
    status = 409 if form.theirs else 422 if form.is_bound else 200
    return render(request, "assessments/change.html", context, status=status)


def log_opening(actor: Any, person: Person, shown: Theme) -> None:
    """The form shows what the part holds: opening it is a reading."""
    part = (shown.partition.name or "").lower()
    access_log.record(
        actor, what=f"partition.{part}", person=person.pk, holder=person.organisation_id, detail=shown.code
    )


def save(request: HttpRequest, person: Person, shown: Theme, form: ThemeForm) -> bool:
    """Write it; or say on its field what cannot be, or beside it what a colleague noted meanwhile."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        changed = actions.note_situation(
            person, shown, by=actor, said=form.said(), on=form.cleaned_data["noted_on"]
        )
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    except actions.NotedMeanwhile as conflict:
        theirs = {
            slot: panels.value_of(shown.by_code[slot[0]], one.answer) for slot, one in conflict.theirs.items()
        }
        form.meet(theirs, fetch.theme_situation(actor, person, shown))
        return False
    messages.success(
        request,
        _("C’est noté. Ce qui était su avant reste dans l’histoire du thème.")
        if changed
        else _("Rien n’a changé\u202f: rien n’a été noté."),
    )
    return True
