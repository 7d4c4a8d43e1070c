"""Everything the minutes of a sitting say, in a number of queries that does not grow with the situations.

Before they are approved, from the rows of the sitting; afterwards, from what was kept that day.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import zone
from cordee.commissions import holding, panels, reading, sealing
from cordee.commissions.enums import ON_AGENDA, SITTING, ItemState, SittingState
from cordee.commissions.minutes.contents import (
    Chair,
    Room,
    Said,
    Situation,
    print_of,
    room_from,
    situation_from,
)
from cordee.commissions.minutes.rules import Ready, approval
from cordee.commissions.models import (
    ItemDecision,
    ItemGuest,
    Minutes,
    MinutesCorrection,
    MinutesEntry,
    Sitting,
    SittingItem,
)
from cordee.commissions.rules import quorum
from cordee.kernel.verdict import Verdict
from cordee.people.access import name_of
from cordee.people.keys import key_from, organisation_key
from cordee.plumbing.at_once import at_once
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.prepared import prepared
from cordee.programmes.models import Programme
from cordee.referrals.enums import RefusalReason
from cordee.ui.wording import hour_words

SHOWN = (*ON_AGENDA, ItemState.RETURNED)
DRAFTED = (SittingState.OPEN, SittingState.CLOSED)


@dataclass(frozen=True)
class Correction:
    """What was said beside approved minutes, when, and who signs it."""

    words: str
    at: datetime
    by: str


@dataclass
class Entry:
    """A situation of the minutes. number: its place on the page; row: what was added to it, if anything; key: of its
    texts, none when it was destroyed."""

    number: int
    item: SittingItem
    told: Situation
    row: MinutesEntry | None = None
    key: bytes | None = field(default=None, repr=False)
    corrections: list[Correction] = field(default_factory=list)

    @property
    def is_frozen(self) -> bool:
        return self.row is not None and self.row.frozen_at is not None


@dataclass
class Gathered:
    """The minutes of a sitting as somebody reads them."""

    sitting: Sitting
    room: Room
    words: str
    minutes: Minutes | None
    entries: list[Entry]
    verdict: Verdict
    corrections: list[Correction] = field(default_factory=list)

    @property
    def is_approved(self) -> bool:
        return self.sitting.state == SittingState.APPROVED

    @property
    def print(self) -> str:
        return print_of(self.room, self.words, [one.told for one in self.entries])

    @property
    def people(self) -> list[UUID]:
        return sorted({one.item.person_id for one in self.entries if one.item.person_id is not None})


def gather(actor: Any, sitting: Sitting) -> Gathered:
    """The minutes, as the actor may read them. One query, and the key of the house."""
    house = organisation_key(sitting.organisation_id)
    rows = _Rows(actor, sitting, house)
    minutes = rows.minutes
    entries = [rows.entry(number, item) for number, item in enumerate(rows.items, start=1)]
    corrections = _corrections(rows)
    for one in entries:
        one.corrections = corrections.get(one.item.pk, [])
    return Gathered(
        sitting=sitting,
        room=room_from(minutes.frozen)
        if minutes and minutes.frozen
        else drafted_room(sitting, rows.chairs, actor.organisation.time_zone),
        words=sealing.read(minutes, "sealed_words", key=house) if minutes else "",
        minutes=minutes,
        entries=entries,
        verdict=approval(ready(sitting, rows.chairs, rows.items)),
        corrections=corrections.get(None, []),
    )


@prepared
def _minutes(actor: Actor, sitting: UUID) -> QuerySet[Minutes]:
    return Minutes.objects.visible_to(actor).filter(sitting=sitting).select_related("approved_by")


@prepared
def _entries(actor: Actor, sitting: UUID) -> QuerySet[MinutesEntry]:
    return MinutesEntry.objects.visible_to(actor).filter(item__sitting=sitting)


@prepared
def _programmes(actor: Actor, sitting: UUID) -> QuerySet[Programme, Any]:
    """(identifier, label) of those asked for."""
    asked = SittingItem.objects.filter(sitting=sitting, state__in=SHOWN).exclude(programme_id=None)
    rows = Programme.objects.visible_to(actor).filter(pk__in=asked.values("programme_id"))
    return rows.values_list("pk", "label")


@prepared
def _signed(actor: Actor, sitting: UUID) -> QuerySet[MinutesCorrection]:
    """What was said beside approved minutes, the oldest first."""
    rows = MinutesCorrection.objects.visible_to(actor).filter(
        organisation=actor.organisation.pk, minutes__sitting=sitting
    )
    return rows.select_related("signed_by").order_by("signed_at", "pk")


def minutes_of(actor: Any, sitting: Sitting) -> Minutes | None:
    """What was written of the whole, if anything. One query."""
    return next(iter(_minutes(actor, sitting.pk)), None)


def ready(sitting: Sitting, chairs: Sequence[reading.Chair], items: Sequence[SittingItem]) -> Ready:
    return Ready(
        is_closed=sitting.state in (SittingState.CLOSED, SittingState.APPROVED),
        noted=all(chair.attendance for chair in chairs),
        undecided=sum(item.state in (ItemState.WAITING, ItemState.OPINED) for item in items),
        is_empty=not any(item.state == ItemState.DECIDED for item in items),
    )


def drafted_room(sitting: Sitting, chairs: Sequence[reading.Chair], time_zone: str) -> Room:
    """Who was there, and what the rule says of it. No query."""
    there = {chair.seat.pk for chair in chairs if chair.attendance in SITTING}
    noted = any(chair.attendance for chair in chairs)
    board = sitting.board
    verdict = quorum(holding.room_of(sitting, [chair.seat for chair in chairs], there, noted=noted))
    said = (verdict.reason,) if verdict.reason else ()
    if verdict.ok and noted and len(there) == len(chairs):
        said = (_("Tous les collèges étaient représentés."),)
    return Room(
        board=board.label,
        body=board.body,
        day=sitting.day,
        hours=_hours(sitting, time_zone),
        place=sitting.place,
        chairs=tuple(Chair(chair.seat.label, chair.attendance, chair.who) for chair in chairs),
        quorum=said,
        source=board.source,
    )


def _hours(sitting: Sitting, time_zone: str) -> str:
    """« de 14 h à 16 h 40 », as far as it was closed on its day."""
    end = sitting.closed_at.astimezone(zone(time_zone)) if sitting.closed_at else None
    if end is None or end.date() != sitting.day or end.time() <= sitting.at:
        return hour_words(sitting.at)
    return _("de %(start)s à %(end)s") % {"start": hour_words(sitting.at), "end": hour_words(end.time())}


class _Rows:
    """Everything known of the situations, table by table, in one query: once approved, what was kept that day speaks
    for the rest."""

    def __init__(self, actor: Any, sitting: Sitting, house: bytes) -> None:
        self.actor, self.sitting, self.house = actor, sitting, house
        pk, is_draft = sitting.pk, sitting.state != SittingState.APPROVED
        said = is_draft and not sitting.is_coming
        (
            self.items, minutes, written, people, referrals, decisions, guests, withdrawn, programmes, signed, chairs,
        ) = at_once(
            reading.every_item.of(actor, pk, SHOWN),
            _minutes.of(actor, pk),
            _entries.of(actor, pk),
            reading.every_person.of(actor, pk, SHOWN, True),
            reading.every_referral.of(actor, pk, SHOWN) if is_draft else None,
            reading.every_decision.of(actor, pk) if said else None,
            reading.every_guest.of(actor, pk) if is_draft else None,
            reading.every_withdrawal.of(actor, pk) if is_draft else None,
            _programmes.of(actor, pk) if is_draft else None,
            None if is_draft else _signed.of(actor, pk),
            reading.every_chair.of(actor, sitting.board_id, pk, sitting.day) if is_draft else None,
        )  # fmt: skip
        self.signed = signed
        self.minutes: Minutes | None = next(iter(minutes), None)
        self.written = {row.item_id: row for row in written}
        known = reading.known_as(people, referrals)
        self.people, self.referrals = known.people, known.referrals
        self.said = reading.by_level(decisions)
        self.guests, self.withdrawn = reading.by_item(guests), reading.by_item(withdrawn)
        self.programmes: dict[UUID, str] = dict(programmes)
        self.chairs = reading.chairs_in(chairs)

    def key(self, item: Any) -> bytes | None:
        """The key of its texts; none when it was destroyed, or when the person is not to be seen."""
        if item.person_id is None:
            return self.house
        try:
            return key_from(self.people[item.person_id])
        except (Unreadable, KeyError):
            return None

    def read(self, row: Any, column: str, key: bytes | None) -> str:
        return sealing.read(row, column, key=key) if key and getattr(row, column) else ""

    def entry(self, number: int, item: SittingItem) -> Entry:
        row, key = self.written.get(item.pk), self.key(item)
        if row is not None and row.frozen_at is not None:
            return Entry(number, item, self._kept(row, key, item), row, key)
        return Entry(number, item, self._drafted(item, row, key), row, key)

    def _kept(self, row: MinutesEntry, key: bytes | None, item: SittingItem) -> Situation:
        """What was kept the day they were approved; « … » when the key was destroyed."""
        try:
            return situation_from(json.loads(self.read(row, "sealed_told", key)))
        except ValueError:
            return Situation("…", panels.kind_words(item))

    def _drafted(self, item: SittingItem, row: MinutesEntry | None, key: bytes | None) -> Situation:
        presenter = item.presenter_name or (item.presenter.display_name if item.presenter else "")
        said = self.said.get(item.pk, {}).values()
        standing = sorted(said, key=lambda one: one.level, reverse=True)  # the opinion first
        return Situation(
            name=self._name(item),
            kind=panels.kind_words(item),
            programme=self.programmes.get(item.programme_id, "") if item.programme_id else "",
            presenter=presenter,
            is_heard=item.person_heard,
            guests=tuple(_signed_as(one) for one in self.guests.get(item.pk, ())),
            withdrawn=tuple(
                f"{one.holder.name} ({one.holder.seat.label})" for one in self.withdrawn.get(item.pk, ())
            ),
            said=tuple(self._one_said(one, key) for one in standing),
            is_left=item.state == ItemState.RETURNED,
            words=self.read(row, "sealed_words", key) if row else "",
        )

    def _name(self, item: SittingItem) -> str:
        person = self.people.get(item.person_id) if item.person_id else None
        if person is not None:
            return name_of(self.actor, person)
        referral = self.referrals.get(item.referral_id) if item.referral_id else None
        return referral.full_name if referral is not None else "…"

    def _one_said(self, row: ItemDecision, key: bytes | None) -> Said:
        motive = RefusalReason(row.refusal_reason).label if row.refusal_reason else ""
        return Said(
            level=row.level,
            words=panels.decision_words(row),
            authority=row.authority,
            day=row.decided_on,
            missing=self.read(row, "sealed_missing", key),
            reason=self.read(row, "sealed_reason", key),
            motive=str(motive),
        )


def _signed_as(guest: ItemGuest) -> str:
    return ", ".join(part for part in (guest.name, guest.structure) if part)


def _corrections(rows: _Rows) -> dict[UUID | None, list[Correction]]:
    """By situation, those of the whole sitting under None; the oldest first."""
    found: dict[UUID | None, list[Correction]] = defaultdict(list)
    for row in rows.signed:
        words = rows.read(row, "sealed_words", rows.key(row)) or "…"
        found[row.item_id].append(Correction(words, row.signed_at, row.signed_by.display_name))
    return found
