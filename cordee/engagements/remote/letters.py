"""What a link to sign is sent with: neutral words, since anybody may hold the telephone."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.models import zone
from cordee.engagements.enums import VersionState
from cordee.engagements.remote.models import SigningLink
from cordee.plumbing.outbox.enums import Why
from cordee.ui.wording import day_words

LINK = "contract_link"
LABEL = gettext_lazy("lien pour signer")


def subject() -> str:
    return _("Le lien dont nous avons parlé")


def text_of(address: str, until: datetime, house: Any) -> str:
    """« Bonjour, voici le lien dont nous avons parlé… »: neither a name, nor what is read there."""
    day = day_words(until.astimezone(zone(house.time_zone)).date(), "l j F")
    said = _("Bonjour, voici le lien dont nous avons parlé\u202f: %(address)s Il sert jusqu’au %(day)s.")
    told = said % {"address": address, "day": day}
    if house.phone:
        told += _(" Une question\u202f? Appelez le %(phone)s.") % {"phone": house.phone}
    return told


def no_longer_serves(message: Any) -> str:
    """Asked just before a message leaves: does its link still open the text it was given for?"""
    if message.purpose != LINK or message.thing_id is None:
        return ""
    link = SigningLink.objects.select_related("version").filter(pk=message.thing_id).first()
    if link is None:
        return ""
    stands = link.version.state == VersionState.PROPOSED and link.version.digest == link.digest
    return "" if stands and link.is_awaited(timezone.now()) else Why.PAST
