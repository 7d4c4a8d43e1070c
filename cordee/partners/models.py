"""The directory: partners, their sites, referents, agreements, contacts, services. Nobody accompanied is named here."""

from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import HouseQuerySet
from cordee.kernel.names import search_key
from cordee.partners.enums import (
    SENSITIVE_NETWORKS,
    SENSITIVE_STRUCTURES,
    TELLTALE,
    AgreementState,
    LinkState,
    agreement_kinds,
    contact_means,
)
from cordee.partners.rules import agreement_state, dormant_before, link_state
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import BEING_UNDONE, OrganisationRows

LONGEST = 4000
KEPT = "RET-07"
OF_PARTNER = (("partner_id", "partners_partner"),)
HUNG = OrganisationRows(
    under=OF_PARTNER, retention=KEPT, grants="SIUD", removing=f"partner_id IN {BEING_UNDONE}"
)


def codes(label: Any) -> Any:
    """A list of codes, empty by default."""
    return ArrayField(models.CharField(max_length=90), default=list, blank=True, verbose_name=label)


def owned(**more: Any) -> Any:
    return models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False, **more
    )


def writer() -> Any:
    return models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )


class PartnerQuerySet(HouseQuerySet):
    def open(self) -> "PartnerQuerySet":
        """Those that have not closed."""
        return self.filter(closed_on=None)

    def linked(self, state: str, today: date) -> "PartnerQuerySet":
        """Those whose link is in this state today (rules.link_state)."""
        if state == LinkState.UNKNOWN:
            return self.filter(last_contact_on=None)
        limit = dormant_before(today)
        if state == LinkState.DORMANT:
            return self.filter(last_contact_on__lt=limit)
        return self.filter(last_contact_on__gte=limit)

    def with_referent(self, today: date, *, named: bool = True) -> "PartnerQuerySet":
        """Those somebody answers for today, or those nobody does."""
        answering = InstitutionalReferent.objects.on(today).filter(partner=models.OuterRef("pk"))
        return self.filter(models.Exists(answering) if named else ~models.Exists(answering))


