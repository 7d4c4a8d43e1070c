"""Taking back an import of orientations: removed if nothing was done with them, else given back what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cordee.dossier import clocks
from cordee.dossier.actions import take_back_facts_of
from cordee.plumbing.context import for_the_holder
from cordee.referrals.actions import change_referral, check
from cordee.referrals.importing.writing import described, person_of, sorted_out, way_chosen
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason
from cordee.spreadsheets.registry import Staged

MOST_TOLD = 12


def undo(by: Any, staged: Sequence[Staged]) -> list[str]:
    """Take everything back, or nothing: the sentences of what was used meanwhile, empty when it is done."""
    check(by, "referral:change")
    made = {one.made: one for one in staged if one.made is not None}
    changed = [one for one in sorted_out(staged)[1] if way_chosen(one)[1]["before"]]
    with for_the_holder(by.organisation.pk):
        used = [*_used(made), *_moved(changed)]
        if used:
            return used[:MOST_TOLD] + ([_("et d’autres")] if len(used) > MOST_TOLD else [])
        try:
            with transaction.atomic():
                _remove(by, list(made), [pk for one in made.values() if (pk := person_of(one))])
        except IntegrityError:
            return [
                _("une suite a été donnée à l’une de ces orientations dans une partie que vous ne voyez pas")
            ]
        for one in changed:
            _give_back(by, one)
    return []


def _used(made: dict[UUID, Staged]) -> list[str]:
    """What was done with the orientations made: answered, completed, a paper, a decision…"""
    reasons: dict[UUID, str] = {}
    rows = Referral.objects.filter(pk__in=made)
    for row in rows:
        if row.version != 1 or row.pathway_id is not None or row.person_id != person_of(made[row.pk]):
            reasons[row.pk] = _("elle a reçu une suite")
    for relation in Referral._meta.related_objects:
        model: Any = relation.related_model
        if hasattr(model, "pgh_tracked_model"):
            continue
        name = relation.field.name
        for pk in model._default_manager.filter(**{f"{name}__in": list(made)}).values_list(name, flat=True):
            reasons.setdefault(pk, str(model._meta.verbose_name))
    return [f"{made[pk].finding.name}\u202f: {reason}" for pk, reason in reasons.items()]


def _moved(changed: Sequence[Staged]) -> list[str]:
    told = []
    for one in changed:
        pk, plan = way_chosen(one)
        row = Referral.objects.filter(pk=pk).first()
        if row is None or row.version != plan["version"] + 1:
            told.append(_("%s\u202f: l’orientation a été modifiée depuis") % one.finding.name)
    return told


def _remove(by: Any, made: list[UUID], people: list[UUID]) -> None:
    for pk in made:
        clocks.close_all(pk, on=by.today, closing="dropped")
    take_back_facts_of(made, people)
    rows: Any = Referral.objects.filter(pk__in=made)
    rows._raw_delete(rows.db)  # one statement: what else may hang from them was looked at


def _give_back(by: Any, one: Staged) -> None:
    pk, plan = way_chosen(one)
    row = Referral.objects.get(pk=pk)
    before = dict(plan["before"])
    reason = before.pop("reason", None)
    change_referral(
        row,
        by=by,
        version=row.version,
        received_on=row.received_on,
        reason=read_reason(row) if reason is None else reason,
        **described(before),
    )
