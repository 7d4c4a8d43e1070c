"""Programmes of an organisation, and the dated versions of their definitions.

A definition names no person: no row-level security. A version is never changed: a new text is a new row.
"""

from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import OpenTable
from cordee.programmes.definition import Definition
from cordee.programmes.loader import parse


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def for_organisation(self, organisation: Any) -> "ProgrammeQuerySet":
        return self.filter(organisation=organisation, is_active=True)

    def visible_to(self, actor: Any) -> "ProgrammeQuerySet":
        return self.filter(organisation=actor.organisation)


class Programme(models.Model):
    """What an organisation offers: a dispositif, an action, a chantier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="programmes")
    code = models.SlugField(max_length=60)
    label = models.CharField(_("nom"), max_length=200)
    is_active = models.BooleanField(default=True)

    objects = ProgrammeQuerySet.as_manager()
    rows = OpenTable("un programme ne nomme personne", "SIU")

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="programme_code_per_organisation")
        ]

    def __str__(self) -> str:
        return self.label


class ProgrammeVersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    def in_force_on(self, day: date) -> "ProgrammeVersionQuerySet":
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-loaded_at")

    def visible_to(self, actor: Any) -> "ProgrammeVersionQuerySet":
        return self.filter(programme__organisation=actor.organisation)

    def current_on(self, day: date) -> "ProgrammeVersion | None":
        """The version in force that day: the latest that had begun, and the last loaded among equals."""
        return self.in_force_on(day).first()


class ProgrammeVersion(models.Model):
    """A programme as it runs from a day on.

    text: the TOML document it was read from. source_kind: shipped with Cordée, or the organisation's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions", db_index=False)
    valid_from = models.DateField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    source_kind = models.CharField(max_length=20, default="shipped")
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")

    objects = ProgrammeVersionQuerySet.as_manager()
    # Deleted only before its day, by `withdraw_version`, which gives the text back as a draft.
    rows = OpenTable("une définition ne nomme personne", "SID")

    class Meta:
        # Not unique by digest: somebody may load a text, change their mind, and load the first one again.
        indexes = [
            models.Index(fields=["programme", "-valid_from", "-loaded_at"], name="programme_version_latest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(digest=""), name="programme_version_has_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.valid_from}"

    @cached_property
    def definition(self) -> Definition:
        """The definition, read once per process for a given text."""
        return read(self.digest, self.text)


class VersionDraftQuerySet(models.QuerySet["VersionDraft"]):
    def visible_to(self, actor: Any) -> "VersionDraftQuerySet":
        return self.filter(organisation=actor.organisation)

    def standing(self) -> "VersionDraftQuerySet":
        """Those one still works on."""
        return self.filter(discarded_at=None, became=None)


class VersionDraft(models.Model):
    """A version being prepared, by anybody of the house who may, until it is put in force or set aside.

    programme: none yet when it will be a new one. based_on: the version it began from. text: always TOML,
    not always a sound definition. became: the version it was put in force as.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="drafts", db_index=False)
    based_on = models.ForeignKey(
        ProgrammeVersion, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    became = models.ForeignKey(ProgrammeVersion, models.SET_NULL, null=True, related_name="+", db_index=False)
    label = models.CharField(max_length=200)
    text = models.TextField()
    started_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(default=timezone.now)
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = VersionDraftQuerySet.as_manager()
    rows = OpenTable("un brouillon de définition ne nomme personne", "SIU")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(discarded_at=None, became=None),
                name="one_draft_per_programme",
                violation_error_message=_("Un brouillon est déjà en cours pour ce programme."),
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(became=None),
                name="draft_discarded_or_in_force",
                violation_error_message=_("Un brouillon est mis de côté ou en vigueur, pas les deux."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_standing(self) -> bool:
        return self.discarded_at is None and self.became_id is None


@lru_cache(maxsize=256)
def read(digest: str, text: str) -> Definition:
    return parse(text)
