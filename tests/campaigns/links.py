"""Real links of the doors among the prey: in force but forwarded, out of date, used, expired, guessed.

Whoever holds one has no mailbox: no link may show what was sent, confirm it by being looked at, or change anything.
The one that confirms is only looked at: whoever presses its button holds the mailbox, or says so.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from unittest import mock

from django.utils import timezone

from cordee.doors import arriving, following, letters, tokens
from cordee.doors.models import Arrival, Follow
from cordee.plumbing.context import acting_in, system_context
from cordee.referrals.models import Referral, ReferralPaper
from tests import factories

GUESSES = 0.3  # of the links asked for: altered


@dataclass(frozen=True)
class Links:
    """waiting: the link of an arrival nobody confirmed. given: the others, all once mailed."""

    victim: factories.House
    waiting: str
    given: tuple[str, ...]
    before: tuple[int, int, tuple[str, ...]]

    def draw(self, chance: random.Random) -> str:
        token = chance.choice((self.waiting, *self.given))
        return altered(token, chance) if chance.random() < GUESSES else token

    def faults(self) -> list[str]:
        """What somebody with links and no mailbox changed."""
        after = standing(self.victim)
        return [] if after == self.before else [f"links changed something: {self.before} became {after}"]


def altered(token: str, chance: random.Random) -> str:
    """As one guesses: a letter changed, cut, doubled, the signature of another, the case lost."""
    place = chance.randrange(len(token))
    ways: tuple[Callable[[], str], ...] = (
        lambda: token[:place] + chance.choice("abcXYZ019-_") + token[place + 1 :],
        lambda: token[:place],
        lambda: token + token,
        lambda: token.rpartition("~")[0] + "~" + "A" * 43,
        lambda: token.swapcase(),
        lambda: token.replace("~", ":"),
    )
    return chance.choice(ways)() or "x"


def links_of(victim: factories.House, *, words: str) -> Links:
    """Four people oriented from outside, `words` in all that was said of them."""
    made: list[str] = []
    with noting(made):
        for number in range(4):
            arriving.leave_arrival(
                organisation=victim.organisation,
                email=f"alma{number}@exemple.invalid",
                site="http://testserver",
                described={"first_names": words, "usage_name": f"{words} {number}", "person_agrees": True},
                reason=f"{words} {number}",
            )
    waiting, expired, used, other = made
    (shown, current), (_old, tired) = (confirmed(token) for token in (used, other))
    in_house = system_context(victim.organisation.pk, because="campaign")
    with acting_in(in_house):
        late = Arrival.objects.filter(pk=tokens.read_token(tokens.CONFIRM, expired).row)
        late.update(expires_at=timezone.now() - timedelta(hours=1))
        renewed = following.give_link(
            shown, purpose=letters.LINK, subject="%(reference)s", words="%(reference)s", once="campaign"
        )
        Follow.objects.filter(pk=_old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    return Links(victim, waiting, (expired, used, other, current, tired, renewed), standing(victim))


def confirmed(token: str) -> tuple[Follow, str]:
    found = arriving.confirm_arrival(tokens.read_token(tokens.CONFIRM, token))
    assert found is not None
    return found


def noting(made: list[str]) -> mock._patch:
    draw = tokens.new_token
    return mock.patch.object(
        arriving, "new_token", side_effect=lambda *given: made.append(draw(*given)) or made[-1]
    )


def standing(victim: factories.House) -> tuple[int, int, tuple[str, ...]]:
    """Orientations, papers and states of the house."""
    with acting_in(system_context(victim.organisation.pk, because="campaign")):
        states = Referral.objects.order_by("pk").values_list("state", flat=True)
        return len(states), ReferralPaper.objects.count(), tuple(states)
