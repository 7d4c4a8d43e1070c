"""Tables every domain stands on: keys, the reading log, drafts, forms already sent."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import (
    BEING_UNDONE,
    BY_NOBODY,
    INTAKE,
    MEMBER,
    ORGANISATION,
    LogRows,
    MemberRows,
    OpenTable,
    PersonRows,
)


class OrganisationKey(models.Model):
    """The key that wraps the keys of an organisation's people, itself wrapped by the master key."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, primary_key=True, related_name="+"
    )
    wrapped = models.BinaryField()

    rows = OpenTable("enveloppée par une clé que la base n’a jamais", "SI")

    def __str__(self) -> str:
        return str(self.organisation_id)


class PersonKey(models.Model):
    """The key that seals a person's free texts. Destroying the line erases them everywhere."""

    person = models.OneToOneField(
        "people.Person", models.PROTECT, primary_key=True, related_name="key", db_constraint=False
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    wrapped = models.BinaryField()

    # A job of the organisation opens what the team of a sealed dossier wrote for somebody: a message to be sent.
    rows = PersonRows(
        partition=Partition.IDENTITY,
        grants="SID",
        removing=f"person_id IN {BEING_UNDONE}",
        or_else=f"organisation_id = {ORGANISATION} AND {INTAKE} AND {BY_NOBODY}",
    )

    def __str__(self) -> str:
        return str(self.person_id)


class AccessLog(models.Model):
    """Who read what of whom, and what was refused. Never the content.

    Partitioned by month (migration 0001), added to and read, never changed. `organisation` holds the
    dossier; `reader_organisation` is where the reader works. Written by access_log only.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    reader_organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    what = models.TextField()
    detail = models.TextField(default="")
    roles = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    rows = LogRows(
        partition=Partition.IDENTITY, or_else=f"member_id = {MEMBER}", grants="SI", retention="RET-03"
    )

    class Meta:
        managed = False
        db_table = "plumbing_accesslog"

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class Draft(models.Model):
    """What a member is typing, kept until it is sent or for thirty days."""

    KEPT = timedelta(days=30)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    form = models.CharField(max_length=80)
    sealed = models.BinaryField()
    updated_at = models.DateTimeField(default=timezone.now)

    rows = MemberRows(of_house=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "form", "person"], name="one_draft_per_form", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.form


class Submission(models.Model):
    """A form that was sent, and where it led: see `once`."""

    key = models.UUIDField(primary_key=True)
    member_id = models.UUIDField()
    location = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    rows = MemberRows(grants="SIUD", retention="RET-02")

    def __str__(self) -> str:
        return str(self.key)


class ParkedForm(models.Model):
    """What was typed in a page whose session had gone to sleep, given back after the unlocking.

    Read only by the session that wrote it: its token stands in the session, and its content is sealed
    with the secret of the instance.
    """

    token = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    path = models.TextField()
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    rows = OpenTable("chiffrée ; rouverte un jour durant par la session qui en tient le jeton")

    class Meta:
        verbose_name = _("formulaire mis de côté")

    def __str__(self) -> str:
        return self.path


def sealed_field(**options: Any) -> models.BinaryField:
    """A column of sealed text; see crypto. Never searched, never exported as it is."""
    return models.BinaryField(null=True, blank=True, editable=False, **options)
