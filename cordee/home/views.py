"""My day, the people list, a person's file and its thread, the search."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.dossier.access import can as may_write
from cordee.home import file, listing
from cordee.home.day import day_of, deadline_row
from cordee.home.forms import PeopleFilters
from cordee.kernel.errors import BadInput
from cordee.pathways.panels import circle_panel, pathway_panel
from cordee.people.access import can as may_create
from cordee.people.search import find_people
from cordee.people.tabs import tabs_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.programmes.cached import definition_of
from cordee.programmes.fetch import current_versions
from cordee.referrals.access import can as may_take
from cordee.ui.shapes import Chip, PersonHeader, SearchResult, Tab, group_by_day


@page()
def my_day(request: HttpRequest) -> HttpResponse:
    """Today, late, soon, new, silent."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {"day": day_of(actor), "today": actor.today, "can_take": may_take(actor, "referral:take")}
    return render(request, "home/my_day.html", context)


@page()
def people(request: HttpRequest) -> HttpResponse:
    """Whom do I follow, at which stage, what is next for each."""
    actor = request.actor  # type: ignore[attr-defined]
    views = views_open_to(actor)
    view = request.GET.get("vue", views[0])
    if view not in views:
        raise Http404
    choices = listing.choices_of(actor, actor.today)
    stages = stages_of(request.GET.get("programme", ""), actor)
    form = PeopleFilters(request.GET, choices=choices, stages=stages, own=view == "mes")
    wanted = wanted_from(request, form, view)
    found = listing.page_of(actor, wanted)
    context = {
        "today": actor.today,
        "view": view,
        "page": found,
        "form": form if view in ("mes", "maison") else None,
        "counted": ngettext("personne", "personnes", found.count),
        "late_word": _("en retard"),
        "can_create": may_create(actor, "person:create"),
        "chips": chips_of(request, form),
        "tabs": view_tabs(views, view),
        "next_url": next_url(request, found.after),
        "first_url": next_url(request, "") if wanted.after else "",
    }
    return render(request, "home/people.html", context)


def views_open_to(actor: Any) -> list[str]:
    """The lists this actor has: one's own people, the house's, all dossiers, those shared from elsewhere."""
    if actor.house:
        own = ["mes"] if actor.rights.following else []
        return [*own, "maison", "dossiers", "partages"]
    return ["mes", "partages"]


def wanted_from(request: HttpRequest, form: PeopleFilters, view: str) -> listing.Wanted:
    """What the address asks for; a filter that no longer exists is left out. Raises Http404 on a false cursor."""
    form.is_valid()
    kept = form.cleaned_data
    order = kept.get("ordre") or "nom"
    try:
        after = listing.read_cursor(request.GET.get("apres", ""), order)
    except BadInput:
        raise Http404 from None
    return listing.Wanted(
        view=view,
        order=order,
        programme=UUID(kept["programme"]) if kept.get("programme") else None,
        stage=kept.get("etape") or "",
        referent=UUID(kept["referent"]) if kept.get("referent") else None,
        site=UUID(kept["site"]) if kept.get("site") else None,
        state=kept.get("etat") or "",
        after=after,
    )


def stages_of(programme: str, actor: Any) -> list[tuple[str, str]]:
    """The stages of the programme chosen, for the filter."""
    try:
        wanted = UUID(programme)
    except ValueError:
        return []
    version = current_versions(actor.organisation, actor.today).get(wanted)
    return [(stage.code, stage.label) for stage in definition_of(version).stages] if version else []


def view_tabs(views: list[str], view: str) -> list[Tab]:
    labels = {
        "mes": _("Que j’accompagne"),
        "maison": _("Toute la maison"),
        "dossiers": _("Tous les dossiers"),
        "partages": _("Partagés avec moi"),
    }
    return [Tab(labels[code], f"{reverse('people')}?vue={code}", code == view) for code in views]


