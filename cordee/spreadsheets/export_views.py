"""Lists taken out: a short one at once, a long one by a worker, its file kept a day for whoever asked for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, StaleState
from cordee.plumbing.access import page
from cordee.spreadsheets import fetch, keeping, panels
from cordee.spreadsheets.enums import Making
from cordee.spreadsheets.models import ExportRun
from cordee.spreadsheets.outgoing import EXPORTS, ExportKind, file_of, table_of
from cordee.spreadsheets.views import download
from cordee.spreadsheets.writers import FORMATS


@page(writes=True)
def export(request: HttpRequest, liste: str, file_format: str) -> HttpResponse:
    """A list, with the filters of its page, as a file, logged before it leaves. A long one is offered to be prepared
    apart, then asked for (POST)."""
    actor = request.actor  # type: ignore[attr-defined]
    kind = EXPORTS.get(liste)
    if kind is None or file_format not in FORMATS:
        raise Http404
    try:
        if request.method == "POST":
            run = keeping.ask(kind, by=actor, asked=request.GET, file_format=file_format)
            return HttpResponseRedirect(reverse("export_run", args=[run.pk]))
        if table_of(kind, by=actor, asked=request.GET).is_long:
            return render(request, "spreadsheets/long_list.html", offer(request, kind, file_format))
        content, _count = file_of(kind, by=actor, asked=request.GET, file_format=file_format)
    except BadInput as refused:
        context = {"kind": kind, "sentence": refused.message}
        return render(request, "spreadsheets/too_many.html", context, status=422)
    return download(content, named(kind.code, actor.today, file_format), FORMATS[file_format].kind)


def named(code: str, day: Any, file_format: str) -> str:
    return f"{code}-{day.isoformat()}.{file_format}"


def offer(request: HttpRequest, kind: ExportKind, file_format: str) -> dict[str, Any]:
    """What the page of a long list shows: what is about to be made, and what already was."""
    actor = request.actor  # type: ignore[attr-defined]
    earlier = fetch.exports_like(actor, kind.code, request.GET.urlencode())
    return {
        "kind": kind,
        "format": FORMATS[file_format],
        "here": request.get_full_path(),
        "earlier": [panels.export_line(run) for run in earlier],
    }


@page()
def export_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a long list stands; its file once it is ready."""
    return render(request, "spreadsheets/export.html", export_context(request, pk))


def export_context(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    run = fetch.export_for(request.actor, pk)  # type: ignore[attr-defined]
    abandoned = keeping.is_abandoned(run)
    return {
        "run": run,
        "line": panels.export_line(run),
        "is_running": run.state == Making.WAITING and not abandoned,
        "problem": run.problem or (keeping.PROBLEM if abandoned else ""),
        "again_url": f"{reverse('export', args=[run.kind, run.file_format])}?{run.asked}",
        "hours": int(ExportRun.KEPT.total_seconds() // 3600),
    }


@page()
def export_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is: asked again by the page while it runs."""
    context = export_context(request, pk)
    if not context["is_running"]:
        address = reverse("export_run", args=[pk])
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
    return render(request, "spreadsheets/_making.html", context)


@page()
def export_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file, for whoever asked for it. Logged before it leaves."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.export_for(actor, pk, with_file=True)
    try:
        content = keeping.opened(run, by=actor)
    except StaleState as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("export_run", args=[run.pk]))
    name = named(run.kind, panels.day_of(run), run.file_format)
    return download(content, name, FORMATS[run.file_format].kind)


@page(only_writes=True)
def export_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file is no longer needed: it goes now."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.export_for(actor, pk)
    address = f"{reverse('export', args=[run.kind, run.file_format])}?{run.asked}"
    keeping.drop(run, by=actor)
    messages.success(request, _("Le fichier est effacé."))
    return HttpResponseRedirect(address)
