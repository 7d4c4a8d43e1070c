"""The tab «Documents» of a dossier: what is there, what is missing; papers added, saved, replaced, removed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS
from cordee.papers import actions, fetch, keeping, panels
from cordee.papers.access import KEEPERS, can, reason_against
from cordee.papers.forms import AddForm, ChangeForm, ReplaceForm, take_each
from cordee.papers.hooks import MAKERS, expected_papers
from cordee.papers.models import BasePaper
from cordee.people.fetch import person_for
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.files import giving, naming
from cordee.ui.flash import offer_undo
from cordee.ui.shapes import Chip

TAB = "documents"


@page(writes=True)
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The papers of a dossier; some added to it."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_key(actor, pk)
    found, expected = fetch.papers_of(actor, person), expected_papers(actor, person)
    wanted = panels.missing_of(expected, found)
    asked = [(one.code, one.label) for one, is_here in wanted if not is_here]
    form = AddForm(*sent(request), actor=actor, asked=asked)
    if request.method == "POST" and form.is_valid() and add(request, person, form, found):
        return HttpResponseRedirect(reverse("person_papers", args=[person.pk]))
    kind = request.GET.get("nature", "")
    kinds = panels.kinds_shown(found)
    chosen = dict(kinds).get(kind, "")
    context = {
        **around(actor, person, TAB, _("Documents")),
        "lines": panels.lines_of(found, fetch.labels_of(found, person), actor, kind=kind if chosen else ""),
        "kinds": kinds,
        "chips": [Chip(chosen, request.path)] if chosen else [],
        "wanted": wanted,
        "known_only": fetch.known_only(actor, person, {paper.pk for paper in found}),
        "form": form,
        "files_url": reverse("person_papers", args=[person.pk]),
        "makers": [
            (one.label, reverse(one.url_name, args=[pk]))
            for one in MAKERS.values()
            if one.roles & actor.roles
        ],
        "can_add": can(actor, "paper:add"),
        "why_not": reason_against(actor, "paper:add"),
    }
    return render(request, "papers/papers.html", context, status=422 if form.is_bound else 200)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form with files was sent with; nothing on a reading."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def add(request: HttpRequest, person: Person, form: AddForm, before: list[BasePaper]) -> int:
    """How many files were kept. With none, the form says why; with some, messages name the others."""
    actor = request.actor  # type: ignore[attr-defined]
    described = form.described()
    try:
        kept, refused = take_each(
            form.cleaned_data["file"],
            lambda file: actions.add_paper(person, by=actor, upload=file, described=described),
        )
    except BadInput as error:
        kept, refused = [], [error]
    if not kept:
        form.take(refused)
        return 0
    said = ngettext("Document ajouté.", "%(number)s documents ajoutés.", len(kept)) % {"number": len(kept)}
    messages.success(request, said)
    for refusal in refused:
        messages.error(request, refusal.message)
    if {paper.digest for paper in before} & {paper.digest for paper in kept}:
        messages.info(request, _("Un document identique était déjà dans ce dossier\u202f: les deux y sont."))
    return len(kept)


@page()
def save_paper(request: HttpRequest, pk: UUID, sector: str, paper_id: UUID) -> HttpResponse:
    """Hand a paper over to be saved; the reading is logged before, by partition where it is restricted."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    paper = fetch.paper_for(actor, person, sector, paper_id)
    restricted = bool(CODES[sector] & RESTRICTED_PARTITIONS)
    access_log.record(
        actor,
        what=f"partition.{sector}" if restricted else "paper.saved",
        person=person.pk,
        holder=person.organisation_id,
        detail=str(paper.pk),
    )
    try:
        content = keeping.read(paper, key=key_of(person), owner=person.pk)
    except Unreadable:
        raise Http404 from None
    return giving.attachment(
        content, naming.offered(fetch.label_of(paper, person), paper.extension), paper.media
    )


