"""What this domain shows in a person's file: the drawn line of each pathway, the person's words, the circle.

One query for everything: pathways with their stage periods, circle and latest words come together.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from cordee.pathways.enums import Status
from cordee.pathways.models import CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.keys import key_from
from cordee.plumbing.crypto import Unreadable, bound, unseal
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.ui.shapes import Stage, StageLine, WayBack


@dataclass(frozen=True)
class Place:
    """Somebody of the circle, as the file shows them."""

    who: str
    role: str
    is_referent: bool = False
    structure: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ShownPathway:
    """A pathway as the file shows it. line: drawn when it runs; ended: the exit in words when it does not."""

    pathway: Pathway
    definition: Definition
    line: StageLine
    circle: list[Place]
    ended: str = ""

    @property
    def status(self) -> str:
        return str(Status(self.pathway.status).label)

    @property
    def is_suspended(self) -> bool:
        return self.pathway.status == Status.SUSPENDED


@dataclass
class PathwayPanel:
    """The pathways of a person, the running ones first; their own words above everything."""

    shown: list[ShownPathway] = field(default_factory=list)
    words: str = ""
    words_on: date | None = None

    @property
    def running(self) -> list[ShownPathway]:
        return [one for one in self.shown if one.pathway.is_running]

    @property
    def ended(self) -> list[ShownPathway]:
        return [one for one in self.shown if not one.pathway.is_running]


def pathway_panel(actor: Any, person: Any) -> PathwayPanel:
    """Everything the file says of the person's pathways. One query; the person comes `with_key`."""
    rows = list(_pathways(actor, person))
    panel = PathwayPanel([_shown(row) for row in rows])
    panel.shown.sort(key=lambda one: (not one.pathway.is_running, -one.pathway.opened_on.toordinal()))
    _add_words(panel, person, rows)
    return panel


def _pathways(actor: Any, person: Any) -> Any:
    periods = StagePeriod.objects.filter(pathway=OuterRef("pk")).order_by("entered_on", "id")
    places = CirclePlace.objects.filter(pathway=OuterRef("pk"), until_on=None).order_by("from_on", "id")
    words = OwnWords.objects.filter(person=OuterRef("person")).order_by("-said_on", "-id")
    return (
        Pathway.objects.filter(organisation=person.organisation_id, person=person.pk)
        .visible_to(actor)
        .annotate(
            periods=ArraySubquery(
                periods.values(
                    found=JSONObject(stage="stage", on="entered_on", back="is_way_back", reason="reason")
                )
            ),
            places=ArraySubquery(
                places.values(
                    found=JSONObject(
                        role="role", member=F("member__display_name"), name="name", structure="structure", phone="phone"
                    )
                )
            ),
            words_id=Subquery(words.values(found=Cast("id", TextField()))[:1]),
            words_sealed=Subquery(words.values("sealed_text")[:1]),
            words_on=Subquery(words.values("said_on")[:1]),
        )
        .select_related("referent", "site", "carried_out_by")
    )


def _shown(row: Any) -> ShownPathway:
    definition = definition_of(row.programme_version_id)
    ended = ""
    if not row.is_running:
        known = definition.exit(row.exit_code)
        ended = known.label if known else row.exit_code
    return ShownPathway(row, definition, stage_line(definition, row), _circle(definition, row.places), ended)


def stage_line(definition: Definition, row: Any) -> StageLine:
    """The programme's main line, with the day each stage was reached and the ways back."""
    reached = {period["stage"]: date.fromisoformat(period["on"]) for period in row.periods}
    line = [stage for stage in definition.main_line]
    if row.stage not in {stage.code for stage in line} and (aside := definition.stage(row.stage)):
        line.append(aside)
    codes = [stage.code for stage in line]
    here = codes.index(row.stage) if row.stage in codes else -1
    stages = []
    for position, stage in enumerate(line):
        on = reached.get(stage.code)
        stages.append(Stage(stage.label, _state(position, here, on, row.is_running), on=on if position <= here or on else None))
    return StageLine(stages, _ways_back(codes, row.periods))


def _state(position: int, here: int, on: date | None, is_running: bool) -> str:
    if position == here:
        return "current" if is_running else "done"
    if position < here:
        return "done" if on else "skipped"
    return "next" if position == here + 1 and is_running else "later"


def _ways_back(codes: list[str], periods: list[dict[str, Any]]) -> list[WayBack]:
    found = []
    for before, after in zip(periods, periods[1:], strict=False):
        if after["back"] and before["stage"] in codes and after["stage"] in codes:
            origin, target = codes.index(before["stage"]), codes.index(after["stage"])
            found.append(WayBack(origin, target, date.fromisoformat(after["on"]), after["reason"] or ""))
    return found


def _circle(definition: Definition, places: list[dict[str, Any]]) -> list[Place]:
    found = []
    for place in places:
        role = definition.role(place["role"])
        found.append(
            Place(
                place["member"] or place["name"],
                role.label if role else place["role"],
                bool(role and role.is_referent),
                place["structure"] or "",
                place["phone"] or "",
            )
        )
    return sorted(found, key=lambda place: not place.is_referent)


def _add_words(panel: PathwayPanel, person: Any, rows: list[Any]) -> None:
    latest = next((row for row in rows if row.words_sealed is not None), None)
    if latest is None:
        return
    tied = bound(OwnWords._meta.db_table, "sealed_text", UUID(latest.words_id), person.pk)
    try:
        panel.words = unseal(key_from(person), bytes(latest.words_sealed), tied).decode()
        panel.words_on = latest.words_on
    except Unreadable:
        panel.words = _("Ces mots ne sont plus lisibles.")


def circle_panel(actor: Any, person: Any, panel: PathwayPanel) -> list[Place]:
    """Who is around the person, from all running pathways, each once."""
    found: dict[tuple[str, str], Place] = {}
    for one in panel.running:
        for place in one.circle:
            found.setdefault((place.who, place.role), place)
    return list(found.values())
