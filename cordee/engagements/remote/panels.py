"""What the page of a contract shows of its links: to whom, sent when, opened when, signed when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.engagements.enums import Capacity, VersionState
from cordee.engagements.remote.enums import By
from cordee.engagements.remote.models import SigningLink
from cordee.kernel.words import french_day
from cordee.people.keys import unseal_text
from cordee.people.models import Person
from cordee.ui.shapes import Badge
from cordee.ui.wording import hour_words


@dataclass(frozen=True)
class Line:
    """A link as it is read. steps: what happened, in order; words: what they would talk about."""

    pk: Any
    who: str
    badge: Badge
    steps: Sequence[str]
    words: str = ""
    may_be_withdrawn: bool = False


def who_words(capacity: str) -> str:
    if capacity == Capacity.PARENT:
        return _("Lien pour un parent")
    if capacity == Capacity.GUARDIAN:
        return _("Lien pour qui exerce la protection")
    return _("Lien pour la personne")


def line_of(link: SigningLink, person: Person, key: bytes | None, house: Any) -> Line:
    now = timezone.now()
    words = unseal_text(key, link, "sealed_words", person.pk) if key else ""
    return Line(
        link.pk,
        who_words(link.capacity),
        badge_of(link, now),
        list(_steps(link, now, house)),
        words,
        link.is_awaited(now),
    )


def badge_of(link: SigningLink, now: datetime) -> Badge:
    if link.signed_at:
        return Badge(_("Signé"), "done")
    if link.withdrawn_at:
        return Badge(_("Repris"), "neutral")
    if link.version.state != VersionState.PROPOSED or link.version.digest != link.digest:
        return Badge(_("Le texte a changé"), "neutral")
    if link.is_locked:
        return Badge(_("Bloqué"), "late")
    if link.expires_at <= now:
        return Badge(_("Trop ancien"), "neutral")
    if link.talk_at:
        return Badge(_("Veut en parler"), "soon")
    return Badge(_("Ouvert"), "info") if link.opened_at else Badge(_("Attendu"), "soon")


def _steps(link: SigningLink, now: datetime, house: Any) -> Iterator[str]:
    """« envoyé le … par SMS », « ouvert le … », « signé le … »."""
    told = {"how": By(link.by).label, "when": _when(link.sent_at, house), "who": link.sent_by.display_name}
    yield _("Remis le %(when)s, %(how)s, par %(who)s") % told
    if link.opened_at:
        yield _("ouvert le %(when)s") % {"when": _when(link.opened_at, house)}
    if link.talk_at:
        yield _("demande à en parler le %(when)s") % {"when": _when(link.talk_at, house)}
    if link.signed_at:
        yield _("signé le %(when)s") % {"when": _when(link.signed_at, house)}
    elif link.withdrawn_at:
        yield _("repris le %(when)s") % {"when": _when(link.withdrawn_at, house)}
    elif link.is_locked:
        yield _("bloqué après plusieurs mauvaises réponses\u202f: donnez-en un autre")
    else:
        yield _("sert jusqu’au %(when)s") % {"when": _when(link.expires_at, house)}


def _when(at: datetime, house: Any) -> str:
    here = at.astimezone(zone(house.time_zone))
    return _("%(day)s à %(hour)s") % {"day": french_day(here.date()), "hour": hour_words(here.time())}
