"""Persons, contact points, protected contacts, seals, grounds of access.

The identity partition is the person's own row; health and protection matters never stand here.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.dates import BirthDate
from cordee.kernel.partitions import Partition
from cordee.people.enums import (
    Channel,
    ContactKind,
    channels,
    contact_kinds,
    ground_kinds,
    legal_protections,
)
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import OrganisationKey, PersonKey, sealed_field
from cordee.plumbing.policies import (
    BEING_UNDONE,
    MEMBER,
    ORGANISATION,
    REVEALS,
    SHARED,
    OwnRows,
    PersonRows,
)
from cordee.plumbing.prepared import Parts, taken_apart


def held_by(actor: Any) -> Q:
    """Grounds given to this member, or to their organisation when their role may use it."""
    held = Q(member=actor.member)
    return held | Q(grantee_organisation=actor.shared) if actor.shared else held


class GroundQuerySet(models.QuerySet["Ground"]):
    def live(self) -> "GroundQuerySet":
        """In force at this instant, as the policies read it."""
        return self.filter(
            Q(starts_at__lte=TransactionNow()) & (Q(ends_at=None) | Q(ends_at__gt=TransactionNow()))
        )

    def held_by(self, actor: Any) -> "GroundQuerySet":
        """Given to this member, or to their organisation when their role may use it."""
        return self.filter(held_by(actor))

    def opening(self, partition: Any, *, to: Any) -> "GroundQuerySet":
        """Those that open this partition (a number, or a column of the row around) to an actor, whose house may
        keep some of it from their role."""
        kept = F("partitions").bitand(~int(to.rights.withheld))
        return self.alias(opened=kept.bitand(partition)).exclude(opened=0)

    def visible_to(self, actor: Any) -> "GroundQuerySet":
        return self.filter(Q(organisation=actor.organisation) | held_by(actor))

    def reaching(self, person_field: str) -> Q:
        """Rows whose person these grounds open, of the house that gave them: a ground written by another house
        opens nothing. The person stands inside, as in the policies (plumbing.policies.ground)."""
        return Q(Exists(self.filter(person=OuterRef(person_field), organisation=OuterRef("organisation"))))


class PersonScopedQuerySet(models.QuerySet[Any]):
    """Rows that hang from a person, seen as the policies see them: house first, then grounds.

    person_field: where the person's identifier stands; partition: what must be open to read the row;
    author_field: who wrote the row, who reads it again whatever its partition.
    """

    person_field = "person"
    author_field = ""
    partition = Partition.IDENTITY

    def visible_to(self, actor: Any) -> Any:
        return self.filter(self.readable(actor, self.partition))

    @classmethod
    def readable(cls, actor: Any, partition: Partition, *, titles: bool = False) -> Q:
        """The condition for one partition; titles: it is enough to know that the row exists."""
        seen = cls.opened(actor, partition, titles=titles)
        if cls.author_field:
            seen |= Q(**{cls.author_field: actor.member}) & cls.opened(actor, Partition.IDENTITY)
        return seen

    @classmethod
    def readable_by_column(cls, actor: Any, *, titles: bool = False) -> Q:
        """The same, where each row says its own partition."""
        its_own = ExpressionWrapper(OuterRef("partition"), models.IntegerField())
        grounds = Ground.objects.live().held_by(actor).opening(its_own, to=actor)
        seen = grounds.reaching(cls.person_field)
        opened = opened_in_house(actor, titles=titles)
        if opened:
            partitions = [int(partition) for partition in Partition if partition & opened]
            seen |= Q(partition__in=partitions) & cls.open_in_house(actor)
        if cls.author_field:
            seen |= Q(**{cls.author_field: actor.member}) & cls.opened(actor, Partition.IDENTITY)
        return seen

    @classmethod
    def opened(cls, actor: Any, partition: Partition, *, titles: bool = False) -> Q:
        through_ground = (
            Ground.objects.live().held_by(actor).opening(int(partition), to=actor).reaching(cls.person_field)
        )
        if not opened_in_house(actor, titles=titles) & partition:
            return through_ground
        return cls.open_in_house(actor) | through_ground

    @classmethod
    def open_in_house(cls, actor: Any) -> Q:
        """Of the actor's house, and not sealed."""
        sealed = Seal.objects.standing().filter(organisation=actor.house)
        named = Q(**{f"{cls.person_field}__isnull": False})
        return Q(organisation=actor.house) & named & ~Q(**{f"{cls.person_field}__in": sealed})


