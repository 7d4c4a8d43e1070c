"""What one does with minutes: add words, approve them, correct them beside. The one write path.

Approving is the end of what may change: the decisions, the presences, the words. It is refused when what would be kept
is not what was read.
"""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.commissions import grounds, sealing
from cordee.commissions.enums import SittingState
from cordee.commissions.locking import locked, locked_item
from cordee.commissions.minutes.access import check
from cordee.commissions.minutes.contents import to_json
from cordee.commissions.minutes.gathering import Entry, Gathered, gather
from cordee.commissions.models import Minutes, MinutesCorrection, MinutesEntry, Sitting, SittingItem
from cordee.commissions.states import become
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.verdict import examine
from cordee.people.keys import organisation_key
from cordee.plumbing.inserting import insert

LONGEST_WORDS = 8_000


@transaction.atomic
def write_whole(sitting: Sitting, *, by: Actor, words: str, version: int) -> Minutes:
    """Add words about the whole sitting, about nobody in particular. version: 0 while nothing was written.

    Raises NotAllowed, BadInput, StaleState (approved, or a colleague wrote meanwhile).
    """
    check(by, "minutes:write")
    _check_words(words)
    kept = _drafted(locked(sitting))
    row = Minutes.objects.select_for_update().filter(sitting=kept).first()
    _check_version(row, version)
    row = row or Minutes(organisation_id=kept.organisation_id, sitting=kept, version=0)
    sealing.write(row, "sealed_words", words, key=organisation_key(kept.organisation_id))
    _save(row, by)
    return row


@transaction.atomic
def write_entry(item: SittingItem, *, by: Actor, words: str, version: int) -> MinutesEntry:
    """Add words about a situation, beside what was decided of it. Raises NotAllowed, BadInput, StaleState."""
    check(by, "minutes:write")
    _check_words(words)
    kept = locked_item(item)
    _drafted(kept.sitting)
    row = MinutesEntry.objects.select_for_update().filter(item=kept).first()
    _check_version(row, version)
    row = row or _new_entry(kept)
    sealing.write(row, "sealed_words", words, key=sealing.key_for(kept))
    _save(row, by)
    return row


def _new_entry(item: SittingItem) -> MinutesEntry:
    return MinutesEntry(organisation_id=item.organisation_id, person_id=item.person_id, item=item, version=0)


def _check_words(words: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise BadInput("words", _("Ce texte est trop long\u202f: gardez l’essentiel."))


def _drafted(sitting: Sitting) -> Sitting:
    if not sitting.may_be_decided:
        raise StaleState(
            _(
                "Le compte rendu se rédige en séance et ensuite, jusqu’à son approbation\u202f: il ne change plus."
            )
        )
    return sitting


def _check_version(row: Any, version: int) -> None:
    if (row.version if row else 0) != version:
        raise StaleState(_("Un collègue a écrit ici pendant que vous étiez sur cette page."))


def _save(row: Any, by: Actor) -> None:
    row.written_by, row.written_at, row.version = by.member, timezone.now(), row.version + 1
    if row.version == 1:
        row.save(force_insert=True)
    else:
        row.save(update_fields=["sealed_words", "written_by", "written_at", "version"])


@transaction.atomic
def approve(sitting: Sitting, *, by: Actor, version: int, read: str) -> Minutes:
    """Nothing of this sitting changes any more: its minutes are kept as they stand. read: the mark of what was read.

    Raises NotAllowed, RuleBroken (COM-05), StaleState: something changed since they were read.
    """
    check(by, "minutes:approve")
    kept = locked(sitting, version)
    items = list(SittingItem.objects.select_for_update().filter(sitting=kept))
    whole = gather(by, kept)
    examine([whole.verdict]).raise_if_refused()
    if whole.print != read:
        raise StaleState(
            _("Le compte rendu a changé depuis que vous l’avez lu\u202f: relisez-le avant d’approuver.")
        )
    now = timezone.now()
    become(kept, SittingState.APPROVED, approved_at=now)
    minutes = _freeze_whole(kept, whole, by, now)
    _freeze_entries(whole.entries, by, now)
    grounds.close_items(items)
    return minutes


def _freeze_whole(sitting: Sitting, whole: Gathered, by: Actor, now: datetime) -> Minutes:
    frozen = {"frozen": to_json(whole.room), "approved_by": by.member, "approved_at": now}
    row = whole.minutes
    if row is None:
        row = Minutes(
            organisation_id=sitting.organisation_id, sitting=sitting, written_by=by.member, **frozen
        )
        row.save(force_insert=True)
        return row
    for name, value in frozen.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*frozen, "version"])
    return row


def _freeze_entries(entries: list[Entry], by: Actor, now: datetime) -> None:
    """Each with the whole of what it tells, sealed like its words."""
    fresh, known = [], []
    for one in entries:
        if one.key is None:
            continue  # erased meanwhile: nothing of theirs is kept
        row = one.row or _new_entry(one.item)
        sealing.write(row, "sealed_told", json.dumps(to_json(one.told)), key=one.key)
        row.frozen_at, row.version = now, row.version + 1
        if one.row is None:
            row.written_by = by.member
            fresh.append(row)
        else:
            known.append(row)
    insert(*fresh)
    MinutesEntry.objects.bulk_update(known, ["sealed_told", "frozen_at", "version"])


@transaction.atomic
def correct(sitting: Sitting, *, by: Actor, words: str, item: SittingItem | None = None) -> MinutesCorrection:
    """Say what was wrong, beside approved minutes; the original stays. Raises NotAllowed, BadInput, StaleState."""
    check(by, "minutes:correct")
    if not words.strip():
        raise BadInput("words", _("Dites ce qui est à corriger."))
    _check_words(words)
    kept = locked(sitting)
    minutes = Minutes.objects.filter(sitting=kept, approved_at__isnull=False).first()
    if kept.state != SittingState.APPROVED or minutes is None:
        raise StaleState(_("Ce compte rendu n’est pas encore approuvé\u202f: changez-le directement."))
    row = MinutesCorrection(
        organisation_id=kept.organisation_id,
        person_id=item.person_id if item else None,
        minutes=minutes,
        item=item,
        signed_by=by.member,
    )
    key = sealing.key_for(item) if item else organisation_key(kept.organisation_id)
    sealing.write(row, "sealed_words", words, key=key)
    row.save(force_insert=True)
    return row
