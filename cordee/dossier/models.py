"""Facts, deadlines and notes.

Notes stand in one table per restricted partition, so that a policy can close health or protection matters
without reading a column; working notes are their author's alone.
"""

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.dossier.enums import Audience, audiences, counterparts, means
from cordee.kernel.partitions import Partition
from cordee.people.models import Ground, PersonScopedQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import BEING_UNDONE, IN_CIRCLE, INTAKE, MEMBER, ORGANISATION, PersonRows


class FactQuerySet(PersonScopedQuerySet):
    author_field = "by"

    def visible_to(self, actor: Any) -> "FactQuerySet":
        """Facts whose partition the actor may at least know of."""
        return self.filter(self.readable_by_column(actor, titles=True))

    def of_person(self, actor: Any, person: Any) -> "FactQuerySet":
        """The thread of one person fetched `visible_to` the actor and `with_grounds_of` them, latest first."""
        known = person.opened_to(actor, titles=True)
        opened = Q(partition__in=[int(partition) for partition in Partition if partition & known])
        return self.filter(
            opened | Q(by=actor.member), organisation=person.organisation_id, person=person.pk
        ).order_by("-day", "-id")

    def with_notes(self, actor: Any, person: Any) -> "FactQuerySet":
        """Each with the sealed text of the open note it tells of (`note_text`), when there is one the reader may
        read; and, for a restricted note, whether they may open it (`note_opens`), never its text.

        The facts are those `of_person`."""
        notes, health_notes, protected_notes = (
            model.objects.of_person(actor, person).filter(pk=OuterRef("thing_id"))
            for model in (Note, HealthNote, ProtectedNote)
        )
        health, protected = Exists(health_notes), Exists(protected_notes)
        return self.annotate(
            note_text=Subquery(notes.values("sealed_text")[:1]),
            note_edited_at=Subquery(notes.values("edited_at")[:1]),
            note_opens=Case(
                When(partition=int(Partition.HEALTH), then=health),
                When(partition=int(Partition.PROTECTED), then=protected),
                default=Value(False),
                output_field=models.BooleanField(),
            ),
        )


