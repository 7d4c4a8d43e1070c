"""Orientations that wait: still of interest, end announced, ended for want of news.

Time proposes, somebody does: nothing here runs by itself.

- wait_of            the days that matter, by what its programme sets
- check_end          may it end for want of news
- confirm_interest   the person says they are still interested
- announce_end       it is said that, without news, it will end
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.words import french_day
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.programmes.fetch import current_versions
from cordee.referrals.access import can, reason_against
from cordee.referrals.hooks import tell_all
from cordee.referrals.models import Referral
from cordee.referrals.rules import LAPSING, Patience, Wait, wait
from cordee.referrals.steps import keep_step
from cordee.referrals.timekeeping import keep_time

NEWS = ("confirm", "announce")


def wait_of(referral: Referral, definition: Definition | None) -> Wait:
    """The days that matter to an orientation, by what its programme sets."""
    return wait(referral.last_news, referral.announced_on, patience_of(definition))


def patience_of(definition: Definition | None) -> Patience:
    if definition is None:
        return Patience()
    waiting = definition.entry.waiting
    return Patience(waiting.confirm_every_months, waiting.expires_after_months, waiting.notice_days)


def definition_for(referral: Referral, on: date) -> Definition | None:
    """The programme asked for, as it stands."""
    version = current_versions(referral.organisation_id, on).get(referral.programme_id)  # type: ignore[arg-type]
    return definition_of(version) if version else None


def check_end(referral: Referral, *, on: date) -> None:
    """Raises StaleState with the sentence that says what must come first."""
    if reason := reason_not_to_end(referral, definition_for(referral, on), on):
        raise StaleState(reason)


def reason_not_to_end(referral: Referral, definition: Definition | None, on: date) -> str:
    """Why it may not end for want of news yet; empty when it may."""
    found = wait_of(referral, definition)
    if found.may_end_on is None:
        return _("Annoncez d’abord la fin\u202f: qui attend doit pouvoir répondre.")
    if not found.may_end(on):
        return _("La fin est annoncée\u202f: elle pourra être notée à partir du %(day)s.") % {
            "day": french_day(found.may_end_on)
        }
    return ""


@transaction.atomic
def confirm_interest(referral: Referral, *, by: Actor, on: date, version: int, answer: str = "") -> Referral:
    """The person says they are still interested. Raises NotAllowed, BadInput, StaleState."""
    kept = _locked(referral, by=by, on=on, version=version)
    kept.confirmed_on = on
    return _keep(kept, "confirm", by=by, on=on, words=answer)


@transaction.atomic
def announce_end(referral: Referral, *, by: Actor, on: date, version: int, answer: str = "") -> Referral:
    """It is said that, without news, the orientation will end. Raises NotAllowed, BadInput, StaleState."""
    kept = _locked(referral, by=by, on=on, version=version)
    kept.announced_on = on
    return _keep(kept, "announce", by=by, on=on, words=answer)


def _locked(referral: Referral, *, by: Actor, on: date, version: int) -> Referral:
    if not can(by, "referral:answer"):
        raise NotAllowed(reason_against(by, "referral:answer"))
    kept = Referral.objects.select_for_update().get(pk=referral.pk)
    if kept.version != version:
        raise StaleState(_("Un collègue a modifié cette orientation pendant que vous étiez sur cette page."))
    if kept.state not in LAPSING:
        raise StaleState(_("Cette orientation n’attend plus de nouvelles."))
    if on < kept.state_since or on > by.today:
        since = french_day(kept.state_since)
        raise BadInput("on", _("Choisissez un jour entre le %(since)s et aujourd’hui.") % {"since": since})
    return kept


def _keep(kept: Referral, move: str, *, by: Actor, on: date, words: str) -> Referral:
    keep_step(kept, move, on=on, by=by.member.display_name, words=words.strip())
    kept.version += 1
    kept.save(update_fields=["confirmed_on", "announced_on", "steps", "version"])
    keep_time(kept, on=by.today)
    tell_all(kept, move=move, by=by)
    return kept
