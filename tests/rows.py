"""One row of any table, so that a table made tomorrow is tried by today's tests of the locks.

`make_row` fills what a model requires from the place it is made in (an organisation, a person, a member…).
A model with constraints it cannot guess says how in `SPECIAL`; the failure says so too.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cordee.accounts.models import Member, Organisation, Site
from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import OpenTable, Rows, rows_of
from cordee.programmes.models import Programme, ProgrammeVersion

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Spot:
    """Where a row is made: the dossier it hangs from and who writes it."""

    organisation: Organisation
    person: Any
    author: Member
    version: ProgrammeVersion
    site: Site | None = None


SPECIAL: dict[str, dict[str, Any]] = {
    "referrals.Referral": {"state": "received"},
    "referrals.OrientationDecision": {
        "state": "to_decide",
        "decided_on": None,
        "notified_on": None,
        "means": "",
        "replaces_id": None,
    },
    "people.Ground": {"kind": "follows", "partitions": int(Partition.IDENTITY), "grantee_organisation": None},
    "people.Seal": {"lifted_by": None, "lifted_at": None},
    "appointments.Appointment": {"starts_at": MOMENT, "ends_at": MOMENT + timedelta(hours=1)},
    "appointments.Series": {"at": time(9)},
    "commissions.Board": {
        "is_two_level": False,
        "quorum": None,
        "every_months": None,
        "at": time(14),
        "minutes": 60,
    },
    "commissions.Sitting": {"at": time(14), "minutes": 60},
    "commissions.Convocation": {"answer": "none", "answered_at": None},
    "commissions.SittingItem": {"minutes": 10},
    "commissions.ItemDecision": {"rank": None, "undone_at": None, "undone_by": None},
    "dossier.Deadline": {"warn_on": DAY, "due_on": DAY, "late_on": DAY},
    "engagements.Contract": {
        "status": "draft",
        "signed_on": None,
        "ended_on": None,
        "ending": "",
        "from_on": DAY,
        "until_on": DAY,
        "weekly_minutes": 900,
    },
    "engagements.ContractVersion": {"state": "draft", "digest": "", "frozen_at": None, "signed_on": None},
    "partners.Partner": {"closed_on": None, "turn_to": None},
    "partners.InstitutionalReferent": {"until_on": None},
    "engagements.Signature": {
        "capacity": "person",
        "means": "paper",
        "paper_id": uuid.UUID(int=1),
        "link_id": None,
        "sealed_drawing": None,
        "member": None,
    },
    "engagements.Breach": {
        "reason": "",
        "reason_on": None,
        "opinion": "",
        "opinion_on": None,
        "ending": "",
        "ended_on": None,
    },
    "engagements.Sanction": {"kind": "suspension", "rate": 30, "months": 1, "step": 1},
    "engagements.LaneReview": {"ground": "", "extended_on": None},
    "engagements.SigningLink": {
        "signed_at": None,
        "signature_id": None,
        "withdrawn_at": None,
        "withdrawn_by": None,
    },
}
ONE_OF_A_KIND = {"digest", "reference"}
LEFT_EMPTY = {"opened_by_id", "closed_by_id"}


def guarded_models() -> list[type[models.Model]]:
    """Every model whose rows a policy guards, those that others point at first; histories left out."""
    found = [
        model
        for model in apps.get_models()
        if getattr(model, "rows", None) is not None
        and not isinstance(model.rows, OpenTable)
        and getattr(model, "pgh_tracked_model", None) is None
    ]
    return sorted(found, key=lambda model: (depth_of(model), len(parents_of(model)), model._meta.label))


def depth_of(model: type[models.Model]) -> int:
    """How many guarded tables stand above this one: those it points at are made before it."""
    above = {field.related_model for field in parents_of(model)} - {model}
    return max((1 + depth_of(one) for one in above), default=0)


def history_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if getattr(model, "pgh_tracked_model", None) is not None
        and model._meta.app_label != "pghistory"
        and not isinstance(rows_of(model.pgh_tracked_model), OpenTable)
    ]


def rows_declared(model: type[models.Model]) -> Rows:
    declared = rows_of(model)
    assert not isinstance(declared, OpenTable)
    return declared


def parents_of(model: type[models.Model]) -> list[models.Field]:
    """Foreign keys to other guarded tables than the person's."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation
        and getattr(field.related_model, "rows", None) is not None
        and not isinstance(field.related_model.rows, OpenTable)
        and field.related_model._meta.label != "people.Person"
    ]


def row_values(model: type[models.Model], spot: Spot, **given: Any) -> dict[str, Any]:
    """Values for a row of this model; `given` wins."""
    values = dict(SPECIAL.get(model._meta.label, {}))
    for field in model._meta.concrete_fields:
        if field.name in given or field.attname in given or field.name in values:
            continue
        wanted = _value(model, field, spot)
        if wanted is not None:
            values[field.attname if field.is_relation else field.name] = wanted
    return values | given


def make_row(model: type[models.Model], spot: Spot, *, using: str = "default", **given: Any) -> Any:
    row = model(**row_values(model, spot, **given))
    try:
        row.save(using=using, force_insert=True)
    except Exception as error:
        error.add_note(f"tests/rows.py could not make a {model._meta.label}: say how in SPECIAL if need be")
        raise
    return row


def _value(model: type[models.Model], field: models.Field, spot: Spot) -> Any:
    named = _by_name(model, field, spot)
    if named is not None or field.attname in LEFT_EMPTY:
        return named
    if field.is_relation:
        return _related(field, spot)
    if field.has_default() or field.null or field.blank:
        return None
    return _by_type(field)


def _by_name(model: type[models.Model], field: models.Field, spot: Spot) -> Any:
    known = {
        "organisation_id": spot.organisation.pk,
        "reader_organisation_id": spot.organisation.pk,
        "person_id": spot.person.pk,
        "member_id": spot.author.pk,
        "author_id": spot.author.pk,
        "by_id": spot.author.pk,
        "in_charge_id": None,
        "once": str(uuid.uuid4()),
    }
    if field.attname in known:
        return known[field.attname]
    if field.name == "partition":
        declared = rows_declared(model)
        fixed = getattr(model, "PARTITIONS", ()) or (
            getattr(declared, "partition", None) or Partition.IDENTITY,
        )
        return int(fixed[0])
    return None


def _related(field: models.Field, spot: Spot) -> Any:
    by_model: dict[Any, Any] = {
        Organisation: spot.organisation.pk,
        Member: spot.author.pk,
        Programme: spot.version.programme_id,
        ProgrammeVersion: spot.version.pk,
    }
    if field.null and field.related_model not in by_model:
        return None
    return by_model.get(field.related_model) if not field.null else None


def _by_type(field: models.Field) -> Any:
    if isinstance(field, models.UUIDField):
        return new_id() if field.primary_key else uuid.uuid4()
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, (models.IntegerField, models.SmallIntegerField)):
        return 1
    if isinstance(field, models.BinaryField):
        return b"\x01sealed"
    if isinstance(field, (models.JSONField, ArrayField)):
        return None
    if isinstance(field, models.EmailField):
        return "canari@exemple.invalid"
    if field.name in ONE_OF_A_KIND:
        return uuid.uuid4().hex[: field.max_length]
    if isinstance(field, (models.CharField, models.TextField)):
        if field.choices:
            return next(code for code, _label in field.flatchoices if code)
        return "canari"[: field.max_length or 6]
    return None
