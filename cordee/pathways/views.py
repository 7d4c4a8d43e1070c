"""The pages of a person's pathways and of the circle around them; each gesture has its own address."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import StaleState
from cordee.pathways import actions, fetch, gestures, panels
from cordee.pathways import circle as circles
from cordee.pathways.access import FOLLOWERS, ROLES, can, reason_against
from cordee.pathways.enums import Outcome
from cordee.pathways.fetch import Choices
from cordee.pathways.forms import EndPlaceForm, OpeningForm
from cordee.pathways.gestures import BY_STATUS, JOIN, REFERENT, WORDS, Asking, Kind, Sent, attempt
from cordee.pathways.opening import examine_opening
from cordee.pathways.story import Story
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.shapes import Gesture


@page()
def pathways_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pathways of a person; straight to the only one there is."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    panel = panels.pathway_panel(actor, person)
    if len(panel.shown) == 1 and not panel.ended:
        return HttpResponseRedirect(reverse("pathway", args=[panel.shown[0].pathway.pk]))
    context = {"panel": panel, **around(actor, person, "parcours", _("Parcours"))}
    return render(request, "pathways/pathways.html", context)


@page()
def pathway(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the person is on this pathway, what may come next and why not yet, what was said and decided."""
    actor = request.actor  # type: ignore[attr-defined]
    story = fetch.story_for(actor, pk)
    access_log.record(
        actor, what="pathway.opened", person=story.row.person_id, holder=story.row.organisation_id
    )
    return render(request, "pathways/pathway.html", pathway_context(actor, story))


def pathway_context(actor: Any, story: Story, sent: Sent | None = None) -> dict[str, Any]:
    """sent: the gesture that was refused, shown again with what was typed."""
    asking = Asking(story, actor, Choices(actor, operator=story.row.carried_out_by_id))
    return {
        **around(actor, story.row.person, "parcours", story.definition.header.short_label),
        "story": story,
        "shown": panels.show(story, actor),
        "stage": story.definition.stage(story.row.stage),
        "brief": panels.brief(story),
        "deadlines": panels.waits(fetch.deadlines_of(actor, story.row), actor.today),
        "moves": gestures.moves(asking, sent),
        "admission": gestures.admission(asking, sent),
        "is_admitted": bool(story.decisions) and story.decisions[0].outcome == Outcome.ADMITTED,
        "note_words": gestures.offered(asking, (WORDS,), sent) if story.row.is_running else [],
        "gestures": gestures.offered(asking, BY_STATUS[story.row.status], sent),
    }


@page()
def circle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is around the person, on each pathway that runs: in which role, since when, reading what."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    access_log.record(actor, what="circle.opened", person=person.pk, holder=person.organisation_id)
    stories = fetch.stories_of(actor, person)
    return render(request, "pathways/circle.html", circle_context(actor, person, stories))


def circle_context(
    actor: Any, person: Any, stories: list[Story], sent: Sent | None = None, on: UUID | None = None
) -> dict[str, Any]:
    """sent: the gesture that was refused; on: the pathway it was made on."""
    return {
        **around(actor, person, "entourage", _("Entourage")),
        "circles": [
            circle_of(actor, story, sent if story.row.pk == on else None)
            for story in stories
            if story.row.is_running
        ],
        "past": [place for story in stories for place in story.left_circle],
        "can_change": can(actor, "circle:change"),
        "why_not": reason_against(actor, "circle:change"),
    }


def circle_of(actor: Any, story: Story, sent: Sent | None = None) -> dict[str, Any]:
    asking = Asking(story, actor, Choices(actor, operator=story.row.carried_out_by_id))
    may_change = can(actor, "circle:change")
    return {
        "story": story,
        "places": [(place, end_of(actor, place.id) if may_change else None) for place in story.circle],
        "gestures": gestures.offered(asking, (REFERENT, JOIN), sent),
    }


def end_of(actor: Any, place: UUID, form: EndPlaceForm | None = None) -> Gesture:
    """The gesture that ends somebody's place."""
    form = form or EndPlaceForm(today=actor.today, auto_id=f"fin-{place}_%s")
    return Gesture(
        code=f"fin-{place}",
        label=_("Terminer cette place"),
        url=reverse("circle_end", args=[place]),
        form=form,
        lead=_("Ce que cette place ouvrait se ferme à l’instant."),
        is_open=form.is_refused,
    )


def gesture_view(kind: Kind) -> Callable[..., HttpResponse]:
    """The address of a gesture: run it, or give its form back with what prevents it."""

    @page(roles=ROLES[kind.right], only_writes=True)
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        story = fetch.story_for(actor, pk)
        choices = Choices(actor, operator=story.row.carried_out_by_id)
        move = request.POST.get("move", "") if kind is gestures.MOVE else ""
        asking = Asking(story, actor, choices, data=request.POST, move=move)
        form = kind.form(asking, kind.code_on(asking))
        if "apercu" in request.GET and kind.examine:
            examination = kind.examine(asking, form)
            form.leave_unjudged()
            context = {"examination": examination, "pass_field": form["pass_reason"]}
            return render(request, "ui/verdicts.html", context)
        said = attempt(form, lambda kept: kind.run(story.row, actor, kept))
        if said is None:
            return refused(request, story, Sent(kind, form, move))
        messages.success(request, said)
        return gone_to(request, after(actor, kind, story))

    view.__name__ = kind.url_name
    return view


