"""Boards, their seats by college, who holds each of them and from when."""

from datetime import date, time
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import HouseQuerySet
from cordee.commissions.enums import Power, QuorumMode, Rank, powers, quorum_modes, ranks
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import OrganisationRows


class BoardQuerySet(HouseQuerySet):
    def standing(self) -> "BoardQuerySet":
        """Those that still meet."""
        return self.filter(closed_on=None)


@pghistory.track()
class Board(models.Model):
    """A board of the house: what it may be asked, by whom it is made up, how often it meets.

    body: how it is called in a sentence (« la commission insertion »). programmes: those it serves, by identifier.
    is_two_level: it gives an opinion, and `authority` decides. quorum: how many colleges must be represented.
    hears_person: the person may be heard, with somebody of their choice. from_programme: whose [admission] section
    it was made from. at, minutes, place: what a new sitting starts with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    label = models.CharField(_("nom"), max_length=120)
    body = models.CharField(_("dans une phrase"), max_length=160)
    programmes = ArrayField(models.UUIDField(), default=list, blank=True)
    powers = ArrayField(models.CharField(max_length=15, choices=powers), default=list)
    is_two_level = models.BooleanField(_("donne un avis, puis une autorité décide"), default=False)
    authority = models.CharField(_("qui décide"), max_length=160, blank=True)
    every_months = models.SmallIntegerField(_("se réunit tous les"), null=True, blank=True)
    quorum = models.SmallIntegerField(_("quorum"), null=True, blank=True)
    quorum_mode = models.CharField(max_length=10, choices=quorum_modes, default=QuorumMode.WARN)
    hears_person = models.BooleanField(_("la personne peut être entendue"), default=False)
    guests = models.CharField(_("invités"), max_length=400, blank=True)
    at = models.TimeField(_("heure habituelle"), default=time(14))
    minutes = models.SmallIntegerField(_("durée habituelle"), default=180)
    place = models.CharField(_("lieu habituel"), max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    from_programme_id = models.UUIDField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = BoardQuerySet.as_manager()
    rows = OrganisationRows()

    class Meta:
        verbose_name = _("commission")
        indexes = [models.Index(fields=["organisation", "label"], name="board_of_house")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_two_level=False) | ~Q(authority=""),
                name="board_two_level_names_who_decides",
                violation_error_message=_("Dites qui décide après l’avis."),
            ),
            models.CheckConstraint(
                condition=Q(every_months=None) | Q(every_months__gte=1, every_months__lte=24),
                name="board_rhythm_in_months",
                violation_error_message=_("Le rythme va de un à vingt-quatre mois."),
            ),
            models.CheckConstraint(
                condition=Q(quorum=None) | Q(quorum__gte=1), name="board_quorum_is_somebody"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="board_sits_for_a_time"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def decides(self) -> bool:
        """Does somebody decide after it, or the board itself? An opinion alone decides nothing."""
        return self.is_two_level or set(self.powers) != {Power.OPINION}

    def may(self, power: str) -> bool:
        return power in self.powers


@pghistory.track()
class BoardSeat(models.Model):
    """A college of a board. closed_on: it no longer belongs to it; its history stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    board = models.ForeignKey(Board, models.PROTECT, related_name="seats")
    label = models.CharField(_("collège"), max_length=200)
    order = models.SmallIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)

    objects = HouseQuerySet.as_manager()
    rows = OrganisationRows()

    class Meta:
        verbose_name = _("collège d’une commission")
        ordering = ["order", "label", "id"]

    def __str__(self) -> str:
        return self.label


class HolderQuerySet(HouseQuerySet):
    def on(self, day: date) -> "HolderQuerySet":
        """Those who hold their seat that day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)

    def of_member(self, actor: Any) -> "HolderQuerySet":
        return self.filter(member=actor.member)


@pghistory.track()
class SeatHolder(models.Model):
    """Somebody who holds a seat, from a day to another. Who changes college has a line for each.

    member: their account in the house, when they have one; without it they answer convocations by a link.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    seat = models.ForeignKey(BoardSeat, models.PROTECT, related_name="holders")
    rank = models.CharField(_("au titre de"), max_length=10, choices=ranks, default=Rank.HOLDER)
    name = models.CharField(_("nom"), max_length=160)
    structure = models.CharField(_("structure"), max_length=200, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    member = models.ForeignKey("accounts.Member", models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("depuis le"))
    until_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = HolderQuerySet.as_manager()
    rows = OrganisationRows()

    class Meta:
        verbose_name = _("membre d’une commission")
        ordering = ["rank", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="holder_leaves_after_arriving",
                violation_error_message=_("La fin ne peut pas venir avant le début."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where a convocation goes: the address noted, else that of their account."""
        if self.email or self.member is None:
            return self.email
        return str(self.member.user.email)
