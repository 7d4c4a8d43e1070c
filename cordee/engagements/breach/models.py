"""What could not be kept of a contract, and the decision somebody else took: the social part of a dossier."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.engagements.breach.enums import abouts, closings, legitimates, senses, whats
from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows


class SocialQuerySet(PersonScopedQuerySet):
    partition = Partition.SOCIAL

    def of_person(self, actor: Any, person: Any) -> "SocialQuerySet":
        """The rows of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        here = self.filter(organisation=person.organisation_id, person=person.pk)
        return here if person.opened_to(actor) & self.partition else here.none()


class BreachQuerySet(SocialQuerySet):
    pass


class SanctionQuerySet(SocialQuerySet):
    pass


@pghistory.track()
class Breach(models.Model):
    """Facts of a day, and everything said of them until they are closed.

    reason: a legitimate one, noted reason_on: there is no breach. conciliated_on: of the interview that comes first.
    told_on: when the person was informed in writing, which starts their time to answer. observed_on: their answer;
    heard_on: they were heard, accompanied by somebody of their choice or not. invited_on, opinion_on, opinion,
    opinion_body: the board. ended_on, ending: how it was closed. version: raised by each gesture.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey("engagements.Contract", models.PROTECT, related_name="breaches")
    pathway_id = models.UUIDField()
    about = models.CharField(_("de quoi il s’agit"), max_length=14, choices=abouts)
    day = models.DateField(_("jour des faits"))
    sealed_facts = sealed_field()
    reason = models.CharField(_("motif légitime"), max_length=12, choices=legitimates, blank=True)
    reason_on = models.DateField(null=True, blank=True)
    sealed_reason = sealed_field()
    conciliated_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    observed_on = models.DateField(null=True, blank=True)
    sealed_observations = sealed_field()
    heard_on = models.DateField(null=True, blank=True)
    is_accompanied = models.BooleanField(default=False)
    invited_on = models.DateField(null=True, blank=True)
    opinion_on = models.DateField(null=True, blank=True)
    opinion = models.CharField(max_length=10, choices=senses, blank=True)
    opinion_body = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=closings, blank=True)
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1)

    objects = BreachQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL)

    class Meta:
        verbose_name = _("faits sur un contrat")
        indexes = [models.Index(fields=["organisation", "person"], name="breach_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="", reason_on=None) | ~Q(reason="") & Q(reason_on__isnull=False),
                name="breach_reason_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_on=None) | ~Q(ending="") & Q(ended_on__isnull=False),
                name="breach_ended_on_a_day",
                violation_error_message=_("Ce qui est clos a une date et une raison."),
            ),
            models.CheckConstraint(
                condition=Q(opinion="", opinion_on=None) | ~Q(opinion="") & Q(opinion_on__isnull=False),
                name="breach_opinion_on_a_day",
                violation_error_message=_("Un avis a une date et un sens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.day}"

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Sanction(models.Model):
    """A decision as it was taken elsewhere, checked when it is recorded.

    rate: percent of the RSA; months: how long; step: 1, or 2 after another (RSA-27), persists: what it follows goes on.
    household, is_increased: what its limit depends on (RSA-23). from_on: its first day; complied_on: the person keeps
    the contract again (RSA-24).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    breach = models.OneToOneField(Breach, models.PROTECT, related_name="sanction")
    decided_on = models.DateField(_("décidée le"))
    notified_on = models.DateField(_("notifiée le"))
    from_on = models.DateField(_("à partir du"))
    kind = models.CharField(_("nature"), max_length=12, choices=whats)
    rate = models.SmallIntegerField(_("part du RSA (%)"))
    months = models.SmallIntegerField(_("durée (mois)"))
    step = models.SmallIntegerField(_("étape"))
    persists = models.BooleanField(default=False)
    household = models.SmallIntegerField(null=True, blank=True)
    is_increased = models.BooleanField(default=False)
    complied_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = SanctionQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL, grants="SIUD")  # one noted by mistake goes: it would count

    class Meta:
        verbose_name = _("décision sur un contrat")
        indexes = [models.Index(fields=["organisation", "person"], name="sanction_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gte=1, rate__lte=100, months__gte=1, months__lte=12, step__in=[1, 2]),
                name="sanction_within_bounds",
                violation_error_message=_("Vérifiez la part, la durée et l’étape."),
            ),
            models.CheckConstraint(
                condition=Q(notified_on__gte=F("decided_on")),
                name="sanction_notified_after",
                violation_error_message=_("La notification vient avant la décision."),
            ),
            models.CheckConstraint(
                condition=Q(complied_on=None) | Q(kind="suspension"),
                name="suspension_alone_is_lifted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.decided_on}"