def chips_of(request: HttpRequest, form: PeopleFilters) -> list[Chip]:
    """Each filter in force, with the address without it."""
    chips = []
    for name, value in form.cleaned_data.items():
        if value and name != "ordre":
            kept = request.GET.copy()
            for key in (name, "apres", *(["etape"] if name == "programme" else [])):
                kept.pop(key, None)
            label = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
            chips.append(Chip(f"{form.fields[name].label}\u202f: {label}", f"?{kept.urlencode()}"))
    return chips


def next_url(request: HttpRequest, after: str) -> str:
    kept = request.GET.copy()
    kept.pop("apres", None)
    if after:
        kept["apres"] = after
        return f"?{kept.urlencode()}"
    return f"?{kept.urlencode()}" if request.GET.get("apres") else ""


@page()
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person's file, opened at the thread; the reading is noted before the bytes leave."""
    actor = request.actor  # type: ignore[attr-defined]
    found = file.person_for(actor, pk)
    access_log.record(actor, what="dossier.opened", person=found.pk, holder=found.organisation_id)
    pathways = pathway_panel(actor, found)
    thread = file.thread_of(actor, found)
    context = {
        "person": found,
        "header": header_of(found, pathways, actor.today),
        "tabs": tabs_of(found, "fil", actor),
        "pathways": pathways,
        "circle": circle_panel(actor, found, pathways),
        "deadlines": [deadline_row(row, actor) for row in file.deadlines_of(actor, found)],
        "reach": file.reach_of(found),
        "days": group_by_day(thread.entries),
        "more_url": thread_url(found.pk, thread.more),
        "can_note": may_write(actor, "note:write"),
        "today": actor.today,
    }
    return render(request, "home/person.html", context)


def header_of(found: Any, pathways: Any, today: Any) -> PersonHeader:
    return PersonHeader(
        name=found.full_name,
        meta=file.meta_of(found, today),
        words=pathways.words,
        words_on=pathways.words_on,
        badges=file.badges_of(found),
    )


@page()
def thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next page of the thread: a fragment for htmx, a whole page otherwise."""
    actor = request.actor  # type: ignore[attr-defined]
    found = file.person_for(actor, pk)
    after = file.read_cursor(request.GET.get("avant", ""))
    access_log.record(actor, what="thread.read", person=found.pk, holder=found.organisation_id)
    older = file.thread_of(actor, found, after=after)
    context = {
        "person": found,
        "header": PersonHeader(name=found.full_name, meta=file.meta_of(found, actor.today)),
        "tabs": tabs_of(found, "fil", actor),
        "days": group_by_day(older.entries, already_shown=after[0] if after else None),
        "more_url": thread_url(found.pk, older.more),
        "today": actor.today,
    }
    is_part = getattr(request, "htmx", False)
    return render(request, "ui/timeline_days.html" if is_part else "home/thread.html", context)


def thread_url(pk: UUID, more: str) -> str:
    return f"{reverse('thread', args=[pk])}?avant={more}" if more else ""


@page()
def search(request: HttpRequest) -> HttpResponse:
    """People by name as one types; a fragment for the box, a whole page otherwise. The terms are logged hashed."""
    actor = request.actor  # type: ignore[attr-defined]
    query = request.GET.get("q", "").replace("\0", "").strip()[:80]
    found = find_people(actor, query) if query else []
    if query:
        access_log.record_search(actor, query)
    results = [
        SearchResult(
            label=one.person.full_name,
            url=reverse("person", args=[one.person.pk]),
            kind=_("Personne"),
            detail=", ".join(detail for detail in (one.person.birth[:4], how_found(one.how)) if detail),
            icon="person",
        )
        for one in found
    ]
    context = {"results": results, "query": query, "today": actor.today}
    is_part = getattr(request, "htmx", False)
    return render(request, "ui/search_results.html" if is_part else "home/search.html", context)


def how_found(how: str) -> str:
    """Why a name that is not the one typed is shown."""
    return {"sound": _("se prononce de la même façon"), "likeness": _("nom proche")}.get(how, "")
