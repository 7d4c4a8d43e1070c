"""The papers that come with an orientation: added, saved, taken away, brought back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.errors import BadInput
from cordee.papers.forms import FilesForm, take_each
from cordee.pathways.fetch import Choices
from cordee.people.keys import organisation_key
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.files import giving, naming
from cordee.referrals import fetch, papers, views
from cordee.referrals.access import WELCOME
from cordee.referrals.panels import asked_papers
from cordee.ui.flash import offer_undo


@page(roles=WELCOME, only_writes=True)
def add_papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add files; those refused are named, the others are kept."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.referral_for(actor, pk)
    form = FilesForm(request.POST, request.FILES, asked=asked_papers(found, Choices(actor)))
    if form.is_valid() and (kept := keep(request, found, form)):
        said = ngettext("Document ajouté.", "%(number)s documents ajoutés.", kept) % {"number": kept}
        messages.success(request, said)
        return HttpResponseRedirect(reverse("referral", args=[found.pk]) + "#documents")
    context = views.referral_context(actor, found, files_form=form)
    return render(request, "referrals/referral.html", context, status=422)


def keep(request: HttpRequest, found: Any, form: FilesForm) -> int:
    """How many files were kept. With none, the form says why; with some, a message names the others."""
    said = {"kind": form.cleaned_data["kind"], "stands_for": form.cleaned_data.get("stands_for", "")}
    by = request.actor  # type: ignore[attr-defined]
    try:
        kept, refused = take_each(
            form.cleaned_data["file"],
            lambda file: papers.attach_paper(found, upload=file, by=by, **said),
        )
    except BadInput as error:
        kept, refused = [], [error]
    if not kept:
        form.take(refused)
        return 0
    for refusal in refused:
        messages.error(request, refusal.message)
    return len(kept)


@page(roles=WELCOME)
def save_paper(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    """Hand a paper over to be saved; the reading is logged before."""
    actor = request.actor  # type: ignore[attr-defined]
    referral = fetch.referral_for(actor, pk)
    paper = fetch.paper_for(actor, referral, paper_id)
    key = organisation_key(referral.organisation_id)
    try:
        content = papers.read_paper(paper, key)
    except Unreadable:
        raise Http404 from None
    access_log.record(actor, what="referral.paper", person=referral.person_id, detail=str(paper.pk))
    name = naming.offered(papers.paper_label(paper, key), paper.extension)
    return giving.attachment(content, name, paper.media)


@page(roles=WELCOME, only_writes=True)
def remove_paper(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    """Take a paper away, with ten minutes to change one's mind."""
    actor = request.actor  # type: ignore[attr-defined]
    referral = fetch.referral_for(actor, pk)
    papers.remove_paper(fetch.paper_for(actor, referral, paper_id), by=actor)
    back = reverse("referral_paper_back", args=[pk, paper_id])
    offer_undo(request, _("Document retiré\u202f: il sera effacé dans dix minutes."), back)
    return HttpResponseRedirect(reverse("referral", args=[pk]) + "#documents")


@page(roles=WELCOME, only_writes=True)
def bring_paper_back(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    """Undo the above."""
    actor = request.actor  # type: ignore[attr-defined]
    referral = fetch.referral_for(actor, pk)
    if papers.bring_paper_back(fetch.removed_paper_for(actor, referral, paper_id), by=actor):
        messages.success(request, _("Le document est revenu."))
    else:
        messages.error(request, _("Trop tard\u202f: les dix minutes sont passées, le document est effacé."))
    return HttpResponseRedirect(reverse("referral", args=[pk]) + "#documents")
