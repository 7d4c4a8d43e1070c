"""The pages of the sections of a draft: a form, a list, a line of a list, its conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, StaleState
from cordee.plumbing.access import page
from cordee.programmes import hooks, law
from cordee.programmes.access import ROLES
from cordee.programmes.drafts import actions
from cordee.programmes.drafts import fetch as drafts
from cordee.programmes.drafts.conditions import ConditionForm, rule_of, rules_offered
from cordee.programmes.drafts.document import adding, at, changed, plain, setting, swapping
from cordee.programmes.drafts.faults import faults_of, under
from cordee.programmes.drafts.naming import code_for
from cordee.programmes.drafts.parts import PARTS, Part, nested_part
from cordee.programmes.drafts.removing import speaking_of, taking_out
from cordee.programmes.drafts.sheets import SheetForm
from cordee.programmes.locator import Path
from cordee.programmes.models import VersionDraft
from cordee.ui.shapes import Crumb

MANAGERS = ROLES["programme:prepare"]


@dataclass(frozen=True)
class Place:
    """Where a page stands in a draft. parent: the line whose conditions these are, None at the first level."""

    draft: VersionDraft
    part: Part
    document: dict[str, Any]
    today: date
    parent: int | None = None

    @property
    def list_url(self) -> str:
        """The page of the section; that of the line, for its conditions."""
        if self.parent is not None:
            return reverse("draft_item", args=[self.draft.pk, self.part.code, self.parent])
        return reverse("draft_part", args=[self.draft.pk, self.part.code])

    def url(self, name: str, *more: Any) -> str:
        """The address of a line of the list, or of a condition of a line."""
        if self.parent is not None:
            return reverse(f"{name}_condition", args=[self.draft.pk, self.part.code, self.parent, *more])
        return reverse(name, args=[self.draft.pk, self.part.code, *more])

    @property
    def crumbs(self) -> list[Crumb]:
        found = [
            Crumb(_("Programmes"), reverse("programmes")),
            Crumb(self.draft.label, reverse("draft", args=[self.draft.pk])),
        ]
        if self.parent is not None:
            whole = PARTS[self.part.code]
            found.append(Crumb(str(whole.title), reverse("draft_part", args=[self.draft.pk, whole.code])))
        return found

    def line(self, position: int) -> Mapping[str, Any]:
        lines = self.part.lines(self.document)
        if position >= len(lines):
            raise Http404
        return lines[position]


def place_for(request: HttpRequest, pk: UUID, code: str, parent: int | None = None) -> Place:
    """A section of a draft of the house. Raises Http404 for a section nobody has."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.standing_draft(actor, pk)
    part = PARTS.get(code)
    if part is None:
        raise Http404
    document = plain(draft.text)
    if parent is None:
        return Place(draft, part, document, actor.today)
    if not part.nested or parent >= len(part.lines(document)):
        raise Http404
    return Place(draft, nested_part(part, parent, document, actor.today), document, actor.today, parent)


