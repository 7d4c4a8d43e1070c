"""Somebody without an account orients a person: kept sealed, confirmed by mail, then an orientation like any other."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.doors import letters, waiting
from cordee.doors.following import give_link
from cordee.doors.guarding import digest
from cordee.doors.inside import inside
from cordee.doors.models import Arrival, Follow
from cordee.doors.rules import CONFIRMED_WITHIN, FOLLOWED_FOR
from cordee.doors.tokens import CONFIRM, Link, new_token
from cordee.kernel.errors import BadInput
from cordee.papers.enums import Kind
from cordee.people.keys import organisation_key
from cordee.plumbing import crypto
from cordee.referrals.enums import Door
from cordee.referrals.reasons import LONGEST_REASON
from cordee.referrals.receiving import receive_referral

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def leave_arrival(
    *,
    organisation: Organisation,
    email: str,
    site: str,
    described: Mapping[str, Any],
    reason: str,
    papers: Sequence[Any] = (),
    papers_kind: str = Kind.OTHER,
) -> None:
    """Keep what was sent, sealed, and ask its sender to confirm. The same sent again is the same. Raises BadInput.

    described: the fields of an orientation; site: where the instance is served. papers: files chosen, checked and
    cleaned like any other: one refused refuses all that was sent (FileRefused).
    """
    if len(reason) > LONGEST_REASON:
        raise BadInput("reason", _("Ce texte est trop long\u202f: gardez l’essentiel."))
    said: dict[str, Any] = {"described": dict(described), "reason": reason, "email": email, "site": site}
    kept = [waiting.Paper.checked(file, papers_kind) for file in papers]
    with inside(organisation.pk):
        forget_expired(organisation, timezone.now())
        known = digest("|".join([email, json.dumps(said), *(paper.mark for paper in kept)]))
        if Arrival.objects.filter(organisation=organisation, digest=known).exists():
            return
        arrival = Arrival(organisation=organisation, digest=known)
        arrival.expires_at = arrival.sent_at + CONFIRMED_WITHIN
        key = organisation_key(organisation.pk)
        said["papers"] = [waiting.keep(paper, arrival, key) for paper in kept]
        arrival.sealed = crypto.seal(key, json.dumps(said).encode(), bound_to(arrival))
        token = new_token(CONFIRM, organisation.pk, arrival.pk)
        arrival.token_digest = digest(token)
        arrival.save(force_insert=True)
        letters.ask_confirmation(arrival, organisation, to=email, site=site, token=token)


def forget_expired(organisation: Organisation, now: datetime) -> None:
    """What nobody confirmed goes, unread."""
    Arrival.objects.filter(organisation=organisation, expires_at__lte=now, confirmed_at=None).delete()


@transaction.atomic
def confirm_arrival(link: Link) -> tuple[Follow, str] | None:
    """What was sent becomes an orientation: (how it is followed, the token of its link).

    None when the link was never given, has served, or is too old: they are told alike.
    """
    with inside(link.organisation):
        found = Arrival.objects.select_for_update().filter(pk=link.row, token_digest=link.digest).first()
        if found is None or found.confirmed_at is not None or found.expires_at <= timezone.now():
            return None
        organisation = Organisation.objects.get(pk=found.organisation_id)
        key = organisation_key(organisation.pk)
        said = json.loads(crypto.unseal(key, bytes(found.sealed or b""), bound_to(found)))
        referral = receive_referral(
            organisation=organisation,
            on=organisation.today,
            channel=Door.PUBLIC_FORM,
            reason=said["reason"],
            **said["described"],
        )
        for told in said.get("papers", []):
            waiting.hand_over(told, found, referral, key)
        follow = _follow(found, referral.pk, email=said["email"], site=said["site"])
        token = give_link(
            follow,
            purpose=letters.RECEIVED,
            subject=_("Orientation %(reference)s\u202f: bien reçue"),
            words=_("Votre orientation %(reference)s est arrivée. Vous pouvez suivre la réponse ici\u202f:"),
            once=f"{letters.RECEIVED}:{referral.pk}",
        )
        found.sealed, found.confirmed_at, found.referral_id = None, timezone.now(), referral.pk
        found.save(update_fields=["sealed", "confirmed_at", "referral_id"])
    return follow, token


def _follow(arrival: Arrival, referral_id: Any, *, email: str, site: str) -> Follow:
    reference = "".join(secrets.choice(ALPHABET) for _letter in range(8))
    follow = Follow(
        organisation_id=arrival.organisation_id,
        referral_id=referral_id,
        reference=f"{reference[:4]}-{reference[4:]}",
        email=email,
        site=site,
        expires_at=timezone.now() + FOLLOWED_FOR,
    )
    follow.save(force_insert=True)
    return follow


def bound_to(arrival: Arrival) -> str:
    return crypto.bound("doors_arrival", "sealed", arrival.pk, arrival.organisation_id)
