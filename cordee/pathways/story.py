"""A pathway told whole: its stages, decisions, circle and the person's words, read in one query with its row.

`with_story` adds to pathways what the pages show of them, as arrays made by PostgreSQL: the number of
queries does not grow with the number of pathways, and each table's own policies decide what comes. `Story`
gives those arrays back as plain values, and as the facts the rules of the programme look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cordee.dossier.models import Fact
from cordee.kernel.partitions import codes_of
from cordee.kernel.words import french_list
from cordee.pathways.gathering import state_of
from cordee.pathways.models import AdmissionDecision, CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.keys import key_from
from cordee.plumbing.crypto import Unreadable, bound, unseal
from cordee.plumbing.models import OrganisationKey, PersonKey
from cordee.programmes.cached import definition_of, once_called
from cordee.programmes.definition import Definition
from cordee.programmes.facts import AdmissionFacts, PathwayFacts, PathwayState
from cordee.programmes.vocabulary import PARTITIONS


def with_story(pathways: QuerySet[Pathway], actor: Any) -> QuerySet[Pathway]:
    """Each with its story, in the same query: the person's words where the actor may read that part."""
    return pathways.select_related("person", "referent", "site", "carried_out_by").annotate(
        told_periods=ArraySubquery(_periods()),
        told_places=ArraySubquery(_places()),
        told_decisions=ArraySubquery(_decisions()),
        told_words=ArraySubquery(_words(actor)),
        told_orientation=Subquery(_orientation()),
        wrapped_key=Subquery(PersonKey.objects.filter(pk=OuterRef("person")).values("wrapped")[:1]),
        house_wrapped_key=Subquery(
            OrganisationKey.objects.filter(pk=OuterRef("organisation")).values("wrapped")[:1]
        ),
    )


def _periods() -> QuerySet[Any]:
    rows = StagePeriod.objects.filter(pathway=OuterRef("pk")).order_by("entered_on", "id")
    return rows.values(
        told=JSONObject(
            stage="stage", entered_on="entered_on", left_on="left_on", is_way_back="is_way_back",
            reason="reason", by=F("by__display_name"),
        )
    )  # fmt: skip


def _places() -> QuerySet[Any]:
    rows = CirclePlace.objects.filter(pathway=OuterRef("pk")).order_by("from_on", "id")
    return rows.values(
        told=JSONObject(
            id="id", role="role", member=F("member__display_name"), name="name", structure="structure",
            phone="phone", email="email", partitions="partitions", consent_on="consent_on", from_on="from_on",
            until_on="until_on",
        )
    )  # fmt: skip


def _decisions() -> QuerySet[Any]:
    rows = AdmissionDecision.objects.standing().filter(pathway=OuterRef("pk")).order_by("-decided_on", "-id")
    return rows.values(
        told=JSONObject(
            id="id", decision="decision", outcome="outcome", authority="authority", decided_on="decided_on",
            effective_from="effective_from", sealed="sealed_reason", by=F("recorded_by__display_name"),
        )
    )  # fmt: skip


def _words(actor: Any) -> QuerySet[Any]:
    """The person's words, whichever pathway they were said in, latest first."""
    rows = OwnWords.objects.visible_to(actor).filter(person=OuterRef("person")).order_by("-said_on", "-id")
    return rows.values(
        told=JSONObject(id="id", said_on="said_on", sealed="sealed_text", by=F("written_by__display_name"))
    )


def _orientation() -> QuerySet[Any]:
    """The last orientation towards the house, as its fact tells it."""
    rows = Fact.objects.filter(
        organisation=OuterRef("organisation"), person=OuterRef("person"), kind="referral_received"
    ).order_by("-day", "-id")
    return rows.values(told=JSONObject(day="day", codes="codes"))[:1]


@dataclass(frozen=True)
class Period:
    """A stage, from the day it was reached to the day it was left."""

    stage: str
    label: str
    entered_on: date
    left_on: date | None
    is_way_back: bool
    reason: str
    by: str


@dataclass(frozen=True)
class Place:
    """Somebody of the circle. opens: codes of the partitions the place opens; none to somebody of outside."""

    id: UUID
    code: str
    role: str
    who: str
    from_on: date
    is_member: bool = False
    is_referent: bool = False
    structure: str = ""
    phone: str = ""
    email: str = ""
    opens: tuple[str, ...] = ()
    consent_on: date | None = None
    until_on: date | None = None

    @property
    def reads(self) -> str:
        """What the place opens, in words."""
        return french_list([PARTITIONS.get(code, code) for code in self.opens])

    def held_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)


@dataclass(frozen=True)
class Decided:
    """A decision on the admission."""

    label: str
    outcome: str
    authority: str
    decided_on: date
    effective_from: date
    text: str
    by: str


