"""Addresses of things, written without asking Django's resolver each time: a page holds forty of one shape."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import get_script_prefix, reverse

FIRST = 0xADD << 112  # stand-ins: nothing has these identifiers


def address(name: str, *arguments: Any) -> str:
    """As `reverse(name, args=arguments)`. A UUID costs nothing to change; anything else makes another shape."""
    shape = tuple(None if isinstance(one, UUID) else one for one in arguments)
    pieces = _shape(name, shape, get_script_prefix())
    pks = [str(one) for one in arguments if isinstance(one, UUID)]
    return pieces[0] + "".join(pk + rest for pk, rest in zip(pks, pieces[1:], strict=True))


@lru_cache(maxsize=1000)
def _shape(name: str, shape: tuple[Any, ...], prefix: str) -> tuple[str, ...]:
    """What stands around the identifiers, in their order."""
    stand_ins = [UUID(int=FIRST + place) if one is None else one for place, one in enumerate(shape)]
    whole, pieces = reverse(name, args=stand_ins), []
    for one, kept in zip(stand_ins, shape, strict=True):
        if kept is None:
            before, _found, whole = whole.partition(str(one))
            pieces.append(before)
    return (*pieces, whole)
