"""Appointments, what they are about (a table for each restricted part), rhythms, calendar feeds."""

from datetime import datetime
from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.appointments.enums import Status, counterparts, place_kinds, reasons, statuses, units
from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import BY_NOBODY, ORGANISATION, OpenTable, PersonRows


class AppointmentQuerySet(PersonScopedQuerySet):
    def standing(self) -> "AppointmentQuerySet":
        """Those that take time in somebody's day: not called off by either side."""
        return self.exclude(status__in=(Status.EXCUSED, Status.REVOKED))

    def held_by(self, member: Any) -> "AppointmentQuerySet":
        """Those of somebody's agenda, held alone or with a colleague."""
        return self.filter(Q(member=member) | Q(colleague=member))

    def between(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """Those that share a minute with this time, in order."""
        return self.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "pk")

    def of_person(self, actor: Any, person: Any) -> "AppointmentQuerySet":
        """Those of one person fetched `visible_to` the actor and `with_grounds_of` them."""
        opened = person.opened_to(actor) & Partition.IDENTITY
        rows = self.filter(organisation=person.organisation_id, person=person.pk)
        return rows if opened else rows.none()


@pghistory.track()
class Series(models.Model):
    """A rhythm: every so many weeks or months from a first day, at an hour of the house's clocks.

    until_on: the last day, none when nobody knows (long programmes go on). written_until: its appointments stand up
    to there. skips: not on the days the house is closed (public and school holidays it chose to leave out).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField(_("à partir du"))
    at = models.TimeField(_("heure"))
    minutes = models.SmallIntegerField(_("durée"))
    every = models.SmallIntegerField(_("tous les"), default=1)
    unit = models.CharField(max_length=5, choices=units)
    until_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    written_until = models.DateField()
    skips_public = models.BooleanField(default=True)
    skips_school = models.BooleanField(default=False)
    booked_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)

    objects = PersonScopedQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person"], name="series_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("first_on")),
                name="series_ends_after_it_begins",
                violation_error_message=_("Un rythme ne peut pas finir avant de commencer."),
            ),
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=12), name="series_every_so_often"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.every} {self.first_on}"


@pghistory.track()
class Appointment(models.Model):
    """Somebody is expected by somebody, at a time. What about stands apart (`Matter` and its restricted sisters).

    member: who holds it; colleague: who holds it with them, if any: both agendas show it. place: a room of the house,
    if any; sealed_where: the rest (an address, a link). status is written by `actions.settle` and `actions.call_off`
    alone. is_legitimate: was the absence for a good reason, when somebody said so. wants_reminder: the person is to be
    reminded; means_is_safe: somebody said that nobody else reads their telephone. told_at: when a message about it was
    last written.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    colleague = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="appointments")
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place_kind = models.CharField(_("où"), max_length=10, choices=place_kinds)
    place = models.ForeignKey("accounts.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    sealed_where = sealed_field()
    status = models.CharField(max_length=10, choices=statuses, default=Status.UNKNOWN)
    late_minutes = models.SmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=reasons, blank=True)
    is_legitimate = models.BooleanField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    wants_reminder = models.BooleanField(default=False)
    means_is_safe = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    booked_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    booked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.IntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()
    # The worker, who is nobody, plans the reminders of the team of a sealed dossier.
    rows = PersonRows(
        partition=Partition.IDENTITY, or_else=f"organisation_id = {ORGANISATION} AND {BY_NOBODY}"
    )

    class Meta:
        verbose_name = _("rendez-vous")
        indexes = [
            models.Index(fields=["organisation", "starts_at", "id"], name="appointment_of_house"),
            models.Index(fields=["member", "starts_at", "id"], name="appointment_of_member"),
            models.Index(
                fields=["colleague", "starts_at", "id"],
                name="appointment_of_colleague",
                condition=Q(colleague__isnull=False),
            ),
            models.Index(fields=["organisation", "person", "starts_at"], name="appointment_of_person"),
            models.Index(
                fields=["place", "starts_at"], name="appointment_of_place", condition=Q(place__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="appointment_ends_after_it_starts",
                violation_error_message=_("Un rendez-vous finit après avoir commencé."),
            ),
            models.CheckConstraint(
                condition=Q(status="unknown", settled_on=None, settled_by=None)
                | ~Q(status="unknown") & Q(settled_on__isnull=False, settled_by__isnull=False),
                name="appointment_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(colleague=None) | ~Q(colleague=F("member")),
                name="appointment_held_by_two",
                violation_error_message=_("Choisissez deux personnes différentes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def holders(self) -> list[Any]:
        """Who holds it, and with whom."""
        return [one for one in (self.member, self.colleague) if one is not None]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class MatterQuerySet(PersonScopedQuerySet):
    def visible_to(self, actor: Any) -> "MatterQuerySet":
        first, *others = self.model.PARTITIONS
        return self.filter(self.readable_by_column(actor) if others else self.readable(actor, first))

    def of_person(self, actor: Any, person: Any) -> "MatterQuerySet":
        opened = person.opened_to(actor)
        parts = [int(partition) for partition in self.model.PARTITIONS if partition & opened]
        return self.filter(partition__in=parts, organisation=person.organisation_id, person=person.pk)


class BaseMatter(models.Model):
    """What a meeting is about and with whom, in the part of the dossier it touches.

    Emptied (theme blank, nothing sealed) when the theme moves to another part. In a restricted part the whole of it is
    sealed as JSON, its columns empty.
    """

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    partition = models.SmallIntegerField()
    theme = models.CharField(max_length=20, blank=True)
    counterpart = models.CharField(_("avec"), max_length=15, choices=counterparts, blank=True)
    sealed_text = sealed_field()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["appointment"], name="one_%(class)s")]

    def __str__(self) -> str:
        return str(self.pk)


@pghistory.track()
class Matter(BaseMatter):
    """Of daily life or of the path to work."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = MatterQuerySet.as_manager()
    rows = PersonRows(partition_column="partition")

    class Meta(BaseMatter.Meta):
        pass


SEALED_WHOLE = Q(theme="", counterpart="")


@pghistory.track()
class HealthMatter(BaseMatter):
    """Of health: sealed whole."""

    PARTITIONS = (Partition.HEALTH,)

    objects = MatterQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH)

    class Meta(BaseMatter.Meta):
        constraints = [
            *BaseMatter.Meta.constraints,
            models.CheckConstraint(condition=SEALED_WHOLE, name="health_matter_is_sealed"),
        ]


@pghistory.track()
class ProtectedMatter(BaseMatter):
    """Of violence, justice, child protection: sealed whole."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = MatterQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED)

    class Meta(BaseMatter.Meta):
        constraints = [
            *BaseMatter.Meta.constraints,
            models.CheckConstraint(condition=SEALED_WHOLE, name="protected_matter_is_sealed"),
        ]


MATTER_MODELS: dict[Partition, type[BaseMatter]] = {
    Partition.SOCIAL: Matter,
    Partition.EMPLOYMENT: Matter,
    Partition.HEALTH: HealthMatter,
    Partition.PROTECTED: ProtectedMatter,
}


class FeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, actor: Any) -> "FeedQuerySet":
        """One's own: an address is nobody else's business."""
        return self.filter(member=actor.member)

    def live(self) -> "FeedQuerySet":
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """The secret address of a member's agenda. Only its digest is kept; it is shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()
    rows = OpenTable("adresses d’agenda des professionnels", "SIU")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(revoked_at=None), name="one_live_feed_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
