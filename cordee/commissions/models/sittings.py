"""Sittings, who was called to them, who came."""

from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import HouseQuerySet, zone
from cordee.commissions.enums import (
    Answer,
    SittingState,
    answers,
    attendances,
    sitting_states,
)
from cordee.commissions.models.boards import Board, BoardSeat, SeatHolder
from cordee.kernel.wall_clock import instant_at
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import OrganisationRows

HELD = (SittingState.OPEN, SittingState.CLOSED, SittingState.APPROVED)
COMING = (SittingState.PLANNED, SittingState.CONVENED)


class SittingQuerySet(HouseQuerySet):
    def held(self) -> "SittingQuerySet":
        """Those that took place, or are taking place."""
        return self.filter(state__in=HELD)

    def coming(self, on: date) -> "SittingQuerySet":
        return self.filter(state__in=COMING, day__gte=on)


@pghistory.track()
class Sitting(models.Model):
    """A board meets, on a day. `states.become` alone writes its state; version is raised with each change.

    cancel_reason: told to those who were called; never about somebody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    board = models.ForeignKey(Board, models.PROTECT, related_name="sittings")
    day = models.DateField(_("jour"))
    at = models.TimeField(_("heure"))
    minutes = models.SmallIntegerField(_("durée"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=sitting_states, default=SittingState.PLANNED)
    convened_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi"), max_length=300, blank=True)
    planned_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = SittingQuerySet.as_manager()
    rows = OrganisationRows()

    class Meta:
        verbose_name = _("séance de commission")
        indexes = [models.Index(fields=["organisation", "day", "id"], name="sitting_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5), name="sitting_lasts"),
            models.UniqueConstraint(
                fields=["board", "day"],
                condition=~Q(state=SittingState.CANCELLED),
                name="one_sitting_a_day",
                violation_error_message=_("Cette commission se réunit déjà ce jour-là."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.day}"

    @property
    def is_coming(self) -> bool:
        return self.state in COMING

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def may_be_prepared(self) -> bool:
        return self.state in (*COMING, SittingState.OPEN)

    @property
    def may_be_decided(self) -> bool:
        """Until the minutes are approved, what was decided may be written, corrected, taken back."""
        return self.state in (SittingState.OPEN, SittingState.CLOSED)

    def starts_at(self, time_zone: str) -> datetime:
        """The instant it begins, by the clocks of the house."""
        return instant_at(self.day, self.at, zone(time_zone))

    def ends_at(self, time_zone: str) -> datetime:
        return self.starts_at(time_zone) + timedelta(minutes=self.minutes)


class Convocation(models.Model):
    """A holder called to a sitting, and their answer. token_digest: of the link they answer with.

    told_cancelled_at: they were told it does not take place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="convocations")
    holder = models.ForeignKey(SeatHolder, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("réponse"), max_length=10, choices=answers, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    substitute = models.CharField(_("remplacé par"), max_length=160, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    told_cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = HouseQuerySet.as_manager()
    rows = OrganisationRows()

    class Meta:
        verbose_name = _("convocation")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "holder"], name="one_convocation_a_holder"),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE, answered_at=None)
                | ~Q(answer=Answer.NONE) & Q(answered_at__isnull=False),
                name="convocation_answered_at_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}"


class Presence(models.Model):
    """A college at a sitting: represented or not, and by whom. name: whoever came, holder or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="presences")
    seat = models.ForeignKey(BoardSeat, models.PROTECT, related_name="+")
    holder = models.ForeignKey(SeatHolder, models.PROTECT, null=True, blank=True, related_name="+")
    attendance = models.CharField(_("présence"), max_length=10, choices=attendances)
    name = models.CharField(_("par qui"), max_length=160, blank=True)
    noted_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField(default=timezone.now)

    objects = HouseQuerySet.as_manager()
    rows = OrganisationRows()

    class Meta:
        verbose_name = _("présence en commission")
        constraints = [models.UniqueConstraint(fields=["sitting", "seat"], name="one_presence_a_seat")]

    def __str__(self) -> str:
        return f"{self.attendance}"


def window_of(sitting: Any, time_zone: str) -> datetime:
    """The instant after which a member or a guest reads nothing more: the end of the day of the sitting."""
    here = zone(time_zone)
    return datetime.combine(sitting.day + timedelta(days=1), datetime.min.time(), here)
