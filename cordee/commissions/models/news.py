"""What followed a decision, in one gesture: the letters put in the dossier, the answer that left to who orients.

Undone (undone_at) while the minutes are not approved; never rewritten.
"""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.commissions.models.items import (
    WITHOUT_DOSSIER,
    ItemDecision,
    SittingItem,
    SituationQuerySet,
)
from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import PersonRows


class NewsQuerySet(SituationQuerySet):
    def standing(self) -> "NewsQuerySet":
        return self.filter(undone_at=None)


@pghistory.track()
class ItemNews(models.Model):
    """What was done with a decision once the sitting was over.

    letter_id, simple_letter_id: the papers kept in the dossier, the second in easy words. is_answered: who orients was
    told; answer_once: the mail, when it is one (`Message.once`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="news")
    decision = models.ForeignKey(ItemDecision, models.PROTECT, related_name="news")
    letter_id = models.UUIDField(null=True, blank=True)
    simple_letter_id = models.UUIDField(null=True, blank=True)
    is_answered = models.BooleanField(default=False)
    answer_once = models.CharField(max_length=120, blank=True)
    done_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    done_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = NewsQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=WITHOUT_DOSSIER,
        houses=(("item_id", "commissions_sittingitem"), ("decision_id", "commissions_itemdecision")),
    )

    class Meta:
        verbose_name = _("suites d’une décision de commission")
        indexes = [models.Index(fields=["organisation", "person"], name="item_news_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(undone_at=None), name="one_standing_news_an_item"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="news_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done_at:%Y-%m-%d}"
