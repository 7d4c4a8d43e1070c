"""The page a house publishes, what comes by it, how it is followed, the marks that keep it from being flooded."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import NO_PERSON, HouseQuerySet
from cordee.people.models import Ground, Seal
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import sealed_field
from cordee.plumbing.policies import INTAKE, MEMBER, ORGANISATION, OpenTable, OrganisationRows, OwnRows
from cordee.referrals.enums import states

LONGEST = 4000


class PublicPage(models.Model):
    """What a house says of itself to anybody. Nothing is shown before it is published.

    is_indexed: search engines may keep it. takes_orientations, takes_requests: which of the two forms it offers,
    to who orients somebody and to the person herself.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, primary_key=True, related_name="public_page"
    )
    does = models.TextField(_("ce que nous faisons"), max_length=LONGEST, blank=True)
    for_whom = models.TextField(_("pour qui"), max_length=LONGEST, blank=True)
    how_to_ask = models.TextField(_("comment demander"), max_length=LONGEST, blank=True)
    whom_to_call = models.TextField(_("à qui parler"), max_length=LONGEST, blank=True)
    hours = models.TextField(_("quand venir"), max_length=LONGEST, blank=True)
    is_published = models.BooleanField(_("publiée"), default=False)
    is_indexed = models.BooleanField(_("trouvée par les moteurs de recherche"), default=False)
    takes_orientations = models.BooleanField(_("orienter quelqu’un"), default=True)
    takes_requests = models.BooleanField(_("demander de l’aide soi-même"), default=True)
    version = models.IntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        "accounts.Member", models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = HouseQuerySet.as_manager()
    rows = OpenTable(f"page publique d’une organisation ; {NO_PERSON}", "SIU")

    class Meta:
        verbose_name = _("page publique")

    def __str__(self) -> str:
        return str(self.organisation_id)


class Knock(models.Model):
    """Somebody sent a public form: counted by address and by house for a day, then forgotten.

    kind: a key of rules.LIMITS, or "token" for the page's own token, which serves once. mark: a keyed digest; the
    address itself is kept nowhere.
    """

    SERVED = "token"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10)
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = HouseQuerySet.as_manager()
    rows = OpenTable("empreinte d’une adresse du réseau, gardée un jour", "SID")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "kind", "at"], name="knock_of_house"),
            models.Index(fields=["at"], name="knock_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mark"], condition=Q(kind="token"), name="one_use_of_a_token"
            )
        ]

    def __str__(self) -> str:
        return self.kind


OF_NOBODY = f"organisation_id = {ORGANISATION} AND {MEMBER} IS NULL"


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, actor: Any) -> "ArrivalQuerySet":
        """Nobody's: nothing reaches the team before its sender has confirmed."""
        return self.none()


class Arrival(models.Model):
    """What somebody without an account sent, sealed until they confirm their address; gone after two days.

    digest: of what was sent, so that sending it again is the same arrival. referral_id: what it became.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    sealed = sealed_field()
    digest = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    referral_id = models.UUIDField(null=True)

    objects = ArrivalQuerySet.as_manager()
    rows = OwnRows(reading=OF_NOBODY, writing=OF_NOBODY, grants="SIUD", retention="RET-02")

    class Meta:
        indexes = [models.Index(fields=["organisation", "expires_at"], name="arrival_by_age")]
        constraints = [models.UniqueConstraint(fields=["organisation", "digest"], name="one_arrival_sent")]

    def __str__(self) -> str:
        return str(self.pk)


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, actor: Any) -> "FollowQuerySet":
        """For who welcomes."""
        mine = self.filter(organisation=actor.organisation)
        return mine if actor.rights.intake else self.none()


class Follow(models.Model):
    """How who oriented somebody follows their orientation: by a link, or from another house of the instance.

    reference: what mails call the orientation; it says nothing of anybody. email: a professional's, confirmed.
    token_digest: of the link last given; the one before is told to be out of date, not unknown. code_digest: of the
    code asked when the link is opened in a new browser. site: where the instance is served, as the sender saw it.
    house, sending_id: the house that sent it, and its own line (`Sending`). shared_until: until when that line is told
    of the stages and milestones of the pathway, as the person agreed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    referral_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=12)
    email = models.EmailField(_("courriel"), blank=True)
    site = models.CharField(max_length=200, blank=True)
    shared_until = models.DateTimeField(null=True)
    house = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sending_id = models.UUIDField(null=True)
    token_digest = models.CharField(max_length=64, blank=True)
    former_digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()
    rows = OwnRows(
        reading=f"organisation_id = {ORGANISATION} AND ({MEMBER} IS NULL OR {INTAKE})",
        writing=f"organisation_id = {ORGANISATION} AND ({MEMBER} IS NULL OR {INTAKE})",
        grants="SIU",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "reference"], name="one_reference")]

    def __str__(self) -> str:
        return self.reference

    @property
    def has_code(self) -> bool:
        """A code has left, and still serves."""
        return bool(self.code_digest) and self.code_until is not None and self.code_until > timezone.now()


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, actor: Any) -> "SendingQuerySet":
        """Those of the house for the roles that welcome; otherwise those one sent. A sealed dossier hides its own."""
        sealed = Seal.objects.standing().filter(organisation=actor.organisation)
        follows = Ground.objects.live().held_by(actor).reaching("person")
        mine = self.filter(Q(person=None) | ~Q(person__in=sealed) | follows, organisation=actor.organisation)
        return mine if actor.rights.intake else mine.filter(sent_by=actor.member)


class Sending(models.Model):
    """An orientation the house made towards another of the instance: what it may know of the answer.

    The receiving house holds the orientation itself; this line is told of each answer: state and day.
    towards: the other house and its programme, as they were called. steps: {state, on}, oldest first. follows: the
    person agreed that the sender goes on reading stages and milestones; shown: those told since, {on, words}, oldest
    first, and never the dossier (doors.shared); shown_until: when that ends.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    to_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    towards = models.CharField(_("vers"), max_length=300)
    referral_id = models.UUIDField()
    first_names = models.CharField(_("prénoms"), max_length=120)
    usage_name = models.CharField(_("nom d’usage"), max_length=120, blank=True)
    sent_on = models.DateField(_("envoyée le"))
    sent_by = models.ForeignKey("accounts.Member", models.PROTECT, related_name="+", db_index=False)
    follows = models.BooleanField(_("suivi des étapes accepté"), default=False)
    state = models.CharField(_("état"), max_length=20, choices=states, default="received")
    state_since = models.DateField()
    steps = models.JSONField(default=list, editable=False)
    shown = models.JSONField(default=list, editable=False)
    shown_until = models.DateTimeField(null=True)

    objects = SendingQuerySet.as_manager()
    rows = OrganisationRows(only=f"{INTAKE} OR sent_by_id = {MEMBER}", person="person_id")

    class Meta:
        verbose_name = _("orientation envoyée")
        indexes = [models.Index(fields=["organisation", "-sent_on", "-id"], name="sending_by_day")]

    def __str__(self) -> str:
        return f"{self.first_names} {self.usage_name}".strip()

    @property
    def is_shown(self) -> bool:
        """Do they still read the stages, as the person agreed?"""
        return self.shown_until is not None and self.shown_until > timezone.now()
