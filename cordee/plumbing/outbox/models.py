"""Messages: one line each, from its writing to what became of it."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.outbox.enums import Why, channel_choices, state_choices, why_choices
from cordee.plumbing.outbox.rules import WAITING
from cordee.plumbing.policies import BY_NOBODY, INTAKE, ORGANISATION, PersonRows


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Any) -> "MessageQuerySet":
        """Those of the dossiers open to the actor; those of no dossier, for who welcomes."""
        people: Any = self.model._meta.get_field("person").related_model
        known = people._default_manager.using(self.db).visible_to(actor)
        seen = Q(person__in=known.values("pk"), organisation__in=known.values("organisation"))
        if actor.rights.intake:
            seen |= Q(person=None, organisation=actor.organisation)
        return self.filter(seen)

    def due(self) -> "MessageQuerySet":
        """Whose time has come, oldest first."""
        return self.filter(state__in=WAITING, due_at__lte=timezone.now()).order_by("due_at", "id")


@pghistory.track(exclude=["sealed_content"])
class Message(models.Model):
    """A mail, an SMS, or a letter noted as sent by hand.

    person: the dossier it belongs to; empty for an orientation not yet a dossier. to_person: is the recipient the
    person? thing: what it is about. sealed_content: recipient, subject and text, with the person's key, else the
    organisation's. due_at: not before; expires_at: not after. claim, lease_until: who is sending it, and until when
    they are believed alive; handed_at: when the text was handed to the server: from then on, silence is uncertainty.
    once: its key; provider_id: our Message-ID, or the gateway's number; detail: the server's code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    to_person = models.BooleanField(default=False)
    thing_kind = models.CharField(max_length=30, blank=True)
    thing_id = models.UUIDField(null=True)
    channel = models.CharField(_("moyen"), max_length=10, choices=channel_choices)
    purpose = models.CharField(_("objet"), max_length=40)
    sealed_content = sealed_field()
    state = models.CharField(max_length=10, choices=state_choices, default="queued")
    state_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=12, choices=why_choices, blank=True, default=Why.NONE)
    detail = models.CharField(max_length=40, blank=True)
    once = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = MessageQuerySet.as_manager()
    # The worker, who is nobody, sends what the team of a sealed dossier wrote.
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=f"organisation_id = {ORGANISATION} AND {INTAKE} AND (person_id IS NULL OR {BY_NOBODY})",
    )

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(
                fields=["organisation", "due_at", "id"], name="message_due", condition=Q(state__in=WAITING)
            ),
            models.Index(
                fields=["organisation", "lease_until"], name="message_sending", condition=Q(state="sending")
            ),
            models.Index(fields=["organisation", "person", "-created_at"], name="message_of_person"),
            models.Index(fields=["organisation", "state", "-state_at"], name="message_by_state"),
            models.Index(fields=["thing_id"], name="message_of_thing"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "once"], name="message_once"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claim__isnull=False, lease_until__isnull=False),
                name="message_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.purpose} {self.state}"
