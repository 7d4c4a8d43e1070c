"""A story: a fictitious person goes through a programme, and each gesture says what should be answered.

It stands beside its definition (`<code>.story.toml`), is written in the same language, and is played by one
generic test. Days are numbers counted from the first one, so that it can be played on any date:

    programme = "jardin-partage"
    title = "Nadège attend la commission"
    [person]
    first_name = "Nadège"
    age = 41
    [[gestures]]
    day = 0
    do = "open"
    facts = { orientation_on = 0, prescriber_named = true }
    says = ["ENT-08", "ENT-09"]        # every rule that warns or refuses, and no other
    [[gestures]]
    day = 10
    do = "move"
    code = "entrer"
    as = ["coordinator"]
    expect = "refused"                 # allowed when not said
    says = ["ENT-04"]

Gestures: open, admission, move, suspend, resume, close, reopen, event (a fact, by its kind), clock (where
a delay stands), know (facts only). Facts given stay known afterwards.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cordee.kernel.clock import Phase
from cordee.kernel.dates import BirthDate, add_months
from cordee.kernel.verdict import Examination
from cordee.programmes import engine
from cordee.programmes.definition import Definition
from cordee.programmes.engine import Play
from cordee.programmes.facts import PathwayFacts
from cordee.programmes.loader import DefinitionError, Problem, in_words
from cordee.programmes.locator import locate
from cordee.programmes.reading import Notes, Reader
from cordee.programmes.vocabulary import FACT_KINDS, MEMBER_ROLES

GESTURES = {
    "open": "ouvrir",
    "admission": "décider de l’admission",
    "move": "changer d’étape",
    "suspend": "suspendre",
    "resume": "reprendre",
    "close": "terminer",
    "reopen": "rouvrir",
    "event": "noter un fait",
    "clock": "regarder un délai",
    "know": "apprendre quelque chose",
}
ANSWERS = {"allowed": "accepté", "refused": "refusé"}
SETS = ("circle", "resources", "papers_received")
DAYS = ("orientation_on",)


@dataclass(frozen=True, slots=True)
class Gesture:
    """One gesture on a day, and what should be answered. code: of the move, decision, exit, fact or delay."""

    day: int
    do: str
    code: str = ""
    roles: frozenset[str] = frozenset()
    facts: Mapping[str, object] = field(default_factory=dict)
    expect: str = "allowed"
    says: tuple[str, ...] = ()
    stage: str = ""
    phase: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A person who does not exist, and what happens to them in a programme."""

    programme: str
    title: str
    first_name: str
    age: int | None
    gestures: tuple[Gesture, ...]


@dataclass(frozen=True, slots=True)
class Surprise:
    """A gesture that was not answered as the story says."""

    line: int
    message: str


def parse_story(text: str) -> Story:
    """Read a story. Raises DefinitionError with every fault found."""
    notes = Notes()
    root = Reader(tomllib.loads(text), (), notes)
    locator = locate(text)
    person = root.table("person", required=True)
    story = Story(
        programme=root.code("programme"),
        title=root.text("title"),
        first_name=person.text("first_name"),
        age=person.integer("age", least=0, most=120),
        gestures=tuple(
            _gesture(item, locator.line(item.path)) for item in root.tables("gestures", required=True)
        ),
    )
    person.finish()
    root.finish()
    if notes.faults:
        raise DefinitionError(
            [Problem(locator.line(f.path), in_words(f.path), f.message) for f in notes.faults]
        )
    return story


def _gesture(item: Reader, line: int) -> Gesture:
    return Gesture(
        day=item.integer("day", least=0, most=20_000, required=True) or 0,
        do=item.choice("do", GESTURES),
        code=item.text("code", required=False),
        roles=frozenset(item.choices("as", MEMBER_ROLES)),
        facts=item.mapping("facts"),
        expect=item.choice("expect", ANSWERS, required=False, default="allowed"),
        says=item.texts("says"),
        stage=item.text("stage", required=False),
        phase=item.choice("phase", {phase.value: "" for phase in Phase}, required=False),
        line=line,
    )


