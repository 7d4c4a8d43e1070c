"""The minutes of a sitting: what is said of the whole, what is said of each situation, what is corrected afterwards.

Drafted from what was decided until they are approved; from then on each line keeps its own copy, which the database
itself refuses to change. A correction is a line beside it, with its day and its signature.
"""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import HouseQuerySet
from cordee.commissions.models.items import (
    WITHOUT_DOSSIER,
    SittingItem,
    SituationQuerySet,
)
from cordee.commissions.models.sittings import Sitting
from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import INTAKE, ORGANISATION, OrganisationRows, PersonRows

# A situation without a dossier joins the one it becomes (`sealing.join_dossier`): its words are only sealed again.
JOINS = pgtrigger.Q(old__person_id__isnull=True) & pgtrigger.Q(new__person_id__isnull=False)


@pghistory.track()
class Minutes(models.Model):
    """What is said of a whole sitting, never of somebody; a sitting nobody has added a word to has none yet.

    sealed_words: added by whoever holds the pen, sealed with the house's key. frozen: once approved, who was there and
    how the board was made up that day (`minutes.contents.Room`). version: raised with each change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="written")
    sealed_words = sealed_field()
    written_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(default=dict, editable=False)
    version = models.IntegerField(default=1)

    objects = HouseQuerySet.as_manager()
    rows = OrganisationRows(under=(("sitting_id", "commissions_sitting"),))

    class Meta:
        verbose_name = _("compte rendu de séance")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="minutes_approved_by_somebody",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_minutes_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


@pghistory.track()
class MinutesEntry(models.Model):
    """What the minutes say of a situation. sealed_words: added to what was decided; sealed_told: once approved, the
    whole of it as it was that day (`minutes.contents.Situation`), since when it is frozen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.OneToOneField(SittingItem, models.PROTECT, related_name="written")
    sealed_words = sealed_field()
    sealed_told = sealed_field()
    frozen_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1)

    objects = SituationQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=WITHOUT_DOSSIER,
        houses=(("item_id", "commissions_sittingitem"),),
    )

    class Meta:
        verbose_name = _("compte rendu d’une situation")
        indexes = [models.Index(fields=["organisation", "person"], name="minutes_entry_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at=None, sealed_told=None)
                | Q(frozen_at__isnull=False, sealed_told__isnull=False),
                name="frozen_entry_keeps_its_text",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_entry_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__frozen_at__isnull=False) & ~JOINS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


# Of the whole sitting it names nobody, and is read like the minutes; of a situation, like the situation.
OF_THE_WHOLE = f"person_id IS NULL AND item_id IS NULL AND organisation_id = {ORGANISATION}"
OF_NOBODY = f"{OF_THE_WHOLE} OR person_id IS NULL AND organisation_id = {ORGANISATION} AND {INTAKE}"


class CorrectionQuerySet(SituationQuerySet):
    """Corrections of a situation, read like it; of the whole sitting, by the house."""

    def visible_to(self, actor: Any) -> "CorrectionQuerySet":
        whole = Q(person=None, item=None, organisation=actor.organisation)
        seen = self.readable(actor, Partition.IDENTITY) | whole
        if actor.rights.intake:
            seen |= Q(person=None, organisation=actor.organisation)
        return self.filter(seen)


@pghistory.track()
class MinutesCorrection(models.Model):
    """What was wrong in approved minutes, said beside them: its day, its words, who signs it. Never changed.

    item: the situation it is about, none for the whole sitting.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="corrections")
    item = models.ForeignKey(SittingItem, models.PROTECT, null=True, blank=True, related_name="corrections")
    sealed_words = sealed_field()
    signed_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(default=timezone.now)

    objects = CorrectionQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=OF_NOBODY,
        houses=(("item_id", "commissions_sittingitem"),),
    )

    class Meta:
        verbose_name = _("correction d’un compte rendu")
        indexes = [models.Index(fields=["organisation", "person"], name="correction_of_person")]
        triggers = [
            pgtrigger.Protect(
                name="correction_stays",
                operation=pgtrigger.UpdateOf(
                    "sealed_words", "signed_by_id", "signed_at", "item_id", "minutes_id"
                ),
                condition=~JOINS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.signed_at:%Y-%m-%d}"
