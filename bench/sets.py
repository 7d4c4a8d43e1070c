"""The sizes of the data sets, and the share of each kind of organisation in them."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class DataSet:
    """people and organisations in all; biggest: people of the largest one, a département where there is one.

    association: people of the ordinary association whose counsellor visits the pages.
    """

    code: str
    people: int
    organisations: int
    biggest: int
    association: int = 2_000
    typical_events: int = 15

    def sizes(self, seed: int) -> list[int]:
        """People of each organisation: the association first, then the others from the largest down."""
        others = self.organisations - 1
        if self.biggest > self.association:
            return [self.association, self.biggest, *_shared(self._rest(), others - 1, seed)]
        return [self.association, *_shared(self.people - self.association, others, seed)]

    def _rest(self) -> int:
        return self.people - self.association - self.biggest


def _shared(people: int, among: int, seed: int) -> list[int]:
    """Uneven shares, as organisations are: a few large, many small, none empty and none very large."""
    chance = random.Random(f"{seed} sizes")  # noqa: S311 - drawn again the same from the seed
    weights = sorted((chance.lognormvariate(0, 0.7) for _ in range(among)), reverse=True)
    total = sum(weights)
    sizes = [max(1, int(people * weight / total)) for weight in weights]
    sizes[0] += people - sum(sizes)
    return sizes


SETS = {
    "S": DataSet("S", 10_000, 10, biggest=2_000),
    "M": DataSet("M", 200_000, 60, biggest=60_000),
    "L": DataSet("L", 2_000_000, 200, biggest=500_000, typical_events=10),
}
TINY = DataSet("tiny", 200, 3, biggest=100, association=60)


def master_key(seed: int) -> bytes:
    """The key that wraps the others: drawn from the seed, so that sealed texts are the same from it."""
    return hashlib.sha256(f"{seed} master key of the bench".encode()).digest()