@page(roles=KEEPERS, writes=True)
def change_paper(request: HttpRequest, pk: UUID, sector: str, paper_id: UUID) -> HttpResponse:
    """Say again what a paper is, until when it is valid, that its renewal was asked for."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    paper = fetch.paper_for(actor, person, sector, paper_id)
    form = change_form(request, person, paper)
    if request.method == "POST" and form.is_valid():
        try:
            described = form.described(paper)
            actions.change_paper(paper, by=actor, version=form.cleaned_data["version"], described=described)
            messages.success(request, _("C’est enregistré."))
            return HttpResponseRedirect(reverse("person_papers", args=[person.pk]))
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return render(
        request,
        "papers/change.html",
        change_context(request, person, paper, form),
        status=422 if form.is_bound else 200,
    )


def change_form(
    request: HttpRequest, person: Person, paper: BasePaper, *, is_sent: bool = True
) -> ChangeForm:
    actor = request.actor  # type: ignore[attr-defined]
    names = ("kind", "stands_for", "day", "valid_until", "renewal_filed_on", "version")
    return ChangeForm(
        request.POST if request.method == "POST" and is_sent else None,
        today=actor.today,
        asked=[(one.code, one.label) for one in expected_papers(actor, person)],
        initial={name: getattr(paper, name) for name in names} | {"label": fetch.label_of(paper, person)},
    )


def change_context(
    request: HttpRequest,
    person: Person,
    paper: BasePaper,
    form: ChangeForm,
    replacing: ReplaceForm | None = None,
) -> dict[str, Any]:
    """replacing: the form of a newer file, when it was refused."""
    actor = request.actor  # type: ignore[attr-defined]
    where = [person.pk, panels.sector_of(paper), paper.pk]
    return {
        **around(actor, person, TAB, _("Un document")),
        "paper": paper,
        "label": fetch.label_of(paper, person),
        "form": form,
        "replacing": replacing or ReplaceForm(today=actor.today, auto_id="nouveau_%s"),
        "change_url": reverse("change_paper", args=where),
        "replace_url": reverse("replace_paper", args=where),
        "is_replaced": paper.replaced_by is not None,
    }


@page(roles=KEEPERS, only_writes=True)
def replace_paper(request: HttpRequest, pk: UUID, sector: str, paper_id: UUID) -> HttpResponse:
    """Put a newer file in the place of this one, which stays behind it."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    paper = fetch.paper_for(actor, person, sector, paper_id)
    form = ReplaceForm(request.POST, request.FILES, today=actor.today, auto_id="nouveau_%s")
    if form.is_valid():
        described = actions.Described(
            kind=paper.kind,
            label=fetch.label_of(paper, person),
            audience=paper.audience,
            stands_for=paper.stands_for,
            valid_until=form.cleaned_data["valid_until"],
        )
        try:
            actions.replace_paper(paper, by=actor, upload=form.cleaned_data["file"], described=described)
            messages.success(request, _("Document remplacé. Celui d’avant reste derrière lui."))
            return HttpResponseRedirect(reverse("person_papers", args=[person.pk]))
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = change_context(request, person, paper, change_form(request, person, paper, is_sent=False), form)
    return render(request, "papers/change.html", context, status=422)


@page(roles=KEEPERS, only_writes=True)
def remove_paper(request: HttpRequest, pk: UUID, sector: str, paper_id: UUID) -> HttpResponse:
    """Take a paper out of the dossier, with ten minutes to change one's mind."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    actions.remove_paper(fetch.paper_for(actor, person, sector, paper_id), by=actor)
    back = reverse("paper_back", args=[pk, sector, paper_id])
    offer_undo(request, _("Document retiré\u202f: il sera effacé dans dix minutes."), back)
    return HttpResponseRedirect(reverse("person_papers", args=[pk]))


@page(roles=KEEPERS, only_writes=True)
def bring_paper_back(request: HttpRequest, pk: UUID, sector: str, paper_id: UUID) -> HttpResponse:
    """Undo the above."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_for(actor, pk)
    if actions.bring_paper_back(fetch.paper_for(actor, person, sector, paper_id, removed=True), by=actor):
        messages.success(request, _("Le document est revenu."))
    else:
        messages.error(request, _("Trop tard\u202f: les dix minutes sont passées, le document est effacé."))
    return HttpResponseRedirect(reverse("person_papers", args=[pk]))