def opened_in_house(actor: Any, *, titles: bool = False) -> Partition:
    """What the actor's roles open of every dossier of the house (titles: what they may know of)."""
    if not actor.house:
        return Partition(0)
    opened: Partition = actor.rights.house | (actor.rights.titles if titles else Partition(0))
    return opened


class PersonQuerySet(PersonScopedQuerySet):
    person_field = "pk"

    def in_house(self, actor: Any) -> "PersonQuerySet":
        """The dossiers of the house open to all of its team, in an order an index gives."""
        if not opened_in_house(actor) & Partition.IDENTITY:
            return self.none()
        return self.filter(organisation=actor.house).exclude(pk__in=Seal.objects.standing())

    def followed_by(self, actor: Any) -> "PersonQuerySet":
        """Those a ground opens to this member, or to their organisation."""
        return self.filter(
            Ground.objects.live().held_by(actor).opening(int(Partition.IDENTITY), to=actor).reaching("pk")
        )

    def with_key(self) -> "PersonQuerySet":
        """Each with what opens its sealed texts: `wrapped_key` and `house_wrapped_key`, in the same query."""
        keys = PersonKey.objects.filter(pk=OuterRef("pk")).values("wrapped")[:1]
        house = OrganisationKey.objects.filter(pk=OuterRef("organisation")).values("wrapped")[:1]
        return self.annotate(wrapped_key=Subquery(keys), house_wrapped_key=Subquery(house))

    def with_grounds_of(self, actor: Any) -> "PersonQuerySet":
        """Each with `ground_masks`, what live grounds open to this actor, `is_in_circle`, when one was given to
        them by name, and `is_sealed`."""
        here = {"person": OuterRef("pk"), "organisation": OuterRef("organisation")}
        grounds = Ground.objects.live().filter(**here)
        return self.annotate(
            ground_masks=ArraySubquery(grounds.held_by(actor).values("partitions")),
            is_in_circle=Exists(grounds.filter(member=actor.member)),
            is_sealed=Exists(Seal.objects.filter(**here, lifted_at=None)),
        )

    def with_contacts(self) -> "PersonQuerySet":
        """Each with `contacts`: the standing ways to reach them, as {id, kind, value, note}."""
        points = ContactPoint.objects.filter(person=OuterRef("pk"), ended_on=None).order_by("kind", "pk")
        described = points.values(
            described=JSONObject(id=Cast("pk", models.TextField()), kind="kind", value="value", note="note")
        )
        return self.annotate(contacts=ArraySubquery(described))


