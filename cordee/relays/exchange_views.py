"""The pages of an exchange around a situation."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.partitions import CODES, Partition, codes_of
from cordee.pathways.fetch import Choices
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing.access import page
from cordee.relays import exchanges, fetch
from cordee.relays.access import SENDERS, may_write, why_not
from cordee.relays.contents import Task
from cordee.relays.enums import Presence
from cordee.relays.exchange_forms import ExchangeForm
from cordee.relays.fetch import ToldExchange
from cordee.relays.forms import explain
from cordee.relays.models import EXCHANGE_MODELS
from cordee.relays.views import TAB, log_opening
from cordee.ui.wording import deadline_tone


def parts_for(actor: Any, person: Person) -> list[str]:
    """The parts of the dossier the actor may write in, by their codes."""
    return [
        code
        for code, partition in CODES.items()
        if partition in EXCHANGE_MODELS and may_write(actor, person, partition, "exchange:write")
    ]


@page(roles=SENDERS, writes=True)
def new_exchange(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note an exchange once it was held."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    parts = parts_for(actor, person)
    if not parts:
        raise PermissionDenied(why_not(actor, "exchange:write"))
    first = {
        "day": actor.today,
        "part": parts[0],
        "presence": Presence.THERE,
        "members": [str(actor.member.pk)],
    }
    sent = request.POST if request.method == "POST" else None
    form = ExchangeForm(
        sent, parts=parts, members=Choices(actor).professionals, initial=first, today=actor.today
    )
    if request.method == "POST" and form.is_valid():
        held = form.held(pathway=fetch.pathway_of(actor, person))
        try:
            made = exchanges.note_exchange(person, held, form.said(set()), by=actor)
            messages.success(request, _("L’échange est noté\u202f: il est dans le fil."))
            return HttpResponseRedirect(reverse("exchange", args=[person.pk, made.pk]))
        except BadInput as error:
            explain(form, error)
    return _write_page(
        request, person, form, _("Noter un échange"), reverse("person_relays", args=[person.pk])
    )


def _write_page(request: HttpRequest, person: Person, form: Any, title: str, back: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        log_opening(actor, person)
    context = {
        **around(actor, person, TAB, title),
        "title": title,
        "form": form,
        "action": request.path,
        "back": back,
    }
    return render(request, "relays/exchange_form.html", context, status=422 if form.is_bound else 200)


TONES = {"late": "late", "soon": "soon"}


@dataclass(frozen=True)
class TaskLine:
    task: Task
    who: str
    due_on: date | None
    done_on: date | None
    tone: str


def task_lines(told: ToldExchange, names: dict[str, str], today: date) -> list[TaskLine]:
    lines = []
    for task in told.said.tasks:
        due = date.fromisoformat(task.due_on) if task.due_on else None
        done = date.fromisoformat(task.done_on) if task.done_on else None
        tone = TONES.get(deadline_tone(due, today), "neutral") if due else "neutral"
        lines.append(TaskLine(task, names.get(task.member, "") or task.who, due, done, tone))
    return lines


@page()
def exchange(request: HttpRequest, pk: UUID, exchange_id: UUID) -> HttpResponse:
    """What was said, by whom, and what follows."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    told = fetch.exchange_for(actor, person, exchange_id)
    log_opening(actor, person, told.row.partition)
    names = fetch.names_of(told.said)
    context = {
        **around(actor, person, TAB, _("Échange autour de la situation")),
        "told": told,
        "members": [names[one] for one in told.said.members if one in names],
        "others": [line for line in told.said.others.splitlines() if line.strip()],
        "presence": Presence(told.row.presence).label,
        "tasks": task_lines(told, names, actor.today),
        "may": may_write(actor, person, Partition(told.row.partition), "exchange:write"),
        "project_url": reverse("person_project", args=[person.pk]),
    }
    return render(request, "relays/exchange.html", context)


def _found(request: HttpRequest, pk: UUID, exchange_id: UUID) -> tuple[Person, ToldExchange]:
    """Raises Http404, PermissionDenied."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    told = fetch.exchange_for(actor, person, exchange_id)
    if not may_write(actor, person, Partition(told.row.partition), "exchange:write"):
        raise PermissionDenied(why_not(actor, "exchange:write"))
    return person, told


@page(roles=SENDERS, writes=True)
def change_exchange(request: HttpRequest, pk: UUID, exchange_id: UUID) -> HttpResponse:
    """Say it otherwise."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _found(request, pk, exchange_id)
    back = reverse("exchange", args=[person.pk, told.row.pk])
    said = told.said
    first = {
        "day": told.row.day, "presence": told.row.presence, "members": list(said.members), "place": said.place,
        "others": said.others, "words": said.words, "conclusions": said.conclusions, "wish": said.wish,
        "seen": told.row.version,
    }  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    form = ExchangeForm(
        sent, parts=[], members=Choices(actor).professionals, tasks=said.tasks, fixed=True, initial=first,
        today=actor.today,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        held = form.held(codes_of(told.row.partition)[0], told.row.pathway_id)
        known = {task.pk for task in said.tasks}
        try:
            seen = form.cleaned_data["seen"] or 0
            exchanges.change_exchange(told.row, person, held, form.said(known), by=actor, seen=seen)
            return HttpResponseRedirect(back)
        except (BadInput, StaleState) as error:
            explain(form, error)
    return _write_page(request, person, form, _("Modifier l’échange"), back)


@page(roles=SENDERS, only_writes=True)
def do_task(request: HttpRequest, pk: UUID, exchange_id: UUID, task_id: UUID) -> HttpResponse:
    """It is done; or, said too soon, not yet."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _found(request, pk, exchange_id)
    if str(task_id) not in {task.pk for task in told.said.tasks}:
        raise Http404
    try:
        done = request.POST.get("fait", "1") == "1"
        exchanges.do_task(told.row, person, str(task_id), by=actor, done=done)
    except StaleState as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("exchange", args=[person.pk, told.row.pk]))


@page(roles=SENDERS, only_writes=True)
def withdraw_exchange(request: HttpRequest, pk: UUID, exchange_id: UUID) -> HttpResponse:
    """Noted by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _found(request, pk, exchange_id)
    exchanges.withdraw_exchange(told.row, person, by=actor)
    messages.success(request, _("L’échange est retiré."))
    return HttpResponseRedirect(reverse("person_relays", args=[person.pk]))
