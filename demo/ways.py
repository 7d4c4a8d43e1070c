"""The gestures of a pathway, in memory: opened, admitted, moved, suspended, closed; its circle.

Each asks the programme's engine as the real action does, and refuses what it refuses; see `dossiers`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from cordee.accounts.models import Site
from cordee.kernel.partitions import OPEN_PARTITIONS, RESTRICTED_PARTITIONS, Partition, mask
from cordee.kernel.verdict import Examination
from cordee.pathways.enums import Status
from cordee.pathways.models import AdmissionDecision, CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.enums import GroundKind
from cordee.programmes import engine
from cordee.programmes.definition import CircleRole, Definition
from cordee.programmes.facts import AdmissionFacts, PathwayFacts, PathwayState
from cordee.programmes.facts import Status as EngineStatus
from cordee.programmes.models import ProgrammeVersion
from demo.dossiers import Dossier, Writer


class Way:
    """A pathway: the row, its current stage, its circle; every gesture asks the engine first."""

    def __init__(
        self,
        dossier: Dossier,
        version: ProgrammeVersion,
        *,
        by: Writer,
        on: date,
        answers: Mapping[str, Any],
        words: str = "",
        site: Site | None = None,
        carried_out_by: Any = None,
        orientation: Mapping[str, Any] | None = None,
        referral_id: UUID | None = None,
        reason: str = "",
    ) -> None:
        self.dossier, self.ledger = dossier, dossier.ledger
        self.definition: Definition = version.definition
        self.known: dict[str, Any] = {**(orientation or {}), "wishes_recorded": bool(words)}
        self.admission: AdmissionFacts | None = None
        self.places: list[CirclePlace] = []
        self.decided: dict[str, date] = {}  # days of the orientation decision behind it, by kind of fact
        self.period: StagePeriod
        self.opener: Writer = by
        self.referent: Writer | None = None
        self.exit_target = str(answers.get("exit_target", ""))
        self.row = Pathway(
            status_since=on,
            stage_since=on,
            stage=self.definition.initial_stage.code,
            exit_target=self.exit_target,
        )
        asked = engine.check_open(self.definition, facts=self.facts(on, **answers))
        self._write(version, by=by, on=on, site=site, carried_out_by=carried_out_by, referral_id=referral_id)
        self._begin(by=by, move="", reason=self._passed(asked, reason))
        codes = {"programme": self.definition.label, "stage": self.definition.initial_stage.label}
        self.tell("pathway_opened", on, by=by, codes=codes)

    def _write(
        self,
        version: ProgrammeVersion,
        *,
        by: Writer,
        on: date,
        site: Any,
        carried_out_by: Any,
        referral_id: Any,
    ) -> None:
        row, person = self.row, self.dossier.person
        row.organisation_id, row.person = self.ledger.organisation_id, person
        row.programme_id, row.programme_version = version.programme_id, version
        row.site, row.carried_out_by, row.opened_on = site, carried_out_by, on
        row.referral_id, row.sort_key, row.opened_by = referral_id, person.sort_key, by.member
        self.ledger.add(row)
        self.dossier.ways.append(self)
        self._carry_out(by, on)

    def _carry_out(self, by: Writer, on: date) -> None:
        """The organisation that carries the accompaniment out reads the dossier as long as it lasts."""
        if self.row.carried_out_by is not None:
            self.dossier.give(
                by,
                kind=GroundKind.CARRIES_OUT,
                partitions=OPEN_PARTITIONS,
                on=on,
                thing_id=self.row.pk,
                grantee_organisation=self.row.carried_out_by,
            )

    # what the engine is asked with

    @property
    def state(self) -> PathwayState:
        return PathwayState(
            EngineStatus(self.row.status), self.row.stage, max(self.row.stage_since, self.row.status_since)
        )

    def facts(self, on: date, **answers: Any) -> PathwayFacts:
        """As pathways.gathering.facts_for."""
        filled = {place.role for place in self.places if place.until_on is None or place.until_on >= on}
        return PathwayFacts(
            on=on,
            birth=self.dossier.person.birth_date,
            admission=self.admission,
            circle=frozenset(filled),
            **{**self.known, "exit_target": self.exit_target, **answers},
        )

    @staticmethod
    def _passed(examination: Examination, reason: str) -> str:
        """The reason kept, where a warning was passed. Raises RuleBroken on a refusal."""
        examination.raise_if_refused()
        return reason if examination.warnings else ""

    def tell(
        self, kind: str, day: date, *, by: Writer, codes: Mapping[str, Any] | None = None, thing: Any = None
    ) -> None:
        self.dossier.tell(kind, day, by=by, way=self, thing=thing or self.row, codes=codes)

    # gestures

    def say(self, text: str, *, by: Writer, on: date) -> None:
        """The person's own words (pathways.actions.write_words)."""
        row = self.dossier.own(
            OwnWords,
            pathway=self.row,
            said_on=on,
            written_by=by.member,
            written_at=self.ledger.hours.at(on, 9),
        )
        self.dossier.seal(row, "sealed_text", self.dossier.said(text))
        self.known["wishes_recorded"] = True
        self.dossier.tell("words_written", on, by=by, way=self, partition=Partition.SOCIAL, thing=row)

    def admit(
        self, decision: str, *, by: Writer, on: date, effective_from: date | None = None, text: str = ""
    ) -> None:
        """What was decided on the admission (pathways.actions.record_admission)."""
        engine.check_admission(
            self.definition, decision, roles=by.roles, facts=self.facts(on)
        ).raise_if_refused()
        known = next(one for one in self.definition.admission.decisions if one.code == decision)
        row = self.dossier.own(
            AdmissionDecision,
            pathway=self.row,
            decision=known.code,
            outcome=known.outcome,
            authority=self.definition.admission.body,
            decided_on=on,
            effective_from=effective_from or on,
            recorded_by=by.member,
            recorded_at=self.ledger.hours.at(on, 18),
        )
        if text:
            self.dossier.seal(row, "sealed_reason", self.dossier.said(text))
        self.admission = AdmissionFacts(known.outcome, on, row.effective_from)
        self.row.version += 1
        codes = {"decision": known.label, "authority": row.authority, "from": row.effective_from.isoformat()}
        self.tell(f"admission_{known.outcome}", on, by=by, codes=codes, thing=row)

    def move(self, code: str, *, by: Writer, on: date, reason: str = "") -> None:
        asked = engine.check_move(self.definition, self.state, code, roles=by.roles, facts=self.facts(on))
        kept = self._passed(asked, reason)
        chosen = next(move for move in self.definition.moves if move.code == code)
        before = self.row.stage
        self._become(stage=chosen.to_state, stage_since=on)
        self._begin(by=by, move=code, reason=kept or (reason if chosen.back else ""), back=chosen.back)
        codes = {"stage": self.label(chosen.to_state), "from": self.label(before), "back": chosen.back}
        self.tell("pathway_moved", on, by=by, codes=codes)

    def suspend(self, *, by: Writer, on: date, reason: str) -> None:
        engine.check_suspend(self.definition, self.state, facts=self.facts(on)).raise_if_refused()
        self._become(status=Status.SUSPENDED, status_since=on)
        self.tell("pathway_suspended", on, by=by, codes={"reason": reason[:200]})

    def resume(self, *, by: Writer, on: date) -> None:
        engine.check_resume(self.definition, self.state, facts=self.facts(on)).raise_if_refused()
        self._become(status=Status.OPEN, status_since=on)
        self.tell("pathway_resumed", on, by=by)

    def close(self, exit_code: str, *, by: Writer, on: date) -> None:
        """What the pathway opened to others ends with it."""
        engine.check_close(self.definition, self.state, exit_code, facts=self.facts(on)).raise_if_refused()
        chosen = next(one for one in self.definition.exits if one.code == exit_code)
        self.period.left_on = on
        self._become(
            status=Status.CLOSED,
            status_since=on,
            closed_on=on,
            exit_code=chosen.code,
            exit_category=chosen.category,
        )
        self.tell("pathway_closed", on, by=by, codes={"exit": chosen.label, "category": chosen.category})
        for place in self.places:
            self._leave(place, on)
        self.dossier.end_grounds(self.row.pk, on)

    def reopen(self, *, by: Writer, on: date) -> None:
        engine.check_reopen(self.definition, self.state, facts=self.facts(on)).raise_if_refused()
        self._become(
            status=Status.OPEN,
            status_since=on,
            stage_since=on,
            closed_on=None,
            exit_code="",
            exit_category="",
        )
        self._begin(by=by, move="", reason="")
        self._carry_out(by, on)
        self.tell("pathway_reopened", on, by=by, codes={"stage": self.label(self.row.stage)})
        if self.referent is not None:
            self.name_referent(self.referent, by=by, on=on)

    def milestone(self, kind: str, *, by: Writer, on: date) -> None:
        self.tell(kind, on, by=by)

    # the circle

    def name_referent(self, who: Writer, *, by: Writer, on: date) -> None:
        """The previous one's place ends the same day (pathways.circle.name_referent)."""
        role = self.definition.referent_role
        for place in self.places:
            if place.role == role.code:
                self._leave(place, on)
        self.referent, self.row.referent = who, who.member
        self.join(role.code, by=by, on=on, who=who)

    def join(
        self,
        role: str,
        *,
        by: Writer,
        on: date,
        who: Writer | None = None,
        consent: bool = False,
        **outsider: str,
    ) -> None:
        """Somebody joins the circle: a member, with a ground of access, or somebody named."""
        known = next(one for one in self.definition.roles if one.code == role)
        opened = opening(known, who, consent) if who else Partition(0)
        place = self.dossier.own(
            CirclePlace,
            pathway=self.row,
            role=role,
            member=who.member if who else None,
            partitions=int(opened),
            consent_on=on if consent else None,
            from_on=on,
            **outsider,
        )
        self.places.append(place)
        if who is not None and opened:
            self.dossier.give(
                by, kind=GroundKind.FOLLOWS, partitions=opened, on=on, thing_id=place.pk, member=who.member
            )
        told = "referent_named" if known.is_referent else "circle_joined"
        codes = {"role": known.label, "who": who.name if who else place.name}
        self.tell(told, on, by=by, codes=codes, thing=place)

    def leave(self, role: str, *, by: Writer, on: date) -> None:
        """Whoever holds this role leaves the circle (pathways.circle.end_place)."""
        known = self.definition.role(role)
        for place in self.places:
            if known and place.role == role and place.until_on is None:
                self._leave(place, on)
                who = place.member.display_name if place.member else place.name
                self.tell("circle_left", on, by=by, codes={"role": known.label, "who": who}, thing=place)

    def _leave(self, place: CirclePlace, on: date) -> None:
        if place.until_on is None:
            place.until_on = max(on, place.from_on)
            self.dossier.end_grounds(place.pk, on)

    def label(self, stage: str) -> str:
        known = self.definition.stage(stage)
        return known.label if known else stage

    def _become(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self.row, name, value)
        self.row.version += 1

    def _begin(self, *, by: Writer, move: str, reason: str, back: bool = False) -> None:
        if getattr(self, "period", None) is not None and self.period.left_on is None:
            self.period.left_on = self.row.stage_since
        self.period = self.dossier.own(
            StagePeriod,
            pathway=self.row,
            stage=self.row.stage,
            entered_on=self.row.stage_since,
            move=move,
            is_way_back=back,
            reason=reason[:500],
            by=by.member,
        )


def opening(role: CircleRole, who: Writer, consent: bool) -> Partition:
    """What a place opens: the programme's part, within what professions open (circle.partitions_opened)."""
    wanted = Partition(mask(*role.partitions))
    opened = wanted & who.following
    if consent:
        opened |= wanted & RESTRICTED_PARTITIONS
    return opened | (Partition.IDENTITY if opened else Partition(0))
