"""Goals, their steps and their reviews: open parts in one table each, health and protection in tables of their own.

In a restricted part, what a goal is about (axis, line of the catalogue, words) is sealed whole; days and states are
columns of a table its policy closes.
"""

from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.goals.enums import (
    GoalState,
    StepState,
    Who,
    goal_states,
    outcomes,
    step_kinds,
    step_states,
    whose,
)
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows


class PartQuerySet(PersonScopedQuerySet):
    """Rows that say their part of the dossier, or all stand in one."""

    def visible_to(self, actor: Any) -> "PartQuerySet":
        first, *others = self.model.PARTITIONS
        return self.filter(self.readable_by_column(actor) if others else self.readable(actor, first))

    def of_person(self, actor: Any, person: Any) -> "PartQuerySet":
        """The same, of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        opened = person.opened_to(actor)
        parts = [int(partition) for partition in self.model.PARTITIONS if partition & opened]
        return self.filter(partition__in=parts, organisation=person.organisation_id, person=person.pk)

    def standing(self) -> "PartQuerySet":
        """Those nobody took back."""
        return self.filter(withdrawn_at=None)


class Held(models.Model):
    """What every row here carries: of whom, in which part of the dossier, by whom, in what words (sealed)."""

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway_id = models.UUIDField()
    partition = models.SmallIntegerField()
    sealed_text = sealed_field()
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


OF_PERSON = ["organisation", "person"]


class BaseGoal(Held):
    """What the person aims at. axis: of the programme, says the part of the dossier; line: of its catalogue, empty
    for a free goal; theme: of the diagnosis it comes from, if it does.

    set_on: the day it was decided; target_on: by when, if one knows; agreed_on: the day the person agreed.
    replaces_id: the goal whose place it takes. version: raised at each rewriting. withdrawn_at: set by mistake.
    """

    programme_version = models.ForeignKey(
        "programmes.ProgrammeVersion", models.PROTECT, related_name="+", db_index=False
    )
    axis = models.CharField(max_length=60, blank=True)
    line = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=60, blank=True)
    set_on = models.DateField(_("décidé le"))
    target_on = models.DateField(_("pour le"), null=True, blank=True)
    agreed_on = models.DateField(_("accord de la personne"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=goal_states, default=GoalState.UNDER_WAY)
    state_since = models.DateField()
    replaces_id = models.UUIDField(null=True, blank=True)
    version = models.IntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=OF_PERSON, name="%(class)s_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_on=None) | Q(target_on__gte=F("set_on")),
                name="%(class)s_days_in_order",
                violation_error_message=_(
                    "Un objectif ne peut pas être pour un jour déjà passé quand il est posé."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state_since__gte=F("set_on")), name="%(class)s_stands_once_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.set_on}"

    @property
    def is_open(self) -> bool:
        return self.state in (GoalState.UNDER_WAY, GoalState.HELD)


UNSAID = Q(axis="", line="", theme="")


@pghistory.track()
class Goal(BaseGoal):
    """A goal of daily life or of the path to work."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseGoal.Meta):
        pass


@pghistory.track()
class HealthGoal(BaseGoal):
    """A goal that touches health or care."""

    PARTITIONS = (Partition.HEALTH,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseGoal.Meta):
        constraints = [
            *BaseGoal.Meta.constraints,
            models.CheckConstraint(condition=UNSAID, name="health_goal_is_sealed"),
        ]


@pghistory.track()
class ProtectedGoal(BaseGoal):
    """A goal that touches violence, justice or child protection."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED)

    class Meta(BaseGoal.Meta):
        constraints = [
            *BaseGoal.Meta.constraints,
            models.CheckConstraint(condition=UNSAID, name="protected_goal_is_sealed"),
        ]


class BaseStep(Held):
    """What is done for a goal. kind: of a plan of action (RSA-13), empty when it is none of them.

    who does it; in_charge: which member, when it is a professional of the house. due_on: by when.
    """

    kind = models.CharField(max_length=15, choices=step_kinds, blank=True)
    line = models.CharField(max_length=60, blank=True)
    is_collective = models.BooleanField(default=False)
    who = models.CharField(_("qui"), max_length=15, choices=whose, default=Who.PERSON)
    in_charge = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    set_on = models.DateField()
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=step_states, default=StepState.PLANNED)
    state_since = models.DateField()
    version = models.IntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=OF_PERSON, name="%(class)s_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_charge=None) | Q(who=Who.PROFESSIONAL),
                name="%(class)s_charge_of_professional",
                violation_error_message=_("Seul un professionnel de la maison a une étape en charge."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.set_on}"

    @property
    def is_open(self) -> bool:
        return self.state in (StepState.PLANNED, StepState.UNDER_WAY, StepState.ON_HOLD)


@pghistory.track()
class ActionStep(BaseStep):
    """A step of an open goal. It may carry hours (RSA-13); those of care or protection are nobody's account.

    minutes: each week from from_on (is_weekly), else once. weeks: what became of them, by Monday, once somebody said
    it: {"2026-11-23": [done, justified]}, in minutes. is_supervised: somebody leads it; else it is done alone.
    """

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    minutes = models.SmallIntegerField(null=True, blank=True)
    is_weekly = models.BooleanField(default=False)
    from_on = models.DateField(_("à partir du"), null=True, blank=True)
    is_supervised = models.BooleanField(default=False)
    weeks = models.JSONField(default=dict, blank=True)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseStep.Meta):
        constraints = [
            *BaseStep.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gt=0, minutes__lte=3600),
                name="actionstep_hours_in_a_week",
                violation_error_message=_("Vérifiez le nombre d’heures."),
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(due_on=None) | Q(from_on__lte=F("due_on")),
                name="actionstep_hours_in_order",
                violation_error_message=_("Des heures ne peuvent pas finir avant de commencer."),
            ),
        ]


UNNAMED = Q(kind="", line="")


@pghistory.track()
class HealthActionStep(BaseStep):
    """A step of a goal of health."""

    PARTITIONS = (Partition.HEALTH,)

    goal = models.ForeignKey(HealthGoal, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseStep.Meta):
        constraints = [
            *BaseStep.Meta.constraints,
            models.CheckConstraint(condition=UNNAMED, name="health_step_is_sealed"),
        ]


@pghistory.track()
class ProtectedActionStep(BaseStep):
    """A step of a protected goal."""

    PARTITIONS = (Partition.PROTECTED,)

    goal = models.ForeignKey(ProtectedGoal, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED)

    class Meta(BaseStep.Meta):
        constraints = [
            *BaseStep.Meta.constraints,
            models.CheckConstraint(condition=UNNAMED, name="protected_step_is_sealed"),
        ]


class BaseReview(Held):
    """What was said of a goal on a day. Never rewritten: another review says otherwise.

    target_on: by when from now on, where it goes on.
    """

    day = models.DateField(_("fait le"))
    outcome = models.CharField(_("bilan"), max_length=10, choices=outcomes)
    target_on = models.DateField(_("désormais pour le"), null=True, blank=True)
    with_person = models.BooleanField(_("fait avec la personne"), default=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=OF_PERSON, name="%(class)s_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_on=None) | Q(target_on__gte=F("day")),
                name="%(class)s_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.day}"


class GoalReview(BaseReview):
    """A review of an open goal."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseReview.Meta):
        pass