class Where(models.Model):
    """An address. insee: the code of the commune."""

    street = models.CharField(_("adresse"), max_length=200, blank=True)
    extra = models.CharField(_("complément d’adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    town = models.CharField(_("commune"), max_length=100, blank=True)
    insee = models.CharField(_("code INSEE de la commune"), max_length=5, blank=True)

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        place = " ".join(part for part in (self.postcode, self.town) if part)
        return ", ".join(part for part in (self.street, self.extra, place) if part)


class FromElsewhere(models.Model):
    """Where a row comes from. source, source_id: the producer and its identifier there, as data·inclusion writes them;
    empty when the house wrote it. source_date: when the producer last changed it. version: raised at each change."""

    source = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    source_date = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = writer()

    class Meta:
        abstract = True


@pghistory.track()
class Partner(Where, FromElsewhere):
    """A structure one works with, as its members call it.

    kinds, domains, networks: codes of enums.partner_kinds, enums.Domain, data·inclusion. phone: E.164. opening_hours:
    as OpenStreetMap writes them. is_sensitive: never in a file that leaves, whatever its kind (ECO-06). closed_on: it
    no longer receives anybody; turn_to, turn_to_words: where to go now. last_contact_on: written by `linking` alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    name = models.CharField(_("nom"), max_length=200)
    short_name = models.CharField(_("sigle ou nom d’usage"), max_length=60, blank=True)
    kinds = codes(_("nature"))
    domains = codes(_("domaines"))
    description = models.TextField(_("ce qu’ils font"), max_length=LONGEST, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    website = models.URLField(_("site web"), blank=True)
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    territory = models.CharField(_("territoire couvert"), max_length=300, blank=True)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    accessibility = models.CharField(_("accessibilité du lieu"), max_length=300, blank=True)
    accessibility_url = models.URLField(_("page Acceslibre"), blank=True)
    networks = codes(_("réseaux"))
    is_sensitive = models.BooleanField(_("ne jamais le nommer dans un export"), default=False)
    closed_on = models.DateField(_("fermé depuis le"), null=True, blank=True)
    turn_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    turn_to_words = models.CharField(_("vers qui se tourner"), max_length=300, blank=True)
    last_contact_on = models.DateField(null=True, blank=True, editable=False)
    search_key = models.TextField(editable=False)
    sort_key = models.CharField(max_length=200, editable=False)
    created_by = writer()

    objects = PartnerQuerySet.as_manager()
    rows = OrganisationRows(retention=KEPT, grants="SIUD", removing=f"id IN {BEING_UNDONE}")

    class Meta:
        verbose_name = _("partenaire")
        indexes = [
            models.Index(fields=["organisation", "sort_key", "id"], name="partner_by_name"),
            models.Index(fields=["organisation", "siret"], name="partner_by_siret"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "source_id"],
                condition=~Q(source_id=""),
                name="one_partner_of_a_source",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False) | Q(turn_to=None, turn_to_words=""),
                name="closed_partner_turns_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def named(self) -> str:
        """CMS (centre médico-social…) when it has a name people use."""
        return f"{self.name} ({self.short_name})" if self.short_name else self.name

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def is_kept_in(self) -> bool:
        """Never in a file that leaves: by its kind, its network, its very name, or the choice of the house (ECO-06)."""
        return (
            self.is_sensitive
            or bool(SENSITIVE_STRUCTURES.intersection(self.kinds))
            or bool(SENSITIVE_NETWORKS.intersection(self.networks))
            or any(f" {word} " in self.search_key for word in TELLTALE)
        )

    def link_on(self, today: date) -> LinkState:
        return link_state(self.last_contact_on, today=today)

    def key_again(self) -> None:
        """The search and sort keys, from its names and its town."""
        self.search_key = f" {search_key(f'{self.name} {self.short_name} {self.town}')} "
        self.sort_key = search_key(self.name)[:200]


@pghistory.track()
class PartnerSite(Where):
    """Another door of the same structure: a branch, a permanence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="sites")
    name = models.CharField(_("nom du lieu"), max_length=200)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    accessibility = models.CharField(_("accessibilité du lieu"), max_length=300, blank=True)
    closed_on = models.DateField(_("fermé depuis le"), null=True, blank=True)
    version = models.IntegerField(default=1, editable=False)

    objects = HouseQuerySet.as_manager()
    rows = HUNG

    class Meta:
        verbose_name = _("lieu d’un partenaire")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ReferentQuerySet(HouseQuerySet):
    def on(self, day: date) -> "ReferentQuerySet":
        """Those who answer for their structure that day, their last day included; who left on the first never did."""
        lasting = Q(until_on=None) | Q(until_on__gte=day, until_on__gt=F("from_on"))
        return self.filter(lasting, from_on__lte=day)


@pghistory.track()
class InstitutionalReferent(models.Model):
    """Who answers for a partner, by name (B0.16). One who leaves stays, with their days: the history is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="referents")
    name = models.CharField(_("nom"), max_length=120)
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    about = models.CharField(_("pour quoi l’appeler"), max_length=200, blank=True)
    from_on = models.DateField(_("depuis le"))
    until_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    search_key = models.TextField(editable=False, default="")
    version = models.IntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = writer()

    objects = ReferentQuerySet.as_manager()
    rows = HUNG

    class Meta:
        verbose_name = _("référent institutionnel")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="referent_days_in_order",
                violation_error_message=_("La fin ne peut pas venir avant le début."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def answers_on(self, day: date) -> bool:
        lasts = self.until_on is None or (self.until_on >= day and self.until_on > self.from_on)
        return self.from_on <= day and lasts


@pghistory.track()
class Agreement(models.Model):
    """What was agreed in writing. until: its last day, none when nothing was fixed; notice_months: before it, when to
    start renewing; renews_itself: goes on by itself (tacite reconduction); ended_on: stopped, or replaced."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    kind = models.CharField(_("nature"), max_length=20, choices=agreement_kinds)
    label = models.CharField(_("intitulé"), max_length=200, blank=True)
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    notice_months = models.SmallIntegerField(_("à préparer combien de mois avant"), null=True, blank=True)
    renews_itself = models.BooleanField(_("se renouvelle d’elle-même"), default=False)
    terms = models.TextField(_("ce qui est convenu"), max_length=LONGEST, blank=True)
    ended_on = models.DateField(_("arrêtée le"), null=True, blank=True)
    version = models.IntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = writer()

    objects = HouseQuerySet.as_manager()
    rows = HUNG

    class Meta:
        verbose_name = _("convention")
        indexes = [models.Index(fields=["organisation", "until"], name="agreement_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(signed_on=None) | Q(until__gte=F("signed_on")),
                name="agreement_days_in_order",
                violation_error_message=_("La fin ne peut pas venir avant le début."),
            ),
            models.CheckConstraint(
                condition=Q(notice_months=None) | Q(notice_months__gte=0, notice_months__lte=24),
                name="agreement_notice",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()

    def state_on(self, today: date) -> AgreementState:
        return agreement_state(
            signed_on=self.signed_on,
            until=self.until,
            ended_on=self.ended_on,
            notice_months=self.notice_months,
            renews_itself=self.renews_itself,
            today=today,
        )


class ContactQuerySet(HouseQuerySet):
    def standing(self) -> "ContactQuerySet":
        return self.filter(withdrawn_at=None)


@pghistory.track()
class PartnerContact(models.Model):
    """A day somebody of the house spoke with a partner: no person accompanied in it. sealed_words: with the key of the
    house, since a name slips easily into a few words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contacts")
    day = models.DateField(_("le"))
    member = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    means = models.CharField(_("comment"), max_length=10, choices=contact_means)
    sealed_words = sealed_field()
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()
    rows = HUNG

    class Meta:
        verbose_name = _("contact avec un partenaire")
        indexes = [models.Index(fields=["partner", "-day", "-id"], name="contact_by_day")]

    def __str__(self) -> str:
        return f"{self.means} {self.day}"


@pghistory.track()
class PartnerService(FromElsewhere):
    """Something a partner offers, in the words of data·inclusion v1 (ECO-01): how to find it, how to go there.

    kind: service_types; themes, publics, fee, reception, mobilisation, mobilisable_by: codes of those lists.
    zones: INSEE codes of communes and départements, SIREN of EPCI, « france ». weekly_hours, weeks: what it lasts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = owned()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="services")
    name = models.CharField(_("nom"), max_length=150)
    description = models.TextField(_("ce que c’est"), max_length=10_000, blank=True)
    kind = models.CharField(_("type"), max_length=40, blank=True)
    themes = codes(_("thématiques"))
    publics = codes(_("publics"))
    publics_words = models.CharField(_("précisions sur le public"), max_length=1000, blank=True)
    conditions = models.CharField(_("conditions d’accès"), max_length=1000, blank=True)
    fee = models.CharField(_("frais"), max_length=20, blank=True)
    fee_words = models.CharField(_("précisions sur les frais"), max_length=1000, blank=True)
    reception = codes(_("accueil"))
    zones = codes(_("territoire"))
    mobilisation = codes(_("comment s’y adresser"))
    mobilisable_by = codes(_("qui peut s’y adresser"))
    mobilisation_words = models.CharField(_("précisions pour s’y adresser"), max_length=1000, blank=True)
    mobilisation_url = models.URLField(_("lien pour s’y adresser"), blank=True, max_length=500)
    contact_name = models.CharField(_("à qui s’adresser"), max_length=200, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    weekly_hours = models.DecimalField(
        _("heures par semaine"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    weeks = models.SmallIntegerField(_("nombre de semaines"), null=True, blank=True)
    closed_on = models.DateField(_("n’existe plus depuis le"), null=True, blank=True)

    objects = HouseQuerySet.as_manager()
    rows = HUNG

    class Meta:
        verbose_name = _("service d’un partenaire")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "source_id"],
                condition=~Q(source_id=""),
                name="one_service_of_a_source",
            ),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__gte=1), name="service_lasts_a_week_at_least"
            ),
        ]

    def __str__(self) -> str:
        return self.name
