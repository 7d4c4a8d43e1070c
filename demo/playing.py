"""One person's pathways, played gesture by gesture: who does what, who writes, who is around."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from cordee.dossier.access import SECTORS
from cordee.pathways.access import ROLES as PATHWAY_ROLES
from cordee.people.enums import ContactKind
from cordee.programmes.models import ProgrammeVersion
from demo.dossiers import Dossier, Writer
from demo.histories import Step
from demo.hours import worked
from demo.identities import Somebody
from demo.names import Namer
from demo.pages import Pages
from demo.planning import Project
from demo.rhythm import Life
from demo.shapes import Around, Scene
from demo.ways import Way
from demo.writing import common

WITH_A_NOTE = frozenset({"review_held", "objectives_reviewed"})
# Days that an orientation decision leaves, rather than somebody on the pathway (demo.decisions).
DECIDED_ELSEWHERE = frozenset({"rsa_information_received", "orientation_notified"})


@dataclass
class Team:
    """The professionals who act in a house's dossiers, by key.

    lead: who does what a referent may not. leads: the same, in the houses that carry accompaniments out.
    """

    members: dict[str, Writer]
    lead: Writer
    leads: dict[str, Writer] = field(default_factory=dict)


@dataclass
class Scribe:
    """Plays projects. away: (key, day) of colleagues who left since, and handed their people over."""

    team: Team
    rng: Random
    namer: Namer
    away: tuple[tuple[str, date], ...] = ()

    def play(
        self,
        dossier: Dossier,
        project: Project,
        version: ProgrammeVersion,
        somebody: Somebody,
        *,
        site: Any = None,
        carrier: Any = None,
        orientation: dict[str, Any] | None = None,
        referral_id: Any = None,
    ) -> Way:
        """A pathway, from its opening to today, with its notes."""
        life = project.life
        turn = Turn(self, dossier, project, life, self.team.members[project.referent])
        turn.open(
            version, somebody, site=site, carrier=carrier, orientation=orientation, referral_id=referral_id
        )
        for step in life.history.steps[1:]:
            turn.make(step)
        turn.surround(somebody)
        turn.write()
        return turn.way


class Turn:
    """One pathway being played."""

    def __init__(
        self, scribe: Scribe, dossier: Dossier, project: Project, life: Life, referent: Writer
    ) -> None:
        self.scribe, self.team, self.rng = scribe, scribe.team, scribe.rng
        self.dossier, self.project, self.life = dossier, project, life
        self.shape, self.referent = project.shape, referent
        self.lead = self.team.leads.get(project.carrier, self.team.lead)
        self.before: Writer | None = None
        self.since: date | None = None
        self.handed_over_on: date | None = None
        self.way: Way

    # opening and steps

    def open(
        self, version: ProgrammeVersion, somebody: Somebody, *, orientation: Any, **options: Any
    ) -> None:
        on, cast = self.life.history.opened_on, somebody.cast
        words = cast.words if cast else self._words()
        answers = {**self.shape.answers, "exit_target": self.rng.choice(self.shape.targets or ("",))}
        self.way = Way(
            self.dossier,
            version,
            by=self.opener,
            on=on,
            answers=answers,
            words=words,
            site=options["site"],
            carried_out_by=options["carrier"],
            orientation=orientation,
            referral_id=options["referral_id"],
            reason=self._reason(),
        )
        if self.project.is_named:
            self._name_referent(on)
        if words:
            self.way.say(words, by=self.able(on, PATHWAY_ROLES["words:write"]), on=on)

    @property
    def opener(self) -> Writer:
        """Who may open: the referent if they are of the house, else its coordination."""
        at_home = self.referent.member.organisation_id == self.dossier.ledger.organisation_id
        return (
            self.referent
            if at_home and self.referent.roles & PATHWAY_ROLES["pathway:open"]
            else self.team.lead
        )

    def able(self, day: date, roles: Iterable[str]) -> Writer:
        """The referent of that day if one of their roles is among these, else the coordination."""
        who = self.referent_on(day)
        return who if who.roles & frozenset(roles) else self.lead

    def referent_on(self, day: date) -> Writer:
        gone = any(day < left for key, left in self.scribe.away if self.team.members[key] is self.before)
        return self.before if self.before and gone else self.referent

    def _name_referent(self, on: date) -> None:
        """The referent; for some, first a colleague who has left since."""
        left = [
            (self.team.members[key], day) for key, day in self.scribe.away if on < day - timedelta(days=25)
        ]
        if left and self.rng.random() < 0.5 and not self.project.carrier:
            self.before, self.handed_over_on = left[0]
        self.way.name_referent(self.before or self.referent, by=self.opener, on=on)
        self.since = on

    def make(self, step: Step) -> None:
        """A step of the history, by whoever may do it."""
        self._hand_over(step.day)
        by = self.able(step.day, PATHWAY_ROLES["pathway:suspend"])
        if step.kind == "admit":
            allowed = self.way.definition.admission.recorded_by & PATHWAY_ROLES["pathway:admit"]
            self.way.admit(step.code, by=self.able(step.day, allowed), on=step.day)
        elif step.kind == "move":
            self._move(step)
        elif step.kind == "suspend":
            reason = self.dossier.said(self.rng.choice(self.shape.pauses))
            self.way.suspend(by=by, on=step.day, reason=reason)
        elif step.kind == "resume":
            self.way.resume(by=by, on=step.day)
        elif step.kind == "close":
            self.way.close(step.code, by=by, on=step.day)
        else:
            self.way.reopen(by=by, on=step.day)

    def _move(self, step: Step) -> None:
        move = next(move for move in self.way.definition.moves if move.code == step.code)
        goal = next(stage for stage in self.way.definition.stages if stage.code == move.to_state)
        if self.since is None and (goal.admitted or self.way.definition.admission.is_direct):
            self._name_referent(step.day)
        by = self.able(step.day, move.roles & PATHWAY_ROLES["pathway:move"])
        self.way.move(step.code, by=by, on=step.day, reason=self._reason())

    def _hand_over(self, until: date) -> None:
        """The colleague gone is replaced by the referent of today, the day they left."""
        if self.handed_over_on and self.handed_over_on <= until and self.way.row.status != "closed":
            self.way.name_referent(self.referent, by=self.lead, on=self.handed_over_on)
            self.handed_over_on = None

    def _reason(self) -> str:
        return self.rng.choice(self.shape.writing.warnings)

    def _words(self) -> str:
        return self.rng.choice(self.shape.writing.words) if self.rng.random() < self.shape.worded else ""

    # the circle

    def surround(self, somebody: Somebody) -> None:
        """Those around the person, for as long as the pathway lasts."""
        history = self.life.history
        self._hand_over(history.changed_on if not history.is_running else self.dossier.ledger.hours.today)
        if history.plan.state == "closed":
            return
        on = max(
            [history.opened_on, *(step.day for step in history.steps if step.kind in ("admit", "reopen"))]
        )
        for around in self.shape.circle:
            if self.rng.random() < around.share:
                self._join(around, self._later(on))
        measure, guardian = somebody.protection
        if measure and self.way.definition.role("protection"):
            self._join(Around("protection", 1, structures=(guardian,)), self._later(on))

    @property
    def _is_in(self) -> bool:
        """Is the admission pronounced, where there is one? Before, the team does not gather yet."""
        return self.way.definition.admission.is_direct or self.life.history.is_decided

    def _later(self, on: date) -> date:
        return max(on, worked(on + timedelta(days=self.rng.randint(0, 30))))

    def _join(self, around: Around, on: date) -> None:
        by = self.able(on, PATHWAY_ROLES["circle:change"])
        role = self.way.definition.role(around.role)
        if on > self.dossier.ledger.hours.today or (around.members and not self._is_in):
            return
        if role is None or (role.unique and any(place.role == around.role for place in self.way.places)):
            return
        if around.members:
            who = self.team.members[self.rng.choice(around.members)]
            if who is not self.referent:
                self.way.join(around.role, by=by, on=on, who=who, consent=around.consent)
            return
        name = self.scribe.namer.draw(year=self.rng.randint(1962, 1992))
        phone = (
            f"06 39 98 {self.rng.randint(0, 99):02} {self.rng.randint(0, 99):02}"
            if self.rng.random() < 0.7
            else ""
        )
        self.way.join(
            around.role,
            by=by,
            on=on,
            name=f"{name.first} {name.family}",
            structure=self.rng.choice(around.structures),
            phone=phone,
        )

    # notes

    def write(self) -> None:
        """What was noted: contacts, observations, reviews, news given, last words."""
        reviews = list(self._reviews())
        near = {day + timedelta(days=shift) for day, _scene in reviews for shift in (-2, -1, 0, 1, 2)}
        days = [day for day in self.life.contacts if day not in near]
        pages = Pages(self.project, self.way, days, self.rng)
        for day, scene in sorted([*reviews, *pages.every()], key=lambda note: note[0]):
            self._note(scene, day)
        self._say_again(days[3:-1])

    def _reviews(self) -> Iterator[tuple[date, Scene]]:
        """What is noted by hand, with a few words where the person took part."""
        used: set[str] = set()
        for event in sorted(self.life.noted, key=lambda event: event.on):
            if event.kind in DECIDED_ELSEWHERE:
                self.way.decided[event.kind] = event.on
                continue
            self.way.milestone(
                event.kind, by=self.able(event.on, PATHWAY_ROLES["milestone:note"]), on=event.on
            )
            if event.kind in WITH_A_NOTE:
                scenes = self.shape.writing.reviews
                scene = self.rng.choice([one for one in scenes if one.text not in used] or list(scenes))
                used.add(scene.text)
                yield event.on, scene

    def _note(self, scene: Scene, day: date) -> None:
        """Write it by whoever may: the one it happened with, the referent, else the coordination."""
        by = self._witness(scene, day)
        if not by.roles & SECTORS[scene.sector] and scene.sector == "social":
            scene = replace(scene, sector="employment")  # workshops are of this sector for who leads them
        if not by.roles & SECTORS[scene.sector]:
            by = self.lead
        self.dossier.note(scene, by=by, on=day, way=self.way)

    def _witness(self, scene: Scene, day: date) -> Writer:
        holders = [place for place in self.way.places if place.member and place.role == scene.by]
        if scene.sector == "health":
            holders = [place for place in self.way.places if place.member and place.partitions & 8]
        for place in holders:
            who = next((one for one in self.team.members.values() if one.member == place.member), None)
            if who and who.roles & SECTORS[scene.sector]:
                return who
        return self.referent_on(day)

    def _say_again(self, days: list[date]) -> None:
        """Some have said since what they want now."""
        if days and self.rng.random() < 0.12:
            day = self.rng.choice(days)
            self.way.say(
                self.rng.choice(common.LATER_WORDS), by=self.able(day, PATHWAY_ROLES["words:write"]), on=day
            )


def reachable(dossier: Dossier, somebody: Somebody, *, by: Writer, on: date) -> None:
    """The ways to reach the person, their protections: noted the day the dossier opens."""
    if somebody.is_("protected"):
        dossier.protect(by=by, on=on)
    for kind, value, note in somebody.contacts:
        dossier.contact(kind, value, note=note)
    measure, guardian = somebody.protection
    if measure:
        dossier.protection(by=by, on=on, measure=measure, guardian=guardian)
    if somebody.identity.get("needs_interpreter"):
        dossier.contact(
            ContactKind.THROUGH, "une interprète, par téléphone", note="rendez-vous à prévoir la veille"
        )
    if somebody.contacts or somebody.identity.get("needs_interpreter"):
        dossier.tell("contact_changed", on, by=by)  # all taken down together: one line in the thread
