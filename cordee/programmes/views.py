"""The programmes of the house: their list, a page each written from its definition, loading, exporting."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.dates import parse_day
from cordee.kernel.errors import BadInput
from cordee.plumbing.access import page
from cordee.programmes import fetch
from cordee.programmes.access import ROLES, can, reason_against
from cordee.programmes.actions import keep
from cordee.programmes.describe import Sheet, describe
from cordee.programmes.forms import DefinitionForm
from cordee.programmes.models import Programme, ProgrammeVersion
from cordee.ui.shapes import Cell, Column, Crumb, Stage, StageLine, Table
from cordee.ui.shapes import Definition as ShownFact


@page()
def programmes(request: HttpRequest) -> HttpResponse:
    """What the house offers, in a line each."""
    actor = request.actor  # type: ignore[attr-defined]
    versions = fetch.versions_seen_by(actor)
    coming, stopped = fetch.not_in_force(actor, versions)
    context = {
        "versions": versions,
        "coming": coming,
        "stopped": stopped,
        "drafts": fetch.drafts_seen_by(actor) if can(actor, "programme:prepare") else [],
        "why_not": reason_against(actor, "programme:load"),
    }
    return render(request, "programmes/programmes.html", context)


@page()
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    """A programme in words: for whom, how one enters, who decides, stages, delays, ways out."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = programme_or_404(actor, code)
    version = version_or_404(programme, day_asked(request, actor.today))
    sheet = describe(version.definition, on=max(actor.today, version.valid_from))
    context = {
        "programme": programme,
        "version": version,
        "versions": fetch.versions_of(programme),
        "sheet": sheet,
        "line": drawn(sheet),
        "facts": [ShownFact(term, value) for term, value in sheet.facts if value],
        "clocks": clock_table(sheet),
        "can_load": can(actor, "programme:load"),
        "crumbs": crumbs(sheet.definition.header.short_label),
    }
    return render(request, "programmes/programme.html", context)


@page()
def programme_source(request: HttpRequest, code: str) -> HttpResponse:
    """The definition as a file, to read, keep, copy or load elsewhere."""
    actor = request.actor  # type: ignore[attr-defined]
    version = version_or_404(programme_or_404(actor, code), day_asked(request, actor.today))
    response = HttpResponse(version.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-{version.valid_from}.toml"'
    return response


@page(roles=ROLES["programme:load"], writes=True)
def load_programme(request: HttpRequest) -> HttpResponse:
    """Load a definition: a new one, or a copy of one of the house's, changed and dated."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        form = DefinitionForm(request.POST, request.FILES)
        if form.is_valid():
            version = keep(form.definition, organisation=actor.organisation, by=actor)
            messages.success(request, _("La définition est chargée. Les parcours ouverts gardent la leur."))
            return HttpResponseRedirect(reverse("programme", args=[version.definition.code]))
    else:
        form = DefinitionForm(initial={"text": text_to_copy(request, actor)})
    context = {"form": form, "crumbs": crumbs(_("Charger une définition"))}
    return render(request, "programmes/load.html", context, status=422 if form.errors else 200)


def text_to_copy(request: HttpRequest, actor: Any) -> str:
    """The text of the programme one starts from (`?depuis=code`); nothing otherwise."""
    code = request.GET.get("depuis", "")
    if not code:
        return ""
    return version_or_404(programme_or_404(actor, code), actor.today).text


def programme_or_404(actor: Any, code: str) -> Programme:
    programme = fetch.programme_seen_by(actor, code)
    if programme is None:
        raise Http404
    return programme


def version_or_404(programme: Programme, on: date) -> ProgrammeVersion:
    version = fetch.version_on(programme, on)
    if version is None:
        raise Http404
    return version


def day_asked(request: HttpRequest, today: date) -> date:
    """The day of `?le=`; today when there is none, or when it is not a day."""
    try:
        return parse_day(request.GET.get("le", ""))
    except BadInput:
        return today


def drawn(sheet: Sheet) -> StageLine:
    """The line of stages, none of them reached: a programme, not a pathway."""
    line = [item for item in sheet.stages if item.number]
    return StageLine([Stage(item.stage.label, "plain", note=mark(item.needs_admission)) for item in line])


def clock_table(sheet: Sheet) -> Table:
    """The delays: what starts and stops each, when it is due, who is in charge."""
    titles = (_("Délai"), _("Part de"), _("Échéance"), _("En charge"))
    rows = [
        [
            Cell(clock.label, detail=clock.source),
            Cell(clock.starts, detail=_("s’arrête : %s") % clock.stops),
            Cell(clock.due, detail=_("alerte %s") % clock.warns if clock.warns else ""),
            Cell(clock.in_charge),
        ]
        for clock in sheet.clocks
    ]
    return Table(_("Les délais du programme"), [Column(title) for title in titles], rows)


def mark(needs_admission: bool) -> str:
    return _("après admission") if needs_admission else ""


def crumbs(here: str) -> list[Crumb]:
    return [Crumb(_("Programmes"), reverse("programmes")), Crumb(here)]
