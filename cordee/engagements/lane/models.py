"""When the social lane of a contract is looked at again, and on which ground it waits longer."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.engagements.lane.enums import grounds
from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import PersonRows


class LaneReviewQuerySet(PersonScopedQuerySet):
    partition = Partition.SOCIAL


@pghistory.track()
class LaneReview(models.Model):
    """A period in the social lane, until the situation is looked at again with France Travail.

    started_on: from when months count. ground: why they are twelve, told on extended_on. held_on: the situation was
    looked at again; ended_on: the contract left the social lane, or ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey("engagements.Contract", models.PROTECT, related_name="lane_reviews")
    started_on = models.DateField(_("commence le"))
    ground = models.CharField(_("motif"), max_length=10, choices=grounds, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(_("refait le"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = LaneReviewQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL)

    class Meta:
        verbose_name = _("réexamen de la voie sociale")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "contract"],
                condition=Q(held_on=None, ended_on=None),
                name="one_lane_review_awaited",
            ),
            models.CheckConstraint(
                condition=Q(ground="", extended_on=None) | ~Q(ground="") & Q(extended_on__isnull=False),
                name="lane_extended_on_a_ground",
                violation_error_message=_("Douze mois\u202f: seulement avec un motif."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_on} {self.ground}"
