"""The people list and the search."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts.rules import MATRIX, opens_dossiers
from cordee.dossier.views import is_part
from cordee.engagements.access import can as may_list
from cordee.home import listing
from cordee.home.day import OVERSEERS
from cordee.home.finding import results_for
from cordee.home.forms import PeopleFilters
from cordee.kernel.errors import BadInput
from cordee.people.access import FOLLOWING, can, reason_against
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.programmes.cached import definition_of
from cordee.ui.shapes import Chip, Tab
from cordee.ui.wording import count_words

READERS = frozenset(role for role in MATRIX if opens_dossiers(role))
LONGEST_QUERY = 80


@page(roles=READERS)
def people(request: HttpRequest) -> HttpResponse:
    """Whom do I follow, at which stage, what is next for each."""
    actor = request.actor  # type: ignore[attr-defined]
    views = views_open_to(actor)
    wanted, form = asked_for(actor, request.GET, views)
    view, by_pathway = wanted.view, wanted.view in listing.BY_PATHWAY
    found = listing.page_of(actor, wanted)
    chips = chips_of(request, form)
    context = {
        "today": actor.today,
        "view": view,
        "page": found,
        "form": form,
        "by_pathway": by_pathway,
        "with_referent": by_pathway and view != "mes",
        "count": counted(found.count, by_pathway),
        "asked": without(request, "apres"),
        "why_not_create": reason_against(actor, "person:create"),
        "chips": chips,
        "clear_url": f"?vue={view}",
        "tabs": [*view_tabs(views, view), *contract_tab(actor)],
        "next_url": next_url(request, found.after) if found.after else "",
        "first_url": next_url(request, "") if wanted.after else "",
    }
    return render(request, "home/people.html", context)


def asked_for(actor: Any, asked: QueryDict, views: list[str]) -> tuple[listing.Wanted, PeopleFilters]:
    """What an address asks for, and its filters, within the lists the actor has; read by the file taken out too."""
    view = asked.get("vue", "")
    view = view if view in views else views[0]
    choices = listing.choices_of(actor, actor.today) if view in listing.BY_PATHWAY else listing.NO_CHOICE
    programme = programme_asked(asked, choices)
    form = PeopleFilters(asked, choices=choices, stages=stages_of(choices, programme), view=view)
    return wanted_from(asked, form, view, programme), form


def counted(number: int, by_pathway: bool) -> str:
    """« 12 parcours », « plus de 1 000 personnes »: nobody counted beyond. A person may follow several pathways."""
    if not number:
        return ""
    shown = count_words(number, listing.COUNT_UP_TO)
    if by_pathway:
        return ngettext("%s parcours", "%s parcours", number) % shown
    return ngettext("%s personne", "%s personnes", number) % shown


def views_open_to(actor: Any) -> list[str]:
    """The lists this actor has, the first one opened: one's own people, the house's, all dossiers, those one works
    with. The coordination looks at the house first."""
    follows = actor.has_role(*FOLLOWING)
    own = ["mes"] if follows else []
    house = ["maison", "dossiers"] if actor.house else []
    first = [*house, *own] if actor.has_role(*OVERSEERS) else [*own, *house]
    return [*first, *(["partages"] if follows or not house else [])]


def programme_asked(asked: QueryDict, choices: listing.Choices) -> UUID | None:
    """The programme chosen in the filters, or the only one there is: its stages are then offered at once."""
    offered = [code for code, _label in choices.programmes]
    chosen = offered[0] if len(offered) == 1 else asked.get("programme", "")
    return UUID(chosen) if chosen in offered else None


def wanted_from(asked: QueryDict, form: PeopleFilters, view: str, programme: UUID | None) -> listing.Wanted:
    """What the address asks for. A filter that no longer exists is left out, an altered cursor starts again."""
    form.is_valid()
    kept = form.cleaned_data
    order = kept.get("ordre") or "nom"
    try:
        after = listing.read_cursor(asked.get("apres", ""), order)
    except BadInput:
        after = None
    return listing.Wanted(
        view=view,
        order=order,
        programme=programme if kept.get("programme") or kept.get("etape") else None,
        stage=kept.get("etape") or "",
        referent=_identifier(kept.get("referent")),
        site=_identifier(kept.get("site")),
        state=kept.get("etat") or "",
        after=after,
    )


def _identifier(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def stages_of(choices: listing.Choices, programme: UUID | None) -> list[tuple[str, str]]:
    """The stages of a programme, for the filter."""
    version = choices.versions.get(str(programme))
    return [(stage.code, stage.label) for stage in definition_of(version).stages] if version else []


def view_tabs(views: list[str], view: str) -> list[Tab]:
    labels = {
        "mes": _("Que j’accompagne"),
        "maison": _("Toute la maison"),
        "dossiers": _("Tous les dossiers"),
        "partages": _("Où j’interviens"),
    }
    return [Tab(labels[code], f"{reverse('people')}?vue={code}", code == view) for code in views]


def contract_tab(actor: Any) -> list[Tab]:
    """The contracts of these people, beside them: those to sign, the old ones to replace."""
    return [Tab(_("Leurs contrats"), reverse("contract_list"))] if may_list(actor, "contract:list") else []


def chips_of(request: HttpRequest, form: PeopleFilters) -> list[Chip]:
    """Each filter in force, with the address without it."""
    chips = []
    for name, value in form.cleaned_data.items():
        if value and name not in form.SETTINGS:
            gone = (name, "apres", *(["etape"] if name == "programme" else []))
            label = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
            chips.append(Chip(f"{form.fields[name].label}\u202f: {label}", f"?{without(request, *gone)}"))
    return chips


def without(request: HttpRequest, *names: str) -> str:
    """The query of this address, without some of its parameters."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def next_url(request: HttpRequest, after: str) -> str:
    """The page that starts after a cursor; the first one with none."""
    kept = request.GET.copy()
    kept.pop("apres", None)
    if after:
        kept["apres"] = after
    return f"?{kept.urlencode()}"


@page()
def search(request: HttpRequest) -> HttpResponse:
    """People by name as one types; a fragment for the box, a whole page otherwise. The terms are logged hashed."""
    actor = request.actor  # type: ignore[attr-defined]
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    if query:
        access_log.record_search(actor, query)
    context = {
        "results": results_for(actor, query) if query else [],
        "query": query,
        "today": actor.today,
        "create_url": create_url(actor, query),
    }
    return render(request, "ui/search_results.html" if is_part(request) else "home/search.html", context)


def create_url(actor: Any, query: str) -> str:
    """Where to open the dossier of somebody nobody knows yet, the name already typed; empty for who may not."""
    if not can(actor, "person:create"):
        return ""
    return f"{reverse('new_person')}?{urlencode({'nom': query})}"
