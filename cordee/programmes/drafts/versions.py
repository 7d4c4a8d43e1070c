"""The versions of a programme: in force, coming, past; any two compared; one withdrawn; openings stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.plumbing.access import page
from cordee.programmes import fetch, hooks
from cordee.programmes.access import ROLES, can, reason_against
from cordee.programmes.drafts import actions
from cordee.programmes.drafts import fetch as drafts
from cordee.programmes.drafts.comparing import differences
from cordee.programmes.drafts.shown import shown_differences
from cordee.programmes.models import ProgrammeVersion
from cordee.programmes.views import crumbs, programme_or_404
from cordee.ui.shapes import Crumb

MANAGERS = ROLES["programme:prepare"]
IN_FORCE, COMING, PAST, REPLACED = "in_force", "coming", "past", "replaced"


@dataclass(frozen=True)
class VersionLine:
    """A version in the list. until: the day before the next one begins. people: running pathways pinned to it."""

    version: ProgrammeVersion
    state: str
    until: date | None
    people: int


def version_lines(
    versions: list[ProgrammeVersion], people: dict[UUID, int], today: date
) -> list[VersionLine]:
    """versions: newest first, the last loaded first among those of one day."""
    lines, began, found = [], date.max, False
    for version in versions:
        replaced = version.valid_from == began
        state = COMING if version.valid_from > today else PAST if found else IN_FORCE
        found = found or state == IN_FORCE
        until = began if began < date.max and not replaced else None
        lines.append(VersionLine(version, REPLACED if replaced else state, until, people.get(version.pk, 0)))
        began = version.valid_from
    return lines


@page()
def versions_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every version, what changed between two of them, who is pinned to which."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = programme_or_404(actor, code)
    versions = fetch.versions_of(programme)
    people: dict[UUID, int] = {}
    for one in hooks.standings(actor, programme):
        people[one.version_id] = people.get(one.version_id, 0) + one.number
    chosen = compared_versions(request, versions)
    context = {
        "programme": programme,
        "lines": version_lines(versions, people, actor.today),
        "chosen": chosen,
        "changes": comparison(*chosen, on=actor.today) if chosen else [],
        "reads_dossiers": bool(actor.house),
        "why_not": reason_against(actor, "programme:prepare"),
        "can_prepare": can(actor, "programme:prepare"),
        "moving_page": next(iter(hooks.MOVING_PAGE.values()), ""),
        "crumbs": [*crumbs(programme.label)[:-1], Crumb(programme.label, reverse("programme", args=[code])),
                   Crumb(_("Versions"))],
    }  # fmt: skip
    return render(request, "programmes/drafts/versions.html", context)


def compared_versions(
    request: HttpRequest, versions: list[ProgrammeVersion]
) -> tuple[ProgrammeVersion, ProgrammeVersion] | None:
    """The two of `?de=…&a=…`; the last two otherwise; none when there is only one."""
    known = {str(version.pk): version for version in versions}
    one, other = known.get(request.GET.get("de", "")), known.get(request.GET.get("a", ""))
    if one is not None and other is not None:
        return one, other
    return (versions[1], versions[0]) if len(versions) > 1 else None


def comparison(before: ProgrammeVersion, after: ProgrammeVersion, *, on: date) -> list[Any]:
    return shown_differences(differences(before.definition, after.definition, on=on))


@page(roles=MANAGERS, only_writes=True)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a version that has not begun; its text is a draft again."""
    actor = request.actor  # type: ignore[attr-defined]
    version = drafts.version_for(actor, pk)
    code = version.programme.code
    try:
        draft = actions.withdraw_version(version, by=actor)
    except BadInput as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("programme_versions", args=[code]))
    messages.success(request, _("La version est retirée. Son texte est de nouveau un brouillon."))
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


@page(roles=MANAGERS, only_writes=True)
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """Stop opening pathways, or begin again."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = programme_or_404(actor, code)
    is_active = request.POST.get("ouvert") == "oui"
    actions.change_activity(programme, by=actor, is_active=is_active)
    messages.success(
        request,
        _("Le programme accueille de nouveau.")
        if is_active
        else _("Plus aucun parcours ne s’ouvre dans ce programme. Ceux qui sont ouverts continuent."),
    )
    return HttpResponseRedirect(reverse("programme", args=[code]))