def play(story: Story, definition: Definition, *, start: date) -> Iterator[Surprise]:
    """Play a story from a day on; what is not answered as it says comes out, line by line."""
    player = _Player(story, definition, start)
    for gesture in story.gestures:
        yield from player.make(gesture)


class _Player:
    """The state of a story being played: the play, and what is known of the person."""

    def __init__(self, story: Story, definition: Definition, start: date) -> None:
        self.start = start
        self.play = Play(definition)
        born = add_months(start, -12 * story.age) if story.age is not None else None
        self.known = PathwayFacts(on=start, birth=BirthDate.exact(born) if born else BirthDate())

    def make(self, gesture: Gesture) -> Iterator[Surprise]:
        day = self.start + timedelta(days=gesture.day)
        self.known = replace(self.known, on=day, **self._facts(gesture.facts))
        if gesture.do == "event":
            self.play = self.play.happened(FACT_KINDS[gesture.code].code, day)
        elif gesture.do == "clock":
            yield from self._look_at(gesture, day)
        elif gesture.do != "know":
            yield from self._gesture(gesture)

    def _facts(self, written: Mapping[str, object]) -> dict[str, Any]:
        """Facts as the rules want them: lists as sets, numbers of days as days."""
        facts: dict[str, Any] = dict(written)
        for key in SETS:
            if isinstance(facts.get(key), list):
                facts[key] = frozenset(facts[key])
        for key in DAYS:
            if isinstance(facts.get(key), int):
                facts[key] = self.start + timedelta(days=facts[key])
        return facts

    def _look_at(self, gesture: Gesture, day: date) -> Iterator[Surprise]:
        phase = self.play.clock(gesture.code, day).phase
        if phase != gesture.phase:
            yield Surprise(gesture.line, f"délai {gesture.code} : {phase}, attendu {gesture.phase}")

    def _gesture(self, gesture: Gesture) -> Iterator[Surprise]:
        examination = self._examination(gesture)
        answer = "allowed" if examination.allowed else "refused"
        if answer != gesture.expect:
            reasons = " ".join(verdict.reason for verdict in examination.refusals)
            yield Surprise(gesture.line, f"{gesture.do} : {answer}, attendu {gesture.expect}. {reasons}")
        spoken = [verdict.rule for verdict in (*examination.refusals, *examination.warnings)]
        if sorted(spoken) != sorted(gesture.says):
            yield Surprise(
                gesture.line, f"{gesture.do} : règles {sorted(spoken)}, attendu {sorted(gesture.says)}"
            )
        if examination.allowed:
            self.play = self._done(gesture)
        if gesture.stage and self.play.now.stage != gesture.stage:
            yield Surprise(gesture.line, f"étape {self.play.now.stage}, attendu {gesture.stage}")

    def _examination(self, gesture: Gesture) -> Examination:
        definition, facts = self.play.definition, self.play.seen(self.known)
        if gesture.do == "open":
            return engine.check_open(definition, facts=facts)
        if gesture.do == "admission":
            return engine.check_admission(definition, gesture.code, roles=gesture.roles, facts=facts)
        state = self.play.now
        if gesture.do == "move":
            return engine.check_move(definition, state, gesture.code, roles=gesture.roles, facts=facts)
        if gesture.do == "close":
            return engine.check_close(definition, state, gesture.code, facts=facts)
        check = {
            "suspend": engine.check_suspend,
            "resume": engine.check_resume,
            "reopen": engine.check_reopen,
        }
        return check[gesture.do](definition, state, facts=facts)

    def _done(self, gesture: Gesture) -> Play:
        """The play after the gesture; it checks again, so that a check and its gesture never differ."""
        if gesture.do == "admission":
            return self.play.admit(gesture.code, roles=gesture.roles, facts=self.known)
        if gesture.do == "move":
            return self.play.move(gesture.code, roles=gesture.roles, facts=self.known)
        if gesture.do == "close":
            return self.play.close(gesture.code, self.known)
        return {
            "open": self.play.open,
            "suspend": self.play.suspend,
            "resume": self.play.resume,
            "reopen": self.play.reopen,
        }[gesture.do](self.known)
