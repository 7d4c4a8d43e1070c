"""Messages of a dossier: what was sent, one in full, writing one; and, for the house, those that need somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.dossier import fetch, message_panels
from cordee.dossier.access import SENDINGS, WRITE_TO_PERSON
from cordee.dossier.forms import MessageForm
from cordee.dossier.messages import FREE, PURPOSE_WORDS, take_back_message, why_not_write, write_to_person
from cordee.dossier.wording import texts_of
from cordee.kernel.errors import BadInput
from cordee.people.fetch import person_for
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.outbox.actions import settle_message
from cordee.plumbing.outbox.enums import State
from cordee.ui.flash import offer_undo


@page(roles=WRITE_TO_PERSON)
def of_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything sent to or about the person."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    access_log.record(actor, what="messages.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, "messages", _("Messages")),
        "lines": message_panels.lines_of(fetch.messages_of(actor, person), actor, person),
        "why_not": why_not_write(person),
    }
    return render(request, "dossier/messages.html", context)


@page(roles=WRITE_TO_PERSON)
def read(request: HttpRequest, pk: UUID, message_id: UUID) -> HttpResponse:
    """One message in full; the reading is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    found = fetch.message_for(actor, person, message_id)
    access_log.record(
        actor, what="message.opened", person=person.pk, holder=person.organisation_id, detail=str(found.pk)
    )
    context = {
        **around(actor, person, "messages", _("Le message")),
        "message": found,
        "line": message_panels.line_of(found, actor, timezone.now(), person),
        "letter": fetch.letter_of(found),
    }
    return render(request, "dossier/message.html", context)


@page(roles=WRITE_TO_PERSON, writes=True)
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to the person, by a means they accept; what goes out is shown before it does."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    why_not = why_not_write(person)
    ways = [] if why_not else fetch.ways_open(actor, person)
    model, texts = request.GET.get("modele", ""), texts_of(actor.organisation, actor.today)
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        ways=ways,
        asks_safety=person.has_protected_contact,
        initial=message_panels.words_of(texts, model, actor.organisation),
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = previewed(form, person, actor)
        if preview and "apercu" not in request.POST and sent(request, form, person):
            return HttpResponseRedirect(reverse("person_messages", args=[person.pk]))
    context = {
        **around(actor, person, "messages", _("Écrire")),
        "form": form,
        "why_not": why_not,
        "has_ways": bool(ways),
        "preview": preview,
        "models": message_panels.models_offered(texts, model),
        "hours": message_panels.hours_words(person, actor.organisation),
    }
    status = 422 if form.is_bound and preview is None else 200
    return render(request, "dossier/write_message.html", context, status=status)


def previewed(form: MessageForm, person: Any, actor: Any) -> message_panels.Preview | None:
    """What will go out, or the refusal attached to its field."""
    kept = form.cleaned_data
    try:
        return message_panels.preview_of(
            form.chosen, person, actor.organisation, subject=kept.get("subject", ""), text=kept["text"]
        )
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


def sent(request: HttpRequest, form: MessageForm, person: Any) -> bool:
    kept = form.cleaned_data
    try:
        message = write_to_person(
            person,
            by=request.actor,  # type: ignore[attr-defined]
            way=form.chosen,
            text=kept["text"],
            subject=kept.get("subject", ""),
            is_safe=kept.get("is_safe", False),
            purpose=purpose_in(request),
        )
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    if message.sent_at is not None:
        messages.success(request, _("Lettre notée."))
        return True
    back = reverse("message_back", args=[person.pk, message.pk])
    when = message_panels.when_words(message.due_at, request.actor.organisation)  # type: ignore[attr-defined]
    waits = _("C’est écrit\u202f: le message partira %(when)s.") % {"when": when}
    offer_undo(
        request, waits if message.state == State.HELD else _("C’est écrit\u202f: le message part."), back
    )
    return True


def purpose_in(request: HttpRequest) -> str:
    """The model one started from, in the address."""
    model = request.GET.get("modele", "")
    return model if model in PURPOSE_WORDS else FREE


@page(roles=WRITE_TO_PERSON, only_writes=True)
def take_back(request: HttpRequest, pk: UUID, message_id: UUID) -> HttpResponse:
    """Cancel a message that has not left."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    take_back_message(fetch.message_for(actor, person, message_id), person, by=actor)
    messages.success(request, _("Message repris\u202f: il ne partira pas."))
    return HttpResponseRedirect(reverse("person_messages", args=[person.pk]))


# The house


@page(roles=SENDINGS)
def sendings(request: HttpRequest) -> HttpResponse:
    """What did not arrive, or may not have: somebody says what became of it."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = fetch.sendings(actor, ("unknown", "failed", "bounced"))
    number, since = fetch.waiting_messages(actor)
    lines = message_panels.lines_of(rows, actor)
    context = {
        "today": actor.today,
        "uncertain": [line for line in lines if line.may_be_settled],
        "failed": [line for line in lines if not line.may_be_settled],
        "waiting": number,
        "waiting_since": since,
    }
    return render(request, "dossier/sendings.html", context)


@page(roles=SENDINGS, only_writes=True)
def settle_sent(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return settle(request, message_id, went=True)


@page(roles=SENDINGS, only_writes=True)
def settle_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return settle(request, message_id, went=False)


def settle(request: HttpRequest, message_id: UUID, *, went: bool) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    settle_message(fetch.sending_for(actor, message_id), went=went, by=actor)
    messages.success(request, _("Noté comme parti.") if went else _("Le message repart."))
    return HttpResponseRedirect(reverse("sendings"))
