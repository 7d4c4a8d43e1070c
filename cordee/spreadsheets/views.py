"""The pages of imports: send a table, check its columns, look at what it would do, import it, undo it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, NotAllowed
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.crypto import Unreadable
from cordee.spreadsheets import actions, fetch, panels, workbooks
from cordee.spreadsheets.access import IMPORTERS
from cordee.spreadsheets.enums import Outcome, State
from cordee.spreadsheets.forms import AlikeForm, AnswerForm, FileForm, MappingForm, SheetForm
from cordee.spreadsheets.models import ImportRun
from cordee.spreadsheets.registry import IMPORTS, ImportKind
from cordee.ui.shapes import Crumb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(roles=IMPORTERS)
def imports(request: HttpRequest) -> HttpResponse:
    """What can be brought in, and what was."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "kinds": [kind for kind in IMPORTS.values() if kind.may(actor)],
        "lines": panels.run_lines(fetch.runs_of(actor), actor),
        "today": actor.today,
    }
    return render(request, "spreadsheets/imports.html", context)


def kind_called(code: str) -> ImportKind:
    kind = IMPORTS.get(code)
    if kind is None:
        raise Http404
    return kind


@page(roles=IMPORTERS, writes=True)
def new_import(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a table."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = kind_called(kind)
    if not wanted.may(actor):
        raise NotAllowed(wanted.why_not(actor))
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        run = _sent(form, actor, wanted) if form.is_valid() else None
        if run is not None:
            return HttpResponseRedirect(reverse("import", args=[run.pk]))
    context = {"form": form, "kind": wanted, "crumbs": [*crumbs(), Crumb(str(wanted.label))]}
    return render(request, "spreadsheets/new.html", context, status=422 if form.errors else 200)


def _sent(form: FileForm, actor: Any, kind: ImportKind) -> ImportRun | None:
    sent = form.cleaned_data["file"]
    try:
        return actions.start_import(by=actor, kind=kind.code, file_name=sent.name, content=sent.read())
    except BadInput as refused:
        form.add_error("file", refused.message)
        return None


def crumbs() -> list[Crumb]:
    return [Crumb(_("Tableaux"), reverse("imports"))]


@page(roles=IMPORTERS)
def template_file(request: HttpRequest, kind: str) -> HttpResponse:
    """A model to fill, with its help sheet."""
    wanted = kind_called(kind)
    return download(workbooks.model_of(wanted), f"modele-{wanted.code}.xlsx")


@page(roles=IMPORTERS)
def example_file(request: HttpRequest, kind: str) -> HttpResponse:
    """A table of fictitious people, to try."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = kind_called(kind)
    return download(workbooks.example_of(wanted, actor.today), f"exemple-{wanted.code}.xlsx")


def download(content: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


@page(roles=IMPORTERS)
def one_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An import where it stands: its columns, what it would do, how far it is, what it did."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    is_mine = run.by_id == actor.member.pk
    wants_columns = run.state == State.READ or (run.is_standing and request.GET.get("colonnes") == "1")
    if is_mine and wants_columns:
        return columns_page(request, run)
    if is_mine and (run.state == State.EXAMINED or run.state == State.FAILED):
        access_log.record(actor, what="import.opened", detail=str(run.pk))
        return lines_page(request, run)
    return render(request, "spreadsheets/progress.html", progress_context(request, run))


def base_context(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "run": run,
        "kind": IMPORTS.get(run.kind),
        "badge": panels.badge_of(run),
        "crumbs": [*crumbs(), Crumb(run.file_name)],
        "is_mine": run.by_id == actor.member.pk,
        "told": panels.told(run),
        "today": actor.today,
    }


def columns_page(request: HttpRequest, run: ImportRun, sent: MappingForm | None = None) -> HttpResponse:
    kind = kind_called(run.kind)
    try:
        _workbook, table = actions.opened_table(run, kind)
    except (BadInput, Unreadable):
        return render(request, "spreadsheets/progress.html", progress_context(request, run))
    form = sent or MappingForm(titles=run.titles, columns=kind.columns, chosen=run.mapping)
    context = base_context(request, run) | {
        "form": form,
        "columns": panels.columns_shown(form, run, table),
        "sheets": run.sheets if len(run.sheets) > 1 else [],
        "recognised": sum(1 for _place in run.mapping),
    }
    return render(request, "spreadsheets/columns.html", context, status=422 if sent is not None else 200)


def lines_page(request: HttpRequest, run: ImportRun, problem: str = "") -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    chosen = request.GET.get("lignes", "")
    chosen = chosen if chosen in Outcome.values else panels.first_outcome(run)
    after = request.GET.get("apres", "")
    found = fetch.lines_of(actor, run, chosen, int(after) if after.isdigit() and len(after) < 9 else 0)
    kind = IMPORTS.get(run.kind)
    alike, aside = fetch.answers_of(actor, run)
    address = f"{reverse('import', args=[run.pk])}?lignes={chosen}"
    decided = panels.decided(run, alike, aside)
    context = base_context(request, run) | {
        "lines": panels.lines_shown(found.lines, kind, actor.today),
        "chosen": chosen,
        "tabs": panels.tabs_of(run, chosen),
        "alikes": panels.alikes(alike, kind) if chosen == Outcome.ASK else [],
        "next_url": f"{address}&apres={found.after}" if found.after else "",
        "first_url": address if after else "",
        "decided": decided,
        "problem": problem or run.problem,
        "here": request.get_full_path(),
    }
    return render(request, "spreadsheets/lines.html", context, status=422 if problem else 200)


def progress_context(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    return base_context(request, run) | {
        "is_running": run.state in (State.APPLYING, State.EXAMINING),
        "can_undo": run.can_be_undone and run.by_id == request.actor.member.pk,  # type: ignore[attr-defined]
        "done_url": reverse(IMPORTS[run.kind].done_url)
        if run.kind in IMPORTS and IMPORTS[run.kind].done_url
        else "",
    }


@page(roles=IMPORTERS)
def import_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far an import is: asked again by the page while it runs."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    if run.state not in (State.APPLYING, State.EXAMINING):
        address = reverse("import", args=[run.pk])
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
    return render(request, "spreadsheets/_running.html", progress_context(request, run))


@page(roles=IMPORTERS, only_writes=True)
def choose_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read another sheet."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    actions.check_own(run, actor)
    form = SheetForm(request.POST)
    if form.is_valid():
        try:
            actions.choose_sheet(run, by=actor, sheet=form.cleaned_data["feuille"])
        except BadInput as refused:
            messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("import", args=[run.pk]))


@page(roles=IMPORTERS, only_writes=True)
def examine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try the table out with the columns chosen."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    kind = actions.check_own(run, actor)
    form = MappingForm(request.POST, titles=run.titles, columns=kind.columns, chosen=run.mapping)
    if form.is_valid():
        try:
            actions.examine_import(run, by=actor, mapping=form.mapping)
            return HttpResponseRedirect(reverse("import", args=[run.pk]))
        except BadInput as refused:
            form.add_error(None, refused.message)
    return columns_page(request, run, form)


@page(roles=IMPORTERS, only_writes=True)
def decide(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Answer a likeness, or leave a line aside."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    actions.check_own(run, actor)
    row = fetch.row_for(actor, run, number)
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput("choice", _("Ce choix n’est pas proposé pour cette ligne."))
        kept = form.cleaned_data
        actions.decide_line(run, by=actor, row=row, choice=kept["choice"], target=kept["target"])
    except BadInput as refused:
        messages.error(request, refused.message)
    return back_to_lines(request, run, anchor=f"ligne-{number}")


@page(roles=IMPORTERS, only_writes=True)
def decide_alike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One answer for every likeness of the same kind."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    actions.check_own(run, actor)
    form = AlikeForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput("choice", _("Ce choix n’est pas proposé."))
        kept = form.cleaned_data
        actions.decide_alike(run, by=actor, reason=kept["reason"], choice=kept["choice"])
    except BadInput as refused:
        messages.error(request, refused.message)
    return back_to_lines(request, run)


def back_to_lines(request: HttpRequest, run: ImportRun, anchor: str = "") -> HttpResponse:
    """Where the lines were looked at: one of the pages of this very import, nowhere else."""
    address = reverse("import", args=[run.pk])
    back = request.POST.get("retour", "")
    here = back if back.startswith(f"{address}?") and "\\" not in back and "\n" not in back else address
    return HttpResponseRedirect(f"{here}#{anchor}" if anchor else here)


@page(roles=IMPORTERS, only_writes=True)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    actions.begin_import(run, by=actor)
    return HttpResponseRedirect(reverse("import", args=[run.pk]))


@page(roles=IMPORTERS, only_writes=True)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the whole import back."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    try:
        actions.undo_import(run, by=actor)
        messages.success(request, _("Import annulé\u202f: ce qu’il avait créé n’est plus là."))
    except BadInput as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("import", args=[run.pk]))


@page(roles=IMPORTERS, only_writes=True)
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the table up."""
    actor = request.actor  # type: ignore[attr-defined]
    run = fetch.run_for(actor, pk)
    actions.drop_import(run, by=actor)
    messages.success(request, _("Import abandonné\u202f: le fichier n’est plus gardé."))
    return HttpResponseRedirect(reverse("imports"))
