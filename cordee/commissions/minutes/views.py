"""The minutes on the screen and on paper: read, completed, approved, corrected beside."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.commissions import fetch, panels
from cordee.commissions.enums import SittingState
from cordee.commissions.minutes import actions
from cordee.commissions.minutes.access import ROLES, can, reason_against
from cordee.commissions.minutes.forms import CorrectionForm, WordsForm
from cordee.commissions.minutes.gathering import Entry, Gathered, gather
from cordee.commissions.minutes.panels import (
    approval_words,
    chairs_of,
    entry_shown,
    room_facts,
    signature,
    totals,
)
from cordee.commissions.minutes.printing import printed
from cordee.commissions.models import Sitting
from cordee.commissions.sitting_views import crumbs_of, version_of
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.verdict import examine
from cordee.people import drafts
from cordee.people.models import Person
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming

ANONYMOUS = "sansnom"
HELD = (SittingState.OPEN, SittingState.CLOSED, SittingState.APPROVED)


def here(sitting: Sitting, item: Any = None) -> str:
    url = reverse("minutes", args=[sitting.pk])
    return f"{url}#situation-{item.pk}" if item is not None else url


def _read(request: HttpRequest, pk: UUID, what: str) -> Gathered:
    """The minutes, and in the log a line for each of those they speak of. Raises Http404."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    whole = gather(actor, found)
    if whole.people:
        access_log.record_each(actor, whole.people, what=what, detail=str(found.pk))
    else:
        access_log.record(actor, what=what, detail=str(found.pk))
    return whole


@page(roles=ROLES["minutes:read"])
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is drafted, or what was approved with its corrections."""
    return _shown(request, _read(request, pk, "commission.minutes"))


def _shown(request: HttpRequest, whole: Gathered, *, refused: RuleBroken | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    sitting = whole.sitting
    writes = can(actor, "minutes:write") and sitting.may_be_decided
    corrects = can(actor, "minutes:correct") and whole.is_approved
    context = {
        "sitting": sitting,
        "board": sitting.board,
        "badge": panels.state_badge(sitting),
        "is_held": sitting.state in HELD,
        "is_draft": sitting.may_be_decided,
        "whole": whole,
        "facts": room_facts(whole.room),
        "chairs": chairs_of(whole.room),
        "entries": [entry_shown(one, whole, writes=writes, corrects=corrects) for one in whole.entries],
        "totals": totals(whole),
        "signed": [(signature(kept), kept) for kept in whole.corrections],
        "writes": writes,
        "corrects": corrects,
        "approved": approval_words(whole),
        "approves": can(actor, "minutes:approve") and sitting.state == SittingState.CLOSED,
        "why_not_approve": reason_against(actor, "minutes:approve") if sitting.may_be_decided else "",
        "examination": examine([whole.verdict]) if sitting.may_be_decided else None,
        "crumbs": crumbs_of(actor, sitting, (_("Compte rendu"), "")),
    }
    return render(request, "commissions/minutes/minutes.html", context, status=422 if refused else 200)


@page(roles=ROLES["minutes:read"])
def minutes_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same on paper; without names when it is asked."""
    actor = request.actor  # type: ignore[attr-defined]
    whole = _read(request, pk, "commission.minutes_printed")
    if whole.sitting.state not in HELD:
        raise Http404
    hidden = ANONYMOUS in request.GET
    content = printed(actor, whole, hidden=hidden)
    label = (
        _("Compte rendu sans nom") if hidden else _("Compte rendu %(board)s") % {"board": whole.room.board}
    )
    name = naming.offered(f"{label} {whole.sitting.day:%Y-%m-%d}", "pdf")
    return giving.attachment(content, name, "application/pdf")


@page(roles=ROLES["minutes:approve"], only_writes=True)
def approve_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From here on, nothing of this sitting changes."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    read = request.POST.get("lu", "")
    try:
        actions.approve(found, by=actor, version=version_of(request), read=read)
    except RuleBroken as error:
        return _shown(request, _read(request, pk, "commission.minutes"), refused=error)
    except StaleState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Compte rendu approuvé\u202f: il ne change plus."))
    return HttpResponseRedirect(here(found))


# Words


@page(roles=ROLES["minutes:write"], writes=True)
def write_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Words about the whole sitting."""
    actor = request.actor  # type: ignore[attr-defined]
    whole = _read(request, pk, "commission.minutes")
    row = whole.minutes
    return _words(
        request,
        whole,
        None,
        kept=whole.words,
        version=row.version if row else 0,
        write=lambda **told: actions.write_whole(whole.sitting, by=actor, **told),
    )


@page(roles=ROLES["minutes:write"], writes=True)
def write_minutes_entry(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Words about one situation."""
    actor = request.actor  # type: ignore[attr-defined]
    whole, one = _entry(request, pk, item)
    return _words(
        request,
        whole,
        one,
        kept=one.told.words,
        version=one.row.version if one.row else 0,
        write=lambda **told: actions.write_entry(one.item, by=actor, **told),
    )


