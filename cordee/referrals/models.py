"""Orientations received and what was answered."""

from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.dates import BirthDate
from cordee.kernel.names import tokens
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.papers.enums import Kind, kinds
from cordee.people.models import Ground, Seal
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import BEING_UNDONE, INTAKE, MEMBER, OrganisationRows
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.enums import IN_LINE, STANDING, State, refusal_reasons, states, structure_kinds

__all__ = ["LaneChoice", "OrientationDecision", "Referral", "ReferralQuerySet", "name_key"]


def name_key(names: str) -> str:
    """The words of a name, sorted, without case or accent."""
    return " ".join(sorted(tokens(names)))[:260]


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Any) -> "ReferralQuerySet":
        """Those of the house for the roles that welcome; otherwise those one handles.

        An orientation that became a sealed dossier is seen by those who follow the person only.
        """
        sealed = Seal.objects.standing().filter(organisation=actor.organisation)
        follows = Ground.objects.live().held_by(actor).reaching("person")
        mine = self.filter(Q(person=None) | ~Q(person__in=sealed) | follows, organisation=actor.organisation)
        return mine if actor.rights.intake else mine.filter(handled_by=actor.member)

    def standing(self) -> "ReferralQuerySet":
        """Those without a final answer, the longest wait first, as `referral_waiting` gives them."""
        return self.filter(answered_on=None).order_by("answered_on", "received_on", "pk")

    def in_line(self) -> "ReferralQuerySet":
        """Those of the waiting list, the oldest request first."""
        return self.filter(state__in=IN_LINE).order_by("received_on", "pk")


