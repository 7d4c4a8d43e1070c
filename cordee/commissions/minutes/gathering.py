"""Everything the minutes of a sitting say, in a number of queries that does not grow with the situations.

Before they are approved, from the rows of the sitting; afterwards, from what was kept that day.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.commissions import fetch, holding, panels, sealing
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
    Withdrawal,
)
from cordee.commissions.rules import quorum
from cordee.kernel.verdict import Verdict
from cordee.people.access import name_of
from cordee.people.keys import key_from, organisation_key
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable
from cordee.programmes.models import Programme
from cordee.referrals.enums import RefusalReason
from cordee.referrals.models import Referral
from cordee.ui.wording import hour_words

MOST_ITEMS = fetch.MOST_ITEMS
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
class Whole:
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


def gather(actor: Any, sitting: Sitting) -> Whole:
    """The minutes, as the actor may read them. Twelve queries at most."""
    items = list(
        SittingItem.objects.visible_to(actor)
        .filter(sitting=sitting, state__in=SHOWN)
        .select_related("presenter")
        .order_by("position", "pk")[:MOST_ITEMS]
    )
    minutes = minutes_of(actor, sitting)
    house = organisation_key(sitting.organisation_id)
    rows = _Rows(actor, sitting, items, house)
    entries = [rows.entry(number, item) for number, item in enumerate(items, start=1)]
    corrections = _corrections(actor, minutes, rows) if minutes and minutes.approved_at else {}
    for one in entries:
        one.corrections = corrections.get(one.item.pk, [])
    chairs = fetch.room_of(actor, sitting) if minutes is None or not minutes.frozen else []
    return Whole(
        sitting=sitting,
        room=room_from(minutes.frozen)
        if minutes and minutes.frozen
        else drafted_room(sitting, chairs, actor.organisation.time_zone),
        words=sealing.read(minutes, "sealed_words", key=house) if minutes else "",
        minutes=minutes,
        entries=entries,
        verdict=approval(ready(sitting, chairs, items)),
        corrections=corrections.get(None, []),
    )


def minutes_of(actor: Any, sitting: Sitting) -> Minutes | None:
    """What was written of the whole, if anything. One query."""
    found = Minutes.objects.visible_to(actor).filter(sitting=sitting).select_related("approved_by")
    return found.first()


def ready(sitting: Sitting, chairs: Sequence[fetch.Chair], items: Sequence[SittingItem]) -> Ready:
    return Ready(
        is_closed=sitting.state in (SittingState.CLOSED, SittingState.APPROVED),
        noted=any(chair.attendance for chair in chairs),
        undecided=sum(item.state in (ItemState.WAITING, ItemState.OPINED) for item in items),
        is_empty=not any(item.state == ItemState.DECIDED for item in items),
    )


def drafted_room(sitting: Sitting, chairs: Sequence[fetch.Chair], time_zone: str) -> Room:
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
    """Everything known of the situations, table by table."""

    def __init__(self, actor: Any, sitting: Sitting, items: Sequence[SittingItem], house: bytes) -> None:
        self.actor, self.sitting, self.house = actor, sitting, house
        keys = [item.pk for item in items]
        self.written = {
            row.item_id: row for row in MinutesEntry.objects.visible_to(actor).filter(item__in=keys)
        }
        frozen = {pk for pk, row in self.written.items() if row.frozen_at is not None}
        fresh = [item for item in items if item.pk not in frozen]
        wanted = {item.person_id for item in items if item.person_id is not None}
        people = Person.objects.visible_to(actor).filter(pk__in=wanted).with_key() if wanted else ()
        self.people = {one.pk: one for one in people}
        bare = {item.referral_id for item in fresh if item.person_id is None and item.referral_id}
        referrals = Referral.objects.visible_to(actor).filter(pk__in=bare) if bare else ()
        self.referrals = {one.pk: one for one in referrals}
        self._said([item.pk for item in fresh])
        self.programmes = _programmes(actor, fresh)

    def _said(self, items: list[UUID]) -> None:
        self.said: dict[UUID, list[ItemDecision]] = defaultdict(list)
        self.guests: dict[UUID, list[str]] = defaultdict(list)
        self.withdrawn: dict[UUID, list[str]] = defaultdict(list)
        if not items:
            return
        for row in ItemDecision.objects.standing().visible_to(self.actor).filter(item__in=items):
            self.said[row.item_id].append(row)
        guests = ItemGuest.objects.visible_to(self.actor).filter(item__in=items, removed_at=None)
        for guest in guests.order_by("name", "pk"):
            self.guests[guest.item_id].append(
                ", ".join(part for part in (guest.name, guest.structure) if part)
            )
        gone = Withdrawal.objects.visible_to(self.actor).filter(item__in=items, undone_at=None)
        for one in gone.select_related("holder__seat").order_by("noted_at", "pk"):
            self.withdrawn[one.item_id].append(f"{one.holder.name} ({one.holder.seat.label})")

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
        standing = sorted(self.said[item.pk], key=lambda one: one.level, reverse=True)  # the opinion first
        return Situation(
            name=self._name(item),
            kind=panels.kind_words(item),
            programme=self.programmes.get(item.programme_id, "") if item.programme_id else "",
            presenter=presenter,
            is_heard=item.person_heard,
            guests=tuple(self.guests[item.pk]),
            withdrawn=tuple(self.withdrawn[item.pk]),
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


def _programmes(actor: Any, items: Iterable[SittingItem]) -> dict[UUID, str]:
    wanted = {item.programme_id for item in items if item.programme_id is not None}
    if not wanted:
        return {}
    return dict(Programme.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "label"))


def _corrections(actor: Any, minutes: Minutes, rows: _Rows) -> dict[UUID | None, list[Correction]]:
    """By situation, those of the whole sitting under None; the oldest first. One query."""
    of_house = Q(organisation=minutes.organisation_id)
    found: dict[UUID | None, list[Correction]] = defaultdict(list)
    told = MinutesCorrection.objects.visible_to(actor).filter(of_house, minutes=minutes)
    for row in told.select_related("signed_by").order_by("signed_at", "pk"):
        words = rows.read(row, "sealed_words", rows.key(row)) or "…"
        found[row.item_id].append(Correction(words, row.signed_at, row.signed_by.display_name))
    return found
