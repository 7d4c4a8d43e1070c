"""The pages of orientations: the list, taking one down, answering it, welcoming the person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import StaleState
from cordee.papers.forms import FilesForm
from cordee.pathways.fetch import Choices
from cordee.pathways.gestures import attempt
from cordee.pathways.opening import examine_opening
from cordee.pathways.views import gone_to, part_asked
from cordee.people.keys import organisation_key
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.referrals import actions, answers, fetch, panels, waiting
from cordee.referrals.access import ANSWER, WELCOME, can, reason_against
from cordee.referrals.actions import papers_in_hand
from cordee.referrals.decisions.panels import tabs
from cordee.referrals.forms import AlikeForm, AnswerForm, ChangeForm, ReferralFilters, WelcomeForm
from cordee.referrals.hooks import shared_of
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason
from cordee.referrals.taking import Taking, opening_from
from cordee.ui.shapes import Crumb

# The parts of a page adapted while one types, under the names of this page.
PARTS = {"pathways/open.html": "referrals/new.html", "pathways/_questions.html": "referrals/_request.html"}


@page(roles=WELCOME)
def referrals(request: HttpRequest) -> HttpResponse:
    """What came in, from whom, how long ago, what is missing, what we answered."""
    actor = request.actor  # type: ignore[attr-defined]
    choices = Choices(actor)
    form = ReferralFilters(request.GET, choices=choices, sees_all=actor.rights.intake)
    wanted = fetch.wanted_from(form, request.GET.get("apres", ""))
    found = fetch.page_of(actor, wanted)
    context = {
        "today": actor.today,
        "form": form,
        "chips": panels.chips_of(request, form),
        "page": found,
        "lines": panels.lines_of(found, choices, actor.today),
        "counted": panels.counted(found.count, wanted.state),
        "is_filtered": bool(request.GET),
        "asked": panels.address(request, apres="").removeprefix("?"),
        "many_programmes": len(choices.programmes) > 1,
        "next_url": panels.address(request, apres=found.after) if found.after else "",
        "first_url": panels.address(request, apres="") if wanted.after else "",
        "can_take": can(actor, "referral:take"),
        "tabs": tabs(actor, "referrals"),
    }
    return render(request, "referrals/list.html", context)


@page(roles=WELCOME, writes=True)
def new_referral(request: HttpRequest) -> HttpResponse:
    """Take an orientation down, and welcome the person at once when one wishes to."""
    taking = Taking(request)
    if request.method == "POST" and request.GET.get("partie") == "ressemblances":
        taking.look_alike()
        return render(request, "referrals/_alike.html", taking.context())
    if template := part_asked(request):
        taking.adapt()
        if template == "pathways/_conditions.html":
            return render(request, template, {"form": taking.opening})
        return render(request, PARTS.get(template, template), taking.context())
    if request.method == "POST" and (url := taking.save()):
        return gone_to(request, url)
    status = 422 if request.method == "POST" else 200
    return render(request, "referrals/new.html", taking.context(), status=status)


@page(roles=WELCOME)
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An orientation at a glance, what was answered, what can be."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.referral_for(actor, pk)
    access_log.record(actor, what="referral.opened", person=found.person_id, detail=str(found.pk))
    return render(request, "referrals/referral.html", referral_context(actor, found))


def referral_context(
    actor: Any, found: Referral, sent: Any = None, files_form: FilesForm | None = None
) -> dict[str, Any]:
    """sent: the form of an answer that was refused; files_form: that of files none of which was kept."""
    choices = Choices(actor)
    can_change = can(actor, "referral:change") and found.pathway_id is None
    key = organisation_key(found.organisation_id)
    return {
        "today": actor.today,
        "referral": found,
        "crumbs": [Crumb(_("Orientations"), reverse("referrals")), Crumb(found.full_name)],
        "sheet": panels.sheet_of(found, choices, actor.today),
        "reason": read_reason(found, key=key),
        "deadline": panels.deadline_shown(fetch.deadline_of(actor, found), actor.today),
        "answers": answers.offered(found, choices, sent),
        "can_welcome": found.is_standing and can(actor, "referral:convert"),
        "why_not_welcome": reason_against(actor, "referral:convert") if found.is_standing else "",
        "can_change": can_change,
        "papers": panels.papers_shown(fetch.papers_of(actor, found), key=key, can_change=can_change),
        "files_form": files_form or FilesForm(asked=panels.asked_papers(found, choices)),
        "files_url": reverse("add_referral_papers", args=[found.pk]),
        "shared": shared_of(actor, found),
        "opens_person": fetch.sees_person(actor, found),
    }


@page(roles=ANSWER, only_writes=True)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an answer: study, ask for papers, meet, wait, refuse, pass on, withdraw, or take it up again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.referral_for(actor, pk)
    form = answers.answer_form(found, Choices(actor), request.POST.get("move", ""), request.POST)
    answered = attempt(form, lambda kept: actions.answer_referral(found, by=actor, **kept))
    if answered is not None:
        messages.success(request, panels.said_after(answered))
        return gone_to(request, reverse("referral", args=[found.pk]))
    context = referral_context(actor, found, form)
    shown = next((gesture for gesture in context["answers"] if gesture.form is form), None)
    return refused(request, context, shown)


def refused(request: HttpRequest, context: dict[str, Any], shown: Any) -> HttpResponse:
    """The page again, or the gesture alone, with what was typed."""
    if shown is None:
        raise StaleState(_("Cette réponse n’est plus possible\u202f: l’orientation a avancé."))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "ui/gesture.html", {"gesture": shown}, status=422)
    return render(request, "referrals/referral.html", context, status=422)


@page(roles=ANSWER, only_writes=True)
def news(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One who waits is still interested, or is told that the orientation will end for want of news."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.referral_for(actor, pk)
    form = AnswerForm(request.POST, today=actor.today)
    if attempt(form, lambda kept: noted(found, actor, dict(kept))) is not None:
        messages.success(request, _("C’est noté."))
        return gone_to(request, reverse("referral", args=[found.pk]))
    context = referral_context(actor, found, form)
    return refused(request, context, next((one for one in context["answers"] if one.form is form), None))


def noted(found: Referral, actor: Any, kept: dict[str, Any]) -> Referral:
    """The action behind each word of `waiting.NEWS`."""
    move = kept.pop("move")
    if move not in waiting.NEWS:
        raise StaleState(_("Cette orientation n’attend plus de nouvelles."))
    doing = waiting.confirm_interest if move == "confirm" else waiting.announce_end
    return doing(found, by=actor, **kept)


@page(roles=WELCOME, writes=True)
def change_referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Complete or correct what was taken down."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.referral_for(actor, pk)
    initial = panels.initial_of(found, read_reason(found))
    form = ChangeForm(
        request.POST or None, choices=Choices(actor), kept=found, today=actor.today, initial=initial
    )
    if part_asked(request):
        form.leave_unjudged()
    elif request.method == "POST":
        changed = attempt(form, lambda kept: actions.change_referral(found, by=actor, **form.described))
        if changed is not None:
            messages.success(request, _("Orientation complétée."))
            return gone_to(request, reverse("referral", args=[found.pk]))
    context = {
        "form": form,
        "referral": found,
        "today": actor.today,
        "crumbs": [*panels.crumbs_of(found), Crumb(_("Compléter"))],
        "page_url": reverse("change_referral", args=[found.pk]),
    }
    template = (
        "referrals/_request.html" if request.GET.get("partie") == "dispositif" else "referrals/change.html"
    )
    return render(request, template, context, status=422 if form.is_refused else 200)


@page(roles=ANSWER, writes=True)
def welcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the dossier: the person recognised or a new one, a pathway, its conditions of entry."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.referral_for(actor, pk)
    if not found.is_standing and request.method == "GET":
        return gone_to(request, reverse("referral", args=[found.pk]))
    if not found.is_standing:
        raise StaleState(_("Cette orientation a déjà reçu sa réponse."))
    choices = Choices(actor)
    initial = {"version": found.version, "programme": str(found.programme_id or "")}
    form = WelcomeForm(request.POST or None, choices=choices, today=actor.today, initial=initial)
    if template := part_asked(request):
        form.examination = examine_welcome(form, found)
        form.leave_unjudged()
        if template != "pathways/open.html":
            return render(request, template, welcome_context(actor, found, form))
    alike = fetch.alike(actor, panels.described(found), besides=found.pk, linked=found.person)
    alike_form = AlikeForm(request.POST or None, initial={"same_person": str(found.person_id or "")})
    person, answered = alike_form.chosen(alike)
    if request.method == "POST" and not template:
        opened = attempt(form, lambda kept: run_welcome(found, actor, form, person)) if answered else None
        if opened is not None:
            messages.success(request, _("Dossier ouvert, parcours commencé."))
            return gone_to(request, reverse("person", args=[opened.person_id]))
    if not form.examination.verdicts:
        form.examination = examine_welcome(form, found)
    context = {
        **welcome_context(actor, found, form),
        "alike": alike,
        "alike_form": alike_form,
        "must_choose": form.is_bound and not template and not answered,
    }
    return render(
        request, "referrals/welcome.html", context, status=422 if form.is_bound and not template else 200
    )


def run_welcome(found: Referral, actor: Any, form: WelcomeForm, person: Any) -> Any:
    return actions.convert_referral(
        found, by=actor, version=form.cleaned_data["version"], opening=opening_from(form), person=person
    )


def examine_welcome(form: WelcomeForm, found: Referral) -> Any:
    version = form.choices.version_of(form["programme"].value())
    known = papers_in_hand(found, version) if version else {}
    return examine_opening(form, found.person or found, referral=found, **known)


def welcome_context(actor: Any, found: Referral, form: WelcomeForm) -> dict[str, Any]:
    return {
        "form": form,
        "referral": found,
        "today": actor.today,
        "crumbs": [*panels.crumbs_of(found), Crumb(_("Accueillir"))],
        "opening_url": reverse("welcome", args=[found.pk]),
        "page_url": reverse("welcome", args=[found.pk]),
    }
