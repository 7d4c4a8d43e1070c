"""Taking running pathways to the version in force: who stands where, what each stage becomes, undone if need be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.errors import BadInput
from cordee.pathways import versions
from cordee.pathways.access import ROLES
from cordee.plumbing.access import page
from cordee.programmes import fetch
from cordee.programmes.cached import definition_of
from cordee.programmes.models import ProgrammeVersion
from cordee.ui.flash import offer_undo
from cordee.ui.shapes import Crumb

COORDINATION = ROLES["pathway:change_version"]
NAMED = 200  # beyond, people are counted, and go with their stage


@dataclass
class Group:
    """The pathways at one stage of an earlier version. key: what the form sends; chosen: the stage they go to."""

    key: str
    label: str
    since: Any
    stages: list[tuple[str, str]]
    chosen: str
    people: list[tuple[UUID, str]] = field(default_factory=list)
    number: int = 0

    @property
    def where(self) -> tuple[UUID, str]:
        version, _bar, stage = self.key.partition(":")
        return UUID(version), stage

    @property
    def is_kept(self) -> bool:
        return self.where[1] == self.chosen


@page(roles=COORDINATION, writes=True)
def change_version(request: HttpRequest, code: str) -> HttpResponse:
    """All, some, or none: a stage for each group, and whom to leave as they are."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = fetch.programme_seen_by(actor, code)
    if programme is None:
        raise Http404
    version = fetch.version_on(programme, actor.today)
    if version is None:
        raise Http404
    sent = dict(zip(request.POST.getlist("groupe"), request.POST.getlist("etape"), strict=False))
    groups = groups_of(actor, version, sent)
    left = {str(pk) for pk in request.POST.getlist("laisser")}
    error = ""
    if request.method == "POST":
        try:
            return moved(request, version, groups, left)
        except BadInput as refused:
            error = refused.message
    context = {
        "programme": programme,
        "version": version,
        "groups": groups,
        "number": sum(group.number for group in groups),
        "left": left,
        "error": error,
        "crumbs": [
            Crumb(_("Programmes"), reverse("programmes")),
            Crumb(programme.label, reverse("programme", args=[code])),
            Crumb(_("Versions"), reverse("programme_versions", args=[code])),
            Crumb(_("Passer à la nouvelle version")),
        ],
    }
    return render(request, "pathways/change_version.html", context, status=422 if error else 200)


def groups_of(actor: Any, version: ProgrammeVersion, sent: dict[str, str]) -> list[Group]:
    """sent: the stage chosen for each group; before, its own stage when the new version knows it. One query."""
    rows = versions.running_in(actor, version.programme).exclude(programme_version=version)
    held: dict[tuple[UUID, str], list[tuple[UUID, str]]] = defaultdict(list)
    for row in rows.select_related("person").order_by("sort_key", "pk"):
        held[(row.programme_version_id, row.stage)].append((row.pk, row.person.full_name))
    return [group_of(version, where, people, sent) for where, people in held.items()]


def group_of(
    version: ProgrammeVersion, where: tuple[UUID, str], people: list[tuple[UUID, str]], sent: dict[str, str]
) -> Group:
    before, after = definition_of(where[0]), definition_of(version.pk)
    known = before.stage(where[1])
    stages = versions.stages_open_to(before, where[1], after)
    key = f"{where[0]}:{where[1]}"
    own = where[1] if after.stage(where[1]) else ""
    chosen = sent.get(key, own)
    return Group(
        key=key,
        label=known.label if known else where[1],
        since=before.valid_from,
        stages=stages,
        chosen=chosen,
        people=people[:NAMED],
        number=len(people),
    )


def moved(
    request: HttpRequest, version: ProgrammeVersion, groups: list[Group], left: set[str]
) -> HttpResponse:
    """Do it, say how many, offer to undo it all."""
    actor = request.actor  # type: ignore[attr-defined]
    known = {str(pk): pk for group in groups for pk, _name in group.people}
    done = versions.move_to_version(
        version,
        by=actor,
        stages={group.where: group.chosen for group in groups if group.chosen},
        without=[pk for sent, pk in known.items() if sent in left],
    )
    if not done.number:
        raise BadInput("", _("Aucun parcours n’est choisi\u202f: tous gardent leur version."))
    said = ngettext(
        "%(n)d parcours suit maintenant la nouvelle version.",
        "%(n)d parcours suivent maintenant la nouvelle version.",
        done.number,
    ) % {"n": done.number}
    offer_undo(request, said, reverse("give_version_back", args=[done.batch]))
    return HttpResponseRedirect(reverse("programme_versions", args=[version.definition.code]))


@page(roles=COORDINATION, only_writes=True)
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a whole change of version."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        number = versions.give_back(pk, by=actor)
    except LookupError as error:
        raise Http404 from error
    said = ngettext(
        "%(n)d parcours a repris sa version d’avant.",
        "%(n)d parcours ont repris leur version d’avant.",
        number,
    )
    messages.success(request, said % {"n": number})
    return HttpResponseRedirect(reverse("programmes"))