@pghistory.track()
class Person(models.Model):
    """Somebody accompanied. Only a first name is required; everything else may come later, or never.

    birth: "1984-03-12", "1984-03", "1984" or "" (kernel.dates.BirthDate). external_number: theirs in
    another tool or a spreadsheet, by which an import knows them again. search_key, sound_key and sort_key
    are derived from the names by `actions`, never by hand.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    first_names = models.CharField(_("prénoms"), max_length=120)
    usage_name = models.CharField(_("nom d’usage"), max_length=120, blank=True)
    birth_name = models.CharField(_("nom de naissance"), max_length=120, blank=True)
    alias = models.CharField(_("se fait appeler"), max_length=120, blank=True)
    pronoun = models.CharField(_("pronom"), max_length=30, blank=True)
    birth = models.CharField(_("naissance"), max_length=10, blank=True)
    external_number = models.CharField(_("numéro ailleurs"), max_length=60, blank=True, db_default="")
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    needs_interpreter = models.BooleanField(_("a besoin d’un interprète"), default=False)
    preferred_channel = models.CharField(_("préfère"), max_length=10, choices=channels, blank=True)
    contact_hours = models.CharField(_("quand"), max_length=120, blank=True)
    has_protected_contact = models.BooleanField(default=False)
    search_key = models.TextField(editable=False)
    sound_key = models.TextField(editable=False)
    sort_key = models.TextField(editable=False)
    last_contact_on = models.DateField(null=True, blank=True, editable=False)
    created_on = models.DateField(editable=False)
    created_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    version = models.IntegerField(default=1, editable=False)

    objects = PersonQuerySet.as_manager()
    rows = PersonRows(
        person="id", partition=Partition.IDENTITY, removing=f"id IN {BEING_UNDONE}", grants="SIUD"
    )

    class Meta:
        verbose_name = _("personne accompagnée")
        indexes = [
            models.Index(fields=["organisation", "sort_key", "id"], name="person_by_name"),
            models.Index(fields=["organisation", "last_contact_on", "id"], name="person_by_contact"),
            models.Index(fields=["organisation", "created_on", "id"], name="person_by_arrival"),
            models.Index(
                fields=["organisation", "external_number"],
                name="person_by_number",
                condition=~Q(external_number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def known_names(self) -> tuple[str, ...]:
        """Every name the dossier knows the person by; some empty."""
        return (self.first_names, self.alias, self.usage_name, self.birth_name)

    @property
    def full_name(self) -> str:
        """As the person is called: first names or alias, then usage or birth name."""
        called = self.alias or self.first_names
        return f"{called} {self.usage_name or self.birth_name}".strip()

    @property
    def short_name(self) -> str:
        """First name and initial, particles left out, for those who need no more (workshop leaders)."""
        words = (self.usage_name or self.birth_name).replace("’", " ").replace("'", " ").split()
        family = next((word for word in words if not word[0].islower()), words[0] if words else "")
        first = (self.alias or self.first_names).split(" ")[0]
        return f"{first} {family[0].upper()}." if family else first

    @property
    def birth_date(self) -> BirthDate:
        return BirthDate.from_code(self.birth)

    def opened_to(self, actor: Any, *, titles: bool = False) -> Partition:
        """The partitions the actor may read (titles: may know of); the person comes `with_grounds_of(actor)`."""
        opened = Partition(0)
        if actor.house == self.organisation_id and not self.is_sealed:  # type: ignore[attr-defined]
            opened |= actor.rights.house | (actor.rights.titles if titles else Partition(0))
        for mask in self.ground_masks:  # type: ignore[attr-defined]
            opened |= Partition(mask) & ~actor.rights.withheld
        return opened

    def age_label(self, on: date) -> str:
        """« 42 ans », « 41 à 42 ans », or nothing."""
        ages = self.birth_date.age_range(on)
        if ages is None:
            return ""
        low, high = ages
        return _("%(age)s ans") % {"age": low if low == high else f"{low} à {high}"}


def _apart(person: Person) -> Parts:
    """A person fetched `with_grounds_of` somebody, as a prepared query sees one: what was found of them shapes it.

    Anything else asked of the stand-in fails, rather than be forgotten in the shape."""
    found = {name: getattr(person, name) for name in ("ground_masks", "is_in_circle", "is_sealed")}
    found["ground_masks"] = tuple(found["ground_masks"])

    def rebuilt(given: list[Any]) -> Person:
        organisation, pk = given
        known = Person.from_db(None, ["id", "organisation_id"], [pk, organisation])
        vars(known).update(found)
        return known

    return Parts((Person, *found.values()), [person.organisation_id, person.pk], rebuilt)


taken_apart(Person, _apart)


class ContactPointQuerySet(PersonScopedQuerySet):
    pass


@pghistory.track(exclude=["value", "note"])  # a protected address must not stay readable in the history
class ContactPoint(models.Model):
    """A phone, an e-mail, an address, or somebody through whom to reach the person. Ended, never rewritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = models.CharField(_("moyen"), max_length=10, choices=contact_kinds)
    value = models.CharField(_("coordonnée"), max_length=300)
    note = models.CharField(_("précision"), max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY, removing=f"person_id IN {BEING_UNDONE}", grants="SIUD")

    class Meta:
        ordering = ["kind", "id"]

    def __str__(self) -> str:
        return f"{ContactKind(self.kind).label} {self.value}"


