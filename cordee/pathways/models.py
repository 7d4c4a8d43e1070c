"""Pathways, the stages they went through, admission decisions, the circle around the person."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.pathways.enums import RUNNING, Status, outcomes, statuses
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows


class PathwayQuerySet(PersonScopedQuerySet):
    def in_house(self, actor: Any) -> "PathwayQuerySet":
        return self.filter(organisation=actor.house)

    def running(self) -> "PathwayQuerySet":
        """Said by what they are, not by what they are not: an index is then read where they stand."""
        return self.filter(status__in=RUNNING)


@pghistory.track()
class Pathway(models.Model):
    """A person in a programme, pinned to the version of the definition it was opened with.

    exit_target: the exit foreseen from the entry (a code of the definition), never binding.
    sort_key and last_contact_on repeat the person's, so that a list filtered by stage or referent is read
    from one index. version: raised by each gesture, so that two people cannot move it at once unknowingly.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="pathways")
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="+", db_index=False)
    programme_version = models.ForeignKey(
        "programmes.ProgrammeVersion", models.PROTECT, related_name="+", db_index=False
    )
    site = models.ForeignKey(
        "accounts.Site", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    carried_out_by = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    referent = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.CharField(_("état"), max_length=10, choices=statuses, default=Status.OPEN)
    stage = models.CharField(_("étape"), max_length=60)
    stage_since = models.DateField(_("depuis"))
    opened_on = models.DateField(_("ouvert le"))
    status_since = models.DateField()
    closed_on = models.DateField(_("terminé le"), null=True, blank=True)
    exit_code = models.CharField(_("sortie"), max_length=60, blank=True)
    exit_category = models.CharField(max_length=20, blank=True)
    exit_target = models.CharField(_("orientation envisagée"), max_length=60, blank=True)
    referral_id = models.UUIDField(null=True)
    sort_key = models.TextField(editable=False)
    last_contact_on = models.DateField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.IntegerField(default=1, editable=False)

    objects = PathwayQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY)

    class Meta:
        verbose_name = _("parcours")
        indexes = [
            models.Index(fields=["organisation", "status", "sort_key", "person"], name="pathway_by_name"),
            models.Index(
                fields=["organisation", "programme", "status", "stage", "sort_key", "person"],
                name="pathway_by_stage",
            ),
            models.Index(fields=["referent", "status", "sort_key", "person"], name="pathway_of_referent"),
            models.Index(
                fields=["organisation", "site", "status", "sort_key", "person"], name="pathway_by_site"
            ),
            models.Index(
                fields=["organisation", "status", "last_contact_on", "person"], name="pathway_by_contact"
            ),
            models.Index(fields=["organisation", "status", "opened_on", "person"], name="pathway_by_arrival"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(status=Status.CLOSED) & Q(closed_on__isnull=False) & ~Q(exit_code=""))
                | (~Q(status=Status.CLOSED) & Q(closed_on=None, exit_code="")),
                name="pathway_closed_with_exit",
                violation_error_message=_(
                    "Un parcours terminé a une date et une sortie\u202f; un parcours en cours n’en a pas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="pathway_closes_after_opening",
                violation_error_message=_("La fin du parcours ne peut pas précéder son début."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "programme"],
                condition=~Q(status=Status.CLOSED),
                name="one_running_pathway_per_programme",
                violation_error_message=_("Cette personne a déjà un parcours en cours dans ce dispositif."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.opened_on}"

    @property
    def is_running(self) -> bool:
        return self.status != Status.CLOSED


class OwnWordsQuerySet(PersonScopedQuerySet):
    partition = Partition.SOCIAL
    author_field = "written_by"


@pghistory.track()
class OwnWords(models.Model):
    """What the person wants, in their own words, on a day. They stand above everything in the dossier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    pathway = models.ForeignKey(Pathway, models.PROTECT, null=True, related_name="own_words")
    said_on = models.DateField(_("dit le"))
    sealed_text = sealed_field()
    written_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(default=timezone.now)

    objects = OwnWordsQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL, author="written_by_id")

    def __str__(self) -> str:
        return str(self.said_on)


@pghistory.track()
class StagePeriod(models.Model):
    """A stage of a pathway, from the day it was reached to the day it was left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="stage_periods")
    stage = models.CharField(max_length=60)
    entered_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    move = models.CharField(max_length=60, blank=True)
    is_way_back = models.BooleanField(default=False)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = PersonScopedQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("entered_on")), name="stage_left_after_entered"
            ),
            models.UniqueConstraint(fields=["pathway"], condition=Q(left_on=None), name="one_current_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.entered_on}"


class AdmissionQuerySet(PersonScopedQuerySet):
    def standing(self) -> "AdmissionQuerySet":
        """Those nobody took back."""
        return self.filter(withdrawn_at=None)


@pghistory.track()
class AdmissionDecision(models.Model):
    """What was decided on somebody's admission: by whom, when, in force from when. Never by the software.

    withdrawn_at: it was written down wrongly and taken back; it opens nothing any more, and stays readable.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="admission_decisions")
    decision = models.CharField(_("décision"), max_length=60)
    outcome = models.CharField(max_length=20, choices=outcomes)
    authority = models.CharField(_("prononcée par"), max_length=200)
    decided_on = models.DateField(_("prononcée le"))
    effective_from = models.DateField(_("valable à partir du"))
    sealed_reason = sealed_field()
    recorded_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AdmissionQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_from__gte=F("decided_on")),
                name="admission_effective_after_decision",
                violation_error_message=_("Une admission ne peut pas prendre effet avant d’être prononcée."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.decided_on}"


@pghistory.track()
class CirclePlace(models.Model):
    """Somebody around the person, in a role of the programme: a member, or somebody named.

    partitions: what this place opens to a member (bit mask); an outside person reads nothing here.
    consent_on: the day the person agreed, where the place opens more than the role alone would.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="circle")
    role = models.CharField(_("rôle"), max_length=60)
    member = models.ForeignKey("accounts.Member", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("nom"), max_length=200, blank=True)
    structure = models.CharField(_("structure"), max_length=200, blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    partitions = models.IntegerField(default=0)
    consent_on = models.DateField(_("accord de la personne le"), null=True, blank=True)
    from_on = models.DateField(_("depuis"))
    until_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = PersonScopedQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""),
                name="circle_place_is_somebody",
                violation_error_message=_("Indiquez qui tient ce rôle."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="circle_place_ends_after_start",
                violation_error_message=_("La fin ne peut pas venir avant le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"
