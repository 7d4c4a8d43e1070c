"""A colleague leaves: the orientations they were answering pass to another, or wait for somebody."""

from datetime import date

from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.hooks import Followed, FollowedItem
from cordee.accounts.models import Member
from cordee.referrals.models import Referral
from cordee.referrals.timekeeping import keep_time


def handled_by(member: Member) -> list[Referral]:
    """Orientations without an answer yet that a member deals with."""
    return list(Referral.objects.standing().filter(handled_by=member))


def followed(member: Member) -> list[Followed]:
    items = [FollowedItem(str(row.pk), row.full_name) for row in handled_by(member)]
    return [Followed(_("orientations en attente de réponse"), len(items), items)]


def hand_over(
    leaving: Member, heir: Member, by: Actor, on: date, *, only: frozenset[str] | None = None
) -> int:
    """Give the orientations of `leaving` to `heir`. Returns how many."""
    rows = [row for row in handled_by(leaving) if only is None or str(row.pk) in only]
    for row in rows:
        _give(row, heir, by=by)
    return len(rows)


def left(leaving: Member, by: Actor, on: date) -> None:
    """What was handed to nobody waits for somebody, on the day of those in charge."""
    for row in handled_by(leaving):
        _give(row, None, by=by)


def _give(row: Referral, heir: Member | None, *, by: Actor) -> None:
    row.handled_by = heir
    row.version += 1
    row.save(update_fields=["handled_by", "version"])
    keep_time(row, on=by.today)
