"""The page a house publishes, and the marks that keep its forms from being flooded."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import NO_PERSON, HouseQuerySet
from cordee.plumbing.ids import new_id
from cordee.plumbing.policies import OpenTable

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
