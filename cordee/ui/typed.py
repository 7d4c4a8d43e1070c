"""What somebody had typed before their session slept, given back to the form that asks for it.

    with giving_back(data) as typed:
        response = …
    typed.was_used

A form without data takes its first values from there (ui.forms): the page shows the text, unsaved, and no
view has to know. Upper domains decide what is given back, and to whom (accounts.unlocking).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import QueryDict


@dataclass
class Typed:
    """The fields of a form that was sent in vain. was_used: a form took them."""

    data: QueryDict
    was_used: bool = False


_typed: ContextVar[Typed | None] = ContextVar("typed", default=None)


@contextmanager
def giving_back(data: QueryDict) -> Iterator[Typed]:
    typed = Typed(data)
    token = _typed.set(typed)
    try:
        yield typed
    finally:
        _typed.reset(token)


def typed_before() -> Typed | None:
    """What waits to be given back in this request, if anything."""
    return _typed.get()
