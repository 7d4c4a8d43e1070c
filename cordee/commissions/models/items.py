"""Situations before a sitting: who is invited for one of them, who withdraws from it, what was decided.

A situation may be an orientation that has no dossier yet: its rows then name nobody, and are read by who welcomes; they
join the dossier it becomes. Texts are sealed with the person's key, or the organisation's until then (`sealing`).
"""

from typing import Any

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.commissions.enums import (
    ON_AGENDA,
    ItemState,
    OfferAnswer,
    Outcome,
    item_kinds,
    item_states,
    levels,
    offer_answers,
    outcomes,
)
from cordee.commissions.models.boards import SeatHolder
from cordee.commissions.models.sittings import Sitting
from cordee.kernel.partitions import Partition
from cordee.pathways.enums import Status as PathwayStatus
from cordee.pathways.models import AdmissionDecision
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import INTAKE, ORGANISATION, PersonRows
from cordee.referrals.enums import STANDING, refusal_reasons

SETTLED = ("admitted", "refused", "redirected")
WITHOUT_DOSSIER = f"person_id IS NULL AND organisation_id = {ORGANISATION} AND {INTAKE}"


class SituationQuerySet(PersonScopedQuerySet):
    """Rows of a situation: of somebody's dossier, or of an orientation still without one."""

    def visible_to(self, actor: Any) -> "SituationQuerySet":
        seen = self.readable(actor, Partition.IDENTITY)
        if actor.rights.intake:
            seen |= Q(person=None, organisation=actor.organisation)
        return self.filter(seen)


class ItemQuerySet(SituationQuerySet):
    def on_agenda(self) -> "ItemQuerySet":
        """Those that are before the sitting, in order."""
        return self.filter(state__in=ON_AGENDA).order_by("position", "pk")


@pghistory.track()
class SittingItem(models.Model):
    """A situation on the agenda of a sitting.

    person is empty for an orientation without a dossier. programme_id: what is asked for. position: its place, from 1;
    minutes: the time it is given. presenter: a member of the house, or presenter_name. person_heard: the person comes,
    with whom they choose. sealed_notes: what the presenter wants said, in a few lines. version:
    raised with each change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    kind = models.CharField(_("pour"), max_length=15, choices=item_kinds)
    pathway = models.ForeignKey("pathways.Pathway", models.PROTECT, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, null=True, blank=True, related_name="+"
    )
    programme_id = models.UUIDField(null=True, blank=True)
    position = models.SmallIntegerField(default=0)
    minutes = models.SmallIntegerField(_("minutes"), default=10)
    presenter = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    presenter_name = models.CharField(_("présentée par"), max_length=160, blank=True)
    person_heard = models.BooleanField(_("la personne est entendue"), default=False)
    state = models.CharField(_("état"), max_length=10, choices=item_states, default=ItemState.WAITING)
    sealed_notes = sealed_field()
    added_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1)

    objects = ItemQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=WITHOUT_DOSSIER,
    )

    class Meta:
        verbose_name = _("situation à l’ordre du jour")
        indexes = [models.Index(fields=["organisation", "person"], name="item_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(referral__isnull=False),
                name="item_is_of_somebody",
                violation_error_message=_("Une situation est celle d’une personne, ou d’une orientation."),
            ),
            models.UniqueConstraint(
                fields=["sitting", "person", "kind"],
                condition=Q(state__in=ON_AGENDA, person__isnull=False),
                name="one_item_a_person",
                violation_error_message=_("Cette situation est déjà à l’ordre du jour."),
            ),
            models.UniqueConstraint(
                fields=["sitting", "referral"],
                condition=Q(state__in=ON_AGENDA, referral__isnull=False),
                name="one_item_a_referral",
                violation_error_message=_("Cette orientation est déjà à l’ordre du jour."),
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=240), name="item_has_its_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_on_agenda(self) -> bool:
        return self.state in ON_AGENDA


@pghistory.track()
class ItemGuest(models.Model):
    """Somebody invited for one situation only. consent_on: the day the person agreed, asked of who is not of the house.

    member: their account in the house; others come by a link, whose digest alone is kept. read_at: when they first
    read the situation through it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="guests")
    name = models.CharField(_("nom"), max_length=160)
    structure = models.CharField(_("structure ou lien avec la personne"), max_length=200, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    member = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    consent_on = models.DateField(_("accord de la personne le"), null=True, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)

    objects = SituationQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=WITHOUT_DOSSIER,
        houses=(("item_id", "commissions_sittingitem"),),
    )

    class Meta:
        verbose_name = _("invité pour une situation")

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where an invitation goes: the address noted, else that of their account."""
        if self.email or self.member is None:
            return self.email
        return str(self.member.user.email)


class Withdrawal(models.Model):
    """A holder leaves the room for one situation: they know the person, or follow them elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="withdrawals")
    holder = models.ForeignKey(SeatHolder, models.PROTECT, related_name="+")
    noted_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = SituationQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=WITHOUT_DOSSIER,
        houses=(("item_id", "commissions_sittingitem"),),
    )

    class Meta:
        verbose_name = _("déport d’un membre")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "holder"], condition=Q(undone_at=None), name="one_withdrawal_a_holder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d}"


