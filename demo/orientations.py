"""Orientations: those that led to a dossier, and those that wait or were answered otherwise."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from cordee.people.enums import ContactKind
from cordee.people.keys import seal_text
from cordee.programmes.models import ProgrammeVersion
from cordee.referrals.enums import STANDING, Door, RefusalReason, State, StructureKind
from cordee.referrals.models import Referral, name_key
from demo.dossiers import Ledger, Writer, spoken
from demo.hours import worked
from demo.identities import Somebody
from demo.names import Namer
from demo.rhythm import start_for
from demo.shapes import Shape, Source

# What stands on the desk of each house: the state, and when its answer is due, in days from today (None: it
# has just come). Everybody who welcomes has one late, one due today, one soon.
STANDING_NOW = (
    (State.RECEIVED, None),
    (State.RECEIVED, None),
    (State.RECEIVED, 0),
    (State.RECEIVED, 0),
    (State.PAPERS_ASKED, 0),
    (State.IN_STUDY, -4),
    (State.WAITING, -9),
    (State.RECEIVED, -2),
    (State.MET, 2),
    (State.IN_STUDY, 3),
    (State.RECEIVED, 1),
    (State.PAPERS_ASKED, 0),
    (State.IN_STUDY, -3),
    (State.MET, 2),
)
MOVES = {
    State.IN_STUDY: "study",
    State.PAPERS_ASKED: "ask_papers",
    State.MET: "meet",
    State.WAITING: "wait",
    State.TO_BOARD: "to_board",
    State.ACCEPTED: "accept",
    State.REFUSED: "refuse",
    State.PASSED_ON: "pass_on",
    State.WITHDRAWN: "withdraw",
    State.EXPIRED: "expire",
}
# The waiting list of each house: the state, how many days ago the request came, and what was heard since.
IN_LINE = (
    (State.WAITING, 210, "announced"),
    (State.WAITING, 130, "confirmed"),
    (State.WAITING, 118, ""),
    (State.WAITING, 46, ""),
    (State.WAITING, 20, ""),
    (State.TO_BOARD, 74, ""),
    (State.TO_BOARD, 33, ""),
)
WALK_INS = (
    "Voudrait parler à quelqu’un de ses papiers et de la suite. Repasse jeudi.",
    "Cherche du travail le matin, pour commencer doucement.",
)
ANSWERED = (
    (
        State.REFUSED,
        RefusalReason.OTHER_TERRITORY,
        "Hors de notre territoire ; coordonnées d’une structure plus proche données par téléphone.",
    ),
    (State.REFUSED, RefusalReason.FULL, "Pas de place pour le moment ; nous rappelons dans trois mois."),
    (State.PASSED_ON, "", "Transmise avec son accord à la mission locale."),
    (State.WITHDRAWN, "", "La personne a trouvé une autre solution et nous remercie."),
    (State.EXPIRED, "", "Sans nouvelles depuis l’annonce ; la demande peut être reprise à tout moment."),
)
SAID = {
    State.PAPERS_ASKED: "Reçue, merci. Il nous manque encore une pièce pour avancer.",
    State.MET: "Rencontrée une première fois, réponse la semaine prochaine.",
    State.WAITING: "Avis favorable, en attente d’une place.",
    State.TO_BOARD: "Dossier complet, présenté à la prochaine commission.",
}


@dataclass
class Desk:
    """Where a house takes orientations down. key: the organisation's, which seals the reasons."""

    ledger: Ledger
    key: bytes
    rng: Random
    namer: Namer

    def source(self, shape: Shape) -> Source:
        return self.rng.choices(shape.sources, [source.weight for source in shape.sources])[0]

    def accepted(
        self, shape: Shape, version: ProgrammeVersion, somebody: Somebody, *, by: Writer, opened_on: date
    ) -> Referral:
        """The orientation somebody came with; person and pathway are filled in when they exist."""
        received = worked(opened_on - timedelta(days=self.rng.randint(1, 11)))
        referral = self._take(shape, version, received, by=by, **self._described(somebody))
        self._become(referral, State.ACCEPTED, on=opened_on, by=by)
        return self._keep(referral, shape, somebody)

    def standing(
        self,
        shape: Shape,
        version: ProgrammeVersion,
        somebody: Somebody,
        *,
        by: Writer,
        state: str,
        due_in: int | None,
    ) -> Referral:
        """An orientation that waits for its answer."""
        received = self._arrived(version, due_in)
        age = (self.ledger.hours.today - received).days
        referral = self._take(shape, version, received, by=by, **self._described(somebody))
        if state != State.RECEIVED:
            if state == State.PAPERS_ASKED:
                referral.papers_missing = [paper.code for paper in version.definition.entry.papers[:1]]
            referral.answer = SAID.get(State(state), "")
            on = min(self.ledger.hours.today, received + timedelta(days=max(1, age // 2)))
            self._become(referral, state, on=on, by=by)
        return self._keep(referral, shape, somebody)

    def _arrived(self, version: ProgrammeVersion, due_in: int | None) -> date:
        """The day it must have arrived for its answer to be due then; these very days otherwise."""
        today = self.ledger.hours.today
        if due_in is None:
            return today - timedelta(days=self.rng.randint(0, 2))
        clock = next((item.clock for item in version.definition.clocks if item.subject == "referral"), None)
        day = start_for(clock, today + timedelta(days=due_in)) if clock else None
        return min(today, day or today - timedelta(days=6))

    def answered(
        self,
        shape: Shape,
        version: ProgrammeVersion,
        somebody: Somebody,
        *,
        by: Writer,
        answer: tuple[str, str, str],
    ) -> Referral:
        """An orientation that led elsewhere."""
        received = worked(self.ledger.hours.today - timedelta(days=self.rng.randint(25, 160)))
        referral = self._take(shape, version, received, by=by, **self._described(somebody))
        state, referral.refusal_reason, referral.answer = answer
        referral.person_agrees = True
        self._become(referral, state, on=received + timedelta(days=self.rng.randint(2, 12)), by=by)
        return self._keep(referral, shape, somebody)

    def in_line(
        self,
        shape: Shape,
        version: ProgrammeVersion,
        somebody: Somebody,
        *,
        by: Writer,
        state: str,
        days_ago: int,
        heard: str,
    ) -> Referral:
        """Somebody on the waiting list, and what was heard of them since."""
        today = self.ledger.hours.today
        received = worked(today - timedelta(days=days_ago))
        referral = self._take(shape, version, received, by=by, **self._described(somebody))
        referral.answer = SAID[State(state)]
        self._become(referral, state, on=min(today, received + timedelta(days=9)), by=by)
        if heard == "confirmed":
            referral.confirmed_on = worked(today - timedelta(days=12))
            self._hear(referral, "confirm", "Appelée\u202f: elle attend toujours.", referral.confirmed_on, by)
        if heard == "announced":
            referral.announced_on = worked(today - timedelta(days=6))
            self._hear(referral, "announce", "Deux messages laissés.", referral.announced_on, by)
        return self._keep(referral, shape, somebody)

    def _hear(self, referral: Referral, move: str, words: str, on: date, by: Writer) -> None:
        """News of somebody who waits (referrals.waiting)."""
        at = self.ledger.hours.at(on, 6).isoformat()
        told = {"move": move, "state": str(referral.state), "on": on.isoformat(), "at": at, "by": by.name}
        referral.steps.append({**told, "words": words, "reason": "", "papers": []})
        referral.version += 1

    def walk_in(
        self, shape: Shape, version: ProgrammeVersion, somebody: Somebody, *, by: Writer, words: str
    ) -> Referral:
        """Somebody who came to the door this week."""
        came = worked(self.ledger.hours.today - timedelta(days=self.rng.randint(0, 3)))
        referral = Referral(
            organisation_id=self.ledger.organisation_id,
            programme_id=version.programme_id,
            received_on=came,
            state_since=came,
            channel=Door.WALK_IN,
            structure_kind=StructureKind.PERSON,
            first_names=somebody.identity["first_names"],
            person_agrees=True,
            handled_by=by.member,
            taken_by=by.member,
            taken_at=self.ledger.hours.at(came, 3),
        )
        return self._keep(referral, shape, somebody, words)

    def _become(self, referral: Referral, state: str, *, on: date, by: Writer) -> None:
        """The step of an answer (referrals.steps.become)."""
        referral.state, referral.state_since = state, on
        referral.answered_on = None if state in STANDING else on
        referral.steps.append(
            {
                "move": MOVES[State(state)],
                "state": str(state),
                "on": on.isoformat(),
                "at": self.ledger.hours.at(on, 6).isoformat(),
                "by": by.name,
                "words": referral.answer,
                "reason": referral.refusal_reason,
                "papers": referral.papers_missing if state == State.PAPERS_ASKED else [],
            }
        )
        referral.version += 1

    def _described(self, somebody: Somebody) -> dict[str, Any]:
        """What the orientation says of the person: never where somebody in danger lives."""
        kept = {name: somebody.identity.get(name, "") for name in ("first_names", "usage_name", "birth")}
        if not somebody.is_("protected"):
            kept["phone"] = next(
                (value for kind, value, _note in somebody.contacts if kind == ContactKind.PHONE), ""
            )
            kept["email"] = next(
                (value for kind, value, _note in somebody.contacts if kind == ContactKind.EMAIL), ""
            )
        return kept

    def _take(
        self, shape: Shape, version: ProgrammeVersion, received: date, *, by: Writer, **described: Any
    ) -> Referral:
        source, needs = self.source(shape), version.definition.entry.needs
        structure = self.rng.choice(source.structures)
        named = bool(structure) and source.functions != ("",)
        colleague = self.namer.draw(year=1978)
        return Referral(
            organisation_id=self.ledger.organisation_id,
            programme_id=version.programme_id,
            received_on=received,
            state_since=received,
            channel=source.channel,
            structure=structure,
            structure_kind=source.kind,
            referrer_name=f"{colleague.first} {colleague.family}" if named else "",
            referrer_function=self.rng.choice(source.functions) if named else "",
            referrer_contact=f"06 39 98 {self.rng.randint(0, 99):02} {self.rng.randint(0, 99):02}"
            if named
            else "",
            needs=[need.code for need in self.rng.sample(needs, min(len(needs), self.rng.randint(1, 3)))],
            person_agrees=self.rng.random() < 0.85,
            handled_by=by.member,
            taken_by=by.member,
            taken_at=self.ledger.hours.at(received, 1),
            **described,
        )

    def _keep(self, referral: Referral, shape: Shape, somebody: Somebody, words: str = "") -> Referral:
        """Seal why the person is oriented, and put the orientation in the ledger."""
        first_name = somebody.identity["first_names"].split(" ")[0]
        reason = words or spoken(self.rng.choice(shape.writing.reasons), first_name, somebody.gender)
        referral.sealed_reason = seal_text(
            self.key, referral, "sealed_reason", self.ledger.organisation_id, reason
        )
        referral.name_key = name_key(referral.full_name)
        self.ledger.add(referral)
        return referral


def facts_of(referral: Referral) -> dict[str, Any]:
    """What the conditions of entry read of an orientation (pathways.gathering.orientation)."""
    return {
        "orientation_on": referral.received_on,
        "channel": referral.channel,
        "prescriber_named": bool(referral.referrer_name or referral.structure),
    }