class ProtectedContactQuerySet(PersonScopedQuerySet):
    def visible_to(self, actor: Any) -> Any:
        """For those who may reveal, where the dossier is open to them."""
        return super().visible_to(actor) if actor.rights.reveals else self.none()


@pghistory.track()
class ProtectedContact(models.Model):
    """Where a person in danger really is: sealed, in no list, no search, no export, no letter.

    Revealed one at a time, with a reason, by somebody entitled (access.REVEAL). Civil Code art. 515-11.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=contact_kinds)
    sealed_value = sealed_field()
    ended_on = models.DateField(null=True, blank=True)

    objects = ProtectedContactQuerySet.as_manager()
    rows = PersonRows(partition=Partition.IDENTITY, sensitivity=Partition.PROTECTED, readers=REVEALS)

    def __str__(self) -> str:
        return str(self.pk)


class SocialProfileQuerySet(PersonScopedQuerySet):
    partition = Partition.SOCIAL


@pghistory.track()
class SocialProfile(models.Model):
    """Legal protection and who exercises it. One line per person, made when something is known."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="social_profile")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    legal_protection = models.CharField(
        _("protection juridique"), max_length=30, choices=legal_protections, blank=True
    )
    guardian = models.CharField(_("exercée par"), max_length=200, blank=True)

    objects = SocialProfileQuerySet.as_manager()
    rows = PersonRows(partition=Partition.SOCIAL)

    def __str__(self) -> str:
        return str(self.legal_protection)

    @staticmethod
    def open_to(actor: Any, person: Person) -> bool:
        """May the actor read, hence write, this part of the dossier?"""
        opened = PersonQuerySet.readable(actor, Partition.SOCIAL)
        return Person.objects.filter(opened, pk=person.pk).exists()


class SealQuerySet(models.QuerySet["Seal"]):
    def standing(self) -> models.QuerySet["Seal", UUID]:
        """Identifiers of the persons whose dossier is sealed."""
        return self.filter(lifted_at=None).values_list("person_id", flat=True)

    def visible_to(self, actor: Any) -> "SealQuerySet":
        return self.filter(organisation=actor.organisation)


@pghistory.track()
class Seal(models.Model):
    """A dossier closed to the house but for its own team: a colleague, a relative, a danger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("motif"), max_length=200)
    sealed_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sealed_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = SealQuerySet.as_manager()
    rows = OwnRows(
        reading=f"organisation_id = {ORGANISATION}", writing=f"organisation_id = {ORGANISATION}", grants="SIU"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(lifted_at=None), name="one_standing_seal"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="seal_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


@pghistory.track()
class Ground(models.Model):
    """Why a member, or an organisation, may read a dossier: dated, limited to partitions.

    Written by the actions that open a pathway, name a referent, add somebody to the support circle.
    partitions: a bit mask (kernel.partitions). thing_id: what gave it (a place in a circle, a pathway).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="grounds")
    member = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False)
    grantee_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=ground_kinds)
    partitions = models.IntegerField()
    thing_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField(default=TransactionNow)
    ends_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = GroundQuerySet.as_manager()
    rows = OwnRows(
        reading=f"organisation_id = {ORGANISATION} OR member_id = {MEMBER} OR grantee_organisation_id = {SHARED}",
        writing=f"organisation_id = {ORGANISATION}",
        removing=f"person_id IN {BEING_UNDONE}",
        grants="SIUD",
    )

    class Meta:
        indexes = [
            models.Index(fields=["member", "person"], name="ground_of_member"),
            models.Index(fields=["grantee_organisation", "person"], name="ground_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, grantee_organisation=None)
                | Q(member=None, grantee_organisation__isnull=False),
                name="ground_has_one_grantee",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=models.F("starts_at")),
                name="ground_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.partitions}"


PREFERENCES = {channel.value: channel.label for channel in Channel}
