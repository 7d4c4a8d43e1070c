"""Contracts, the versions of their text, the signatures beneath each.

All of it stands in the employment part of a dossier. What is written is sealed with the person's key; days, hours and
states stand in clear, for clocks and lists. A text once proposed never changes: a trigger of the database holds it.
"""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.engagements.breach.models import Breach, Sanction
from cordee.engagements.enums import (
    Status,
    VersionState,
    capacities,
    endings,
    lanes,
    means,
    statuses,
    version_states,
)
from cordee.engagements.lane.models import LaneReview
from cordee.engagements.remote.models import SigningLink
from cordee.engagements.rows import EmploymentQuerySet
from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows

__all__ = [
    "RUNNING",
    "Breach",
    "Contract",
    "ContractVersion",
    "LaneReview",
    "Sanction",
    "Signature",
    "SigningLink",
]

RUNNING = (Status.DRAFT, Status.PROPOSED, Status.SIGNED)


class ContractQuerySet(EmploymentQuerySet):
    pass


class VersionQuerySet(EmploymentQuerySet):
    pass


class SignatureQuerySet(EmploymentQuerySet):
    pass


@pghistory.track()
class Contract(models.Model):
    """A contract between a person and a house, on a pathway.

    kind: a code of the section « contracts » of programme_version, pinned. family, is_old: as that kind says, for lists
    and rules. from_on, until_on, review_on, weekly_minutes, lane: those of the text that holds (the signed one, the
    draft before any signature). replaces_id: the old contract it takes the place of. sort_key: the person's.
    version: raised by each gesture.
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
    kind = models.CharField(_("nature"), max_length=60)
    family = models.CharField(max_length=60)
    is_old = models.BooleanField(default=False)
    status = models.CharField(_("état"), max_length=10, choices=statuses, default=Status.DRAFT)
    from_on = models.DateField(_("commence le"), null=True, blank=True)
    until_on = models.DateField(_("finit le"), null=True, blank=True)
    review_on = models.DateField(_("prochain point le"), null=True, blank=True)
    weekly_minutes = models.SmallIntegerField(null=True, blank=True)
    lane = models.CharField(_("voie"), max_length=10, choices=lanes, blank=True)
    referent = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    ended_on = models.DateField(_("terminé le"), null=True, blank=True)
    ending = models.CharField(max_length=12, choices=endings, blank=True)
    replaces_id = models.UUIDField(null=True, blank=True)
    sort_key = models.TextField(editable=False)
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1)

    objects = ContractQuerySet.as_manager()
    rows = PersonRows(partition=Partition.EMPLOYMENT)

    class Meta:
        verbose_name = _("contrat")
        indexes = [
            models.Index(fields=["organisation", "person"], name="contract_of_person"),
            models.Index(
                fields=["organisation", "status", "is_old", "sort_key", "id"], name="contract_by_name"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(from_on__lte=F("until_on")),
                name="contract_days_in_order",
                violation_error_message=_("La fin du contrat vient avant son début."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ENDED, ended_on__isnull=False) & ~Q(ending="")
                | ~Q(status=Status.ENDED) & Q(ended_on=None, ending=""),
                name="contract_ended_on_a_day",
                violation_error_message=_("Un contrat terminé a une date et une raison."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.PROPOSED, Status.DROPPED], signed_on=None)
                | Q(status__in=[Status.SIGNED, Status.ENDED], signed_on__isnull=False),
                name="contract_signed_on_a_day",
                violation_error_message=_("Un contrat signé a une date de signature."),
            ),
            models.CheckConstraint(
                condition=Q(weekly_minutes=None) | Q(weekly_minutes__gte=0, weekly_minutes__lte=3600),
                name="contract_hours_in_a_week",
                violation_error_message=_("Vérifiez le nombre d’heures par semaine."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "pathway_id", "kind"],
                condition=Q(status__in=[Status.DRAFT, Status.PROPOSED, Status.SIGNED]),
                name="one_running_contract_of_a_kind",
                violation_error_message=_("Un contrat de cette nature est déjà en cours sur ce parcours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING


@pghistory.track()
class ContractVersion(models.Model):
    """The text of a contract: the first, then one for each amendment.

    number: from 1. sealed_text: what it says (texts.Text). digest: of that text once proposed; frozen_at: since when it
    can no longer change. sealed_reason: why it was amended. edit: raised at each rewriting of a draft.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    number = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=version_states, default=VersionState.DRAFT)
    sealed_text = sealed_field()
    sealed_reason = sealed_field()
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(default=timezone.now)
    edit = models.IntegerField(default=1)

    objects = VersionQuerySet.as_manager()
    rows = PersonRows(partition=Partition.EMPLOYMENT)

    class Meta:
        verbose_name = _("texte d’un contrat")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "contract", "number"], name="one_version_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["organisation", "contract"],
                condition=Q(state__in=[VersionState.DRAFT, VersionState.PROPOSED]),
                name="one_version_under_way",
                violation_error_message=_("Un avenant est déjà en préparation."),
            ),
            models.CheckConstraint(
                condition=Q(digest="", frozen_at=None) | ~Q(digest="") & Q(frozen_at__isnull=False),
                name="frozen_text_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VersionState.DRAFT, VersionState.DROPPED])
                | Q(frozen_at__isnull=False),
                name="proposed_text_is_frozen",
            ),
        ]
        triggers = [
            # Unfreezing empties the digest, and only the action that checks that nobody signed does it.
            pgtrigger.Protect(
                name="frozen_text_stays",
                operation=pgtrigger.UpdateOf("sealed_text", "digest", "number", "contract_id"),
                condition=pgtrigger.Q(old__frozen_at__isnull=False, new__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class Signature(models.Model):
    """Who signed a text, in which capacity, how and when; digest: of the text they had before them. Never changed.

    sealed_name: as it was written. sealed_drawing: what was drawn on the screen (an SVG path). paper_id: the scan of
    the paper. link_id: the link it came by. member: the colleague who signs for the house. recorded_by: in whose
    presence, or who put the paper away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="signatures")
    capacity = models.CharField(max_length=10, choices=capacities)
    party = models.CharField(max_length=60, blank=True)
    means = models.CharField(max_length=10, choices=means)
    sealed_name = sealed_field()
    sealed_drawing = sealed_field()
    paper_id = models.UUIDField(null=True, blank=True)
    link_id = models.UUIDField(null=True, blank=True)
    member = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False)
    signed_on = models.DateField()
    digest = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = SignatureQuerySet.as_manager()
    rows = PersonRows(partition=Partition.EMPLOYMENT, grants="SI")

    class Meta:
        verbose_name = _("signature")
        indexes = [models.Index(fields=["organisation", "person"], name="signature_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version", "capacity", "party"],
                name="one_signature_each",
                violation_error_message=_("Cette signature est déjà enregistrée."),
            ),
            models.CheckConstraint(
                condition=Q(means="screen", paper_id=None, link_id=None, sealed_drawing__isnull=False)
                | Q(means="paper", paper_id__isnull=False, link_id=None, sealed_drawing=None)
                | Q(means="account", paper_id=None, link_id=None, sealed_drawing=None, capacity="house")
                | Q(means="link", paper_id=None, link_id__isnull=False, recorded_by=None)
                & ~Q(capacity="house"),
                name="signature_leaves_a_trace",
                violation_error_message=_(
                    "Il manque ce qui garde la signature\u202f: un dessin ou un papier."
                ),
            ),
            models.CheckConstraint(
                condition=Q(capacity="house", member__isnull=False) | ~Q(capacity="house") & Q(member=None),
                name="house_signs_by_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.signed_on}"
