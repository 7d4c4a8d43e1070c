"""The links through which a contract is signed from home."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.engagements.enums import capacities
from cordee.engagements.remote.enums import ways
from cordee.engagements.remote.rules import TRIES
from cordee.engagements.rows import EmploymentQuerySet
from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import PersonRows


class SigningLinkQuerySet(EmploymentQuerySet):
    pass


@pghistory.track()
class SigningLink(models.Model):
    """A link given to one person, to sign one text. Only digests are kept: the link itself is nowhere.

    capacity: in which capacity they sign. digest: of the text; token_digest: of the link. by: how it reached them;
    message_id: what was written. tries: wrong answers since the last right one. opened_at: they said who they are, and
    read. signed_at, signature_id; talk_at: they would rather talk first, sealed_words: of what. withdrawn_at: taken
    back by a colleague, or replaced by another.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey("engagements.Contract", models.PROTECT, related_name="links")
    version = models.ForeignKey(
        "engagements.ContractVersion", models.PROTECT, related_name="links", db_index=False
    )
    capacity = models.CharField(max_length=10, choices=capacities)
    digest = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64)
    by = models.CharField(_("moyen"), max_length=10, choices=ways)
    message_id = models.UUIDField(null=True)
    sent_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signature_id = models.UUIDField(null=True)
    talk_at = models.DateTimeField(null=True)
    sealed_words = sealed_field()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = SigningLinkQuerySet.as_manager()
    rows = PersonRows(partition=Partition.EMPLOYMENT)

    class Meta:
        verbose_name = _("lien pour signer")
        indexes = [models.Index(fields=["organisation", "person"], name="signing_link_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version", "capacity"],
                condition=Q(withdrawn_at=None, signed_at=None),
                name="one_link_awaited",
                violation_error_message=_("Un lien est déjà en service pour cette signature."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signature_id=None)
                | Q(signed_at__isnull=False, signature_id__isnull=False),
                name="link_signed_leaves_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, signed_at=None),
                name="link_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.by}"

    @property
    def is_locked(self) -> bool:
        """Too many wrong answers: it no longer opens."""
        return self.tries >= TRIES

    def serves(self, now: datetime) -> bool:
        """May it still be opened?"""
        return self.withdrawn_at is None and self.expires_at > now and not self.is_locked

    def is_awaited(self, now: datetime) -> bool:
        """May something still be signed there?"""
        return self.signed_at is None and self.serves(now)
