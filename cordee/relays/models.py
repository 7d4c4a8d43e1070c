"""Relays and exchanges around a situation: open parts in one table each, health and protection in tables of their own.

Everything said is sealed with the person's key. What is out of a relay (who agreed, until when, what was read) stays in
columns: proof of a sending outlives its content.
"""

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import BY_NOBODY, INTAKE, ORGANISATION, PersonRows
from cordee.relays.enums import (
    OUT,
    Kind,
    State,
    agreed,
    channels,
    dimensions,
    kinds,
    presences,
    states,
)


class PartQuerySet(PersonScopedQuerySet):
    """Rows that say their part of the dossier, or all stand in one; who wrote one reads it again."""

    author_field = "author"

    def visible_to(self, actor: Any) -> "PartQuerySet":
        first, *others = self.model.PARTITIONS
        return self.filter(self.readable_by_column(actor) if others else self.readable(actor, first))

    def of_person(self, actor: Any, person: Any) -> "PartQuerySet":
        """The same, of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        opened = person.opened_to(actor)
        parts = [int(partition) for partition in self.model.PARTITIONS if partition & opened]
        mine = Q(author=actor.member) if opened & Partition.IDENTITY else Q(pk=None)
        return self.filter(
            Q(partition__in=parts) | mine, organisation=person.organisation_id, person=person.pk
        )

    def out(self) -> "PartQuerySet":
        """Those somebody still waits for."""
        return self.filter(state__in=OUT)


def owned(**more: Any) -> Any:
    return models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False, **more
    )


def member(**more: Any) -> Any:
    return models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False, **more)


class Held(models.Model):
    """What every row here carries: of whom, in which part of the dossier, by whom, in what words (sealed)."""

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway_id = models.UUIDField(null=True, blank=True)
    partition = models.SmallIntegerField()
    sealed_text = sealed_field()
    author = member()
    author_organisation = owned()
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True


# A partner answers by a link: nobody of the house stands there, and the answer comes to a sealed dossier as well.
BY_THE_LINK = f"organisation_id = {ORGANISATION} AND {INTAKE} AND {BY_NOBODY}"
# What left, the code of a link and what was answered leave no copy behind when they are taken back.
UNKEPT = ["sealed_sent", "sealed_answers", "token_digest", "code_digest", "code_until", "code_tries"]


class BaseRelay(Held):
    """Something of a person sent to somebody of a partner, and what was answered.

    partner: of the directory; none when it is not there (then its name is sealed with the rest). referent, service:
    theirs. in_charge: on whose day it is.
    consent_on, consent_until: the day the person agreed, and its last day; consent_by: who informed them;
    consent_named: the restricted parts they named (a mask). sealed_proof: how one knows.
    sealed_sent: what left, exactly; erased when the agreement is withdrawn. sealed_answers: what they answered.
    token_digest: of the link last given. read_at: when they first opened it, and read_last_at the last time.
    """

    kind = models.CharField(max_length=12, choices=kinds, default=Kind.ORIENTATION)
    dimension = models.CharField(_("vers quoi"), max_length=12, choices=dimensions)
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    service = models.ForeignKey(
        "partners.PartnerService", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    referent = models.ForeignKey(
        "partners.InstitutionalReferent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    in_charge = member(null=True, blank=True)
    state = models.CharField(max_length=12, choices=states, default=State.PREPARED)
    state_since = models.DateField()
    channel = models.CharField(max_length=6, choices=channels, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    consent_means = models.CharField(max_length=10, choices=agreed, blank=True)
    consent_by = member(null=True, blank=True)
    consent_named = models.SmallIntegerField(default=0)
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    sealed_proof = sealed_field()
    sealed_sent = sealed_field()
    sealed_answers = sealed_field()
    site = models.CharField(max_length=200, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.SmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    read_last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["organisation", "person"], name="%(class)s_of_person"),
            models.Index(fields=["organisation", "-state_since", "-id"], name="%(class)s_by_day"),
            models.Index(fields=["partner"], name="%(class)s_of_partner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(consent_on__isnull=False, consent_until__isnull=False),
                name="%(class)s_left_with_consent",
                violation_error_message=_("Rien ne part sans l’accord de la personne."),
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, channel="") | Q(sent_on__isnull=False) & ~Q(channel=""),
                name="%(class)s_left_somehow",
            ),
            models.CheckConstraint(
                condition=Q(consent_until=None) | Q(consent_until__gte=F("consent_on")),
                name="%(class)s_consent_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.state_since}"

    @property
    def is_out(self) -> bool:
        return self.state in OUT

    def is_open_on(self, day: date) -> bool:
        """May the partner still read it that day, the last one of the agreement included?"""
        gone = self.state in (State.PREPARED, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
        in_force = self.consent_withdrawn_on is None and self.consent_until is not None
        return not gone and in_force and self.consent_until >= day  # type: ignore[operator]

    @property
    def has_code(self) -> bool:
        """A code has left, and still serves."""
        return bool(self.code_digest) and self.code_until is not None and self.code_until > timezone.now()


@pghistory.track(exclude=UNKEPT)
class Relay(BaseRelay):
    """A relay about daily life or the path to work."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition_column="partition", author="author_id", or_else=BY_THE_LINK)

    class Meta(BaseRelay.Meta):
        verbose_name = _("relais")


