"""What upper domains want to know of an orientation: each answer given, in the transaction that gives it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cordee.accounts.actor import Actor
from cordee.kernel.registry import Registry
from cordee.referrals.models import Referral


class OnAnswer(Protocol):
    def __call__(self, *, referral: Referral, move: str, by: Actor, **told: Any) -> None: ...


@dataclass(frozen=True)
class SharedWith:
    """Who is told of what happens after the welcome. words: a sentence; stop_url: where it is stopped, if one may."""

    words: str
    stop_url: str = ""


ANSWERED: Registry[OnAnswer] = Registry("réponse")
SHARED: Registry[Callable[[Actor, Referral], SharedWith | None]] = Registry("suivi d’une orientation")


def tell_all(referral: Referral, *, move: str, by: Actor) -> None:
    """An answer has been kept. move: the code of rules.WORKFLOW, "confirm" or "announce"."""
    for _code, hook in ANSWERED.items():
        hook(referral=referral, move=move, by=by)


def shared_of(actor: Actor, referral: Referral) -> list[SharedWith]:
    """Who goes on being told, once the person is welcomed."""
    if referral.pathway_id is None:
        return []
    return [told for tell in SHARED.values() if (told := tell(actor, referral))]
