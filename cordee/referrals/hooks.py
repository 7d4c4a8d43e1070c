"""What upper domains want to know of an orientation: each answer given, in the transaction that gives it."""

from typing import Any, Protocol

from cordee.accounts.actor import Actor
from cordee.kernel.registry import Registry
from cordee.referrals.models import Referral


class OnAnswer(Protocol):
    def __call__(self, *, referral: Referral, move: str, by: Actor, **told: Any) -> None: ...


ANSWERED: Registry[OnAnswer] = Registry("réponse")


def tell_all(referral: Referral, *, move: str, by: Actor) -> None:
    """An answer has been kept. move: the code of rules.WORKFLOW, "confirm" or "announce"."""
    for _code, hook in ANSWERED.items():
        hook(referral=referral, move=move, by=by)
