"""My day, a person's file and its thread, a deadline said to be done. The people list and the search stand beside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.access import MANAGERS
from cordee.appointments.panels import next_lines
from cordee.doors.access import can as may_send
from cordee.dossier.access import reason_against as why_not_write
from cordee.dossier.fetch import deadline_for
from cordee.dossier.views import is_part, opened_from
from cordee.engagements.access import can as may_list_contracts
from cordee.home import file, gestures
from cordee.home.day import day_of
from cordee.home.forms import DoneForm
from cordee.home.standing import standing_of
from cordee.home.thread import Cursor, read_cursor, thread_of
from cordee.kernel.errors import BadInput
from cordee.pathways.fetch import pathway_for
from cordee.pathways.panels import circle_panel, pathway_panel
from cordee.people.access import name_of
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.programmes.cached import definition_of
from cordee.referrals.access import can as may_take
from cordee.ui.addresses import address
from cordee.ui.shapes import group_by_day


@page()
def my_day(request: HttpRequest) -> HttpResponse:
    """Appointments, late, today, soon, silent, new."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "day": day_of(actor),
        "today": actor.today,
        "can_take": may_take(actor, "referral:take"),
        "lists_contracts": may_list_contracts(actor, "contract:list"),
        "opens_dossiers": bool(actor.rights.house | actor.rights.following),
        "sets_up": bool(actor.roles & MANAGERS),
    }
    return render(request, "home/my_day.html", context)


@page()
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person's file, opened at the thread; the reading is noted before the bytes leave."""
    actor = request.actor  # type: ignore[attr-defined]
    found = file.person_for(actor, pk, standing=True)
    access_log.record(actor, what="dossier.opened", person=found.pk, holder=found.organisation_id)
    pathways = pathway_panel(actor, found)
    thread = thread_of(actor, found)
    definitions = {one.pathway.pk: one.definition for one in pathways.shown}
    context = {
        **around(actor, found, "fil"),
        "header": file.header_of(found, actor, words=pathways.words, words_on=pathways.words_on),
        "pathways": pathways,
        "standing": standing_of(actor, found),
        "circle": circle_panel(actor, found, pathways),
        "appointments": next_lines(actor, found),
        "deadlines": file.deadlines_of(actor, found, definitions),
        "days": group_by_day(thread.entries),
        "more_url": thread_url(found.pk, thread.more),
        "why_not_write": why_not_write(actor, "note:write"),
        "begun": file.begun_forms(found),
        "own_notes": file.working_notes(found),
        "send_url": send_url(actor, found),
    }
    return render(request, "home/person.html", context)


def send_url(actor: Any, found: Any) -> str:
    """Where one orients this person towards another house; empty when it is not theirs to do."""
    if found.organisation_id != actor.organisation.pk or not may_send(actor, "referral:send"):
        return ""
    return f"{address('send_referral')}?personne={found.pk}"


@page()
def thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next page of the thread: a fragment for htmx, a whole page otherwise."""
    actor = request.actor  # type: ignore[attr-defined]
    found = file.person_for(actor, pk)
    after = read_cursor(request.GET.get("avant", ""))
    access_log.record(actor, what="thread.read", person=found.pk, holder=found.organisation_id)
    older = thread_of(actor, found, after=after)
    whole = (
        {} if is_part(request) else {**around(actor, found, "fil"), "header": file.header_of(found, actor)}
    )
    context = {
        **whole,
        "today": actor.today,
        "days": group_by_day(older.entries, already_shown=shown_before(request, after)),
        "more_url": thread_url(found.pk, older.more),
    }
    return render(request, "ui/timeline_days.html" if is_part(request) else "home/thread.html", context)


def shown_before(request: HttpRequest, after: Cursor | None) -> Any:
    """The day whose title already stands above, when this page of the thread continues another."""
    return after[0] if after and is_part(request) else None


def thread_url(pk: UUID, more: str) -> str:
    return f"{reverse('thread', args=[pk])}?avant={more}" if more else ""


@page(writes=True)
def deadline_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that what a deadline waits for was done, and when; its delay follows."""
    actor = request.actor  # type: ignore[attr-defined]
    row = deadline_for(actor, pk)
    pathway = pathway_for(actor, row.pathway_id) if row.pathway_id else None
    definition = definition_of(pathway.programme_version_id) if pathway else None
    if not gestures.may_say_done(row, actor, definition):
        raise Http404
    form = DoneForm(
        request.POST or None, today=actor.today, kinds=gestures.kinds_noted_by_hand(row, definition)
    )
    if request.method == "POST" and form.is_valid():
        try:
            gestures.say_done(row, pathway, by=actor, **form.cleaned_data)
            messages.success(request, _("C’est noté."))
            return HttpResponseRedirect(opened_from(request) or reverse("my_day"))
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {
        "deadline": row,
        "name": name_of(actor, row.person) if row.person else "",
        "form": form,
        "back_url": opened_from(request),
        "today": actor.today,
        "is_part": is_part(request),
    }
    template = "home/_done.html" if is_part(request) else "home/done.html"
    return render(request, template, context, status=422 if form.is_bound else 200)
