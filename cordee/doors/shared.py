"""What whoever oriented goes on reading once the person is welcomed elsewhere: stages and milestones, as agreed.

The dossier never opens. Each stage reached and each milestone is copied, in its words, on the line of the house that
sent (`Sending.shown`), from the acceptance and for ninety days; the receiving house stops it when the person wishes.

- begin       the person is welcomed, and had agreed: until when
- after_fact  a stage or a milestone of the pathway, in the transaction that writes it
- stop        the person no longer wishes it: nothing more is told, and what was told goes
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.doors.inside import inside
from cordee.doors.models import Follow, Sending
from cordee.dossier.models import Fact
from cordee.dossier.sentences import say
from cordee.kernel.errors import NotAllowed
from cordee.pathways.models import Pathway
from cordee.plumbing.context import for_the_holder
from cordee.programmes.vocabulary import FACT_KINDS
from cordee.referrals.access import can, reason_against
from cordee.referrals.models import Referral

SHARED_FOR = timedelta(days=90)  # security 4.4
MOST_SHOWN = 200

# Said without what may be confided in them: why a pathway stops or ends is not a stage.
STAGES: dict[str, Callable[[Any], str]] = {
    "pathway_opened": lambda fact: _("Parcours ouvert\u202f: %s") % fact.codes.get("stage", ""),
    "pathway_moved": say,
    "pathway_suspended": lambda fact: _("Parcours suspendu"),
    "pathway_resumed": say,
    "pathway_closed": lambda fact: _("Parcours terminé"),
    "pathway_reopened": say,
}


def words_of(fact: Fact) -> str:
    """A stage or a milestone in words; nothing for any other fact."""
    if fact.kind in STAGES:
        return STAGES[fact.kind](fact)
    known = FACT_KINDS.get(fact.kind)
    return say(fact) if known is not None and known.by_hand else ""


OPENED = "pathway_opened"  # told by `tell_beginning`: before the answer, nobody follows


def begin(follow: Follow) -> datetime:
    """The end of what is shown. The context sees the house that received."""
    follow.shared_until = timezone.now() + SHARED_FOR
    follow.save(update_fields=["shared_until"])
    return follow.shared_until


def after_fact(fact: Fact) -> None:
    """A fact was written: when somebody elsewhere follows this pathway, they are told the stage or the milestone."""
    if fact.pathway_id is None or fact.kind == OPENED or not (words := words_of(fact)):
        return
    with for_the_holder(fact.organisation_id):
        came_as = Pathway.objects.filter(pk=fact.pathway_id).values("referral_id")[:1]
        follow = _followed(came_as).first()
    if follow is not None:
        _tell(follow, {"on": fact.day.isoformat(), "words": words})


def _followed(referral: Any) -> Any:
    """Who is told now. referral: its identifier, or a subquery that gives it."""
    told = Follow.objects.filter(referral_id=referral, sending_id__isnull=False)
    return told.filter(shared_until__gt=timezone.now())


def _tell(follow: Follow, told: dict[str, str]) -> None:
    with inside(follow.house_id):  # type: ignore[arg-type]
        line = Sending.objects.select_for_update().filter(referral_id=follow.referral_id).first()
        if line is None:  # their own dossier is closed to their team
            return
        line.shown = [*line.shown, told][-MOST_SHOWN:]
        line.save(update_fields=["shown"])


def tell_beginning(follow: Follow, referral: Referral) -> None:
    """The pathway was opened before the answer was told: its first stage. The context sees the house that received."""
    opened = Fact.objects.filter(person=referral.person, pathway_id=referral.pathway_id)
    if (first := opened.filter(kind=OPENED).first()) is not None:
        _tell(follow, {"on": first.day.isoformat(), "words": words_of(first)})


def shared_until(actor: Actor, referral: Referral) -> datetime | None:
    """Until when the house that sent this orientation is told of the stages; None when it is not. One query."""
    return (
        Follow.objects.visible_to(actor)
        .filter(referral_id=referral.pk, sending_id__isnull=False, shared_until__gt=timezone.now())
        .values_list("shared_until", flat=True)
        .first()
    )


@transaction.atomic
def stop(referral: Referral, *, by: Actor) -> bool:
    """The person no longer wishes it. False when nothing was shared any more. Raises NotAllowed."""
    if not can(by, "referral:answer"):
        raise NotAllowed(reason_against(by, "referral:answer"))
    with for_the_holder(referral.organisation_id):
        follow = _followed(referral.pk).select_for_update().first()
        if follow is None:
            return False
        follow.shared_until = timezone.now()
        follow.save(update_fields=["shared_until"])
    with inside(follow.house_id):
        Sending.objects.filter(pk=follow.sending_id).update(shown=[], shown_until=None)
    return True
