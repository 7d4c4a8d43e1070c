"""What this domain shows in a person's file: the drawn line of each pathway, the person's words, the circle.

One query for everything (see `story`). `pathway_panel(actor, person)` feeds pathways/panel.html,
`circle_panel` feeds pathways/circle_brief.html.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier.models import Deadline
from cordee.kernel.words import capital
from cordee.pathways.access import can
from cordee.pathways.enums import Status
from cordee.pathways.fetch import stories_of
from cordee.pathways.story import Period, Place, Story
from cordee.programmes import engine
from cordee.programmes.definition import Definition
from cordee.programmes.definition import Stage as DefinedStage
from cordee.programmes.engine import Offer
from cordee.ui.shapes import DeadlineRow, Stage, StageLine, WayBack
from cordee.ui.shapes import Definition as ShownDefinition
from cordee.ui.wording import day_words


@dataclass(frozen=True)
class ShownPathway:
    """A pathway as the file shows it. line: its stages, drawn; next: the first move ahead."""

    story: Story
    line: StageLine
    next: Offer | None = None

    @property
    def pathway(self) -> Any:
        return self.story.row

    @property
    def definition(self) -> Definition:
        return self.story.definition

    @property
    def circle(self) -> list[Place]:
        return self.story.circle

    @property
    def status(self) -> str:
        return str(Status(self.pathway.status).label)

    @property
    def is_suspended(self) -> bool:
        return self.pathway.status == Status.SUSPENDED

    @property
    def ended(self) -> str:
        """The exit in words, when the pathway is over."""
        known = self.definition.exit(self.pathway.exit_code)
        return known.label if known else self.pathway.exit_code


@dataclass
class PathwayPanel:
    """The pathways of a person, the running ones first; their own words above everything."""

    shown: list[ShownPathway] = field(default_factory=list)
    words: str = ""
    words_on: date | None = None
    can_open: bool = False

    @property
    def running(self) -> list[ShownPathway]:
        return [one for one in self.shown if one.pathway.is_running]

    @property
    def ended(self) -> list[ShownPathway]:
        return [one for one in self.shown if not one.pathway.is_running]


def pathway_panel(actor: Any, person: Any) -> PathwayPanel:
    """Everything the file says of the person's pathways. One query."""
    shown = [show(story, actor) for story in stories_of(actor, person)]
    panel = PathwayPanel(shown, can_open=may_open(actor, person))
    latest = next((one.story.words[0] for one in shown if one.story.words), None)
    if latest is not None:
        panel.words, panel.words_on = latest.text, latest.said_on
    return panel


def may_open(actor: Any, person: Any) -> bool:
    """Pathways are opened by the house that holds the dossier."""
    return can(actor, "pathway:open") and person.organisation_id == actor.organisation.pk


def show(story: Story, actor: Any) -> ShownPathway:
    ahead = [offer for offer in offers(story, actor) if not offer.move.back]
    return ShownPathway(story, stage_line(story), ahead[0] if ahead else None)


def offers(story: Story, actor: Any) -> tuple[Offer, ...]:
    """The moves the actor may make from here, each with what the rules say today."""
    if not can(actor, "pathway:move"):
        return ()
    return engine.moves_available(
        story.definition, story.state, roles=actor.roles, facts=story.facts(actor.today)
    )


def brief(story: Story) -> list[ShownDefinition]:
    """What one looks for at a glance in a pathway."""
    row, foreseen = story.row, story.definition.exit(story.row.exit_target)
    items = [
        ShownDefinition(
            capital(story.definition.words.referent), row.referent.display_name if row.referent else ""
        ),
        ShownDefinition(_("À cette étape depuis"), day_words(row.stage_since, "j F Y")),
        ShownDefinition(_("Orientation envisagée"), foreseen.label if foreseen else ""),
        ShownDefinition(
            _("Dernier contact"), day_words(row.last_contact_on, "j F Y") if row.last_contact_on else ""
        ),
    ]
    if row.site:
        items.append(ShownDefinition(_("Site"), row.site.name))
    if row.carried_out_by:
        items.append(ShownDefinition(_("Réalisé par"), row.carried_out_by.name))
    return items


def waits(rows: list[Deadline], on: date) -> list[DeadlineRow]:
    """Deadlines as the margin shows them."""
    return [
        DeadlineRow(
            row.label,
            row.due_on,
            on,
            warn_on=row.warn_on,
            in_charge=row.in_charge.display_name if row.in_charge else "",
        )
        for row in rows
    ]


def circle_panel(actor: Any, person: Any, panel: PathwayPanel) -> list[Place]:
    """Who is around the person, from all running pathways, each once."""
    found: dict[tuple[str, str], Place] = {}
    for one in panel.running:
        for place in one.circle:
            found.setdefault((place.who, place.role), place)
    return list(found.values())


def stage_line(story: Story) -> StageLine:
    """The programme's main line, with the day each stage was last reached and the ways back."""
    drawn = drawn_stages(story)
    codes = [stage.code for stage in drawn]
    reached = {period.stage: period.entered_on for period in story.periods}
    here = codes.index(story.row.stage) if story.row.stage in codes else -1
    stages = [
        Stage(
            stage.label,
            _state(position, here, reached.get(stage.code), story.row.is_running),
            on=reached.get(stage.code) if position <= here else None,
        )
        for position, stage in enumerate(drawn)
    ]
    return StageLine(stages, ways_back(codes, story.periods))


def drawn_stages(story: Story) -> list[DefinedStage]:
    """The main line; a stage beside it is drawn where the person left the line, while they are in it."""
    drawn = list(story.definition.main_line)
    current = story.definition.stage(story.row.stage)
    if current is None or not current.aside:
        return drawn
    codes = [stage.code for stage in drawn]
    left = [codes.index(period.stage) for period in story.periods if period.stage in codes]
    drawn.insert(left[-1] + 1 if left else 0, current)
    return drawn


def _state(position: int, here: int, on: date | None, is_running: bool) -> str:
    if position == here:
        return "current" if is_running else "done"
    if position < here:
        return "done" if on else "skipped"
    return "next" if position == here + 1 and is_running else "later"


def ways_back(codes: list[str], periods: list[Period]) -> list[WayBack]:
    """The returns to an earlier stage, between stages that are drawn."""
    return [
        WayBack(codes.index(before.stage), codes.index(after.stage), after.entered_on, after.reason)
        for before, after in pairwise(periods)
        if after.is_way_back and before.stage in codes and after.stage in codes
    ]