def _entry(request: HttpRequest, pk: UUID, item: UUID) -> tuple[Gathered, Entry]:
    """Raises Http404 when hidden or absent alike."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    whole = gather(actor, found)
    one = next((one for one in whole.entries if one.item.pk == item), None)
    if one is None:
        raise Http404
    row = one.item
    row.sitting = found
    access_log.record(
        actor,
        what="commission.minutes",
        person=row.person_id,
        holder=found.organisation_id if row.person_id else None,
        detail=str(row.pk),
    )
    return whole, one


def _words(
    request: HttpRequest,
    whole: Gathered,
    one: Entry | None,
    *,
    kept: str,
    version: int,
    write: Callable[..., Any],
) -> HttpResponse:
    """The form of words: kept as one types, saved, shown again with a colleague's words when both wrote."""
    actor = request.actor  # type: ignore[attr-defined]
    sitting, item = whole.sitting, one.item if one else None
    if not sitting.may_be_decided:
        messages.info(request, _("Ce compte rendu ne se rédige pas maintenant."))
        return HttpResponseRedirect(here(sitting, item))
    person = fetch.person_for(actor, item.person_id) if item is not None and item.person_id else None
    draft = f"compte-rendu-{item.pk if item is not None else sitting.pk}"
    resumed, theirs = drafts.NOTHING, ""
    if request.method == "POST":
        form = WordsForm(request.POST)
        if form.is_valid():
            try:
                write(**form.cleaned_data)
            except (BadInput, StaleState) as error:
                form.take(error)
                theirs = kept if isinstance(error, StaleState) else ""
            else:
                drafts.drop_draft(actor, draft, person)
                messages.success(request, _("Compte rendu enregistré."))
                return HttpResponseRedirect(_after(request, whole, one))
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, draft, person)
        typed = {name: value for name, value in resumed.typed.items() if name == "words"}
        form = WordsForm(initial={"words": kept, "version": version} | typed)
    context = {
        "sitting": sitting,
        "board": sitting.board,
        "shown": entry_shown(one, whole, writes=False, corrects=False, with_words=False) if one else None,
        "form": form,
        "kept_words": theirs,
        "version_now": version,
        "resumed": resumed,
        "draft_url": _draft_url(draft, person),
        "has_next": one is not None and one.number < len(whole.entries),
        "back": here(sitting, item),
        "crumbs": crumbs_of(actor, sitting, (_("Compte rendu"), here(sitting)), (_("Ajouter des mots"), "")),
    }
    return render(request, "commissions/minutes/words.html", context, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, whole: Gathered, one: Entry | None) -> str:
    """The words of the next situation when that is asked, else the minutes, at the same place."""
    if one is not None and "suivante" in request.POST and one.number < len(whole.entries):
        following = whole.entries[one.number]
        return reverse("write_minutes_entry", args=[whole.sitting.pk, following.item.pk])
    return here(whole.sitting, one.item if one else None)


def _draft_url(draft: str, person: Person | None) -> str:
    if person is not None:
        return reverse("person_draft", args=[person.pk, draft])
    return reverse("draft", args=[draft])


# Corrections


@page(roles=ROLES["minutes:correct"], writes=True)
def correct_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was wrong of the whole sitting, said beside."""
    return _corrected(request, _read(request, pk, "commission.minutes"), None)


@page(roles=ROLES["minutes:correct"], writes=True)
def correct_minutes_entry(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """What was wrong of one situation, said beside."""
    return _corrected(request, *_entry(request, pk, item))


def _corrected(request: HttpRequest, whole: Gathered, one: Entry | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    sitting, item = whole.sitting, one.item if one else None
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.correct(sitting, by=actor, item=item, **form.cleaned_data)
        except (BadInput, StaleState) as error:
            form.take(error)
        else:
            messages.success(request, _("Correction signée\u202f: elle se lit à côté du texte approuvé."))
            return HttpResponseRedirect(here(sitting, item))
    if not whole.is_approved:
        messages.info(request, _("Ce compte rendu n’est pas encore approuvé\u202f: changez-le directement."))
        return HttpResponseRedirect(here(sitting, item))
    context = {
        "sitting": sitting,
        "board": sitting.board,
        "shown": entry_shown(one, whole, writes=False, corrects=False) if one else None,
        "whole": whole,
        "form": form,
        "is_correction": True,
        "signs": actor.member.display_name,
        "back": here(sitting, item),
        "crumbs": crumbs_of(actor, sitting, (_("Compte rendu"), here(sitting)), (_("Corriger"), "")),
    }
    return render(request, "commissions/minutes/words.html", context, status=422 if form.is_bound else 200)
