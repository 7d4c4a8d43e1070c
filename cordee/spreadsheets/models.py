"""Imports: the run, its lines while they are needed, the columns remembered for the next time. Long lists taken out."""

from datetime import timedelta
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import INTAKE, OLD_EXPORTS, OLD_IMPORTS, MemberRows, OrganisationRows
from cordee.spreadsheets.enums import Making, State, choices, makings, outcomes, states


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: Any) -> "ImportRunQuerySet":
        """Those of the house, for the roles that welcome: a run says how many, never who."""
        return self.filter(organisation=actor.organisation) if actor.rights.intake else self.none()


@pghistory.track(exclude=["sealed_source", "progress"])
class ImportRun(models.Model):
    """A table brought in: what was read of it, what it would do, what it did.

    digest: of the file, so that the same one is recognised. mapping: column code by place. said: what was told of
    the reading. counts: lines by outcome. sealed_source: the file, kept sealed until it is applied or dropped.
    used: why it could not be undone.
    """

    KEPT = timedelta(days=30)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    file_name = models.CharField(_("fichier"), max_length=120)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("état"), max_length=12, choices=states, default=State.READ)
    sheets = models.JSONField(default=list)
    sheet = models.IntegerField(default=0)
    titles = models.JSONField(default=dict)
    signature = models.CharField(max_length=32, blank=True)
    mapping = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    total = models.IntegerField(default=0)
    progress = models.IntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    sealed_source = sealed_field()
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1, editable=False)

    objects = ImportRunQuerySet.as_manager()
    rows = OrganisationRows(only=INTAKE, grants="SIUD", retention="RET-05")

    class Meta:
        verbose_name = _("import d’un tableau")
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="import_by_day"),
            models.Index(fields=["organisation", "digest"], name="import_by_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.APPLIED) | Q(applied_at__isnull=False), name="import_applied_one_day"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_standing(self) -> bool:
        """Not yet imported nor given up."""
        return self.state in (State.READ, State.EXAMINED, State.FAILED)

    @property
    def can_be_undone(self) -> bool:
        """Imported, and its lines are still kept."""
        return self.state == State.APPLIED and timezone.now() - self.created_at < self.KEPT


# The line that says it made a dossier is what lets the database remove it (plumbing.policies.BEING_UNDONE). An
# identifier tells when it was made (UUID version 7): only somebody made since this very transaction began, give or
# take what two clocks differ, can be named. A dossier that was there before never can, whoever writes the line.
MADE_NOW = """
    IF replace(NEW.made_id::text, '-', '')
        < lpad(to_hex((extract(epoch FROM now() - interval '1 minute') * 1000)::bigint), 12, '0') THEN
        RAISE EXCEPTION 'a dossier made before this import cannot be said to come from it';
    END IF;
    RETURN NEW;
"""


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def visible_to(self, actor: Any) -> "ImportRowQuerySet":
        """One's own: the lines of a table are read by whoever brought it in, nobody else."""
        return self.filter(organisation=actor.organisation, member=actor.member)


class ImportRow(models.Model):
    """A line of a table, between its reading and the day it can no longer be undone. Its content is sealed.

    number: in the workbook. person_id: whom it is about, once known or made. made_id: what it made. is_undoing:
    what it made is being taken back, which is what lets the database remove it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="lines", db_index=False)
    number = models.IntegerField()
    outcome = models.CharField(max_length=10, choices=outcomes)
    reason = models.CharField(max_length=40, blank=True)
    choice = models.CharField(max_length=10, choices=choices, blank=True)
    target_id = models.UUIDField(null=True)
    made_id = models.UUIDField(null=True)
    is_undoing = models.BooleanField(default=False)
    sealed_content = sealed_field()

    objects = ImportRowQuerySet.as_manager()
    rows = MemberRows(of_house=True, swept=OLD_IMPORTS, retention="RET-05")

    class Meta:
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="import_lines"),
            models.Index(fields=["made_id"], name="import_undoing", condition=Q(is_undoing=True)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="made_now",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("made_id"),
                condition=pgtrigger.Q(new__made_id__isnull=False),
                func=MADE_NOW,
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


class RememberedColumnsQuerySet(models.QuerySet["RememberedColumns"]):
    def visible_to(self, actor: Any) -> "RememberedColumnsQuerySet":
        return self.filter(organisation=actor.organisation) if actor.rights.intake else self.none()


class RememberedColumns(models.Model):
    """What was chosen for a table with these titles: the next one is recognised at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    signature = models.UUIDField()
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    objects = RememberedColumnsQuerySet.as_manager()
    rows = OrganisationRows(only=INTAKE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "signature"], name="one_memory_per_table")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature}"


class ExportRunQuerySet(models.QuerySet["ExportRun"]):
    def visible_to(self, actor: Any) -> "ExportRunQuerySet":
        """One's own, while they are kept."""
        kept_since = timezone.now() - ExportRun.KEPT
        return self.filter(organisation=actor.organisation, member=actor.member, created_at__gt=kept_since)


class ExportRun(models.Model):
    """A long list being taken out, then its file, sealed, for a day: read by whoever asked for it, nobody else.

    kind: of the list; asked: the filters of its page, as its address says them. roles: those of the member when it
    was asked, which settled its columns: with others, it is asked for again. sealed_content: the file.
    """

    KEPT = timedelta(hours=24)
    LONGEST_QUERY = 2_000

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    file_format = models.CharField(max_length=8)
    asked = models.CharField(max_length=LONGEST_QUERY, blank=True)
    roles = models.CharField(max_length=400, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=makings, default=Making.WAITING)
    total = models.IntegerField(null=True)
    written = models.IntegerField(default=0)
    size = models.IntegerField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    sealed_content = sealed_field()
    created_at = models.DateTimeField(default=timezone.now)

    objects = ExportRunQuerySet.as_manager()
    rows = MemberRows(of_house=True, swept=OLD_EXPORTS, retention="RET-06")

    class Meta:
        verbose_name = _("liste exportée")
        indexes = [models.Index(fields=["organisation", "member", "-created_at"], name="export_by_member")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=Making.READY) | Q(total__isnull=False, size__isnull=False),
                name="export_ready_with_its_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.file_format}"

    @property
    def kept_until(self) -> Any:
        return self.created_at + self.KEPT