@page(roles=MANAGERS, writes=True)
def part_page(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """A section: its form, or its lines."""
    place = place_for(request, pk, part)
    if not place.part.is_list:
        table = at(place.document, place.part.path)
        return sheet(request, place, place.part.path, table if isinstance(table, Mapping) else {})
    if request.method == "POST":
        return HttpResponseRedirect(place.list_url)
    return render(request, "programmes/drafts/list.html", list_context(place))


def list_context(place: Place) -> dict[str, Any]:
    part = place.part
    return {
        "draft": place.draft,
        "part": part,
        "lines": shown_lines(place),
        "add_url": place.url("draft_add"),
        "crumbs": [*place.crumbs, Crumb(str(part.title))],
    }


@dataclass(frozen=True)
class Line:
    """A line of a list, with its gestures. told: what is left to mend on it."""

    title: str
    detail: str
    url: str
    remove_url: str
    move_url: str
    seen: str
    is_first: bool
    is_last: bool
    told: list[str]


def shown_lines(place: Place) -> list[Line]:
    part, lines, problems = place.part, place.part.lines(place.document), faults_of(place.draft.text)
    return [
        Line(
            title=str(part.title_of(table, place.document, place.today)),
            detail=str(part.detail_of(table, place.document, place.today)),
            url=place.url("draft_item", rank),
            remove_url=place.url("draft_remove", rank),
            move_url=place.url("draft_move", rank),
            seen=actions.seen_at(place.draft.text, (*part.path, rank)),
            is_first=rank == 0,
            is_last=rank == len(lines) - 1,
            told=[str(problem.message) for problem in under(problems, (*part.path, rank))],
        )
        for rank, table in enumerate(lines)
    ]


def make_form(place: Place, table: Mapping[str, Any] | None, data: Any, rule: str = "") -> SheetForm:
    options: dict[str, Any] = {"table": table, "document": place.document, "today": place.today}
    if not place.part.of_rules:
        return place.part.form(data, **options)
    found = rule_of(rule or (table or {}).get("rule"))
    if found is None:
        raise Http404
    return ConditionForm(data, rule=found, **options)


@page(roles=MANAGERS, writes=True)
def add(request: HttpRequest, pk: UUID, part: str, position: int | None = None) -> HttpResponse:
    """A new line; a condition first chooses its rule."""
    place = place_for(request, pk, part, position)
    if not place.part.is_list:
        raise Http404
    rule = request.GET.get("regle", "")
    if place.part.of_rules and not rule:
        if request.method == "POST":
            return HttpResponseRedirect(request.path)
        return render(request, "programmes/drafts/rules.html", rules_context(place))
    path = (*place.part.path, len(place.part.lines(place.document)))
    return sheet(request, place, path, None, rule=rule)


def rules_context(place: Place) -> dict[str, Any]:
    return {
        "draft": place.draft,
        "part": place.part,
        "rules": rules_offered(),
        "back_url": place.list_url,
        "crumbs": [*place.crumbs, Crumb(str(place.part.title))],
    }


@page(roles=MANAGERS, writes=True)
def item(request: HttpRequest, pk: UUID, part: str, position: int, rank: int | None = None) -> HttpResponse:
    """A line of a list, or a condition of a line."""
    place = place_for(request, pk, part, None if rank is None else position)
    if not place.part.is_list:
        raise Http404
    here = position if rank is None else rank
    return sheet(request, place, (*place.part.path, here), place.line(here))


def sheet(
    request: HttpRequest, place: Place, path: Path, table: Mapping[str, Any] | None, *, rule: str = ""
) -> HttpResponse:
    """The form of one table: shown, checked by the loader itself, kept."""
    actor = request.actor  # type: ignore[attr-defined]
    form = make_form(place, table, request.POST if request.method == "POST" else None, rule)
    theirs: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and is_sound(place, form, path, table):
            try:
                return keep(place, form, path, table, by=actor, seen=request.POST.get("seen", ""))
            except actions.DraftConflict as conflict:
                place, status = place_for(request, place.draft.pk, place.part.code, place.parent), 409
                theirs = compared(
                    form, make_form(place, conflict.theirs or {}, None, rule or form_rule(form))
                )
            except BadInput as error:
                form.add_error(None, error.message)
    context = sheet_context(place, form, path, table) | {"theirs": theirs, "is_conflict": status == 409}
    return render(request, "programmes/drafts/sheet.html", context, status=status)


def form_rule(form: SheetForm) -> str:
    return form.rule.name if isinstance(form, ConditionForm) else ""


def change_of(place: Place, form: SheetForm, path: Path, table: Mapping[str, Any] | None) -> Any:
    if table is not None or not place.part.is_list:
        return setting(path, form.values())
    values = form.values()
    if place.part.is_coded:
        taken = [str(line.get("code", "")) for line in place.part.lines(place.document)]
        values = {"code": code_for(str(values.get("label") or ""), taken), **values}
    return adding(place.part.path, values)


def is_sound(place: Place, form: SheetForm, path: Path, table: Mapping[str, Any] | None) -> bool:
    """What the loader says of the fields of this form, and of them alone: the rest is for the summary."""
    text = changed(place.draft.text, change_of(place, form, path, table))
    written = {form.key_of(name) for name in form.fields}
    form.take(
        [one for one in under(faults_of(text), path) if written.intersection(one.path[len(path) :])], path
    )
    return not form.errors


def keep(
    place: Place, form: SheetForm, path: Path, table: Mapping[str, Any] | None, *, by: Any, seen: str
) -> HttpResponse:
    is_new = table is None and place.part.is_list
    actions.change_draft(
        place.draft, by=by, change=change_of(place, form, path, table), at=path, seen=None if is_new else seen
    )
    return HttpResponseRedirect(after(place))


def after(place: Place) -> str:
    return place.list_url if place.part.is_list else reverse("draft", args=[place.draft.pk])


def compared(mine: SheetForm, theirs: SheetForm) -> list[tuple[str, str]]:
    """What a colleague wrote in each field that is not as in mine."""
    return [
        (str(bound.label), in_words(bound) or _("rien"))
        for bound in theirs
        if bound.name in mine.fields and in_words(bound) != in_words(mine[bound.name])
    ]


def in_words(bound: BoundField) -> str:
    """The value of a field as a sentence would say it."""
    value = bound.value()
    flat = {str(code): str(label) for code, label in flat_choices(getattr(bound.field, "choices", ()))}
    if isinstance(value, list | tuple):
        return ", ".join(flat.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    decompress = getattr(bound.field.widget, "decompress", None)
    if decompress is not None:
        amount, unit = decompress(value)
        units = {str(code): str(label) for code, label in flat_choices(bound.field.widget.widgets[1].choices)}
        return f"{amount or ''} {units.get(unit, unit)}".strip() if amount or ":" in str(unit) else ""
    return flat.get(str(value), str(value if value is not None else "")).replace("\r\n", "\n").strip()


def flat_choices(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        found += flat_choices(label) if isinstance(label, list | tuple) else [(code, label)]
    return found


def sheet_context(
    place: Place, form: SheetForm, path: Path, table: Mapping[str, Any] | None
) -> dict[str, Any]:
    part, is_line = place.part, place.part.is_list
    is_new = table is None and is_line
    nested = None
    if part.nested and table is not None and place.parent is None:
        inner = nested_part(part, int(path[-1]), place.document, place.today)
        nested = Place(place.draft, inner, place.document, place.today, int(path[-1]))
    title = (
        part.title
        if not is_line
        else part.title_of(table, place.document, place.today)
        if table
        else part.title
    )
    return {
        "draft": place.draft,
        "part": part,
        "form": form,
        "title": _("Ajouter %(one)s") % {"one": part.one} if is_new else title,
        "code": (table or {}).get("code", "") if part.is_coded and is_line else "",
        "seen": actions.seen_at(place.draft.text, path),
        "back_url": after(place),
        "nested": shown_lines(nested) if nested else [],
        "nested_url": nested.url("draft_add") if nested else "",
        "law": law_lines(form),
        "crumbs": [*place.crumbs, *crumb_of_list(place), Crumb(str(title))],
    }


def crumb_of_list(place: Place) -> list[Crumb]:
    return [Crumb(str(place.part.title), place.list_url)] if place.part.is_list else []


def law_lines(form: SheetForm) -> list[tuple[str, str, str]]:
    """The numbers and delays of this table that the law sets: what, how much, which text."""
    found = []
    for value in _law_codes(form.table):
        if value in law.parameters():
            said = law.value(value, on=max(form.day, law.begins(value)))
            amount = getattr(said.value, "label", said.value)
            found.append((said.label, str(amount), said.source))
    return found


def _law_codes(table: Any) -> list[str]:
    if not isinstance(table, Mapping):
        return []
    own = table.get("law")
    return ([own] if isinstance(own, str) else []) + [
        one for value in table.values() for one in _law_codes(value)
    ]


@page(roles=MANAGERS, only_writes=True)
def move(request: HttpRequest, pk: UUID, part: str, position: int, rank: int | None = None) -> HttpResponse:
    """Up or down by one place, for a keyboard as for a finger."""
    place = place_for(request, pk, part, None if rank is None else position)
    here = position if rank is None else rank
    place.line(here)
    other = here - 1 if request.POST.get("sens") == "monter" else here + 1
    if 0 <= other < len(place.part.lines(place.document)):
        try:
            actions.change_draft(
                place.draft,
                by=request.actor,  # type: ignore[attr-defined]
                change=swapping(place.part.path, here, other),
                at=(*place.part.path, here),
                seen=request.POST.get("seen", ""),
            )
        except actions.DraftConflict as conflict:
            raise StaleState(conflict.message) from conflict
    return HttpResponseRedirect(f"{place.list_url}#ligne-{other if other >= 0 else here}")


@page(roles=MANAGERS, writes=True)
def remove(request: HttpRequest, pk: UUID, part: str, position: int, rank: int | None = None) -> HttpResponse:
    """Take a line out, once it is said what spoke of it and who stands there."""
    actor = request.actor  # type: ignore[attr-defined]
    place = place_for(request, pk, part, None if rank is None else position)
    here = position if rank is None else rank
    table = place.line(here)
    path = (*place.part.path, here)
    if request.method == "POST":
        change = taking_out(place.part, here)
        actions.change_draft(place.draft, by=actor, change=change, at=path, seen=request.POST.get("seen", ""))
        messages.success(request, _("La ligne est retirée du brouillon."))
        return HttpResponseRedirect(place.list_url)
    code = str(table.get("code", ""))
    standing = hooks.standings(actor, place.draft.programme) if part == "etapes" and rank is None else []
    title = place.part.title_of(table, place.document, place.today)
    context = {
        "draft": place.draft,
        "part": place.part,
        "title": title,
        "seen": actions.seen_at(place.draft.text, path),
        "speaking": speaking_of(place.part, code, place.document),
        "people": sum(one.number for one in standing if one.stage == code),
        "back_url": place.list_url,
        "crumbs": [*place.crumbs, *crumb_of_list(place), Crumb(str(title))],
    }
    return render(request, "programmes/drafts/remove.html", context)
