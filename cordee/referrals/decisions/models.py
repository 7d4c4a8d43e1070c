"""Orientation decisions, and the lane each one chose."""

from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows
from cordee.referrals.decisions.enums import (
    STANDING,
    UNDECIDED,
    DecisionState,
    Origin,
    Registration,
    authorities,
    bodies,
    decision_states,
    lanes,
    means,
    origins,
    registrations,
    reorientation_reasons,
)


class OrientationDecisionQuerySet(PersonScopedQuerySet):
    def of_person(self, person: Any) -> "OrientationDecisionQuerySet":
        """The line of one person's decisions, oldest first."""
        return self.filter(organisation=person.organisation_id, person=person.pk).order_by("asked_on", "pk")

    def standing(self) -> "OrientationDecisionQuerySet":
        """Those still to be taken or told."""
        return self.filter(state__in=STANDING)

    def undecided(self) -> "OrientationDecisionQuerySet":
        return self.filter(state__in=UNDECIDED)


@pghistory.track()
class OrientationDecision(models.Model):
    """A decision on a person's orientation: when, by whom, told how; what it chooses is its `lane_choice`.

    asked_on: the day it was asked for, the information on the RSA or the request of another orientation.
    information_on: when the opening or the transfer of the RSA was known; a re-orientation has none of its own.
    replaces_id: the decision this one takes the place of; no foreign key, since a policy cannot read the table it
    guards. delegation, convention: their references.
    carried_out_by: the organisation of this site that accompanies the person, which reads the dossier meanwhile;
    carrier: its name or its service, when it is not one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("état"), max_length=20, choices=decision_states, default=DecisionState.WAITING)
    origin = models.CharField(_("origine"), max_length=20, choices=origins, default=Origin.OPENING)
    asked_on = models.DateField(_("demandée le"))
    information_on = models.DateField(_("information RSA reçue le"), null=True, blank=True)
    replaces_id = models.UUIDField(null=True)
    reason = models.CharField(_("motif"), max_length=20, choices=reorientation_reasons, blank=True)
    ft_registered = models.CharField(
        _("inscrite à France Travail"),
        max_length=3,
        choices=registrations,
        default=Registration.UNKNOWN,
        blank=True,
    )
    ft_registered_on = models.DateField(_("inscrite le"), null=True, blank=True)
    ft_identifier = models.CharField(_("identifiant France Travail"), max_length=11, blank=True)
    authority = models.CharField(_("autorité"), max_length=20, choices=authorities, blank=True)
    delegation = models.CharField(_("délégation"), max_length=120, blank=True)
    delegation_until = models.DateField(null=True, blank=True)
    body = models.CharField(_("organisme référent"), max_length=20, choices=bodies, blank=True)
    convention = models.CharField(_("convention"), max_length=120, blank=True)
    convention_until = models.DateField(null=True, blank=True)
    carried_out_by = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    carrier = models.CharField(_("service ou structure"), max_length=160, blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    passed_reason = models.CharField(_("pourquoi continuer"), max_length=500, blank=True)
    notified_on = models.DateField(_("notifiée le"), null=True, blank=True)
    means = models.CharField(_("moyen"), max_length=20, choices=means, blank=True)
    proof = models.CharField(_("preuve"), max_length=160, blank=True)
    notified_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_on = models.DateField(_("remplacée ou close le"), null=True, blank=True)
    asked_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    written_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1, editable=False)

    objects = OrientationDecisionQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY)

    class Meta:
        verbose_name = _("décision d’orientation")
        indexes = [
            models.Index(fields=["organisation", "person", "asked_on", "id"], name="decision_of_person"),
            models.Index(fields=["organisation", "state", "asked_on", "id"], name="decision_by_state"),
            models.Index(fields=["organisation", "information_on"], name="decision_by_information"),
            models.Index(
                fields=["carried_out_by"],
                name="decision_of_carrier",
                condition=Q(carried_out_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(state__in=STANDING),
                name="decision_one_at_a_time",
                violation_error_message=_(
                    "Une décision est déjà à prendre ou à notifier pour cette personne."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*UNDECIDED, DecisionState.DROPPED), decided_on=None)
                | (~Q(state__in=(*UNDECIDED, DecisionState.DROPPED)) & Q(decided_on__isnull=False)),
                name="decision_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None, means="", proof="")
                | (Q(notified_on__isnull=False) & ~Q(means="") & ~Q(proof="")),
                name="decision_notified_with_proof",
                violation_error_message=_("Une notification porte son moyen et sa preuve."),
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None) | Q(notified_on__gte=models.F("decided_on")),
                name="decision_notified_after_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.state}"

    @property
    def is_reorientation(self) -> bool:
        return self.origin == Origin.REORIENTATION

    @property
    def is_over(self) -> bool:
        """The person has left the RSA or the territory; a request that is dropped ends nothing."""
        if self.is_reorientation and self.state == DecisionState.DROPPED:
            return False
        return self.state in (DecisionState.DROPPED, DecisionState.ENDED)

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class LaneChoiceQuerySet(PersonScopedQuerySet):
    partition = Partition.SOCIAL


@pghistory.track()
class LaneChoice(models.Model):
    """The lane a decision chose and what was considered: the social part of the dossier.

    label: what the département calls this lane, on the day of the decision. sealed_reason: why, in the words of
    who decides; sealed_request: why another orientation was asked for, before any lane is chosen again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    decision = models.OneToOneField(
        "referrals.OrientationDecision", models.PROTECT, related_name="lane_choice"
    )
    lane = models.CharField(_("voie"), max_length=10, choices=lanes, blank=True)
    label = models.CharField(max_length=80, blank=True)
    criteria = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    sealed_reason = sealed_field()
    sealed_request = sealed_field()

    objects = LaneChoiceQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL)

    class Meta:
        verbose_name = _("voie d’orientation")

    def __str__(self) -> str:
        return self.label or self.lane
