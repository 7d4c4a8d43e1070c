"""Who orients follows by a link: given anew with each mail, opened in a new browser with a code mailed again.

- give_link           a new link in a mail; the one before is out of date
- look                what a link opens: unknown, out of date, or the orientation
- send_code, try_code the light step in a new browser
- add_papers          what is missing, sent by the same link
- withdraw            they say the request no longer holds
- on_answer           the house answers: a mail says so, and nothing else
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.doors import letters
from cordee.doors.guarding import digest
from cordee.doors.inside import inside
from cordee.doors.models import Follow
from cordee.doors.rules import CODE_FOR, CODE_TRIES, FOLLOWED_FOR
from cordee.doors.tokens import FOLLOW, Link, new_token
from cordee.kernel.errors import BadInput
from cordee.papers.forms import take_each
from cordee.plumbing.context import for_the_holder
from cordee.referrals.models import Referral
from cordee.referrals.papers import attach_paper
from cordee.referrals.receiving import add_word, withdraw_referral

TOLD = frozenset(
    {"study", "ask_papers", "meet", "wait", "to_board", "accept", "refuse", "pass_on", "withdraw", "expire",
     "reopen", "announce"}
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What a link opens. is_out_of_date: it was given, and no longer serves. Nothing at all: it never was."""

    follow: Follow | None = None
    is_out_of_date: bool = False

    @property
    def is_open(self) -> bool:
        return self.follow is not None and not self.is_out_of_date


def look(link: Link | None) -> Seen:
    """Read a link. One query, none for one made up."""
    if link is None:
        return Seen()
    with inside(link.organisation):
        follow = Follow.objects.filter(pk=link.row).first()
    return judged(follow, link)


def judged(follow: Follow | None, link: Link) -> Seen:
    if follow is None:
        return Seen()
    if constant_time_compare(follow.token_digest, link.digest):
        return Seen(follow, is_out_of_date=follow.expires_at <= timezone.now())
    was = follow.former_digest and constant_time_compare(follow.former_digest, link.digest)
    return Seen(follow, is_out_of_date=True) if was else Seen()


def followed(follow: Follow) -> Referral:
    """The orientation followed, with nothing of the dossier it may have led to."""
    with inside(follow.organisation_id):
        return Referral.objects.select_related("handled_by", "organisation").get(pk=follow.referral_id)


def give_link(follow: Follow, *, purpose: str, subject: str, words: str, once: str) -> str:
    """A new token, mailed; the former is out of date. The context must see the house."""
    token = new_token(FOLLOW, follow.organisation_id, follow.pk)
    follow.former_digest, follow.token_digest = follow.token_digest, digest(token)
    follow.expires_at = timezone.now() + FOLLOWED_FOR
    follow.save(update_fields=["former_digest", "token_digest", "expires_at"])
    told = words % {"reference": follow.reference}
    letters.tell(follow, purpose=purpose, subject=subject, words=told, token=token, once=once)
    return token


@transaction.atomic
def renew_link(seen: Seen) -> None:
    """The link again, to the address that was confirmed: whoever asks learns nothing."""
    if seen.follow is None:
        return
    with inside(seen.follow.organisation_id):
        kept = Follow.objects.select_for_update().get(pk=seen.follow.pk)
        give_link(
            kept,
            purpose=letters.LINK,
            subject=_("Orientation %(reference)s\u202f: votre lien"),
            words=_("Voici un nouveau lien pour suivre l’orientation %(reference)s\u202f:"),
            once=f"{letters.LINK}:{kept.pk}:{kept.token_digest[:16]}",
        )


@transaction.atomic
def send_code(follow: Follow) -> None:
    """Six figures to the address that was confirmed; those before no longer serve."""
    with inside(follow.organisation_id):
        kept = Follow.objects.select_for_update().get(pk=follow.pk)
        code = f"{secrets.randbelow(1_000_000):06}"
        kept.code_digest, kept.code_tries = digest(f"{kept.pk}|{code}"), 0
        kept.code_until = timezone.now() + CODE_FOR
        kept.save(update_fields=["code_digest", "code_tries", "code_until"])
        letters.send_code(kept, code, once=f"{letters.CODE}:{kept.pk}:{kept.code_digest[:16]}")


@transaction.atomic
def try_code(follow: Follow, typed: str) -> bool:
    """Is it the code last sent? A few tries, then another must be asked for; it serves once."""
    with inside(follow.organisation_id):
        kept = Follow.objects.select_for_update().get(pk=follow.pk)
        if not kept.has_code:
            return False
        kept.code_tries += 1
        digits = "".join(sign for sign in typed if sign.isdigit())
        holds = constant_time_compare(kept.code_digest, digest(f"{kept.pk}|{digits}"))
        holds = holds and kept.code_tries <= CODE_TRIES
        if holds or kept.code_tries >= CODE_TRIES:
            kept.code_digest = ""
        kept.save(update_fields=["code_digest", "code_tries"])
    return holds


@transaction.atomic
def withdraw(follow: Follow, words: str) -> bool:
    """They say the request no longer holds. False when it has had its answer meanwhile."""
    with inside(follow.organisation_id):
        referral = Referral.objects.select_related("organisation").get(pk=follow.referral_id)
        by = referral.referrer_name or _("qui oriente")
        return withdraw_referral(referral, on=referral.organisation.today, by=by, words=words)


def add_papers(
    follow: Follow, files: Iterable[Any], *, kind: str, stands_for: str
) -> tuple[int, list[BadInput]]:
    """Papers asked for, checked and cleaned like any other: (how many were kept, why others were not)."""
    with inside(follow.organisation_id):
        referral = Referral.objects.select_related("organisation").get(pk=follow.referral_id)
        try:
            kept, refused = take_each(
                files, lambda file: attach_paper(referral, upload=file, kind=kind, stands_for=stands_for)
            )
        except BadInput as error:
            return 0, [error]
        if kept:
            words = ngettext("%d document joint.", "%d documents joints.", len(kept)) % len(kept)
            add_word(
                referral,
                on=referral.organisation.today,
                by=referral.referrer_name or _("qui oriente"),
                words=words,
            )
    return len(kept), refused


def on_answer(*, referral: Referral, move: str, by: Any, **told: Any) -> None:
    """Told of each answer of the house, in its transaction: who follows is written to."""
    if move not in TOLD:
        return
    with for_the_holder(referral.organisation_id):
        by_link = Follow.objects.filter(referral_id=referral.pk, sending_id=None)
        if (follow := by_link.select_for_update().first()) is not None:
            give_link(
                follow,
                purpose=letters.ANSWERED,
                subject=_("Orientation %(reference)s\u202f: du nouveau"),
                words=_("Il y a du nouveau pour l’orientation %(reference)s. À lire ici\u202f:"),
                once=f"{letters.ANSWERED}:{referral.pk}:{referral.version}",
            )
