"""Doing what a table says, line after line, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.kernel.errors import StaleState
from cordee.partners import actions, linking, offering
from cordee.partners.fetch import seen
from cordee.partners.importing.examining import back, way_chosen
from cordee.partners.models import Partner, PartnerService
from cordee.spreadsheets.registry import Progress, Staged
from cordee.spreadsheets.rules import is_decided

CHANGED = _("Des partenaires ont changé depuis l’essai\u202f: relancez-le.")
MOST_TOLD = 12


def apply_partners(by: Any, staged: Sequence[Staged], progress: Progress) -> None:
    """All the lines decided, in the caller's transaction. Raises NotAllowed, StaleState."""

    def create(one: Staged) -> UUID:
        said = one.finding.plan["said"]
        partner = actions.add_partner(by=by, **back(said))
        _name(by, partner, said.get("referent"))
        return partner.pk

    def change(row: Any, plan: dict[str, Any]) -> None:
        actions.change_partner(row, by=by, seen=row.version, **back(plan["said"]))
        _name(by, row, plan.get("referent"))

    _apply(by, Partner, staged, progress, create, change)


def apply_services(by: Any, staged: Sequence[Staged], progress: Progress) -> None:
    """The same, of services."""

    def create(one: Staged) -> UUID:
        plan = one.finding.plan
        partner = seen(Partner, by).filter(pk=plan["partner"]).first()
        if partner is None:
            raise StaleState(CHANGED)
        return offering.add_service(partner, by=by, **back(plan["said"])).pk

    def change(row: Any, plan: dict[str, Any]) -> None:
        offering.change_service(row, by=by, seen=row.version, **{"name": row.name} | back(plan["said"]))

    _apply(by, PartnerService, staged, progress, create, change)


def _apply(
    by: Any,
    model: Any,
    staged: Sequence[Staged],
    progress: Progress,
    create: Callable[[Staged], UUID],
    change: Callable[[Any, dict[str, Any]], None],
) -> None:
    actions.check(by)
    for number, one in enumerate(staged, start=1):
        outcome = is_decided(one.finding.outcome, one.choice)
        if outcome == "create":
            one.made = create(one)
        elif outcome == "change":
            pk, plan = way_chosen(one)
            row = seen(model, by).filter(pk=pk).first()
            if row is None or row.version != plan["version"]:
                raise StaleState(CHANGED)
            change(row, plan)
        progress(number)


def _name(by: Any, partner: Partner, referent: dict[str, Any] | None) -> None:
    if referent:
        linking.name_referent(partner, by=by, from_on=by.today, **referent)


# Taking back


def undo_partners(by: Any, staged: Sequence[Staged]) -> list[str]:
    """Take everything back, or nothing: the sentences of what was used meanwhile, empty when it is done."""
    actions.check(by)
    made = [one.made for one in staged if one.made is not None]
    used = [*_used(Partner, made, by), *_hung(made), *_moved(by, Partner, staged)]
    if used:
        return _some(used)
    for relation in ("referents",):
        rows: Any = getattr(Partner, relation).rel.related_model.objects.filter(partner__in=made)
        rows._raw_delete(rows.db)
    partners: Any = Partner.objects.filter(pk__in=made)
    partners._raw_delete(partners.db)
    _give_back(by, Partner, staged, actions.change_partner)
    return []


def undo_services(by: Any, staged: Sequence[Staged]) -> list[str]:
    actions.check(by)
    made = [one.made for one in staged if one.made is not None]
    used = [*_used(PartnerService, made, by), *_moved(by, PartnerService, staged)]
    if used:
        return _some(used)
    rows: Any = PartnerService.objects.filter(pk__in=made)
    rows._raw_delete(rows.db)
    _give_back(by, PartnerService, staged, offering.change_service)
    return []


def _some(used: list[str]) -> list[str]:
    return used[:MOST_TOLD] + ([_("et d’autres")] if len(used) > MOST_TOLD else [])


def _used(model: Any, made: Sequence[UUID], by: Any) -> list[str]:
    rows = seen(model, by).filter(pk__in=made).exclude(version=1)
    return [_("%s\u202f: a été modifié depuis") % row.name for row in rows]


def _hung(made: Sequence[UUID]) -> list[str]:
    """Partners of which something was noted since: a contact, an agreement, a service, an orientation…"""
    reasons: dict[UUID, str] = {}
    for relation in Partner._meta.related_objects:
        model: Any = relation.related_model
        if hasattr(model, "pgh_tracked_model") or relation.name == "referents":
            continue
        name = relation.field.name
        for pk in model._default_manager.filter(**{f"{name}__in": list(made)}).values_list(name, flat=True):
            reasons.setdefault(pk, str(model._meta.verbose_name))
    names = dict(Partner.objects.filter(pk__in=reasons).values_list("pk", "name"))
    return [f"{names.get(pk, '')}\u202f: {reason}" for pk, reason in reasons.items()]


def _changed(staged: Sequence[Staged]) -> list[Staged]:
    done = [one for one in staged if is_decided(one.finding.outcome, one.choice) == "change"]
    return [one for one in done if way_chosen(one)[1].get("before")]


def _moved(by: Any, model: Any, staged: Sequence[Staged]) -> list[str]:
    told = []
    for one in _changed(staged):
        pk, plan = way_chosen(one)
        row = seen(model, by).filter(pk=pk).first()
        if row is None or row.version != plan["version"] + 1:
            told.append(_("%s\u202f: a été modifié depuis") % one.finding.name)
    return told


def _give_back(by: Any, model: Any, staged: Sequence[Staged], change: Callable[..., object]) -> None:
    """What stood before the table; somebody it named stays, with their day."""
    for one in _changed(staged):
        pk, plan = way_chosen(one)
        row = seen(model, by).get(pk=pk)
        change(row, by=by, seen=row.version, **{"name": row.name} | back(plan["before"]))
