"""Which answers an orientation allows: one table, read by kernel.workflow; when one that waits may lapse.

- WORKFLOW        the moves
- wait            how long without news, what is then due: a reminder, an announcement, the end
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cordee.kernel.dates import add_months
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Move, Workflow

STANDING = ("received", "in_study", "papers_asked", "met", "waiting", "to_board")
ENDED = ("accepted", "refused", "passed_on", "withdrawn", "expired")
LAPSING = ("papers_asked", "waiting", "to_board")  # where time alone may end an orientation
ROLES = frozenset({"coordinator", "counsellor", "social_worker", "job_coach"})


def _others(state: str) -> tuple[str, ...]:
    return tuple(other for other in STANDING if other != state)


WORKFLOW = Workflow(
    initial="received",
    states=(*STANDING, *ENDED),
    moves=(
        Move("study", _("Étudier la demande"), _others("in_study"), "in_study", ROLES),
        Move("ask_papers", _("Demander des pièces"), _others("papers_asked"), "papers_asked", ROLES),
        Move("meet", _("Noter la rencontre"), _others("met"), "met", ROLES),
        Move("wait", _("Mettre en attente d’une place"), _others("waiting"), "waiting", ROLES),
        Move("to_board", _("Préparer pour la commission"), _others("to_board"), "to_board", ROLES),
        Move("accept", _("Accueillir"), STANDING, "accepted", ROLES),
        Move("refuse", _("Refuser avec un motif"), STANDING, "refused", ROLES),
        Move("pass_on", _("Transmettre ailleurs"), STANDING, "passed_on", ROLES),
        Move("withdraw", _("Noter le retrait"), STANDING, "withdrawn", ROLES),
        Move("expire", _("Clore faute de nouvelles"), LAPSING, "expired", ROLES),
        Move(
            "reopen",
            _("Reprendre l’étude"),
            ("refused", "passed_on", "withdrawn", "expired"),
            "in_study",
            ROLES,
        ),
    ),
)


@dataclass(frozen=True)
class Patience:
    """How long an orientation may wait without news, as its programme sets it; None: for ever.

    confirm_every: months after which one asks whether the person is still interested. expires_after: months
    after which it may lapse. notice: days between the announcement and the end.
    """

    confirm_every: int | None = None
    expires_after: int | None = None
    notice: int = 15


@dataclass(frozen=True)
class Wait:
    """What time has made of an orientation that waits.

    confirm_on, lapse_on: the days a reminder is due, and from which the end may be announced. may_end_on: the
    first day it may be closed, once announced. Nothing is ever done by itself: these days only propose.
    """

    confirm_on: date | None = None
    lapse_on: date | None = None
    may_end_on: date | None = None

    def asks_confirmation(self, on: date) -> bool:
        return self.confirm_on is not None and self.confirm_on <= on

    def asks_announcement(self, on: date) -> bool:
        return self.may_end_on is None and self.lapse_on is not None and self.lapse_on <= on

    def may_end(self, on: date) -> bool:
        return self.may_end_on is not None and self.may_end_on <= on


def wait(last_news: date, announced_on: date | None, patience: Patience) -> Wait:
    """The days that matter to an orientation that waits.

    last_news: the last answer given, or the last time the person said they are still interested. News after
    the announcement undo it.
    """
    announced = announced_on if announced_on is not None and announced_on >= last_news else None
    return Wait(
        confirm_on=_after(last_news, patience.confirm_every),
        lapse_on=_after(last_news, patience.expires_after),
        may_end_on=announced + timedelta(days=patience.notice) if announced else None,
    )


def _after(day: date, months: int | None) -> date | None:
    return add_months(day, months) if months else None
