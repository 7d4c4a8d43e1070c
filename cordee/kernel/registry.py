"""Ordered lists of things that several domains declare and one reads.

The sentences of facts and deadlines, the sections of a definition, the kinds of facts, the rules and
the entries of the navigation are each a `Registry`: an upper domain adds to it when it starts, a lower
one reads it, and no import ever goes up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Things of one kind by their code, in the order they were declared.

    what: the French word for one of them, used in the sentence of an error.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, Item] = {}

    def register(self, code: str, item: Item) -> Item:
        """Declare a thing. Declaring the same one twice is harmless; two under one code raise ValueError."""
        if code in self._items and self._items[code] != item:
            raise ValueError(f"{self.what} « {code} » : déjà déclaré autrement")
        return self._items.setdefault(code, item)

    def add(self, code: str) -> Callable[[Item], Item]:
        """`register` as a decorator."""
        return lambda item: self.register(code, item)

    def get(self, code: str) -> Item | None:
        return self._items.get(code)

    def __getitem__(self, code: str) -> Item:
        """The thing declared under this code. Raises LookupError, naming the nearest codes."""
        if code not in self._items:
            near = get_close_matches(code, self._items, n=3)
            hint = f" (proches : {', '.join(near)})" if near else ""
            raise LookupError(f"{self.what} « {code} » : inconnu{hint}")
        return self._items[code]

    def __contains__(self, code: object) -> bool:
        return code in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> Iterator[tuple[str, Item]]:
        return iter(self._items.items())

    def values(self) -> Iterator[Item]:
        return iter(self._items.values())
