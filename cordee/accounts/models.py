"""Organisations, sites, places, users, members, roles, invitations."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.enums import OrganisationKind, Role, organisation_kinds, role_choices
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import OpenTable

NO_PERSON = "personne d’accompagné n’y est nommé"
# Given and withdrawn the same day, a membership or a role ends the day before it began: no day at all.
NO_DAY_AT_ALL = timedelta(days=1)
CODES = ArrayField(models.TextField())


class Organisation(models.Model):
    """A house: it holds dossiers, employs members, runs programmes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("nature"), max_length=30, choices=organisation_kinds)
    time_zone = models.CharField(_("fuseau horaire"), max_length=60, default="Europe/Paris")
    school_zone = models.CharField(_("zone scolaire"), max_length=1, blank=True)
    department = models.CharField(_("département"), max_length=3, blank=True)
    street = models.CharField(_("adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    town = models.CharField(_("commune"), max_length=100, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    directions = models.TextField(_("pour venir"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    rows = OpenTable(NO_PERSON, "SIU")

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name

    @property
    def today(self) -> date:
        """The day it is in the organisation's time zone."""
        return timezone.now().astimezone(zone(self.time_zone)).date()

    def get_kind(self) -> OrganisationKind:
        return OrganisationKind(self.kind)


@lru_cache(maxsize=32)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class OrganisationSetting(models.Model):
    """A dated choice of an organisation: how dossiers are shared, what a role may open.

    key: "sharing" (enums.Sharing), "matrix" ({role: {house: [codes], …}}), or one that an upper domain reads
    ("lanes", the names of orientation lanes).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="settings")
    key = models.CharField(max_length=30)
    value = models.JSONField()
    valid_from = models.DateField()
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey("accounts.Member", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    rows = OpenTable(NO_PERSON, "SI")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "key", "-valid_from", "-set_at"], name="setting_latest")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class HouseQuerySet(models.QuerySet[Any]):
    """Rows every member of the organisation may see."""

    def visible_to(self, actor: Any) -> "HouseQuerySet":
        return self.filter(organisation=actor.organisation)


class Site(models.Model):
    """An établissement or antenne of an organisation, with its address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    name = models.CharField(_("nom"), max_length=200)
    street = models.CharField(_("adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    town = models.CharField(_("commune"), max_length=100, blank=True)
    closed_on = models.DateField(_("fermé depuis"), null=True, blank=True)

    objects = HouseQuerySet.as_manager()
    rows = OpenTable(NO_PERSON, "SIU")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A room, a workshop, a plot of land: where something happens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="places")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="places")
    name = models.CharField(_("nom"), max_length=200)
    closed_on = models.DateField(_("fermé depuis"), null=True, blank=True)

    objects = HouseQuerySet.as_manager()
    rows = OpenTable(NO_PERSON, "SIU")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A human who signs in. What they may do comes from their memberships, never from here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("adresse électronique"), unique=True)
    first_name = models.CharField(_("prénom"), max_length=100, blank=True)
    last_name = models.CharField(_("nom"), max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    rows = OpenTable("comptes des professionnels", "SIU")
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("compte")

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    # allauth and Django ask these of any user; Cordée has no administration site and no global permission.
    is_staff = False
    is_superuser = False

    def get_full_name(self) -> str:
        return self.full_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class MemberQuerySet(models.QuerySet["Member"]):
    def active_on(self, day: date) -> "MemberQuerySet":
        return self.filter(
            Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day)), user__is_active=True
        )

    def with_roles(self, day: date) -> "MemberQuerySet":
        """Each with `current_roles`, the codes of the roles held that day."""
        held = MemberRole.objects.filter(member=models.OuterRef("pk")).held_on(day).order_by()
        return self.annotate(
            current_roles=Coalesce(
                models.Subquery(
                    held.values("member")
                    .annotate(codes=models.Func(F("role"), function="array_agg", output_field=CODES))
                    .values("codes"),
                    output_field=CODES,
                ),
                models.Value([], output_field=CODES),
            )
        )

    def visible_to(self, actor: Any) -> "MemberQuerySet":
        """Colleagues of the same house."""
        return self.filter(organisation=actor.organisation)


class Member(models.Model):
    """A user at work in an organisation, from a day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    display_name = models.CharField(_("nom affiché"), max_length=200)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("arrivée"))
    until_on = models.DateField(_("départ"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()
    rows = OpenTable("professionnels", "SIU")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="member_once_per_organisation"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on") - NO_DAY_AT_ALL),
                name="member_leaves_after_arriving",
                violation_error_message=_("Le départ ne peut pas précéder l’arrivée."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class MemberRoleQuerySet(models.QuerySet["MemberRole"]):
    def held_on(self, day: date) -> "MemberRoleQuerySet":
        return self.filter(Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day)))


class MemberRole(models.Model):
    """A role held by a member, dated."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="roles")
    role = models.CharField(_("rôle"), max_length=30, choices=role_choices)
    from_on = models.DateField(_("depuis"))
    until_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MemberRoleQuerySet.as_manager()
    rows = OpenTable("professionnels", "SIU")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on") - NO_DAY_AT_ALL),
                name="role_ends_after_it_starts",
                violation_error_message=_("La fin du rôle ne peut pas précéder son début."),
            )
        ]

    def __str__(self) -> str:
        return str(Role(self.role).label)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; perhaps out of date."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def visible_to(self, actor: Any) -> "InvitationQuerySet":
        return self.filter(organisation=actor.organisation)


class Invitation(models.Model):
    """A colleague asked to join, or to choose a new password. The link holds a token; only its hash is kept.

    renews: the member whose access is made anew; roles are then left as they are. invited_by is empty for the
    first coordinator, invited by the command that made the instance.
    """

    LASTS = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("adresse électronique"))
    first_name = models.CharField(_("prénom"), max_length=100)
    last_name = models.CharField(_("nom"), max_length=100)
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=30))
    renews = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    resets_second_factor = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    rows = OpenTable("professionnels", "SIU")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def is_open_at(self, instant: datetime) -> bool:
        """May the link still be used?"""
        return self.accepted_at is None and self.withdrawn_at is None and instant < self.expires_at


class SessionRecord(models.Model):
    """A browser where somebody signed in: what the list of one's sessions shows, and what closes them.

    The time of last use is read in the session itself, so that a page visited writes nothing here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session_key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    device = models.CharField(max_length=80)
    started_at = models.DateTimeField(default=timezone.now)

    rows = OpenTable("appareils des professionnels", "SIUD")

    def __str__(self) -> str:
        return self.device
