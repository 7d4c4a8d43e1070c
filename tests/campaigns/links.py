"""Real links of the doors, and of contracts to sign, among the prey: in force but forwarded, out of date, used, expired, guessed.

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
from cordee.engagements import actions as contracts
from cordee.engagements.models import Signature, SigningLink
from cordee.engagements.tests.factories import a_text, in_house, proposed, somebody
from cordee.engagements.tests.test_links import given
from cordee.plumbing.context import acting_in, system_context
from cordee.referrals.models import Referral, ReferralPaper
from cordee.relays import answering, fetch
from cordee.relays.models import Relay
from cordee.relays.tests.factories import followed, link_of, sent
from tests import factories

GUESSES = 0.3  # of the links asked for: altered
OWN = 0.9  # of the links asked for: at an address they were made for
OF_CONTRACTS, OF_PARTNERS = "/lien/", "/partage/"


@dataclass(frozen=True)
class Links:
    """waiting: the link of an arrival nobody confirmed. given: the others of the doors, all once mailed. to_sign: those
    of contracts; shared: those of partners."""

    victim: factories.House
    waiting: str
    given: tuple[str, ...]
    to_sign: tuple[str, ...]
    shared: tuple[str, ...]
    before: tuple[int, int, tuple[str, ...], int]

    def draw(self, chance: random.Random, pattern: str = "") -> str:
        """A link, most often one made for this address."""
        families = {OF_CONTRACTS: self.to_sign, OF_PARTNERS: self.shared, "": (self.waiting, *self.given)}
        own = next(family for start, family in families.items() if pattern.startswith(start))
        other = [token for family in families.values() if family is not own for token in family]
        token = chance.choice(own if chance.random() < OWN else other)
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
    to_sign = links_to_sign(victim, words=words)
    given_ones = (expired, used, other, current, tired, renewed)
    shared = shared_with_partners(victim, words=words)
    return Links(victim, waiting, given_ones, to_sign, shared, standing(victim))


def shared_with_partners(victim: factories.House, *, words: str) -> tuple[str, ...]:
    """What was sent to three partners: in force, out of date, taken back."""
    person, by = followed(victim, first_names=words, usage_name=f"{words} partagé"), victim.referent
    yesterday, made = by.today - timedelta(days=1), []
    for turn in range(3):
        relay = sent(victim, person, words=words, need=f"{words} demandé")
        made.append(link_of(victim).removeprefix("/partage/"))
        with acting_in(by.context()):
            if turn == 1:
                Relay.objects.filter(pk=relay.pk).update(consent_on=yesterday, consent_until=yesterday)
            elif turn == 2:
                answering.withdraw_relay(relay, fetch.person_for(by, person.pk), by=by)
    return tuple(made)


def links_to_sign(victim: factories.House, *, words: str) -> tuple[str, ...]:
    """Contracts to sign from home: one that serves, one taken back, one too old, one whose text was taken back."""
    made = []
    for fate in ("serves", "replaced", "old", "changed"):
        person = somebody(victim, first_names=words)
        contract = proposed(victim, person, text=a_text(victim.referent, objectives=(words,)))
        link, token = given(victim, contract, person)
        made.append(token)
        if fate == "replaced":
            given(victim, contract, person)
        if fate == "changed":
            in_house(victim.referent, contracts.take_back_contract, contract, person)
        if fate == "old":
            with acting_in(system_context(victim.organisation.pk, because="campaign")):
                late = timezone.now() - timedelta(hours=1)
                SigningLink.objects.filter(pk=link.pk).update(expires_at=late)
    return tuple(made)


def confirmed(token: str) -> tuple[Follow, str]:
    found = arriving.confirm_arrival(tokens.read_token(tokens.CONFIRM, token))
    assert found is not None
    return found


def noting(made: list[str]) -> mock._patch:
    draw = tokens.new_token
    return mock.patch.object(
        arriving, "new_token", side_effect=lambda *given: made.append(draw(*given)) or made[-1]
    )


def standing(victim: factories.House) -> tuple[int, int, tuple[str, ...], int]:
    """Orientations, papers and states of the house, those of its relays with them; signatures."""
    with acting_in(system_context(victim.organisation.pk, because="campaign")):
        states = Referral.objects.order_by("pk").values_list("state", flat=True)
        shared = Relay.objects.order_by("pk").values_list("state", flat=True)
        return len(states), ReferralPaper.objects.count(), (*states, *shared), Signature.objects.count()
