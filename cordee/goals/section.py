"""The section « goals » of a definition: what a programme helps to aim at, how it is reviewed, where one may go after.

    [goals]
    label = "Projet et objectifs"
    review = "objectifs"             # the clock that reviews answer; none where nothing is set
    asks_orientation = true          # a word when no orientation is foreseen
    source = "B0.33"
    axes = [{ code = "autonomie", label = "Autonomie", part = "social", themes = ["quotidien"] }]
    catalogue = [{ code = "initiative", label = "…", plain = "Je …", axis = "autonomie", keeps = false }]
    steps = [{ code = "visite", label = "…", kind = "support" }]
    orientation = [{ code = "logement", label = "…", part = "social", targets = [{ code = "…", label = "…" }] }]

An axis says in which part of the dossier its goals stand. `plain` is the same for the person, in easy French.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cordee.assessments.diagnosis.section import SECTION as DIAGNOSIS
from cordee.assessments.diagnosis.vocabularies import PARTS
from cordee.goals.enums import StepKind
from cordee.kernel.partitions import CODES, Partition
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import twins
from cordee.programmes.definition import Definition, by_code
from cordee.programmes.reading import Reader
from cordee.programmes.sources import Sources
from cordee.programmes.vocabulary import FACT_KINDS

SECTION = "goals"
KINDS = {kind.value: str(kind.value) for kind in StepKind}


def _sign(*, icon: str) -> str:
    return icon


# The sign of an axis, drawn beside its words on the page of the person.
PICTOGRAMS = {
    "flag": _sign(icon="flag"),
    "home": _sign(icon="house-door"),
    "people": _sign(icon="people"),
    "heart": _sign(icon="heart"),
    "work": _sign(icon="briefcase"),
    "training": _sign(icon="mortarboard"),
    "bus": _sign(icon="bus-front"),
    "papers": _sign(icon="file-earmark-text"),
    "health": _sign(icon="heart-pulse"),
    "shield": _sign(icon="shield"),
}
# Where one goes after is of daily life, of work or of care; never of violence or justice.
ORIENTED = {code: label for code, label in PARTS.items() if code != "protected"}
REVIEWED = "objectives_reviewed"


@dataclass(frozen=True, slots=True)
class Axis:
    """What goals work on. part: of the dossier; themes: of the diagnosis that lead to it; icon: its pictogram."""

    code: str
    label: str
    part: str
    themes: tuple[str, ...] = ()
    icon: str = ""
    source: str = ""

    @property
    def partition(self) -> Partition:
        return CODES[self.part]

    @property
    def pictogram(self) -> str:
        return PICTOGRAMS.get(self.icon, PICTOGRAMS["flag"])


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal the programme offers. plain: for the person; keeps: it is about keeping what was gained."""

    code: str
    label: str
    axis: str
    plain: str = ""
    keeps: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step the programme often takes. kind: of a plan of action (RSA-13)."""

    code: str
    label: str
    kind: str = ""
    is_collective: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way one may go on, beside others."""

    code: str
    label: str
    part: str
    targets: tuple[Target, ...] = ()
    source: str = ""

    @property
    def partition(self) -> Partition:
        return CODES[self.part]

    def target(self, code: str) -> Target | None:
        return by_code(self.targets, code)