@dataclass(frozen=True)
class Words:
    """What the person said, on a day."""

    text: str
    said_on: date
    by: str


class Story:
    """A pathway fetched `with_story`, told in plain values."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self.definition: Definition = definition_of(row.programme_version_id)

    @property
    def state(self) -> PathwayState:
        return state_of(self.row)

    @cached_property
    def periods(self) -> list[Period]:
        return [
            Period(
                stage=told["stage"],
                label=self.stage_label(told["stage"]),
                entered_on=day(told["entered_on"]),
                left_on=maybe_day(told["left_on"]),
                is_way_back=told["is_way_back"],
                reason=told["reason"],
                by=told["by"] or "",
            )
            for told in self.row.told_periods
        ]

    def stage_label(self, code: str) -> str:
        known = self.definition.stage(code)
        return known.label if known else once_called(self.row.programme_id, "stage", code)

    @cached_property
    def places(self) -> list[Place]:
        """Everybody who ever was in the circle; the referent first, then by arrival."""
        found = [self._place(told) for told in self.row.told_places]
        return sorted(found, key=lambda place: not place.is_referent)

    def _place(self, told: Mapping[str, Any]) -> Place:
        role = self.definition.role(told["role"])
        return Place(
            id=UUID(told["id"]),
            code=told["role"],
            role=role.label if role else once_called(self.row.programme_id, "role", told["role"]),
            who=told["member"] or told["name"],
            from_on=day(told["from_on"]),
            is_member=told["member"] is not None,
            is_referent=bool(role and role.is_referent),
            structure=told["structure"],
            phone=told["phone"],
            email=told["email"],
            opens=tuple(codes_of(told["partitions"])),
            consent_on=maybe_day(told["consent_on"]),
            until_on=maybe_day(told["until_on"]),
        )

    @property
    def circle(self) -> list[Place]:
        """Who is around the person now, on this pathway."""
        return [place for place in self.places if place.until_on is None]

    @property
    def left_circle(self) -> list[Place]:
        return [place for place in self.places if place.until_on is not None]

    @cached_property
    def decisions(self) -> list[Decided]:
        """Decisions on the admission, the last first."""
        return [self._decided(told) for told in self.row.told_decisions]

    def _decided(self, told: Mapping[str, Any]) -> Decided:
        known = self.definition.admission.decision(told["decision"])
        return Decided(
            label=known.label if known else told["decision"],
            outcome=told["outcome"],
            authority=told["authority"],
            decided_on=day(told["decided_on"]),
            effective_from=day(told["effective_from"]),
            text=self._unseal(AdmissionDecision, "sealed_reason", told),
            by=told["by"] or "",
        )

    @cached_property
    def words(self) -> list[Words]:
        """The person's words that the reader may read, the last first."""
        return [
            Words(self._unseal(OwnWords, "sealed_text", told), day(told["said_on"]), told["by"] or "")
            for told in self.row.told_words
        ]

    @cached_property
    def _key(self) -> bytes | None:
        keys = SimpleNamespace(
            pk=self.row.person_id,
            organisation_id=self.row.organisation_id,
            wrapped_key=self.row.wrapped_key,
            house_wrapped_key=self.row.house_wrapped_key,
        )
        try:
            return key_from(keys)
        except Unreadable:
            return None

    def _unseal(self, model: Any, column: str, told: Mapping[str, Any]) -> str:
        if not told["sealed"]:
            return ""
        sealed = bytes.fromhex(told["sealed"].removeprefix("\\x"))
        try:
            if self._key is None:
                raise Unreadable(str(self.row.person_id))
            return unseal(
                self._key, sealed, bound(model._meta.db_table, column, UUID(told["id"]), self.row.person_id)
            ).decode()
        except Unreadable:
            return _("Ce texte n’est plus lisible.")

    def facts(self, on: date) -> PathwayFacts:
        """What the rules look at on a day: the same as gathering.facts_for, without a query."""
        last = self.decisions[0] if self.decisions else None
        return PathwayFacts(
            on=on,
            birth=self.row.person.birth_date,
            admission=AdmissionFacts(last.outcome, last.decided_on, last.effective_from) if last else None,
            wishes_recorded=bool(self.row.told_words),
            exit_target=self.row.exit_target,
            circle=frozenset(place.code for place in self.places if place.held_on(on)),
            **self._orientation(),
        )

    def _orientation(self) -> dict[str, Any]:
        told = self.row.told_orientation
        if told is None:
            return {}
        codes = told["codes"]
        return {
            "orientation_on": day(told["day"]),
            "channel": codes.get("channel", ""),
            "prescriber_named": bool(codes.get("named")),
        }


def day(text: str) -> date:
    return date.fromisoformat(text)


def maybe_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
