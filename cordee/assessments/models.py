"""Answers about a situation: one table for the open parts of a dossier, one each for health and for protection."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.assessments.diagnosis.models import (
    Diagnosis,
    DiagnosisEntry,
    HealthDiagnosisEntry,
    ProtectedDiagnosisEntry,
)
from cordee.assessments.enums import State, states
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows

__all__ = [
    "ITEM_MODELS",
    "BaseItem",
    "Diagnosis",
    "DiagnosisEntry",
    "HealthDiagnosisEntry",
    "HealthItem",
    "ProtectedDiagnosisEntry",
    "ProtectedItem",
    "SituationItem",
    "SituationQuerySet",
    "is_sealed_whole",
]


class SituationQuerySet(PersonScopedQuerySet):
    def visible_to(self, actor: Any) -> "SituationQuerySet":
        first, *others = self.model.PARTITIONS
        return self.filter(self.readable_by_column(actor) if others else self.readable(actor, first))

    def of_person(self, actor: Any, person: Any) -> "SituationQuerySet":
        """The same, of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        opened = person.opened_to(actor)
        parts = [int(partition) for partition in self.model.PARTITIONS if partition & opened]
        return self.filter(partition__in=parts, organisation=person.organisation_id, person=person.pk)

    def standing(self) -> "SituationQuerySet":
        """What is held true today: the answers nothing has replaced."""
        return self.filter(replaced_at=None)


class BaseItem(models.Model):
    """What was said of one item on a day. Never rewritten: a newer answer replaces it (replaced_at).

    item: a code of the catalogue; slot: which one, where there may be several (diplomas, stays). noted_on: the day it
    was said. sealed_text: the words; in a restricted part, the whole answer (answers.written), the columns empty.
    """

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    partition = models.SmallIntegerField()
    item = models.CharField(max_length=30)
    slot = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=states, default=State.BLANK, blank=True)
    choices: "ArrayField[Sequence[str], list[str]]" = ArrayField(
        models.CharField(max_length=30), default=list, blank=True
    )
    number = models.SmallIntegerField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    renewal_filed_on = models.DateField(null=True, blank=True)
    sealed_text = sealed_field()
    noted_on = models.DateField(_("noté le"))
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(from_on__lte=F("until_on")),
                name="%(class)s_days_in_order",
                violation_error_message=_("Une situation ne peut pas finir avant de commencer."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "item", "slot"],
                condition=Q(replaced_at=None),
                name="one_standing_%(class)s",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.noted_on}"


class SituationItem(BaseItem):
    """Daily life and the path to work: housing, resources, studies, permit, mobility…"""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = SituationQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseItem.Meta):
        pass


class HealthItem(BaseItem):
    """Health, stays in hospital, continuity of care: the answer is sealed whole."""

    PARTITIONS = (Partition.HEALTH,)

    objects = SituationQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseItem.Meta):
        constraints = [
            *BaseItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="", choices=[], number=None, from_on=None, until_on=None),
                name="health_answer_is_sealed",
            ),
        ]


class ProtectedItem(BaseItem):
    """Violence, justice, child protection: the answer is sealed whole."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = SituationQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED)

    class Meta(BaseItem.Meta):
        constraints = [
            *BaseItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="", choices=[], number=None, from_on=None, until_on=None),
                name="protected_answer_is_sealed",
            ),
        ]


ITEM_MODELS: dict[Partition, type[BaseItem]] = {
    Partition.SOCIAL: SituationItem,
    Partition.EMPLOYMENT: SituationItem,
    Partition.HEALTH: HealthItem,
    Partition.PROTECTED: ProtectedItem,
}


def is_sealed_whole(partition: int) -> bool:
    """Does nothing of an answer of this part stand in clear?"""
    return bool(partition & int(RESTRICTED_PARTITIONS))
