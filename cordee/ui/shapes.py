"""Plain values that components are given: a domain turns its rows into these, templates only read them.

Keeping them here, typed, is what lets the gallery show every component without a table behind it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from cordee.kernel.verdict import Examination
from cordee.ui.wording import deadline_tone, deadline_words


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step back in the breadcrumb; without an address, the page itself."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of a row of tabs. count: shown beside the label when not None."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with a tone: late, soon, done, info, accent, neutral."""

    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Action:
    """A gesture offered on a row. By POST it is a button in a form, else a link.

    is_inline: the page it leads to is a small form, which opens under the row when a script runs.
    """

    label: str
    url: str
    by_post: bool = False
    icon: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pathway. state: done, current, next, later, skipped.

    on: the day it was reached; expected: the day it should be; note: a few words under the date.
    """

    label: str
    state: str = "later"
    on: dt.date | None = None
    expected: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WayBack:
    """A return from one stage to an earlier one. origin, target: positions in the line, from 0."""

    origin: int
    target: int
    on: dt.date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StageLine:
    """A pathway drawn: its stages in order, and the returns to an earlier one."""

    stages: Sequence[Stage]
    ways_back: Sequence[WayBack] = ()

    @property
    def width(self) -> int:
        """Of the drawing: 100 units a stage, whatever the width of the screen."""
        return 100 * len(self.stages)

    @property
    def arcs(self) -> list[str]:
        """One SVG path for each return, higher when it goes further back."""
        return [self._arc(way) for way in self.ways_back]

    @staticmethod
    def _arc(way: WayBack) -> str:
        start, end = way.origin * 100 + 50, way.target * 100 + 50
        top = max(2, 34 - 14 * abs(way.origin - way.target))
        return f"M{start} 46C{start} {top} {end} {top} {end} 46"

    @property
    def steps(self) -> list[tuple[Stage, bool]]:
        """Each stage, and whether somebody came back to it."""
        targets = {way.target for way in self.ways_back}
        return [(stage, position in targets) for position, stage in enumerate(self.stages)]

    @property
    def returns(self) -> list[tuple[WayBack, str, str]]:
        """Each return with the names of the two stages, for the sentence under the line."""
        return [(way, self.stages[way.origin].label, self.stages[way.target].label) for way in self.ways_back]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A fact as it is told. sentence: what happened; text: what was written about it, if it may be read.

    is_cut: the text goes on at `url`. partition: the label of a restricted part ("Santé"), which marks the entry.
    folded_url: where its text is fetched when the reader, who is entitled to, unfolds it.
    """

    sentence: str
    day: dt.date
    hour: str = ""
    icon: str = "dot"
    by: str = ""
    text: str = ""
    url: str = ""
    partition: str = ""
    badges: Sequence[Badge] = ()
    folded_url: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """The entries of one day. is_continued: the day's title stands on the page loaded before."""

    day: dt.date
    entries: Sequence[TimelineEntry]
    is_continued: bool = False


def group_by_day(
    entries: Iterable[TimelineEntry], *, already_shown: dt.date | None = None
) -> list[TimelineDay]:
    """Days in the order of the entries. already_shown: the last day of the page loaded before."""
    return [
        TimelineDay(day, list(group), is_continued=day == already_shown)
        for day, group in groupby(entries, key=lambda entry: entry.day)
    ]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """What must happen, and by when; whom it is about stands first.

    warn_on: the day it becomes "soon" (a week before by default). late_on: the first day it is late (the one after
    `due` by default). said: said in place of the delay ("Dernier échange il y a 3 mois").
    """

    title: str
    due: dt.date
    today: dt.date
    warn_on: dt.date | None = None
    url: str = ""
    person: str = ""
    person_url: str = ""
    in_charge: str = ""
    why: str = ""
    actions: Sequence[Action] = ()
    late_on: dt.date | None = None
    said: str = ""

    @property
    def tone(self) -> str:
        return deadline_tone(self.due, self.today, self.warn_on, self.late_on)

    @property
    def words(self) -> str:
        return self.said or deadline_words(self.due, self.today, self.late_on)

    @property
    def has_inline(self) -> bool:
        return any(action.is_inline for action in self.actions)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, with the address of the page without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a plain table, aligned as its column says."""

    text: Any
    url: str = ""
    detail: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column title. sort: the value of `tri` that sorts on it, empty when it cannot sort.

    kind: text, number or date.
    """

    label: str
    sort: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: as many cells in a row as columns, the first one names the row.

    caption: read aloud, shown when is_titled.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A next step in a margin. state: done, current or later."""

    label: str
    state: str = "later"
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A line of the search box. kind: the word that says what it is (Personne, Action…)."""

    label: str
    url: str
    kind: str = ""
    detail: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is known of it; an empty value is shown as "non renseigné"."""

    term: str
    value: object = ""
    url: str = ""
    badges: Sequence[Badge] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class PersonHeader:
    """The top of a dossier. meta: short facts in a row ("née en 1985", "suivie par…").

    words: what the person says, in their words; words_on: when. watch: points of attention, in words.
    """

    name: str
    meta: Sequence[str] = ()
    words: str = ""
    words_on: dt.date | None = None
    badges: Sequence[Badge] = ()
    watch: Sequence[str] = ()
    facts: Sequence[Definition] = ()


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a list of cards. stage: where on the pathway; next: what comes, in words."""

    name: str
    url: str
    meta: str = ""
    stage: str = ""
    next: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Gesture:
    """A gesture offered in one small form. code: its anchor; button: what sending says, the label by default.

    why_not: why it is not possible now, shown in place of the form. asks_rules: rules answer as one types
    (POST to `url` with `?apercu`); examination: what they answer so far. hidden: further values sent.
    """

    code: str
    label: str
    url: str
    form: Any = None
    button: str = ""
    icon: str = ""
    lead: str = ""
    detail: str = ""
    why_not: str = ""
    is_main: bool = False
    is_open: bool = False
    asks_rules: bool = False
    examination: Examination = field(default_factory=Examination)
    hidden: Sequence[tuple[str, object]] = ()

    def __post_init__(self) -> None:
        """Several gestures of a page ask for a day: each field keeps a name, and a label, of its own."""
        if self.form is not None and self.form.auto_id == "id_%s":
            self.form.auto_id = f"{self.code}_%s"

    @property
    def sends(self) -> str:
        """What the button says."""
        return self.button or self.label