@pghistory.track(
    exclude=["phone", "email", "reach_note"]
)  # blanked when the person's contacts become protected
class Referral(models.Model):
    """Somebody is oriented to us: by whom, how, why, what is missing, what we answered.

    The person described here may not be known yet: `person` and `pathway_id` come with the dossier, or
    `person` as soon as somebody recognises one. sealed_reason: why, in the referrer's words, sealed with the
    organisation's key until then. steps: what was answered, oldest first, as {move, state, on, at, by, words,
    reason}: codes and labels rather than keys, always read with the row and by the same readers.
    name_key: derived from the names, to notice the same person oriented twice. confirmed_on: the last day the
    person said they are still interested; announced_on: the day it was said that, without news, it would end.
    reach_note: what to be careful about to reach them (no message, after four o’clock, through a friend).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    received_on = models.DateField(_("reçue le"))
    channel = models.CharField(_("canal"), max_length=60, blank=True)
    referrer_name = models.CharField(_("qui oriente"), max_length=160, blank=True)
    referrer_function = models.CharField(_("fonction"), max_length=160, blank=True)
    structure = models.CharField(_("structure"), max_length=200, blank=True)
    structure_kind = models.CharField(
        _("nature de la structure"), max_length=20, choices=structure_kinds, blank=True
    )
    referrer_contact = models.CharField(_("téléphone ou courriel"), max_length=200, blank=True)
    first_names = models.CharField(_("prénoms"), max_length=120)
    usage_name = models.CharField(_("nom d’usage"), max_length=120, blank=True)
    name_key = models.CharField(max_length=260, editable=False)
    birth = models.CharField(_("naissance"), max_length=10, blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    reach_note = models.CharField(_("pour la joindre"), max_length=300, blank=True)
    needs = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    papers_missing = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    sealed_reason = sealed_field()
    person_agrees = models.BooleanField(_("la personne est d’accord"), default=False)
    state = models.CharField(_("état"), max_length=20, choices=states, default=State.RECEIVED)
    state_since = models.DateField()
    handled_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    refusal_reason = models.CharField(_("motif"), max_length=30, choices=refusal_reasons, blank=True)
    answer = models.CharField(_("réponse donnée"), max_length=500, blank=True)
    answered_on = models.DateField(_("répondue le"), null=True, blank=True)
    confirmed_on = models.DateField(_("toujours d’actualité au"), null=True, blank=True)
    announced_on = models.DateField(_("fin annoncée le"), null=True, blank=True)
    steps = models.JSONField(default=list, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    pathway_id = models.UUIDField(null=True)
    taken_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1, editable=False)

    objects = ReferralQuerySet.as_manager()
    rows = OrganisationRows(
        only=f"{INTAKE} OR handled_by_id = {MEMBER}",
        person="person_id",
        removing=f"id IN {BEING_UNDONE}",
        grants="SIUD",
    )

    class Meta:
        verbose_name = _("orientation")
        indexes = [
            models.Index(
                fields=["organisation", "answered_on", "received_on", "id"], name="referral_waiting"
            ),
            models.Index(
                fields=["handled_by", "answered_on", "received_on", "id"], name="referral_of_member"
            ),
            models.Index(fields=["organisation", "state", "received_on", "id"], name="referral_by_state"),
            models.Index(fields=["organisation", "received_on", "id"], name="referral_by_day"),
            models.Index(
                fields=["organisation", "name_key"], name="referral_by_name", condition=Q(answered_on=None)
            ),
            models.Index(fields=["person"], name="referral_of_person", condition=Q(person__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(refusal_reason=""),
                name="referral_refused_with_reason",
                violation_error_message=_("Un refus porte son motif."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=STANDING, answered_on=None)
                | (~Q(state__in=STANDING) & Q(answered_on__isnull=False)),
                name="referral_answered_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_names} {self.usage_name}".strip()

    @property
    def birth_date(self) -> BirthDate:
        return BirthDate.from_code(self.birth)

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def last_news(self) -> date:
        """The last answer, or the last time the person said they are still interested."""
        return max(self.state_since, self.confirmed_on or self.state_since)


class ReferralPaperQuerySet(models.QuerySet["ReferralPaper"]):
    def visible_to(self, actor: Any) -> "ReferralPaperQuerySet":
        """Who sees an orientation sees the papers that came with it; a restricted one, who may note it or added it."""
        parts = (partition for partition in Partition if not partition & RESTRICTED_PARTITIONS)
        opened = [*map(int, parts), *(int(one) for one in Partition if one & actor.rights.receives)]
        return self.filter(
            Q(partition__in=opened) | Q(added_by=actor.member),
            organisation=actor.organisation,
            referral__in=Referral.objects.visible_to(actor).values("pk"),
        )

    def of(self, referral: Referral) -> "ReferralPaperQuerySet":
        """Those that came with this orientation, in the order they came."""
        return self.filter(referral=referral, removed_at=None).order_by("added_at", "pk")


@pghistory.track()
class ReferralPaper(models.Model):
    """A paper that came with an orientation, sealed with the organisation's key until it becomes a dossier.

    added_by: nobody when it came from outside. stands_for: the paper of the programme it is (entry.papers), when it is
    one. partition: the part of the dossier its kind belongs to. sealed_text: its label. moved_to: the dossier's paper
    it became; its content is then there alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="papers", db_index=False)
    partition = models.SmallIntegerField()
    kind = models.CharField(_("nature"), max_length=20, choices=kinds, default=Kind.OTHER)
    stands_for = models.CharField(max_length=60, blank=True)
    sealed_text = sealed_field()
    size = models.IntegerField()
    media = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    digest = models.CharField(max_length=32)
    blob = models.CharField(max_length=32)
    added_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)
    moved_to = models.UUIDField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralPaperQuerySet.as_manager()
    # The orientation's own policy decides: the subquery is asked under it.
    rows = OrganisationRows(
        only="EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id)",
        partition_column="partition",
        author="added_by_id",
    )

    class Meta:
        verbose_name = _("pièce d’une orientation")
        indexes = [models.Index(fields=["referral", "added_at"], name="paper_of_referral")]

    def __str__(self) -> str:
        return f"{self.kind} {self.added_at:%Y-%m-%d}"
