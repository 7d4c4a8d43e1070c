"""« Prévenir et mettre à jour » : what will be prepared, what cannot be and why, what was done, and its undoing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.commissions import fetch, panels
from cordee.commissions.models import ItemNews, Sitting
from cordee.commissions.news import actions
from cordee.commissions.news.access import ROLES
from cordee.commissions.news.binding import bound, kept_letters
from cordee.commissions.news.gathering import Prospect, prospects, standing_news
from cordee.commissions.sitting_views import crumbs_of, here
from cordee.kernel.errors import StaleState
from cordee.kernel.words import capital, french_day
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming
from cordee.plumbing.files.kinds import PDF
from cordee.ui.shapes import Badge


@dataclass(frozen=True)
class Line:
    """A situation on the page. will: what will be prepared; cannot: what will not be, and why; done: what was."""

    key: str
    name: str
    badge: Badge
    will: Sequence[str]
    cannot: Sequence[str]
    done: Sequence[str]
    papers_url: str
    undo_url: str
    may_be_chosen: bool


def line_of(one: Prospect, sitting: Sitting) -> Line:
    will, cannot = [], []
    if one.letter_plan.is_ready:
        said = _("Une lettre dans ses documents.")
        if len(one.letters) > 1:
            said = _("Deux lettres dans ses documents, dont une en mots simples.")
        will.append(" ".join(part for part in (said, one.letter_plan.why) if part))
    elif one.letter_plan.why:
        cannot.append(one.letter_plan.why)
    if one.answer_plan.is_ready:
        will.append(one.answer_plan.why)
    elif one.answer_plan.why:
        cannot.append(one.answer_plan.why)
    row = one.done
    return Line(
        key=str(one.item.pk),
        name=one.name,
        badge=panels.decision_badge(one.decision),
        will=will,
        cannot=cannot,
        done=done_words(row) if row is not None else [],
        papers_url=reverse("person_papers", args=[one.item.person_id])
        if row is not None and row.letter_id
        else "",
        undo_url=reverse("undo_news", args=[sitting.pk, one.item.pk])
        if row is not None and sitting.may_be_decided
        else "",
        may_be_chosen=one.may_be_prepared,
    )


def done_words(row: ItemNews) -> list[str]:
    who = {"who": row.done_by.display_name, "day": french_day(localdate(row.done_at))}
    said = []
    if row.letter_id or row.simple_letter_id:
        said.append(_("Lettres rangées dans ses documents le %(day)s par %(who)s.") % who)
    if row.is_answered:
        said.append(_("Qui oriente a été prévenu le %(day)s par %(who)s.") % who)
    return said


@page(roles=ROLES["news:give"], writes=True)
def news(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before: what will be prepared for each. Sent: done, in one gesture."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    if found.state not in actions.OVER:
        messages.info(request, _("On prévient une fois la séance close."))
        return HttpResponseRedirect(here(found))
    if request.method == "POST":
        return _given(request, found)
    told = prospects(actor, found)
    people = sorted({one.item.person_id for one in told if one.item.person_id is not None})
    access_log.record_each(actor, people, what="commission.news", detail=str(found.pk))
    lines = [line_of(one, found) for one in told]
    context = {
        "sitting": found,
        "board": found.board,
        "badge": panels.state_badge(found),
        "lines": [one for one in lines if one.may_be_chosen],
        "others": [one for one in lines if not one.may_be_chosen and not one.done],
        "done": [one for one in lines if one.done],
        "may_undo": found.may_be_decided,
        "may_print": any(one.papers_url for one in lines),
        "crumbs": crumbs_of(actor, found, (_("Prévenir"), "")),
    }
    return render(request, "commissions/news.html", context)


def _given(request: HttpRequest, found: Sitting) -> HttpResponse:
    """The first of those chosen; while some are left, a page that asks for the next ones by itself."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = {fetch.uuid_of(key) for key in request.POST.getlist("chosen")}
    url = reverse("news", args=[found.pk])
    if not chosen:
        messages.info(request, _("Cochez au moins une situation."))
        return HttpResponseRedirect(url)
    try:
        given = actions.give_news(found, by=actor, chosen=chosen)
    except StaleState as error:
        messages.error(request, str(error))
        return _back(request, url)
    for name, why in given.refused:
        messages.error(request, f"{name}\u202f: {why}")
    given.letters += _number(request, "letters")
    given.answers += _number(request, "answers")
    if given.left:
        of = max(_number(request, "of"), len(chosen))
        context = {"sitting": found, "given": given, "of": of, "made": of - len(given.left)}
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "commissions/_giving.html", context)
        return render(request, "commissions/giving.html", context)
    messages.success(request, given_words(given))
    return _back(request, url)


def _back(request: HttpRequest, url: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _number(request: HttpRequest, name: str) -> int:
    """What the requests before this one counted, as the page says it: only words depend on it."""
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0


@page(roles=ROLES["news:give"])
def letters(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every letter that stands, in the order of the agenda, to be printed at once."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    kept = kept_letters(actor, found)
    if not kept:
        messages.info(request, _("Aucune lettre n’est prête."))
        return HttpResponseRedirect(reverse("news", args=[found.pk]))
    people = sorted({one.person_id for one in kept})
    access_log.record_each(actor, people, what="commission.printed", detail=str(found.pk))
    title = _("Lettres %(day)s") % {"day": f"{found.day:%Y-%m-%d}"}
    return giving.attachment(bound(kept, title=title), naming.offered(title, "pdf"), PDF.media)


def given_words(given: actions.Given) -> str:
    """« 4 lettres préparées, une réponse envoyée. »."""
    letters = ngettext("une lettre préparée", "%d lettres préparées", given.letters)
    answers = ngettext("une réponse envoyée", "%d réponses envoyées", given.answers)
    said = [(letters, given.letters), (answers, given.answers)]
    told = [words % number if "%d" in words else words for words, number in said if number]
    return f"{capital(', '.join(told))}." if told else _("Rien n’a été préparé.")


@page(roles=ROLES["news:give"], only_writes=True)
def undo_news(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """One situation, taken back."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    standing = standing_news(actor, row)
    return _undone(request, found, lambda: int(not actions.undo_news(standing, by=actor)))


@page(roles=ROLES["news:give"], only_writes=True)
def undo_all_news(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything prepared after this sitting, taken back."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    return _undone(request, found, lambda: actions.undo_all(found, by=actor))


def _undone(request: HttpRequest, found: Sitting, undo: Any) -> HttpResponse:
    try:
        left = undo()
    except StaleState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Repris\u202f: les lettres ne sont plus dans les documents."))
        if left:
            messages.info(
                request, _("Qui oriente avait déjà reçu son courriel\u202f: la suite lui sera dite aussi.")
            )
    return HttpResponseRedirect(reverse("news", args=[found.pk]))
