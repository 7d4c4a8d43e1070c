"""A contact noted in thirty seconds, a note written, read, rewritten; a deadline left aside or done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.dossier import actions, fetch
from cordee.dossier.access import WRITERS
from cordee.dossier.enums import Sector
from cordee.dossier.forms import ContactForm, EditNoteForm, NoteForm, PostponeForm
from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS
from cordee.people import drafts
from cordee.people.fetch import person_for
from cordee.people.tabs import tabs_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page

CONTACT, NOTE = "contact", "note"


@page(roles=WRITERS, writes=True)
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a contact: how, with whom, a few words."""
    return write(request, pk, CONTACT)


@page(roles=WRITERS, writes=True)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a note without a contact."""
    return write(request, pk, NOTE)


def write(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Both pages: a form that keeps its draft, then back to the thread."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    form_class = ContactForm if name == CONTACT else NoteForm
    if request.method == "POST":
        form = form_class(request.POST, actor=actor)
        if form.is_valid() and (answer := save(request, person, form, name)):
            return answer
    else:
        form = form_class(actor=actor, initial=drafts.draft_of(actor, name, person))
    context = {
        "person": person,
        "form": form,
        "is_contact": name == CONTACT,
        "tabs": tabs_of(person, "fil", actor),
        "draft_url": reverse("person_draft", args=[person.pk, name]),
        "today": actor.today,
    }
    return render(request, "dossier/write.html", context, status=422 if form.is_bound else 200)


def save(request: HttpRequest, person: Any, form: Any, name: str) -> HttpResponse | None:
    """Write it, or attach the refusal to its field and answer nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    met = actions.Contact(kept["means"], kept["counterpart"], kept["minutes"]) if name == CONTACT else None
    try:
        actions.write_note(
            person,
            by=actor,
            text=kept["text"],
            day=kept["day"],
            sector=kept["sector"],
            audience=kept["audience"],
            contact=met,
        )
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    drafts.drop_draft(actor, name, person)
    messages.success(request, _("Contact noté.") if met else _("Note enregistrée."))
    return HttpResponseRedirect(reverse("person", args=[person.pk]))


@page()
def read_note(request: HttpRequest, pk: UUID, sector: str, note_id: UUID) -> HttpResponse:
    """A note in full; the reading is logged, by partition where it is restricted."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    found = fetch.note_for(actor, person, sector, note_id)
    restricted = bool(CODES[sector] & RESTRICTED_PARTITIONS)
    access_log.record(
        actor,
        what=f"partition.{sector}" if restricted else "note.opened",
        person=person.pk,
        holder=person.organisation_id,
        detail=str(found.pk),
    )
    context = {
        "person": person,
        "note": found,
        "sector": Sector(sector),
        "text": fetch.text_of(found, person),
        "tabs": tabs_of(person, "fil", actor),
        "can_edit": bool(actor.roles & WRITERS),
        "today": actor.today,
    }
    return render(request, "dossier/note.html", context)


@page(roles=WRITERS, writes=True)
def edit_note(request: HttpRequest, pk: UUID, sector: str, note_id: UUID) -> HttpResponse:
    """Rewrite a note. When somebody else did meanwhile, both texts are shown and none is lost."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    found = fetch.note_for(actor, person, sector, note_id)
    theirs = ""
    if request.method == "POST":
        form = EditNoteForm(request.POST)
        if form.is_valid():
            try:
                actions.edit_note(found, person, by=actor, **form.cleaned_data)
                messages.success(request, _("Note modifiée. Le texte d’avant reste dans l’histoire du dossier."))
                return HttpResponseRedirect(reverse("note", args=[person.pk, sector, found.pk]))
            except actions.EditConflict as conflict:
                theirs = conflict.theirs
                form = EditNoteForm(initial={"text": conflict.mine, "version": conflict.note.version})
            except BadInput as error:
                form.add_error(error.field, error.message)
    else:
        initial = {"text": fetch.text_of(found, person), "version": found.version}
        form = EditNoteForm(initial=initial)
    context = {
        "person": person,
        "note": found,
        "form": form,
        "theirs": theirs,
        "tabs": tabs_of(person, "fil", actor),
        "today": actor.today,
    }
    status = 409 if theirs else 422 if form.is_bound else 200
    return render(request, "dossier/edit_note.html", context, status=status)


@page(writes=True)
def postpone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a deadline aside until a day, with the reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.deadline_for(actor, pk)
    form = PostponeForm(request.POST or None, today=actor.today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.postpone_deadline(row, by=actor, **form.cleaned_data)
            messages.success(request, _("C’est noté : elle reviendra ce jour-là."))
            return HttpResponseRedirect(reverse("my_day"))
        except BadInput as error:
            form.add_error(error.field, error.message)
    context = {"deadline": row, "form": form, "today": actor.today}
    return render(request, "dossier/postpone.html", context, status=422 if form.is_bound else 200)
