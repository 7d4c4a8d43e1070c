"""A contact noted in thirty seconds, a note written, read, rewritten; a deadline left aside.

Each form is a page of its own; asked by htmx it comes alone, to be filled in inside the page that shows the person
or one's day, and leads back there (`retour`).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.unlocking import safe_address
from cordee.dossier import actions, fetch
from cordee.dossier.access import WRITERS, may_edit, reason_against
from cordee.dossier.enums import Sector
from cordee.dossier.forms import ContactForm, EditNoteForm, NoteForm, PostponeForm
from cordee.dossier.hooks import beside_contact
from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS
from cordee.people import drafts
from cordee.people.access import name_of
from cordee.people.fetch import person_for
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo

CONTACT, NOTE = "contact", "note"
LONGEST_ADDRESS = 500


def opened_from(request: HttpRequest) -> str:
    """The page a form was asked from by htmx; empty for a page of its own."""
    address = (
        request.headers.get("HX-Current-URL", "") if is_part(request) else request.POST.get("retour", "")
    )
    return safe_address(request, address) if 0 < len(address) < LONGEST_ADDRESS else ""


def is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


@page(roles=WRITERS, writes=True)
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a contact: how, with whom, a few words."""
    return write(request, pk, CONTACT)


@page(roles=WRITERS, writes=True)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a note without a contact."""
    return write(request, pk, NOTE)


def write(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Both pages: a form that keeps its draft, then back to where it was asked from."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    form_class = ContactForm if name == CONTACT else NoteForm
    resumed = drafts.NOTHING
    if request.method == "POST":
        form = form_class(request.POST, actor=actor)
        if form.is_valid() and save(request, person, form, name):
            return HttpResponseRedirect(opened_from(request) or reverse("person", args=[person.pk]))
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, name, person)
        form = form_class(actor=actor, initial=resumed.typed)
    is_contact = name == CONTACT
    title = _("Noter un contact") if is_contact else _("Écrire une note")
    context = {
        **around(actor, person, "fil", title),
        "form": form,
        "title": title,
        "is_contact": is_contact,
        "resumed": resumed,
        "action": reverse("contact" if is_contact else "new_note", args=[person.pk]),
        "back_url": opened_from(request),
        "draft_url": reverse("person_draft", args=[person.pk, name]),
        "beside": beside_contact(actor, person) if is_contact else [],
        "is_part": is_part(request),
    }
    template = "dossier/_write.html" if is_part(request) else "dossier/write.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def save(request: HttpRequest, person: Any, form: Any, name: str) -> bool:
    """Write it, or attach the refusal to its field."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    met = actions.Contact(kept["means"], kept["counterpart"], kept["minutes"]) if name == CONTACT else None
    said = {field: kept[field] for field in ("text", "day", "sector", "audience")}
    try:
        actions.write_note(person, by=actor, contact=met, **said)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    drafts.drop_draft(actor, name, person)
    messages.success(request, _("Contact noté.") if met else _("Note enregistrée."))
    return True


@page()
def read_note(request: HttpRequest, pk: UUID, sector: str, note_id: UUID) -> HttpResponse:
    """A note in full, alone when its folded part of the thread is opened; the reading is logged, by partition
    where it is restricted."""
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
        **around(actor, person, "fil", _("La note")),
        "note": found,
        "sector": Sector(sector),
        "is_working": sector == Sector.WORKING,
        "text": fetch.text_of(found, person),
        "can_edit": may_edit(actor, sector),
        "is_part": is_part(request),
    }
    return render(request, "dossier/_note.html" if is_part(request) else "dossier/note.html", context)


@page(roles=WRITERS, writes=True)
def edit_note(request: HttpRequest, pk: UUID, sector: str, note_id: UUID) -> HttpResponse:
    """Rewrite a note. When somebody else did meanwhile, both texts are shown and none is lost."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    found = fetch.note_for(actor, person, sector, note_id)
    draft, resumed = f"edit-{found.pk}", drafts.NOTHING
    theirs = ""
    if request.method == "POST":
        form = EditNoteForm(request.POST)
        if form.is_valid():
            try:
                actions.edit_note(found, person, by=actor, **form.cleaned_data)
                drafts.drop_draft(actor, draft, person)
                messages.success(
                    request, _("Note modifiée. Le texte d’avant reste dans l’histoire du dossier.")
                )
                return HttpResponseRedirect(reverse("note", args=[person.pk, sector, found.pk]))
            except actions.EditConflict as conflict:
                theirs = conflict.theirs
                form = EditNoteForm(initial={"text": conflict.mine, "version": conflict.note.version})
            except BadInput as error:
                form.add_error(error.field, error.message)
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, draft, person)
        kept = {"text": fetch.text_of(found, person), "version": found.version}
        form = EditNoteForm(initial=kept | resumed.typed)
    context = {
        **around(actor, person, "fil", _("Modifier la note")),
        "note": found,
        "sector": Sector(sector),
        "form": form,
        "theirs": theirs,
        "resumed": resumed,
        "draft_url": reverse("person_draft", args=[person.pk, draft]),
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
            back = reverse("deadline_back", args=[row.pk])
            offer_undo(request, _("C’est noté\u202f: elle reviendra ce jour-là."), back)
            return HttpResponseRedirect(opened_from(request) or reverse("my_day"))
        except BadInput as error:
            form.add_error(error.field, error.message)
    context = {
        "deadline": row,
        "name": name_of(actor, row.person) if row.person else "",
        "form": form,
        "why_not": reason_against(actor, "deadline:change"),
        "back_url": opened_from(request),
        "today": actor.today,
        "is_part": is_part(request),
    }
    template = "dossier/_postpone.html" if is_part(request) else "dossier/postpone.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@page(only_writes=True)
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo the above: it is on the day again."""
    actor = request.actor  # type: ignore[attr-defined]
    actions.bring_deadline_back(fetch.deadline_for(actor, pk), by=actor)
    messages.success(request, _("Elle est revenue sur votre journée."))
    return HttpResponseRedirect(reverse("my_day"))
