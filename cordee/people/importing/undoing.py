"""Taking back an import of people: removed if nothing was done with them, given back what they were if not changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from cordee.people import hooks
from cordee.people.actions import check, name_keys
from cordee.people.enums import GroundKind
from cordee.people.importing.columns import IDENTITY
from cordee.people.importing.writing import way_chosen
from cordee.people.models import ContactPoint, Ground, Person
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.models import AccessLog, PersonKey
from cordee.plumbing.policies import OpenTable
from cordee.spreadsheets.registry import Staged
from cordee.spreadsheets.rules import is_decided

MOST_TOLD = 12
NAMED_APART = (Person, ContactPoint, Ground, PersonKey, AccessLog)


def undo(by: Any, staged: Sequence[Staged]) -> list[str]:
    """Take everything back, or nothing: the sentences of what was used meanwhile, empty when it is done."""
    check(by, "person:create")
    created = [one for one in staged if one.made is not None]
    changed = [one for one in staged if one.made is None and _was_changed(one)]
    with for_the_holder(by.organisation.pk):
        used = [*_used(created), *_moved(changed)]
        if used:
            return used[:MOST_TOLD] + ([_("et d’autres")] if len(used) > MOST_TOLD else [])
        try:
            with transaction.atomic():
                _remove([one.made for one in created if one.made])
        except IntegrityError:
            return [_("une suite a été donnée à l’un de ces dossiers dans une partie que vous ne voyez pas")]
        _give_back(by, changed)
    return []


def _was_changed(one: Staged) -> bool:
    candidates = one.finding.candidates
    if candidates and candidates[0][0].startswith("line:"):
        return False
    return is_decided(one.finding.outcome, one.choice) == "change"


def _used(created: Sequence[Staged]) -> list[str]:
    """What was done with the people made: anything that hangs from them and that the import did not write."""
    people = [one.made for one in created if one.made]
    reasons: dict[UUID, str] = {}
    for pk in Person.objects.filter(pk__in=people, version__gt=1).values_list("pk", flat=True):
        reasons[pk] = _("son identité a été modifiée")
    written = {one.made: len(one.finding.plan["contacts"]) for one in created}
    counted = (
        ContactPoint.objects.filter(person__in=people, ended_on=None)
        .values("person")
        .annotate(n=models.Count("pk"))
    )
    found = {row["person"]: row["n"] for row in counted.order_by()}
    for pk, wanted in written.items():
        if pk is not None and found.get(pk, 0) != wanted:
            reasons.setdefault(pk, _("ses coordonnées ont été modifiées"))
    for pk in (
        Ground.objects.filter(person__in=people)
        .exclude(kind=GroundKind.OPENED_BY)
        .values_list("person_id", flat=True)
    ):
        reasons.setdefault(pk, _("un accès à son dossier a été donné"))
    for model, column in _tables_of_a_person():
        for pk in (
            model._default_manager.filter(**{f"{column}__in": people})
            .order_by()
            .values_list(column, flat=True)
            .distinct()
        ):
            reasons.setdefault(pk, str(model._meta.verbose_name))
    for pk, reason in hooks.taken_back(people).items():
        reasons.setdefault(pk, reason)
    names = {one.made: one.finding.name for one in created}
    return [f"{names.get(pk, '')}\u202f: {reason}" for pk, reason in reasons.items()]


def _tables_of_a_person() -> Iterator[tuple[Any, str]]:
    """Every other table that points at a person, of whatever domain stands above; facts answer by the hook."""
    for model in apps.get_models():
        if model in NAMED_APART or hasattr(model, "pgh_tracked_model") or model._meta.label == "dossier.Fact":
            continue
        declared = getattr(model, "rows", None)
        if declared is None or isinstance(declared, OpenTable):
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Person:
                yield model, field.name


def _remove(people: Sequence[UUID]) -> None:
    wanted: list[Any] = [
        ContactPoint.objects.filter(person__in=people),
        PersonKey.objects.filter(person__in=people),
        Ground.objects.filter(person__in=people),
        Person.objects.filter(pk__in=people),
    ]
    for rows in wanted:
        rows._raw_delete(rows.db)  # one statement each: what else may hang from them was looked at


def _moved(changed: Iterable[Staged]) -> list[str]:
    """Those whose value is no longer the one the import wrote."""
    told = []
    chosen = {pk: (one, plan) for one, pk, plan in ((one, *way_chosen(one)) for one in changed)}
    for person in Person.objects.filter(pk__in=chosen):
        one, plan = chosen[person.pk]
        if any(getattr(person, name) != plan["identity"][name] for name in plan["before"]):
            told.append(_("%s\u202f: son identité a été modifiée depuis") % one.finding.name)
    return told


def _give_back(by: Any, changed: Iterable[Staged]) -> None:
    for one in changed:
        pk, plan = way_chosen(one)
        if plan["before"]:
            person = Person.objects.get(pk=pk)
            for name, value in plan["before"].items():
                setattr(person, name, value)
            name_keys(person)
            person.version += 1
            person.save(update_fields=[*IDENTITY, "search_key", "sound_key", "sort_key", "version"])
            hooks.renamed(person)
            hooks.happened(
                person, "identity_changed", by.today, by=by, codes={"fields": list(plan["before"])}
            )
        ids = [contact_id for contact_id, *_contact in plan["added"]]
        if ids:
            ContactPoint.objects.filter(pk__in=ids, ended_on=None).update(ended_on=by.today)
