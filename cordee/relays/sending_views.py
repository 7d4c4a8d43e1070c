"""What is done with one relay: sent as the person agreed, answered, completed, taken back, printed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.pathways.fetch import Choices
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.access import page
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.files import giving, naming
from cordee.relays import actions, answering, fetch
from cordee.relays.access import SENDERS
from cordee.relays.actions import Leaving
from cordee.relays.contents import sent_of
from cordee.relays.fetch import ToldRelay
from cordee.relays.forms import MoreForm, NoteAnswerForm, explain
from cordee.relays.printing import printed
from cordee.relays.views import consent_form, log_opening, relay_page


def found(request: HttpRequest, pk: UUID, relay_id: UUID) -> tuple[Person, ToldRelay]:
    """Raises Http404."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    return person, fetch.relay_for(actor, person, relay_id)


def back_to(person: Person, told: ToldRelay) -> HttpResponse:
    return HttpResponseRedirect(reverse("relay", args=[person.pk, told.row.pk]))


def try_with(
    request: HttpRequest,
    person: Person,
    told: ToldRelay,
    name: str,
    form: Any,
    act: Callable[[], Any],
    said: str,
) -> HttpResponse:
    """Do it and come back, or show the form again with what cannot be."""
    if form.is_valid():
        try:
            act()
            messages.success(request, said)
            return back_to(person, told)
        except (BadInput, RuleBroken, StaleState) as error:
            explain(form, error)
    return relay_page(request, person, told, status=422, **{name: form})


@page(roles=SENDERS, only_writes=True)
def send(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """It leaves, as the person agreed."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, relay_id)
    form = consent_form(actor, told, request.POST)

    def act() -> None:
        kept = form.cleaned_data
        informed = Choices(actor).member(kept["informed_by"]) if kept["informed_by"] else None
        leaving = Leaving(
            on=kept["day"],
            means=kept["means"],
            until=kept["until"],
            proof=kept["proof"],
            informed_by=informed,
            named=form.named_parts,
            channel=kept["channel"],
            site=request.build_absolute_uri("/").rstrip("/"),
        )
        actions.send_relay(told.row, person, leaving, by=actor)

    on_paper = request.POST.get("channel") == "paper"
    said = (
        _("C’est noté\u202f: imprimez-la ci-dessous.")
        if on_paper
        else _("C’est parti. Le courriel ne nomme personne.")
    )
    return try_with(request, person, told, "consent", form, act, said)


def _simply(
    request: HttpRequest, pk: UUID, relay_id: UUID, act: Callable[..., Any], said: str
) -> HttpResponse:
    person, told = found(request, pk, relay_id)
    try:
        act(told.row, person, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, said)
    except StaleState as error:
        messages.error(request, str(error))
    return back_to(person, told)


@page(roles=SENDERS, only_writes=True)
def decline(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """The person does not wish it."""
    said = _("C’est noté\u202f: rien ne part, et rien d’autre ne change pour elle.")
    return _simply(request, pk, relay_id, actions.decline_relay, said)


@page(roles=SENDERS, only_writes=True)
def prepare_again(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    return _simply(
        request, pk, relay_id, actions.prepare_again, _("Le relais est de nouveau en préparation.")
    )


@page(roles=SENDERS, only_writes=True)
def withdraw(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """Taken back by the house, or because the person withdraws their agreement."""
    by_person = request.POST.get("accord") == "retire"

    def act(row: Any, person: Person, *, by: Any) -> None:
        answering.withdraw_relay(row, person, by=by, by_person=by_person)

    said = _(
        "C’est retiré\u202f: le lien n’ouvre plus rien. La trace de l’envoi reste, pas ce qui a été envoyé."
    )
    return _simply(request, pk, relay_id, act, said)


@page(roles=SENDERS, only_writes=True)
def expire(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    return _simply(request, pk, relay_id, answering.expire_relay, _("Le relais est clos sans suite."))


@page(roles=SENDERS, only_writes=True)
def note_answer(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """The partner answered otherwise than by the link."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, relay_id)
    form = NoteAnswerForm(request.POST, today=actor.today)

    def act() -> None:
        answering.note_answer(told.row, person, by=actor, **form.cleaned_data)

    return try_with(
        request, person, told, "answer", form, act, _("La réponse est notée\u202f: elle est dans le fil.")
    )


@page(roles=SENDERS, only_writes=True)
def complete(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """What was missing."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, relay_id)
    form = MoreForm(request.POST)

    def act() -> None:
        answering.complete_relay(told.row, person, by=actor, words=form.cleaned_data["words"])

    return try_with(request, person, told, "more", form, act, _("Le complément est envoyé."))


@page(roles=SENDERS)
def paper(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """What left, or would leave once agreed to, as a tagged PDF."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = found(request, pk, relay_id)
    log_opening(actor, person, told.row.partition)
    try:
        sent = sent_of(told.row, key_from(person))
    except Unreadable:
        sent = None
    if sent is None:
        raise Http404  # nothing is printed to be given before the person agreed
    return giving.attachment(printed(told.row, sent), naming.offered(sent.title, "pdf"), "application/pdf")