@pghistory.track(exclude=UNKEPT)
class HealthRelay(BaseRelay):
    """A relay towards care."""

    PARTITIONS = (Partition.HEALTH,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH, author="author_id", or_else=BY_THE_LINK)

    class Meta(BaseRelay.Meta):
        verbose_name = _("relais de santé")


@pghistory.track(exclude=UNKEPT)
class ProtectedRelay(BaseRelay):
    """A relay about justice, violence or protection."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED, author="author_id", or_else=BY_THE_LINK)

    class Meta(BaseRelay.Meta):
        verbose_name = _("relais protégé")


class BaseExchange(Held):
    """People who spoke of a situation on a day, outside the board (Le Cheval Bleu, B0.33). presence: of the person.

    What was said, who was there and who does what are sealed together. withdrawn_at: noted by mistake.
    """

    day = models.DateField(_("le"))
    presence = models.CharField(_("la personne"), max_length=10, choices=presences)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["organisation", "person", "-day"], name="%(class)s_of_person")]

    def __str__(self) -> str:
        return str(self.day)


@pghistory.track()
class Exchange(BaseExchange):
    """An exchange about daily life or the path to work."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition_column="partition", author="author_id")

    class Meta(BaseExchange.Meta):
        verbose_name = _("échange autour d’une situation")


@pghistory.track()
class HealthExchange(BaseExchange):
    """An exchange about care."""

    PARTITIONS = (Partition.HEALTH,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH, author="author_id")

    class Meta(BaseExchange.Meta):
        verbose_name = _("échange autour de la santé")


@pghistory.track()
class ProtectedExchange(BaseExchange):
    """An exchange about justice, violence or protection."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = PartQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED, author="author_id")

    class Meta(BaseExchange.Meta):
        verbose_name = _("échange autour d’une protection")


RELAY_MODELS: dict[Partition, type[BaseRelay]] = {
    Partition.SOCIAL: Relay,
    Partition.EMPLOYMENT: Relay,
    Partition.HEALTH: HealthRelay,
    Partition.PROTECTED: ProtectedRelay,
}
RELAY_TABLES: tuple[type[BaseRelay], ...] = (Relay, HealthRelay, ProtectedRelay)
EXCHANGE_MODELS: dict[Partition, type[BaseExchange]] = {
    Partition.SOCIAL: Exchange,
    Partition.EMPLOYMENT: Exchange,
    Partition.HEALTH: HealthExchange,
    Partition.PROTECTED: ProtectedExchange,
}
EXCHANGE_TABLES: tuple[type[BaseExchange], ...] = (Exchange, HealthExchange, ProtectedExchange)