class DecisionQuerySet(SituationQuerySet):
    def standing(self) -> "DecisionQuerySet":
        return self.filter(undone_at=None)

    def in_line(self, board: Any) -> "DecisionQuerySet":
        """Those who wait for this board (or its identifier): it said nothing since of the same programme, nobody
        admitted or ended it since, and they did not give up. What was asked without a programme is answered by any."""
        said = (
            ItemDecision.objects.standing()
            .filter(
                Q(person=OuterRef("person")) | Q(person=None, item__referral=OuterRef("item__referral")),
                Q(decided_on__gt=OuterRef("decided_on"))
                | Q(decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk")),
                item__sitting__board=board,
            )
            .exclude(outcome=Outcome.CONTINUES)
        )
        of_the_same = said.filter(
            Q(item__programme_id=OuterRef("item__programme_id")) | Q(item__programme_id=None)
        )
        settled = AdmissionDecision.objects.standing().filter(
            pathway=OuterRef("item__pathway"), decided_on__gte=OuterRef("decided_on"), outcome__in=SETTLED
        )
        over = Q(item__pathway__status=PathwayStatus.CLOSED) | Q(
            ~Q(item__referral__state__in=STANDING), item__pathway=None
        )
        rows = self.standing().filter(item__sitting__board=board, outcome=Outcome.WAITING).exclude(over)
        rows = rows.exclude(offer_answer=OfferAnswer.GIVES_UP)
        waits = ~Exists(of_the_same) & (Q(item__programme_id__isnull=False) | ~Exists(said))
        return rows.filter(waits, ~Exists(settled))


@pghistory.track()
class ItemDecision(models.Model):
    """What was said of a situation: an opinion, or a decision. Taken back (undone_at), never rewritten.

    outcome: what it comes to; decision_code: the programme's own word for it, when it has one. rank, review_on: on the
    waiting list, or when it comes back. sealed_missing: what is missing when it is put off; sealed_reason: why.
    confirmed_on: the last day they said it still holds; offered_on, offer_answer, answered_on: the place last offered.
    refusal_reason: the answer to an orientation. admission_id: the line of the pathway it made; moves: what it did to
    the orientation, so that taking it back puts it as it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="decisions")
    level = models.CharField(max_length=10, choices=levels)
    outcome = models.CharField(_("décision"), max_length=15, choices=outcomes)
    decision_code = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(_("prononcée le"))
    effective_from = models.DateField(_("à partir du"), null=True, blank=True)
    rank = models.SmallIntegerField(_("rang"), null=True, blank=True)
    review_on = models.DateField(_("à revoir le"), null=True, blank=True)
    sealed_missing = sealed_field()
    sealed_reason = sealed_field()
    confirmed_on = models.DateField(_("demande confirmée le"), null=True, blank=True)
    offered_on = models.DateField(_("place proposée le"), null=True, blank=True)
    offer_answer = models.CharField(_("réponse"), max_length=10, choices=offer_answers, blank=True)
    answered_on = models.DateField(_("réponse reçue le"), null=True, blank=True)
    refusal_reason = models.CharField(_("motif"), max_length=30, choices=refusal_reasons, blank=True)
    redirected_to = models.CharField(_("vers"), max_length=200, blank=True)
    authority = models.CharField(_("prononcée par"), max_length=200)
    admission_id = models.UUIDField(null=True, blank=True)
    moves = models.JSONField(default=list, editable=False)
    recorded_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = DecisionQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=WITHOUT_DOSSIER,
        houses=(("item_id", "commissions_sittingitem"),),
    )

    class Meta:
        verbose_name = _("décision de commission")
        indexes = [models.Index(fields=["organisation", "person"], name="item_decision_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "level"], condition=Q(undone_at=None), name="one_standing_decision_a_level"
            ),
            models.CheckConstraint(
                condition=Q(effective_from=None) | Q(effective_from__gte=F("decided_on")),
                name="item_decision_effective_after_decided",
                violation_error_message=_("Une décision ne peut pas prendre effet avant d’être prononcée."),
            ),
            models.CheckConstraint(
                condition=Q(rank=None) | Q(outcome=Outcome.WAITING), name="rank_is_of_the_waiting_list"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, offered_on=None) | Q(outcome=Outcome.WAITING),
                name="words_are_of_the_waiting_list",
            ),
            models.CheckConstraint(
                condition=Q(offer_answer="", answered_on=None)
                | Q(answered_on__gte=F("offered_on")) & ~Q(offer_answer=""),
                name="answered_after_offered",
                violation_error_message=_("Une réponse vient après la proposition."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="item_decision_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.outcome} {self.decided_on}"

    @property
    def is_offered(self) -> bool:
        """Is a place offered, without an answer yet?"""
        return self.offered_on is not None and not self.offer_answer
