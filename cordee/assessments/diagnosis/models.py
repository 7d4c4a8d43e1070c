"""Diagnoses and what they say, theme by theme: open parts in one table, health and protection in one each."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.assessments.diagnosis.enums import done_with_choices
from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows


class DiagnosisQuerySet(PersonScopedQuerySet):
    partition = Partition.EMPLOYMENT


class Diagnosis(models.Model):
    """A diagnosis begun one day, perhaps closed another. It says when, with whom, on which form; not what.

    pathway_id: of which pathway; programme_version: whose form it follows, pinned. day: the day it is dated.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway_id = models.UUIDField()
    programme_version = models.ForeignKey(
        "programmes.ProgrammeVersion", models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(_("daté du"))
    done_with = models.CharField(_("fait"), max_length=10, choices=done_with_choices, blank=True)
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField(default=timezone.now)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = DiagnosisQuerySet.as_manager()
    rows = PersonRows(partition=Partition.EMPLOYMENT)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-day"], name="diagnosis_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False),
                name="diagnosis_closed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organisation", "pathway_id"],
                condition=Q(closed_on=None),
                name="one_diagnosis_under_way",
                violation_error_message=_("Un diagnostic est déjà en cours sur ce parcours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.author_id}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class EntryQuerySet(PersonScopedQuerySet):
    def visible_to(self, actor: Any) -> "EntryQuerySet":
        first, *others = self.model.PARTITIONS
        return self.filter(self.readable_by_column(actor) if others else self.readable(actor, first))

    def of_person(self, actor: Any, person: Any) -> "EntryQuerySet":
        """The same, of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        opened = person.opened_to(actor)
        parts = [int(partition) for partition in self.model.PARTITIONS if partition & opened]
        return self.filter(partition__in=parts, organisation=person.organisation_id, person=person.pk)


class BaseEntry(models.Model):
    """What a diagnosis says of a theme, or of a question of the programme's own.

    code: of the form. level: 0 (not broached) to 4. sealed_text: the words (entries.written); in a restricted part,
    the whole of it, the columns empty. version: raised at each rewriting.
    """

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, related_name="+")
    partition = models.SmallIntegerField()
    code = models.CharField(max_length=60)
    level = models.SmallIntegerField(default=0)
    evolution = models.CharField(max_length=10, blank=True)
    is_barrier = models.BooleanField(default=False)
    situations: "ArrayField[Sequence[str], list[str]]" = ArrayField(
        models.CharField(max_length=60), default=list, blank=True
    )
    sealed_text = sealed_field()
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=4), name="%(class)s_level_on_scale"),
            models.UniqueConstraint(
                fields=["organisation", "diagnosis", "code"], name="one_%(class)s_of_diagnosis"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DiagnosisEntry(BaseEntry):
    """Of daily life or of the path to work."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = EntryQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseEntry.Meta):
        indexes = [models.Index(fields=["organisation", "person"], name="diagnosis_entry_of_person")]


SEALED_WHOLE = Q(level=0, evolution="", is_barrier=False, situations=[])


class HealthDiagnosisEntry(BaseEntry):
    """Of health: sealed whole."""

    PARTITIONS = (Partition.HEALTH,)

    objects = EntryQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseEntry.Meta):
        constraints = [
            *BaseEntry.Meta.constraints,
            models.CheckConstraint(condition=SEALED_WHOLE, name="health_diagnosis_is_sealed"),
        ]


class ProtectedDiagnosisEntry(BaseEntry):
    """Of violence or justice: sealed whole."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = EntryQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED)

    class Meta(BaseEntry.Meta):
        constraints = [
            *BaseEntry.Meta.constraints,
            models.CheckConstraint(condition=SEALED_WHOLE, name="protected_diagnosis_is_sealed"),
        ]


ENTRY_MODELS: dict[Partition, type[BaseEntry]] = {
    Partition.SOCIAL: DiagnosisEntry,
    Partition.EMPLOYMENT: DiagnosisEntry,
    Partition.HEALTH: HealthDiagnosisEntry,
    Partition.PROTECTED: ProtectedDiagnosisEntry,
}