class HealthGoalReview(BaseReview):
    """A review of a goal of health."""

    PARTITIONS = (Partition.HEALTH,)

    goal = models.ForeignKey(HealthGoal, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseReview.Meta):
        pass


class ProtectedGoalReview(BaseReview):
    """A review of a protected goal."""

    PARTITIONS = (Partition.PROTECTED,)

    goal = models.ForeignKey(ProtectedGoal, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED)

    class Meta(BaseReview.Meta):
        pass


class BaseProject(Held):
    """A project in the person's words, on a day. Earlier words stay."""

    said_on = models.DateField(_("dit le"))

    class Meta:
        abstract = True
        indexes = [models.Index(fields=OF_PERSON, name="%(class)s_of_person")]

    def __str__(self) -> str:
        return str(self.said_on)


class LifeProject(BaseProject):
    """What the person wants for their life."""

    PARTITIONS = (Partition.SOCIAL,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL)

    class Meta(BaseProject.Meta):
        pass


class CareerProject(BaseProject):
    """What the person wants for their work."""

    PARTITIONS = (Partition.EMPLOYMENT,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.EMPLOYMENT)

    class Meta(BaseProject.Meta):
        pass


class BaseForeseen(Held):
    """Where one thinks of going, in one dimension, from a day on. A newer one takes its place (replaced_at).

    dimension, target: codes of the programme; an empty target says that it was looked at and nothing is settled.
    """

    dimension = models.CharField(max_length=60)
    target = models.CharField(max_length=60, blank=True)
    noted_on = models.DateField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "pathway_id", "dimension"],
                condition=Q(replaced_at=None),
                name="one_standing_%(class)s",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.noted_on}"


class ForeseenOrientation(BaseForeseen):
    """Towards housing, work, training, another accompaniment."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseForeseen.Meta):
        pass


class HealthForeseenOrientation(BaseForeseen):
    """Towards care: where is sealed."""

    PARTITIONS = (Partition.HEALTH,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseForeseen.Meta):
        constraints = [
            *BaseForeseen.Meta.constraints,
            models.CheckConstraint(condition=Q(target=""), name="health_orientation_is_sealed"),
        ]


GOAL_MODELS: dict[Partition, type[BaseGoal]] = {
    Partition.SOCIAL: Goal,
    Partition.EMPLOYMENT: Goal,
    Partition.HEALTH: HealthGoal,
    Partition.PROTECTED: ProtectedGoal,
}
STEP_MODELS: dict[type[BaseGoal], Any] = {
    Goal: ActionStep,
    HealthGoal: HealthActionStep,
    ProtectedGoal: ProtectedActionStep,
}
REVIEW_MODELS: dict[type[BaseGoal], Any] = {
    Goal: GoalReview,
    HealthGoal: HealthGoalReview,
    ProtectedGoal: ProtectedGoalReview,
}
FORESEEN_MODELS: dict[Partition, type[BaseForeseen]] = {
    Partition.SOCIAL: ForeseenOrientation,
    Partition.EMPLOYMENT: ForeseenOrientation,
    Partition.HEALTH: HealthForeseenOrientation,
}
PROJECTS: dict[str, type[BaseProject]] = {"life": LifeProject, "career": CareerProject}


def is_sealed_whole(partition: int) -> bool:
    """Does nothing of what a row of this part is about stand in clear?"""
    return bool(partition & int(RESTRICTED_PARTITIONS))
