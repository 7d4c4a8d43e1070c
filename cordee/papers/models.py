"""Blobs: what the tables of papers keep of their contents on disk."""

from typing import Any

from django.db import models
from django.utils import timezone

from cordee.plumbing.policies import OpenTable


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
