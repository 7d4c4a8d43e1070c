"""Orientation decisions in memory: what referrals.decisions.actions would have written, at every state.

A pathway says which days the person was oriented (`Way.decided`); from there, who decided, which lane, who carries
it out, the proof; for some another orientation, asked for or decided; for some nothing yet, in time or late.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from cordee.kernel.partitions import OPEN_PARTITIONS
from cordee.pathways.enums import Status
from cordee.people.enums import GroundKind
from cordee.referrals.decisions.enums import DecisionState, Origin
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.decisions.rules import DECIDED, ENDED, INFORMED, NOTIFIED, REORIENTED
from demo.dossiers import Dossier, Ledger, Writer
from demo.hours import worked
from demo.ways import Way

CRITERIA = (
    "aspirations",
    "employment",
    "qualification",
    "housing",
    "mobility",
    "health",
    "childcare",
    "carer",
)
WHY = (
    "{Il} souhaite d’abord régler son logement et sa santé, puis parler d’emploi.",
    "Les trajets et les papiers passent avant\u202f: un accompagnement social pour commencer.",
    "{p} a besoin de temps et de quelqu’un qui connaît son quartier.",
)
ASKED = (
    "{p} se sent prêt{e} à chercher, et demande à voir France Travail.",
    "{Il} vient de déménager, le trajet est devenu long.",
    "Le suivi de santé a pris le pas\u202f: un accompagnement social répondrait mieux.",
)
REASONS = ("situation", "move", "better_body")


class Decider:
    """Decides, as the coordination does; the secretariat notes what was sent."""

    def __init__(self, ledger: Ledger, rng: Random, lead: Writer, desk: Writer) -> None:
        self.ledger, self.rng, self.lead, self.desk = ledger, rng, lead, desk
        self.today = ledger.hours.today
        self.rank = 0

    def decide(self, dossier: Dossier) -> None:
        """The line of decisions behind the pathway that says the person was oriented, if one does."""
        way = next((way for way in dossier.ways if INFORMED in way.decided), None)
        if way is None:
            return
        self.rank += 1
        told_on = way.decided.get(NOTIFIED)
        if told_on is None:
            self._not_yet(dossier, way)
            return
        self._oriented(dossier, way, told_on)

    def _not_yet(self, dossier: Dossier, way: Way) -> None:
        """Somebody whose orientation is still to decide: in time, late, awaited, or decided and not told."""
        turn = self.rank % 5
        if turn == 4 and way.row.status == Status.OPEN:
            row = self._row(dossier, way, None)
            dossier.tell("orientation_awaited", row.asked_on, by=self.desk, thing=row)
            return
        informed = worked(way.decided[INFORMED] - timedelta(days=(0, 9, 30, 45, 0)[turn]))
        row = self._row(dossier, way, informed)
        if way.row.status == Status.CLOSED:
            self._end(dossier, row, way.row.closed_on, DecisionState.DROPPED)
        elif turn == 1:
            self._take(dossier, way, row, worked(self.today - timedelta(days=self.rng.randint(1, 6))))

    def _oriented(self, dossier: Dossier, way: Way, told_on: date) -> None:
        informed = worked(min(way.decided[INFORMED], told_on) - timedelta(days=self.rng.randint(4, 36)))
        decided = max(informed, worked(told_on - timedelta(days=self.rng.randint(2, 8))))
        row = self._row(dossier, way, informed)
        self._take(dossier, way, row, decided)
        self._tell(dossier, row, told_on)
        if self.rank % 9 == 0 and (self.today - told_on).days > 15:
            row = self._again(dossier, way, row, worked(told_on + timedelta(days=10)))
        if way.row.status == Status.CLOSED:
            self._end(
                dossier,
                row,
                max(way.row.closed_on or self.today, row.notified_on or told_on),
                DecisionState.ENDED,
            )
        elif self.rank % 11 == 0 and (self.today - told_on).days > 40:
            self._ask(dossier, row, worked(self.today - timedelta(days=self.rng.randint(3, 18))))

        elif self.rank % 11 == 5 and (self.today - told_on).days > 40:
            self._keep(dossier, self._ask(dossier, row, worked(self.today - timedelta(days=30))))

    # one gesture each

    def _row(self, dossier: Dossier, way: Way, informed: date | None, **columns: Any) -> OrientationDecision:
        """A decision to take, and its fact."""
        asked_on = informed or self.today - timedelta(days=self.rng.randint(2, 9))
        known = self.rng.random() < 0.8
        columns.setdefault("asked_on", asked_on)
        row: OrientationDecision = dossier.own(
            OrientationDecision,
            state=DecisionState.TO_DECIDE if informed or "replaces_id" in columns else DecisionState.WAITING,
            information_on=informed,
            ft_registered="yes" if known else "",
            ft_registered_on=informed if known else None,
            ft_identifier=f"{self.rng.randint(1, 9_999_999):07d}{self.rng.choice('ABCDEFGH')}"
            if known
            else "",
            asked_by=self.desk.member,
            **columns,
        )
        if informed is not None:
            dossier.tell(INFORMED, informed, by=self.desk, thing=row, codes={"origin": Origin.OPENING.value})
        return row

    def _take(self, dossier: Dossier, way: Way, row: OrientationDecision, on: date, **changes: Any) -> None:
        carrier = changes.get("carried_out_by", way.row.carried_out_by)
        columns = {
            "authority": "departement",
            "body": "delegate" if carrier else "departement",
            "convention": "Convention RSA, 2026-014" if carrier else "",
            "carried_out_by": carrier,
            "carrier": ""
            if carrier
            else f"Service social, {way.row.site}"
            if way.row.site
            else "Service social",
            "decided_on": on,
            "decided_by": self.lead.member,
            "state": DecisionState.DECIDED,
            "version": row.version + 1,
            **changes,
        }
        for name, value in columns.items():
            setattr(row, name, value)
        if (on - (row.information_on or on)).days > 30 and not row.ft_identifier:
            row.passed_reason = "Inscription en cours à France Travail."
        self._choose(dossier, row)
        if carrier is not None:
            dossier.give(
                self.lead,
                kind=GroundKind.CARRIES_OUT,
                partitions=int(OPEN_PARTITIONS),
                on=on,
                thing_id=row.pk,
                grantee_organisation=carrier,
            )
        kind = REORIENTED if row.is_reorientation else DECIDED
        codes = {"authority": str(row.authority), "body": str(row.body)}
        dossier.tell(kind, on, by=self.lead, thing=row, codes=codes)

    def _choose(self, dossier: Dossier, row: OrientationDecision) -> None:
        lane = self.rng.choice(("social", "social", "social", "social", "socio_pro"))
        choice = next((one for one in self._choices() if one.decision_id == row.pk), None)
        choice = choice or dossier.own(LaneChoice, decision=row)
        choice.lane, choice.label = (
            lane,
            {"social": "Parcours social", "socio_pro": "Parcours socio-professionnel"}[lane],
        )
        choice.criteria = sorted(self.rng.sample(CRITERIA, self.rng.randint(2, 5)))
        dossier.seal(choice, "sealed_reason", dossier.said(self.rng.choice(WHY)))

    def _choices(self) -> Iterator[LaneChoice]:
        yield from self.ledger.rows[LaneChoice][-1:]

    def _tell(self, dossier: Dossier, row: OrientationDecision, on: date) -> None:
        row.state, row.notified_on, row.notified_by = DecisionState.NOTIFIED, on, self.desk.member
        row.means = self.rng.choice(("registered", "registered", "handed", "online"))
        row.proof = {
            "registered": f"2C {self.rng.randint(100, 999)} {self.rng.randint(100, 999)} 4471",
            "handed": "Signature au registre d’accueil",
            "online": "Consultée dans l’espace numérique",
        }[row.means]
        row.version += 1
        dossier.tell(NOTIFIED, on, by=self.desk, thing=row, codes={"means": row.means})

    def _again(
        self, dossier: Dossier, way: Way, before: OrientationDecision, on: date
    ) -> OrientationDecision:
        """Another orientation, decided and told the same day, which replaces the one before."""
        row = self._ask(dossier, before, on)
        before.state, before.ended_on = DecisionState.REPLACED, on
        before.version += 1
        dossier.end_grounds(before.pk, on)
        self._take(dossier, way, row, on)
        self._tell(dossier, row, on)
        return row

    def _ask(self, dossier: Dossier, before: OrientationDecision, on: date) -> OrientationDecision:
        reason = self.rng.choice(REASONS)
        row: OrientationDecision = dossier.own(
            OrientationDecision,
            state=DecisionState.TO_DECIDE,
            origin=Origin.REORIENTATION,
            asked_on=on,
            replaces_id=before.pk,
            reason=reason,
            ft_registered=before.ft_registered,
            ft_registered_on=before.ft_registered_on,
            ft_identifier=before.ft_identifier,
            asked_by=self.lead.member,
        )
        choice = dossier.own(LaneChoice, decision=row)
        dossier.seal(choice, "sealed_request", dossier.said(self.rng.choice(ASKED)))
        dossier.tell("reorientation_asked", on, by=self.lead, thing=row, codes={"reason": reason})
        return row

    def _keep(self, dossier: Dossier, asked: OrientationDecision) -> None:
        """Another orientation was asked for, and the one in force is kept."""
        on = worked(self.today - timedelta(days=12))
        asked.state, asked.ended_on = DecisionState.DROPPED, on
        asked.version += 1
        dossier.tell("reorientation_dropped", on, by=self.lead, thing=asked)

    def _end(self, dossier: Dossier, row: OrientationDecision, on: date | None, state: str) -> None:
        row.state, row.ended_on = state, on or self.today
        row.version += 1
        dossier.end_grounds(row.pk, row.ended_on)
        dossier.tell(ENDED, row.ended_on, by=self.lead, thing=row)