class Fact(models.Model):
    """What happened: one row per business event, added by the action that causes it, never changed.

    day: when it took place, as told; at: when it was written. codes: a few codes and days, never free text.
    thing_kind, thing_id: what it concerns ("note", "pathway", "referral"…).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway_id = models.UUIDField(null=True, db_index=False)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    partition = models.SmallIntegerField(default=int(Partition.IDENTITY))
    thing_kind = models.CharField(max_length=30, blank=True)
    thing_id = models.UUIDField(null=True)
    codes = models.JSONField(default=dict)

    objects = FactQuerySet.as_manager()
    rows = PersonRows(
        partition_column="partition",
        mask="titles",
        author="by_id",
        removing=f"person_id IN {BEING_UNDONE} OR thing_id IN {BEING_UNDONE}",
        grants="SID",
    )

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "person", "-day", "-id"], name="fact_thread"),
            models.Index(fields=["organisation", "kind", "day"], name="fact_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class DeadlineQuerySet(PersonScopedQuerySet):
    def visible_to(self, actor: Any) -> "DeadlineQuerySet":
        without_person = Q(person=None, organisation=actor.organisation)
        if not actor.rights.intake:
            without_person &= Q(in_charge=actor.member)
        return self.filter(self.readable(actor, Partition.IDENTITY) | without_person)

    def standing(self) -> "DeadlineQuerySet":
        return self.filter(closed_on=None)

    def in_charge_of(self, actor: Any) -> "DeadlineQuerySet":
        return self.filter(organisation=actor.organisation, in_charge=actor.member)

    def speaking_on(self, day: date) -> "DeadlineQuerySet":
        """Those whose warning day has come."""
        return self.filter(Q(shown_from=None) | Q(shown_from__lte=day), warn_on__lte=day)


@pghistory.track()
class Deadline(models.Model):
    """What must happen: opened by a fact, closed by another, on somebody's day meanwhile.

    warn_on: when it starts to be shown; due_on: the last day; late_on: the first day it is late.
    shown_from: the day it comes back on one's day when it was left aside, with the reason.
    source: the text or the programme that set the delay. person is empty for an orientation not yet turned
    into a dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    pathway_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    in_charge = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    warn_on = models.DateField()
    due_on = models.DateField()
    late_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    thing_kind = models.CharField(max_length=30, blank=True)
    thing_id = models.UUIDField(null=True)
    opened_by_id = models.UUIDField(null=True)
    closed_by_id = models.UUIDField(null=True)
    closed_on = models.DateField(null=True, blank=True)
    closing = models.CharField(max_length=20, blank=True)
    shown_from = models.DateField(null=True, blank=True)
    postponed_reason = models.CharField(_("motif du report"), max_length=300, blank=True)

    objects = DeadlineQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        or_else=f"person_id IS NULL AND organisation_id = {ORGANISATION}"
        f" AND ({INTAKE} OR in_charge_id = {MEMBER})",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["in_charge", "due_on", "id"], name="deadline_of_member", condition=Q(closed_on=None)
            ),
            models.Index(
                fields=["organisation", "due_on", "id"], name="deadline_of_house", condition=Q(closed_on=None)
            ),
            models.Index(fields=["organisation", "person"], name="deadline_of_person"),
            models.Index(fields=["thing_id"], name="deadline_of_thing", condition=Q(closed_on=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(warn_on__lte=F("due_on")) & Q(due_on__lte=F("late_on")),
                name="deadline_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class NoteQuerySet(PersonScopedQuerySet):
    author_field = "author"

    def visible_to(self, actor: Any) -> "NoteQuerySet":
        first, *others = self.model.PARTITIONS
        seen = self.readable_by_column(actor) if others else self.readable(actor, first)
        circle = Ground.objects.live().filter(member=actor.member).reaching("person")
        return self.filter(seen).filter(
            Q(audience=Audience.HOUSE) | Q(author=actor.member) | Q(audience=Audience.CIRCLE) & circle
        )

    def of_person(self, actor: Any, person: Any) -> "NoteQuerySet":
        """The same notes, of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        known = person.opened_to(actor)
        opened = Q(partition__in=[int(partition) for partition in self.model.PARTITIONS if partition & known])
        heard = Q(audience=Audience.HOUSE) | Q(author=actor.member)
        if person.is_in_circle:
            heard |= Q(audience=Audience.CIRCLE)
        return self.filter(
            opened | Q(author=actor.member), heard, organisation=person.organisation_id, person=person.pk
        )


AUDIENCE = f"audience = 'house' OR author_id = {MEMBER} OR (audience = 'circle' AND {IN_CIRCLE})"


class BaseNote(models.Model):
    """What was said or seen, in a professional's words. The text is sealed with the person's key.

    day: when it took place; means, counterparts: of a contact (none for a plain note). version: raised at
    each rewriting, so that two people editing at once both keep their words.
    """

    PARTITIONS: tuple[Partition, ...] = ()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    pathway_id = models.UUIDField(null=True)
    partition = models.SmallIntegerField()
    audience = models.CharField(_("lue par"), max_length=10, choices=audiences, default=Audience.HOUSE)
    author = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    author_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(_("jour"))
    is_contact = models.BooleanField(default=False)
    means = models.CharField(_("où, comment"), max_length=10, choices=means, blank=True)
    counterpart = models.CharField(_("avec"), max_length=15, choices=counterparts, blank=True)
    minutes = models.SmallIntegerField(_("durée"), null=True, blank=True)
    sealed_text = sealed_field()
    version = models.IntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.author_id}"


@pghistory.track()
class Note(BaseNote):
    """A note of daily life or of the path to work."""

    PARTITIONS = (Partition.SOCIAL, Partition.EMPLOYMENT)

    objects = NoteQuerySet.as_manager()
    rows = PersonRows(partition_column="partition", author="author_id", only=AUDIENCE)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-day"], name="note_thread")]


@pghistory.track()
class HealthNote(BaseNote):
    """A note that touches health: folded, marked, opened by those entitled."""

    PARTITIONS = (Partition.HEALTH,)

    objects = NoteQuerySet.as_manager()
    rows = PersonRows(partition=Partition.HEALTH, author="author_id", only=AUDIENCE)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-day"], name="health_note_thread")]


@pghistory.track()
class ProtectedNote(BaseNote):
    """A note that touches violence, justice or child protection."""

    PARTITIONS = (Partition.PROTECTED,)

    objects = NoteQuerySet.as_manager()
    rows = PersonRows(partition=Partition.PROTECTED, author="author_id", only=AUDIENCE)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-day"], name="protected_note_thread")]


class WorkingNoteQuerySet(NoteQuerySet):
    def visible_to(self, actor: Any) -> "WorkingNoteQuerySet":
        return self.filter(author=actor.member).filter(self.readable(actor, Partition.IDENTITY))


@pghistory.track()
class WorkingNote(BaseNote):
    """A professional's own working note: nobody else's, gone three months after the accompaniment."""

    PARTITIONS = (Partition.WORKING,)

    objects = WorkingNoteQuerySet.as_manager()
    rows = PersonRows(
        partition=Partition.IDENTITY,
        sensitivity=Partition.WORKING,
        only=f"author_id = {MEMBER}",
        retention="RET-04",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "-day"], name="working_note_thread")]


NOTE_MODELS: dict[Partition, type[BaseNote]] = {
    Partition.SOCIAL: Note,
    Partition.EMPLOYMENT: Note,
    Partition.HEALTH: HealthNote,
    Partition.PROTECTED: ProtectedNote,
    Partition.WORKING: WorkingNote,
}
