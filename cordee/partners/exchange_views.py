"""In and out in the words of data·inclusion: an extract brought in (tried out first), the directory taken out."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import BadInput
from cordee.partners import exchange, fetch
from cordee.partners.access import READERS, can
from cordee.partners.hooks import tabs_at
from cordee.partners.models import PartnerService
from cordee.partners.views import crumbs
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.spreadsheets.access import can as may_import
from cordee.spreadsheets.access import reason_against as why_not_import
from cordee.spreadsheets.actions import start_import
from cordee.spreadsheets.registry import IMPORTS
from cordee.ui.forms import CordeeForm
from cordee.ui.shapes import Crumb

KINDS = {"structures": "partenaires", "services": "services"}
FORMATS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


class ExtractForm(CordeeForm):
    """A file of data·inclusion."""

    file = forms.FileField(
        label=lazy("Extrait data·inclusion"),
        help_text=lazy(
            "JSON ou CSV, dans la version 1. Rien n’est écrit avant que vous ayez vu chaque différence."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.csv"}),
    )


@page(roles=READERS, writes=True)
def exchanges(request: HttpRequest) -> HttpResponse:
    """Bring an extract in, take the directory out."""
    actor = request.actor  # type: ignore[attr-defined]
    may_bring = can(actor, "partner:write") and may_import(actor, "spreadsheet:import")
    form = ExtractForm(request.POST, request.FILES) if request.method == "POST" else ExtractForm()
    if request.method == "POST" and not may_bring:
        raise PermissionDenied(
            IMPORTS["partenaires"].why_not(actor) or why_not_import(actor, "spreadsheet:import")
        )
    if request.method == "POST" and form.is_valid() and (runs := _brought(actor, form)):
        if len(runs) > 1:
            said = _(
                "Les structures d’abord. Les services du même extrait attendent dans «\u202fTableaux\u202f»."
            )
            messages.info(request, said)
        return HttpResponseRedirect(reverse("import", args=[runs[0].pk]))
    context = {
        "form": form,
        "may_bring": may_bring,
        "version": exchange.version(),
        "tabs": tabs_at("partner_exchanges"),
        "crumbs": crumbs(Crumb(_("Échanges"))),
    }
    return render(request, "partners/exchanges.html", context, status=422 if form.is_bound else 200)


def _brought(actor: Any, form: ExtractForm) -> list[Any]:
    """The trial of each list, structures first; what refuses goes to the form."""
    file = form.cleaned_data["file"]
    try:
        lists = exchange.read_extract(file.read(exchange.MOST_BYTES + 1))
        return [
            start_import(by=actor, kind=KINDS[kind], file_name=f"{file.name} ({kind}).csv", content=content)
            for kind, content in lists
        ]
    except BadInput as error:
        form.add_error("file", error.message)
        return []


@page(roles=READERS)
def taken_out(request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    """The open partners, or what they offer, validated by the package of data·inclusion. Never what is sensitive."""
    actor = request.actor  # type: ignore[attr-defined]
    if kind not in KINDS or file_format not in FORMATS:
        raise Http404
    rows = exchange.valid(kind, _rows(actor, kind))
    access_log.record(actor, what="export", detail=f"data-inclusion {kind} {file_format} {len(rows)}")
    answer = HttpResponse(_written(rows, file_format), content_type=FORMATS[file_format])
    answer["Content-Disposition"] = f'attachment; filename="{kind}-data-inclusion-v1.{file_format}"'
    return answer


def _rows(actor: Any, kind: str) -> list[dict[str, Any]]:
    if kind == "structures":
        rows = fetch.matching(actor, fetch.Wanted()).order_by("sort_key", "pk")
        return [exchange.structure_of(row, on=actor.today) for row in rows if not row.is_kept_in]
    services = fetch.seen(PartnerService, actor).filter(closed_on=None, partner__closed_on=None)
    found = services.select_related("partner").order_by("partner__sort_key", "name", "pk")
    return [exchange.service_of(row, on=actor.today) for row in found if not row.partner.is_kept_in]


def _written(rows: list[dict[str, Any]], file_format: str) -> str:
    if file_format == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1)
    return exchange.as_csv([{name: exchange.harmless(value) for name, value in row.items()} for row in rows])
