"""Papers of a dossier, in a table each where a partition is restricted; blobs, their contents on disk."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.dossier.enums import Audience, audiences
from cordee.dossier.models import AUDIENCE, NoteQuerySet
from cordee.kernel.partitions import Partition
from cordee.papers.enums import Kind, kinds
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import OpenTable, PersonRows


class BlobQuerySet(models.QuerySet["Blob"]):
    def due(self, at: Any) -> "BlobQuerySet":
        """Those whose paper was removed long enough ago."""
        return self.filter(erase_after__lte=at)


class Blob(models.Model):
    """A sealed content on disk, by its name drawn at random: never whose it is, nor what it is.

    A blob without a line here is an orphan (its transaction was undone), and the sweep takes it. erase_after: when its
    paper was removed, the moment from which nobody can change their mind.
    """

    name = models.CharField(primary_key=True, max_length=32)
    made_at = models.DateTimeField(default=timezone.now)
    erase_after = models.DateTimeField(null=True, blank=True)

    objects = BlobQuerySet.as_manager()
    rows = OpenTable("des noms tirés au hasard\u202f: ni personne, ni contenu", "SIUD")

    class Meta:
        indexes = [
            models.Index(
                fields=["erase_after"], name="blob_to_erase", condition=models.Q(erase_after__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name


class PaperQuerySet(NoteQuerySet):
    """Read as notes are: by partition, by audience, by who added them."""


class BasePaper(models.Model):
    """A paper of a dossier. sealed_text: its label; blob: the name of its content on disk, sealed for this row.

    day: the paper's own date. renewal_filed_on: when its renewal was asked for (TH-01). replaced_by: the newer one.
    stands_for: the paper of a programme (entry.papers) that it is. author: who put it in the dossier;
    nobody, for a restricted one that came with an orientation welcomed by somebody who does not read it.
    """

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    partition = models.SmallIntegerField()
    audience = models.CharField(_("lu par"), max_length=10, choices=audiences, default=Audience.HOUSE)
    kind = models.CharField(_("nature"), max_length=20, choices=kinds, default=Kind.OTHER)
    stands_for = models.CharField(max_length=60, blank=True)
    sealed_text = sealed_field()
    size = models.IntegerField()
    media = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    digest = models.CharField(max_length=32)
    blob = models.CharField(max_length=32)
    day = models.DateField(_("daté du"), null=True, blank=True)
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    renewal_filed_on = models.DateField(_("renouvellement déposé le"), null=True, blank=True)
    author = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.UUIDField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(day=None) | Q(valid_until=None) | Q(day__lte=F("valid_until")),
                name="%(class)s_days_in_order",
                violation_error_message=_("Un document ne peut pas finir avant de commencer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.added_at:%Y-%m-%d}"


@pghistory.track()
class Paper(BasePaper):
    """A paper about identity, daily life or the path to work."""

    PARTITIONS = (Partition.IDENTITY, Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = PaperQuerySet.as_manager()
    rows = PersonRows(partition_column="partition", author="author_id", only=AUDIENCE)

    class Meta(BasePaper.Meta):
        indexes = [models.Index(fields=["organisation", "person", "-added_at"], name="paper_of_person")]


@pghistory.track()
class HealthPaper(BasePaper):
    """A paper that touches health."""

    PARTITIONS = (Partition.HEALTH,)

    objects = PaperQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH, author="author_id", only=AUDIENCE)

    class Meta(BasePaper.Meta):
        indexes = [
            models.Index(fields=["organisation", "person", "-added_at"], name="health_paper_of_person")
        ]


@pghistory.track()
class ProtectedPaper(BasePaper):
    """A paper that touches violence, justice or child protection."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = PaperQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED, author="author_id", only=AUDIENCE)

    class Meta(BasePaper.Meta):
        indexes = [
            models.Index(fields=["organisation", "person", "-added_at"], name="protected_paper_of_person")
        ]


PAPER_MODELS: dict[Partition, type[BasePaper]] = {
    Partition.IDENTITY: Paper,
    Partition.SOCIAL: Paper,
    Partition.EMPLOYMENT: Paper,
    Partition.HEALTH: HealthPaper,
    Partition.PROTECTED: ProtectedPaper,
}
