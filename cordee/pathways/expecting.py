"""What a person's programmes say to papers: which ones they expect, who follows the person."""

from typing import Any
from uuid import UUID

from cordee.papers.hooks import Wanted
from cordee.pathways.models import Pathway
from cordee.programmes.cached import definition_of


def expected(actor: Any, person: Any) -> list[Wanted]:
    """The papers of the programmes the person is in. One query."""
    rows = Pathway.objects.filter(organisation=person.organisation_id, person=person.pk).running()
    versions = rows.visible_to(actor).order_by("opened_on", "pk").values_list("programme_version", flat=True)
    found = []
    for version in versions:
        definition = definition_of(version)
        found += [Wanted(paper.code, paper.label, definition.label) for paper in definition.entry.papers]
    return found


def referent(person: Any) -> UUID | None:
    """The referent of the pathway opened last, among those that run."""
    rows = Pathway.objects.filter(
        organisation=person.organisation_id, person=person.pk, referent__isnull=False
    )
    return rows.running().order_by("-opened_on", "-pk").values_list("referent", flat=True).first()