@dataclass(frozen=True, slots=True)
class Goals:
    """What a programme says of projects and goals. reviewed_by: the fact that answers its clock of review."""

    label: str
    axes: tuple[Axis, ...]
    catalogue: tuple[GoalLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    review: str = ""
    reviewed_by: str = REVIEWED
    asks_orientation: bool = False
    source: str = ""

    def axis(self, code: str) -> Axis | None:
        return by_code(self.axes, code)

    def line(self, code: str) -> GoalLine | None:
        return by_code(self.catalogue, code)

    def step(self, code: str) -> StepLine | None:
        return by_code(self.steps, code)

    def dimension(self, code: str) -> Dimension | None:
        return by_code(self.dimensions, code)

    def axis_for(self, theme: str) -> Axis | None:
        """The first axis a theme of the diagnosis leads to."""
        return next((axis for axis in self.axes if theme in axis.themes), None)


def goals_of_programme(definition: Definition) -> Goals | None:
    """What the programme says of goals; none where it says nothing."""
    found = definition.sections.get(SECTION)
    return found if isinstance(found, Goals) else None


def read_section(root: Reader, definition: Definition) -> Goals:
    """Read and check the section; every fault is noted with its line."""
    reader, sources = root.table(SECTION), Sources(definition.sources)
    themes = _themes_of(root)
    review = reader.text("review", required=False)
    found = Goals(
        label=reader.text("label"),
        axes=tuple(_axis(item, themes, sources) for item in reader.tables("axes", required=True)),
        catalogue=tuple(_line(item, sources) for item in reader.tables("catalogue")),
        steps=tuple(_step(item, sources) for item in reader.tables("steps")),
        dimensions=tuple(_dimension(item, sources) for item in reader.tables("orientation")),
        review=review,
        reviewed_by=_answer(reader, definition, review),
        asks_orientation=reader.yes("asks_orientation"),
        source=sources.of(reader),
    )
    reader.finish()
    _check(reader, found)
    return found


def _answer(reader: Reader, definition: Definition, review: str) -> str:
    """The day noted by hand that makes the clock of review start again."""
    clocks = {clock.code: clock.label for clock in definition.clocks}
    if not review or not reader.known("review", review, clocks):
        return REVIEWED
    clock = definition.clock(review)
    by_hand = [kind for kind in sorted(clock.clock.start) if FACT_KINDS[kind].by_hand] if clock else []
    answers = [kind for kind in by_hand if kind in (REVIEWED, "review_held")]
    if not answers:
        reader.fault(
            "review",
            _(
                "«\u202f{code}\u202f»\u202f: attendu un délai qui repart à chaque bilan (review_held,"
                " objectives_reviewed)",
                code=review,
            ),
        )
        return REVIEWED
    return answers[0]


def _check(reader: Reader, found: Goals) -> None:
    axes = {axis.code: axis.label for axis in found.axes}
    for key, codes in (
        ("axes", [axis.code for axis in found.axes]),
        ("catalogue", [line.code for line in found.catalogue]),
        ("steps", [step.code for step in found.steps]),
        ("orientation", [one.code for one in found.dimensions]),
    ):
        _once(reader, key, codes)
    for line in found.catalogue:
        if line.axis:
            reader.known("catalogue", line.axis, axes)
    if found.asks_orientation and not found.dimensions:
        reader.fault(
            "asks_orientation",
            _("il manque «\u202forientation\u202f»\u202f: au moins une façon de poursuivre"),
        )


def _once(reader: Reader, key: str, codes: Iterable[str]) -> None:
    for code in twins([code for code in codes if code]):
        reader.fault(key, _("le code «\u202f{code}\u202f» est donné deux fois", code=code))


def _themes_of(root: Reader) -> list[str]:
    """The codes of the themes of the diagnosis, as the document writes them; its own reader finds their faults."""
    written = root.content.get(DIAGNOSIS)
    themes = written.get("themes") if isinstance(written, dict) else None
    listed = themes if isinstance(themes, list) else []
    return [str(item["code"]) for item in listed if isinstance(item, dict) and "code" in item]


def _axis(item: Reader, themes: Sequence[str], sources: Sources) -> Axis:
    return Axis(
        item.code(),
        item.text("label"),
        item.choice("part", PARTS),
        tuple(code for code in item.texts("themes") if item.known("themes", code, themes)),
        item.choice("icon", PICTOGRAMS, required=False, default="flag"),
        sources.of(item, required=False),
    )


def _line(item: Reader, sources: Sources) -> GoalLine:
    return GoalLine(
        item.code(),
        item.text("label"),
        item.text("axis"),
        item.text("plain", required=False),
        item.yes("keeps"),
        sources.of(item, required=False),
    )


def _step(item: Reader, sources: Sources) -> StepLine:
    return StepLine(
        item.code(),
        item.text("label"),
        item.choice("kind", KINDS, required=False),
        item.yes("collective"),
        sources.of(item, required=False),
    )


def _dimension(item: Reader, sources: Sources) -> Dimension:
    targets = tuple(Target(one.code(), one.text("label")) for one in item.tables("targets"))
    _once(item, "targets", [target.code for target in targets])
    return Dimension(
        item.code(),
        item.text("label"),
        item.choice("part", ORIENTED),
        targets,
        sources.of(item, required=False),
    )
