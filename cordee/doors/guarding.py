"""The guard of a public form, without a third party: a signed page, a hidden field, limits in the database.

A refusal is a sentence: everything typed stays on the page, and sending it again a moment later is enough for a
person. Nothing here knows who is sending.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.lockout import client_address
from cordee.accounts.models import Organisation
from cordee.doors.models import Knock
from cordee.doors.rules import LIMITS, LONGEST, LONGEST_WINDOW, is_beyond, is_too_quick, proves

SALT = "cordee.doors.page"
HONEYPOT, TOKEN, PROOF = "site_web", "jeton", "preuve"
LONGEST_TOKEN = 300


def page_token(organisation: Organisation) -> str:
    """What a form carries: the house, a number drawn at random, the instant, signed."""
    now = int(timezone.now().timestamp())
    return signing.dumps([organisation.code, secrets.token_urlsafe(12), now], salt=SALT)


def age_of(token: str, organisation: Organisation) -> float | None:
    """Seconds since the page was shown; None when made up, another house’s, or older than half a day."""
    try:
        code, _drawn, shown_at = signing.loads(token[:LONGEST_TOKEN], salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    age = timezone.now().timestamp() - shown_at
    return age if code == organisation.code and age <= LONGEST else None


@dataclass(frozen=True)
class Answer:
    """What the guard says. reason: why the form must be sent again; is_beyond: too many; served: already sent."""

    reason: str = ""
    is_beyond: bool = False
    served: bool = False

    @property
    def lets_in(self) -> bool:
        return not self.reason and not self.served


def guard(request: HttpRequest, organisation: Organisation, kind: str) -> Answer:
    """May this sending go further? Counts it when it may. kind: a key of rules.LIMITS."""
    sent = request.POST
    age = age_of(sent.get(TOKEN, ""), organisation)
    if age is None:
        return Answer(_("Cette page est restée ouverte longtemps. Relisez, puis envoyez à nouveau."))
    if sent.get(HONEYPOT, "").strip():
        return Answer(_("Un champ caché a été rempli par le navigateur. Relisez, puis envoyez à nouveau."))
    if is_too_quick(age, proved=proves(sent.get(TOKEN, ""), sent.get(PROOF, ""))):
        return Answer(_("C’était très rapide\u202f! Relisez tranquillement, puis envoyez à nouveau."))
    return count(request, organisation, kind, sent)


def count(
    request: HttpRequest, organisation: Organisation, kind: str, sent: QueryDict | None = None
) -> Answer:
    """Count a knock, unless there are too many; with a form, use its token up."""
    if not is_welcome(request, organisation, kind):
        return Answer(
            _(
                "Beaucoup de demandes sont arrivées d’ici en peu de temps. Rien n’est perdu\u202f: réessayez dans une "
                "heure, ou appelez."
            ),
            is_beyond=True,
        )
    if sent is not None and not use_up(sent.get(TOKEN, ""), organisation):
        return Answer(served=True)
    Knock.objects.create(organisation=organisation, kind=kind, mark=address_mark(request))
    return Answer()


def is_welcome(request: HttpRequest, organisation: Organisation, kind: str) -> bool:
    """Is there room within every limit? Forgets what no limit counts any more."""
    now = timezone.now()
    Knock.objects.filter(at__lt=now - LONGEST_WINDOW).delete()
    limits, mine = LIMITS[kind], Q(mark=address_mark(request))
    wanted = {
        f"limit_{position}": Count(
            "pk", filter=Q(at__gt=now - limit.within) & (Q() if limit.of_house else mine)
        )
        for position, limit in enumerate(limits)
    }
    counted = Knock.objects.filter(organisation=organisation, kind=kind).aggregate(**wanted)
    return not is_beyond(
        {limit: counted[f"limit_{position}"] for position, limit in enumerate(limits)}, limits
    )


def use_up(token: str, organisation: Organisation) -> bool:
    """A page's token serves once: a second sending, even at the same instant, changes nothing."""
    try:
        with transaction.atomic():
            Knock.objects.create(organisation=organisation, kind=Knock.SERVED, mark=digest(token))
    except IntegrityError:
        return False
    return True


def address_mark(request: HttpRequest) -> str:
    """A digest of where the request comes from; of the whole network for IPv6, where one home holds many."""
    address = client_address(request)
    if address is None:
        return digest("nowhere")
    network = ip_network(f"{address}/{64 if ip_address(address).version == 6 else 32}", strict=False)
    return digest(str(network))


def digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"doors|{text}".encode(), hashlib.sha256).hexdigest()