def refused(request: HttpRequest, story: Story, sent: Sent) -> HttpResponse:
    """The page again with the form that was refused, or that form alone when htmx asked.

    A gesture the page no longer offers (the pathway moved, the address was altered) is a stale page.
    """
    actor = request.actor  # type: ignore[attr-defined]
    if sent.kind.on_circle:
        person = fetch.person_for(actor, story.row.person_id)
        stories = fetch.stories_of(actor, person)
        context = circle_context(actor, person, stories, sent, story.row.pk)
        template = "pathways/circle.html"
        offered = [gesture for one in context["circles"] for gesture in one["gestures"]]
    else:
        context = pathway_context(actor, story, sent)
        template = "pathways/pathway.html"
        offered = [*context["moves"], *context["note_words"], *context["gestures"], context["admission"]]
    shown = next((gesture for gesture in offered if gesture and gesture.form is sent.form), None)
    if shown is None:
        raise StaleState(_("Ce geste n’est plus possible\u202f: le parcours a avancé."))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "ui/gesture.html", {"gesture": shown}, status=422)
    return render(request, template, context, status=422)


def after(actor: Any, kind: Kind, story: Story) -> str:
    """Where one goes after a gesture: back to the page, or to one's people when the dossier has closed."""
    if kind.closes and not fetch.still_sees(actor, story.row.person_id):
        return reverse("people")
    if kind.on_circle:
        return reverse("person_circle", args=[story.row.person_id])
    return reverse("pathway", args=[story.row.pk])


def gone_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirection, in the way htmx follows with a whole page."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


@page(roles=ROLES["circle:change"], only_writes=True)
def end_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves the circle."""
    actor = request.actor  # type: ignore[attr-defined]
    place = fetch.place_for(actor, pk)
    form = EndPlaceForm(request.POST, today=actor.today, auto_id=f"fin-{place.pk}_%s")
    ended = attempt(form, lambda kept: circles.end_place(place, by=actor, on=kept["on"]) or place)
    if ended is None:
        return end_refused(request, place, form)
    who = place.member.display_name if place.member else place.name
    messages.success(request, _("%(who)s quitte l’entourage.") % {"who": who})
    if not fetch.still_sees(actor, place.person_id):
        return gone_to(request, reverse("people"))
    return gone_to(request, reverse("person_circle", args=[place.person_id]))


def end_refused(request: HttpRequest, place: Any, form: EndPlaceForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    shown = end_of(actor, place.pk, form)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "ui/gesture.html", {"gesture": shown}, status=422)
    person = fetch.person_for(actor, place.person_id)
    context = circle_context(actor, person, fetch.stories_of(actor, person))
    for one in context["circles"]:
        one["places"] = [(held, shown if held.id == place.pk else end) for held, end in one["places"]]
    return render(request, "pathways/circle.html", context, status=422)


@page(roles=FOLLOWERS, writes=True)
def open_pathway(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a pathway for somebody whose dossier exists; the conditions of entry answer as one types."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_to_open_for(actor, pk)
    initial = {"programme": request.GET.get("dispositif", "")} if "dispositif" in request.GET else {}
    form = OpeningForm(request.POST or None, choices=Choices(actor), today=actor.today, initial=initial)
    if template := part_asked(request):
        form.examination = examine_opening(form, person)
        form.leave_unjudged()
        return render(request, template or "pathways/open.html", open_context(actor, person, form))
    if request.method == "POST":
        opened = attempt(form, lambda kept: run_opening(person, actor, kept, form.answers))
        if opened is not None:
            messages.success(request, _("Parcours ouvert."))
            return gone_to(request, reverse("person", args=[person.pk]))
    if not form.examination.verdicts:
        form.examination = examine_opening(form, person)
    status = 422 if form.is_bound else 200
    return render(request, "pathways/open.html", open_context(actor, person, form), status=status)


def part_asked(request: HttpRequest) -> str:
    """The part of an opening page asked while one types; the whole page, adapted, without script."""
    if request.POST.get("adapter"):
        return "pathways/open.html"
    parts = {"conditions": "pathways/_conditions.html", "dispositif": "pathways/_questions.html"}
    return parts.get(request.GET.get("partie", ""), "") if request.method == "POST" else ""


def open_context(actor: Any, person: Any, form: OpeningForm) -> dict[str, Any]:
    own = person.organisation_id == actor.organisation.pk
    return {
        **around(actor, person, "parcours", _("Ouvrir un parcours")),
        "form": form,
        "opening_url": reverse("open_pathway", args=[person.pk]),
        "why_not": ""
        if own
        else _("Ce dossier est tenu par une autre organisation\u202f: elle ouvre ses parcours."),
    }


def run_opening(person: Any, actor: Any, kept: dict[str, Any], answers: dict[str, Any]) -> Any:
    return actions.open_pathway(
        person,
        by=actor,
        version=kept["programme"],
        on=kept["opened_on"],
        referent=kept["referent"],
        site=kept.get("site"),
        carried_out_by=kept.get("carried_out_by"),
        answers=answers,
        words=kept["words"],
        reason=kept["pass_reason"],
    )
